"""The preset `published` against the authors' algorithm in plain numpy, voxel for voxel."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS

PUBLISHED = PRESETS["published"]
INTEGERS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
FLOATS = ("float16", "float32", "float64")


def authors(voxels: np.ndarray) -> np.ndarray:
    """The algorithm, in the array's own type, as numpy 2 evaluates it."""
    clipped = np.clip(voxels, 0, 3000)
    high, low = clipped.max(), clipped.min()
    negative = high - clipped + low
    threshold = (high - low) * 0.99 + low
    negative[negative >= threshold] = 0
    return negative


def same(voxels: np.ndarray, **arguments: object) -> None:
    expected = authors(voxels)
    result = invert(voxels, PUBLISHED, **arguments)
    assert result.dtype == expected.dtype
    np.testing.assert_array_equal(result, expected)


def spread(dtype: str, low: float, high: float) -> np.ndarray:
    """Every part of a range, in random order, over several slabs."""
    values = np.linspace(low, high, 7 * 160 * 151).astype(dtype)
    return np.random.default_rng(1).permutation(values).reshape(7, 160, 151)


@pytest.mark.parametrize("dtype", INTEGERS)
def test_each_integer_type_over_all_it_can_hold(dtype: str) -> None:
    limits = np.iinfo(dtype)
    random = np.random.default_rng(2).integers(limits.min, limits.max, (5, 200, 201), dtype, endpoint=True)
    random[1] %= random.dtype.type(100)  # unsigned ones would nearly all be above the clip otherwise
    same(random)


@pytest.mark.parametrize("dtype", [*INTEGERS, *FLOATS])
@pytest.mark.parametrize(("low", "high"), [(0, 100), (3, 120), (1, 90), (0, 127)])
def test_each_type_over_a_narrow_range(dtype: str, low: int, high: int) -> None:
    same(spread(dtype, low, high))


@pytest.mark.parametrize("dtype", ["int16", "int32", "int64", *FLOATS])
@pytest.mark.parametrize(
    ("low", "high"), [(-47, 833), (-3000, -1000 + 1001), (120, 2999), (500, 30000), (-900, 9000)]
)
def test_values_below_and_above_the_clip(dtype: str, low: int, high: int) -> None:
    same(spread(dtype, low, high))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("low", "high"), [(-1, 1), (0.1, 0.7), (1e-6, 3e-6), (-1e30, 1e30), (1234.5, 1236.25)]
)
def test_floating_point_of_any_magnitude(dtype: str, low: float, high: float) -> None:
    same(spread(dtype, low, high))


@pytest.mark.parametrize("dtype", FLOATS)
def test_voxels_just_at_the_threshold(dtype: str) -> None:
    """The order of the arithmetic decides on these; all neighbours of the threshold are there."""
    kind = np.dtype(dtype).type
    for low, high in [(0.0, 833.0), (0.3, 997.7), (17.0, 2113.0), (0.1, 0.9), (1000.1, 2999.9)]:
        low, high = kind(low), kind(high)
        cut = [high + low - ((high - low) * kind(0.99) + low)]
        for _ in range(60):
            cut += [np.nextafter(cut[-1], high)]
        cut += [np.nextafter(cut[0], low)]
        for _ in range(60):
            cut += [np.nextafter(cut[-1], low)]
        same(np.array([low, high, *cut], dtype=dtype).reshape(1, 4, -1))


@given(
    st.sampled_from((*INTEGERS, "float32", "float64")).flatmap(
        lambda dtype: hnp.arrays(
            dtype,
            hnp.array_shapes(min_dims=3, max_dims=3, max_side=6),
            elements=hnp.from_dtype(np.dtype(dtype), allow_nan=False, allow_infinity=False)
            | st.integers(0, 120).map(np.dtype(dtype).type),
        )
    )
)
@settings(max_examples=250, deadline=None)
def test_any_array(voxels: np.ndarray) -> None:
    clipped = np.clip(voxels, 0, 3000)
    if clipped.max() == clipped.min():
        with pytest.raises(InputError):
            invert(voxels, PUBLISHED)
    else:
        same(voxels)


