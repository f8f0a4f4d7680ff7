"""Random masks, empty ones included: the same values as the packages that define the measures."""

from __future__ import annotations

import math

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.review.evaluate import evaluate_case
from InvertSegLib.review.overlap import joint_counts
from tests.review.shapes import one, segmentation

surface_distance = pytest.importorskip("surface_distance")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the package's use of scipy


@pytest.fixture(autouse=True)
def _names_that_numpy_dropped(monkeypatch):
    """The package's own handling of empty masks needs them."""
    monkeypatch.setattr(np, "Inf", math.inf, raising=False)
    monkeypatch.setattr(np, "NaN", math.nan, raising=False)


def pairs():
    """Random masks of all densities, shapes down to one voxel, touching the border, and empty."""
    generator = np.random.default_rng(20)
    for number in range(48):
        shape = tuple(generator.integers(1, 16, 3))
        spacing = tuple(generator.uniform(0.4, 6.0, 3))
        density = generator.random(2) ** 2
        masks = [generator.random(shape) < density[n] for n in (0, 1)]
        if number % 6 == 4:
            masks[number % 2] = np.zeros(shape, bool)
        if number % 12 == 11:
            masks = [np.zeros(shape, bool)] * 2
        yield *masks, spacing


def same(one_value, other):
    both_none = math.isnan(one_value) and math.isnan(other)
    return both_none or one_value == other or abs(one_value - other) < 1e-6


def test_distances_and_surface_dice_are_those_of_surface_distance():
    seen = set()
    for prediction, reference, spacing in pairs():
        for tolerance in (0.0, 2.0):
            found = evaluate_case(
                one(prediction, spacing), one(reference, spacing), tolerance_mm=tolerance
            ).rows[0]
            distances = surface_distance.compute_surface_distances(reference, prediction, spacing)
            seen.add(found.status)
            if found.status == "neither":  # not defined; the package calls them infinite
                assert math.isnan(found.hausdorff_mm)
                assert math.isnan(found.hausdorff95_mm)
                assert math.isnan(found.surface_dice)
                continue
            for percent, value in ((100, found.hausdorff_mm), (95, found.hausdorff95_mm)):
                assert same(value, float(surface_distance.compute_robust_hausdorff(distances, percent)))
            expected = surface_distance.compute_surface_dice_at_tolerance(distances, tolerance)
            assert same(found.surface_dice, float(expected))
    assert seen == {"both", "missed", "extra", "neither"}


def test_overlap_is_that_of_surface_distance_and_of_simpleitk():
    for prediction, reference, spacing in pairs():
        found = evaluate_case(one(prediction, spacing), one(reference, spacing)).rows[0]
        assert same(found.dice, float(surface_distance.compute_dice_coefficient(reference, prediction)))
        if found.status == "neither":
            assert math.isnan(found.iou)
            continue
        filtered = sitk.LabelOverlapMeasuresImageFilter()
        filtered.Execute(*(sitk.GetImageFromArray(mask.astype(np.uint8)) for mask in (reference, prediction)))
        assert same(found.dice, filtered.GetDiceCoefficient())
        assert same(found.iou, filtered.GetJaccardCoefficient())
        ml = math.prod(spacing) / 1000
        assert found.volume_error_ml == pytest.approx((prediction.sum() - reference.sum()) * ml, abs=1e-9)


def test_many_labels_at_once_are_the_labels_one_by_one():
    generator = np.random.default_rng(3)
    names = {value: f"part {value}" for value in range(1, 9)}
    prediction, reference = (generator.integers(0, 9, (9, 14, 11)).astype(np.uint8) for _ in range(2))
    spacing = (4.0, 0.7, 1.1)
    together = evaluate_case(
        segmentation(prediction, names, spacing), segmentation(reference, names, spacing)
    )
    for value, row in zip(names, together.rows, strict=True):
        alone = evaluate_case(
            one(prediction == value, spacing, row.structure), one(reference == value, spacing, row.structure)
        )
        assert alone.rows[0] == row


def test_large_label_values_are_counted_the_same():
    generator = np.random.default_rng(4)
    small = [generator.integers(0, 3, (5, 6, 7)).astype(np.uint16) for _ in range(2)]
    values = np.array([0, 40_000, 65_535], np.uint16)
    plain, large = joint_counts(*small), joint_counts(*(values[labels] for labels in small))
    assert large.of([40_000], [40_000]) == plain.of([1], [1])
    assert large.of([40_000, 65_535], [65_535]) == plain.of([1, 2], [2])
    assert large.of([7], [65_535])[:2] == (0, 0)
