"""Installing Python packages: never done here; what was asked for is noted in `asked`."""

from __future__ import annotations

from typing import Any

# What module code wanted to have installed or removed: (function, requirements, keywords), oldest first.
asked: list[tuple[str, Any, dict[str, Any]]] = []


def _refuse_parent(keywords: dict[str, Any]) -> None:
    if "parent" in keywords:
        raise TypeError("got an unexpected keyword argument 'parent': it is gone in Slicer 5.13")


def pip_ensure(requirements: Any, **keywords: Any) -> list[str]:
    """Ask for packages; in testing mode a real Slicer installs nothing either."""
    _refuse_parent(keywords)
    asked.append(("pip_ensure", requirements, keywords))
    return []


def pip_install(requirements: Any, **keywords: Any) -> None:
    """Ask for packages."""
    _refuse_parent(keywords)
    asked.append(("pip_install", requirements, keywords))


def pip_uninstall(requirements: Any, **keywords: Any) -> None:
    """Ask for packages to go."""
    asked.append(("pip_uninstall", requirements, keywords))


def pip_check(requirements: Any) -> bool:
    """Whether packages are there, in the versions that are asked for."""
    from importlib.metadata import PackageNotFoundError, version

    from packaging.requirements import Requirement

    for text in [requirements] if isinstance(requirements, str) else requirements:
        requirement = Requirement(str(text))
        try:
            if not requirement.specifier.contains(version(requirement.name), prereleases=True):
                return False
        except PackageNotFoundError:
            return False
    return True


def load_requirements(path: Any) -> list[Any]:
    """The requirements of a file."""
    from pathlib import Path

    from packaging.requirements import Requirement

    lines = (line.split("#")[0].strip() for line in Path(path).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def isPipInstallInProgress() -> bool:
    """Whether pip is at work."""
    return False
