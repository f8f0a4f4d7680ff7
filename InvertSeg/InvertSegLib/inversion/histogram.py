"""Exact percentiles of a volume, for any number of questions after one look at the voxels."""

from __future__ import annotations

import math

import numpy as np

from InvertSegLib.inversion.selection import interpolated
from InvertSegLib.inversion.slabs import Extent, slabs
from InvertSegLib.inversion.tally import Tally
from InvertSegLib.volume.checks import check_intensities


class IntensityHistogram:
    """How often each intensity occurs among a volume's finite voxels.

    Nothing is binned away: the counts (whole numbers) or the sorted values (all else, which takes the
    memory of the volume once more) answer exactly. NaN and infinite voxels are left out and counted.

    Attributes:
        count: number of finite voxels.
        nonfinite: number of voxels that are NaN or infinite.
    """

    def __init__(
        self,
        *,
        dtype: np.dtype,
        nonfinite: int,
        counts: np.ndarray | None,
        values: np.ndarray | None,
        first: int = 0,
    ) -> None:
        """For `of` and `ProgressiveHistogram`: counts of first, first + 1, ..., or sorted values."""
        self._dtype = dtype
        self._values = values
        self._first = first
        self._up_to = None if counts is None else np.cumsum(counts)
        self.count = int(len(values) if counts is None else self._up_to[-1])
        self.nonfinite = nonfinite

    @classmethod
    def of(cls, voxels: np.ndarray) -> IntensityHistogram:
        """Of all voxels of an array of any shape, in one pass over it.

        Raises:
            InputError: there are no voxels, or none is finite.
        """
        if voxels.ndim == 0:
            voxels = voxels.reshape(1)
        tally = Tally(voxels.dtype, voxels.size)
        for part in slabs(voxels.shape):
            tally.add(voxels[part])
        if tally.seen == 0:
            check_intensities(voxels)  # tells empty from not finite
        counts, first, values = tally.result()
        return cls(dtype=tally.dtype, nonfinite=tally.nonfinite, counts=counts, values=values, first=first)

    @property
    def extent(self) -> Extent:
        """Range of the finite voxels, in their own type."""
        return Extent(self._at(0), self._at(self.count - 1), self.nonfinite)

    @property
    def dtype(self) -> np.dtype:
        """Type of the voxels, in native byte order."""
        return self._dtype

    @property
    def is_whole(self) -> bool:
        """Whether it counts whole numbers."""
        return self._values is None

    @property
    def minimum(self) -> float:
        """Smallest finite intensity."""
        return self._at(0).item()

    @property
    def maximum(self) -> float:
        """Largest finite intensity."""
        return self._at(self.count - 1).item()

    def percentile(self, percent: float) -> float:
        """What `np.percentile(finite voxels, percent)` gives, its linear interpolation included.

        Floating-point voxels are interpolated in their own type, as numpy 2 does; integers in float64.

        Args:
            percent: 0..100.

        Raises:
            ValueError: the per cent is outside 0..100.
        """
        if not 0 <= percent <= 100:
            raise ValueError(f"percent is {percent}, and must be from 0 to 100")
        return interpolated(self.count, percent, self._at)

    def quantiles(self, number: int) -> np.ndarray:
        """So many voxels' intensities, evenly spaced in sorted order, smallest and largest included.

        Returns:
            float64 array of shape (number,), sorted.
        """
        ranks = np.linspace(0, self.count - 1, number).astype(np.int64)
        if self._values is not None:
            return self._values[ranks].astype(np.float64)
        return (self._first + np.searchsorted(self._up_to, ranks, side="right")).astype(np.float64)

    def fraction_below(self, intensity: float) -> float:
        """Share of the finite voxels that are darker than an intensity, 0..1."""
        return float(self.counts_below(np.asarray([intensity], dtype=np.float64))[0] / self.count)

    def bins(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Counts in equal bins from minimum to maximum, for drawing.

        Returns:
            `number` counts and `number` + 1 edges (float64). A bin holds low <= x < high, the last one its
            high as well.
        """
        edges = np.linspace(self.minimum, self.maximum, number + 1)
        below = self.counts_below(edges)
        below[-1] = self.count
        return np.diff(below), edges

    def _at(self, rank: int) -> np.generic:
        """The intensity with this many finite voxels before it in sorted order."""
        if self._values is not None:
            return self._values[rank]
        index = int(np.searchsorted(self._up_to, rank, side="right"))
        return self._dtype.type(self._first + index)

    def counts_below(self, intensities: np.ndarray) -> np.ndarray:
        """Number of finite voxels that are darker, for each intensity (float64 array of any shape)."""
        if self._values is not None:
            return _ranks(self._values, intensities)
        # Whole numbers below x are those up to ceil(x) - 1.
        index = np.clip(np.ceil(intensities) - self._first, 0, len(self._up_to)).astype(np.intp)
        return np.where(index > 0, self._up_to[index - 1], 0)


def _ranks(values: np.ndarray, intensities: np.ndarray) -> np.ndarray:
    """Number of sorted values below each intensity, without a float64 copy of the values."""
    if values.dtype.kind == "f" and values.dtype.itemsize < 8:
        # The smallest number of the values' own type that is not below the intensity.
        own = intensities.astype(values.dtype)
        own = np.where(own < intensities, np.nextafter(own, values.dtype.type(np.inf)), own)
    elif values.dtype.kind == "f":
        own = intensities.astype(values.dtype)
    else:
        bounds = np.iinfo(values.dtype)
        beyond = intensities > bounds.max
        whole = [math.ceil(x) for x in np.clip(intensities, float(bounds.min), float(bounds.max))]
        own = np.array([min(max(x, bounds.min), bounds.max) for x in whole], dtype=values.dtype)
        return np.where(beyond, len(values), np.searchsorted(values, own, side="left"))
    return np.searchsorted(values, own, side="left")
