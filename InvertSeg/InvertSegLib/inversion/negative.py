"""Clip and negative in the input's own data type, number for number as the authors' code computes them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.slabs import Extent


@dataclass(frozen=True)
class Negative:
    """maximum - x + minimum of the clipped voxels.

    Attributes:
        low: lower clip bound, in the voxels' type.
        high: upper clip bound, the same.
        minimum: smallest intensity after the clip, the same.
        maximum: largest intensity after the clip, the same.
        needs_clip: whether any voxel lies beyond the bounds.
    """

    low: np.generic
    high: np.generic
    minimum: np.generic
    maximum: np.generic
    needs_clip: bool

    @classmethod
    def for_range(cls, clip: tuple[float, float], extent: Extent, dtype: np.dtype) -> Negative:
        """For voxels of a known range.

        Args:
            clip: bounds; those beyond an integer type are moved to its own (3000 does not fit uint8),
                those between two integers to the one inside.
            extent: range of the finite voxels.
            dtype: their type, native byte order.

        Raises:
            InputError: all voxels are clipped to one value.
        """
        low, high = _bounds(clip, dtype)
        minimum, maximum = (dtype.type(min(max(x, low), high)) for x in (extent.minimum, extent.maximum))
        if minimum == maximum:
            raise nothing_left(extent, clip)
        return cls(low, high, minimum, maximum, bool(extent.minimum < low or extent.maximum > high))

    @classmethod
    def unclipped(cls, extent: Extent) -> Negative:
        """Over the whole range of the voxels."""
        return cls(extent.minimum, extent.maximum, extent.minimum, extent.maximum, needs_clip=False)

    def clipped(self, voxels: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """The clipped voxels: the input itself where nothing needs clipping and no `out` is given."""
        if self.needs_clip:
            return np.clip(voxels, self.low, self.high, out=out)
        if out is None:
            return voxels
        if out is not voxels:
            np.copyto(out, voxels)
        return out

    def of(self, voxels: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """The negative: maximum - clipped + minimum, evaluated in that order as the authors do."""
        clipped = np.clip(voxels, self.low, self.high, out=out) if self.needs_clip else voxels
        # Integers may wrap around on the way, and do so back again.
        out = np.subtract(self.maximum, clipped, out=out)
        if self.minimum != 0:
            out += self.minimum
        return out

    def threshold(self, percent: float) -> np.generic | float:
        """The negative from which on a voxel is background by the rule `range`.

        (maximum - minimum) * 0.99 + minimum for the published 1 per cent; in float64 for integers and in
        the voxels' own type for floating point, as numpy 2 promotes the authors' expression.
        """
        share = (100 - percent) / 100
        kind = self.maximum.dtype.type
        if self.maximum.dtype.kind == "f":
            return kind((self.maximum - self.minimum) * kind(share) + self.minimum)
        low, high = int(self.minimum), int(self.maximum)
        threshold = (high - low) * share + low
        # An integer is at or above a threshold when it is so above the next whole number; comparing in
        # the voxels' own type is many times faster. Beyond 2**53 float64 has gaps: compared in it there.
        return kind(math.ceil(threshold)) if max(abs(low), abs(high)) < 1 << 53 else threshold


def nothing_left(extent: Extent, clip: tuple[float, float]) -> InputError:
    """The error for a clip range that no intensity lies in."""
    return InputError(
        f"All intensities lie from {extent.minimum:g} to {extent.maximum:g}, and none is left "
        f"by the clip range {clip[0]:g}..{clip[1]:g}.",
        "Choose a clip range that overlaps the scan's intensities.",
    )


def _bounds(clip: tuple[float, float], dtype: np.dtype) -> tuple[np.generic, np.generic]:
    if dtype.kind == "f":
        limits = np.finfo(dtype)
        return tuple(dtype.type(min(max(x, float(limits.min)), float(limits.max))) for x in clip)
    limits = np.iinfo(dtype)
    low, high = math.ceil(clip[0]), math.floor(clip[1])
    return tuple(dtype.type(min(max(x, limits.min), limits.max)) for x in (low, high))
