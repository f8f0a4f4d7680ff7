"""Which engines are installed, read from files alone: no process is started."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import folders, settings, ways
from InvertSegLib.environment.layout import folder_size, python_of, site_packages_of, versions_in
from InvertSegLib.environment.unfinished import (
    Interrupted,
    interrupted,
    interruption_of,
    is_noted,
    partial_folder_of,
)
from InvertSegLib.environment.ways import canonical
from InvertSegLib.errors import EngineError, Failure, ParameterError

__all__ = [
    "FORMAT",
    "RECORD",
    "EngineEnvironment",
    "Interrupted",
    "check_name",
    "find",
    "folder_of",
    "folder_size",
    "interrupted",
    "is_current",
    "override_variable",
    "python_of",
    "read_record",
    "require",
    "site_packages_of",
    "why_incomplete",
]

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
        way: "private", "slicer" (Slicer's own Python), or "named" (``INVERTSEG_PYTHON_<ENGINE>``).
        lacking: what a Python that is not InvertSeg's own lacks for the engine, as pip's requirements.
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
    way: str = ways.PRIVATE
    lacking: tuple[str, ...] = ()
    torch_build: str = ""
    python_version: str = ""
    installed: str = ""
    recorded_size: int | None = None

    @property
    def version(self) -> str | None:
        """Version of the package that stands for the engine."""
        wanted = canonical(ENGINES[self.engine].package)
        return next((v for name, v in self.versions.items() if canonical(name) == wanted), None)

    @property
    def size(self) -> int | None:
        """Bytes on disk, as noted or else counted (half a second); None for a Python of the user's."""
        if self.recorded_size is not None or self.folder is None:
            return self.recorded_size
        return folder_size(self.folder)


def find(engine: str) -> EngineEnvironment | None:
    """The environment of an engine, None where nothing is installed.

    ``INVERTSEG_PYTHON_<ENGINE>`` (for example INVERTSEG_PYTHON_MONAI) names a Python that has the engine's
    packages already, such as a cluster's module; it goes before the environment that InvertSeg made. So does
    Slicer's own Python, where the user chose that way (`ways.choose`).

    Raises:
        ParameterError: there is no engine of that name.
    """
    check_name(engine)
    named = os.environ.get(override_variable(engine), "").strip()
    if named:
        return _users_own(engine, Path(named).expanduser(), "named")
    if ways.chosen(engine) == ways.SLICER:
        return _users_own(engine, Path(settings.read().slicer_python), ways.SLICER)
    folder = folder_of(engine)
    record = read_record(folder)
    if record is None:
        partial = partial_folder_of(engine)
        remains = folder if folder.exists() else partial if is_noted(engine) else None
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
    if found is None:
        sentence = f"The engine {engine} ({ENGINES[engine].title}) is not installed."
        remedy = f"Install it with: invertseg engines install {engine}"
        raise EngineError(Failure("no_environment", sentence, remedy))
    if not found.complete:
        raise EngineError(Failure("no_environment", *why_incomplete(found)))
    return found


def why_incomplete(found: EngineEnvironment) -> tuple[str, str]:
    """Sentence and remedy for an environment that cannot be used."""
    title = ENGINES[found.engine].title
    if found.way == "named":
        variable = override_variable(found.engine)
        return (
            f"{variable} names a Python that is not there: {found.python}.",
            f"Correct or unset {variable}.",
        )
    if found.way == ways.SLICER and found.lacking:
        return (
            f"Slicer's Python lacks what {title} needs: {', '.join(found.lacking)}.",
            "Install it in Slicer, or choose the private environment.",
        )
    if found.way == ways.SLICER:
        return (
            f"{title} is to run in Slicer's Python, which is not there: {found.python}.",
            "Choose the private environment, or this way again inside Slicer.",
        )
    remedy = f"Install it again with: invertseg engines install {found.engine}"
    if interruption_of(found.engine) is not None:
        remedy = f"Finish it with: invertseg engines resume {found.engine}"
    return f"The engine {found.engine} ({title}) is only half installed.", remedy


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


def _users_own(engine: str, python: Path, way: str) -> EngineEnvironment:
    # The packages of a Python that is not asked: those beside it.
    in_folder = sys.platform == "win32" and python.parent.name != "Scripts" and way != ways.SLICER
    versions = versions_in(site_packages_of(python.parent if in_folder else python.parent.parent))
    exists = python.is_file()
    # Whoever sets the variable may have packages where nobody looks; for Slicer's Python it is known where.
    lacking = ways.lacking(engine, versions) if way == ways.SLICER and exists else ()
    return EngineEnvironment(
        engine,
        python,
        versions=versions,
        complete=exists and not lacking,
        own=False,
        way=way,
        lacking=lacking,
    )
