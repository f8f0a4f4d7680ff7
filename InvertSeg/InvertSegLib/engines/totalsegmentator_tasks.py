"""What the installed TotalSegmentator can do and which of its weights are here, read without torch."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from InvertSegLib.errors import EngineError, Failure

# Not for users: the package's own unit test, and one whose weights were never published.
_INTERNAL = frozenset({"test", "total_highres_test"})
_ROUGH_CT, _ROUGH_CT_FINER, _ROUGH_MR, _ROUGH_BODY, _VERTEBRAE_BODIES = 298, 297, 852, 300, 305


def task_names() -> list[str]:
    """The tasks of the installed package, in its order."""
    from totalsegmentator.map_tasks_config import TASK_CONFIGS
    from totalsegmentator.registry import TASKS

    return [task for task in TASKS if task in TASK_CONFIGS and task not in _INTERNAL]


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
    """Whether the task comes as a fast network beside the full one."""
    from totalsegmentator.map_tasks_config import TASK_CONFIGS

    return "sub_modes" in TASK_CONFIGS[task]


def settings_of(task: str, fast: bool) -> dict[str, Any]:
    """The package's configuration of a task, without its side effects (messages, licence check)."""
    from totalsegmentator.map_tasks_config import DEFAULT_CONFIG, TASK_CONFIGS

    raw = TASK_CONFIGS[task]
    own = raw["sub_modes"]["fast" if fast else "default"] if "sub_modes" in raw else raw
    return {**DEFAULT_CONFIG, **own}


def own_networks(task: str, fast: bool) -> tuple[int, ...]:
    """Numbers of the data sets whose networks make up the task itself."""
    numbers = settings_of(task, fast)["task_id"]
    return tuple(numbers) if isinstance(numbers, list) else (numbers,)


def networks_of(task: str, fast: bool) -> tuple[int, ...]:
    """Numbers of all data sets whose networks a task runs, those that find the region to crop to first."""
    settings = settings_of(task, fast)
    first: tuple[int, ...] = ()
    if settings["crop"] is not None or settings["cascade"]:
        first = _rough_networks(task, settings)
    if task == "vertebrae_pp_refined":
        first = (_VERTEBRAE_BODIES,)
    return (*first, *own_networks(task, fast))


def _rough_networks(task: str, settings: Mapping[str, Any]) -> tuple[int, ...]:
    """The networks that find the region, by the rules of the package's python_api."""
    if settings["crop_model"] is not None:
        return networks_of(settings["crop_model"], fast=False)
    if {"body_trunc", "body_extremities"} & set(settings["crop"] or ()):
        return (_ROUGH_BODY,)
    if task.endswith("_mr"):
        return (_ROUGH_MR,)
    return (_ROUGH_CT_FINER,) if settings["robust_crop"] else (_ROUGH_CT,)


def subset_network(task: str) -> int:
    """The network that the package crops with when a part of a total task's structures is asked for."""
    return _ROUGH_MR if task.endswith("_mr") else _ROUGH_CT


def folder_name(number: int | str) -> str:
    """Name of a data set's folder in the weights folder."""
    from totalsegmentator.map_tasks_config import TASK_ID_WEIGHTS_CONFIGS

    return str(TASK_ID_WEIGHTS_CONFIGS[number]["foldername"])


def weights_folders(chosen: str | None) -> list[Path]:
    """Where weights may be: the chosen folder, then TotalSegmentator's own places."""
    places = [chosen, os.environ.get("TOTALSEG_WEIGHTS_PATH")]
    home = os.environ.get("TOTALSEG_HOME_DIR")
    places.append(str((Path(home) if home else Path.home() / ".totalsegmentator") / "nnunet" / "results"))
    return list(dict.fromkeys(Path(place).expanduser() for place in places if place))


def weights_folder(chosen: str | None, networks: Sequence[int]) -> Path | None:
    """The first of the weights folders that holds all of these networks."""
    for folder in weights_folders(chosen):
        if all(is_there(folder, number) for number in networks):
            return folder
    return None


def is_there(folder: Path, number: int) -> bool:
    """Whether a data set's folder is there and is not empty."""
    return any((folder / folder_name(number)).glob("*/plans.json"))


def missing_weights(chosen: str | None, networks: Sequence[int]) -> Failure:
    """The failure that names what is missing and how to get it."""
    folder = weights_folders(chosen)[0]
    missing = [folder_name(number) for number in networks if not is_there(folder, number)]
    return Failure(
        "no_weights",
        f"TotalSegmentator's weights are not in {folder}: {', '.join(missing)}.",
        f"Download {missing[0]}.zip from TotalSegmentator's releases on GitHub, then: "
        "invertseg engines import totalsegmentator ZIP",
    )


def describe_task(task: str, weights: str | None) -> dict[str, Any]:
    """One task for listings; see `Engine.describe`."""
    from totalsegmentator.map_tasks_config import TASK_CONFIGS
    from totalsegmentator.registry import task_modality

    qualities = {"full": weights_folder(weights, networks_of(task, fast=False)) is not None}
    if has_fast(task):
        qualities["fast"] = weights_folder(weights, networks_of(task, fast=True)) is not None
    licensed = bool(TASK_CONFIGS[task].get("commercial"))
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