@given(
    st.sampled_from(["int8", "uint8", "int16", "uint16", "int32"]).flatmap(
        lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=3, max_dims=3, max_side=5))
    ),
    st.integers(-40000, 40000),
    st.integers(1, 80000),
    st.sampled_from([0, 1, 7.5, 50, 99, 99.99]),
)
@settings(max_examples=400, deadline=None)
def test_any_clip_range_and_per_cent(voxels: np.ndarray, low: int, width: int, percent: float) -> None:
    parameters = dataclasses.replace(PUBLISHED, clip=(low, low + width), background_percent=percent)
    limits = np.iinfo(voxels.dtype)
    bounds = (min(max(low, limits.min), limits.max), min(max(low + width, limits.min), limits.max))
    clipped = np.clip(voxels.astype("int64"), *bounds)
    high, low = clipped.max(), clipped.min()
    if high == low:
        with pytest.raises(InputError):
            invert(voxels, parameters)
        return
    negative = high - clipped + low
    black = negative >= (high - low) * ((100 - percent) / 100) + low
    np.testing.assert_array_equal(invert(voxels, parameters), np.where(black, min(0, low), negative))


def test_the_scan_with_noise_and_negative_values(shared) -> None:
    import SimpleITK as sitk

    scan = sitk.GetArrayFromImage(sitk.ReadImage(shared / "data/totalsegmentator/example_mr_sm.nii.gz"))
    assert scan.min() < 0
    for dtype in ("int16", "int32", "float32", "float64"):
        same(scan.astype(dtype))


def test_other_memory_layouts() -> None:
    scan = spread("int16", -47, 833)
    same(np.asfortranarray(scan))
    same(scan[::-1, ::2, ::-3])
    same(scan.transpose(2, 0, 1))
    big_endian = invert(scan.astype(">i2"), PUBLISHED)
    assert big_endian.dtype == np.dtype("int16")
    np.testing.assert_array_equal(big_endian, authors(scan))


def test_the_input_stays_as_it_is_unless_it_is_the_output() -> None:
    scan = spread("float32", -47, 833)
    before = scan.copy()
    expected = invert(scan, PUBLISHED)
    np.testing.assert_array_equal(scan, before)
    assert invert(scan, PUBLISHED, out=scan) is scan
    np.testing.assert_array_equal(scan, expected)


def test_a_histogram_spares_the_look_and_changes_nothing() -> None:
    for dtype in ("int16", "float32", "uint8"):
        scan = spread(dtype, 3, 120)
        same(scan, histogram=IntensityHistogram.of(scan))


def test_a_histogram_or_output_of_something_else_is_refused() -> None:
    scan = spread("int16", 3, 120)
    with pytest.raises(ValueError, match="histogram"):
        invert(scan, PUBLISHED, histogram=IntensityHistogram.of(scan[1:]))
    with pytest.raises(ValueError, match="histogram"):
        invert(scan, PUBLISHED, histogram=IntensityHistogram.of(scan.astype("float32")))
    with pytest.raises(ValueError, match="out"):
        invert(scan, PUBLISHED, out=np.empty(scan.shape, "float32"))
    with pytest.raises(ValueError, match="out"):
        invert(scan, PUBLISHED, out=np.empty(scan.shape[1:], "int16"))


def test_the_background_per_cent_moves_the_threshold() -> None:
    scan = np.arange(1001, dtype="int16").reshape(1, 7, 143)
    for percent in (0, 0.5, 5, 40):
        result = invert(scan, dataclasses.replace(PUBLISHED, background_percent=percent))
        assert (result[0].ravel()[: int(10 * percent) + 1] == 0).all()
        assert (result[0].ravel()[int(10 * percent) + 1 : -1] > 0).all()


def test_a_clip_that_reaches_below_zero_keeps_the_background_darkest() -> None:
    scan = np.arange(-1000, 1001, dtype="int16").reshape(3, 23, 29)
    result = invert(scan, dataclasses.replace(PUBLISHED, clip=(-1000, 1000)))
    assert result.flat[0] == -1000
    assert result.flat[100] == 900
    assert result.flat[-1] == -1000


def test_not_inverted_keeps_the_sign_and_the_same_background() -> None:
    scan = spread("int16", -47, 833)
    kept = invert(scan, dataclasses.replace(PUBLISHED, inverted=False))
    background = authors(scan) == 0
    # The brightest voxel's negative is 0 as well, and it is no background.
    background &= scan < 400
    np.testing.assert_array_equal(kept, np.where(background, 0, np.clip(scan, 0, 3000)))
