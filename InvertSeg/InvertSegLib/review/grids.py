"""Putting a prediction on the grid of its reference: by reordering axes, or by resampling when asked to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.datasets.cases import same_place
from InvertSegLib.volume.checks import is_orthogonal, largest_distance
from InvertSegLib.volume.simpleitk import to_sitk
from InvertSegLib.volume.volume import Volume


def on_grid_of(
    prediction: Segmentation, reference: Segmentation, *, resample: bool = False
) -> tuple[Segmentation, tuple[str, ...]]:
    """The prediction voxel for voxel on the reference's grid.

    The same grid with its axes in another order or direction, as other programs write it, is reordered: no
    voxel changes. Any other grid is resampled (nearest neighbour) if `resample` is set, else refused.

    Returns:
        The prediction, and sentences on what was done to it.

    Raises:
        InputError: the grids differ, or the reference's axes are not at right angles.
    """
    if not is_orthogonal(reference.ijk_to_ras):
        raise InputError(
            "The reference's axes are not at right angles, so that distances along them cannot be measured.",
            "Resample the reference to a grid with right angles, in 3D Slicer for example.",
        )
    goal = Volume(reference.label_map, reference.ijk_to_ras)
    if _agrees(prediction, goal):
        return prediction, ()
    reordered = _reordered(prediction, goal)
    if reordered is not None:
        return reordered, ("The axes of the prediction were reordered to those of the reference.",)
    if not resample:
        raise _differ(prediction, goal)
    image = sitk.Resample(
        to_sitk(Volume(prediction.compact(), prediction.ijk_to_ras)),
        to_sitk(goal),
        sitk.Transform(),
        sitk.sitkNearestNeighbor,
        0,
    )
    note = "The prediction was resampled to the grid of the reference (nearest neighbour)."
    moved = replace(prediction, label_map=sitk.GetArrayFromImage(image), ijk_to_ras=reference.ijk_to_ras)
    return moved, (note,)


def _agrees(segmentation: Segmentation, goal: Volume) -> bool:
    return segmentation.label_map.shape == goal.voxels.shape and same_place(goal, segmentation.ijk_to_ras)


def _reordered(segmentation: Segmentation, goal: Volume) -> Segmentation | None:
    """The segmentation with its axes permuted and reversed to the goal's, None where that does not do."""
    turn = np.linalg.solve(goal.ijk_to_ras[:3, :3], segmentation.ijk_to_ras[:3, :3])
    signs = np.rint(turn)
    if not np.array_equal(np.abs(signs).sum(0), np.ones(3)) or not np.array_equal(
        np.abs(signs).sum(1), np.ones(3)
    ):
        return None
    axes = np.abs(signs).argmax(1)  # for each axis i, j, k of the goal that of the segmentation
    voxels = segmentation.label_map.transpose([2 - axes[2 - n] for n in range(3)])
    step, start = np.zeros((3, 3)), np.zeros(3)
    for goal_axis, axis in enumerate(axes):
        forward = signs[goal_axis, axis] > 0
        step[axis, goal_axis] = 1 if forward else -1
        if not forward:
            start[axis] = segmentation.label_map.shape[2 - axis] - 1
            voxels = np.flip(voxels, 2 - goal_axis)
    index = np.eye(4)
    index[:3, :3], index[:3, 3] = step, start
    moved = replace(segmentation, label_map=voxels, ijk_to_ras=segmentation.ijk_to_ras @ index)
    return moved if _agrees(moved, goal) else None


def _differ(prediction: Segmentation, goal: Volume) -> InputError:
    shapes = prediction.label_map.shape, goal.voxels.shape
    if shapes[0] != shapes[1]:
        one, other = (" x ".join(map(str, reversed(shape))) for shape in shapes)
        what = f"has {one} voxels and its reference {other}"
    else:
        size = tuple(reversed(goal.voxels.shape))
        apart = largest_distance(prediction.ijk_to_ras, goal.ijk_to_ras, size)
        what = f"lies up to {apart:.1f} mm away from its reference"
    return InputError(
        f"The prediction {what}: the two are not on one grid.",
        "Pass --resample to have the prediction resampled to the grid of the reference.",
    )
