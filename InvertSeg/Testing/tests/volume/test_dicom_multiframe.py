"""Enhanced DICOM: many frames in one file, each with its own place."""

from __future__ import annotations

import builtins

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import EnhancedMRImageStorage, ExplicitVRLittleEndian, generate_uid

from InvertSegLib.volume.reading import read_volume


@pytest.fixture
def enhanced(tmp_path):
    """Write an enhanced MR file with frames at the given positions, in that order."""

    def item(**values):
        dataset = Dataset()
        for name, value in values.items():
            setattr(dataset, name, value)
        return dataset

    def write(voxels, positions, *, times=None, slopes=None, groups=True):
        dataset = item(
            SOPClassUID=EnhancedMRImageStorage,
            SOPInstanceUID=generate_uid(),
            StudyInstanceUID=generate_uid(),
            SeriesInstanceUID=generate_uid(),
            Modality="MR",
            SeriesNumber=3,
            NumberOfFrames=len(voxels),
            Rows=voxels.shape[1],
            Columns=voxels.shape[2],
            SamplesPerPixel=1,
            PhotometricInterpretation="MONOCHROME2",
            BitsAllocated=16,
            BitsStored=16,
            HighBit=15,
            PixelRepresentation=0,
            PixelData=voxels.tobytes(),
        )
        dataset.file_meta = FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        if groups:
            dataset.SharedFunctionalGroupsSequence = [
                item(
                    PixelMeasuresSequence=[item(PixelSpacing=[2.0, 1.5], SliceThickness=3.0)],
                    PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
                )
            ]
            dataset.PerFrameFunctionalGroupsSequence = [
                item(
                    PlanePositionSequence=[item(ImagePositionPatient=[-10, -20, float(z)])],
                    FrameContentSequence=[item(TemporalPositionIndex=(times or [1] * len(voxels))[n])],
                    PixelValueTransformationSequence=[
                        item(RescaleSlope=(slopes or [2] * len(voxels))[n], RescaleIntercept=-10)
                    ],
                )
                for n, z in enumerate(positions)
            ]
        path = tmp_path / "enhanced.dcm"
        dataset.save_as(path, enforce_file_format=True)
        return path

    return write


@pytest.mark.parametrize(
    "order", [range(7), range(6, -1, -1), [0, 2, 1, 3, 5, 4, 6]], ids=["up", "down", "mixed"]
)
def test_frames_in_any_order(enhanced, scan, order):
    """SimpleITK gives mixed frames a spacing of 1 mm and takes them as they come."""
    stored = abs(scan).astype(np.uint16)
    path = enhanced(stored, [3 * k for k in order])
    for where in (path, path.parent):
        volume = read_volume(where)
        np.testing.assert_array_equal(volume.voxels[list(order)], stored * 2.0 - 10)
        np.testing.assert_allclose(volume.ijk_to_ras[:3], [[-1.5, 0, 0, 10], [0, -2, 0, 20], [0, 0, 3, 0]])
        assert volume.source.dicom_files == (path,)


def test_several_times_in_a_file(enhanced, scan, refused):
    stored = abs(scan[:6]).astype(np.uint16)
    path = enhanced(stored, [0, 0, 3, 3, 6, 6], times=[2, 1] * 3)
    assert "holds 2 volumes" in refused(path)
    np.testing.assert_array_equal(read_volume(path, time_point=0).voxels, stored[1::2] * 2.0 - 10)
    np.testing.assert_array_equal(read_volume(path, time_point=1).voxels, stored[::2] * 2.0 - 10)


def test_a_missing_frame(enhanced, scan, refused):
    assert "slices missing" in refused(enhanced(abs(scan).astype(np.uint16), [0, 3, 6, 12, 15, 18, 21]))


def test_frames_scaled_differently_are_refused(enhanced, scan, refused):
    path = enhanced(abs(scan).astype(np.uint16), [3 * k for k in range(7)], slopes=[1, 2, 3, 4, 5, 6, 7])
    assert "scales its frames differently" in refused(path)


def test_frames_without_places_are_refused(enhanced, scan, refused):
    path = enhanced(abs(scan).astype(np.uint16), range(7), groups=False)
    assert "does not say where it lies" in refused(path)


def test_a_file_that_is_cut_off(enhanced, scan, refused):
    path = enhanced(abs(scan).astype(np.uint16), [3 * k for k in range(7)])
    path.write_bytes(path.read_bytes()[:-30])
    assert "cannot be read" in refused(path)


def test_without_pydicom_the_user_is_told(enhanced, scan, refused, monkeypatch):
    path = enhanced(abs(scan).astype(np.uint16), [3 * k for k in range(7)])
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == pydicom.__name__:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    text = refused(path)
    assert "pip install pydicom" in text
