"""How well one structure was found: the measures, and what they are where one side is empty.

====================  =========================  =================  ==================
measure               in both                    in one only        in neither
====================  =========================  =================  ==================
Dice, IoU             2 |A∩B| / (|A|+|B|), ...   0                  NaN: not defined
HD, HD95              mm, see `surfaces`         infinite           NaN
surface Dice (NSD)    share within tolerance     0                  NaN
volume error (ml)     prediction - reference     the same           0
volume error (%)      of the reference           NaN without it     NaN
====================  =========================  =================  ==================

NaN values are left out of means: nobody can be right or wrong about a structure that neither side has. A
structure in one only counts in full for Dice, IoU and NSD; an infinite distance has no mean, so that means
of HD and HD95 are over the cases where both have the structure, and how many were left out is said beside
them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from InvertSegLib.review.surfaces import hausdorff, surface_dice, surface_distances

BOTH, MISSED, EXTRA, NEITHER = "both", "missed", "extra", "neither"


@dataclass(frozen=True)
class StructureScore:
    """One structure of one case.

    Attributes:
        structure: its name.
        status: ``both``, ``missed`` (in the reference only), ``extra`` (in the prediction only), ``neither``.
        dice: Dice similarity coefficient.
        iou: intersection over union, the Jaccard index.
        hausdorff_mm: Hausdorff distance.
        hausdorff95_mm: its 95th percentile, the larger of both directions.
        surface_dice: normalised surface Dice (NSD) at the evaluation's tolerance.
        volume_prediction_ml: volume in the prediction.
        volume_reference_ml: volume in the reference.
    """

    structure: str
    status: str
    dice: float
    iou: float
    hausdorff_mm: float
    hausdorff95_mm: float
    surface_dice: float
    volume_prediction_ml: float
    volume_reference_ml: float

    @property
    def volume_error_ml(self) -> float:
        """Prediction minus reference."""
        return self.volume_prediction_ml - self.volume_reference_ml

    @property
    def volume_error_percent(self) -> float:
        """Prediction minus reference in percent of the reference; NaN where the reference has none."""
        return 100 * self.volume_error_ml / self.volume_reference_ml if self.volume_reference_ml else math.nan


@dataclass(frozen=True)
class Measure:
    """How a measure is called and told.

    Attributes:
        name: attribute of `StructureScore`.
        title: for tables and figures.
        unit: empty for a share.
        decimals: that are worth printing.
        better: "high", "low" or "zero".
    """

    name: str
    title: str
    unit: str
    decimals: int
    better: str

    @property
    def label(self) -> str:
        """Title with unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("dice", "Dice", "", 2, "high"),
        Measure("iou", "IoU", "", 2, "high"),
        Measure("hausdorff_mm", "HD", "mm", 1, "low"),
        Measure("hausdorff95_mm", "HD95", "mm", 1, "low"),
        Measure("surface_dice", "NSD", "", 2, "high"),
        Measure("volume_error_ml", "volume error", "ml", 1, "zero"),
        Measure("volume_error_percent", "volume error", "%", 0, "zero"),
    )
}


def score(
    structure: str,
    counts: tuple[int, int, int],
    masks: tuple[np.ndarray, np.ndarray] | None,
    spacing: tuple[float, float, float],
    tolerance_mm: float,
) -> StructureScore:
    """All measures of one structure.

    Args:
        structure: its name.
        counts: voxels in both, in the prediction, in the reference.
        masks: prediction and reference as boolean arrays (K, J, I), cropped at will as long as all their
            voxels are there; None where one has none, or where no distances are wanted (they are NaN then).
        spacing: millimetres along k, j, i.
        tolerance_mm: of the normalised surface Dice.
    """
    common, found, true = counts
    status = (BOTH if true else EXTRA) if found else (MISSED if true else NEITHER)
    if status == NEITHER:
        overlap, distance, within = (math.nan, math.nan), (math.nan, math.nan), math.nan
    elif status == BOTH:
        overlap = 2 * common / (found + true), common / (found + true - common)
        distance, within = (math.nan, math.nan), math.nan
        if masks is not None:
            distances = surface_distances(*masks, spacing)
            distance = hausdorff(distances), hausdorff(distances, 95)
            within = surface_dice(distances, tolerance_mm)
    else:
        overlap, distance, within = (0.0, 0.0), (math.inf, math.inf), 0.0
    voxel_ml = math.prod(spacing) / 1000
    return StructureScore(structure, status, *overlap, *distance, within, found * voxel_ml, true * voxel_ml)
