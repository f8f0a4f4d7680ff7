"""Settings against each other: agreement weighted by quality, the vote, the settings that are tried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import BackgroundRule, Mapping
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.phantom.patient import make_patient
from InvertSegLib.review.candidates import candidates
from InvertSegLib.review.quality import BodyFrame, SegmentQuality, assess
from InvertSegLib.review.ranking import Ranking
from InvertSegLib.review.steps import coarse_steps, coarse_volume, result_of
from InvertSegLib.review.tune import Tuning
from InvertSegLib.review.vote import vote_in_steps
from InvertSegLib.volume.volume import Volume

NAMES = {1: "liver", 2: "spleen"}


def row(*values: int) -> Segmentation:
    """A label map of one line."""
    return Segmentation(np.array([[values]], np.uint8), np.eye(4), LabelTable.from_names(NAMES))


def qualities(liver: float, spleen: float = 0.0) -> list[SegmentQuality]:
    return [SegmentQuality(1, "liver", liver, 1.0), SegmentQuality(2, "spleen", spleen, 1.0)]


def test_the_score_is_the_geometric_mean_of_quality_and_weighted_dice_with_all_settings():
    ranking = Ranking(["liver"])
    ranking.add("a", row(1, 1, 1, 0), qualities(0.8))
    ranking.add("b", row(1, 1, 0, 0), qualities(0.4))
    ranking.add("c", row(0, 0, 0, 1), qualities(0.2))
    weights = np.array([0.64, 0.16, 0.04])
    dice = np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
    agreement = dice @ weights / weights.sum()
    found = ranking.scores()
    assert [score.name for score in found] == ["a", "b", "c"]
    np.testing.assert_allclose([score.agreement["liver"] for score in found], agreement)
    np.testing.assert_allclose([score.score for score in found], np.sqrt(agreement * [0.8, 0.4, 0.2]))


def test_one_plausible_setting_outranks_many_that_agree_on_nonsense():
    ranking = Ranking(["liver"])
    for name in "abcd":
        ranking.add(name, row(1, 0, 0, 0), qualities(0.05))
    ranking.add("plausible", row(0, 1, 1, 1), qualities(0.9))
    assert ranking.scores()[0].name == "plausible"


def test_structures_that_nobody_found_do_not_count_unless_they_are_wanted():
    ranking, wanted = Ranking(), Ranking(["liver", "spleen"])
    for each in (ranking, wanted):
        each.add("a", row(1, 1, 0, 0), qualities(0.9))
        each.add("b", row(1, 1, 0, 0), qualities(0.9))
    assert ranking.scores()[0].score == pytest.approx(np.sqrt(0.9))
    assert wanted.scores()[0].score == pytest.approx(np.sqrt(0.9) / 2)


def test_of_equal_settings_the_first_wins():
    ranking = Ranking()
    ranking.add("start", row(1, 1, 0, 0), qualities(0.7))
    ranking.add("same", row(1, 1, 0, 0), qualities(0.7))
    assert [score.name for score in ranking.scores()] == ["start", "same"]


def test_results_of_another_network_or_grid_are_refused():
    ranking = Ranking()
    ranking.add("a", row(1, 1, 0, 0), qualities(1))
    for other in (row(1, 1), replace(row(1, 1, 0, 0), table=LabelTable.from_names({1: "lung"}))):
        with pytest.raises(ValueError, match="one network"):
            ranking.add("b", other, qualities(1))
    with pytest.raises(ValueError, match="already"):
        ranking.add("a", row(1, 1, 0, 0), qualities(1))


def voted(segmentations: dict[str, Segmentation], weights) -> list[int]:
    return result_of(vote_in_steps(segmentations, weights)).ravel().tolist()


def test_the_vote_is_a_weighted_majority_of_each_structure():
    results = {"a": row(1, 1, 0, 2, 0), "b": row(1, 0, 1, 2, 2), "c": row(0, 1, 1, 0, 2)}
    equal = dict.fromkeys("abc", 1 / 3)
    assert voted(results, {"liver": equal, "spleen": equal}) == [1, 1, 1, 2, 2]
    alone = {"a": 0.6, "b": 0.2, "c": 0.2}
    assert voted(results, {"liver": alone, "spleen": equal}) == [1, 1, 0, 2, 2]


def test_where_two_structures_have_a_majority_the_larger_wins():
    results = {"a": row(1), "b": row(2)}
    assert voted(results, {"liver": {"a": 0.9, "b": 0.1}, "spleen": {"a": 0.2, "b": 0.8}}) == [1]
    assert voted(results, {"liver": {"a": 0.6, "b": 0.4}, "spleen": {"a": 0.2, "b": 0.8}}) == [2]


def test_nobody_votes_for_what_is_implausible_everywhere():
    nobody = {"a": 0.0, "b": 0.0}
    assert voted({"a": row(1), "b": row(1)}, {"liver": nobody, "spleen": nobody}) == [0]


# ---------------------------------------------------------------------- on a synthetic patient

ORGANS = ("liver", "spleen", "kidney_left", "kidney_right")


@pytest.fixture(scope="module")
def patient():
    return make_patient(10_500, (5.0, 5.0, 8.0), (1, 1, 1))


def worsened(truth: Segmentation, amount: int, side: int) -> Segmentation:
    """Every organ eaten away from one side of its own, as a network does that loses it."""
    label_map = truth.label_map.copy()
    for value, structure in truth.table.items():
        where = np.argwhere(label_map == value)
        if structure.name in ORGANS and len(where):
            axis = side % 3
            order = np.argsort(where[:, axis])[:: 1 if side % 2 else -1]
            lost = where[order[: len(where) * amount // 10]]
            label_map[tuple(lost.T)] = 0
    return replace(truth, label_map=label_map)


def test_worse_results_rank_lower_and_the_vote_beats_most(patient):
    """Six settings that lose 0 to 70 % of each organ, each on another side; scores never see the truth."""
    truth = Segmentation(
        patient.labels.voxels, patient.labels.ijk_to_ras, LabelTable.from_names(patient.table)
    )
    tuning = Tuning(patient.t1, candidates(patient.t1, PRESETS["calibrated"])[:6], ORGANS)
    lost = (4, 1, 7, 2, 5, 3)
    for side, (candidate, amount) in enumerate(zip(tuning.candidates, lost, strict=True)):
        tuning.take(candidate, worsened(truth, amount, side))
    proposal = tuning.proposal()
    by_loss = {candidate.name: amount for candidate, amount in zip(tuning.candidates, lost, strict=True)}
    ranked = [by_loss[score.name] for score in proposal.scores]
    assert np.corrcoef(ranked, range(6))[0, 1] > 0.85
    assert ranked[0] <= 2
    assert ranked[-1] == 7
    assert dice(proposal.segmentation, truth) > dice(worsened(truth, 3, 5), truth)
    assert 0 < proposal.segmentation.disagreement["liver"] < 1
    assert proposal.best.candidate.name == proposal.scores[0].name


def dice(found: Segmentation, truth: Segmentation) -> float:
    scores = []
    for value, structure in truth.table.items():
        if structure.name in ORGANS:
            a, b = found.label_map == value, truth.label_map == value
            scores.append(2 * (a & b).sum() / (a.sum() + b.sum()))
    return float(np.mean(scores))


def test_true_organs_of_a_synthetic_patient_are_of_good_quality(patient):
    truth = Segmentation(
        patient.labels.voxels, patient.labels.ijk_to_ras, LabelTable.from_names(patient.table)
    )
    found = {quality.name: quality for quality in assess(truth, BodyFrame.of(patient.t1))}
    for organ in ORGANS:
        assert found[organ].score > 0.5, found[organ]
    mirrored = replace(truth, label_map=truth.label_map[:, :, ::-1])
    wrong = {quality.name: quality for quality in assess(mirrored, BodyFrame.of(patient.t1))}
    assert max(wrong[organ].score for organ in ORGANS) < 0.5


def test_a_coarse_grid_judges_alike(patient):
    truth = Segmentation(
        patient.labels.voxels, patient.labels.ijk_to_ras, LabelTable.from_names(patient.table)
    )
    names = candidates(patient.t1, PRESETS["calibrated"], "quick")
    scores = []
    for steps in ((1, 1, 1), (1, 2, 2)):
        tuning = Tuning(patient.t1, names, ORGANS, steps)
        for side, candidate in enumerate(names):
            tuning.take(candidate, worsened(truth, 2 * side, side))
        assert tuning.proposal().segmentation.label_map.shape == truth.label_map.shape
        scores.append({score.name: score.score for score in tuning.scores()})
    assert scores[0] == pytest.approx(scores[1], abs=0.05)


@pytest.mark.parametrize(
    ("shape", "spacing"),
    [
        ((200, 512, 512), (0.8, 0.8, 1.6)),
        ((35, 256, 256), (1.9, 1.9, 5.5)),
        ((512, 60, 512), (1.0, 3.0, 1.0)),
    ],
)
def test_a_coarse_grid_is_about_as_coarse_along_each_axis(shape, spacing):
    steps = coarse_steps(shape, spacing, 1 << 19)
    left = np.prod([len(range(0, size, step)) for size, step in zip(shape, steps, strict=True)])
    assert 1 << 18 < left <= 1 << 19
    apart = [step * mm for step, mm in zip(steps, spacing[::-1], strict=True) if step > 1]
    assert max(apart) < 1.7 * min(apart)


def test_a_coarse_voxel_stays_where_it_was():
    matrix = np.array([[0.0, -0.9, 0.2, 5], [-1.1, 0, 0, -7], [0, 0.1, 5.5, 11], [0, 0, 0, 1]])
    voxels = np.arange(6 * 7 * 8, dtype=np.int16).reshape(6, 7, 8)
    coarse = coarse_volume(Volume(voxels, matrix), (2, 3, 4))
    assert coarse.voxels[1, 2, 1] == voxels[2, 6, 4]
    np.testing.assert_allclose(coarse.ijk_to_ras @ (1, 2, 1, 1), matrix @ (4, 6, 2, 1))


def test_a_single_slice_and_a_small_volume_keep_what_they_have():
    assert coarse_steps((1, 2000, 2000), (1.0, 1.0, 1.0), 1 << 20) == (1, 2, 2)
    assert coarse_steps((10, 20, 30), (1.0, 1.0, 1.0), 1 << 20) == (1, 1, 1)


def test_what_is_tried_changes_one_thing_each(patient):
    start = PRESETS["calibrated"]
    found = candidates(patient.t1, start)
    assert found[0].parameters == start
    assert len({candidate.name for candidate in found}) == len(found) == 14
    by_name = {candidate.name: candidate.parameters for candidate in found}
    assert by_name["tone 0.5"] == replace(start, tone=0.5)
    assert by_name["wider window"].window == (-150, 350)
    assert by_name["dark tissue black"].background is BackgroundRule.RANGE
    wide, narrow = by_name["wider clip range"].clip, by_name["narrower clip range"].clip
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert not by_name["other sign"].inverted
    assert [c.transforms[0].name for c in found if c.transforms] == ["histogram"]
    assert len(candidates(patient.t1, start, "quick")) == 5


def test_from_the_published_recipe_the_calibrated_ones_are_tried_too(patient):
    found = candidates(patient.t1, PRESETS["published"], "quick")
    assert [candidate.name for candidate in found][:2] == ["start", "calibrated"]
    assert found[0].parameters.mapping is Mapping.PUBLISHED
    full = candidates(patient.t1, PRESETS["published"])
    assert sum(candidate.parameters == PRESETS["published"] for candidate in full) == 1


def test_nothing_is_tuned_where_nothing_is_inverted(patient):
    with pytest.raises(ParameterError):
        candidates(patient.t1, PRESETS["none"])
    with pytest.raises(ParameterError):
        candidates(patient.t1, PRESETS["calibrated"], "thorough")
