"""Contrast limited adaptive histogram equalization (Zuiderveld, Graphics Gems IV, 1994), slice by slice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.slabs import extent_of
from InvertSegLib.inversion.transforms.protocol import MRI
from InvertSegLib.volume.volume import Volume

_BINS = 256
# A few hot voxels would leave all tissue in the first bins.
_PERCENTILES = (0.1, 99.9)


class Clahe:
    """Equalizes the histogram of each tile of a slice, its peaks cut, and blends the tiles.

    Args:
        clip: a bin may hold this many times the mean of all bins; above 1, and the more the stronger.
        tiles: number of tiles along each axis of a slice (j, i).

    Raises:
        ParameterError: a value makes no sense.
    """

    name = "clahe"
    gives = MRI

    def __init__(self, clip: float = 2.0, tiles: int = 8) -> None:
        if not clip > 1 or not 1 <= int(tiles) <= 64:
            raise ParameterError(
                f"CLAHE with a clip limit of {clip:g} and {tiles} tiles makes no sense.",
                "Choose a clip limit above 1, and 1 to 64 tiles.",
            )
        self.clip, self.tiles = float(clip), int(tiles)
        self.parameters: Mapping[str, Any] = {"clip": self.clip, "tiles": self.tiles}

    def apply(self, volume: Volume) -> Volume:
        """Equalize; float32 in the range of the input's 0.1st to 99.9th percentile.

        Raises:
            InputError: the voxels are no scan (see `extent_of`).
        """
        voxels = volume.voxels
        extent = extent_of(voxels)
        finite = voxels[np.isfinite(voxels)] if extent.nonfinite else voxels
        low, high = (float(value) for value in np.percentile(finite, _PERCENTILES))
        if low == high:
            low, high = float(extent.minimum), float(extent.maximum)
        out = np.empty(voxels.shape, np.float32)
        for plane, result in zip(voxels, out, strict=True):
            scaled = (plane.astype(np.float64) - low) * ((_BINS - 1) / (high - low))
            bins = np.clip(np.rint(np.nan_to_num(scaled)), 0, _BINS - 1).astype(np.intp)
            result[...] = low + (high - low) * self._equalized(bins)
        return volume.with_voxels(out)

    def _equalized(self, bins: np.ndarray) -> np.ndarray:
        """A slice of bin numbers as 0..1."""
        counts = [min(self.tiles, n) for n in bins.shape]
        sizes = [-(-n // count) for n, count in zip(bins.shape, counts, strict=True)]
        counts = [-(-n // size) for n, size in zip(bins.shape, sizes, strict=True)]
        table = self._tables(bins, counts, sizes)
        (j0, j1, wj), (i0, i1, wi) = (
            _neighbours(n, size, count) for n, size, count in zip(bins.shape, sizes, counts, strict=True)
        )
        upper = (1 - wi) * table[j0[:, None], i0, bins] + wi * table[j0[:, None], i1, bins]
        lower = (1 - wi) * table[j1[:, None], i0, bins] + wi * table[j1[:, None], i1, bins]
        return (1 - wj[:, None]) * upper + wj[:, None] * lower

    def _tables(self, bins: np.ndarray, counts: list[int], sizes: list[int]) -> np.ndarray:
        """For each tile (rows, columns) the cumulative share of each bin, peaks cut: (rows, columns, 256)."""
        j, i = (np.arange(n) // size for n, size in zip(bins.shape, sizes, strict=True))
        tile = (j[:, None] * counts[1] + i) * _BINS + bins
        tiles = counts[0] * counts[1]
        histogram = np.bincount(tile.ravel(), minlength=tiles * _BINS).reshape(tiles, _BINS).astype(float)
        mean = histogram.sum(axis=1, keepdims=True) / _BINS
        cut = np.minimum(histogram, self.clip * mean)
        cut += (histogram.sum(axis=1, keepdims=True) - cut.sum(axis=1, keepdims=True)) / _BINS
        shares = np.cumsum(cut, axis=1)
        return (shares / shares[:, -1:]).reshape(*counts, _BINS)


def _neighbours(length: int, size: int, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pixel along an axis: the tiles whose centres it lies between, and how near the second is."""
    place = (np.arange(length) + 0.5) / size - 0.5
    first = np.floor(place)
    weight = place - first
    low, high = (np.clip(first + step, 0, count - 1).astype(np.intp) for step in (0, 1))
    return low, high, weight
