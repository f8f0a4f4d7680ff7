"""A volume that is written and read again has the same values at the same places, whatever the format."""

from __future__ import annotations

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from InvertSegLib.errors import OutputError
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.simpleitk import from_sitk, to_sitk
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

OBLIQUE = Rotation.from_euler("xyz", [20, -35, 60], degrees=True).as_matrix()
AXES = {
    "ras": np.diag([1.0, 1, 1]),
    "lps": np.diag([-1.0, -1, 1]),
    "las, left-handed": np.diag([-1.0, 1, 1]),
    "rps flipped, left-handed": np.diag([-1.0, -1, -1]),
    "sagittal": np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]]),
    "oblique": OBLIQUE,
    "oblique, left-handed": OBLIQUE @ np.diag([1, 1, -1]),
    "anisotropic": OBLIQUE @ np.diag([0.3, 0.9, 12]),
    "sheared": OBLIQUE @ np.array([[1, 0.4, 0.1], [0, 1.5, -0.3], [0, 0, 4]]),
    "sheared, left-handed": np.array([[1, 0.4, 0.1], [0, 1.5, -0.3], [0, 0, -4]]),
}
PERPENDICULAR = {name: axes for name, axes in AXES.items() if "sheared" not in name}
SUFFIXES = [".nii", ".nii.gz", ".nrrd", ".mha"]


def placed(axes, origin=(-93.5, 41.25, 1010.0)):
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = axes, origin
    return matrix


@pytest.mark.parametrize("name", AXES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_values_at_the_same_places(tmp_path, scan, same_in_space, name, suffix):
    volume = Volume(scan, placed(AXES[name]))
    if "sheared" in name and suffix.startswith(".nii"):
        with pytest.raises(OutputError, match=r"not perpendicular.*\.nrrd"):
            write_volume(volume, tmp_path / f"a{suffix}")
        assert list(tmp_path.iterdir()) == []
        return
    write_volume(volume, tmp_path / f"a{suffix}")
    back = read_volume(tmp_path / f"a{suffix}")
    same_in_space(volume, back)
    np.testing.assert_allclose(back.ijk_to_ras, volume.ijk_to_ras, atol=1e-4)
    assert back.is_left_handed == volume.is_left_handed
    assert back.source.notes == ()


@pytest.mark.parametrize("axes", PERPENDICULAR.values(), ids=PERPENDICULAR.keys())
def test_other_readers_of_nifti_see_the_same(tmp_path, scan, same_in_space, axes):
    volume = Volume(scan, placed(axes))
    write_volume(volume, tmp_path / "a.nii.gz")
    image = nib.load(tmp_path / "a.nii.gz")
    same_in_space(volume, Volume(np.asanyarray(image.dataobj).T, image.affine))
    assert image.header.get_xyzt_units() == ("mm", "sec")
    np.testing.assert_allclose(image.header.get_zooms(), volume.spacing, rtol=1e-6)
    assert (image.header["qform_code"], image.header["sform_code"]) == (1, 1)
    np.testing.assert_allclose(image.get_qform(), image.get_sform(), atol=1e-4)


def test_axes_rounded_in_a_dicom_header_are_perpendicular_enough(tmp_path, scan, same_in_space):
    volume = Volume(scan, placed(np.round(OBLIQUE, 3)))
    write_volume(volume, tmp_path / "a.nii")
    back = read_volume(tmp_path / "a.nii")
    corner = [*np.array(scan.shape[::-1]) - 1, 1]
    assert np.linalg.norm((back.ijk_to_ras - volume.ijk_to_ras) @ corner) < 0.1
    np.testing.assert_array_equal(back.voxels, scan)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    angles=st.tuples(*[st.floats(-180, 180)] * 3),
    spacing=st.tuples(*[st.floats(0.05, 20)] * 3),
    origin=st.tuples(*[st.floats(-2000, 2000)] * 3),
    flip=st.booleans(),
    suffix=st.sampled_from([".nii", ".nrrd", ".mha"]),
)
def test_any_orientation(tmp_path, scan, same_in_space, angles, spacing, origin, flip, suffix):
    axes = Rotation.from_euler("xyz", angles, degrees=True).as_matrix() * spacing
    volume = Volume(scan, placed(axes * ([1, -1, 1] if flip else 1), origin))
    write_volume(volume, tmp_path / f"a{suffix}")
    back = read_volume(tmp_path / f"a{suffix}")
    assert np.abs(back.ijk_to_ras - volume.ijk_to_ras).max() < 1e-3
    same_in_space(volume, back)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8", "f2", "?"])
def test_types_survive(tmp_path, scan, name, suffix):
    values = (abs(scan) % 100).astype(name)
    write_volume(Volume(values, np.eye(4)), tmp_path / f"a{suffix}")
    back = read_volume(tmp_path / f"a{suffix}").voxels
    assert back.dtype == {"f2": np.float32, "?": np.uint8}.get(name, np.dtype(name))
    np.testing.assert_array_equal(back, values)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_voxels_that_are_not_contiguous_or_native(tmp_path, scan, suffix):
    for voxels in (scan[::-1, :, ::2], np.asfortranarray(scan), scan.astype(">i2")):
        write_volume(Volume(voxels, np.eye(4)), tmp_path / f"a{suffix}")
        np.testing.assert_array_equal(read_volume(tmp_path / f"a{suffix}").voxels, voxels)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_not_a_number_survives(tmp_path, scan, suffix):
    voxels = scan.astype(np.float32)
    voxels[0, 0, :3] = [np.nan, np.inf, -np.inf]
    path = tmp_path / f"a{suffix}"
    write_volume(Volume(voxels, np.eye(4)), path)
    if suffix.startswith(".nii"):  # written as it is, although SimpleITK, which reads 0, cannot show it
        np.testing.assert_array_equal(np.asanyarray(nib.load(path).dataobj).T, voxels)
    else:
        np.testing.assert_array_equal(read_volume(path).voxels, voxels)


@pytest.mark.parametrize("axes", AXES.values(), ids=AXES.keys())
def test_to_simpleitk_and_back(scan, axes):
    volume = Volume(scan, placed(axes))
    image = to_sitk(volume)
    back = from_sitk(image)
    np.testing.assert_allclose(back.ijk_to_ras, volume.ijk_to_ras, atol=1e-12)
    np.testing.assert_array_equal(back.voxels, scan)
    lps = np.array(image.TransformIndexToPhysicalPoint((4, 3, 2)))
    np.testing.assert_allclose(lps * [-1, -1, 1], (volume.ijk_to_ras @ [4, 3, 2, 1])[:3])


def test_real_scans_through_every_format(tmp_path, shared, same_in_space):
    for path in sorted((shared / "data" / "totalsegmentator").glob("*.nii.gz")):
        volume = read_volume(path)
        reference = from_sitk(sitk.ReadImage(str(path)))
        np.testing.assert_array_equal(volume.voxels, reference.voxels)
        assert volume.voxels.dtype == reference.voxels.dtype
        np.testing.assert_allclose(volume.ijk_to_ras, reference.ijk_to_ras, atol=1e-4)
        if "example_mr" in path.name:
            for suffix in SUFFIXES:
                write_volume(volume, tmp_path / f"a{suffix}")
                same_in_space(volume, read_volume(tmp_path / f"a{suffix}"))
