"""Correct, wrong place, missed, by the volume of the lesions, on lesions drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.review.evaluate import evaluate_case
from InvertSegLib.review.lesions import CORRECT, MISSED, WRONG_PLACE, localise, strata
from tests.review.shapes import box, segmentation

SHAPE = (10, 20, 20)
LESION = box(SHAPE, (2, 2, 2), (6, 8, 8))
SECOND = box(SHAPE, (8, 15, 15), (10, 18, 18))
ELSEWHERE = box(SHAPE, (1, 12, 1), (4, 16, 5))
NOTHING = np.zeros(SHAPE, bool)


@pytest.mark.parametrize(
    ("prediction", "outcome", "found", "false"),
    [
        (LESION, CORRECT, 1, 0),
        (LESION & box(SHAPE, (5, 7, 7), (9, 9, 9)), CORRECT, 1, 0),  # one voxel of it
        (LESION | ELSEWHERE, CORRECT, 1, 1),
        (ELSEWHERE, WRONG_PLACE, 0, 1),
        (NOTHING, MISSED, 0, 0),
        (LESION | SECOND, CORRECT, 2, 0),
    ],
)
def test_outcome_of_a_case(prediction, outcome, found, false):
    case = localise(prediction, LESION | SECOND, 0.5)
    assert (case.outcome, case.lesions, case.lesions_found, case.false_lesions) == (outcome, 2, found, false)
    assert case.volume_ml == pytest.approx((4 * 6 * 6 + 2 * 3 * 3) * 0.5)


def test_a_case_without_a_lesion_has_no_place_to_be_found_in():
    assert localise(LESION, NOTHING, 1.0) is None


def test_lesions_that_touch_at_a_corner_are_one():
    corner = box(SHAPE, (6, 8, 8), (7, 9, 9))
    assert localise(corner, LESION | corner, 1.0).lesions == 1


def test_strata_divide_at_the_median_as_in_the_paper_or_where_asked():
    small, large = (localise(part, part, 1.0, case=name) for name, part in (("s", SECOND), ("l", LESION)))
    missed = localise(NOTHING, LESION | SECOND, 1.0, case="m")
    halves = strata([small, large, missed])
    assert [(half.low_ml, half.high_ml) for half in halves] == [(0, 144), (144, np.inf)]
    assert [half.counts[CORRECT] for half in halves] == [1, 1]
    assert [half.counts[MISSED] for half in halves] == [0, 1]
    assert halves[1].dice.mean == pytest.approx(0.5)
    assert [sum(part.counts.values()) for part in strata([small, large, missed], [20, 150])] == [1, 1, 1]
    assert strata([]) == []


def test_lesions_within_an_evaluation():
    labels = {1: "liver", 2: "tumor"}
    reference = segmentation(np.where(LESION, 2, 0) + ELSEWHERE, labels, (2.0, 1.0, 1.0))
    prediction = segmentation(np.where(SECOND, 2, 0) + ELSEWHERE, labels, (2.0, 1.0, 1.0))
    found = evaluate_case(prediction, reference, case="p1", lesions=["Tumor"], distances=False)
    assert [(lesion.case, lesion.structure, lesion.outcome) for lesion in found.lesions] == [
        ("p1", "tumor", WRONG_PLACE)
    ]
    assert found.lesions[0].volume_ml == pytest.approx(4 * 6 * 6 * 2 / 1000)
