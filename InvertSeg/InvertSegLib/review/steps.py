"""Judging results where nobody may wait for it: on coarse grids, and in steps of a few milliseconds."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.volume.volume import Volume

Result = TypeVar("Result")


def result_of(steps: Generator[None, None, Result]) -> Result:
    """Run a generator to its end."""
    results = []

    def whole() -> Generator[None, None, None]:
        results.append((yield from steps))

    for _ in whole():
        pass
    return results[0]


Steps = tuple[int, int, int]


def coarse_steps(shape: tuple[int, ...], spacing: tuple[float, float, float], most_voxels: int) -> Steps:
    """Steps along (k, j, i) that leave at most so many voxels, about as far apart along each axis.

    Args:
        shape: voxels along (k, j, i).
        spacing: millimetres along (i, j, k), as `Volume.spacing` gives it.
        most_voxels: that may be left.
    """
    steps = [1, 1, 1]
    millimetres = spacing[::-1]
    while math.prod(-(-size // step) for size, step in zip(shape, steps, strict=True)) > most_voxels:
        finest = min(
            range(3), key=lambda axis: steps[axis] * millimetres[axis] if shape[axis] > 1 else math.inf
        )
        steps[finest] += 1
    return (steps[0], steps[1], steps[2])


def every(voxels: np.ndarray, steps: Steps) -> np.ndarray:
    """Every so manieth slice, row and column of a (K, J, I) array, as a view."""
    return voxels[:: steps[0], :: steps[1], :: steps[2]]


def coarse_volume(volume: Volume, steps: Steps) -> Volume:
    """Every so manieth slice, row and column of a volume."""
    return Volume(every(volume.voxels, steps), _coarse_matrix(volume.ijk_to_ras, steps), volume.source)


def coarse_segmentation(segmentation: Segmentation, steps: Steps) -> Segmentation:
    """Every so manieth slice, row and column of a segmentation, without its uncertainty."""
    return replace(
        segmentation,
        label_map=every(segmentation.label_map, steps),
        ijk_to_ras=_coarse_matrix(segmentation.ijk_to_ras, steps),
        uncertainty=None,
    )


def _coarse_matrix(ijk_to_ras: np.ndarray, steps: Steps) -> np.ndarray:
    return ijk_to_ras @ np.diag([*steps[::-1], 1.0])
