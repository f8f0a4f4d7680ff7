"""Which packages an engine's environment will hold, and which of them must be downloaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import uv
from InvertSegLib.environment.gpu import TorchBuild
from InvertSegLib.environment.layout import python_of
from InvertSegLib.environment.progress import OnLine, no_line

_LOCK = "pylock.invertseg.toml"


@dataclass(frozen=True)
class Package:
    """One package of a resolution.

    Attributes:
        name: canonical ("scikit-image").
        version: exact.
        wheels: addresses of its wheels that suit, mostly one; none where it is built from its source.
    """

    name: str
    version: str
    wheels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """All packages of an environment, with exact versions.

    Attributes:
        packages: what it will hold.
        build: the build of PyTorch among them.
    """

    packages: tuple[Package, ...]
    build: TorchBuild

    def versions(self) -> dict[str, str]:
        """Canonical names to versions."""
        return {package.name: package.version for package in self.packages}


def resolve(
    engine: str, folder: Path, python: Path, build: TorchBuild, on_line: OnLine, *, anew: bool = False
) -> Resolution:
    """Find the newest versions that suit each other.

    Args:
        engine: name of the engine.
        folder: the lock and its inputs are written there.
        python: the environment's Python.
        build: of PyTorch.
        on_line: told each line of uv's output.
        anew: ask the index again even if it was asked a few minutes ago.

    Raises:
        UvFailed: uv found none, or could not ask.
    """
    wanted = _written(folder / "requirements.in", ENGINES[engine].requirements)
    command = [
        "pip", "compile", "--quiet", "--format", "pylock.toml", "--output-file", _LOCK, "--no-header",
        "--python", str(python),
        "--excludes", _written(folder / "excludes.txt", EXCLUDED_PACKAGES),
        "--overrides", _written(folder / "overrides.txt", OVERRIDES),
        *_backend(build),
        *(["--refresh"] if anew else []),
        wanted,
    ]  # fmt: skip
    uv.run(command, on_line, folder=folder, guarded_by=python)
    return Resolution(_packages_of(folder / _LOCK), build)


def to_download(resolution: Resolution, folder: Path) -> tuple[Package, ...] | None:
    """The packages that uv has not in its cache; None where it does not say so in words known here."""
    lines = _run_install(resolution, folder, no_line, options=("--dry-run", "--verbose"))
    text = "\n".join(lines)
    count = re.search(r"^Would download (\d+) package", text, re.MULTILINE)
    names = set(re.findall(r"Identified uncached distribution: ([\w.-]+)==", text))
    if len(names) != (int(count[1]) if count else 0):
        return None
    return tuple(package for package in resolution.packages if package.name in names)


def install(resolution: Resolution, folder: Path, on_line: OnLine, on_tick: Callable[[], None]) -> None:
    """Install a resolution into an environment.

    Args:
        resolution: what to install.
        folder: the environment.
        on_line: told each line of uv's output.
        on_tick: called a few times a second.

    Raises:
        UvFailed: uv could not.
    """
    _run_install(resolution, folder, on_line, on_tick=on_tick)


def _run_install(
    resolution: Resolution,
    folder: Path,
    on_line: OnLine,
    *,
    options: tuple[str, ...] = (),
    on_tick: Callable[[], None] = lambda: None,
) -> list[str]:
    python = python_of(folder)
    # Not from the lock itself: uv keeps what it downloads for a lock apart from what it has for an index.
    pinned = tuple(f"{package.name}=={package.version}" for package in resolution.packages)
    command = ["pip", "install", "--python", str(python), "--no-deps", *_backend(resolution.build), *options]
    command += ["--requirements", _written(folder / "pinned.txt", pinned)]
    return uv.run(command, on_line, folder=folder.parent, guarded_by=python, on_tick=on_tick)


def _written(path: Path, entries: tuple[str, ...]) -> str:
    path.write_text("\n".join(entries) + "\n", encoding="utf-8")
    return str(path)


def _backend(build: TorchBuild) -> list[str]:
    return ["--torch-backend", build.backend] if build.backend else []


def _packages_of(lock: Path) -> tuple[Package, ...]:
    try:
        import tomllib
    except ImportError:  # Python 3.10
        import tomli as tomllib
    with lock.open("rb") as stream:
        document = tomllib.load(stream)
    return tuple(
        Package(
            entry["name"],
            entry["version"],
            tuple(wheel["url"] for wheel in entry.get("wheels", ()) if "url" in wheel),
        )
        for entry in document["packages"]
    )
