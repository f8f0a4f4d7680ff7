"""Exact percentiles: the histogram and the selection against `np.percentile`."""

from __future__ import annotations

import dataclasses
import time
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.selection import percentiles

TYPES = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "float16", "float32", "float64")
PERCENTS = (0, 0.1, 1, 2, 12.5, 33.3, 50, 75, 98, 99.9, 100)
any_array = st.sampled_from(TYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(max_dims=3, max_side=8),
        # Small enough for differences not to overflow, where np.percentile itself goes wrong.
        elements=st.integers(-60, 60).map(lambda x: np.dtype(dtype).type(abs(x) if dtype[0] == "u" else x))
        if dtype != "float64"
        else st.floats(-1e9, 1e9),
    )
)


def expected(voxels: np.ndarray, percent: float) -> float:
    return float(np.percentile(voxels[np.isfinite(voxels)], percent))


def scans() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    body = rng.gamma(2, 200, (9, 120, 130))
    body[:, :50] = 0
    return {
        "int16": (body - 40).astype("int16"),
        "uint16 up to the end": rng.integers(0, 65535, (4, 90, 90), "uint16", endpoint=True),
        "int16 over all": rng.integers(-16000, 16000, (4, 90, 90), "int16"),
        "int32 far apart": rng.integers(-(1 << 29), 1 << 29, (4, 90, 90), "int32"),
        "int64 far from zero": rng.integers(1 << 40, (1 << 40) + 3000, (4, 90, 90), "int64"),
        "uint64 beyond int64": np.uint64(1 << 63) + rng.integers(0, 3000, (4, 90, 90), "uint64"),
        "float32 of whole numbers": np.rint(body).astype("float32"),
        "float32": body.astype("float32"),
        "float32 with negative": (body - 300).astype("float32"),
        "float64": body - 300,
        # No more voxels than float16 can count, where np.percentile itself goes wrong.
        "float16": (body[:1] / 100).astype("float16"),
        "whole numbers at first": np.concatenate([np.rint(body[:2]), body[2:]]).astype("float32"),
        "partly not finite": np.where(rng.random(body.shape) < 0.1, np.nan, body).astype("float32"),
        "half infinite": np.where(rng.random(body.shape) < 0.5, -np.inf, np.rint(body)),
    }


@pytest.mark.parametrize("name", scans())
def test_percentiles_are_those_of_numpy(name: str) -> None:
    scan = scans()[name]
    histogram = IntensityHistogram.of(scan)
    finite = scan[np.isfinite(scan)]
    assert (histogram.count, histogram.nonfinite) == (finite.size, scan.size - finite.size)
    assert (histogram.minimum, histogram.maximum) == (finite.min(), finite.max())
    chosen = percentiles(lambda: iter(scan), scan.dtype, PERCENTS)
    for percent, selected in zip(PERCENTS, chosen, strict=True):
        assert histogram.percentile(percent) == expected(scan, percent)
        assert selected == expected(scan, percent)


@given(any_array, st.floats(0, 100))
@settings(max_examples=300, deadline=None)
def test_any_array_at_any_per_cent(voxels: np.ndarray, percent: float) -> None:
    assert IntensityHistogram.of(voxels).percentile(percent) == expected(voxels, percent)
    assert percentiles(lambda: [voxels], voxels.dtype, [percent])[0] == expected(voxels, percent)


@given(any_array, st.floats(-100, 100) | st.integers(-61, 61), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_fractions_and_bins_count_every_voxel_once(voxels: np.ndarray, intensity: float, number: int) -> None:
    histogram = IntensityHistogram.of(voxels)
    exact = voxels.astype(np.float64)
    assert histogram.fraction_below(intensity) == (exact < intensity).mean()
    counts, edges = histogram.bins(number)
    assert len(counts) == number
    assert counts.sum() == voxels.size
    for low, high, count in zip(edges[:-1], edges[1:-1], counts[:-1], strict=False):
        assert ((exact >= low) & (exact < high)).sum() == count


def test_beyond_all_intensities() -> None:
    for scan in (np.arange(9), np.arange(9) * (1 << 40), np.arange(9) / 7, np.arange(9, dtype="uint8")):
        histogram = IntensityHistogram.of(scan)
        assert histogram.fraction_below(-np.inf) == 0
        assert histogram.fraction_below(1e300) == 1
        assert histogram.fraction_below(np.inf) == 1


def test_wide_integers_do_not_overflow() -> None:
    histogram = IntensityHistogram.of(np.array([-32768, 32767], dtype="int16"))
    assert histogram.percentile(50) == -0.5


def test_big_endian_voxels() -> None:
    scan = scans()["float32"]
    assert IntensityHistogram.of(scan.astype(">f4")).percentile(31) == expected(scan, 31)
    assert percentiles(lambda: iter(scan.astype(">f4")), np.dtype(">f4"), [31])[0] == expected(scan, 31)


def test_a_question_takes_a_fraction_of_a_slider_step() -> None:
    for name in ("int16", "float32"):
        histogram = IntensityHistogram.of(scans()[name])
        seconds = []
        for _ in range(20):
            start = time.perf_counter()
            histogram.percentile(37.5)
            seconds.append(time.perf_counter() - start)
        assert min(seconds) < 0.001


def test_nothing_to_count() -> None:
    for voxels in (np.zeros((0, 3, 3)), np.full((2, 2, 2), np.nan)):
        with pytest.raises(InputError):
            IntensityHistogram.of(voxels)
        with pytest.raises(InputError):
            percentiles(partial(iter, voxels), voxels.dtype, [5])
    with pytest.raises(ValueError, match="percent"):
        IntensityHistogram.of(np.arange(3)).percentile(101)


@pytest.mark.parametrize("name", ["int16", "float32", "float64", "partly not finite"])
@pytest.mark.parametrize("percent", [0, 1, 30, 60])
def test_the_rule_percentile_is_equation_1(name: str, percent: float) -> None:
    scan = scans()[name]
    parameters = dataclasses.replace(
        PRESETS["published"], background="percentile", background_percent=percent
    )
    finite = np.isfinite(scan)
    clipped = np.clip(scan, 0, 3000)
    high, low = clipped[finite].max(), clipped[finite].min()
    limit = np.clip(expected(scan, percent), 0, 3000)
    wanted = np.where(finite & (clipped.astype("float64") > limit), high - clipped + low, 0)
    np.testing.assert_array_equal(invert(scan, parameters), wanted)
    np.testing.assert_array_equal(invert(scan, parameters, histogram=IntensityHistogram.of(scan)), wanted)
