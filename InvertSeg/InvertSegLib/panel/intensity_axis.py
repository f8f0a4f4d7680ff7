"""From intensities to pixels and back, and what can be taken hold of there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.levels import Levels

CLIP_LOW, CLIP_HIGH, BACKGROUND = "clip_low", "clip_high", "background"
HANDLES = (BACKGROUND, CLIP_LOW, CLIP_HIGH)

# A handle is taken hold of from so many pixels away.
_REACH = 8


@dataclass(frozen=True)
class IntensityAxis:
    """A horizontal axis.

    Attributes:
        low: intensity at its left end.
        high: intensity at its right end.
        left: x of the left end in pixels.
        width: length in pixels.
    """

    low: float
    high: float
    left: int = 0
    width: int = 1

    @classmethod
    def for_histogram(cls, histogram: IntensityHistogram, left: int, width: int) -> IntensityAxis:
        """From the darkest voxel to the brightest, or to a little above the brightest tissue.

        A few hot voxels would press all else into a few pixels; handles beyond the end stay at it.
        """
        low, high = histogram.minimum, histogram.maximum
        usual = histogram.percentile(99.9)
        if high - low > 1.5 * (usual - low) and usual > low:
            high = usual + 0.1 * (usual - low)
        return cls(low, high if high > low else low + 1.0, left, max(1, width))

    def x(self, intensity: float) -> int:
        """The pixel of an intensity; that of an end for those beyond it."""
        share = (intensity - self.low) / (self.high - self.low)
        return self.left + round(min(max(share, 0.0), 1.0) * (self.width - 1))

    def intensity(self, x: float) -> float:
        """The intensity at a pixel; that of an end for those beyond it."""
        share = min(max((x - self.left) / max(1, self.width - 1), 0.0), 1.0)
        return self.low + share * (self.high - self.low)

    def beyond(self, intensity: float) -> int:
        """-1 when an intensity is off the left end, 1 off the right, 0 on the axis."""
        return (intensity > self.high) - (intensity < self.low)

    @property
    def step(self) -> float:
        """Intensities from one pixel to the next."""
        return (self.high - self.low) / max(1, self.width - 1)


def heights(histogram: IntensityHistogram, axis: IntensityAxis) -> np.ndarray:
    """Heights 0..1 of the histogram's bars on a logarithmic scale.

    Whole numbers give their mean count to each pixel, so that no comb appears where some pixels hold one
    number more than others, or none.

    Returns:
        float64 array with one entry for each pixel of the axis.
    """
    edges = np.linspace(axis.low, axis.high, axis.width + 1)
    low, high, numbers = edges[:-1], edges[1:].copy(), np.ones(axis.width)
    if histogram.is_whole:
        low = np.floor(low)
        high = np.maximum(np.floor(high), low + 1)
    high[-1] = max(high[-1], np.floor(axis.high) + 1)  # the brightest voxel as well
    if histogram.is_whole:
        numbers = high - low
    logs = np.log1p((histogram.counts_below(high) - histogram.counts_below(low)) / numbers)
    return logs / max(float(logs.max()), 1e-9)


def positions(levels: Levels) -> dict[str, float]:
    """Intensity of each handle that there is."""
    found = {CLIP_LOW: levels.clip[0], CLIP_HIGH: levels.clip[1]}
    return found if levels.background is None else {BACKGROUND: levels.background, **found}


def handle_at(axis: IntensityAxis, handles: dict[str, float], x: int, upper: bool) -> str:
    """The handle near a pixel, empty for none.

    Where several are within reach, the upper half has the clip range's and the lower the background's.
    """
    near = {name: abs(axis.x(value) - x) for name, value in handles.items()}
    within = [name for name, distance in near.items() if distance <= _REACH]
    preferred = [name for name in within if (name == BACKGROUND) != upper]
    return min(preferred or within, key=near.__getitem__, default="")
