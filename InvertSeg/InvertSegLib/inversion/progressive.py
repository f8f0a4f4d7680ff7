"""A histogram that is made piece by piece, so that whoever waits for it can do other things meanwhile."""

from __future__ import annotations

import time

import numpy as np

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.tally import SampledTally

# Counting a piece of so many voxels takes one or two milliseconds.
_PIECE = 1 << 18
# Sorting so many numbers takes about 10 ms, and their quantiles are within 0.1 % of the exact ranks.
_MOST_SORTED = 1 << 19


class ProgressiveHistogram:
    """Looks at a volume's voxels in many short steps, and can be asked at any time.

    The pieces come coarse to fine: after an eighth of them every eighth slice was seen, so that early
    answers look like the last one. Whole numbers are counted exactly. Of other numbers (true floating
    point, integers over a huge range) in large volumes only a sample is kept, together with the exact
    extremes: good for drawing and for sliders; `IntensityHistogram.of` is exact.

    Args:
        voxels: array of shape (K, J, I) of any integer or floating-point type.
        most_sorted: numbers that are kept at most, where numbers cannot be counted.
    """

    def __init__(self, voxels: np.ndarray, *, most_sorted: int = _MOST_SORTED) -> None:
        self._voxels = voxels
        self._tally = SampledTally(voxels.dtype, voxels.size, max(1, voxels.shape[-1]), most_sorted)
        self._waiting = _coarse_to_fine(_pieces(voxels.shape))[::-1]
        self._number = len(self._waiting)

    @property
    def fraction(self) -> float:
        """Share of the volume that was seen, 0..1."""
        return 1 - len(self._waiting) / self._number if self._number else 1.0

    @property
    def is_done(self) -> bool:
        """Whether all voxels were seen."""
        return not self._waiting

    @property
    def is_exact(self) -> bool:
        """Whether the histogram stands for every voxel that was seen, rather than a sample of them."""
        return self._tally.is_exact

    def advance(self, seconds: float) -> bool:
        """Look at more voxels for about so long; at least at one piece.

        Returns:
            Whether there is more to look at.
        """
        until = time.perf_counter() + seconds
        while self._waiting:
            self._tally.add(self._voxels[self._waiting.pop()])
            if time.perf_counter() >= until:
                break
        return not self.is_done

    def histogram(self) -> IntensityHistogram | None:
        """Of the voxels seen so far; None while no finite one is among them."""
        if self._tally.seen == 0:
            return None
        counts, first, values = self._tally.result()
        return IntensityHistogram(
            dtype=self._tally.dtype,
            nonfinite=self._tally.nonfinite,
            counts=counts,
            values=values,
            first=first,
        )


def _pieces(shape: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """Ranges of slices, or of rows of one slice, that cover a volume."""
    slices, rows, columns = shape
    in_slice = max(1, rows * columns)
    if in_slice <= _PIECE:
        thickness = max(1, _PIECE // in_slice)
        return [(slice(k, k + thickness), slice(None)) for k in range(0, slices, thickness)]
    height = max(1, _PIECE // max(1, columns))
    return [(slice(k, k + 1), slice(j, j + height)) for k in range(slices) for j in range(0, rows, height)]


def _coarse_to_fine(pieces: list[tuple[slice, slice]]) -> list[tuple[slice, slice]]:
    """Every eighth piece first, then those halfway between, and so on."""
    order: list[tuple[slice, slice]] = []
    for start, step in ((4, 8), (0, 8), (2, 4), (1, 2)):
        order += pieces[start::step]
    return order
