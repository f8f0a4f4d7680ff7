"""Judging results where nobody may wait for it: on coarse grids, and in steps of a few milliseconds."""

from __future__ import annotations

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


def coarse_step(volume: Volume, most_voxels: int) -> int:
    """The smallest step along rows and columns that leaves at most so many voxels."""
    step = 1
    while volume.voxels[:, ::step, ::step].size > most_voxels:
        step += 1
    return step


def coarse_volume(volume: Volume, step: int) -> Volume:
    """Every so manieth row and column of a volume."""
    return Volume(volume.voxels[:, ::step, ::step], _coarse_matrix(volume.ijk_to_ras, step), volume.source)


def coarse_segmentation(segmentation: Segmentation, step: int) -> Segmentation:
    """Every so manieth row and column of a segmentation."""
    if step == 1:
        return segmentation
    label_map = segmentation.label_map[:, ::step, ::step]
    return replace(
        segmentation,
        label_map=label_map,
        ijk_to_ras=_coarse_matrix(segmentation.ijk_to_ras, step),
        uncertainty=None,
    )


def _coarse_matrix(ijk_to_ras: np.ndarray, step: int) -> np.ndarray:
    return ijk_to_ras @ np.diag([step, step, 1.0, 1.0])
