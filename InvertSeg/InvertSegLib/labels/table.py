"""What the label values of a label map mean: structures with titles, codes and colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Color = tuple[int, int, int]

_CODES = ("category", "type", "modifier", "region", "region_modifier")


@dataclass(frozen=True)
class Code:
    """A coded concept of a terminology.

    Attributes:
        value: the code, for example ``"10200004"``.
        scheme: its coding scheme as DICOM designates it, ``"SCT"`` for SNOMED CT.
        meaning: the preferred term, for people.
    """

    value: str
    scheme: str
    meaning: str

    def to_json(self) -> dict[str, str]:
        """As a JSON object."""
        return {"value": self.value, "scheme": self.scheme, "meaning": self.meaning}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Code:
        """From the JSON object of `to_json`."""
        return cls(str(data["value"]), str(data["scheme"]), str(data["meaning"]))


@dataclass(frozen=True)
class Structure:
    """One thing that a network finds.

    The five codes are those of the DICOM segment description (PS3.3, C.8.20.4) and of Slicer's terminology
    entry; a structure that nobody has coded has none.

    Attributes:
        name: as the network calls it, for example ``"kidney_left"``.
        title: for people, for example ``"Left kidney"``.
        category: segmented property category (anatomical structure, tissue...).
        type: segmented property type (kidney).
        modifier: of the type, the laterality (left).
        color: red, green, blue, 0..255 each.
        region: anatomic region, where the type alone does not say where (cyst of the kidney).
        region_modifier: of the region, its laterality.
    """

    name: str
    title: str
    category: Code | None
    type: Code | None
    modifier: Code | None
    color: Color
    region: Code | None = None
    region_modifier: Code | None = None

    def to_json(self) -> dict[str, Any]:
        """As a JSON object; codes that are not there are left out."""
        codes = {key: getattr(self, key) for key in _CODES}
        return {"name": self.name, "title": self.title, "color": list(self.color)} | {
            key: code.to_json() for key, code in codes.items() if code is not None
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Structure:
        """From the JSON object of `to_json`; a table written by hand may hold the name alone."""
        from InvertSegLib.labels.structures import describe

        known = describe(str(data["name"]))
        codes = {key: Code.from_json(data[key]) if data.get(key) else None for key in _CODES}
        if codes["type"] is None and "title" not in data:
            codes = {key: getattr(known, key) for key in _CODES}
        red, green, blue = (int(value) for value in data.get("color", known.color))
        return cls(
            name=known.name, title=str(data.get("title", known.title)), color=(red, green, blue), **codes
        )


class LabelTable(Mapping[int, Structure]):
    """Label value (1 and up, 0 is background) to structure, in ascending order of the values."""

    def __init__(self, structures: Mapping[int, Structure]) -> None:
        for value in structures:
            if not 0 < int(value) < 2**16:
                raise ValueError(f"{value} cannot be a label value: 1 to 65535 can")
        self._structures = {int(value): structures[value] for value in sorted(structures)}

    @classmethod
    def from_names(cls, names: Mapping[int, str]) -> LabelTable:
        """Describe structures by their names: from the table of known ones, else with a colour of their own.

        Args:
            names: label value to name.

        Returns:
            A table in which no two structures share a colour. The names stay as they were given.
        """
        from InvertSegLib.labels.structures import describe, find

        # Known structures keep the colours that people expect; the others take what is left.
        order = sorted(names, key=lambda value: (find(names[value]) is None, value))
        taken: list[Color] = []
        described = {}
        for value in order:
            described[value] = describe(names[value], taken)
            taken.append(described[value].color)
        return cls(described)

    def to_json(self) -> dict[str, dict[str, Any]]:
        """As the JSON object ``{"1": {"name": "spleen", ...}, ...}``."""
        return {str(value): structure.to_json() for value, structure in self.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, Any]]) -> LabelTable:
        """From the JSON object of `to_json`."""
        return cls({int(value): Structure.from_json(entry) for value, entry in data.items()})

    @property
    def names(self) -> dict[int, str]:
        """Label value to name."""
        return {value: structure.name for value, structure in self.items()}

    def __getitem__(self, value: int) -> Structure:
        return self._structures[value]

    def __iter__(self) -> Iterator[int]:
        return iter(self._structures)

    def __len__(self) -> int:
        return len(self._structures)

    def __repr__(self) -> str:
        return f"LabelTable({self.names})"
