"""NIfTI voxels of every type, order and scaling come back as other readers give them."""

from __future__ import annotations

import gzip

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.volume.reading import read_volume

AFFINE = np.diag([-1.5, -2.0, 3.0, 1.0])


def save(path, voxels, affine=AFFINE, order="<", image=nib.Nifti1Image, **kinds):
    header = image.header_class(endianness=order)
    header.set_data_dtype(voxels.dtype.newbyteorder(order))
    written = image(voxels.T, affine, header, **kinds)
    nib.save(written, path)
    return path


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("name", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
@pytest.mark.parametrize("suffix", [".nii", ".nii.gz"])
def test_every_type_and_byte_order(tmp_path, scan, name, order, suffix):
    values = (scan % 100).astype(name) + np.array(0.25 if name[0] == "f" else 0, name)
    if name in ("u8", "i8"):
        values[0, 0, 0] = 2**53 + 1  # not a float64
    volume = read_volume(save(tmp_path / f"a{suffix}", values, order=order, dtype=None))
    assert volume.voxels.dtype == np.dtype(name)
    assert volume.voxels.dtype.isnative
    assert volume.voxels.flags.c_contiguous
    assert volume.voxels.flags.writeable
    np.testing.assert_array_equal(volume.voxels, values)
    np.testing.assert_allclose(volume.ijk_to_ras, AFFINE, atol=1e-6)


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz"])
def test_nifti_2_is_refused(tmp_path, scan, refused, capfd, suffix):
    """SimpleITK has no reader for it."""
    assert "is NIfTI-2" in refused(save(tmp_path / f"a{suffix}", scan, image=nib.Nifti2Image))
    assert capfd.readouterr() == ("", "")


def test_nifti_under_another_name_is_refused(tmp_path, scan, refused):
    """SimpleITK goes by the name here."""
    for suffix, name, wanted in ((".nii", "a.dat", ".nii"), (".nii.gz", "a.nii", ".nii.gz")):
        path = save(tmp_path / f"scan{suffix}", scan).rename(tmp_path / name)
        assert f"Rename it to end in {wanted}." in refused(path)
    path = save(tmp_path / "scan.nii", scan).rename(tmp_path / "A.NII.GZ")  # not compressed: no matter
    np.testing.assert_array_equal(read_volume(path).voxels, scan)


def test_header_and_voxels_in_two_files(tmp_path, scan, refused):
    nib.save(nib.Nifti1Pair(scan.T, AFFINE), tmp_path / "a.hdr")
    for name in ("a.hdr", "a.img"):
        np.testing.assert_array_equal(read_volume(tmp_path / name).voxels, scan)
    (tmp_path / "a.img").write_bytes((tmp_path / "a.img").read_bytes()[:-2])
    assert "a.img is cut off" in refused(tmp_path / "a.hdr")
    (tmp_path / "a.img").unlink()
    assert "is not beside it" in refused(tmp_path / "a.hdr")


@pytest.mark.parametrize("name", ["i2", "u1", "i4", "f4", "f8"])
def test_scaled_values_are_those_of_simpleitk(tmp_path, scan, name):
    path = tmp_path / "a.nii"
    image = nib.Nifti1Image(abs(scan).astype(name).T % 120, AFFINE)
    nib.save(image, path)
    raw = bytearray(path.read_bytes())
    raw[112:120] = np.array([0.5, -1024.0], "<f4").tobytes()
    path.write_bytes(raw)
    voxels = read_volume(path).voxels
    expected = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    np.testing.assert_allclose(voxels, expected, rtol=1e-6)
    assert voxels.min() < -900
    assert voxels.dtype == (np.float64 if name == "f8" else np.float32)


def test_a_slope_that_makes_no_sense_is_ignored(tmp_path, scan):
    """The intercept is not, by ITK; nibabel ignores both."""
    path = save(tmp_path / "a.nii", scan)
    raw = bytearray(path.read_bytes())
    for slope in (0.0, np.nan, np.inf):
        for intercept in (0, 7):
            raw[112:120] = np.array([slope, intercept], "<f4").tobytes()
            path.write_bytes(raw)
            np.testing.assert_array_equal(read_volume(path).voxels, scan + intercept)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("suffix", [".nii", ".nii.gz"])
@pytest.mark.parametrize("name", ["f4", "f8"])
def test_what_is_not_a_number_becomes_0_and_is_told(tmp_path, scan, name, suffix, order):
    """As SimpleITK and 3D Slicer read it."""
    values = scan.astype(name)
    path = save(tmp_path / f"a{suffix}", values, order=order)
    assert read_volume(path).source.notes == ()
    values[0, 0, :3] = [np.nan, np.inf, -np.inf]
    volume = read_volume(save(path, values, order=order))
    assert "3 values in the file are NaN or infinite" in volume.source.notes[0]
    np.testing.assert_array_equal(volume.voxels, np.nan_to_num(values, posinf=0, neginf=0))


def test_a_time_point_is_asked_for_and_taken(tmp_path, scan, refused):
    series = np.stack([scan, scan + 1, scan + 2])
    for suffix in (".nii", ".nii.gz"):
        path = save(tmp_path / f"a{suffix}", series)
        assert "holds 3 volumes" in refused(path)
        assert "--time-point, from 0 to 2" in refused(path)
        for t in range(3):
            np.testing.assert_array_equal(read_volume(path, time_point=t).voxels, series[t])
        assert "no time point 3" in refused(path, time_point=3)
        assert "no time point -1" in refused(path, time_point=-1)


def test_one_time_point_needs_no_choice(tmp_path, scan, refused):
    path = save(tmp_path / "a.nii.gz", scan[None])
    np.testing.assert_array_equal(read_volume(path).voxels, scan)
    np.testing.assert_array_equal(read_volume(path, time_point=0).voxels, scan)
    assert "it holds one volume" in refused(path, time_point=1)


def test_a_slice_is_a_volume_of_one_slice(tmp_path, scan):
    volume = read_volume(save(tmp_path / "a.nii.gz", scan[0]))
    assert volume.voxels.shape == (1, 6, 5)
    np.testing.assert_array_equal(volume.voxels[0], scan[0])
    np.testing.assert_allclose(volume.ijk_to_ras, AFFINE)


def test_colours_vectors_and_complex_numbers_are_refused(tmp_path, scan, refused):
    colour = np.zeros(scan.shape, [("R", "u1"), ("G", "u1"), ("B", "u1")])
    path = tmp_path / "a.nii.gz"
    nib.save(nib.Nifti1Image(colour.T, AFFINE), path)
    assert "3 values in each voxel" in refused(path)
    nib.save(nib.Nifti1Image(np.zeros((5, 6, 7, 1, 4), np.float32), AFFINE), path)
    assert "4 values in each voxel" in refused(path)
    nib.save(nib.Nifti1Image(scan.T.astype(np.complex64), AFFINE), path)
    assert "complex numbers" in refused(path)


def test_an_extension_between_header_and_voxels_is_passed_over(tmp_path, scan):
    image = nib.Nifti1Image(scan.T, AFFINE)
    image.header.extensions.append(nib.nifti1.Nifti1Extension("comment", b"x" * 1000))
    nib.save(image, tmp_path / "a.nii.gz")
    np.testing.assert_array_equal(read_volume(tmp_path / "a.nii.gz").voxels, scan)


def test_a_file_compressed_in_several_pieces(tmp_path, scan):
    data = nib.Nifti1Image(scan.T, AFFINE).to_bytes()
    (tmp_path / "a.nii.gz").write_bytes(gzip.compress(data[:400]) + gzip.compress(data[400:]))
    np.testing.assert_array_equal(read_volume(tmp_path / "a.nii.gz").voxels, scan)


def test_a_file_padded_with_zeros(tmp_path, scan):
    """As tapes and some archives give it back."""
    for suffix in (".nii", ".nii.gz"):
        path = save(tmp_path / f"a{suffix}", scan)
        path.write_bytes(path.read_bytes() + bytes(512))
        np.testing.assert_array_equal(read_volume(path).voxels, scan)


def test_a_row_and_types_that_no_reader_knows_are_refused(tmp_path, scan, refused):
    assert "single row" in refused(save(tmp_path / "a.nii", scan[0, 0]))
    path = save(tmp_path / "b.nii", scan)
    raw = bytearray(path.read_bytes())
    raw[70:72] = np.array([1536], "<i2").tobytes()  # 128-bit floating point
    path.write_bytes(raw)
    assert "a type that cannot be read here" in refused(path)
