"""Where NIfTI voxels lie: as ITK and 3D Slicer put them, with a note where the header says more than one."""

from __future__ import annotations

import itertools

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk
from scipy.spatial.transform import Rotation

from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.simpleitk import from_sitk, quiet

TURN = Rotation.from_euler("xyz", [25, -40, 70], degrees=True).as_matrix()


def affine_of(axes, origin=(11.0, -22.0, 33.0)):
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = axes, origin
    return matrix


def save(path, voxels, sform=None, qform=None, codes=(1, 1)):
    image = nib.Nifti1Image(voxels.T, np.eye(4))
    known = next((form for form in (sform, qform) if form is not None), np.eye(4))
    image.header["pixdim"][1:4] = np.linalg.norm(known[:3, :3], axis=0)
    image.set_qform(qform, codes[0] if qform is not None else 0)
    image.set_sform(sform, codes[1] if sform is not None else 0)
    nib.save(image, path)
    return path


def itk_matrix(path):
    with quiet():
        return from_sitk(sitk.ReadImage(str(path))).ijk_to_ras


@pytest.mark.parametrize("hand", [1, -1], ids=["right-handed", "left-handed"])
@pytest.mark.parametrize("turn", [np.eye(3), TURN, TURN.T @ np.diag([-1, 1, -1])], ids=["straight", "a", "b"])
@pytest.mark.parametrize("forms", ["sform", "qform", "both"])
def test_oblique_and_left_handed_scans_lie_where_itk_puts_them(tmp_path, scan, turn, hand, forms):
    affine = affine_of(turn @ np.diag([0.7, 1.3, 5.0 * hand]))
    path = save(
        tmp_path / "a.nii",
        scan,
        sform=affine if forms != "qform" else None,
        qform=affine if forms != "sform" else None,
    )
    volume = read_volume(path)
    np.testing.assert_allclose(volume.ijk_to_ras, affine, atol=1e-5)
    np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(path), atol=1e-5)
    assert volume.is_left_handed == (hand < 0)
    assert volume.source.notes == ()


@pytest.mark.parametrize("codes", list(itertools.product([0, 1, 2, 4], repeat=2)))
def test_two_places_in_one_header(tmp_path, scan, codes):
    """The one that ITK takes, and a note where they differ."""
    one, other = affine_of(np.diag([1, 2, 3.0])), affine_of(np.diag([1, 2, 3.0]), (60, 0, 0))
    qform, sform = (one if codes[0] else None), (other if codes[1] else None)
    path = save(tmp_path / "a.nii", scan, qform=qform, sform=sform, codes=codes)
    volume = read_volume(path)
    if any(codes):
        np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(path), atol=1e-5)
    if all(codes):
        used = "qform" if volume.ijk_to_ras[0, 3] == 11 else "sform"
        assert f"the {used} is used" in volume.source.notes[0]
        assert "63.0 mm apart" in volume.source.notes[0]
    elif any(codes):
        assert volume.source.notes == ()


def test_no_place_in_the_header(tmp_path, scan):
    path = save(tmp_path / "a.nii", scan)
    volume = read_volume(path)
    assert "left and right cannot be told" in volume.source.notes[0]
    np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(path), atol=1e-6)


def test_shear_is_refused_as_itk_refuses_it(tmp_path, scan, refused):
    sheared = affine_of(TURN @ np.array([[1, 0.6, 0], [0, 2, 0.3], [0, 0, 3.0]]))
    path = save(tmp_path / "a.nii", scan, sform=sheared)
    text = refused(path)
    assert "not perpendicular" in text
    assert "Resample" in text


def test_shear_is_refused_although_itk_was_told_to_straighten_it(tmp_path, scan, refused, monkeypatch):
    """3D Slicer's users may have this set."""
    monkeypatch.setenv("ITK_NIFTI_SFORM_PERMISSIVE", "1")
    sheared = affine_of(np.array([[1, 0.6, 0], [0, 2, 0.3], [0, 0, 3.0]]))
    path = save(tmp_path / "a.nii", scan, sform=sheared)
    assert np.abs(itk_matrix(path) - sheared).max() > 0.1  # it does
    assert "not perpendicular" in refused(path)


