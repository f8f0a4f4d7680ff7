"""Which settings an ensemble holds, and what makes none."""

import json
from dataclasses import replace

import pytest

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import ENSEMBLES, TONES, Ensemble, ensemble_of
from InvertSegLib.inversion.parameters import BackgroundRule, Mapping
from InvertSegLib.inversion.presets import PRESETS

CALIBRATED, PUBLISHED = PRESETS["calibrated"], PRESETS["published"]


def test_the_tones_differ_in_nothing_else():
    chosen = replace(CALIBRATED, window=(-100.0, 200.0), clip=(5.0, 900.0), inverted=False)
    found = ensemble_of("tones", chosen)
    assert found.settings == tuple(replace(chosen, tone=tone) for tone in TONES)
    assert sorted(TONES) == [0.35, 0.5, 0.65, 0.8, 1.0]
    assert found.background_weight == 1
    assert found.settings[0].tone == sorted(TONES)[2]  # the middle one counts where only one can


def test_the_published_recipe_is_a_member_beside_calibrated_ones():
    *calibrated, last = ensemble_of("tones", PUBLISHED).settings
    assert last == PUBLISHED
    assert calibrated == list(ensemble_of("tones", CALIBRATED).settings)
    own_clip = replace(PUBLISHED, clip=(0.0, 500.0), background=BackgroundRule.PERCENTILE)
    *calibrated, last = ensemble_of("tones", own_clip).settings
    assert last == own_clip
    assert {each.clip for each in calibrated} == {(0.0, 500.0)}
    assert {each.background for each in calibrated} == {BackgroundRule.BODY}


def test_windows_and_background_can_vary_too():
    assert ensemble_of("tones-sensitive", CALIBRATED).background_weight == 0.5
    assert {each.window for each in ensemble_of("tones-windows", CALIBRATED).settings} == {
        (-150.0, 250.0), (-150.0, 350.0),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(ENSEMBLES))
def test_it_comes_back_from_json_and_repeats_nothing(name):
    for chosen in (CALIBRATED, PUBLISHED):
        found = ensemble_of(name, chosen)
        assert Ensemble.from_json(json.loads(json.dumps(found.to_json()))) == found
        assert len(set(found.settings)) == len(found.settings)
        assert all(each.mapping is not Mapping.NONE for each in found.settings)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: ensemble_of("tunes", CALIBRATED), "no ensemble 'tunes'"),
        (lambda: ensemble_of("tones", PRESETS["none"]), "leaves the voxels as they are"),
        (lambda: Ensemble((CALIBRATED,)), "fewer than two settings"),
        (lambda: Ensemble((CALIBRATED, PUBLISHED), 0.0), "weight of 0"),
        (lambda: Ensemble((CALIBRATED, PUBLISHED), 1.5), "weight of 1.5"),
    ],
)
def test_what_makes_no_sense_is_refused(make, words):
    with pytest.raises(ParameterError, match=words) as caught:
        make()
    assert caught.value.remedy
