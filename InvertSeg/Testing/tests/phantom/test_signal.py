"""The physics: signal equations, the order of tissues on T1 and T2, attenuation, noise, partial volume."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.phantom.ct import attenuation
from InvertSegLib.phantom.geometry import Grid, smooth_noise
from InvertSegLib.phantom.mri import spoiled_gradient_echo, t1_signal, t2_signal, turbo_spin_echo
from InvertSegLib.phantom.patient import Patient
from InvertSegLib.phantom.sampling import average, coarse_grid, counts, majority
from InvertSegLib.phantom.tissues import LABEL, NUMBER, TISSUES


def medians(signal: object) -> dict[str, float]:
    """Median signal of each tissue over many patients."""
    drawn = np.array([signal(np.random.default_rng(seed)) for seed in range(60)])  # type: ignore[operator]
    return {
        tissue.name: float(value) for tissue, value in zip(TISSUES, np.median(drawn, axis=0), strict=True)
    }


def test_t1_shows_fat_above_liver_above_spleen_above_fluid() -> None:
    t1 = medians(t1_signal)
    order = ["subcutaneous fat", "liver", "renal cortex", "spleen", "arterial blood", "cerebrospinal fluid"]
    values = [t1[name] for name in order]
    assert values == sorted(values, reverse=True)
    assert t1["renal cortex"] > 1.1 * t1["renal medulla"]
    assert t1["subcutaneous fat"] > 1.5 * t1["muscle"]
    assert t1["lung"] < 0.25 * t1["muscle"]
    assert t1["cortical bone"] < 0.05 * t1["red marrow"]


def test_t2_shows_fluid_above_spleen_above_liver_above_muscle() -> None:
    t2 = medians(t2_signal)
    values = [t2[name] for name in ("cerebrospinal fluid", "renal cortex", "spleen", "liver", "muscle")]
    assert values == sorted(values, reverse=True)
    assert t2["bile"] > t2["renal cortex"]
    assert t2["subcutaneous fat"] < t2["liver"]  # suppressed
    assert t2["arterial blood"] < t2["spleen"]  # flow void


def test_the_ernst_angle_gives_most_signal() -> None:
    t1, tr = 800.0, 150.0
    flips = np.arange(5, 91)
    signal = [
        spoiled_gradient_echo(np.array(t1), np.array(1e9), np.array(1.0), tr, 0.0, float(f)) for f in flips
    ]
    assert flips[int(np.argmax(signal))] == pytest.approx(np.rad2deg(np.arccos(np.exp(-tr / t1))), abs=1)


def test_a_fully_relaxed_echo_equals_density_times_decay() -> None:
    signal = turbo_spin_echo(np.array(500.0), np.array(80.0), np.array(0.7), 1e6, 80.0, 150.0)
    assert signal == pytest.approx(0.7 * np.exp(-1))


def test_contrast_medium_raises_vessels_and_kidneys_but_not_fat() -> None:
    def mean(phase: int) -> np.ndarray:
        return np.mean([attenuation(np.random.default_rng(seed), phase) for seed in range(80)], axis=0)

    plain, arterial, portal = mean(0), mean(1), mean(2)
    assert (
        arterial[NUMBER["arterial blood"]]
        > portal[NUMBER["arterial blood"]]
        > plain[NUMBER["arterial blood"]] + 80
    )
    assert portal[NUMBER["liver"]] > plain[NUMBER["liver"]] + 30
    assert portal[NUMBER["renal cortex"]] > 150
    assert portal[NUMBER["visceral fat"]] == pytest.approx(plain[NUMBER["visceral fat"]], abs=5)


def test_the_ct_holds_hounsfield_units(patient: Patient) -> None:
    hu = patient.ct.voxels
    assert hu.dtype == np.int16
    assert np.median(hu[:, :4]) == pytest.approx(-1000, abs=15)
    assert -900 < np.median(hu[patient.labels.voxels == LABEL["lung"]]) < -700
    assert 40 < np.median(hu[patient.labels.voxels == LABEL["autochthon"]]) < 80
    assert hu[patient.labels.voxels == LABEL["vertebrae"]].mean() > 150


def test_the_background_of_the_mri_is_rician_noise(patient: Patient) -> None:
    for scan in (patient.t1, patient.t2):
        air = scan.voxels[:, :3, :20].astype(float)
        assert air.min() >= 0
        assert air.mean() / air.std() == pytest.approx(np.sqrt(np.pi / (4 - np.pi)), rel=0.15)  # Rayleigh


def test_a_voxel_across_two_tissues_has_their_mean() -> None:
    fine = np.zeros((4, 2, 2), np.uint8)
    fine[1:] = 1
    values = np.array([-100.0, 60.0])[fine]
    np.testing.assert_allclose(average(values, (2, 2, 2)).ravel(), [-20.0, 60.0])
    np.testing.assert_array_equal(counts(fine, 2, (2, 2, 2))[1].ravel(), [4, 8])
    np.testing.assert_array_equal(majority(fine, 2, (2, 2, 2)).ravel(), [1, 1])


def test_the_coarse_grid_keeps_its_place() -> None:
    fine = Grid((-10.0, -20.0, -30.0), (1.0, 1.0, 2.0), (9, 8, 6))
    coarse = coarse_grid(fine, (2, 2, 3))
    assert coarse.shape == (3, 4, 3)
    assert coarse.origin == (-9.5, -19.5, -28.0)
    np.testing.assert_allclose(coarse.ijk_to_ras() @ [0, 0, 0, 1], [9.5, 19.5, -28.0, 1])


def test_smooth_noise_has_unit_variance_and_does_not_depend_on_the_grid() -> None:
    grid = Grid((-150.0, -100.0, -100.0), (4.0, 4.0, 4.0), (50, 50, 75))
    half = Grid((-150.0, -100.0, -100.0), (8.0, 8.0, 8.0), (25, 25, 38))
    noise = smooth_noise(np.random.default_rng(1), grid, 20.0)
    assert noise.std() == pytest.approx(1, abs=0.1)
    sampled = smooth_noise(np.random.default_rng(1), half, 20.0)
    np.testing.assert_allclose(sampled, noise[::2, ::2, ::2], atol=1e-5)
