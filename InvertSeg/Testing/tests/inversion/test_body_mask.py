"""Where the body is: noise, hot voxels, dark organs, real scans."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import SimpleITK as sitk
from scipy import ndimage

from InvertSegLib.inversion.background import body_mask, body_threshold, find_body
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.slabs import slabs


def ellipse(shape: tuple[int, int, int], radius_j: float, radius_i: float) -> np.ndarray:
    _, rows, columns = shape
    j, i = np.ogrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    return np.broadcast_to((j / radius_j) ** 2 + (i / radius_i) ** 2 < 1, shape)


def phantom(shape: tuple[int, int, int], noise: float = 12) -> tuple[np.ndarray, np.ndarray]:
    """Magnitudes with Rician noise: fat, tissue, two lungs as dark as air; and where the body is."""
    rng = np.random.default_rng(6)
    body = ellipse(shape, 0.6, 0.8)
    signal = np.where(body, 500.0, 0.0)
    signal[ellipse(shape, 0.52, 0.72)] = 230
    for shift in (-0.35, 0.35):
        lung = np.roll(ellipse(shape, 0.3, 0.2), int(shift * shape[2] / 2), axis=2)
        signal[lung] = 0
    real = signal + rng.normal(0, noise, shape)
    return np.hypot(real, rng.normal(0, noise, shape)).astype("float32"), body


def dice(a: np.ndarray, b: np.ndarray) -> float:
    return 2 * np.count_nonzero(a & b) / (np.count_nonzero(a) + np.count_nonzero(b))


@pytest.mark.parametrize(
    "shape", [(6, 96, 100), (5, 256, 256), (3, 301, 517), (150, 40, 50), (1, 300, 280), (140, 130, 129)]
)
@pytest.mark.parametrize("dtype", ["int16", "uint16", "float32"])
def test_the_body_is_found_with_its_dark_lungs(shape: tuple[int, int, int], dtype: str) -> None:
    scan, body = phantom(shape)
    mask = body_mask(scan.astype(dtype))
    assert mask.shape == shape
    assert mask.dtype == bool
    assert dice(mask, body) > 0.98
    # To the last voxel beyond what partial blocks at the surface may lose.
    deep = ndimage.binary_erosion(body, np.ones((1, 11, 11)))
    assert mask[deep].all()
    assert not mask[~ndimage.binary_dilation(body, np.ones((1, 11, 11)))].any()


@pytest.mark.parametrize("noise", [5, 20, 40])
def test_noise_does_not_matter(noise: float) -> None:
    scan, body = phantom((8, 256, 256), noise)
    assert dice(body_mask(scan), body) > 0.98


def test_hot_voxels_and_a_marker_beside_the_body_do_not_matter() -> None:
    scan, body = phantom((6, 200, 200))
    mask = body_mask(scan)
    scan[2, 5, 5] = 30000
    scan[3, 100, 100] = 30000
    scan[:, 10:18, 10:18] = 900
    marked = body_mask(scan)
    assert not marked[:, :20, :20].any()
    assert dice(marked, mask) > 0.999
    assert dice(marked, body) > 0.98


def test_the_body_may_touch_the_edge_of_the_image() -> None:
    scan, body = phantom((5, 240, 240))
    cropped, wanted = scan[:, 60:, 40:], body[:, 60:, 40:]
    assert dice(body_mask(cropped), wanted) > 0.98


def test_negative_values_and_a_shifted_scale() -> None:
    scan, body = phantom((5, 200, 200))
    for shifted in (scan - 30, (scan - scan.mean()) / scan.std(), scan * 1e-6, scan * 1e6):
        assert dice(body_mask(shifted), body) > 0.97


def test_nan_outside_the_field_of_view() -> None:
    scan, body = phantom((5, 256, 256))
    scan[:, :20] = np.nan
    scan[:, :, -15:] = np.nan
    assert dice(body_mask(scan), body) > 0.98


def test_it_is_the_same_drawn_slab_by_slab() -> None:
    scan, _ = phantom((140, 150, 160))
    body = find_body(scan, 0)
    assert body.steps == (2, 2, 2)
    whole = body.mask(scan, slice(0, 140))
    drawn = [body.mask(scan, part) for part in slabs(scan.shape)]
    np.testing.assert_array_equal(np.concatenate(drawn), whole)
    np.testing.assert_array_equal(body_mask(scan), whole)


def test_the_threshold_lies_between_air_and_the_darkest_tissue_however_bright_the_fat() -> None:
    rng = np.random.default_rng(7)
    air, tissue = np.abs(rng.normal(0, 6, 60000)), rng.normal(110, 20, 36000)
    for bright in (300, 600, 900):
        scan = np.concatenate([air, tissue, rng.normal(bright, 30, 4000)])
        assert 24 < body_threshold(scan) < 70


def test_two_intensities() -> None:
    scan = np.zeros((4, 30, 30), "uint8")
    scan[:, 8:20, 9:25] = 1
    np.testing.assert_array_equal(body_mask(scan), scan == 1)


def test_one_voxel_is_all_there_is() -> None:
    scan = np.zeros((3, 20, 20), "int16")
    scan[1, 10, 10] = 50
    assert body_mask(scan)[1, 10, 10]


def test_background_black_and_dark_organs_kept_when_published_with_the_rule_body() -> None:
    scan, body = phantom((6, 200, 200))
    result = invert(scan, dataclasses.replace(PRESETS["published"], background="body"))
    by_range = invert(scan, PRESETS["published"])
    outside = ~ndimage.binary_dilation(body, np.ones((1, 7, 7)))
    lungs = body & (scan < 15) & ndimage.binary_erosion(body, np.ones((1, 15, 15)))
    assert (result[outside] == 0).all()
    assert (result[lungs] > 0).all()
    assert (by_range[outside] > 0).mean() > 0.5  # the bright halo that the rule is there for


def test_a_real_scan_with_noise_and_negative_values(shared) -> None:
    folder = shared / "data/totalsegmentator"
    scan = sitk.GetArrayFromImage(sitk.ReadImage(folder / "example_mr_sm.nii.gz"))
    labels = sitk.GetArrayFromImage(sitk.ReadImage(folder / "example_seg_mr.nii.gz"))
    mask = body_mask(scan)
    assert mask[labels > 0].all()
    # The scan shows air in its corners, and the body takes most of the rest.
    assert 0.7 < mask.mean() < 0.85
    for rows in (slice(0, 4), slice(-4, None)):
        for columns in (slice(0, 8), slice(-8, None)):
            assert mask[:, rows, columns].mean() < 0.02
    assert ndimage.label(mask)[1] == 1


@pytest.mark.parametrize("case", ["01", "02", "15", "33"])
@pytest.mark.parametrize("sequence", ["T1in", "T1out", "T2SPIR"])
def test_real_scans_keep_their_organs(shared, case: str, sequence: str) -> None:
    folder = shared / "data/chaos"
    scan = sitk.GetArrayFromImage(sitk.ReadImage(folder / f"chaos{case}_{sequence}.nii.gz"))
    labels = sitk.GetArrayFromImage(sitk.ReadImage(folder / f"chaos{case}_{sequence[:2]}_label.nii.gz"))
    mask = body_mask(scan)
    assert mask[labels > 0].mean() > 0.999
    if sequence != "T2SPIR":  # ghosts and an inhomogeneous coil leave no clear outline there
        air = scan < 0.02 * np.percentile(scan, 99)
        outside = air & (ndimage.uniform_filter((~air).astype("float32"), (0, 15, 15)) < 0.02)
        assert mask[outside].mean() < 0.01


def dim_scan(rng: np.random.Generator, fat: float) -> tuple[np.ndarray, np.ndarray]:
    """Bright organs in dim fat in noisy air, as on fat-suppressed T2; and the body."""
    _, j, i = np.meshgrid(np.arange(20), np.linspace(-1, 1, 96), np.linspace(-1, 1, 96), indexing="ij")
    body = (i / 0.8) ** 2 + (j / 0.7) ** 2 < 1
    organs = (i / 0.5) ** 2 + (j / 0.4) ** 2 < 1
    signal = np.where(organs, rng.uniform(400, 900, body.shape), np.where(body, fat, 0.0))
    noise = rng.normal(0, 6, (2, *body.shape))
    return np.hypot(signal + noise[0], noise[1]).astype(np.int16), body


def test_dim_fat_around_bright_organs_belongs_to_the_body() -> None:
    scan, body = dim_scan(np.random.default_rng(3), fat=70)
    mask = body_mask(scan)
    assert np.count_nonzero(mask ^ body) < 0.03 * np.count_nonzero(body)


def test_noise_beside_empty_corners_does_not_belong_to_the_body() -> None:
    scan, body = dim_scan(np.random.default_rng(3), fat=400)
    corner = np.abs(np.linspace(-1, 1, 96))
    scan[:, (corner[:, None] + corner[None]) > 1.3] = 0
    mask = body_mask(scan)
    assert np.count_nonzero(mask & ~body) < 0.02 * np.count_nonzero(body)
