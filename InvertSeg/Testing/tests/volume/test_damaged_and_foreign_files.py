"""Files that are cut off, empty, of another kind or not there: one plain sentence each, on every route."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

PLACE = np.diag([-1.0, -2.0, 3.0, 1.0])


@pytest.fixture
def noise() -> Volume:
    """A volume that compresses badly, so that a cut hits its voxels."""
    return Volume(np.random.default_rng(0).integers(0, 2**15, (20, 20, 20)).astype(np.int16), PLACE)


@pytest.mark.parametrize("share", [0.98, 0.5, 0.1])
@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz", "a.nrrd", "a.mha", "raw.nrrd", "raw.mha"])
def test_cut_off(tmp_path, noise, refused, capfd, name, share):
    path = tmp_path / name
    if name.startswith("raw"):
        sitk.WriteImage(sitk.GetImageFromArray(noise.voxels), str(path), useCompression=False)
    else:
        write_volume(noise, path)
    np.testing.assert_array_equal(read_volume(path).voxels, noise.voxels)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "cut off or damaged" in refused(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_the_last_byte_is_missing(tmp_path, noise, refused, name):
    write_volume(noise, tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[:-1])
    assert "cut off or damaged" in refused(tmp_path / name)


def test_cut_off_within_the_header(tmp_path, noise, refused):
    path = tmp_path / "a.nii"
    write_volume(noise, path)
    path.write_bytes(path.read_bytes()[:200])
    assert "cut off or damaged" in refused(path)


@pytest.mark.parametrize("count", [8000, 1_000_000])
def test_one_flipped_bit_in_a_compressed_file(tmp_path, refused, count):
    """SimpleITK reads the larger one without a word."""
    path = tmp_path / "a.nii.gz"
    voxels = np.random.default_rng(0).integers(0, 2**15, (20, 20, count // 400)).astype(np.int16)
    write_volume(Volume(voxels, PLACE), path)
    whole = path.read_bytes()
    for place in (len(whole) // 2, len(whole) - 6):  # a voxel; the checksum
        data = bytearray(whole)
        data[place] ^= 1
        path.write_bytes(data)
        assert "cut off or damaged" in refused(path)


def test_one_flipped_bit_in_a_series(tmp_path, refused):
    import nibabel as nib

    path = tmp_path / "a.nii.gz"
    series = np.random.default_rng(0).integers(0, 2**15, (100, 100, 20, 3)).astype(np.int16)
    nib.save(nib.Nifti1Image(series, PLACE), path)
    assert read_volume(path, time_point=0).voxels.max() > 0
    data = bytearray(path.read_bytes())
    data[len(data) // 6] ^= 1
    path.write_bytes(data)
    assert "cut off or damaged" in refused(path, time_point=0)


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_a_header_that_promises_terabytes(tmp_path, noise, refused, name):
    path = tmp_path / "a.nii"
    write_volume(noise, path)
    data = bytearray(path.read_bytes())
    data[42:48] = np.array([32767] * 3, "<i2").tobytes()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert "cut off or damaged" in refused(tmp_path / name)


def test_a_metaimage_header_without_its_voxels(tmp_path, noise, refused, capfd):
    sitk.WriteImage(sitk.GetImageFromArray(noise.voxels), str(tmp_path / "a.mhd"))
    np.testing.assert_array_equal(read_volume(tmp_path / "a.mhd").voxels, noise.voxels)
    voxels = tmp_path / "a.raw"
    voxels.write_bytes(voxels.read_bytes()[:-1])
    assert "cut off or damaged" in refused(tmp_path / "a.mhd")
    voxels.unlink()
    assert "not where it says" in refused(tmp_path / "a.mhd")
    assert capfd.readouterr() == ("", "")


def test_a_nrrd_header_without_its_voxels(tmp_path, noise, refused):
    sitk.WriteImage(sitk.GetImageFromArray(noise.voxels), str(tmp_path / "a.nhdr"))
    np.testing.assert_array_equal(read_volume(tmp_path / "a.nhdr").voxels, noise.voxels)
    (tmp_path / "a.raw").unlink()
    assert "not where it says" in refused(tmp_path / "a.nhdr")


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz", "a.nrrd", "a.mha", "a.mhd", "a.dcm", "a"])
def test_empty_file(tmp_path, refused, name):
    (tmp_path / name).touch()
    assert "is empty (0 bytes)" in refused(tmp_path / name)


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz", "a.nrrd", "a.mha", "a.txt"])
def test_text_under_the_name_of_a_scan(tmp_path, refused, capfd, name):
    (tmp_path / name).write_text("name = not found\n" * 30)
    assert "is not an image that can be read here" in refused(tmp_path / name)
    (tmp_path / "packed.nii.gz").write_bytes(gzip.compress(b"hello"))
    assert "is not an image that can be read here" in refused(tmp_path / "packed.nii.gz")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp"])
def test_a_picture_by_any_name(tmp_path, refused, suffix):
    path = tmp_path / f"a{suffix}"
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((20, 20), np.uint8)), str(path))
    assert "is a picture" in refused(path)
    assert "is a picture" in refused(path.rename(tmp_path / "b.nii.gz"))


def test_analyze_does_not_say_which_side_is_left(tmp_path, scan, refused):
    import nibabel as nib

    nib.save(nib.AnalyzeImage(scan.T, np.eye(4)), tmp_path / "a.hdr")
    assert "ANALYZE" in refused(tmp_path / "a.hdr")


def test_nothing_there(tmp_path, refused):
    assert "does not exist" in refused(tmp_path / "a.nii.gz")
    assert "does not exist" in refused(tmp_path / "a.nii.gz" / "b.nii.gz")


def test_a_file_that_may_not_be_read(plain_users_folder, refused):
    (plain_users_folder / "a.nii").touch(mode=0)
    assert "may not be read" in refused(plain_users_folder / "a.nii")


def test_a_folder_without_dicom(tmp_path, refused):
    assert "holds no DICOM images" in refused(tmp_path)
    (tmp_path / "readme.txt").write_text("x" * 500)
    assert "holds no DICOM images" in refused(tmp_path)


@pytest.mark.parametrize("place", ["Überblick Läsion", "磁共振", "a b  c", "it's", "100%", "#1 [x] {y}"])
@pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".nrrd", ".mha"])
def test_names_with_spaces_and_letters_of_the_world(tmp_path, noise, place, suffix):
    (tmp_path / place).mkdir()
    path = tmp_path / place / f"{place}{suffix}"
    write_volume(noise, path)
    np.testing.assert_array_equal(read_volume(path).voxels, noise.voxels)
    assert [p.name for p in (tmp_path / place).iterdir()] == [path.name]
