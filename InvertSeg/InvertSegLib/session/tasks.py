"""What an engine says it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Task:
    """A task of an engine.

    Attributes:
        name: as the engine takes it.
        modality: what it was trained on ("ct", "mr"...).
        licence: of its weights.
        qualities: "fast" and "full", as far as it comes in them, to whether their weights are here.
        structures: names of what it finds.
    """

    name: str
    modality: str = ""
    licence: str = ""
    qualities: Mapping[str, bool] = field(default_factory=dict)
    structures: tuple[str, ...] = ()

    def has_weights(self, quality: str) -> bool:
        """Whether the weights for a quality are here; a task that comes in one quality is run in that one."""
        if quality not in self.qualities:
            return any(self.qualities.values())
        return self.qualities[quality]


def tasks_of(description: Mapping[str, Any]) -> tuple[Task, ...]:
    """The tasks of what an engine's `describe` gave."""
    return tuple(
        Task(
            name=str(task["name"]),
            modality=str(task.get("modality", "")),
            licence=str(task.get("licence", "")),
            qualities={str(name): bool(there) for name, there in task.get("qualities", {}).items()},
            structures=tuple(str(name) for name in task.get("names", ())),
        )
        for task in description.get("tasks", ())
    )
