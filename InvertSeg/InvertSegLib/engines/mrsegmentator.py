"""MRSegmentator: the engine that segments MRI (and CT) as it is, to compare inverted results with.

Its models are nnU-Nets; the package around them (2.0, `mrsegmentator.inference.infer`) reads and writes files
and loads its weights anew in each call. Here they run like any nnU-Net, with the package's own orientation,
step size, mirroring and folds, so that the voxels are those that the package writes. Nothing is downloaded.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from InvertSegLib.engines.base import ModelChoice, Reporter
from InvertSegLib.engines.devices import resolve_device
from InvertSegLib.engines.nnunet import LoadedNnUNet, package_versions
from InvertSegLib.engines.nnunet_folder import ModelFolder, open_model_folder
from InvertSegLib.engines.nnunet_input import Arrangement
from InvertSegLib.engines.nnunet_predictor import load_predictor
from InvertSegLib.engines.weights_places import split_places
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import LPS_TO_RAS, Volume

DEFAULT_TASK = "base"
# What the package's command line sets: a fast run takes one fold, larger steps and no mirroring.
_FULL_STEP, _FAST_STEP, _FAST_FOLD = 0.5, 0.8, "0"
# Of MRSegmentator 2.0, for listings where the weights themselves are not there to be read.
_MODALITIES = {"base": "mr, ct", "body_comp": "mr"}
_STRUCTURES = {"base": 40, "body_comp": 10}


class MRSegmentatorEngine:
    """Engine for MRSegmentator's models."""

    name = "mrsegmentator"

    def describe(self, weights: str | None) -> Mapping[str, Any]:
        """Versions, models and which weights are here; torch is not imported for it."""
        return {
            "versions": package_versions("mrsegmentator", "nnunetv2", "torch"),
            "tasks": [_describe_task(task, weights) for task in _registry()],
            "weights": str(_places(weights)[0]),
        }

    def load(self, choice: ModelChoice, reporter: Reporter) -> LoadedNnUNet:
        """Load one of the models: fold 0 for a fast run, otherwise all folds that are there.

        Raises:
            EngineError: bad_request, no_weights, wrong_device, unsupported_gpu, out_of_memory,
                untrusted_model, unreadable_model, unsupported_model.
        """
        task = choice.task or DEFAULT_TASK
        _check_task(task)
        place = _model_folder(task, choice.weights)
        if place is None:
            raise EngineError(_missing_weights(task, choice.weights))
        fast = choice.quality == "fast"
        folder = open_model_folder(place, choice.folds)
        if fast and not choice.folds:
            fold = _FAST_FOLD if _FAST_FOLD in folder.folds else folder.folds[0]
            folder = open_model_folder(place, (fold,))
        with reporter.stage("importing", "Starting torch and nnU-Net"):
            from InvertSegLib.engines.nnunet_imports import import_predictor

            device = resolve_device(choice.device, reporter.log)
            import_predictor()
        with reporter.stage("loading weights", f"Loading {len(folder.folds)} fold(s) onto {device}"):
            predictor = load_predictor(folder, device, choice.trusted)
            predictor.tile_step_size = _FAST_STEP if fast else _FULL_STEP
            predictor.use_mirroring = not fast
        return LoadedMRSegmentator(folder, predictor, device)


class LoadedMRSegmentator(LoadedNnUNet):
    """One of MRSegmentator's models in memory; see `base.LoadedModel`."""

    def __init__(self, folder: ModelFolder, predictor: Any, device: str) -> None:
        super().__init__(folder, predictor, device, arrange=to_lps)
        weights = _read(folder.path / "version.json").get("weights_version")
        self.versions: Mapping[str, str] = package_versions("mrsegmentator", "nnunetv2", "torch") | (
            {"weights": str(weights)} if weights else {}
        )


def to_lps(volume: Volume) -> Arrangement:
    """How MRSegmentator turns a volume: axes to the left, back and head, by ITK's ``DICOMOrient``.

    ITK itself is asked, because for tilted volumes other libraries may pair the axes differently.

    Args:
        volume: any orientation.

    Returns:
        The arrangement of the network's array (S, P, L).
    """
    import SimpleITK as sitk

    columns = (LPS_TO_RAS @ volume.ijk_to_ras)[:3, :3]
    image = sitk.Image(1, 1, 1, sitk.sitkUInt8)
    image.SetDirection((columns / np.linalg.norm(columns, axis=0)).ravel().tolist())
    orient = sitk.DICOMOrientImageFilter()
    orient.SetDesiredCoordinateOrientation("LPS")
    orient.Execute(image)
    # For each new axis (L, P, S): which of i, j, k it was, and whether it is turned round.
    order, flips = orient.GetPermuteOrder(), orient.GetFlipAxes()
    axes = tuple(2 - int(axis) for axis in reversed(order))
    spacing = volume.spacing[::-1]
    return Arrangement(
        axes,  # type: ignore[arg-type]
        tuple(bool(flip) for flip in reversed(flips)),  # type: ignore[arg-type]
        tuple(spacing[axis] for axis in axes),  # type: ignore[arg-type]
    )


def _registry() -> Mapping[str, Mapping[str, Any]]:
    """The models of the installed package, with where their weights are published."""
    from mrsegmentator import config

    return config.MODEL_REGISTRY


def _check_task(task: str) -> None:
    names = list(_registry())
    if task in names:
        return
    near = difflib.get_close_matches(task, names, n=1, cutoff=0.4)
    remedy = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(names)}."
    raise EngineError(Failure("bad_request", f"MRSegmentator has no task '{task}'.", remedy))


def _places(chosen: str | None) -> list[Path]:
    """Where weights may be: the chosen folders alone, or the package's own places."""
    if chosen:
        return split_places(chosen)
    named = os.environ.get("MRSEG_WEIGHTS_PATH")
    if named:
        return [Path(named).expanduser()]
    from mrsegmentator import config

    return [Path.home() / ".mrsegmentator", Path(config.__file__).parent / "weights"]


def _model_folder(task: str, chosen: str | None) -> Path | None:
    """The folder with a model's plans.json, None where the weights are not on this machine.

    A weights folder has one folder for each model; one that holds plans.json itself is the base model, as in
    the package's first version.
    """
    for place in _places(chosen):
        folders = (place / task, place) if task == DEFAULT_TASK else (place / task,)
        for folder in folders:
            if (folder / "plans.json").is_file() and any(folder.glob("fold_*/checkpoint_*.pth")):
                return folder
    return None


def _missing_weights(task: str, chosen: str | None) -> Failure:
    address = _registry()[task].get("url") or "the project's releases"
    return Failure(
        "no_weights",
        f"MRSegmentator's weights of the model {task} are not in {_places(chosen)[0]}.",
        f"invertseg weights download mrsegmentator {task}; or, without internet here, get {address}, "
        "then: invertseg weights import mrsegmentator ZIP",
    )


def _describe_task(task: str, weights: str | None) -> dict[str, Any]:
    folder = _model_folder(task, weights)
    names = _names(folder)
    return {
        "name": task,
        "modality": _MODALITIES.get(task, "mr"),
        "licence": "Apache-2.0",
        "qualities": {"fast": folder is not None, "full": folder is not None},
        "structures": len(names) or _STRUCTURES.get(task, 0),
        "names": names,
    }


def _names(folder: Path | None) -> list[str]:
    """Structures by ascending label value; empty without weights."""
    if folder is None:
        return []
    try:
        names = open_model_folder(folder).label_names
    except EngineError:  # damaged: loading it will say so
        return []
    return [names[value] for value in sorted(names)]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


ENGINE = MRSegmentatorEngine()
