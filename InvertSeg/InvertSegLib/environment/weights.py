"""Where each engine's weights are, and which models are there.

One folder is used for each engine, the first of these:

1. the one named on the command line (``--weights``);
2. the one that the engine's own environment variables name: ``TOTALSEG_WEIGHTS_PATH``, then
   ``TOTALSEG_HOME_DIR`` (its ``nnunet/results``); ``MRSEG_WEIGHTS_PATH``;
3. InvertSeg's own, ``weights/ENGINE`` in its home, if a model is in it;
4. the one that the engine's package uses by itself (``~/.totalsegmentator/nnunet/results``,
   ``~/.mrsegmentator``), if a model is in it;
5. InvertSeg's own, for the models to come.

Importing weights puts them into that same folder, so that they are found afterwards. An engine that lacks a
network there still looks where its package would.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders
from InvertSegLib.environment.installed import check_name

ENGINES_WITH_WEIGHTS = tuple(name for name, engine in ENGINES.items() if engine.has_tasks)


@dataclass(frozen=True)
class WeightsFolder:
    """The folder of an engine's weights.

    Attributes:
        path: the folder; it need not exist.
        chosen_by: "command line", the name of an environment variable, "InvertSeg" or "package".
    """

    path: Path
    chosen_by: str


def folder(engine: str, chosen: str | Path | None = None) -> Path | None:
    """The folder with an engine's weights (rules above); None for engines that take a model folder.

    Args:
        engine: name of the engine.
        chosen: what the user named for this run.

    Raises:
        ParameterError: unknown engine.
    """
    found = locate(engine, chosen)
    return found.path if found else None


def locate(engine: str, chosen: str | Path | None = None) -> WeightsFolder | None:
    """As `folder`, with the reason."""
    check_name(engine)
    if engine not in ENGINES_WITH_WEIGHTS:
        return None
    if chosen is not None:
        return WeightsFolder(Path(chosen).expanduser().absolute(), "command line")
    named = _named_by_environment(engine)
    if named is not None:
        return named
    own = WeightsFolder(folders.weights() / engine, "InvertSeg")
    usual = WeightsFolder(_usual_folder(engine), "package")
    if not models(engine, own.path) and models(engine, usual.path):
        return usual
    return own


def models(engine: str, path: Path | None) -> tuple[str, ...]:
    """Names of the complete models in a weights folder.

    Returns:
        TotalSegmentator: dataset folders ("Dataset297_TotalSegmentator_total_3mm_1559subj"); MRSegmentator:
        "base" and "body_comp".
    """
    if path is None or not path.is_dir():
        return ()
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


def _usual_folder(engine: str) -> Path:
    if engine == "totalsegmentator":
        return Path.home() / ".totalsegmentator" / "nnunet" / "results"
    return Path.home() / ".mrsegmentator"
