"""From intensities to pixels and back, for volumes of all kinds."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.levels import levels_of
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.panel.intensity_axis import (
    BACKGROUND,
    CLIP_HIGH,
    CLIP_LOW,
    IntensityAxis,
    handle_at,
    heights,
    positions,
)


@pytest.fixture(scope="module")
def scan() -> np.ndarray:
    random = np.random.default_rng(5)
    voxels = random.gamma(3, 120, (20, 64, 64))
    voxels[:6] *= 0.03
    return voxels.astype(np.int16)


def axis_of(voxels: np.ndarray, width: int = 330) -> IntensityAxis:
    return IntensityAxis.for_histogram(IntensityHistogram.of(voxels), 6, width)


def test_pixels_and_intensities_agree_in_both_directions(scan):
    axis = axis_of(scan)

    for x in (6, 7, 100, 335):
        assert axis.x(axis.intensity(x)) == x
    assert axis.x(axis.low) == 6
    assert axis.x(axis.high) == 6 + 330 - 1


def test_what_lies_beyond_stays_at_the_end_and_is_known_as_such(scan):
    axis = axis_of(scan)

    assert axis.x(1e9) == axis.x(axis.high)
    assert axis.intensity(-50) == axis.low
    assert [axis.beyond(x) for x in (axis.low - 1, axis.low, axis.high, axis.high + 1)] == [-1, 0, 0, 1]


def test_hot_voxels_do_not_press_the_tissue_together(scan):
    hot = scan.copy()
    hot[10, 10, 10] = 32000

    assert axis_of(hot).high == pytest.approx(axis_of(scan).high, rel=0.5)
    assert axis_of(hot).high < 2500


def test_a_constant_volume_has_an_axis():
    axis = axis_of(np.full((3, 3, 3), 12, dtype=np.uint8))

    assert axis.low < axis.high


@pytest.mark.parametrize("width", [40, 330, 900, 4000])
@pytest.mark.parametrize("dtype", [np.int16, np.float32])
def test_bars_have_no_comb(width, dtype):
    ramp = np.repeat(np.arange(1000), 50).reshape(50, 50, 20).astype(dtype)
    histogram = IntensityHistogram.of(ramp)
    axis = IntensityAxis.for_histogram(histogram, 0, width)

    bars = heights(histogram, axis)

    assert bars.shape == (width,)
    assert bars.min() > 0.95
    assert bars.max() == 1


def test_bars_of_true_numbers_follow_their_density():
    voxels = np.random.default_rng(2).normal(0, 1, (40, 50, 50)).astype(np.float64)
    histogram = IntensityHistogram.of(voxels)
    axis = IntensityAxis.for_histogram(histogram, 0, 101)

    bars = heights(histogram, axis)

    assert abs(axis.intensity(int(bars.argmax()))) < 0.5
    assert bars[0] < 0.5 > bars[-1]


def test_the_brightest_voxel_has_a_bar():
    voxels = np.zeros((2, 2, 2), dtype=np.uint8)
    voxels[0, 0, 0] = 255
    histogram = IntensityHistogram.of(voxels)

    assert heights(histogram, IntensityAxis(0, 255, 0, 100))[-1] > 0


def test_there_is_a_handle_for_all_that_is_cut(scan):
    histogram = IntensityHistogram.of(scan)

    published = positions(levels_of(InversionParameters(), histogram))
    assert set(published) == {BACKGROUND, CLIP_LOW, CLIP_HIGH}
    assert published[CLIP_HIGH] == 3000
    assert BACKGROUND not in positions(levels_of(PRESETS["none"], histogram))


def test_near_handles_are_told_apart_by_the_height_of_the_mouse():
    axis = IntensityAxis(0, 1000, 0, 501)
    handles = {BACKGROUND: 100.0, CLIP_LOW: 104.0, CLIP_HIGH: 900.0}

    assert handle_at(axis, handles, 51, upper=True) == CLIP_LOW
    assert handle_at(axis, handles, 51, upper=False) == BACKGROUND
    assert handle_at(axis, handles, 450, upper=False) == CLIP_HIGH
    assert handle_at(axis, handles, 250, upper=True) == ""
