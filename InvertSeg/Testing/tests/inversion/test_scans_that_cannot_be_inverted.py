"""Constant, empty, not finite, not a scan: a sentence and a remedy each."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import BackgroundRule
from InvertSegLib.inversion.presets import PRESETS

HOPELESS = {
    "empty": np.zeros((0, 4, 4), "int16"),
    "constant": np.full((3, 4, 5), 7, "int16"),
    "constant float": np.full((3, 4, 5), 7, "float32"),
    "all nan": np.full((3, 4, 5), np.nan, "float32"),
    "all infinite": np.full((3, 4, 5), np.inf),
    "constant but for nan": np.array([np.nan, 5, 5, np.inf]).reshape(1, 2, 2),
    "a plane": np.eye(5),
    "complex": np.ones((2, 2, 2), complex),
    "yes and no": np.eye(4, dtype=bool)[None],
    "text": np.full((2, 2, 2), "a"),
}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", HOPELESS)
def test_it_is_refused_with_a_remedy(name: str, preset: str) -> None:
    with pytest.raises(InputError) as error:
        invert(HOPELESS[name], PRESETS[preset])
    assert error.value.sentence.endswith(".")
    assert error.value.remedy.endswith(".")


def test_a_clip_range_beside_the_intensities() -> None:
    scan = np.arange(-27, 0).reshape(3, 3, 3)
    with pytest.raises(InputError, match=r"clip range 0\.\.3000"):
        invert(scan, PRESETS["published"])
    with pytest.raises(InputError, match="clip range"):
        invert(scan, dataclasses.replace(PRESETS["calibrated"], clip=(5, 10)))


@pytest.mark.parametrize("rule", BackgroundRule)
@pytest.mark.parametrize("preset", ["published", "calibrated"])
def test_voxels_that_are_not_finite_count_nowhere_and_become_background(preset: str, rule: str) -> None:
    rng = np.random.default_rng(3)
    scan = np.abs(rng.normal(5, 2, (6, 40, 40))).astype("float32")
    scan[:, 10:30, 10:30] = rng.normal(300, 40, (6, 20, 20))
    holed = scan.copy()
    holes = rng.random(scan.shape) < 0.02
    holed[holes] = rng.choice([np.nan, np.inf, -np.inf], holes.sum())
    parameters = dataclasses.replace(PRESETS[preset], background=rule)
    result = invert(holed, parameters)
    background = -1000 if preset == "calibrated" else 0
    assert (result[holes] == background).all()
    # As good as a scan in which those voxels hold nothing new.
    filled = np.where(holes, scan[0, 0, 0], scan)
    filled[np.unravel_index(np.argmin(np.where(holes, np.inf, holed)), scan.shape)] = holed[~holes].min()
    if rule in {BackgroundRule.RANGE, BackgroundRule.NONE} and preset == "published":
        np.testing.assert_array_equal(result[~holes], invert(filled, parameters)[~holes])
    assert np.isfinite(result).all()
    inside = np.zeros(scan.shape, bool)
    inside[:, 12:28, 12:28] = True
    assert (result[inside & ~holes] != background).mean() > 0.95


def test_the_mapping_none_copies_and_takes_the_darkest_for_what_is_not_finite() -> None:
    scan = np.arange(-60.0, 60).reshape(4, 5, 6)
    scan[1, 1, 1] = np.nan
    result = invert(scan, PRESETS["none"])
    assert result is not scan
    assert result[1, 1, 1] == -60
    finite = np.isfinite(scan)
    np.testing.assert_array_equal(result[finite], scan[finite])


def test_only_one_intensity_is_left_beside_the_background() -> None:
    mask = np.zeros((4, 20, 20), "uint8")
    mask[:, 5:15, 5:15] = 1
    with pytest.raises(InputError, match="same intensity"):
        invert(mask, PRESETS["calibrated"])


def test_a_hot_voxel_matters_to_the_rule_range_and_not_to_the_others() -> None:
    rng = np.random.default_rng(4)
    scan = np.zeros((6, 64, 64), "int16")
    scan[:, 16:48, 16:48] = rng.integers(20, 200, (6, 32, 32))
    hot = scan.copy()
    hot[3, 30, 30] = 2900
    tissue = np.zeros(scan.shape, bool)
    tissue[:, 17:47, 17:47] = True
    tissue[3, 30, 30] = False
    published = PRESETS["published"]
    blackened = (invert(hot, published)[tissue] == 0).mean()
    assert blackened > (invert(scan, published)[tissue] == 0).mean() + 0.03
    for rule in ("percentile", "body"):
        parameters = dataclasses.replace(published, background=rule)
        assert (invert(hot, parameters)[tissue] != 0).all()
    calibrated = invert(hot, PRESETS["calibrated"])
    assert np.abs(calibrated - invert(scan, PRESETS["calibrated"]))[tissue].max() <= 20
