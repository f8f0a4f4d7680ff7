"""What label values mean in the vocabularies of the field, and in files of the user's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.datasets import amos, chaos

NAMES = Path(__file__).with_name("names")
_FILES = ("totalsegmentator", "totalsegmentator_mr", "totalsegmentator_v1", "mrsegmentator")
KNOWN = (*_FILES, "chaos", "amos")


@cache
def vocabulary(name: str) -> Mapping[int, str]:
    """Label value to name in one of the `KNOWN` vocabularies."""
    if name in {"chaos", "amos"}:
        return MappingProxyType({"chaos": chaos.NAMES, "amos": amos.NAMES}[name])
    content = json.loads((NAMES / f"{name}.json").read_text(encoding="utf-8"))
    return MappingProxyType({int(value): text for value, text in content["labels"].items()})


def label_names(what: str) -> Mapping[int, str]:
    """Label value to name, from a vocabulary or a JSON file.

    Args:
        what: one of `KNOWN`, or the path of a JSON file: a label table ``{"1": "liver"}`` or
            ``{"1": {"name": "liver"}}``, or the ``dataset.json`` of nnU-Net.

    Raises:
        ParameterError: neither.
        InputError: the file cannot be understood.
    """
    if what.lower() in KNOWN:
        return vocabulary(what.lower())
    path = Path(what)
    if not path.is_file():
        raise ParameterError(
            f"{what} is neither a vocabulary nor a file.",
            f'Known are {", ".join(KNOWN)}; or name a JSON file such as {{"1": "liver"}}.',
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _from_json(content.get("labels", content))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise InputError(
            f"The names in {path.name} cannot be understood ({error}).",
            'Write them as {"1": "liver", "2": "spleen"}.',
        ) from None


def _from_json(labels: Mapping[str, object]) -> dict[int, str]:
    """Names of a table in any of its forms; background is left out, a region of several labels is refused."""
    names: dict[int, str] = {}
    for key, entry in labels.items():
        if key.isdigit():
            value, name = int(key), entry["name"] if isinstance(entry, dict) else entry
        else:  # nnU-Net's way round
            value, name = int(entry), key
        if value:
            names[value] = str(name)
    return names


def named(segmentation: Segmentation, names: Mapping[int, str]) -> Segmentation:
    """The segmentation with its labels called so; labels that `names` does not hold keep their names."""
    table = LabelTable.from_names({**segmentation.table.names, **names})
    return replace(segmentation, table=table)
