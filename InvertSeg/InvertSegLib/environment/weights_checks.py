"""Whether a model's files can be whole, seen without loading them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path


def damage(folder: Path) -> str:
    """What is wrong with a model's folder, as the second half of a sentence; empty where nothing is.

    Args:
        folder: a model, or a TotalSegmentator data set with models in it.

    Half-copied folders, files of no bytes, cut checkpoints and web pages saved as one are found. What a
    checkpoint holds is known only when it is loaded.
    """
    try:
        plans = sorted({*folder.glob("plans.json"), *folder.glob("*__*__*/plans.json")})
        if not plans:
            return "its plans.json is missing"
        return next((found for path in plans if (found := _damage_of_model(path.parent))), "")
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"


def _damage_of_model(folder: Path) -> str:
    for name in ("plans.json", "dataset.json"):
        if not (folder / name).is_file():
            return f"its {name} is missing"
        if not _is_json(folder / name):
            return f"its {name} is damaged"
    checkpoints = sorted(folder.glob("fold_*/checkpoint_*.pth"))
    if not checkpoints:
        return "its checkpoint is missing"
    return next((found for path in checkpoints if (found := damage_of_checkpoint(path))), "")


def damage_of_checkpoint(path: Path) -> str:
    """What is wrong with a PyTorch checkpoint, as `damage`."""
    where = f"{path.parent.name}/{path.name}"
    with path.open("rb") as file:
        start = file.read(2)
    if not start:
        return f"its {where} is empty"
    if start == b"PK":
        # A zip archive since PyTorch 1.6; its list of contents is at the end, so that a cut one has none.
        return "" if zipfile.is_zipfile(path) else f"its {where} is only a part of one"
    # Before that a pickle, whose end tells nothing.
    return "" if start[:1] == b"\x80" else f"its {where} is no PyTorch checkpoint"


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    except ValueError:
        return False
