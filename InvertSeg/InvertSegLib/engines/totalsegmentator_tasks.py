"""What the installed TotalSegmentator can do and which of its weights are here, read without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from InvertSegLib.engines.totalsegmentator_networks import INTERNAL_TASKS, ROUGH_CT, ROUGH_MR, TaskTables
from InvertSegLib.engines.weights_places import split_places
from InvertSegLib.errors import EngineError, Failure


def tables() -> TaskTables:
    """The installed package's tables."""
    from totalsegmentator.map_tasks_config import DEFAULT_CONFIG, TASK_CONFIGS, TASK_ID_WEIGHTS_CONFIGS

    return TaskTables(TASK_CONFIGS, DEFAULT_CONFIG, TASK_ID_WEIGHTS_CONFIGS)


def task_names() -> list[str]:
    """The tasks of the installed package, in its order."""
    from totalsegmentator.registry import TASKS

    known = tables().tasks
    return [task for task in TASKS if task in known and task not in INTERNAL_TASKS]


def labels_of(task: str) -> dict[int, str]:
    """Label value to structure name.

    Raises:
        EngineError: bad_request when there is no such task.
    """
    from totalsegmentator.registry import get_task_classes

    check_task(task)
    return {int(value): name for value, name in get_task_classes(task).items()}


def check_task(task: str) -> None:
    """Raise bad_request unless the installed package has the task."""
    import difflib

    names = task_names()
    if task in names:
        return
    near = difflib.get_close_matches(task, names, n=3, cutoff=0.5)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "List the tasks with: invertseg engines"
    raise EngineError(Failure("bad_request", f"TotalSegmentator has no task '{task}'.", remedy))


def has_fast(task: str) -> bool:
    """See `TaskTables.has_fast`."""
    return tables().has_fast(task)


def settings_of(task: str, fast: bool) -> dict[str, Any]:
    """See `TaskTables.settings_of`."""
    return tables().settings_of(task, fast)


def own_networks(task: str, fast: bool) -> tuple[int, ...]:
    """See `TaskTables.own_networks`."""
    return tables().own_networks(task, fast)


def networks_of(task: str, fast: bool) -> tuple[int, ...]:
    """See `TaskTables.networks_of`."""
    return tables().networks_of(task, fast)


def subset_network(task: str) -> int:
    """The network that the package crops with when a part of a total task's structures is asked for."""
    return ROUGH_MR if task.endswith("_mr") else ROUGH_CT


def folder_name(number: int | str) -> str:
    """See `TaskTables.folder_name`."""
    return tables().folder_name(number)


def weights_folders(chosen: str | None) -> list[Path]:
    """Where weights may be: the chosen folders, then TotalSegmentator's own places."""
    home = os.environ.get("TOTALSEG_HOME_DIR")
    usual = (Path(home) if home else Path.home() / ".totalsegmentator") / "nnunet" / "results"
    named = [*([chosen] if chosen else []), os.environ.get("TOTALSEG_WEIGHTS_PATH") or ""]
    places = [place for text in named if text for place in split_places(text)]
    return list(dict.fromkeys([*places, usual.expanduser()]))


def find_network(places: Sequence[Path], number: int | str) -> Path | None:
    """The folder of a data set: the first that has a checkpoint, otherwise one that was copied in part."""
    candidates = [place / folder_name(number) for place in places]
    for pattern in ("*/fold_*/checkpoint_*.pth", "*/plans.json"):
        for candidate in candidates:
            if any(candidate.glob(pattern)):
                return candidate
    return None


def are_there(places: Sequence[Path], networks: Sequence[int]) -> bool:
    """Whether all of these networks are in some of the places."""
    return all(find_network(places, number) for number in networks)


def missing_weights(places: Sequence[Path], networks: Sequence[int | str]) -> Failure:
    """The failure that names what is missing and how to get it."""
    missing = [folder_name(number) for number in networks if not find_network(places, number)]
    return Failure(
        "no_weights",
        f"TotalSegmentator's weights are not in {places[0]}: {', '.join(missing)}.",
        f"invertseg weights download totalsegmentator {' '.join(missing)}; or, without internet here, get "
        f"{missing[0]}.zip from TotalSegmentator's releases on GitHub, then: "
        "invertseg weights import totalsegmentator ZIP",
    )


def describe_task(task: str, weights: str | None) -> dict[str, Any]:
    """One task for listings; see `Engine.describe`."""
    from totalsegmentator.registry import task_modality

    places = weights_folders(weights)
    qualities = {"full": are_there(places, networks_of(task, fast=False))}
    if has_fast(task):
        qualities["fast"] = are_there(places, networks_of(task, fast=True))
    licensed = bool(settings_of(task, fast=False)["commercial"])
    labels = labels_of(task)
    return {
        "name": task,
        "modality": task_modality(task),
        "licence": "needs a licence number" if licensed else "Apache-2.0",
        "qualities": qualities,
        "structures": len(labels),
        "names": [labels[value] for value in sorted(labels)],
    }


def part_labels(task: str, number: int) -> dict[int, str]:
    """Label value to structure name of one of the task's own networks."""
    from totalsegmentator import map_to_binary as maps

    tables = {
        "total": ("map_taskid_to_partname_ct", "class_map_5_parts"),
        "total_v3": ("map_taskid_to_partname_ct_v3", "class_map_5_parts_total_v3"),
        "total_mr": ("map_taskid_to_partname_mr", "class_map_parts_mr"),
        "headneck_muscles": ("map_taskid_to_partname_headneck_muscles", "class_map_parts_headneck_muscles"),
    }
    if task in tables:
        part_names, parts = (getattr(maps, name, {}) for name in tables[task])
        if number in part_names:
            return {int(value): name for value, name in parts[part_names[number]].items()}
    return labels_of(task)
