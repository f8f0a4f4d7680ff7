"""Nothing is compared voxel by voxel that does not lie in the same place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.review.evaluate import evaluate_case
from tests.review.shapes import segmentation

SPACING = (5.0, 1.5, 2.0)


@pytest.fixture
def reference():
    label_map = np.random.default_rng(0).integers(0, 3, (6, 9, 7))
    moved = np.eye(4)
    moved[:3, 3] = (-12.5, 40.0, 7.25)
    upright = segmentation(label_map, {1: "liver", 2: "spleen"}, SPACING)
    return replace(upright, ijk_to_ras=moved @ upright.ijk_to_ras)


def stored_otherwise(segmentation, order, flips):
    """The same segmentation with array axes in another order and direction, its matrix to match."""
    voxels, matrix = segmentation.label_map, segmentation.ijk_to_ras
    for axis in flips:
        voxels = np.flip(voxels, axis)
        turn = np.eye(4)
        turn[2 - axis, 2 - axis], turn[2 - axis, 3] = -1, voxels.shape[axis] - 1
        matrix = matrix @ turn
    columns = [2 - order[2 - n] for n in range(3)]
    return replace(segmentation, label_map=voxels.transpose(order), ijk_to_ras=matrix[:, [*columns, 3]])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
@pytest.mark.parametrize("flips", [(), (0,), (1, 2), (0, 1, 2)])
def test_axes_in_another_order_are_put_right_without_a_change(reference, order, flips):
    other = stored_otherwise(reference, order, flips)
    found = evaluate_case(other, reference)
    assert [row.dice for row in found.rows] == [1.0, 1.0]
    assert [row.hausdorff_mm for row in found.rows] == [0.0, 0.0]
    assert bool(found.notes) == (order != (0, 1, 2) or flips != ())


def test_another_place_is_refused_with_how_far_it_is(reference):
    matrix = reference.ijk_to_ras.copy()
    matrix[0, 3] += 3.0
    with pytest.raises(InputError, match=r"3\.0 mm away") as caught:
        evaluate_case(replace(reference, ijk_to_ras=matrix), reference)
    assert "--resample" in caught.value.remedy


def test_rounding_of_a_header_is_the_same_place(reference):
    shaken = reference.ijk_to_ras + 1e-4
    found = evaluate_case(replace(reference, ijk_to_ras=shaken), reference)
    assert found.notes == ()
    assert found.rows[0].dice == 1.0


def test_another_size_is_refused_and_resampled_when_asked(reference):
    finer = replace(
        reference,
        label_map=np.repeat(reference.label_map, 3, axis=2),
        ijk_to_ras=reference.ijk_to_ras @ np.diag([1 / 3, 1, 1, 1]) + _shift(reference, -1 / 3),
    )
    with pytest.raises(InputError, match="21 x 9 x 6 voxels and its reference 7 x 9 x 6"):
        evaluate_case(finer, reference)
    found = evaluate_case(finer, reference, resample=True)
    assert [row.dice for row in found.rows] == [1.0, 1.0]
    assert "resampled" in found.notes[0]


def _shift(segmentation, voxels):
    """The change of a matrix that moves everything along i."""
    change = np.zeros((4, 4))
    change[:3, 3] = segmentation.ijk_to_ras[:3, 0] * voxels
    return change


def test_sheared_reference_is_refused(reference):
    matrix = reference.ijk_to_ras.copy()
    matrix[1, 2] += 1.0
    sheared = replace(reference, ijk_to_ras=matrix)
    with pytest.raises(InputError, match="right angles"):
        evaluate_case(sheared, sheared)
