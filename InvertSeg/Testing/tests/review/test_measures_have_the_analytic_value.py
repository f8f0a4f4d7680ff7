"""Balls, shells and boxes on anisotropic grids: what the measures must be follows from geometry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from InvertSegLib.review.evaluate import evaluate_case
from tests.review.shapes import ball, box, one

SPACINGS = [(1.0, 1.0, 1.0), (3.0, 0.8, 0.8), (5.5, 1.9, 1.9), (1.2, 1.2, 4.0)]
SIZE_MM = 130.0


def grid(spacing):
    return tuple(int(SIZE_MM / s) for s in spacing)


def middle(spacing):
    """Between voxel centres, so that the ball is not symmetric to the grid."""
    return tuple(s * (n // 2) + 0.3 * s for s, n in zip(spacing, grid(spacing), strict=True))


def score(prediction, reference, spacing, **options):
    evaluation = evaluate_case(one(prediction, spacing), one(reference, spacing), **options)
    return evaluation.rows[0]


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_box_shifted_by_whole_voxels(spacing, axis):
    shape, shift = grid(spacing), 2
    low, high = [n // 4 for n in shape], [n // 4 + n // 2 for n in shape]
    reference = box(shape, low, high)
    prediction = np.roll(reference, shift, axis)
    sides = [(b - a) * s for a, b, s in zip(low, high, spacing, strict=True)]
    length, apart = sides[axis], shift * spacing[axis]

    found = score(prediction, reference, spacing, tolerance_mm=apart)

    assert found.dice == pytest.approx((length - apart) / length, abs=1e-12)
    assert found.iou == pytest.approx((length - apart) / (length + apart), abs=1e-12)
    assert found.hausdorff_mm == pytest.approx(apart, abs=1e-9)
    # The face at the far end alone is more than 5 % of the surface, and all of it is that far away.
    assert found.hausdorff95_mm == pytest.approx(apart, abs=1e-9)
    assert found.surface_dice == 1.0
    assert found.volume_reference_ml == pytest.approx(math.prod(sides) / 1000)
    assert found.volume_error_ml == pytest.approx(0)


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_surface_dice_of_a_shifted_box(spacing, axis):
    shape, shift = grid(spacing), 4
    low, high = [n // 4 for n in shape], [n // 4 + n // 2 for n in shape]
    reference = box(shape, low, high)
    sides = [(b - a) * s for a, b, s in zip(low, high, spacing, strict=True)]
    length, width, height = sides[axis], *(side for n, side in enumerate(sides) if n != axis)
    apart = shift * spacing[axis]
    tolerance = apart / 2

    found = score(np.roll(reference, shift, axis), reference, spacing, tolerance_mm=tolerance)

    # Within the tolerance are the parts of the four long faces that overlap, and the tolerance more; and of
    # the face that lies inside the other box a rim as wide as the tolerance.
    long_faces = 2 * (width + height) * (length - apart + tolerance)
    rim = width * height - (width - 2 * tolerance) * (height - 2 * tolerance)
    all_faces = 2 * (width + height) * length + 2 * width * height
    # Half a voxel at each edge is where a grid cannot say more.
    rim_of_a_voxel = 2 * max(spacing) * (width + height) / all_faces
    assert found.surface_dice == pytest.approx((long_faces + rim) / all_faces, abs=max(0.02, rim_of_a_voxel))


@pytest.mark.parametrize("spacing", SPACINGS)
def test_balls_around_one_centre(spacing):
    shape, center, inner, outer = grid(spacing), middle(spacing), 36.0, 50.0
    small, large = ball(shape, spacing, center, inner), ball(shape, spacing, center, outer)
    diagonal = math.hypot(*spacing)  # how far a voxel can put a surface aside

    strict = score(small, large, spacing, tolerance_mm=outer - inner - diagonal)
    lenient = score(small, large, spacing, tolerance_mm=outer - inner + diagonal)

    volumes = [4 / 3 * math.pi * r**3 / 1000 for r in (inner, outer)]
    assert strict.volume_prediction_ml == pytest.approx(volumes[0], rel=0.02)
    assert strict.volume_reference_ml == pytest.approx(volumes[1], rel=0.02)
    assert strict.volume_error_percent == pytest.approx(100 * (inner**3 / outer**3 - 1), abs=1.5)
    assert strict.dice == pytest.approx(2 * inner**3 / (inner**3 + outer**3), abs=0.01)
    assert strict.iou == pytest.approx(inner**3 / outer**3, abs=0.015)
    assert strict.hausdorff_mm == pytest.approx(outer - inner, abs=diagonal)
    assert strict.hausdorff95_mm == pytest.approx(outer - inner, abs=diagonal / 2)
    assert strict.surface_dice < 0.01
    assert lenient.surface_dice == 1.0


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("axis", [0, 2])
def test_ball_moved_aside(spacing, axis):
    shape, center, radius = grid(spacing), middle(spacing), 40.0
    moved = list(center)
    moved[axis] += 12.0
    tolerance = 5.0

    found = score(
        ball(shape, spacing, tuple(moved), radius), ball(shape, spacing, center, radius), spacing,
        tolerance_mm=tolerance,
    )  # fmt: skip

    # By latitude, which divides a ball's surface evenly, the distance to the other ball's surface.
    latitude = np.linspace(-1, 1, 200_001)
    distance = np.abs(np.sqrt(radius**2 + 12.0**2 - 2 * radius * 12.0 * latitude) - radius)
    lens = math.pi * (2 * radius - 12.0) ** 2 * (12.0**2 + 4 * 12.0 * radius) / (12 * 12.0)
    assert found.dice == pytest.approx(lens / (4 / 3 * math.pi * radius**3), abs=0.015)
    assert found.hausdorff_mm == pytest.approx(12.0, abs=spacing[axis])
    assert found.hausdorff95_mm == pytest.approx(np.percentile(distance, 95), abs=spacing[axis])
    assert found.surface_dice == pytest.approx(np.mean(distance <= tolerance), abs=0.12)


@pytest.mark.parametrize("spacing", SPACINGS)
def test_shells_with_one_outer_surface(spacing):
    """The outer surfaces agree everywhere, the inner ones nowhere: NSD is the share of the areas."""
    shape, center, outer, inner, hollow = grid(spacing), middle(spacing), 50.0, 36.0, 24.0
    whole = ball(shape, spacing, center, outer)
    thin = whole & ~ball(shape, spacing, center, inner)
    thick = whole & ~ball(shape, spacing, center, hollow)

    found = score(thick, thin, spacing, tolerance_mm=(inner - hollow) / 3)

    assert found.hausdorff_mm == pytest.approx(inner - hollow, abs=math.hypot(*spacing))
    shares = 2 * outer**2 / (2 * outer**2 + inner**2 + hollow**2)
    assert found.surface_dice == pytest.approx(shares, abs=0.02)
    assert found.dice == pytest.approx(
        2 * (outer**3 - inner**3) / (2 * outer**3 - inner**3 - hollow**3), abs=0.01
    )
