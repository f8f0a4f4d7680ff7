"""Counting intensities for as long as they are whole numbers near each other."""

from __future__ import annotations

import math

import numpy as np

from InvertSegLib.inversion.slabs import finite_range

# Whole numbers within this range are counted, one counter for each value (8 MiB at most); all else is sorted.
_MOST_VALUES = 1 << 20


class Tally:
    """Counts whole numbers for as long as they are whole and near each other; keeps the rest to sort it."""

    def __init__(self, dtype: np.dtype, most: int) -> None:
        self.dtype = dtype.newbyteorder("=")
        self.seen = 0
        self.nonfinite = 0
        self._first = 0
        self._counts: np.ndarray | None = np.zeros(0, dtype=np.int64)
        self._kept = np.empty(0, dtype=self.dtype)
        self._most = most

    @property
    def is_exact(self) -> bool:
        """Whether the result stands for every value."""
        return True

    def add(self, piece: np.ndarray) -> None:
        """Count one more piece of the voxels, an array of any shape."""
        values, low, high = finite_range(piece)
        self.nonfinite += piece.size - values.size
        if values.size == 0:
            return
        if self._counts is not None and self._can_count(values, low, high):
            self._count(values, int(low), int(high))
        else:
            self._keep(values, low, high)
        self.seen += values.size

    def _keep(self, values: np.ndarray, low: np.generic, high: np.generic) -> None:  # noqa: ARG002
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


class SampledTally(Tally):
    """Counts as long as it can, and then keeps every so-manieth value only, and the two extremes.

    For drawing: sorting all of a large volume's floating-point voxels takes seconds.
    """

    def __init__(self, dtype: np.dtype, voxels: int, row: int, most: int) -> None:
        """For so many voxels in rows of so many, of which at most about `most` are kept."""
        super().__init__(dtype, 0)
        self._step = max(1, -(-voxels // most))
        # With a common divisor it would come by the same columns of every slice.
        while self._step > 1 and math.gcd(self._step, row) > 1:
            self._step += 1
        self._samples: list[np.ndarray] = []
        self._extremes: list[np.generic] = []

    @property
    def is_exact(self) -> bool:
        """Whether the result stands for every value: none was left out."""
        return self._counts is not None or self._step == 1

    def _keep(self, values: np.ndarray, low: np.generic, high: np.generic) -> None:
        if self._counts is not None:
            self._sample_of_counted()
        self._samples.append(values.ravel()[-self.seen % self._step :: self._step].copy())
        self._extremes = [min([low, *self._extremes]), max([high, *self._extremes])]

    def _sample_of_counted(self) -> None:
        counted = (self._first + np.flatnonzero(self._counts)).astype(self.dtype)
        times = self._counts[self._counts > 0]
        ranks = np.arange(0, self.seen, self._step)
        self._samples = [counted[np.searchsorted(np.cumsum(times), ranks, side="right")]]
        self._extremes = [counted[0], counted[-1]] if len(counted) else []
        self._counts = None

    def result(self) -> tuple[np.ndarray | None, int, np.ndarray | None]:
        """Counts and the value of the first, or else the values that were kept, sorted."""
        if self._counts is not None:
            return super().result()
        ends = [] if self.is_exact else [np.array(self._extremes, dtype=self.dtype)]
        values = np.concatenate([*self._samples, *ends])
        values.sort()
        self._samples = [values[1:-1] if ends else values]
        return None, 0, values
