"""nnU-Net's raw format: ``imagesTr/<case>_0000.nii.gz``, ``labelsTr/<case>.nii.gz``, ``dataset.json``.

Each input channel is a sequence. Both versions of dataset.json are read: ``{"liver": 1}`` (v2) and
``{"1": "liver"}`` (v1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from InvertSegLib.errors import InputError
from InvertSegLib.review.datasets.cases import Case, DataSet, Scan, scans_in, stem_of
from InvertSegLib.review.datasets.references import LabelMapFile

_CHANNEL = re.compile(r"(.+)_(\d{4})")


def find(folder: Path) -> DataSet | None:
    """The labelled cases in a folder, None where it is not of this format.

    Raises:
        InputError: dataset.json cannot be understood.
    """
    if not ((folder / "dataset.json").is_file() and (folder / "imagesTr").is_dir()):
        return None
    content = _content(folder / "dataset.json")
    names, notes = _names(content, folder / "dataset.json")
    channels = content.get("channel_names") or content.get("modality") or {}
    found: dict[str, list[Scan]] = {}
    labels = {stem_of(path): path for path in scans_in(folder / "labelsTr")}
    for image in scans_in(folder / "imagesTr"):
        match = _CHANNEL.fullmatch(stem_of(image))
        if match is None or match[1] not in labels:
            continue
        sequence = str(channels.get(str(int(match[2])), match[2]))
        scan = Scan(sequence, _modality(sequence), image, LabelMapFile(labels[match[1]], names))
        found.setdefault(match[1], []).append(scan)
    if not found:
        return None
    cases = tuple(Case(name, tuple(scans)) for name, scans in found.items())
    title = str(content.get("name") or folder.name)
    return DataSet(title, str(content.get("reference") or ""), cases, notes)


def _content(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("labels"), dict):
        raise InputError(f"{path} is not nnU-Net's: it has no labels.", "Write it as nnU-Net describes it.")
    return content


def _names(content: Mapping[str, Any], path: Path) -> tuple[dict[int, str], tuple[str, ...]]:
    names: dict[int, str] = {}
    overlapping = []
    for key, value in content["labels"].items():
        number, name = (key, value) if str(key).isdigit() else (value, key)
        try:
            if isinstance(number, list) and len(number) > 1:
                overlapping.append(str(key))
                for part in map(int, number):
                    names.setdefault(part, f"label_{part}")
            else:
                names[int(number[0] if isinstance(number, list) else number)] = str(name)
        except (TypeError, ValueError, IndexError):
            raise InputError(
                f"{path} has a label {key!r} without a value.", "Write a number for it."
            ) from None
    names.pop(0, None)
    if not overlapping:
        return names, ()
    regions = ", ".join(overlapping)
    return names, (f"The regions {regions} are made of several labels; the labels are evaluated one by one.",)


def _modality(sequence: str) -> str:
    return "CT" if sequence.strip().upper() == "CT" else "MR"
