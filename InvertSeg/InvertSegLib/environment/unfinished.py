"""Installations that were begun and neither finished nor failed in words: killed, or the machine went down.

A note lies beside an environment for as long as it is being made. One that is left, without anybody holding
the environment's lock, tells of an interruption.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders
from InvertSegLib.environment.lock import is_held, only_one


@dataclass(frozen=True)
class Interrupted:
    """An installation that was interrupted, as it had been asked for.

    Attributes:
        engine: name of the engine.
        python: the Python to make it with, None for one that suits.
        device: "auto", "cpu", "cuda" or a build of PyTorch.
        since: when it was begun (ISO 8601, UTC), empty where that is unknown.
    """

    engine: str
    python: str | None = None
    device: str = "auto"
    since: str = ""


def interrupted() -> tuple[Interrupted, ...]:
    """All installations that were interrupted; one that is under way is none."""
    return tuple(found for engine in ENGINES if (found := interruption_of(engine)) is not None)


def interruption_of(engine: str) -> Interrupted | None:
    """The interrupted installation of an engine."""
    if not is_noted(engine) or is_held(_lock(engine)):
        return None
    try:
        noted = json.loads(_note(engine).read_text(encoding="utf-8"))
        return Interrupted(
            engine, noted["python"] and str(noted["python"]), str(noted["device"]), str(noted["since"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Interrupted(engine)


def is_noted(engine: str) -> bool:
    """Whether an installation is under way or was interrupted."""
    return _note(engine).exists() or partial_folder_of(engine).exists()


@contextmanager
def working_on(engine: str) -> Iterator[None]:
    """Hold the lock of an engine's environment; its folder exists.

    Raises:
        OutputError: another process holds it.
    """
    with only_one(_lock(engine), doing=f"installing {engine}"):
        yield


@contextmanager
def noted(engine: str, python: str | Path | None, device: str) -> Iterator[None]:
    """Keep a note for the `with` block, which outlives nothing but a violent end."""
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    note = Interrupted(engine, None if python is None else str(python), device, since)
    _note(engine).write_text(json.dumps(asdict(note)), encoding="utf-8")
    try:
        yield
    finally:
        forget(engine)


def forget(engine: str) -> None:
    """Remove the note of an interrupted installation."""
    with contextlib.suppress(OSError):
        _note(engine).unlink()


def partial_folder_of(engine: str) -> Path:
    """Where the environment of an engine is made, before it takes its place."""
    return folders.environments() / f".{engine}.partial"


def _note(engine: str) -> Path:
    return folders.environments() / f".{engine}.unfinished.json"


def _lock(engine: str) -> Path:
    return folders.environments() / f".{engine}.lock"