def test_spacing_that_the_sform_contradicts(tmp_path, scan):
    """ITK takes the spacing; the user is told."""
    path = save(tmp_path / "a.nii", scan, sform=affine_of(np.diag([1, 2, 3.0])))
    raw = bytearray(path.read_bytes())
    raw[80:92] = np.array([1, 2, 5], "<f4").tobytes()
    path.write_bytes(raw)
    volume = read_volume(path)
    np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(path), atol=1e-5)
    assert volume.spacing == (1, 2, 5)
    assert "another spacing" in volume.source.notes[0]


def test_places_that_differ_by_the_hand_of_the_axes_alone(tmp_path, scan):
    """The sign of pixdim[0], which SimpleITK does not tell, mirrors the qform."""
    one, other = affine_of(np.diag([1, 2, 3.0])), affine_of(np.diag([1, 2, -3.0]))
    for order in "<>":
        image = nib.Nifti1Image(scan.T, None, nib.Nifti1Header(endianness=order))
        image.header["pixdim"][1:4] = (1, 2, 3)
        image.set_qform(other, 1, update_affine=False)
        image.set_sform(one, 1, update_affine=False)
        nib.save(image, tmp_path / "a.nii")
        volume = read_volume(tmp_path / "a.nii")
        np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(tmp_path / "a.nii"), atol=1e-5)
        assert "36.0 mm apart" in volume.source.notes[0]
        image.set_qform(one, 1, update_affine=False)
        nib.save(image, tmp_path / "b.nii")
        assert read_volume(tmp_path / "b.nii").source.notes == ()


@pytest.mark.parametrize("forms", ["sform", "qform"])
def test_a_2d_file_of_a_slice_that_is_not_axial_is_refused(tmp_path, scan, refused, forms):
    """ITK keeps of its directions what lies in the plane of x and y."""
    for axes in (np.array([[0, 0, 3.0], [1, 0, 0], [0, 2, 0]]), TURN * [1, 2, 3]):
        path = save(tmp_path / "a.nii", scan[0], **{forms: affine_of(axes)})
        assert "not axial" in refused(path)
        path = save(tmp_path / "b.nii", scan[:1], **{forms: affine_of(axes)})
        np.testing.assert_allclose(read_volume(path).ijk_to_ras, affine_of(axes), atol=1e-5)


def test_shear_beside_a_qform(tmp_path, scan):
    """ITK falls back to the qform, which has no shear; the user is told."""
    sheared = affine_of(np.array([[1, 0.6, 0], [0, 2, 0], [0, 0, 3.0]]))
    path = save(tmp_path / "a.nii", scan, sform=sheared, qform=affine_of(np.diag([1, 2, 3.0])))
    volume = read_volume(path)
    np.testing.assert_allclose(volume.ijk_to_ras, itk_matrix(path), atol=1e-5)
    assert "the qform is used" in volume.source.notes[0]


@pytest.mark.parametrize(("unit", "factor"), [(1, 1000), (2, 1), (3, 0.001), (0, 1)])
def test_units_become_millimetres(tmp_path, scan, unit, factor):
    path = save(tmp_path / "a.nii", scan, sform=affine_of(np.diag([1, 2, 3.0])))
    raw = bytearray(path.read_bytes())
    raw[123] = unit
    path.write_bytes(raw)
    np.testing.assert_allclose(read_volume(path).spacing, np.array([1, 2, 3]) * factor, rtol=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_a_geometry_without_sense_is_refused(tmp_path, scan, refused, bad):
    path = save(tmp_path / "a.nii", scan, sform=affine_of(np.diag([1, 2, 3.0])))
    raw = bytearray(path.read_bytes())
    raw[296:312] = np.array([0, bad, 0, bad], "<f4").tobytes()  # srow_y
    path.write_bytes(raw)
    assert "cannot be placed" in refused(path)
