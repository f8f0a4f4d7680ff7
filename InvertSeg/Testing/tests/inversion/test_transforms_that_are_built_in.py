"""Transforms to compare with: what each does to intensities that are known beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.transforms.built_in import BUILT_IN, make
from InvertSegLib.inversion.transforms.histogram_matching import PERCENTILES, quantiles_of
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

MATRIX = np.diag([-2.0, -2.0, 4.0, 1.0])


def body(shape=(10, 48, 48), seed=0) -> tuple[Volume, np.ndarray]:
    """A round body in noisy air: tissue from 300 to 700 in a smooth texture; the volume and its true mask."""
    rng = np.random.default_rng(seed)
    j, i = np.ogrid[: shape[1], : shape[2]]
    inside = np.broadcast_to((j - shape[1] / 2) ** 2 + (i - shape[2] / 2) ** 2 < (shape[1] * 0.4) ** 2, shape)
    texture = ndimage.gaussian_filter(rng.normal(size=shape), (1, 3, 3))
    texture = (texture - texture.min()) / np.ptp(texture)
    voxels = np.where(inside, 300 + 400 * texture, rng.uniform(0, 10, shape)).astype(np.int16)
    return Volume(voxels, MATRIX), inside


def test_histogram_of_the_inverted_body_becomes_that_of_the_reference():
    volume, _ = body()
    units = np.linspace(-100, 300, len(PERCENTILES)) ** 3 / 3e4
    result = make("histogram", {"quantiles": units.tolist()}).apply(volume)
    mask = body_mask(volume.voxels)
    assert result.voxels.dtype == np.int16
    assert (result.voxels[~mask] == -1000).all()
    got = np.percentile(result.voxels[mask], PERCENTILES)
    np.testing.assert_allclose(got, units, atol=12)
    # Bright becomes dark, without a voxel out of order.
    order = np.argsort(volume.voxels[mask], kind="stable")
    assert (np.diff(result.voxels[mask][order].astype(int)) <= 0).all()


def test_reference_is_read_from_a_ct_without_its_gas(tmp_path):
    ct = np.full((12, 40, 40), -1000, np.int16)
    ct[2:10, 5:35, 5:35] = 60
    ct[2:10, 5:35, 5:20] = -100
    ct[4:8, 15:25, 15:25] = -950  # gas in the bowel
    ct[0, 0, 0] = 3000  # far from the body
    write_volume(Volume(ct, MATRIX), tmp_path / "ct.nii.gz")
    quantiles = quantiles_of(tmp_path / "ct.nii.gz")
    assert (min(quantiles), max(quantiles)) == (-100, 60)
    assert quantiles[PERCENTILES.index(40)] == -100
    assert quantiles[PERCENTILES.index(60)] == 60
    write_volume(body()[0], tmp_path / "mri.nii.gz")
    with pytest.raises(InputError, match="does not look like CT"):
        quantiles_of(tmp_path / "mri.nii.gz")


def test_real_ct_gives_a_reference(shared):
    quantiles = quantiles_of(shared / "data" / "totalsegmentator" / "example_ct.nii.gz")
    assert -250 <= quantiles[0] < -80
    assert 0 < quantiles[PERCENTILES.index(60)] < 80
    assert quantiles[-1] > 500


def by_the_book(plane: np.ndarray, low: float, high: float, clip: float, tiles: int) -> np.ndarray:
    """CLAHE pixel by pixel, as Zuiderveld describes it."""
    rows, columns = plane.shape
    height, width = -(-rows // tiles), -(-columns // tiles)
    bins = np.clip(np.rint((plane - low) / (high - low) * 255), 0, 255).astype(int)

    def table(row: int, column: int) -> np.ndarray:
        tile = bins[row * height : (row + 1) * height, column * width : (column + 1) * width]
        histogram = np.array([(tile == b).sum() for b in range(256)], float)
        limit = clip * tile.size / 256
        excess = np.maximum(histogram - limit, 0).sum()
        histogram = np.minimum(histogram, limit) + excess / 256
        return np.cumsum(histogram) / histogram.sum()

    tables = {(r, c): table(r, c) for r in range(tiles) for c in range(tiles)}
    out = np.empty(plane.shape)
    for j in range(rows):
        for i in range(columns):
            y, x = (j + 0.5) / height - 0.5, (i + 0.5) / width - 0.5
            total = 0.0
            for r in (int(np.floor(y)), int(np.floor(y)) + 1):
                for c in (int(np.floor(x)), int(np.floor(x)) + 1):
                    near = tables[min(max(r, 0), tiles - 1), min(max(c, 0), tiles - 1)]
                    total += (1 - abs(y - r)) * (1 - abs(x - c)) * near[bins[j, i]]
            out[j, i] = total
    return low + (high - low) * out


def test_clahe_equals_the_description_pixel_by_pixel():
    volume, _ = body((2, 22, 20))
    result = make("clahe", {"clip": 2.5, "tiles": 3}).apply(volume)
    low, high = np.percentile(volume.voxels, (0.1, 99.9))
    for plane, equalized in zip(volume.voxels, result.voxels, strict=True):
        np.testing.assert_allclose(equalized, by_the_book(plane, low, high, 2.5, 3), atol=0.05)


def test_n4_flattens_a_shading_that_the_inversion_would_show():
    rng = np.random.default_rng(3)
    volume, inside = body((12, 64, 64))
    flat = np.where(inside, 500.0, 0) + rng.normal(0, 8, inside.shape)
    shading = np.exp(0.9 * np.linspace(-0.5, 0.5, 64))[None, None, :]
    shaded = volume.with_voxels(np.maximum(flat * shading, 0).astype(np.float32))
    corrected = make("n4", {"shrink": 2}).apply(shaded)

    def unevenness(voxels: np.ndarray) -> float:
        core = ndimage.binary_erosion(inside, iterations=3)
        return float(np.std(voxels[core]) / np.mean(voxels[core]))

    assert unevenness(corrected.voxels) < 0.3 * unevenness(shaded.voxels)
    assert corrected.voxels.shape == shaded.voxels.shape


@pytest.mark.parametrize("name", BUILT_IN)
def test_voxels_that_are_not_finite_do_no_harm(name):
    volume, inside = body((10, 48, 48))
    broken = volume.voxels.astype(np.float32)
    broken[5, 20:22, 20:22] = np.nan
    broken[5, 0, 0] = np.inf
    result = make(name, {}).apply(volume.with_voxels(broken))
    assert np.isfinite(result.voxels).all()
    clean = make(name, {}).apply(volume)
    elsewhere = ndimage.binary_erosion(inside)
    elsewhere[4:7] = False
    difference = np.abs(result.voxels[elsewhere].astype(float) - clean.voxels[elsewhere])
    assert np.median(difference) <= 0.02 * np.ptp(clean.voxels)


@pytest.mark.parametrize("name", BUILT_IN)
def test_input_is_left_as_it_was(name):
    volume, _ = body()
    before = volume.voxels.copy()
    make(name, {}).apply(volume)
    np.testing.assert_array_equal(volume.voxels, before)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("clahe", {"clip": 1.0}),
        ("clahe", {"tiles": 0}),
        ("clahe", {"clip": "strong"}),
        ("n4", {"shrink": 0}),
        ("n4", {"levels": 3}),
        ("histogram", {"quantiles": [1, 2, 3]}),
        ("histogram", {"quantiles": [0.0] * len(PERCENTILES)}),
        ("histogram", {"quantiles": list(range(len(PERCENTILES), 0, -1))}),
        ("equalize", {}),
    ],
)
def test_parameters_without_sense_are_refused(name, parameters):
    with pytest.raises(ParameterError):
        make(name, parameters)
