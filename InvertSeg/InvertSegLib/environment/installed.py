"""Which engines are installed, read from files alone: no process is started."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import folders
from InvertSegLib.errors import EngineError, Failure, ParameterError

RECORD = "invertseg.json"
FORMAT = 1


@dataclass(frozen=True)
class EngineEnvironment:
    """The Python of an engine.

    Attributes:
        engine: name of the engine.
        python: its Python; None where an installation was interrupted before there was one.
        folder: the environment's folder, None for a Python that the user named.
        versions: package names (as published) to versions.
        complete: it was installed to the end and its Python is still there.
        requirements_current: it holds what this version of InvertSeg asks for.
        own: InvertSeg made it, and may remove it.
        torch_build: what was asked for ("cpu", "cuda", "cu130"...), empty where that is unknown.
        python_version: for example "3.11.7", empty where that is unknown.
        installed: date and time (ISO 8601, UTC), empty where that is unknown.
        recorded_size: bytes on disk when it was installed, None where that is unknown.
    """

    engine: str
    python: Path | None
    folder: Path | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    requirements_current: bool = True
    own: bool = True
    torch_build: str = ""
    python_version: str = ""
    installed: str = ""
    recorded_size: int | None = None

    @property
    def version(self) -> str | None:
        """Version of the package that stands for the engine."""
        wanted = _canonical(ENGINES[self.engine].package)
        return next((v for name, v in self.versions.items() if _canonical(name) == wanted), None)

    @property
    def size(self) -> int | None:
        """Bytes on disk, as noted or else counted (half a second); None for a Python of the user's."""
        if self.recorded_size is not None or self.folder is None:
            return self.recorded_size
        return folder_size(self.folder)


def find(engine: str) -> EngineEnvironment | None:
    """The environment of an engine, None where nothing is installed.

    ``INVERTSEG_PYTHON_<ENGINE>`` (for example INVERTSEG_PYTHON_MONAI) names a Python that has the engine's
    packages already, such as a cluster's module; it goes before the environment that InvertSeg made.

    Raises:
        ParameterError: there is no engine of that name.
    """
    check_name(engine)
    named = os.environ.get(override_variable(engine), "").strip()
    if named:
        return _users_own(engine, Path(named).expanduser())
    folder = folder_of(engine)
    record = read_record(folder)
    if record is None:
        partial = partial_folder_of(engine)
        remains = folder if folder.exists() else partial if partial.exists() else None
        return remains and EngineEnvironment(
            engine, None, remains, complete=False, requirements_current=False
        )
    python = python_of(folder)
    return EngineEnvironment(
        engine,
        python,
        folder,
        versions=dict(record.get("versions", {})),
        complete=python.exists(),
        requirements_current=is_current(engine, record),
        torch_build=str(record.get("torch_build", "")),
        python_version=str(record.get("python", "")),
        installed=str(record.get("installed", "")),
        recorded_size=record.get("size"),
    )


def require(engine: str) -> EngineEnvironment:
    """The complete environment of an engine.

    Raises:
        EngineError: no_environment, with what to do.
    """
    found = find(engine)
    install = f"Install it with: invertseg engines install {engine}"
    title = ENGINES[engine].title
    if found is None:
        raise EngineError(
            Failure("no_environment", f"The engine {engine} ({title}) is not installed.", install)
        )
    if not found.complete:
        variable = override_variable(engine)
        if not found.own:
            sentence = f"{variable} names a Python that is not there: {found.python}."
            raise EngineError(Failure("no_environment", sentence, f"Correct or unset {variable}."))
        sentence = f"The engine {engine} ({title}) is only half installed."
        raise EngineError(Failure("no_environment", sentence, install))
    return found


def check_name(engine: str) -> None:
    """Raise ParameterError unless there is an engine of that name."""
    if engine not in ENGINES:
        raise ParameterError(
            f"There is no engine called '{engine}'.", f"The engines are: {', '.join(ENGINES)}."
        )


def override_variable(engine: str) -> str:
    """The environment variable that names a Python of the user's for an engine."""
    return f"INVERTSEG_PYTHON_{engine.upper()}"


def folder_of(engine: str) -> Path:
    """Where the environment of an engine is, or will be."""
    return folders.environments() / engine


def partial_folder_of(engine: str) -> Path:
    """Where the environment of an engine is made, before it takes its place."""
    return folders.environments() / f".{engine}.partial"


def python_of(folder: Path) -> Path:
    """The Python of a virtual environment."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def read_record(folder: Path) -> dict[str, Any] | None:
    """What was noted when the installation was complete; None when it never was, or the note is damaged."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.get("format") == FORMAT else None


def is_current(engine: str, record: Mapping[str, Any]) -> bool:
    """Whether an environment was made for what is asked for today."""
    wanted = {
        "requirements": list(ENGINES[engine].requirements),
        "excluded": list(EXCLUDED_PACKAGES),
        "overrides": list(OVERRIDES),
    }
    return all(record.get(name) == value for name, value in wanted.items())


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder; links are not followed, and a file with two names counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for status in _files(folder):
        if status.st_nlink > 1:
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
        total += status.st_size
    return total


def _files(folder: Path | str) -> Iterator[os.stat_result]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path)
                else:
                    yield entry.stat(follow_symlinks=False)
    except OSError:
        return


def _users_own(engine: str, python: Path) -> EngineEnvironment:
    # The packages of a Python that is not asked: those beside it, in the layouts of venv, conda and Windows.
    prefix = (
        python.parent.parent if sys.platform != "win32" or python.parent.name == "Scripts" else python.parent
    )
    places = [*prefix.glob("lib/python3*/site-packages"), prefix / "Lib" / "site-packages"]
    versions = {
        d.metadata["Name"]: d.version for d in distributions(path=[str(p) for p in places if p.is_dir()])
    }
    exists = python.is_file()
    return EngineEnvironment(
        engine, python, versions=dict(sorted(versions.items())), complete=exists, own=False
    )


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
