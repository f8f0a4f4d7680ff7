"""What a folder of a trained nnU-Net v2 network holds, read without torch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from InvertSegLib.errors import EngineError, Failure

CHECKPOINTS = ("checkpoint_final.pth", "checkpoint_best.pth")


@dataclass(frozen=True, eq=False)
class ModelFolder:
    """A trained network on disk.

    Attributes:
        path: the folder TRAINER__PLANS__CONFIGURATION.
        folds: names of the folds to use, without "fold_".
        checkpoint: file name of the checkpoints in the folds.
        plans: content of plans.json.
        dataset: content of dataset.json.
    """

    path: Path
    folds: tuple[str, ...]
    checkpoint: str
    plans: Mapping[str, Any]
    dataset: Mapping[str, Any]

    @property
    def has_regions(self) -> bool:
        """Whether the network predicts overlapping regions instead of exclusive labels."""
        return any(isinstance(v, list) and len(v) > 1 for v in self.dataset["labels"].values())

    @property
    def label_names(self) -> dict[int, str]:
        """Label value in the label map to name, without background.

        Regions overlap: a voxel gets the value of the last region, in regions_class_order, that it is in.
        """
        names: dict[int, str] = {}
        labels = {n: v for n, v in self.dataset["labels"].items() if n not in {"background", "ignore"}}
        if self.has_regions:
            for name, value in zip(labels, self.dataset["regions_class_order"], strict=True):
                names[int(value)] = name
            return names
        for name, value in labels.items():
            names[int(value[0] if isinstance(value, list) else value)] = name
        return names


def open_model_folder(model: str | Path, folds: Sequence[str] = ()) -> ModelFolder:
    """Find the network that a path means, and read what it is.

    Args:
        model: the TRAINER__PLANS__CONFIGURATION folder, one of its folds or checkpoints, or a folder above it
            that holds no other network.
        folds: names of the folds to use, empty for all that are there.

    Raises:
        EngineError: unreadable_model when there is no network or more than one, bad_request for folds that
        are
            not there, unsupported_model for networks with several input channels.
    """
    path, chosen = _locate(Path(model).expanduser(), tuple(str(fold) for fold in folds))
    plans, dataset = _read_json(path / "plans.json"), _read_json(path / "dataset.json")
    _check_content(path, plans, dataset)
    found, checkpoint = _find_folds(path, chosen)
    return ModelFolder(path, found, checkpoint, plans, dataset)


def _locate(path: Path, folds: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    if not path.exists():
        raise _unreadable(f"There is no folder {path}.")
    if path.is_file():
        path = path.parent
    if path.name.startswith("fold_") and _is_model(path.parent):
        return path.parent, folds or (path.name.removeprefix("fold_"),)
    if _is_model(path):
        return path, folds
    below = sorted({p.parent for pattern in ("*/plans.json", "*/*/plans.json") for p in path.glob(pattern)})
    below = [folder for folder in below if _is_model(folder)]
    if len(below) == 1:
        return below[0], folds
    if below:
        names = ", ".join(str(folder.relative_to(path)) for folder in below[:5])
        raise _unreadable(f"{path} holds several networks: {names}.", "Choose one of these folders.")
    raise _unreadable(f"{path} holds no network of nnU-Net v2: plans.json and dataset.json are missing.")


def _is_model(path: Path) -> bool:
    return (path / "plans.json").is_file() and (path / "dataset.json").is_file()


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(f"{path} cannot be read as JSON.") from error
    if not isinstance(content, dict):
        raise _unreadable(f"{path} is not what nnU-Net v2 writes.")
    return content


def _check_content(path: Path, plans: Mapping[str, Any], dataset: Mapping[str, Any]) -> None:
    labels = dataset.get("labels")
    if not isinstance(labels, dict) or "background" not in labels or "configurations" not in plans:
        raise _unreadable(
            f"{path} is not a network of nnU-Net v2: dataset.json or plans.json lacks its parts."
        )
    channels = dataset.get("channel_names", dataset.get("modality", {"0": ""}))
    if len(channels) > 1:
        names = ", ".join(str(name) for name in channels.values())
        raise EngineError(
            Failure(
                "unsupported_model",
                f"This network needs {len(channels)} input images ({names}); InvertSeg gives it one.",
                "Choose a network with one input channel.",
            )
        )


def _find_folds(path: Path, chosen: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    for checkpoint in CHECKPOINTS:
        there = sorted(f.parent.name.removeprefix("fold_") for f in path.glob(f"fold_*/{checkpoint}"))
        if not there:
            continue
        missing = [fold for fold in chosen if fold not in there]
        if missing:
            raise EngineError(
                Failure(
                    "bad_request",
                    f"{path} has no fold {', '.join(missing)}; it has {', '.join(there)}.",
                    "Choose among these, or name no fold to use all.",
                )
            )
        # A network trained on "all" cases is no member of the ensemble of the numbered folds.
        return chosen or tuple(fold for fold in there if fold != "all") or ("all",), checkpoint
    raise _unreadable(f"{path} holds no checkpoint: fold_*/{CHECKPOINTS[0]} is missing.")


def _unreadable(sentence: str, remedy: str = "") -> EngineError:
    remedy = (
        remedy or "Give the folder that nnU-Net trained into: its name is like TRAINER__PLANS__CONFIGURATION."
    )
    return EngineError(Failure("unreadable_model", sentence, remedy))
