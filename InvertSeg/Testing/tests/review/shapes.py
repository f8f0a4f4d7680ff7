"""Shapes whose measures can be computed with pencil and paper, on grids of any spacing."""

from __future__ import annotations

import numpy as np

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable

Spacing = tuple[float, float, float]  # millimetres along k, j, i


def ball(shape: tuple[int, int, int], spacing: Spacing, center: Spacing, radius: float) -> np.ndarray:
    """Voxels whose centres lie within `radius` mm of `center` (mm along k, j, i)."""
    axes = np.meshgrid(
        *(np.arange(n) * s for n, s in zip(shape, spacing, strict=True)), indexing="ij", sparse=True
    )
    return sum((axis - c) ** 2 for axis, c in zip(axes, center, strict=True)) <= radius**2


def box(shape: tuple[int, int, int], low: tuple[int, int, int], high: tuple[int, int, int]) -> np.ndarray:
    """Voxels from index `low` up to, not including, `high`."""
    mask = np.zeros(shape, bool)
    mask[tuple(slice(a, b) for a, b in zip(low, high, strict=True))] = True
    return mask


def segmentation(
    label_map: np.ndarray, names: dict[int, str], spacing: Spacing = (1.0, 1.0, 1.0)
) -> Segmentation:
    """A label map on an upright grid with the spacing along k, j, i."""
    matrix = np.diag([*spacing[::-1], 1.0])
    return Segmentation(label_map.astype(np.uint8), matrix, LabelTable.from_names(names))


def one(mask: np.ndarray, spacing: Spacing, name: str = "thing") -> Segmentation:
    """A segmentation of a single structure."""
    return segmentation(mask, {1: name}, spacing)
