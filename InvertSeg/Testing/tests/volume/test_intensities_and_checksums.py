"""What is refused for its voxels, and what identifies an input later."""

from __future__ import annotations

import hashlib
import tracemalloc

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import check_intensities
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume


@pytest.mark.parametrize("shape", [(0, 4, 4), (4, 0, 4), (4, 4, 0), (0,)])
def test_no_voxels(shape):
    with pytest.raises(InputError, match="is empty"):
        check_intensities(np.zeros(shape))


@pytest.mark.parametrize("name", ["u1", "i2", "u8", "i8", "f4", "f8", "?"])
def test_all_the_same(name):
    with pytest.raises(InputError, match="constant: every voxel is 1"):
        check_intensities(np.ones((3, 4, 5), name))


def test_all_the_same_where_there_is_a_number():
    voxels = np.full((3, 4, 5), 7.5, np.float32)
    voxels[0] = np.nan
    with pytest.raises(InputError, match=r"constant: every voxel is 7\.5"):
        check_intensities(voxels)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_no_number_at_all(value):
    with pytest.raises(InputError, match="no number at all"):
        check_intensities(np.full((3, 4, 5), value, np.float32))


@pytest.mark.parametrize("name", ["f4", "f8"])
def test_some_that_are_no_number_are_counted(scan, name):
    voxels = scan.astype(name)
    voxels[0] = np.nan
    voxels[3, 2, 1], voxels[4, 0, 0] = np.inf, -np.inf
    assert check_intensities(voxels) == 6 * 5 + 2


@pytest.mark.parametrize("name", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
def test_a_scan_passes(scan, name):
    assert check_intensities(scan.astype(name)) == 0


def test_the_check_needs_the_memory_of_a_few_slices():
    voxels = np.zeros((100, 100, 100), np.float32)
    voxels[50, 50, 50], voxels[3, 3, 3] = 1, np.nan
    tracemalloc.start()
    assert check_intensities(voxels) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * voxels[0].nbytes


def test_the_checksum_of_a_file_is_that_of_every_tool(tmp_path, scan):
    path = tmp_path / "a.nii.gz"
    write_volume(Volume(scan, np.eye(4)), path)
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    volume = read_volume(path)
    assert sha256_of(path) == sha256_of(str(path)) == sha256_of(volume) == expected
    assert sha256_of(volume.with_voxels(volume.voxels + 1)) == expected  # still that of the input


def test_the_checksum_of_a_header_covers_its_voxels(tmp_path, scan):
    sitk.WriteImage(sitk.GetImageFromArray(scan), str(tmp_path / "a.mhd"))
    one = sha256_of(tmp_path / "a.mhd")
    (tmp_path / "a.raw").write_bytes((scan + 1).tobytes())
    assert sha256_of(tmp_path / "a.mhd") != one


def test_the_checksum_of_a_series_covers_every_slice_and_nothing_else(dicom_series, scan):
    folder = dicom_series(scan)
    one = sha256_of(read_volume(folder))
    whole = sha256_of(folder)
    (folder / "result.nrrd").write_text("x")
    assert (sha256_of(read_volume(folder)), sha256_of(folder)) == (one, whole)
    path = max(folder.glob("*.dcm"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert sha256_of(read_volume(folder)) != one
    assert sha256_of(folder) != whole


def test_the_checksum_of_a_computed_volume(scan):
    one = sha256_of(Volume(scan, np.eye(4)))
    assert one == sha256_of(Volume(scan.astype(">i2"), np.eye(4)))
    assert one == sha256_of(Volume(np.asfortranarray(scan), np.eye(4)))
    assert one != sha256_of(Volume(scan + 1, np.eye(4)))
    assert one != sha256_of(Volume(scan, np.diag([1, 1, 2, 1.0])))
    assert one != sha256_of(Volume(scan.astype(np.uint16), np.eye(4)))


def test_the_checksum_of_nothing(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        sha256_of(tmp_path / "a.nii")
