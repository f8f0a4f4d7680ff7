"""Scans made for the tests of this room."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from InvertSegLib.errors import InputError
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume


@pytest.fixture
def scan() -> np.ndarray:
    """Voxels (K, J, I) of three different lengths, all values different enough to notice a swap."""
    return np.random.default_rng(1).integers(-500, 3000, (7, 6, 5)).astype(np.int16)


@pytest.fixture
def refused() -> Callable[..., str]:
    """Read a file that must be refused, and give the error's text, checked for the noise of C++."""

    def read(path: Path, **options: Any) -> str:
        with pytest.raises(InputError) as caught:
            read_volume(path, **options)
        text = str(caught.value)
        assert caught.value.sentence
        assert caught.value.remedy
        assert "\n" not in text
        for noise in ("ITK", "itk", "0x", ".cxx", "Exception", "Traceback"):
            assert noise not in text.replace(str(path), "").replace(path.name, "")
        return text

    return read


@pytest.fixture
def plain_users_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of a user with no special rights, who the test is run as; root may do anything."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions of POSIX")
    if os.geteuid() != 0:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory() as name:
        nobody = 65534
        os.chown(name, nobody, nobody)
        os.seteuid(nobody)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


@pytest.fixture
def same_in_space() -> Callable[[Volume, Volume], None]:
    """Compare what two volumes have at places in RAS, whatever their voxel order."""

    def check(one: Volume, other: Volume) -> None:
        shape = one.voxels.shape
        k, j, i = np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")
        ijk = np.stack([i, j, k, np.ones(shape)]).reshape(4, -1)
        there = np.linalg.inv(other.ijk_to_ras) @ one.ijk_to_ras @ ijk
        # Two thousandths of a voxel: NIfTI keeps places as float32.
        assert np.abs(there - np.round(there)).max() < 2e-3
        a, b, c = np.round(there[:3]).astype(int)
        assert a.min() >= 0
        np.testing.assert_array_equal(other.voxels[c, b, a], one.voxels.ravel())

    return check


@pytest.fixture
def nrrd_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a NRRD by hand, with any header."""

    def write(data: bytes, sizes: Sequence[int], directions: str, **fields: str) -> Path:
        path = tmp_path / "scan.nrrd"
        header = {
            "type": "short",
            "dimension": str(len(sizes)),
            "space": "left-posterior-superior",
            "sizes": " ".join(map(str, sizes)),
            "space directions": directions,
            "kinds": " ".join(["domain"] * len(sizes)),
            "endian": "little",
            "encoding": "raw",
            "space origin": "(10,20,30)",
        } | {key.replace("_", " "): value for key, value in fields.items()}
        text = "NRRD0004\n" + "".join(f"{key}: {value}\n" for key, value in header.items()) + "\n"
        path.write_bytes(text.encode() + (gzip.compress(data) if header["encoding"] == "gzip" else data))
        return path

    return write


@pytest.fixture
def dicom_series(tmp_path: Path) -> Callable[..., Path]:
    """Write a series of single-frame MR images, and give its folder."""
    pydicom = pytest.importorskip("pydicom")
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

    def write(
        voxels: np.ndarray,
        *,
        folder: str = "dicom",
        positions: np.ndarray | None = None,
        axes: Sequence[float] = (1, 0, 0, 0, 1, 0),
        uid: str | None = None,
        change: Callable[[Any, int], None] | None = None,
        prefix: str = "IM",
    ) -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        uid = uid or generate_uid()
        for k, pixels in enumerate(voxels):
            dataset = pydicom.Dataset()
            dataset.file_meta = FileMetaDataset()
            dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
            dataset.SOPClassUID = MRImageStorage
            dataset.SOPInstanceUID = generate_uid()
            dataset.StudyInstanceUID = dataset.FrameOfReferenceUID = "1.2.826.0.1.3680043.8.498.1"
            dataset.SeriesInstanceUID, dataset.SeriesNumber, dataset.InstanceNumber = uid, 4, k + 1
            dataset.Modality, dataset.SeriesDescription = "MR", "t1_fl2d_tra"
            dataset.PatientName, dataset.PatientID = "Muster^Erika", "12345678"
            dataset.PatientBirthDate, dataset.StudyDate = "19640812", "20200102"
            dataset.Rows, dataset.Columns = pixels.shape
            dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
            dataset.BitsAllocated = dataset.BitsStored = pixels.dtype.itemsize * 8
            dataset.HighBit = dataset.BitsStored - 1
            dataset.PixelRepresentation = int(pixels.dtype.kind == "i")
            dataset.PixelSpacing, dataset.SliceThickness = [2.0, 1.5], 3.0
            position = (-10.0, -20.0, 3.0 * k) if positions is None else positions[k]
            dataset.ImagePositionPatient = [f"{x:.9g}" for x in position]
            dataset.ImageOrientationPatient = [f"{x:.9g}" for x in axes]
            dataset.PixelData = pixels.tobytes()
            if change:
                change(dataset, k)
            # Names in another order than the slices: no reader may rely on them.
            dataset.save_as(place / f"{prefix}{(k * 5) % 7:02d}_{k}.dcm", enforce_file_format=True)
        return place

    return write
