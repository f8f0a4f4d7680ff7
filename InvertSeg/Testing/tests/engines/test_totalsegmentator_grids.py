"""What TotalSegmentator's networks are uncertain about comes back to where it was in the volume."""

from __future__ import annotations

import nibabel
import numpy as np
import pytest
from nibabel.orientations import io_orientation
from scipy import ndimage

from InvertSegLib.engines.totalsegmentator_ensemble import EnsembleRun, _joined
from InvertSegLib.volume.volume import Volume


def a_field(shape: tuple[int, int, int]) -> np.ndarray:
    """A smooth field (K, J, I) of values 0..1 that no flip or swap of axes leaves as it is."""
    k, j, i = np.meshgrid(*(np.linspace(0, 1, n) for n in shape), indexing="ij")
    return np.clip(0.5 * k + 0.3 * np.sin(3 * j) ** 2 + 0.2 * i * j, 0, 1)


GEOMETRIES = {
    "as stored": np.diag([2.0, 1.5, 3.0, 1.0]),
    "left-handed": np.diag([-2.0, 1.5, 3.0, 1.0]),
    "sagittal": np.array([[0, 0, 3.0, 5], [-2.0, 0, 0, 7], [0, 1.5, 0, -9], [0, 0, 0, 1]]),
    "oblique": np.array([[-1.9, 0.3, 0.2, 5], [0.4, 1.4, -0.5, 7], [0.1, 0.3, 2.9, -9], [0, 0, 0, 1]]),
}


def canonical(image: nibabel.Nifti1Image) -> nibabel.Nifti1Image:
    return image.as_reoriented(io_orientation(image.affine))


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("zoom", [None, (0.5, 0.6, 1.4)])
def test_through_turning_and_resampling(geometry: str, zoom: tuple[float, ...] | None) -> None:
    volume = Volume(np.zeros((18, 24, 30), np.int16), GEOMETRIES[geometry])
    field = a_field(volume.voxels.shape)
    before = canonical(nibabel.Nifti1Image(field.T, volume.ijk_to_ras))
    run = EnsembleRun(None, None, 1)
    run.average({}, 2, 1.0)
    run._uncertainty, run._grid = before.get_fdata(), (before.affine, before.shape)
    if zoom:
        run._uncertainty = ndimage.zoom(before.get_fdata(), zoom, order=1, mode="nearest")
    found = run.uncertainty_on(volume)
    assert (found.shape, found.dtype) == (field.shape, np.float16)
    np.testing.assert_allclose(found, field, atol=0.03 if zoom else 1 / 256)


def test_what_lies_outside_of_the_region_that_is_cropped_to_is_certain() -> None:
    volume = Volume(np.zeros((6, 8, 10), np.int16), GEOMETRIES["as stored"])
    run = EnsembleRun(None, None, 1)
    run.average({}, 2, 1.0)
    affine = volume.ijk_to_ras.copy()
    affine[:3, 3] = (volume.ijk_to_ras @ [2, 3, 1, 1])[:3]  # the crop begins at i = 2, j = 3, k = 1
    run._uncertainty, run._grid = np.ones((4, 2, 3)), (affine, (4, 2, 3))
    expected = np.zeros((6, 8, 10))
    expected[1:4, 3:5, 2:6] = 1
    np.testing.assert_array_equal(run.uncertainty_on(volume), expected)


def test_parts_of_a_large_image_are_joined_as_the_package_does() -> None:
    whole = np.arange(300.0).reshape(1, 1, 300)
    parts = [whole[..., :120], whole[..., 81:220], whole[..., 181:]]  # thirds of 100, and 20 more
    np.testing.assert_array_equal(_joined(parts), whole)
    np.testing.assert_array_equal(_joined([whole]), whole)
