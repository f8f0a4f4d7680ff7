"""The mapping `calibrated`: window, tone, air, and what it makes of real scans."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters
from InvertSegLib.inversion.presets import PRESETS

CALIBRATED = PRESETS["calibrated"]
TYPES = ("int8", "uint8", "int16", "uint16", "int32", "float16", "float32", "float64")


def scan_of(dtype: str) -> np.ndarray:
    """Tissue of all tones in front of air."""
    rng = np.random.default_rng(8)
    scan = np.abs(rng.normal(0, 1.5, (6, 150, 160)))
    scan[:, 30:120, 35:130] = rng.uniform(30, 120, (6, 90, 95))
    return scan.astype(dtype)


def formula(scan: np.ndarray, parameters: InversionParameters, kept: np.ndarray) -> np.ndarray:
    """Hounsfield units as the documentation says, in float64."""
    exact = scan.astype("float64")
    low, high = parameters.clip or np.percentile(scan[kept], (2, 98))
    u = np.clip((exact - low) / (high - low), 0, 1)
    if parameters.inverted:
        u = 1 - u
    window = parameters.window
    return np.where(kept, window[0] + (window[1] - window[0]) * u**parameters.tone, -1000)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"tone": 1.0},
        {"tone": 0.5, "window": (-200.5, 300.25)},
        {"inverted": False, "tone": 1.7},
        {"clip": (40.0, 100.0)},
        {"clip": (-500.0, 500.0)},
        {"clip": (50.3, 50.9)},
    ],
)
def test_hounsfield_units_are_those_of_the_formula(dtype: str, changes: dict) -> None:
    scan, parameters = scan_of(dtype), dataclasses.replace(CALIBRATED, **changes)
    result = invert(scan, parameters)
    assert result.dtype == np.int16
    difference = np.abs(result - formula(scan, parameters, body_mask(scan)))
    # Half a unit of rounding; single precision a little more where the tone curve is steep.
    assert difference.max() <= (0.5 if dtype[0] in "iu" else 1.1)


@pytest.mark.parametrize("rule", ["range", "percentile", "none"])
@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_with_the_other_background_rules(rule: str, dtype: str) -> None:
    scan = scan_of(dtype)
    parameters = dataclasses.replace(CALIBRATED, background=rule, background_percent=3)
    if rule == "range":
        kept = scan > scan.min() + 0.03 * (scan.max() - scan.min())
    elif rule == "percentile":
        kept = scan > np.percentile(scan, 3)
    else:
        kept = np.ones(scan.shape, bool)
    for histogram in (None, IntensityHistogram.of(scan)):
        result = invert(scan, parameters, histogram=histogram)
        np.testing.assert_array_equal(result == -1000, ~kept)
        assert np.abs(result - formula(scan, parameters, kept)).max() <= 0.6


def test_integers_of_a_range_that_no_table_holds() -> None:
    scan = scan_of("int32") * 100_000
    result = invert(scan, CALIBRATED)
    assert np.abs(result - formula(scan, CALIBRATED, body_mask(scan))).max() <= 0.5


def test_all_tones_stay_inside_the_window() -> None:
    for dtype in TYPES:
        for tone in (0.05, 0.6, 8):
            result = invert(scan_of(dtype), dataclasses.replace(CALIBRATED, tone=tone))
            tissue = result[result != -1000]
            assert (tissue.min(), tissue.max()) == (-150, 250)


def test_the_scale_of_the_scan_does_not_matter() -> None:
    scan = scan_of("float64")
    expected = invert(scan, CALIBRATED)
    for factor in (1e-5, 40.0, 1e5):
        assert np.abs(invert(scan * factor, CALIBRATED) - expected).max() <= 1


def test_a_result_array_of_the_caller_may_be_the_input() -> None:
    scan = scan_of("int16")
    expected = invert(scan, CALIBRATED)
    assert invert(scan, CALIBRATED, out=scan) is scan
    np.testing.assert_array_equal(scan, expected)


@pytest.mark.parametrize("case", ["01", "02", "15", "33"])
def test_organs_of_real_scans_lie_where_ct_shows_them(shared, case: str) -> None:
    folder = shared / "data/chaos"
    scan = sitk.GetArrayFromImage(sitk.ReadImage(folder / f"chaos{case}_T1in.nii.gz"))
    labels = sitk.GetArrayFromImage(sitk.ReadImage(folder / f"chaos{case}_T1_label.nii.gz"))
    units = invert(scan, CALIBRATED)
    assert (units[labels > 0] > -1000).all()
    liver, kidney, spleen = (np.median(units[labels == value]) for value in (1, 3, 4))
    assert 0 < liver < 200
    assert 50 < spleen < 250
    assert -50 < kidney < 250  # in case 33 it is nearly as bright as fat, and no network finds it
    # Bright fat of T1 becomes the dark fat of CT, below every organ.
    fat = np.median(units[(units > -1000) & (scan > np.percentile(scan[units > -1000], 90))])
    assert fat < min(liver, spleen, kidney) - 30


def test_the_default_background_is_the_body() -> None:
    assert CALIBRATED.background is BackgroundRule.BODY
