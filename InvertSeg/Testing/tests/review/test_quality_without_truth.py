"""What is told of a segment without ground truth, on shapes that show one fault each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.anatomy import anatomy_of
from InvertSegLib.review.quality import BodyFrame, assess
from InvertSegLib.volume.volume import Volume

SHAPE = (24, 40, 40)
# 40 x 40 x 24 voxels of 8 x 8 x 8 mm: a trunk of 320 mm; i to the patient's left, j to his back (LPS).
MATRIX = np.diag([-8.0, -8.0, 8.0, 1.0])
VOXEL_ML = 0.512


def grid() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    k, j, i = np.indices(SHAPE)
    return k, j, i


def ball(center: tuple[int, int, int], ml: float) -> np.ndarray:
    radius = (3 * ml / VOXEL_ML / (4 * np.pi)) ** (1 / 3)
    return sum((axis - c) ** 2 for axis, c in zip(grid(), center, strict=True)) <= radius**2


def segmentation(masks: dict[str, np.ndarray], **more) -> Segmentation:
    label_map = np.zeros(SHAPE, np.uint8)
    for value, mask in enumerate(masks.values(), 1):
        label_map[mask] = value
    return Segmentation(label_map, MATRIX, LabelTable.from_names(dict(enumerate(masks, 1))), **more)


@pytest.fixture(scope="module")
def body() -> BodyFrame:
    _, j, i = grid()
    inside = np.hypot(j - 20, i - 20) < 17
    voxels = np.where(inside, 300 + 5 * i, (i + j) % 3).astype(np.int16)
    return BodyFrame.of(Volume(voxels, MATRIX))


def kinds(quality) -> list[str]:
    return [reason.kind for reason in quality.reasons]


def test_nothing_speaks_against_a_liver_of_usual_size_on_the_right(body):
    (liver,) = assess(segmentation({"liver": ball((12, 18, 13), 1500)}), body)
    assert liver.score > 0.95
    assert liver.reasons == ()
    assert liver.volume_ml == pytest.approx(1500, rel=0.02)
    assert set(liver.factors) == {"volume", "parts", "side", "body"}


def test_the_middle_of_the_body_is_found_in_millimetres(body):
    assert body.middle == pytest.approx(-8.0 * 20, abs=8)


@pytest.mark.parametrize(
    ("name", "center", "ml", "kind"),
    [
        ("liver", (12, 18, 13), 150, "small"),
        ("spleen", (12, 24, 27), 1500, "large"),
        ("spleen", (12, 24, 13), 200, "side"),
        ("kidney_left", (12, 24, 11), 160, "side"),
        ("left_kidney", (12, 24, 11), 160, "side"),
        ("adrenal_gland_right", (12, 20, 12), 60, "large"),
    ],
)
def test_a_fault_is_named_and_costs(body, name, center, ml, kind):
    (quality,) = assess(segmentation({name: ball(center, ml)}), body)
    assert kinds(quality)[0] == kind
    assert quality.score < 0.5


def test_a_volume_two_standard_deviations_off_costs_half(body):
    usual = anatomy_of("liver").volume
    sigma = np.sqrt(np.log1p((usual.sd_ml / usual.mean_ml) ** 2))
    low = usual.mean_ml / np.exp(2 * sigma + sigma**2 / 2)
    assert usual.deviation(low) == pytest.approx(-2)
    (quality,) = assess(segmentation({"liver": ball((12, 18, 13), low)}), body)
    assert quality.factors["volume"] == pytest.approx(0.5, abs=0.03)
    assert kinds(quality) == ["small"]


def test_many_small_faults_name_the_largest(body):
    given = segmentation(
        {"liver": ball((12, 18, 13), 1100)}, confidence={"liver": 0.85}, disagreement={"liver": 0.18}
    )
    (quality,) = assess(given, body)
    assert quality.score < 0.7
    assert kinds(quality) == [min(quality.factors, key=quality.factors.get).replace("volume", "small")]


def test_two_blobs_are_no_kidney(body):
    mask = ball((6, 20, 27), 80) | ball((18, 20, 27), 80)
    (quality,) = assess(segmentation({"kidney_left": mask}), body)
    assert kinds(quality) == ["parts"]
    assert quality.factors["parts"] == pytest.approx(0.5, abs=0.02)
    assert quality.reasons[0].sentence == "it is in 2 parts, the largest holds 50%"


def test_what_may_have_parts_is_not_judged_by_them(body):
    mask = ball((6, 20, 27), 80) | ball((18, 20, 27), 80)
    (quality,) = assess(segmentation({"vessels_of_mine": mask}), body)
    assert quality.score == 1
    assert set(quality.factors) == {"body"}


def test_a_liver_that_the_scan_cuts_off_is_not_called_small(body):
    (quality,) = assess(segmentation({"liver": ball((0, 18, 13), 700)}), body)
    assert kinds(quality) == ["cut off"]
    assert quality.score > 0.95


def test_a_few_voxels_at_the_end_of_the_scan_cut_nothing_off(body):
    mask = ball((9, 18, 13), 150)
    mask[0:9, 18, 13] = True
    (quality,) = assess(segmentation({"liver": mask}), body)
    assert kinds(quality)[0] == "small"


def test_what_lies_outside_the_body_counts(body):
    mask = ball((12, 20, 4), 200)
    (quality,) = assess(segmentation({"thing": mask}), body)
    outside = 1 - (body.mask & mask).sum() / mask.sum()
    assert outside > 0.2
    assert kinds(quality) == ["outside"]
    assert quality.score == pytest.approx(1 - outside)


def test_the_networks_doubt_and_the_settings_disagreement_multiply(body):
    given = segmentation(
        {"liver": ball((12, 18, 13), 1500)}, confidence={"liver": 0.6}, disagreement={"liver": 0.5}
    )
    (quality,) = assess(given, body)
    assert kinds(quality) == ["disagreement", "confidence"]
    assert quality.score == pytest.approx(0.3, rel=0.05)


def test_a_second_result_is_compared_by_name_across_vocabularies(body):
    one = segmentation({"kidney_left": ball((12, 24, 27), 160)})
    other = segmentation({"spleen": ball((3, 5, 5), 1), "left_kidney": ball((12, 25, 27), 160)})
    a, b = one.label_map == 1, other.label_map == 2
    dice = 2 * (a & b).sum() / (a.sum() + b.sum())
    (quality,) = assess(one, body, other)
    assert quality.factors["second"] == pytest.approx(dice)
    (alone,) = assess(one, body, segmentation({"spleen": ball((12, 25, 27), 160)}))
    assert "second" not in alone.factors


def test_what_was_not_found_is_worth_nothing(body):
    quality = assess(segmentation({"liver": np.zeros(SHAPE, bool), "spleen": ball((12, 24, 27), 200)}), body)
    assert (quality[0].score, kinds(quality[0])) == (0, ["empty"])
    assert quality[1].score > 0.9


def test_without_the_scan_sides_are_not_judged():
    (quality,) = assess(segmentation({"spleen": ball((12, 24, 13), 200)}))
    assert set(quality.factors) == {"volume", "parts"}


def test_sides_are_told_on_any_orientation_of_the_grid(body):
    """The same patient with the columns running from left to right."""
    mask = ball((12, 24, 13), 200)
    flipped = MATRIX.copy()
    flipped[0, 0], flipped[0, 3] = 8.0, -8.0 * (SHAPE[2] - 1)
    turned = segmentation({"spleen": mask[:, :, ::-1]})
    turned = replace(turned, ijk_to_ras=flipped)
    frame = BodyFrame(body.mask[:, :, ::-1], body.middle)
    (quality,) = assess(turned, frame)
    assert kinds(quality) == ["side"]


def test_another_grid_is_refused(body):
    small = Segmentation(np.ones((2, 2, 2), np.uint8), MATRIX, LabelTable.from_names({1: "liver"}))
    with pytest.raises(InputError):
        assess(small, body)
    with pytest.raises(InputError):
        assess(segmentation({"liver": ball((12, 18, 13), 1500)}), body, small)
    moved = replace(segmentation({"liver": ball((12, 18, 13), 9)}), ijk_to_ras=MATRIX @ np.diag([1, 1, 2, 1]))
    with pytest.raises(InputError):
        assess(segmentation({"liver": ball((12, 18, 13), 1500)}), body, moved)


def test_every_range_names_its_source():
    from InvertSegLib.review.anatomy import _known

    ranges = [anatomy.volume for anatomy in _known().values() if anatomy.volume]
    assert len(ranges) == 8
    for usual in ranges:
        assert usual.source
        assert usual.subjects > 100
        assert 0 < usual.sd_ml < usual.mean_ml
        assert usual.doi.startswith("10.") or "PMID" in usual.source


def test_the_side_of_structures_that_the_table_does_not_hold_comes_from_their_codes():
    assert anatomy_of("left_lung").side == "left"
    assert anatomy_of("iliopsoas_right").side == "right"
    assert anatomy_of("kidney_cyst_left").one_piece is False
    assert anatomy_of("something").side == ""
