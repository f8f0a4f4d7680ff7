"""A histogram that is made while a user waits: the same answers in the end, soon a likeness of them."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.progressive import ProgressiveHistogram


def finished(voxels: np.ndarray, **options) -> ProgressiveHistogram:
    progressive = ProgressiveHistogram(voxels, **options)
    while progressive.advance(0):
        pass
    return progressive


def tissue(dtype: type, shape: tuple[int, int, int] = (40, 120, 110)) -> np.ndarray:
    random = np.random.default_rng(7)
    voxels = random.gamma(2, 150, shape)
    voxels[: shape[0] // 3] *= 0.05
    return voxels.astype(dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.int64, np.float32])
def test_whole_numbers_are_counted_exactly(dtype):
    voxels = np.minimum(np.rint(tissue(np.float64)), 250).astype(dtype)

    progressive, exact = finished(voxels), IntensityHistogram.of(voxels)

    assert progressive.is_exact
    histogram = progressive.histogram()
    assert histogram.count == exact.count
    assert [histogram.percentile(p) for p in (0, 1, 37, 99, 100)] == [
        exact.percentile(p) for p in (0, 1, 37, 99, 100)
    ]


def test_it_is_accepted_by_the_inversion_when_exact():
    voxels = tissue(np.int16)
    parameters = InversionParameters(background="percentile", background_percent=20)

    inverted = invert(voxels, parameters, histogram=finished(voxels).histogram())

    assert np.array_equal(inverted, invert(voxels, parameters))


def test_a_sample_of_true_numbers_keeps_the_extremes_and_comes_near_the_percentiles():
    voxels = tissue(np.float32)
    voxels[17, 3, 5] = 90000
    voxels[9, 9, 9] = -3

    progressive, exact = finished(voxels, most_sorted=1 << 14), IntensityHistogram.of(voxels)
    histogram = progressive.histogram()

    assert not progressive.is_exact
    assert histogram.extent == exact.extent
    for percent in (5, 30, 60, 95):
        assert exact.fraction_below(histogram.percentile(percent)) == pytest.approx(percent / 100, abs=0.01)


def test_a_sample_is_refused_where_exactness_is_promised():
    voxels = tissue(np.float32)
    sampled = finished(voxels, most_sorted=1000).histogram()

    with pytest.raises(ValueError, match="not of these voxels"):
        invert(voxels, InversionParameters(), histogram=sampled)


def test_few_true_numbers_are_all_kept():
    voxels = tissue(np.float64, (5, 20, 20))

    progressive = finished(voxels)

    assert progressive.is_exact
    assert progressive.histogram().count == voxels.size
    assert progressive.histogram().percentile(33.3) == np.percentile(voxels, 33.3)


def test_a_volume_that_begins_with_whole_numbers_goes_on_with_a_sample():
    voxels = tissue(np.float32, (60, 128, 128))
    voxels[::8] = 0  # what is looked at first
    exact = IntensityHistogram.of(voxels)

    histogram = finished(voxels, most_sorted=1 << 14).histogram()

    assert histogram.fraction_below(1e-6) == pytest.approx(exact.fraction_below(1e-6), abs=0.01)
    assert histogram.maximum == exact.maximum


def test_columns_of_equal_intensity_do_not_deceive_the_sample():
    # 128 columns, and a sample of every 128th voxel would see one of them alone.
    voxels = np.tile(np.linspace(0.5, 100.5, 128, dtype=np.float32), (64, 128, 1))

    histogram = finished(voxels, most_sorted=voxels.size // 128).histogram()

    assert histogram.percentile(50) == pytest.approx(50.5, abs=2)


def test_after_an_eighth_it_resembles_the_whole():
    voxels = np.sort(np.rint(tissue(np.float64, (64, 512, 512))), axis=0).astype(np.int16)
    exact = IntensityHistogram.of(voxels)
    progressive = ProgressiveHistogram(voxels)
    while progressive.fraction < 1 / 8:
        progressive.advance(0)

    early = progressive.histogram()

    assert not progressive.is_done
    assert exact.fraction_below(early.percentile(50)) == pytest.approx(0.5, abs=0.05)


def test_nothing_is_known_before_the_first_finite_voxel():
    voxels = np.full((3, 4, 5), np.nan, dtype=np.float32)

    progressive = finished(voxels)

    assert progressive.histogram() is None
    assert progressive.fraction == 1


def test_not_finite_voxels_are_counted_and_left_out():
    voxels = tissue(np.float32)
    voxels[3, :2, :5] = np.nan
    voxels[4, 0, 0] = np.inf

    histogram = finished(voxels, most_sorted=1 << 12).histogram()

    assert histogram.nonfinite == 11
    assert np.isfinite(histogram.maximum)


def test_large_slices_are_taken_in_parts():
    progressive = ProgressiveHistogram(np.zeros((1, 2048, 2048), dtype=np.uint8))

    progressive.advance(0)

    assert 0 < progressive.fraction < 0.1


def test_a_constant_volume_has_a_histogram_although_it_cannot_be_inverted():
    voxels = np.full((2, 3, 4), 5, dtype=np.int16)
    histogram = finished(voxels).histogram()

    assert (histogram.minimum, histogram.maximum) == (5, 5)
    with pytest.raises(InputError):
        invert(voxels, InversionParameters(), histogram=histogram)
