"""The size of a patient: what all parts of the anatomy must agree on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.phantom.canvas import stream
from InvertSegLib.phantom.geometry import Array, Grid


@dataclass(frozen=True)
class Build:
    """Measures of one patient, in millimetres; x to the left, y to the back, z = 0 between L1 and L2.

    Sources: trunk depth NHANES (sagittal abdominal diameter 160-300 mm); vertebrae Panjabi et al., Spine
    17:299, 1992; organ volumes and calibres as in `organs` and `vessels`.

    Attributes:
        width, depth: half axes of the muscular wall at the waist.
        fat: mean thickness of the subcutaneous fat.
        waist: how much narrower the waist is than the chest (fraction).
        belly: how much the front bulges (fraction).
        pitch: height of a lumbar vertebra with its disc.
        body: half axes (x, y) of a vertebral body.
        lordosis: depth of the lumbar curve.
        dome: height of the right diaphragm.
        bottom, top: ends of the scan.
    """

    width: float
    depth: float
    fat: float
    waist: float
    belly: float
    pitch: float
    body: tuple[float, float]
    lordosis: float
    dome: float
    bottom: float
    top: float

    @classmethod
    def of(cls, seed: int) -> Build:
        """The measures of the patient with this seed."""
        rng = stream(seed, "build")
        weight = float(
            np.clip(rng.normal(), -1.8, 2.0)
        )  # of the patient, as a z-score: fat and girth go together
        size = float(np.clip(rng.normal(1.0, 0.045), 0.9, 1.1))
        return cls(
            width=size * (143 + 8 * weight + rng.normal(0, 4)),
            depth=size * (96 + 9 * weight + rng.normal(0, 3.5)),
            fat=float(np.clip(np.exp(np.log(17) + 0.38 * weight + 0.25 * rng.normal()), 5, 42)),
            waist=float(rng.uniform(0.01, 0.10)),
            belly=float(np.clip(0.03 * weight + rng.normal(0.02, 0.03), -0.04, 0.12)),
            pitch=size * rng.normal(36.5, 1.2),
            body=(size * rng.normal(23.0, 1.3), size * rng.normal(16.8, 0.9)),
            lordosis=float(rng.uniform(4, 14)),
            dome=size * (104 + rng.normal(0, 7)),
            bottom=float(rng.uniform(-122, -100)),
            top=float(rng.uniform(128, 146)),
        )

    def spine_y(self, z: Array | float) -> Array:
        """Centre of the vertebral bodies (y): the lumbar curve, which turns back in the chest."""
        return 0.36 * self.depth - self.lordosis * np.cos((np.asarray(z) + 25.0) / 62.0) + 3.0

    def field(self, spacing: tuple[float, float, float]) -> Grid:
        """The grid that holds the patient, with air around."""
        half_x = 1.10 * self.width + 1.25 * self.fat + 20
        half_y = 1.06 * self.depth + 1.35 * self.fat + 24
        counts = [int(np.ceil(2 * half / s)) for half, s in ((half_x, spacing[0]), (half_y, spacing[1]))]
        slices = round((self.top - self.bottom) / spacing[2])
        origin = tuple(-(count - 1) * s / 2 for count, s in zip(counts, spacing[:2], strict=True))
        return Grid((origin[0], origin[1], self.bottom), spacing, (slices, counts[1], counts[0]))
