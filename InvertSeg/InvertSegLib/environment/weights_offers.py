"""What can be downloaded: which models a user means, where they are published, and how big they are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import downloads, installed, weights_folders
from InvertSegLib.environment.download_failures import DownloadError
from InvertSegLib.environment.weights_published import Archive, Published, PublishedTask, published
from InvertSegLib.environment.weights_status import HERE, status
from InvertSegLib.errors import EngineError, Failure, ParameterError

_AT_ONCE = 8


@dataclass(frozen=True)
class Selection:
    """Models that a user means.

    Attributes:
        missing: those that are to be downloaded; damaged ones too, which are to be removed first.
        here: those that are here.
    """

    missing: tuple[str, ...]
    here: tuple[str, ...]


def find_task(engine: str, name: str, quality: str | None = None) -> tuple[PublishedTask, ...]:
    """A task in a quality, or in all that it comes in.

    Args:
        engine: name of the engine.
        name: of the task.
        quality: "fast" or "full"; a task that comes in one quality is given in that. None for all.

    Raises:
        EngineError: no_environment.
        ParameterError: no such task.
    """
    facts = _facts(engine)
    same = tuple(task for task in facts.tasks if task.name == name)
    if not same:
        raise _unknown("task", engine, name, [task.name for task in facts.tasks])
    exact = tuple(task for task in same if task.quality == quality)
    return exact or same


def select(
    engine: str,
    models: Iterable[str] = (),
    *,
    task: str | None = None,
    quality: str | None = None,
    chosen: str | Path | None = None,
    shared: bool = False,
) -> Selection:
    """Which models a user means, and which of them are to be downloaded.

    Args:
        engine: name of the engine.
        models: their names.
        task: a task whose models are meant too, those that it crops with included.
        quality: of the task: "fast" or "full", None for all that it comes in.
        chosen: a weights folder to look into instead of the usual ones.
        shared: look into the folder that the user shares with others alone.

    Raises:
        EngineError: no_environment; licence_needed.
        ParameterError: no such model or task; none was named.
    """
    tasks = find_task(engine, task, quality) if task else ()
    names = list(dict.fromkeys([*models, *(name for each in tasks for name in each.models)]))
    if not names:
        raise ParameterError(
            "Nothing to download was named.", "Name models, or a task with --task (invertseg weights list)."
        )
    place = weights_folders.folder(engine, chosen, shared=True) if shared else chosen
    known = status(engine, place)
    here = tuple(name for name in names if known and (found := known.model(name)) and found.state == HERE)
    missing = tuple(name for name in names if name not in here)
    for name in missing:
        find_archive(engine, name)
    return Selection(missing, here)


def find_archive(engine: str, model: str) -> Archive:
    """Where a model can be downloaded.

    Raises:
        EngineError: no_environment; licence_needed for one that not everybody may download.
        ParameterError: no such model, or no address for it.
    """
    archive = _archive(_facts(engine), engine, model)
    if archive.licensed:
        raise EngineError(
            Failure(
                "licence_needed",
                f"{model} is given to holders of a licence number alone (free for non-commercial use).",
                "Get one at https://backend.totalsegmentator.com/license-academic/, then run the publisher's "
                "programs totalseg_set_license -l NUMBER and totalseg_download_weights -t TASK in "
                f"{_programs_of(engine)}",
            )
        )
    if not archive.url:
        raise ParameterError(
            f"{ENGINES[engine].title}'s package knows no address for {model}.",
            "Ask its publisher for the archive, and import it.",
        )
    return archive


def _programs_of(engine: str) -> str:
    environment = installed.find(engine)
    return str(environment.python.parent) if environment and environment.python else "its environment"


def sizes(engine: str, models: Iterable[str]) -> dict[str, int | None]:
    """Bytes to download of each model, asked of its publisher; None where that does not tell.

    Args:
        engine: name of the engine.
        models: their names; those that are not offered to everybody are None.

    Raises:
        DownloadError: the network does not let the question through.
        EngineError: no_environment.
        ParameterError: no such model.
    """
    facts = _facts(engine)
    urls = {model: _archive(facts, engine, model).url for model in models}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(urls, pool.map(_size_of, urls.values()), strict=True))


def _size_of(url: str) -> int | None:
    try:
        return downloads.size_of(url) if url else None
    except DownloadError as error:
        if error.kind in {"not_found", "refused", "server"}:  # the download will say so
            return None
        raise


def _facts(engine: str) -> Published:
    installed.check_name(engine)
    if engine not in weights_folders.ENGINES_WITH_WEIGHTS:
        raise no_weights(engine)
    facts = published(engine)
    if facts is None:
        title = ENGINES[engine].title
        sentence = f"Where {title}'s weights are is known by its package, which is not installed."
        raise EngineError(
            Failure("no_environment", sentence, f"Install it first: invertseg engines install {engine}")
        )
    return facts


def _archive(facts: Published, engine: str, model: str) -> Archive:
    if model not in facts.archives:
        raise _unknown("model", engine, model, list(facts.archives))
    return facts.archives[model]


def _unknown(what: str, engine: str, name: str, names: list[str]) -> ParameterError:
    near = difflib.get_close_matches(name, list(dict.fromkeys(names)), n=3, cutoff=0.5)
    remedy = (
        f"Did you mean {' or '.join(near)}?" if near else f"List them with: invertseg weights list {engine}"
    )
    return ParameterError(f"{ENGINES[engine].title} has no {what} '{name}'.", remedy)


def no_weights(engine: str) -> ParameterError:
    """The error of an engine that takes a model folder."""
    return ParameterError(
        f"The engine {engine} has no weights of its own.",
        "Name the folder of your model instead: invertseg segment ... --model FOLDER",
    )
