"""What healthy adults' structures are like: how large, on which side, in how many pieces.

The file `anatomy.csv` beside this one holds one line for each structure with its source. Its ranges are of
both sexes together, since a scan does not say whose it is. Where a publication gives no standard deviation
for all, `method` says what it was computed from.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from InvertSegLib.labels.structures import find
from InvertSegLib.review.matching import canonical

TABLE = Path(__file__).with_name("anatomy.csv")


@dataclass(frozen=True)
class VolumeRange:
    """A published volume of healthy adults.

    Attributes:
        mean_ml: mean, in millilitres.
        sd_ml: standard deviation, in millilitres.
        subjects: how many were measured.
        method: how.
        source: where it was published.
        doi: of the publication, empty where it has none.
    """

    mean_ml: float
    sd_ml: float
    subjects: int
    method: str
    source: str
    doi: str

    def deviation(self, volume_ml: float) -> float:
        """By how many standard deviations a volume differs, on a logarithmic scale.

        Volumes of organs are skewed to the right, and half a liver is as wrong as two; the logarithm of
        a volume is taken to be normal, with the mean and the standard deviation that were published.

        Args:
            volume_ml: above 0.
        """
        variance = math.log1p((self.sd_ml / self.mean_ml) ** 2)
        return (math.log(volume_ml / self.mean_ml) + variance / 2) / math.sqrt(variance)


@dataclass(frozen=True)
class Anatomy:
    """What a structure is like; what is not known is empty.

    Attributes:
        side: "left" or "right" where most of it lies on that side of the body.
        one_piece: it hangs together.
        volume: its published volume.
    """

    side: str = ""
    one_piece: bool = False
    volume: VolumeRange | None = None


def anatomy_of(name: str) -> Anatomy:
    """What is known of a structure, by its name in any vocabulary.

    An anatomical structure with a laterality that is not in the table lies on that side and is one piece.
    """
    known = _known().get(canonical(name))
    if known is not None:
        return known
    structure = find(name)
    # A cyst of the left kidney has its laterality elsewhere, in the region: there may be several.
    side = structure.modifier.meaning.lower() if structure and structure.modifier else ""
    return Anatomy(side, one_piece=True) if side in {"left", "right"} else Anatomy()


@cache
def _known() -> Mapping[str, Anatomy]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({canonical(row["name"]): _anatomy(row) for row in csv.DictReader(file)})


def _anatomy(row: Mapping[str, str]) -> Anatomy:
    volume = None
    if row["mean_ml"]:
        numbers = float(row["mean_ml"]), float(row["sd_ml"]), int(row["subjects"])
        volume = VolumeRange(*numbers, row["method"], row["source"], row["doi"])
    return Anatomy(row["side"], row["pieces"] == "1", volume)
