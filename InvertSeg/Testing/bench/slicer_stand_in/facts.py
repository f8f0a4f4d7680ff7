"""What a real Slicer's Python shows: names of members, from the files in `facts/`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "facts"


@cache
def _file(name: str) -> dict:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def names(of: str) -> frozenset[str]:
    """Names in `slicer.app`, `slicer.util`, `slicer.modules`, `slicer.packaging`..."""
    return frozenset(_file("names")[of])


@cache
def of_class(name: str) -> dict:
    """The facts of a class of `slicer`: properties, signals, slots, other_members."""
    return _file("slicer")[f"slicer.{name}"]
