"""What is installed of each engine, where and how big: what the rows of the Engines section show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import installed, unfinished
from InvertSegLib.environment.installed import EngineEnvironment
from InvertSegLib.environment.ways import PRIVATE, SLICER, chosen
from InvertSegLib.panel import slicer_record

ABSENT, READY, OUTDATED, INTERRUPTED, BROKEN, NAMED = (
    "absent",
    "ready",
    "outdated",
    "interrupted",
    "broken",
    "named",
)


@dataclass(frozen=True)
class EngineRow:
    """An engine as it is now.

    Attributes:
        engine: its name.
        state: "absent", "ready", "outdated" (a newer InvertSeg asks for other packages), "interrupted",
            "broken" (half there, and nobody knows why), "named" (an environment variable says its Python).
        way: "private" or "slicer", as chosen.
        environment: what is there, None where nothing is.
        since: when the interrupted installation began (ISO 8601), empty where that is unknown.
    """

    engine: str
    state: str
    way: str = PRIVATE
    environment: EngineEnvironment | None = None
    since: str = ""

    @property
    def title(self) -> str:
        """The engine's name as published."""
        return ENGINES[self.engine].title

    @property
    def version(self) -> str:
        """Version of the package that stands for the engine, empty where nothing is installed."""
        return (self.environment.version or "") if self.environment is not None else ""

    @property
    def size(self) -> int | None:
        """Bytes on disk as noted; None where nothing is, or where the packages are Slicer's."""
        return self.environment.recorded_size if self.environment is not None else None

    @property
    def removable(self) -> bool:
        """Whether there is something that InvertSeg has put there."""
        if self.way == SLICER:
            record = slicer_record.read()
            return self.engine in (*record.engines, record.under_way)
        return (self.environment is not None and self.environment.own) or self.state == INTERRUPTED


def rows() -> dict[str, EngineRow]:
    """All engines; a few milliseconds."""
    interrupted = {each.engine: each.since for each in unfinished.interrupted()}
    return {engine: _row(engine, chosen(engine), interrupted) for engine in ENGINES}


def _row(engine: str, way: str, interrupted: Mapping[str, str]) -> EngineRow:
    found = installed.find(engine)
    if found is not None and found.way == "named":
        return EngineRow(engine, NAMED if found.complete else BROKEN, way, found)
    if way == SLICER and slicer_record.read().under_way == engine:
        return EngineRow(engine, INTERRUPTED, way, found)
    if way == PRIVATE and engine in interrupted:
        return EngineRow(engine, INTERRUPTED, way, found, interrupted[engine])
    if found is None:
        return EngineRow(engine, ABSENT, way)
    if not found.complete:
        return EngineRow(engine, ABSENT if way == SLICER else BROKEN, way, found)
    return EngineRow(engine, READY if found.requirements_current else OUTDATED, way, found)
