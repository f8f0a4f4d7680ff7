"""The levels that a histogram draws and a preview shows are those that the inversion applies."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.levels import levels_of, percent_at
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping
from InvertSegLib.inversion.presets import PRESETS


@pytest.fixture(scope="module")
def head() -> np.ndarray:
    """A bright ball with a gradient in noise, int16."""
    random = np.random.default_rng(3)
    z, y, x = np.mgrid[-1:1:40j, -1:1:64j, -1:1:64j]
    ball = (z**2 + y**2 + x**2) < 0.6
    voxels = np.abs(random.normal(0, 12, ball.shape))
    voxels[ball] += 300 + 500 * (x[ball] + 1)
    voxels[20, 32, 32] = 4200
    return voxels.astype(np.int16)


@pytest.fixture(scope="module")
def histogram(head) -> IntensityHistogram:
    return IntensityHistogram.of(head)


@pytest.mark.parametrize(
    "parameters",
    [
        InversionParameters(),
        InversionParameters(background_percent=7.5),
        InversionParameters(clip=(50, 900), background_percent=12),
        InversionParameters(background="percentile", background_percent=40),
        InversionParameters(background="percentile", background_percent=40, clip=(100, 700)),
        InversionParameters(background="none"),
        InversionParameters(inverted=False, background_percent=5),
    ],
)
def test_published_brightness_is_that_of_the_inverted_voxels(head, histogram, parameters):
    levels = levels_of(parameters, histogram)
    inverted = invert(head, parameters).astype(np.float64)
    shown = levels.brightness(head)
    kept = shown > 0
    if parameters.inverted:
        assert np.allclose(levels.low + shown[kept] * (levels.high - levels.low), inverted[kept])
    assert (inverted[~kept] <= levels.low).all()
    if levels.background is not None:
        assert (inverted[head <= levels.background] == 0).all()


@pytest.mark.parametrize("rule", ["range", "none"])
def test_calibrated_clip_range_is_that_of_the_inversion(head, histogram, rule):
    parameters = InversionParameters(mapping="calibrated", background=rule, tone=0.6)
    levels = levels_of(parameters, histogram)

    hounsfield = invert(head, parameters)
    kept = hounsfield > -1000

    shown = -150 + 400 * levels.brightness(head)
    assert np.abs(shown - hounsfield)[kept].max() <= 2


def test_the_body_is_drawn_near_where_it_begins(head, histogram):
    levels = levels_of(PRESETS["calibrated"], histogram)

    disagreeing = (head > levels.background) != body_mask(head)

    assert disagreeing.mean() < 0.01


def test_without_inversion_the_whole_range_is_shown_as_it_is(head, histogram):
    levels = levels_of(PRESETS["none"], histogram)

    assert levels.background is None
    assert levels.high < 4200  # the hot voxel does not darken the rest
    assert (np.diff(levels.brightness(np.linspace(0, 2000, 50))) >= 0).all()


@pytest.mark.parametrize("rule", [BackgroundRule.RANGE, BackgroundRule.PERCENTILE])
@pytest.mark.parametrize("mapping", [Mapping.PUBLISHED, Mapping.CALIBRATED])
@pytest.mark.parametrize("clip", [None, (100.0, 800.0)])
def test_a_dragged_threshold_lands_where_it_was_dropped(histogram, rule, mapping, clip):
    parameters = InversionParameters(background=rule, mapping=mapping, clip=clip)

    percent = percent_at(parameters, histogram, 600.0)
    dropped = InversionParameters(background=rule, mapping=mapping, clip=clip, background_percent=percent)

    assert levels_of(dropped, histogram).background == pytest.approx(600, abs=2)


def test_a_threshold_dragged_beyond_the_ends_stays_a_percentage(histogram):
    assert percent_at(InversionParameters(), histogram, -500) == 0
    assert percent_at(InversionParameters(), histogram, 1e9) < 100
    body = PRESETS["calibrated"]
    assert percent_at(body, histogram, 400) == body.background_percent


def test_a_clip_range_beyond_the_scan_is_refused_in_words(histogram):
    with pytest.raises(InputError, match="none is left"):
        levels_of(InversionParameters(clip=(9000, 9500)), histogram)


def test_a_constant_volume_can_still_be_drawn():
    histogram = IntensityHistogram.of(np.full((2, 2, 2), 7, dtype=np.int16))

    levels = levels_of(PRESETS["none"], histogram)

    assert levels.low < levels.high
