"""Installing Python packages: what was asked for is noted in `asked`, and done once `own_python` is ready."""

from __future__ import annotations

import importlib.metadata
import shlex
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What module code wanted to have installed or removed: (function, requirements, keywords), oldest first.
asked: list[tuple[str, Any, dict[str, Any]]] = []
# Slicer's own Python (`own_python.OwnPython`); without one, nothing is installed.
python: Any = None


def _refuse_parent(keywords: dict[str, Any]) -> None:
    if "parent" in keywords:
        raise TypeError("got an unexpected keyword argument 'parent': it is gone in Slicer 5.13")


def _words(requirements: Any) -> list[str]:
    if not isinstance(requirements, str | list):
        raise ValueError("requirements are a string or a list")
    return shlex.split(requirements) if isinstance(requirements, str) else list(requirements)


def pip_ensure(requirements: Any, **keywords: Any) -> list[str]:
    """Ask for packages; in testing mode a real Slicer installs nothing either."""
    _refuse_parent(keywords)
    asked.append(("pip_ensure", requirements, keywords))
    return []


def pip_install(
    requirements: Any,
    *,
    skip_packages: list[str] | None = None,
    blocking: bool = True,
    show_progress: bool = True,
    **keywords: Any,
) -> list[str] | None:
    """Ask for packages; with packages to skip, one by one without what they need, and then that.

    Raises:
        subprocess.CalledProcessError: pip could not.
        ValueError: packages cannot be skipped while something else goes on.
    """
    _refuse_parent(keywords)
    given = {"skip_packages": skip_packages, "show_progress": None if show_progress else False}
    noted = {**keywords, **{name: value for name, value in given.items() if value is not None}}
    asked.append(("pip_install", requirements, noted))
    if skip_packages is not None and not blocking:
        raise ValueError("skip_packages requires blocking=True")
    if python is None:
        return None
    if skip_packages is None:
        python.pip("install", *_words(requirements))
        return None
    return _Skipping(skip_packages).install(_words(requirements))


def pip_uninstall(requirements: Any, **keywords: Any) -> None:
    """Ask for packages to go."""
    asked.append(("pip_uninstall", requirements, keywords))
    if python is not None:
        python.pip("uninstall", *_words(requirements), "--yes")


class _Skipping:
    """Walks through what packages need, as Slicer does: what is there is not looked into any further."""

    def __init__(self, skipped: list[str]) -> None:
        self._skipped = {canonicalize_name(name) for name in skipped}
        self._seen: set[str] = set()
        self._left_out: list[str] = []

    def install(self, texts: list[str]) -> list[str]:
        for text in texts:
            self._one(Requirement(text), top=True)
        return self._left_out

    def _one(self, wanted: Requirement, *, top: bool = False) -> None:
        name = canonicalize_name(wanted.name)
        if name in self._seen:
            return
        self._seen.add(name)
        if name in self._skipped:
            self._left_out.append(str(wanted))
            return
        found = _distribution(name)
        if (wanted.marker and not wanted.marker.evaluate({"extra": ""})) or (
            found is not None and wanted.specifier.contains(found.version, prereleases=True)
        ):
            return
        try:
            python.pip("install", "--no-deps", f"{wanted.name}{wanted.specifier}")
        except Exception:
            # What another package needs and cannot be had is only warned of.
            if top:
                raise
            return
        found = _distribution(name)
        needed = [Requirement(text) for text in found.requires or ()]
        self._scrub(found)
        for requirement in needed:
            self._one(requirement)

    def _scrub(self, found: importlib.metadata.Distribution) -> None:
        path = next(each.locate() for each in found.files if each.name == "METADATA")
        kept = [
            line
            for line in path.read_text().splitlines(keepends=True)
            if not line.startswith("Requires-Dist: ")
            or canonicalize_name(Requirement(line.partition(": ")[2].strip()).name) not in self._skipped
        ]
        path.write_text("".join(kept))


def _distribution(name: str) -> importlib.metadata.Distribution | None:
    found = importlib.metadata.distributions(path=[str(python.site_packages)])
    return next((each for each in found if canonicalize_name(each.metadata["Name"]) == name), None)


def pip_check(requirements: Any) -> bool:
    """Whether packages are there, in the versions that are asked for."""
    from importlib.metadata import PackageNotFoundError, version

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

    lines = (line.split("#")[0].strip() for line in Path(path).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def isPipInstallInProgress() -> bool:
    """Whether pip is at work."""
    return False
