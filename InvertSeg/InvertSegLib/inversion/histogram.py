"""Exact percentiles of a volume, for any number of questions after one look at the voxels."""

from __future__ import annotations

import math

import numpy as np

from InvertSegLib.inversion.selection import interpolated
from InvertSegLib.inversion.slabs import Extent, finite_range, slabs
from InvertSegLib.volume.checks import check_intensities

# Whole numbers within this range are counted, one counter for each value (8 MiB at most); all else is sorted.
_MOST_VALUES = 1 << 20


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
        """For `of`: counts of first, first + 1, ..., or sorted values."""
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
        tally = _Tally(voxels.dtype, voxels.size)
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

    def fraction_below(self, intensity: float) -> float:
        """Share of the finite voxels that are darker than an intensity, 0..1."""
        return float(self._counts_below(np.asarray([intensity], dtype=np.float64))[0] / self.count)

    def bins(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Counts in equal bins from minimum to maximum, for drawing.

        Returns:
            `number` counts and `number` + 1 edges (float64). A bin holds low <= x < high, the last one its
            high as well.
        """
        edges = np.linspace(self.minimum, self.maximum, number + 1)
        below = self._counts_below(edges)
        below[-1] = self.count
        return np.diff(below), edges

    def _at(self, rank: int) -> np.generic:
        """The intensity with this many finite voxels before it in sorted order."""
        if self._values is not None:
            return self._values[rank]
        index = int(np.searchsorted(self._up_to, rank, side="right"))
        return self._dtype.type(self._first + index)

    def _counts_below(self, intensities: np.ndarray) -> np.ndarray:
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


class _Tally:
    """Counts whole numbers for as long as they are whole and near each other; keeps the rest to sort it."""

    def __init__(self, dtype: np.dtype, most: int) -> None:
        self.dtype = dtype.newbyteorder("=")
        self.seen = 0
        self.nonfinite = 0
        self._first = 0
        self._counts: np.ndarray | None = np.zeros(0, dtype=np.int64)
        self._kept = np.empty(0, dtype=self.dtype)
        self._most = most

    def add(self, piece: np.ndarray) -> None:
        values, low, high = finite_range(piece)
        self.nonfinite += piece.size - values.size
        if values.size == 0:
            return
        if self._counts is not None and self._can_count(values, low, high):
            self._count(values, int(low), int(high))
        else:
            self._keep(values)
        self.seen += values.size

    def _keep(self, values: np.ndarray) -> None:
        if self._counts is not None:
            # Memory that is never written to is never taken from the system, so asking for the most
            # that can come costs nothing, and nothing is ever copied to make room.
            self._kept = np.empty(self._most, dtype=self.dtype)
            counted = np.arange(self._first, self._first + len(self._counts)).astype(self.dtype)
            self._kept[: self.seen] = np.repeat(counted, self._counts)
            self._counts = None
        self._kept[self.seen : self.seen + values.size] = values.ravel()

    def _can_count(self, values: np.ndarray, low: np.generic, high: np.generic) -> bool:
        first, last = int(low), int(high)
        if len(self._counts):
            first, last = min(first, self._first), max(last, self._first + len(self._counts) - 1)
        if last - first >= _MOST_VALUES:
            return False
        # Beyond 2**24 a float32 no longer holds every whole number, and beyond 2**53 a float64.
        if self.dtype.kind == "f":
            return max(abs(first), abs(last)) <= 1 << 24 and bool((values == np.rint(values)).all())
        return True

    def _count(self, values: np.ndarray, low: int, high: int) -> None:
        self._make_room(low, high)
        if self.dtype.itemsize == 8:
            # In its own type, since unsigned 64 bits do not fit; differences are small here.
            offsets = (values.ravel() - self.dtype.type(low)).astype(np.int64)
        else:
            offsets = values.ravel().astype(np.int64)
            offsets -= low
        start = low - self._first
        self._counts[start : start + high - low + 1] += np.bincount(offsets)

    def _make_room(self, low: int, high: int) -> None:
        if len(self._counts) == 0:
            self._first = low
        first = min(low, self._first)
        last = max(high, self._first + len(self._counts) - 1)
        if last - first + 1 > len(self._counts):
            grown = np.zeros(last - first + 1, dtype=np.int64)
            grown[self._first - first :][: len(self._counts)] = self._counts
            self._first, self._counts = first, grown

    def result(self) -> tuple[np.ndarray | None, int, np.ndarray | None]:
        """Counts and the value of the first, or else all values, sorted."""
        if self._counts is not None:
            return self._counts, self._first, None
        values = self._kept[: self.seen]
        values.sort()
        return None, 0, values
