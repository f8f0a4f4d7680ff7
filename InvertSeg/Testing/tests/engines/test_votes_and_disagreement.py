"""Labels of several settings: which one wins, where they differ, and by how much for each structure."""

import numpy as np
import pytest

from InvertSegLib.engines.base import EngineOutput
from InvertSegLib.engines.ensemble import by_votes, disagreement, segment_ensemble, vote
from InvertSegLib.volume.volume import Volume


def line(*labels, dtype=np.uint8):
    """A label map (1, 1, I)."""
    return np.array([[labels]], dtype)


def test_the_label_of_most_settings_wins_and_of_equally_many_the_first_ones():
    found, differing = vote([line(1, 2, 0, 0, 3), line(1, 2, 0, 2, 0), line(1, 1, 0, 1, 0)], 1.0)
    np.testing.assert_array_equal(found, line(1, 2, 0, 0, 0))
    # Shares of the three pairs that differ: none, two, none, all, two.
    np.testing.assert_allclose(differing[0, 0], [0, 2 / 3, 0, 1, 2 / 3], atol=1 / 256)
    assert differing.dtype == np.float16


def test_votes_for_the_background_can_count_less():
    maps = [line(0, 0), line(0, 0), line(2, 2), line(0, 2)]
    np.testing.assert_array_equal(vote(maps, 1.0)[0], line(0, 0))
    np.testing.assert_array_equal(vote(maps, 0.5)[0], line(0, 2))


def test_types_of_labels_are_kept_as_wide_as_needed():
    found, _ = vote([line(300, dtype=np.uint16), line(300, dtype=np.uint16), line(1)], 1.0)
    assert (found.dtype, int(found[0, 0, 0])) == (np.uint16, 300)


def test_disagreement_is_one_minus_dice_over_pairs_that_know_the_structure():
    maps = [line(1, 1, 1, 0, 2), line(1, 1, 0, 0, 0), line(0, 0, 0, 0, 0)]
    found = disagreement(maps, {1: "liver", 2: "spleen", 3: "kidney"})
    # Liver: Dice 0.8, 0, 0. Spleen: 0, 0, and a pair that does not know it. Kidney: in none.
    assert found == {"liver": pytest.approx((0.2 + 1 + 1) / 3), "spleen": pytest.approx(1.0)}
    same = disagreement([maps[0]] * 3, {1: "liver", 2: "spleen"})
    assert same == {"liver": pytest.approx(0.0), "spleen": pytest.approx(0.0)}


def test_labels_that_nobody_asked_for_do_not_count():
    assert disagreement([line(1, 9, 9), line(1, 0, 9)], {1: "liver"}) == {"liver": 0.0}


class Thresholds:
    """An engine without probabilities, which shows what it was told."""

    def segment(self, volume, structures, reporter):
        with reporter.stage("network"):
            for step in (0.5, 1.0):
                reporter.progress(step)
        return EngineOutput((volume.voxels > 0).astype(np.uint8), {1: "liver"}, {"liver": 0.5})


class Listener:
    def __init__(self):
        self.said = []
        self.lines = []

    def stage(self, name, message=""):
        import contextlib

        return contextlib.nullcontext(self.said.append((name, message)))

    def progress(self, fraction, message=""):
        self.said.append((round(fraction, 3), message))

    def check_cancelled(self):
        pass

    def log(self, text):
        self.lines.append(text)


def test_an_engine_without_probabilities_votes_and_says_so():
    listener = Listener()
    inputs = [Volume(np.full((1, 1, 2), value), np.eye(4)) for value in (1, 1, -1)]
    found = segment_ensemble(Thresholds(), inputs, (), 1.0, listener)
    assert found.averaged == "labels"
    np.testing.assert_array_equal(found.label_map, line(1, 1))
    np.testing.assert_allclose(found.uncertainty, 2 / 3, atol=1 / 256)
    assert found.disagreement == {"liver": pytest.approx(2 / 3)}
    assert found.confidence == {"liver": 0.5}
    assert "vote" in listener.lines[0]
    fractions = [said for said in listener.said if isinstance(said[0], float)]
    assert fractions == [
        (0.167, "setting 1 of 3"), (0.333, "setting 1 of 3"), (0.5, "setting 2 of 3"),
        (0.667, "setting 2 of 3"), (0.833, "setting 3 of 3"), (1.0, "setting 3 of 3"),
    ]  # fmt: skip


def test_confidences_of_settings_that_found_nothing_do_not_count():
    labels = {1: "liver", 2: "spleen"}
    outputs = [
        EngineOutput(line(1), labels, {"liver": 0.9}), EngineOutput(line(0), labels),
        EngineOutput(line(1), labels, {"liver": 0.5}),
    ]  # fmt: skip
    assert by_votes(outputs, 1.0).confidence == {"liver": pytest.approx(0.7)}
