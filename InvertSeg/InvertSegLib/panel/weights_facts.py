"""What the list of weights shows, and what can be done with a row of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from InvertSegLib.environment.weights import EngineWeights, ModelStatus, TaskStatus

HERE, PARTLY, ABSENT, DAMAGED, LICENSED = "here", "partly", "absent", "damaged", "licensed"


@dataclass(frozen=True)
class WeightsRow:
    """The weights of a task in one quality.

    Attributes:
        task: name of the task; of the model where no task is known to need it.
        quality: "fast" or "full", empty for a model alone.
        state: "here", "partly", "absent", "damaged", "licensed" (absent, and not given to everybody).
        models: all that it needs.
        removable: those that are here and that no other task which can be run needs.
        alone: it is a model that no task of the package needs.
    """

    task: str
    quality: str
    state: str
    models: tuple[ModelStatus, ...]
    removable: tuple[ModelStatus, ...] = ()
    alone: bool = False

    @property
    def missing(self) -> tuple[ModelStatus, ...]:
        """The models that are not here, or damaged."""
        return tuple(model for model in self.models if model.state != HERE)

    @property
    def size(self) -> int | None:
        """Bytes of what is here, None where nothing is."""
        sizes = [model.size for model in self.models if model.size is not None]
        return sum(sizes) if sizes else None

    @property
    def kept(self) -> int:
        """Bytes of interrupted downloads, which the next one goes on from."""
        return sum(model.kept for model in self.missing)


def rows(weights: EngineWeights) -> tuple[WeightsRow, ...]:
    """The rows for an engine's weights, in the package's order; models without a task last."""
    models = {model.name: model for model in weights.models}
    listed = [
        WeightsRow(
            task.name,
            task.quality,
            _state(task, tuple(models[name] for name in task.models if name in models)),
            tuple(models[name] for name in task.models if name in models),
            _removable(task, weights.tasks, models),
        )
        for task in weights.tasks
    ]
    needed = {name for task in weights.tasks for name in task.models}
    alone = [
        WeightsRow(model.name, "", model.state, (model,), (model,), alone=True)
        for model in weights.models
        if model.name not in needed and model.state != ABSENT
    ]
    return (*listed, *alone)


def _state(task: TaskStatus, models: Sequence[ModelStatus]) -> str:
    if not task.missing:
        return HERE
    if any(model.state == DAMAGED for model in models):
        return DAMAGED
    if task.licensed or any(model.licensed for model in models):
        return LICENSED
    return ABSENT if len(task.missing) == len(task.models) else PARTLY


def _removable(
    task: TaskStatus, tasks: Sequence[TaskStatus], models: dict[str, ModelStatus]
) -> tuple[ModelStatus, ...]:
    # Two qualities of a task may run the same network: neither keeps it for the other.
    others = [t for t in tasks if (t.name, set(t.models)) != (task.name, set(task.models))]
    kept = {name for other in others if not other.missing for name in other.models}
    return tuple(
        models[name]
        for name in task.models
        if name in models and models[name].state != ABSENT and name not in kept
    )
