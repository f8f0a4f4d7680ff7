"""Which of an engine's weights are here, where, and how big: from files alone, in milliseconds."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import weights_folders, weights_record
from InvertSegLib.environment.downloads import bytes_kept
from InvertSegLib.environment.installed import folder_size
from InvertSegLib.environment.weights_checks import damage
from InvertSegLib.environment.weights_folders import WeightsFolder
from InvertSegLib.environment.weights_published import Archive, published

HERE, ABSENT, DAMAGED = "here", "absent", "damaged"
DOWNLOADS = ".downloads"

_MODEL_NAMES = {
    "totalsegmentator": re.compile(r"Dataset\d{3}_.*"),
    "mrsegmentator": re.compile("base|body_comp"),
}


@dataclass(frozen=True)
class ModelStatus:
    """A model (one archive of the publisher's) on this machine.

    Attributes:
        name: "Dataset297_TotalSegmentator_total_3mm_1559subj", "base"...
        state: "here", "absent", or "damaged": something of it is there that cannot be run.
        problem: of a damaged one, what is wrong, as a sentence.
        folder: where it is, None for an absent one.
        place: who chose the folder it is in (`WeightsFolder.chosen_by`), empty for an absent one.
        size: bytes on this disk, None for an absent one.
        ours: InvertSeg has put it there, and may remove it without asking.
        removable: it can be removed from here: its folder may be written.
        downloadable: its publisher offers it to everybody, at an address that the installed package knows.
        licensed: its publisher gives it to holders of a licence number alone.
        checksum: the publisher gives a checksum that a download is compared with.
        kept: bytes of a download that was interrupted; the next goes on from there, if the publisher's file
            is still the same.
    """

    name: str
    state: str
    problem: str = ""
    folder: Path | None = None
    place: str = ""
    size: int | None = None
    ours: bool = False
    removable: bool = False
    downloadable: bool = False
    licensed: bool = False
    checksum: bool = False
    kept: int = 0


@dataclass(frozen=True)
class TaskStatus:
    """A task in one quality.

    Attributes:
        name: of the task.
        quality: "fast" or "full".
        models: names of all models that it needs.
        missing: those of them that are absent or damaged; empty when the task can be run.
        licensed: it needs a licence number.
    """

    name: str
    quality: str
    models: tuple[str, ...]
    missing: tuple[str, ...]
    licensed: bool = False


@dataclass(frozen=True)
class EngineWeights:
    """An engine's weights on this machine.

    Attributes:
        engine: name of the engine.
        places: the folders in which they are looked for, in this order.
        target: the folder that new ones go into.
        known: the installed package has told which tasks and models there are; otherwise `tasks` is empty and
            `models` has only what is on this machine.
        models: those that the package knows, then others that are here.
        tasks: in the package's order.
    """

    engine: str
    places: tuple[WeightsFolder, ...]
    target: WeightsFolder
    known: bool
    models: tuple[ModelStatus, ...]
    tasks: tuple[TaskStatus, ...]

    @property
    def size(self) -> int:
        """Bytes of all models that are here."""
        return sum(model.size or 0 for model in self.models)

    def model(self, name: str) -> ModelStatus | None:
        """A model by its name, None for an unknown one."""
        return next((model for model in self.models if model.name == name), None)

    def task(self, name: str, quality: str) -> TaskStatus | None:
        """A task in a quality, or in the one that it comes in; None for an unknown one."""
        same = [task for task in self.tasks if task.name == name]
        exact = (task for task in same if task.quality == quality)
        return next(exact, same[0] if len(same) == 1 else None)

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        places = [
            {"path": str(p.path), "chosen_by": p.chosen_by, "writable": p.writable} for p in self.places
        ]
        return {
            "engine": self.engine,
            "title": ENGINES[self.engine].title,
            "places": places,
            "target": str(self.target.path),
            "known": self.known,
            "size": self.size,
            "models": [
                asdict(model) | {"folder": str(model.folder) if model.folder else None}
                for model in self.models
            ],
            "tasks": [asdict(task) for task in self.tasks],
        }


def status(engine: str, chosen: str | Path | None = None) -> EngineWeights | None:
    """Which of an engine's weights are here; None for engines that take a model folder.

    Args:
        engine: name of the engine.
        chosen: a weights folder to look into instead of the usual ones.

    Raises:
        ParameterError: unknown engine.
    """
    target = weights_folders.locate(engine, chosen)
    if target is None:
        return None
    places = weights_folders.search(engine, chosen)
    facts = published(engine)
    archives = dict(facts.archives) if facts else {}
    there = _there(engine, places)
    names = [*archives, *sorted(name for name in there if name not in archives)]
    models = tuple(_model(name, archives.get(name), there.get(name), places) for name in names)
    usable = {model.name for model in models if model.state == HERE}
    tasks = tuple(
        TaskStatus(
            task.name,
            task.quality,
            task.models,
            tuple(name for name in task.models if name not in usable),
            task.licensed,
        )
        for task in (facts.tasks if facts else ())
    )
    return EngineWeights(engine, places, target, facts is not None, models, tasks)


def _there(engine: str, places: tuple[WeightsFolder, ...]) -> dict[str, tuple[WeightsFolder, Path, str]]:
    """Name to place, folder and damage of each model of which something is here; whole ones go first."""
    there: dict[str, tuple[WeightsFolder, Path, str]] = {}
    for place in places:
        for name, folder in _folders_in(engine, place.path):
            wrong = damage(folder)
            if name not in there or (there[name][2] and not wrong):
                there[name] = (place, folder, wrong)
    return there


def _folders_in(engine: str, place: Path) -> list[tuple[str, Path]]:
    try:
        if engine == "mrsegmentator" and weights_folders.is_model_folder(place):
            return [("base", place)]
        below = sorted(place.iterdir())
    except OSError:  # not there, or somebody else's
        return []
    return [
        (path.name, path) for path in below if _MODEL_NAMES[engine].fullmatch(path.name) and path.is_dir()
    ]


def _model(
    name: str,
    archive: Archive | None,
    there: tuple[WeightsFolder, Path, str] | None,
    places: tuple[WeightsFolder, ...],
) -> ModelStatus:
    offer = {
        "downloadable": bool(archive and archive.url),
        "licensed": bool(archive and archive.licensed),
        "checksum": bool(archive and archive.sha256),
        "kept": sum(bytes_kept(p.path / DOWNLOADS / f"{name}.zip") for p in places if p.writable),
    }
    if there is None:
        return ModelStatus(name, ABSENT, **offer)
    place, folder, wrong = there
    return ModelStatus(
        name,
        DAMAGED if wrong else HERE,
        f"{name} in {place.path} is damaged: {wrong}." if wrong else "",
        folder,
        place.chosen_by,
        folder_size(folder),
        ours=weights_record.read(folder) is not None,
        removable=folder != place.path and place.writable,
        **offer,
    )
