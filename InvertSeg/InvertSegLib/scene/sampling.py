"""Every so manieth voxel of a segmentation node's label maps: enough to judge it by, and quickly had."""

from __future__ import annotations

from typing import Any

import numpy as np

from InvertSegLib.labels.files.nrrd import CONFIDENCE_TAG, DISAGREEMENT_TAG
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.scene.exporting import structure_of
from InvertSegLib.scene.layers import Layer, image_to_ras
from InvertSegLib.scene.results import number_of


def lies_on(layer: Layer, ijk_to_ras: np.ndarray) -> bool:
    """Whether a layer's voxels are voxels of the grid with this IJK to RAS (4x4), in one space with it."""
    to_grid = np.linalg.inv(ijk_to_ras) @ image_to_ras(layer.image)
    shift = to_grid[:3, 3]
    return bool(
        np.abs(to_grid[:3, :3] - np.eye(3)).max() < 1e-4 and np.abs(shift - np.rint(shift)).max() < 1e-2
    )


def sample(
    node: Any,
    layer: Layer,
    steps: tuple[int, int, int],
    grid: tuple[tuple[int, ...], np.ndarray] | None = None,
) -> Segmentation:
    """A layer on every so manieth slice, row and column, with what its segments' tags say.

    Args:
        node: vtkMRMLSegmentationNode that the layer is of.
        layer: not empty.
        steps: along (k, j, i).
        grid: shape (K, J, I) and IJK to RAS of the volume, on which it lies; None for its own extent.
    """
    extent, own = layer.image.GetExtent(), image_to_ras(layer.image)
    start = np.array([extent[0], extent[2], extent[4]], float)
    if grid is None:
        shape, ijk_to_ras = layer.voxels.shape, own.copy()
        ijk_to_ras[:3, 3] = (own @ [*start, 1])[:3]
    else:
        shape, ijk_to_ras = grid
    first = np.rint((np.linalg.inv(ijk_to_ras) @ own @ [*start, 1])[:3]).astype(int)[::-1]
    kind = np.uint8 if max(layer.labels.values()) < 2**8 else np.uint16
    label_map = np.zeros([-(-size // step) for size, step in zip(shape, steps, strict=True)], kind)
    target, source = [], []
    for offset, count, size, step in zip(first.tolist(), layer.voxels.shape, shape, steps, strict=True):
        begin = -(-max(offset, 0) // step)
        end = max(begin, -(-min(offset + count, size) // step))
        target.append(slice(begin, end))
        source.append(slice(begin * step - offset, max(begin, end) * step - offset, step))
    drawn = layer.voxels[tuple(source)]
    label_map[tuple(target)] = drawn
    segmentation = node.GetSegmentation()
    segments = {value: (i, segmentation.GetSegment(i)) for i, value in layer.labels.items()}
    structures = {value: structure_of(*segments[value]) for value in sorted(segments)}
    numbers: dict[str, dict[str, float]] = {CONFIDENCE_TAG: {}, DISAGREEMENT_TAG: {}}
    for value, structure in structures.items():
        for tag, found in numbers.items():
            number = number_of(segments[value][1], tag)
            if number is not None:
                found[structure.name] = number
    return Segmentation(
        label_map,
        ijk_to_ras @ np.diag([*steps[::-1], 1.0]),
        LabelTable(structures),
        confidence=numbers[CONFIDENCE_TAG],
        disagreement=numbers[DISAGREEMENT_TAG],
    )
