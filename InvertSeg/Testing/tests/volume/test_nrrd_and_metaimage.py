"""NRRD and MetaImage, as SimpleITK reads them, and what it leaves to be noticed."""

from __future__ import annotations

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.volume.reading import read_volume

STRAIGHT = "(1,0,0) (0,2,0) (0,0,3)"


@pytest.mark.parametrize("name", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
@pytest.mark.parametrize("suffix", [".nrrd", ".mha"])
@pytest.mark.parametrize("compressed", [True, False])
def test_every_type(tmp_path, scan, name, suffix, compressed):
    values = (abs(scan) % 100).astype(name)
    if name[0] in "iu" and name[1] == "8":
        values[0, 0, 0] = 2**53 + 1
    path = tmp_path / f"a{suffix}"
    sitk.WriteImage(sitk.GetImageFromArray(values), str(path), useCompression=compressed)
    voxels = read_volume(path).voxels
    assert voxels.dtype == np.dtype(name)
    assert voxels.flags.c_contiguous
    assert voxels.flags.writeable
    np.testing.assert_array_equal(voxels, values)


def test_big_endian(nrrd_file, scan):
    volume = read_volume(nrrd_file(scan.astype(">i2").tobytes(), (5, 6, 7), STRAIGHT, endian="big"))
    np.testing.assert_array_equal(volume.voxels, scan)
    assert volume.voxels.dtype.isnative


def test_big_endian_metaimage(tmp_path, scan):
    header = "ObjectType = Image\nNDims = 3\nDimSize = 5 6 7\nBinaryDataByteOrderMSB = True\n"
    text = header + "ElementSpacing = 1 2 3\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"
    (tmp_path / "a.mha").write_bytes(text.encode() + scan.astype(">i2").tobytes())
    volume = read_volume(tmp_path / "a.mha")
    np.testing.assert_array_equal(volume.voxels, scan)
    np.testing.assert_allclose(volume.ijk_to_ras, np.diag([-1, -2, 3, 1]))


def test_place_in_each_space_that_nrrd_knows(nrrd_file, scan):
    lps = read_volume(nrrd_file(scan.tobytes(), (5, 6, 7), STRAIGHT))
    np.testing.assert_allclose(lps.ijk_to_ras[:3], [[-1, 0, 0, -10], [0, -2, 0, -20], [0, 0, 3, 30]])
    ras = read_volume(nrrd_file(scan.tobytes(), (5, 6, 7), STRAIGHT, space="right-anterior-superior"))
    np.testing.assert_allclose(ras.ijk_to_ras[:3], [[1, 0, 0, 10], [0, 2, 0, 20], [0, 0, 3, 30]])


def test_shear_and_left_handedness(nrrd_file, scan):
    volume = read_volume(nrrd_file(scan.tobytes(), (5, 6, 7), "(1,0,0) (0.6,2,0) (0,0.2,-3)"))
    np.testing.assert_allclose(
        volume.ijk_to_ras[:3, :3], [[-1, -0.6, 0], [0, -2, -0.2], [0, 0, -3]], atol=1e-12
    )
    assert volume.is_left_handed


@pytest.mark.parametrize("first", [True, False])
def test_a_list_axis_counts_volumes(nrrd_file, scan, refused, first):
    """As 3D Slicer writes a sequence."""
    series = np.stack([scan, scan + 1, scan + 2], axis=-1 if first else 0)
    path = nrrd_file(
        series.tobytes(),
        (3, 5, 6, 7) if first else (5, 6, 7, 3),
        f"none {STRAIGHT}" if first else f"{STRAIGHT} none",
        kinds="list domain domain domain" if first else "domain domain domain list",
    )
    assert "holds 3 volumes" in refused(path)
    volume = read_volume(path, time_point=2)
    np.testing.assert_array_equal(volume.voxels, scan + 2)
    np.testing.assert_allclose(np.diag(volume.ijk_to_ras), [-1, -2, 3, 1])


@pytest.mark.parametrize("suffix", [".nrrd", ".mha"])
def test_a_fourth_axis_counts_volumes(tmp_path, scan, refused, suffix):
    images = [sitk.GetImageFromArray(scan + t) for t in range(3)]
    for image in images:
        image.SetSpacing((1, 2, 3))
        image.SetDirection((0, -1, 0, 1, 0, 0, 0, 0, 1))
        image.SetOrigin((10, 20, 30))
    path = tmp_path / f"a{suffix}"
    sitk.WriteImage(sitk.JoinSeries(images), str(path))
    assert "holds 3 volumes" in refused(path)
    volume = read_volume(path, time_point=1)
    np.testing.assert_array_equal(volume.voxels, scan + 1)
    np.testing.assert_allclose(volume.ijk_to_ras[:3], [[0, 2, 0, -10], [-1, 0, 0, -20], [0, 0, 3, 30]])


@pytest.mark.parametrize("kind", ["RGB-color", "vector", "3-vector"])
def test_colours_and_vectors_are_refused(nrrd_file, scan, refused, kind):
    pixels = np.stack([scan] * 3, axis=-1)
    path = nrrd_file(pixels.tobytes(), (3, 5, 6, 7), f"none {STRAIGHT}", kinds=f"{kind} domain domain domain")
    assert "3 values in each voxel" in refused(path)
    assert "3 values in each voxel" in refused(path, time_point=0)


def test_a_vector_metaimage_is_refused(tmp_path, scan, refused):
    path = tmp_path / "a.mha"
    sitk.WriteImage(sitk.GetImageFromArray(np.stack([scan] * 4, axis=-1), isVector=True), str(path))
    assert "4 values in each voxel" in refused(path)


@pytest.mark.parametrize("suffix", [".nrrd", ".mha"])
def test_a_slice_is_a_volume_of_one_slice(tmp_path, scan, suffix):
    image = sitk.GetImageFromArray(scan[0])
    image.SetSpacing((2, 4))
    sitk.WriteImage(image, str(tmp_path / f"a{suffix}"))
    volume = read_volume(tmp_path / f"a{suffix}")
    assert volume.voxels.shape == (1, 6, 5)
    assert volume.spacing == (2, 4, 1)


def test_an_axis_without_voxels_is_refused(tmp_path, nrrd_file, refused):
    assert "is empty" in refused(nrrd_file(b"", (5, 6, 0), STRAIGHT))
    (tmp_path / "a.mha").write_text(
        "ObjectType = Image\nNDims = 3\nDimSize = 5 6 0\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"
    )
    assert "is empty" in refused(tmp_path / "a.mha")


def test_axes_without_a_place_are_refused(nrrd_file, scan, refused):
    path = nrrd_file(
        np.stack([scan] * 2).tobytes(),
        (5, 6, 7, 2),
        f"{STRAIGHT} none",
        kinds="domain domain domain time",
    )
    assert "axes without a place in space" in refused(path)


def test_a_header_without_sense_is_refused(nrrd_file, tmp_path, scan, refused):
    assert "header that makes no sense" in refused(nrrd_file(scan.tobytes(), (5, 6, 7), STRAIGHT, type="box"))
    (tmp_path / "a.mha").write_text("ObjectType = Image\nNDims = 3\nDimSize = a b c\n")
    assert "header that makes no sense" in refused(tmp_path / "a.mha")


def test_the_warnings_of_itk_stay_as_the_process_had_them(nrrd_file, scan):
    path = nrrd_file(scan.tobytes(), (5, 6, 7), STRAIGHT)
    for setting in (False, True):
        sitk.ProcessObject.SetGlobalWarningDisplay(setting)
        read_volume(path)
        assert sitk.ProcessObject.GetGlobalWarningDisplay() is setting
