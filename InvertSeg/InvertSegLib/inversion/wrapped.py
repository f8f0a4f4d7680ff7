"""The published recipe on integers, clip and background included, in three passes over a slab."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.inversion.negative import Negative
from InvertSegLib.inversion.slabs import Extent


@dataclass(frozen=True)
class WrappedNegative:
    """maximum + minimum - x for the voxels from `first` on, 0 for the darker ones.

    In unsigned arithmetic x - first wraps around to a huge number for every x below `first`. Clipped to
    `top`, which is the distance at which the negative is 0, and taken from it, background and negative
    come out together: no mask, no comparison, no separate clip.

    Attributes:
        first: smallest intensity that is not background, in the voxels' type, wrapped around where needed.
        top: maximum + minimum - first, unsigned.
    """

    first: np.generic
    top: np.generic

    @classmethod
    def for_threshold(
        cls, negative: Negative, threshold: np.generic | float, extent: Extent
    ) -> WrappedNegative | None:
        """For integers that are background from a negative of `threshold` on; None where this cannot work."""
        dtype = negative.maximum.dtype
        if dtype.kind == "f" or not isinstance(threshold, np.integer):
            return None
        low, high = int(negative.minimum), int(negative.maximum)
        top = int(threshold) - 1
        numbers = 1 << (8 * dtype.itemsize)
        wraps_far_enough = int(extent.minimum) >= low + high - numbers
        # Voxels beyond the clip come out as 0, which is their negative only if the minimum is.
        clips_right = low == 0 or int(extent.maximum) <= high
        if low < 0 or top < 0 or not wraps_far_enough or not clips_right:
            return None
        unsigned = np.dtype(f"u{dtype.itemsize}")
        first = np.array([(low + high - top) % numbers], dtype=unsigned).view(dtype)[0]
        return cls(first, unsigned.type(top))

    def of(self, voxels: np.ndarray, out: np.ndarray) -> None:
        """Write what becomes of the voxels to `out`, of the same shape and the type of `first`."""
        np.subtract(voxels, self.first, out=out)
        distance = out.view(self.top.dtype)
        np.clip(distance, self.top.dtype.type(0), self.top, out=distance)
        np.subtract(self.top, distance, out=distance)
