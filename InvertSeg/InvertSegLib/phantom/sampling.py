"""From the fine grid of the anatomy to the voxels of a scan: partial volume and majority labels."""

from __future__ import annotations

import numpy as np

from InvertSegLib.phantom.geometry import Array, Grid


def coarse_grid(grid: Grid, factors: tuple[int, int, int]) -> Grid:
    """The grid whose voxels hold `factors` (x, y, z) fine voxels each; a rest at the end is cut off."""
    shape = tuple(count // factor for count, factor in zip(grid.shape, factors[::-1], strict=True))
    spacing = tuple(s * f for s, f in zip(grid.spacing, factors, strict=True))
    origin = tuple(o + s * (f - 1) / 2 for o, s, f in zip(grid.origin, grid.spacing, factors, strict=True))
    return Grid(origin, spacing, shape)  # type: ignore[arg-type]


def blocks(fine: Array, factors: tuple[int, int, int]) -> Array:
    """View of (K, J, I) as (k, fz, j, fy, i, fx), cut to whole blocks."""
    fx, fy, fz = factors
    k, j, i = (n // f for n, f in zip(fine.shape, (fz, fy, fx), strict=True))
    return fine[: k * fz, : j * fy, : i * fx].reshape(k, fz, j, fy, i, fx)


def average(fine: Array, factors: tuple[int, int, int]) -> Array:
    """Mean of each block: what a voxel sees of the tissues in it."""
    return blocks(fine, factors).mean(axis=(1, 3, 5), dtype=np.float32)


def counts(fine: Array, values: int, factors: tuple[int, int, int]) -> Array:
    """How many fine voxels of each value lie in each voxel, shape (values, k, j, i), uint8."""
    view = blocks(fine, factors)
    shape = (view.shape[0], view.shape[2], view.shape[4])
    result = np.zeros((values, *shape), np.uint8)
    for a in range(view.shape[1]):
        for b in range(view.shape[3]):
            for c in range(view.shape[5]):
                part = view[:, a, :, b, :, c]
                for value in np.unique(part):
                    result[value] += part == value
    return result


def majority(fine: Array, values: int, factors: tuple[int, int, int]) -> Array:
    """The commonest value in each block, uint8; of equally common ones the larger."""
    number = counts(fine, values, factors)
    return (values - 1 - np.argmax(number[::-1], axis=0)).astype(np.uint8)
