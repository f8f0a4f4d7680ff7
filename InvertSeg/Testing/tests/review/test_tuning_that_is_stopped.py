"""Settings one after the other: what an interruption leaves, what is taken up, what cannot be tried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.candidates import candidates
from InvertSegLib.review.thumbnails import thumbnails
from InvertSegLib.review.trials import TrialStore
from InvertSegLib.review.tune import Tuning, tune
from InvertSegLib.volume.volume import Volume

SHAPE = (6, 30, 40)
MATRIX = np.diag([-4.0, -4.0, 6.0, 1.0])


@pytest.fixture
def volume() -> Volume:
    _, j, i = np.indices(SHAPE)
    inside = np.hypot(j - 15, i - 20) < 12
    return Volume(np.where(inside, 200 + i, (i + j) % 4).astype(np.int16), MATRIX)


class Network:
    """Finds a bar whose length is the setting's tone; notes what it was asked."""

    def __init__(self, stop_at: str = "", refuses: str = "") -> None:
        self.asked: list[str] = []
        self.stop_at, self.refuses = stop_at, refuses

    def __call__(self, candidate) -> Segmentation:
        self.asked.append(candidate.name)
        if candidate.name == self.stop_at:
            raise KeyboardInterrupt
        if candidate.name == self.refuses:
            raise InputError("Nothing is left by the clip range.")
        labels = np.zeros(SHAPE, np.uint8)
        labels[2:4, 12:16, 10 : 10 + round(12 * candidate.parameters.tone)] = 1
        table = LabelTable.from_names({1: "thing"})
        return Segmentation(
            labels, MATRIX, table, {"confidence": {"thing": 0.75}}, confidence={"thing": 0.75}
        )


def quick(volume: Volume) -> Tuning:
    return Tuning(volume, candidates(volume, PRESETS["calibrated"], "quick"))


def test_an_interruption_leaves_what_is_done_and_the_next_tuning_takes_it_up(volume, tmp_path):
    store = TrialStore(tmp_path / "trials", {"input": "abc"})
    stopped, network = quick(volume), Network(stop_at="tone 0.8")
    with pytest.raises(KeyboardInterrupt):
        tune(stopped, network, store=store)
    assert [trial.candidate.name for trial in stopped.trials] == ["start", "tone 0.5"]
    assert len(stopped.proposal().scores) == 2
    goes_on, network = quick(volume), Network()
    tune(goes_on, network, store=store)
    assert network.asked == ["tone 0.8", "tone 0.35", "tone 1"]
    whole = quick(volume)
    tune(whole, Network())
    assert goes_on.proposal().scores == whole.proposal().scores
    taken = goes_on.proposal().segmentation
    np.testing.assert_array_equal(taken.label_map, whole.proposal().segmentation.label_map)
    assert taken.confidence == pytest.approx({"thing": 0.75})


@pytest.mark.parametrize("what", [{"input": "another scan"}, {"input": "abc", "network": "another"}])
def test_results_of_something_else_are_not_taken_up(volume, tmp_path, what):
    tune(quick(volume), Network(), store=TrialStore(tmp_path, {"input": "abc"}))
    network = Network()
    tune(quick(volume), network, store=TrialStore(tmp_path, what))
    assert len(network.asked) == 5


def test_a_setting_of_the_same_name_with_other_values_is_run_again(volume, tmp_path):
    store = TrialStore(tmp_path, {"input": "abc"})
    tune(quick(volume), Network(), store=store)
    start = replace(PRESETS["calibrated"], window=(-100.0, 200.0))
    network = Network()
    tune(Tuning(volume, candidates(volume, start, "quick")), network, store=store)
    assert len(network.asked) == 5


def test_a_setting_that_the_volume_does_not_allow_is_left_out_with_its_reason(volume):
    tuning = quick(volume)
    tune(tuning, Network(refuses="tone 0.5"))
    assert tuning.failed == {"tone 0.5": "Nothing is left by the clip range."}
    assert len(tuning.proposal().scores) == 4
    assert tuning.remaining == ()


def test_a_single_trial_is_proposed_as_it_is(volume):
    tuning = quick(volume)
    tuning.candidates = tuning.candidates[:1]
    tune(tuning, Network())
    assert tuning.proposal().segmentation is tuning.trials[0].segmentation
    assert quick(volume).trials == []
    with pytest.raises(ValueError, match="nothing was tried"):
        quick(volume).proposal()


@pytest.mark.parametrize("better", ["start", "other sign"])
def test_inversion_is_doubted_where_the_other_sign_does_best(volume, better):
    every = candidates(volume, PRESETS["calibrated"], "full")
    tuning = Tuning(volume, [each for each in every if each.name in {"start", "other sign"}])

    def network(candidate) -> Segmentation:
        found = Network()(replace(candidate, parameters=replace(candidate.parameters, tone=1.0)))
        return replace(found, confidence={"thing": 0.9 if candidate.name == better else 0.2})

    tune(tuning, network)
    assert tuning.proposal().best.candidate.name == better
    assert tuning.proposal().doubts_inversion is (better == "other sign")


def test_thumbnails_show_the_patient_upright_whatever_the_orientation(volume):
    """The same patient with rows and slices the other way round gives the same pictures."""
    found = Network()(candidates(volume, PRESETS["calibrated"], "quick")[0])
    plain = thumbnails(volume, {"a": found}, 80)["a"]
    assert plain.shape == (60, 80, 3)
    coloured = np.argwhere(np.ptp(plain.astype(int), axis=2) > 0)
    assert 24 <= coloured[:, 0].min() <= coloured[:, 0].max() <= 32
    assert 20 <= coloured[:, 1].min() <= coloured[:, 1].max() <= 36
    turned = np.diag([-4.0, 4.0, -6.0, 1.0])
    turned[:3, 3] = MATRIX[:3, :3] @ (0, SHAPE[1] - 1, SHAPE[0] - 1)
    other = Volume(volume.voxels[::-1, ::-1], turned)
    flipped = replace(found, label_map=found.label_map[::-1, ::-1], ijk_to_ras=turned)
    np.testing.assert_array_equal(thumbnails(other, {"a": flipped}, 80)["a"], plain)
    sagittal = Volume(volume.voxels.transpose(2, 1, 0), MATRIX[:, [2, 1, 0, 3]])
    as_sagittal = replace(
        found, label_map=found.label_map.transpose(2, 1, 0), ijk_to_ras=MATRIX[:, [2, 1, 0, 3]]
    )
    np.testing.assert_array_equal(thumbnails(sagittal, {"a": as_sagittal}, 80)["a"], plain)
