"""Slicer's terminology entry: the codes of a segment as one string.

The form is that of `vtkSlicerTerminologiesModuleLogic::SerializeTerminologyEntry` (Slicer 5.12): seven parts
joined by ``~``, each code as ``scheme^value^meaning``.
"""

from __future__ import annotations

from InvertSegLib.labels.table import Code, Structure

# The names of the two vocabularies that every Slicer brings along.
CONTEXT = "Segmentation category and type - DICOM master list"
REGION_CONTEXT = "Anatomic codes - DICOM master list"

# The tag of a segment that holds the entry (vtkSegment::GetTerminologyEntryTagName).
TAG = "TerminologyEntry"

Codes = dict[str, Code | None]


def serialize(structure: Structure) -> str | None:
    """The terminology entry of a structure, None for one without codes (Slicer then shows none)."""
    if structure.category is None or structure.type is None:
        return None
    return "~".join(
        (
            CONTEXT,
            _triplet(structure.category),
            _triplet(structure.type),
            _triplet(structure.modifier),
            REGION_CONTEXT,
            _triplet(structure.region),
            _triplet(structure.region_modifier),
        )
    )


def parse(entry: str) -> Codes:
    """The codes of a terminology entry as the fields of `Structure`; all None where it is not one."""
    parts = entry.split("~")
    keys = ("category", "type", "modifier", "region", "region_modifier")
    if len(parts) != 7:
        return dict.fromkeys(keys)
    del parts[4], parts[0]
    return dict(zip(keys, map(_code, parts), strict=True))


def _triplet(code: Code | None) -> str:
    if code is None:
        return "^^"
    # These three characters part codes, triplets and tags from each other; no meaning may bring its own.
    meaning = code.meaning.translate(str.maketrans("^~|", "   "))
    return f"{code.scheme}^{code.value}^{meaning}"


def _code(triplet: str) -> Code | None:
    scheme, value, meaning = ([*triplet.split("^"), "", "", ""])[:3]
    return Code(value, scheme, meaning) if value else None
