"""Going over a volume in pieces that stay in the processor's cache, and what the first look finds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import check_intensities

# Measured: from 2**17 voxels on numpy's overhead for each call no longer counts, and a slab of that size
# with its result and its mask still fits into a second-level cache.
_SLAB_VOXELS = 1 << 17


def slabs(shape: tuple[int, ...]) -> Iterator[slice]:
    """Slices of the first axis that cover an array piece by piece, at least one slice each."""
    voxels_per_slice = int(np.prod(shape[1:], dtype=np.int64))
    thickness = max(1, _SLAB_VOXELS // max(1, voxels_per_slice))
    for start in range(0, shape[0], thickness):
        yield slice(start, min(start + thickness, shape[0]))


@dataclass(frozen=True)
class Extent:
    """The range of a volume's finite voxels.

    Attributes:
        minimum: smallest finite intensity, a scalar of the volume's data type.
        maximum: largest finite intensity, the same.
        nonfinite: number of voxels that are NaN or infinite.
    """

    minimum: np.generic
    maximum: np.generic
    nonfinite: int = 0


def extent_of(voxels: np.ndarray) -> Extent:
    """One pass for the range of the finite voxels.

    Args:
        voxels: array of shape (K, J, I) of any integer or floating-point type.

    Raises:
        InputError: not a 3D array of real numbers, empty, constant, or without any finite voxel.
    """
    if voxels.ndim != 3 or voxels.dtype.kind not in "iuf" or voxels.dtype.itemsize > 8:
        raise InputError(
            f"The voxels are a {voxels.ndim}D array of type {voxels.dtype}, which is no scan.",
            "Choose a 3D image with one real number in each voxel.",
        )
    ranges: list[tuple[np.generic, np.generic]] = []
    finite = 0
    for part in slabs(voxels.shape):
        values, low, high = finite_range(voxels[part])
        finite += values.size
        if values.size:
            ranges.append((low, high))
    if not ranges or (extent := _united(ranges, voxels.size - finite)).minimum == extent.maximum:
        check_intensities(voxels)  # has the sentence for each case
    return extent


def finite_range(values: np.ndarray) -> tuple[np.ndarray, np.generic | None, np.generic | None]:
    """The finite values (the array itself where all are finite), their minimum and their maximum."""
    if values.size == 0:
        return values, None, None
    with np.errstate(invalid="ignore"):
        low, high = values.min(), values.max()
    # Minimum and maximum pass NaN and infinity on, so that asking them costs nothing.
    if np.isfinite(low) and np.isfinite(high):
        return values, low, high
    finite = values[np.isfinite(values)]
    return (finite, finite.min(), finite.max()) if finite.size else (finite, None, None)


def _united(ranges: list[tuple[np.generic, np.generic]], nonfinite: int) -> Extent:
    return Extent(min(low for low, _ in ranges), max(high for _, high in ranges), nonfinite)


def own_floor(number: float, dtype: np.dtype) -> np.generic:
    """The largest number of a type that is not above a float64."""
    if dtype.kind != "f":
        return dtype.type(math.floor(number))
    own = dtype.type(number)
    return np.nextafter(own, dtype.type(-np.inf)) if own > number else own
