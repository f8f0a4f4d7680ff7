"""Which networks a TotalSegmentator task runs, by the rules of the package's python_api.

The package's tables are handed in, so that the same rules serve the worker, which imports them, and the other
processes, which read them from the package's files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Not for users: the package's own unit test, and one whose weights were never published.
INTERNAL_TASKS = frozenset({"test", "total_highres_test"})
ROUGH_CT, ROUGH_CT_FINER, ROUGH_MR, ROUGH_BODY, VERTEBRAE_BODIES = 298, 297, 852, 300, 305


@dataclass(frozen=True)
class TaskTables:
    """What the installed package says of its tasks (its map_tasks_config).

    Attributes:
        tasks: TASK_CONFIGS, task to its configuration.
        defaults: DEFAULT_CONFIG, what holds where a task says nothing.
        weights: TASK_ID_WEIGHTS_CONFIGS, number of a data set to where its network is published.
    """

    tasks: Mapping[str, Mapping[str, Any]]
    defaults: Mapping[str, Any]
    weights: Mapping[int | str, Mapping[str, Any]]

    def has_fast(self, task: str) -> bool:
        """Whether the task comes as a fast network beside the full one."""
        return "sub_modes" in self.tasks[task]

    def settings_of(self, task: str, fast: bool) -> dict[str, Any]:
        """The package's configuration of a task, without its side effects (messages, licence check)."""
        raw = self.tasks[task]
        own = raw["sub_modes"]["fast" if fast else "default"] if "sub_modes" in raw else raw
        return {**self.defaults, **own}

    def own_networks(self, task: str, fast: bool) -> tuple[int, ...]:
        """Numbers of the data sets whose networks make up the task itself."""
        numbers = self.settings_of(task, fast)["task_id"]
        return tuple(numbers) if isinstance(numbers, list) else (numbers,)

    def networks_of(self, task: str, fast: bool) -> tuple[int, ...]:
        """All data sets whose networks a task runs, first those that find the region to crop to."""
        settings = self.settings_of(task, fast)
        first: tuple[int, ...] = ()
        if settings["crop"] is not None or settings["cascade"]:
            first = self._rough_networks(task, settings)
        if task == "vertebrae_pp_refined":
            first = (VERTEBRAE_BODIES,)
        return (*first, *self.own_networks(task, fast))

    def folder_name(self, number: int | str) -> str:
        """Name of a data set's folder in the weights folder."""
        return str(self.weights[number]["foldername"])

    def _rough_networks(self, task: str, settings: Mapping[str, Any]) -> tuple[int, ...]:
        """The networks that find the region to crop to."""
        if settings["crop_model"] is not None:
            return self.networks_of(settings["crop_model"], fast=False)
        if {"body_trunc", "body_extremities"} & set(settings["crop"] or ()):
            return (ROUGH_BODY,)
        if task.endswith("_mr"):
            return (ROUGH_MR,)
        return (ROUGH_CT_FINER,) if settings["robust_crop"] else (ROUGH_CT,)
