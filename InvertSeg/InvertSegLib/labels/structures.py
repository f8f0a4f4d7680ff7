"""The structures that TotalSegmentator and MRSegmentator name, with SNOMED CT codes and colours.

The file `structures.csv` beside this one holds one line for each. Its columns category, type, modifier,
region and region_modifier hold ``SCHEME CODE MEANING``; `match` says how well the codes fit: ``exact``, or
``general`` where no code for the very thing was found and a wider one, which is true of it, stands instead.
Colours follow Slicer's GenericAnatomyColors where it has one, moved apart where several would share it.

Sources of the codes: DICOM PS3.16 (through pydicom and Slicer's terminology files), TotalSegmentator's own
SNOMED mapping and that of Slicer's extension for it, less what had a wrong check digit or contradicted DICOM
there; `tools/check_structures.py` compares the file with them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from InvertSegLib.labels.colors import Color, color_of
from InvertSegLib.labels.table import Code, Structure

TABLE = Path(__file__).with_name("structures.csv")


@cache
def all_structures() -> Mapping[str, Structure]:
    """Every structure of the table, by its name in lower case."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        structures = [_structure(row) for row in csv.DictReader(file)]
    return MappingProxyType({structure.name.lower(): structure for structure in structures})


@cache
def general_names() -> frozenset[str]:
    """Names whose codes are wider than the structure itself."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file) if row["match"] == "general")


def find(name: str) -> Structure | None:
    """The structure of that name, None for one that the table does not hold.

    Capitals, spaces and hyphens do not matter: ``"Right Kidney"`` finds ``right_kidney``.
    """
    return all_structures().get("_".join(name.lower().replace("-", " ").split()))


def describe(name: str, taken: Iterable[Color] = ()) -> Structure:
    """The structure of that name; for an unknown name one without codes, titled as it is named.

    Args:
        name: kept as it is in the result.
        taken: colours of the other structures; one that would be shared is replaced.
    """
    known = find(name)
    others = list(taken)
    if known is None:
        return Structure(name, name, None, None, None, color_of(name, others))
    color = color_of(name, others) if known.color in others else known.color
    return replace(known, name=name, color=color)


def _structure(row: Mapping[str, str]) -> Structure:
    return Structure(
        name=row["name"],
        title=row["title"],
        category=_code(row["category"]),
        type=_code(row["type"]),
        modifier=_code(row["modifier"]),
        region=_code(row["region"]),
        region_modifier=_code(row["region_modifier"]),
        color=(int(row["color"][1:3], 16), int(row["color"][3:5], 16), int(row["color"][5:7], 16)),
    )


def _code(cell: str) -> Code | None:
    if not cell:
        return None
    scheme, value, meaning = cell.split(" ", 2)
    return Code(value, scheme, meaning)
