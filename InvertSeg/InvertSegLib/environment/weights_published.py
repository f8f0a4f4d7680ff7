"""Where an engine's weights are published, and which of them its tasks need: facts of the installed package.

They are read from the package's files without importing it, because other processes than its own ask.
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from InvertSegLib.engines.totalsegmentator_networks import INTERNAL_TASKS, TaskTables
from InvertSegLib.environment import installed


@dataclass(frozen=True)
class Archive:
    """A model's archive, as its publisher offers it.

    Attributes:
        name: of the model, as `weights_folders.models` gives it.
        url: its address, empty where it is not offered to everybody.
        sha256: its checksum, empty where the publisher gives none.
        licensed: it is given out to holders of a licence number alone.
    """

    name: str
    url: str
    sha256: str = ""
    licensed: bool = False


@dataclass(frozen=True)
class PublishedTask:
    """A task in one quality.

    Attributes:
        name: of the task.
        quality: "fast" or "full".
        models: names of the models that it needs, those of the rough networks that it crops with too.
        licensed: it needs a licence number.
    """

    name: str
    quality: str
    models: tuple[str, ...]
    licensed: bool = False


@dataclass(frozen=True)
class Published:
    """What an engine's package knows of its weights.

    Attributes:
        archives: of all models that its tasks need, by the model's name.
        tasks: in the package's order, each in the qualities it comes in.
        names: of all models that the package knows, also those that no task here needs.
    """

    archives: Mapping[str, Archive]
    tasks: tuple[PublishedTask, ...]
    names: frozenset[str]


def published(engine: str) -> Published | None:
    """What an engine's package knows of its weights; None where it is not installed, or says it otherwise.

    Args:
        engine: "totalsegmentator" or "mrsegmentator".

    Raises:
        ParameterError: unknown engine.
    """
    package = _package(engine)
    readers = {"totalsegmentator": _totalsegmentator, "mrsegmentator": _mrsegmentator}
    if package is None or engine not in readers:
        return None
    try:
        return readers[engine](package)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _package(engine: str) -> Path | None:
    """The folder of an engine's package."""
    environment = installed.find(engine)
    if environment is None or environment.python is None:
        return None
    places = installed.site_packages_of(environment.python.parent.parent)
    return next((place / engine for place in places if (place / engine).is_dir()), None)


def _totalsegmentator(package: Path) -> Published:
    config = _constants(package / "map_tasks_config.py")
    tables = TaskTables(config["TASK_CONFIGS"], config["DEFAULT_CONFIG"], config["TASK_ID_WEIGHTS_CONFIGS"])
    licensed = set(_constants(package / "map_to_binary.py")["commercial_models"].values())
    address = _address_of_releases(package / "libs.py")
    tasks, archives = [], {}
    for task in _constants(package / "registry.py")["TASKS"]:
        if task not in tables.tasks or task in INTERNAL_TASKS:
            continue
        for fast in (False, True) if tables.has_fast(task) else (False,):
            numbers = tables.networks_of(task, fast)
            names = tuple(tables.folder_name(number) for number in numbers)
            needs_number = bool(tables.settings_of(task, fast)["commercial"])
            tasks.append(PublishedTask(task, "fast" if fast else "full", names, needs_number))
            for number, name in zip(numbers, names, strict=True):
                entry = tables.weights[number]
                closed = number in licensed or bool(entry.get("commercial"))
                version = entry.get("version")
                offered = bool(address) and version not in (None, "TODO") and not closed
                archives[name] = Archive(
                    name, f"{address}/{version}/{name}.zip" if offered else "", licensed=closed
                )
    names = frozenset(str(entry["foldername"]) for entry in tables.weights.values())
    return Published(archives, tuple(tasks), names)


def _mrsegmentator(package: Path) -> Published:
    models = _constants(package / "config.py")["MODEL_REGISTRY"]
    archives = {
        name: Archive(name, str(entry.get("url") or ""), str(entry.get("sha256") or "").lower())
        for name, entry in models.items()
    }
    # A fast run takes one fold of the same archive.
    tasks = tuple(PublishedTask(name, quality, (name,)) for name in models for quality in ("full", "fast"))
    return Published(archives, tasks, frozenset(models))


def _address_of_releases(path: Path) -> str:
    """The address that the package's own download begins with."""
    for function in ast.walk(_parsed(path)):
        if isinstance(function, ast.FunctionDef) and function.name == "download_pretrained_weights":
            for name, value in _assignments(function):
                if name == "url" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    return value.value.rstrip("/")
    return ""


def _constants(path: Path) -> dict[str, Any]:
    """The module's constants that are written out in full."""
    found: dict[str, Any] = {}
    for name, value in _assignments(_parsed(path), direct=True):
        with contextlib.suppress(ValueError):  # computed ones
            found[name] = ast.literal_eval(value)
    return found


def _assignments(tree: ast.AST, *, direct: bool = False) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.iter_child_nodes(tree) if direct else ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value  # type: ignore[union-attr, misc]


def _parsed(path: Path) -> ast.Module:
    return _parse(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _parse(path: Path, _changed: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
