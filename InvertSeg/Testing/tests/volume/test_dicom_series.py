"""DICOM series: found, chosen, put in order, and refused where they make no regular volume."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from pydicom.uid import JPEGLSLossless, RLELossless
from scipy.spatial.transform import Rotation

from InvertSegLib.volume.dicom import list_series
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.simpleitk import from_sitk


def places(count, step=(0.0, 0.0, 3.0), start=(-10.0, -20.0, 0.0)):
    return np.array(start) + np.arange(count)[:, None] * np.array(step)


def test_a_series_in_any_order_of_files(dicom_series, scan, same_in_space):
    folder = dicom_series(scan)
    volume = read_volume(folder)
    np.testing.assert_array_equal(volume.voxels, scan)
    assert volume.voxels.dtype == np.int16
    np.testing.assert_allclose(
        volume.ijk_to_ras[:3], [[-1.5, 0, 0, 10], [0, -2, 0, 20], [0, 0, 3, 0]], atol=1e-9
    )
    numbers = [pydicom.dcmread(f).InstanceNumber for f in volume.source.dicom_files]
    assert numbers == list(range(1, 8))
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    same_in_space(volume, from_sitk(reader.Execute()))


@pytest.mark.parametrize("reverse", [False, True])
def test_oblique_slices_lie_where_their_headers_say(dicom_series, scan, reverse):
    axes = Rotation.from_euler("xyz", [10, 25, -30], degrees=True).as_matrix().T
    positions = places(7, axes[2] * 4.5)[:: -1 if reverse else 1]
    volume = read_volume(dicom_series(scan, positions=positions, axes=axes[:2].ravel()))
    assert not volume.is_left_handed
    for k in range(7):
        slice_at = 6 - k if reverse else k
        np.testing.assert_array_equal(volume.voxels[slice_at], scan[k])
        lps = positions[k] + 4 * 1.5 * axes[0] + 2 * 2.0 * axes[1]
        ras = (volume.ijk_to_ras @ [4, 2, slice_at, 1])[:3]
        np.testing.assert_allclose(ras, lps * [-1, -1, 1], atol=1e-6)


def test_gantry_tilt_is_kept_as_shear(dicom_series, scan):
    """SimpleITK would stack the slices along the normal, several voxels off at the far end."""
    volume = read_volume(dicom_series(scan, positions=places(7, (0, 0.8, 3))))
    np.testing.assert_allclose(volume.ijk_to_ras[:3, 2], [0, -0.8, 3], atol=1e-9)


def test_one_file_stands_for_its_series(dicom_series, scan, refused):
    folder = dicom_series(scan, uid="1.2.3.4")
    dicom_series(scan + 1, uid="1.2.3.5", prefix="OTHER", change=lambda d, k: setattr(d, "SeriesNumber", 5))
    for name, expected in (("IM00_0.dcm", scan), ("OTHER00_0.dcm", scan + 1)):
        volume = read_volume(folder / name)
        np.testing.assert_array_equal(volume.voxels, expected)
        assert len(volume.source.dicom_files) == 7
    np.testing.assert_array_equal(read_volume(folder / "IM00_0.dcm", series="5").voxels, scan + 1)


def test_several_series_are_listed_and_one_is_taken(dicom_series, scan, refused):
    def second(dataset, _):
        dataset.SeriesNumber, dataset.SeriesDescription = 11, "t2_tse"

    folder = dicom_series(scan, uid="1.2.3.4")
    dicom_series(scan + 1, folder="dicom/sub", uid="1.2.3.5", change=second)
    found = list_series(folder)
    assert [(s.uid, s.number, s.description, s.modality, s.count) for s in found] == [
        ("1.2.3.4", "4", "t1_fl2d_tra", "MR", 7),
        ("1.2.3.5", "11", "t2_tse", "MR", 7),
    ]
    text = refused(folder)
    assert "holds 2 DICOM series" in text
    assert "--series" in text
    for word in ("4: t1_fl2d_tra (MR, 7 images, 1.2.3.4)", "11: t2_tse (MR, 7 images, 1.2.3.5)"):
        assert word in text
    for wanted in ("1.2.3.5", "11", "t2_tse"):
        np.testing.assert_array_equal(read_volume(folder, series=wanted).voxels, scan + 1)
    assert "No DICOM series" in refused(folder, series="t2")
    dicom_series(scan, folder="dicom/third", uid="1.2.3.6", change=second)
    assert "2 DICOM series in" in refused(folder, series="t2_tse")


def test_other_objects_and_files_beside_the_series_are_passed_over(dicom_series, scan, tmp_path):
    folder = dicom_series(scan)
    for n, (kind, sop) in enumerate([("SEG", "66.4"), ("PR", "11.1"), ("SR", "88.11")]):

        def change(dataset, _, kind=kind, sop=sop):
            dataset.Modality = kind
            dataset.SOPClassUID = f"1.2.840.10008.5.1.4.1.1.{sop}"
            if kind == "SR":
                del dataset.PixelData, dataset.Rows, dataset.Columns

        dicom_series(scan[:1], folder=f"dicom/{n}", change=change)
    (folder / "notes.txt").write_text("x" * 300)
    (folder / "DICOMDIR").write_bytes(bytes(128) + b"DICM\x02\x00\x02\x00UI\x14\x001.2.840.10008.1.3.10\0")
    (folder / ".hidden.dcm").write_text("x")
    assert len(list_series(folder)) == 1
    np.testing.assert_array_equal(read_volume(folder).voxels, scan)


def test_a_copy_of_a_file_does_not_count_twice(dicom_series, scan):
    folder = dicom_series(scan)
    (folder / "copy.dcm").write_bytes((folder / "IM00_0.dcm").read_bytes())
    np.testing.assert_array_equal(read_volume(folder).voxels, scan)


@pytest.mark.parametrize("left_out", [(3,), (2, 3)])
def test_missing_slices_are_named(dicom_series, scan, refused, left_out):
    folder = dicom_series(scan)
    for k in left_out:
        next(folder.glob(f"*_{k}.dcm")).unlink()
    text = refused(folder)
    assert f"slices missing: about {len(left_out)} of 7" in text
    assert f"after slice {left_out[0]}" in text


def test_uneven_slices_are_refused_with_their_distances(dicom_series, scan, refused):
    positions = places(7)
    positions[3:, 2] += 0.9
    text = refused(dicom_series(scan, positions=positions))
    assert "unevenly placed" in text
    assert "from 3.00 to 3.90 mm" in text


def test_slices_that_are_hardly_uneven_are_read_with_a_note(dicom_series, scan):
    positions = places(7)
    positions[3, 2] += 0.1
    volume = read_volume(dicom_series(scan, positions=positions))
    assert "not quite evenly spaced" in volume.source.notes[0]
    np.testing.assert_allclose(volume.spacing, (1.5, 2, 3))


def test_slices_shifted_against_each_other_are_refused(dicom_series, scan, refused):
    positions = places(7)
    positions[3, 0] += 5
    assert "up to 5.00 mm off" in refused(dicom_series(scan, positions=positions))


def test_a_scout_among_the_slices_is_refused(dicom_series, scan, refused):
    def turned(dataset, k):
        if k == 6:
            dataset.ImageOrientationPatient = [0, 1, 0, 0, 0, -1]

    assert "not parallel" in refused(dicom_series(scan, change=turned))


def test_slices_of_several_sizes_are_refused(dicom_series, scan, refused):
    folder = dicom_series(scan, uid="1.2.3.4")
    dicom_series(scan[:1, :4], uid="1.2.3.4", prefix="SMALL")
    assert "different sizes" in refused(folder)


def test_two_echoes_in_a_series_are_two_volumes(dicom_series, scan, refused):
    """As the in-phase and out-phase images of a dual-echo acquisition: instance numbers alternate."""

    def echo(time):
        def change(dataset, k):
            dataset.EchoTime, dataset.InstanceNumber = time, 2 * k + (time > 3)

        return change

    folder = dicom_series(scan, uid="1.2.3.4", change=echo(2.3))
    dicom_series(scan + 1, uid="1.2.3.4", change=echo(4.6), prefix="OUT")
    assert "holds 2 volumes" in refused(folder)
    for t in range(2):
        volume = read_volume(folder, time_point=t)
        np.testing.assert_array_equal(volume.voxels, scan + t)
        assert float(volume.source.metadata["echo_time"]) == (2.3, 4.6)[t]
        assert len(volume.source.dicom_files) == 7
    next(folder.glob("OUT*_3.dcm")).unlink()
    assert "13 images at 7 places" in refused(folder)


def test_a_single_slice(dicom_series, scan):
    volume = read_volume(dicom_series(scan[:1]))
    np.testing.assert_array_equal(volume.voxels, scan[:1])
    assert volume.spacing == (1.5, 2, 3)


@pytest.mark.parametrize(
    ("slope", "intercept", "dtype"), [(1, -1024, "i4"), (2, 0, "u4"), (0.5, 10, "f4"), (1, 0, "u2")]
)
def test_rescaling_is_applied(dicom_series, scan, slope, intercept, dtype):
    def change(dataset, _):
        dataset.RescaleSlope, dataset.RescaleIntercept = str(slope), str(intercept)

    stored = abs(scan).astype(np.uint16)
    volume = read_volume(dicom_series(stored, change=change))
    np.testing.assert_array_equal(volume.voxels, stored * float(slope) + intercept)
    assert volume.voxels.dtype == np.dtype(dtype)


def test_twelve_bits_of_ct_fit_int16(dicom_series, scan):
    def change(dataset, _):
        dataset.BitsStored, dataset.HighBit, dataset.RescaleSlope, dataset.RescaleIntercept = (
            12,
            11,
            "1",
            "-1024",
        )

    volume = read_volume(dicom_series(abs(scan).astype(np.uint16), change=change))
    assert volume.voxels.dtype == np.int16
    np.testing.assert_array_equal(volume.voxels, abs(scan) - 1024)


def test_each_slice_has_its_own_scaling(dicom_series, scan):
    """As in PET and some MR: the type of the first slice does not hold the others."""

    def change(dataset, k):
        dataset.RescaleSlope, dataset.RescaleIntercept = ("1" if k == 0 else f"{k}.25"), "0"

    stored = abs(scan).astype(np.uint16)
    volume = read_volume(dicom_series(stored, change=change))
    slopes = np.array([1, *[k + 0.25 for k in range(1, 7)]])[:, None, None]
    np.testing.assert_allclose(volume.voxels, stored * slopes, rtol=1e-6)


def test_eight_bits(dicom_series, scan):
    stored = (abs(scan) % 256).astype(np.uint8)
    volume = read_volume(dicom_series(stored))
    assert volume.voxels.dtype == np.uint8
    np.testing.assert_array_equal(volume.voxels, stored)


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless])
def test_compressed_pixels(dicom_series, scan, syntax):
    stored = np.kron(abs(scan), np.ones((1, 8, 8))).astype(np.uint16)
    folder = dicom_series(stored)
    for path in folder.iterdir():
        dataset = pydicom.dcmread(path)
        dataset.compress(syntax)
        dataset.save_as(path)
    np.testing.assert_array_equal(read_volume(folder).voxels, stored)


def test_a_compression_that_cannot_be_undone_is_said(dicom_series, scan, refused):
    folder = dicom_series(scan.astype(np.uint16))
    for path in folder.iterdir():
        dataset = pydicom.dcmread(path)
        dataset.compress(RLELossless)
        dataset.save_as(path)
        # The name of a compression of the same length that this file does not have.
        path.write_bytes(path.read_bytes().replace(b"1.2.840.10008.1.2.5\0", b"1.2.840.10008.1.2.9\0"))
    assert "compressed in an unusual way" in refused(folder)


@pytest.mark.parametrize("keep", [0, 131, 200, 600, -4])
@pytest.mark.parametrize("k", [0, 6])
def test_a_file_that_is_cut_off_is_not_a_slice_less(dicom_series, scan, refused, keep, k, capfd):
    """At the end of a series a lost slice leaves no gap that could be noticed."""
    folder = dicom_series(scan)
    path = next(folder.glob(f"*_{k}.dcm"))
    path.write_bytes(path.read_bytes()[:keep])
    assert f"{path.name} cannot be read" in refused(folder)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("tag", ["ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"])
def test_images_without_a_place_are_refused(dicom_series, scan, refused, tag):
    folder = dicom_series(scan, change=lambda dataset, _: delattr(dataset, tag))
    assert "does not say where it lies" in refused(folder)


def test_colours_and_mosaics_are_refused(dicom_series, scan, refused):
    def colour(dataset, _):
        dataset.SamplesPerPixel, dataset.PhotometricInterpretation, dataset.PlanarConfiguration = 3, "RGB", 0
        dataset.PixelData = dataset.PixelData * 3

    assert "colour" in refused(dicom_series(scan.astype(np.uint8), change=colour))

    def mosaic(dataset, _):
        dataset.ImageType = ["ORIGINAL", "PRIMARY", "M", "MOSAIC"]

    assert "mosaic" in refused(dicom_series(scan, folder="mosaic", change=mosaic))


def test_metadata_tells_the_sequence_and_never_the_patient(dicom_series, scan):
    def change(dataset, _):
        dataset.RepetitionTime, dataset.EchoTime, dataset.FlipAngle = "132.4", "4.6", "80"
        dataset.ScanningSequence, dataset.ImageType = ["GR"], ["ORIGINAL", "PRIMARY", "M"]
        dataset.InstitutionName, dataset.ReferringPhysicianName = "Klinikum", "Dr^Mabuse"
        dataset.PatientAge, dataset.AccessionNumber, dataset.StationName = "055Y", "A777", "MRROOM1"

    folder = dicom_series(scan, change=change)
    source = read_volume(folder).source
    assert source.metadata["modality"] == "MR"
    assert source.metadata["series_description"] == "t1_fl2d_tra"
    assert source.metadata["repetition_time"] == "132.4"
    assert source.metadata["scanning_sequence"] == "GR"
    assert not any(tag.startswith("0010") for series in list_series(folder) for tag in series.headers[0])
    text = repr(source.metadata)
    for secret in (
        "Muster",
        "12345678",
        "1964",
        "2020",
        "Klinikum",
        "Mabuse",
        "055Y",
        "A777",
        "MRROOM1",
        "1.2.826",
    ):
        assert secret not in text


@pytest.mark.parametrize(
    ("charset", "text"),
    [("ISO_IR 100", "Schädel nativ"), ("ISO_IR 192", "頭部 T1"), ("ISO_IR 144", "голова")],
)
def test_descriptions_in_the_letters_of_the_world(dicom_series, scan, charset, text):
    def change(dataset, _):
        dataset.SpecificCharacterSet, dataset.SeriesDescription = charset, text

    assert read_volume(dicom_series(scan, change=change)).source.metadata["series_description"] == text


def test_folders_with_spaces_and_letters_of_the_world(dicom_series, scan):
    np.testing.assert_array_equal(read_volume(dicom_series(scan, folder="Läsion 1 磁共振")).voxels, scan)


def test_the_real_scan_is_the_same_in_both_formats(shared, same_in_space):
    dicom = read_volume(shared / "data" / "chaos" / "dicom" / "case01_T1in")
    nifti = read_volume(shared / "data" / "chaos" / "chaos01_T1in.nii.gz")
    assert dicom.voxels.shape == (35, 256, 256)
    np.testing.assert_allclose(dicom.ijk_to_ras, nifti.ijk_to_ras, atol=1e-4)
    same_in_space(dicom, nifti)
    assert dicom.source.metadata["protocol_name"] == "T1DUAL_InPhase"
    assert dicom.source.notes == ()
