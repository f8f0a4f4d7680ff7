"""In which folders an engine's weights are looked for, and into which new ones go.

They are looked for in all of these, and the first that has a model counts:

1. the one named on the command line (``--weights``), then in no other;
2. the one that the engine's own environment variables name: ``TOTALSEG_WEIGHTS_PATH``, then
   ``TOTALSEG_HOME_DIR`` (its ``nnunet/results``); ``MRSEG_WEIGHTS_PATH``;
3. InvertSeg's own, ``weights/ENGINE`` in its home;
4. the folder that the user shares with others (`settings`), which may be read-only;
5. the one that the engine's package uses by itself (``~/.totalsegmentator/nnunet/results``,
   ``~/.mrsegmentator``).

New ones go into the first of 1 to 3 that is not read-only, or into 4 when they are meant to be shared.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.engines.weights_places import join_places
from InvertSegLib.environment import folders
from InvertSegLib.environment.installed import check_name
from InvertSegLib.environment.weights_sharing import shared_folder
from InvertSegLib.errors import ParameterError

ENGINES_WITH_WEIGHTS = tuple(name for name, engine in ENGINES.items() if engine.has_tasks)
COMMAND_LINE, OWN, SHARED, PACKAGE = "command line", "InvertSeg", "shared", "package"


@dataclass(frozen=True)
class WeightsFolder:
    """A folder for an engine's weights.

    Attributes:
        path: the folder; it need not exist.
        chosen_by: "command line", the name of an environment variable, "InvertSeg", "shared" or "package".
    """

    path: Path
    chosen_by: str

    @property
    def writable(self) -> bool:
        """Whether something can probably be put there; the folder is made when it is."""
        return os.access(folders.existing_parent(self.path), os.W_OK | os.X_OK)


def search(engine: str, chosen: str | Path | None = None) -> tuple[WeightsFolder, ...]:
    """The folders in which an engine's weights are looked for, in this order.

    Args:
        engine: name of the engine.
        chosen: what the user named for this run.

    Returns:
        At least one; none for engines that take a model folder.

    Raises:
        ParameterError: unknown engine.
    """
    check_name(engine)
    if engine not in ENGINES_WITH_WEIGHTS:
        return ()
    if chosen is not None:
        return (WeightsFolder(Path(chosen).expanduser().absolute(), COMMAND_LINE),)
    named, shared = _named_by_environment(engine), _shared(engine)
    own = WeightsFolder(folders.weights() / engine, OWN)
    places = (named, own, shared, WeightsFolder(_usual_folder(engine), PACKAGE))
    return tuple(place for place in places if place is not None)


def locate(engine: str, chosen: str | Path | None = None, *, shared: bool = False) -> WeightsFolder | None:
    """The folder that new weights of an engine go into; None for engines that take a model folder.

    Args:
        engine: name of the engine.
        chosen: what the user named for this run.
        shared: into the folder that the user shares with others.

    Raises:
        ParameterError: unknown engine; no shared folder has been chosen.
    """
    places = search(engine, chosen)
    if shared and places:
        common = _shared(engine)
        if common is None:
            raise ParameterError(
                "No folder of shared weights has been chosen.",
                "Choose one first: invertseg weights folder PATH",
            )
        return common
    for place in places:
        if place.chosen_by in {COMMAND_LINE, OWN} or (place.writable and place.chosen_by != PACKAGE):
            return place
    return None


def folder(engine: str, chosen: str | Path | None = None, *, shared: bool = False) -> Path | None:
    """The path of `locate`."""
    found = locate(engine, chosen, shared=shared)
    return found.path if found else None


def search_path(engine: str, chosen: str | Path | None = None) -> str | None:
    """The folders in which a worker looks for an engine's weights, as `ModelChoice.weights` takes them.

    Those without a complete model are left out, but for the first where there is none in any.
    """
    places = search(engine, chosen)
    if not places:
        return None
    used = [place.path for place in places if models(engine, place.path)]
    return join_places(used or [places[0].path])


def found(engine: str, chosen: str | Path | None = None) -> dict[str, Path]:
    """The complete models in all folders of `search`: name to the model's own folder."""
    there: dict[str, Path] = {}
    for place in search(engine, chosen):
        for name in models(engine, place.path):
            there.setdefault(name, model_folder(engine, place.path, name))
    return there


def models(engine: str, path: Path | None) -> tuple[str, ...]:
    """Names of the complete models in a weights folder.

    Returns:
        TotalSegmentator: dataset folders ("Dataset297_TotalSegmentator_total_3mm_1559subj"); MRSegmentator:
        "base" and "body_comp".
    """
    try:
        return _models(engine, path) if path is not None and path.is_dir() else ()
    except PermissionError:  # somebody else's
        return ()


def _models(engine: str, path: Path) -> tuple[str, ...]:
    if engine == "mrsegmentator":
        if is_model_folder(path):
            return ("base",)
        return tuple(name for name in ("base", "body_comp") if is_model_folder(path / name))
    return tuple(
        sorted(
            dataset.name
            for dataset in path.glob("Dataset[0-9][0-9][0-9]_*")
            if any(is_model_folder(model) for model in dataset.glob("*__*__*"))
        )
    )


def model_folder(engine: str, place: Path, name: str) -> Path:
    """The folder of a model in a weights folder; of MRSegmentator's first version that folder itself."""
    return place if engine == "mrsegmentator" and is_model_folder(place) else place / name


def is_model_folder(path: Path) -> bool:
    """Whether a folder is a trained nnU-Net v2 model: plans, dataset, and a checkpoint of some fold."""
    return (
        (path / "plans.json").is_file()
        and (path / "dataset.json").is_file()
        and any(path.glob("fold_*/checkpoint_*.pth"))
    )


def _named_by_environment(engine: str) -> WeightsFolder | None:
    variables = {
        "totalsegmentator": (("TOTALSEG_WEIGHTS_PATH", ""), ("TOTALSEG_HOME_DIR", "nnunet/results")),
        "mrsegmentator": (("MRSEG_WEIGHTS_PATH", ""),),
    }
    for variable, below in variables[engine]:
        value = os.environ.get(variable)
        if value:
            return WeightsFolder(Path(value).expanduser().absolute() / below, variable)
    return None


def _shared(engine: str) -> WeightsFolder | None:
    path = shared_folder()
    if path is None:
        return None
    # A folder that a package uses already holds its models without a folder for the engine.
    itself = models(engine, path) and not (path / engine).is_dir()
    return WeightsFolder(path if itself else path / engine, SHARED)


def _usual_folder(engine: str) -> Path:
    if engine == "totalsegmentator":
        return Path.home() / ".totalsegmentator" / "nnunet" / "results"
    return Path.home() / ".mrsegmentator"
