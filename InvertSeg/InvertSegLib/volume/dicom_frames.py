"""What the headers of DICOM files say about each of their frames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.volume.formats import DICOM_SUFFIXES, open_input
from InvertSegLib.volume.simpleitk import quiet

Header = dict[str, str]

# What later rooms may use to tell which kind of image this is. No tag of group 0010 (the patient), no date,
# no place, no person, no unique identifier belongs here.
METADATA_TAGS = {
    "modality": "0008|0060",
    "series_description": "0008|103e",
    "series_number": "0020|0011",
    "protocol_name": "0018|1030",
    "image_type": "0008|0008",
    "body_part": "0018|0015",
    "manufacturer": "0008|0070",
    "contrast_agent": "0018|0010",
    "scanning_sequence": "0018|0020",
    "sequence_variant": "0018|0021",
    "scan_options": "0018|0022",
    "sequence_name": "0018|0024",
    "acquisition_type": "0018|0023",
    "repetition_time": "0018|0080",
    "echo_time": "0018|0081",
    "inversion_time": "0018|0082",
    "flip_angle": "0018|1314",
    "echo_train_length": "0018|0091",
    "field_strength": "0018|0087",
    "convolution_kernel": "0018|1210",
    "photometric_interpretation": "0028|0004",
    "acquisition_contrast": "0008|9209",
    "pulse_sequence_name": "0018|9005",
}

# Image storage classes begin so; reports, presentation states, waveforms, plans and raw data continue so.
_NO_IMAGE_CLASSES = rb"(?:88|11|9|66|67|68|78|79|80|104|481)(?![0-9])"
_IMAGE_CLASS = rb"1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?!" + _NO_IMAGE_CLASSES + rb")"
_CHARSETS = {
    "": "latin-1", "ISO_IR 6": "latin-1", "ISO_IR 100": "latin-1", "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3", "ISO_IR 110": "iso8859-4", "ISO_IR 144": "iso8859-5",
    "ISO_IR 127": "iso8859-6", "ISO_IR 126": "iso8859-7", "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9", "ISO_IR 13": "shift_jis", "ISO_IR 166": "tis-620",
    "ISO_IR 192": "utf-8", "GB18030": "gb18030", "GBK": "gbk",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Frame:
    """One slice of a DICOM series.

    Attributes:
        file: where it is.
        index: which frame of the file, 0 for files with one.
        position: centre of its first voxel, LPS millimetres.
        orientation: unit vectors along its rows (increasing column) and columns, shape (2, 3), LPS.
        spacing: distance between rows, and between columns, millimetres.
        size: number of rows and of columns.
        slope: of the rescaling.
        intercept: of the rescaling.
        stored: lowest and highest value its stored bits can say.
        order: what tells frames at one position apart (time, echo, acquisition, instance).
        thickness: distance to the next slice as the header has it, for series of one slice.
    """

    file: Path
    index: int
    position: np.ndarray
    orientation: np.ndarray
    spacing: tuple[float, float]
    size: tuple[int, int]
    slope: float
    intercept: float
    stored: tuple[int, int]
    order: tuple[float, ...]
    thickness: float


def read_header(path: Path) -> Header | None:
    """The top-level elements of a DICOM file as text, by ``"gggg|eeee"``; None where it holds no image.

    The patient's elements (group 0010) are left out, so that they cannot travel on by mistake.
    """
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileName(str(path))
    with quiet():
        try:
            reader.ReadImageInformation()
        except RuntimeError:
            return None
    keys = [key for key in reader.GetMetaDataKeys() if not key.startswith("0010|")]
    charset = reader.GetMetaData("0008|0005") if "0008|0005" in keys else ""
    encoding = _CHARSETS.get(charset.split("\\")[0].strip(), "latin-1")
    return {key: _decoded(reader.GetMetaData(key), encoding) for key in keys}


def _decoded(value: str, encoding: str) -> str:
    """SimpleITK takes every text for UTF-8 and keeps other bytes as surrogates."""
    raw = value.encode("utf-8", "surrogateescape")
    return raw.decode(encoding, "replace").strip(" \0")


def is_dicom(path: Path) -> bool:
    """Whether a file is meant to be DICOM, from its name (it may be damaged) or its first bytes."""
    if path.suffix.lower() in DICOM_SUFFIXES:
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(132)[128:] == b"DICM"
    except OSError:
        return False


def lost_image(path: Path) -> str | None:
    """For a DICOM file whose header cannot be read: the UID of the series that it was an image of.

    A truncated file must not be taken for one that is no image, or its slice would silently be missing.

    Returns:
        None when it is no image; an empty text when the series cannot be told.
    """
    with open_input(path) as stream:
        head = stream.read(65536)
    # This element is in the part of a file that has the same encoding in all files.
    kind = re.search(rb"\x02\x00\x02\x00UI..([0-9.]+)", head, re.DOTALL)
    if kind and not re.match(_IMAGE_CLASS, kind.group(1)):
        return None
    found = re.search(rb"\x20\x00\x0e\x00(?:UI..|....)([0-9.]{8,64})", head, re.DOTALL)
    return found.group(1).decode() if found else ""


def metadata_of(header: Header) -> dict[str, str]:
    """The values of `METADATA_TAGS` that are there and not empty."""
    return {name: header[tag] for name, tag in METADATA_TAGS.items() if header.get(tag)}


def numbers(text: str | None) -> list[float]:
    """The numbers of a DICOM decimal string; empty where it is missing or not numeric."""
    try:
        return [float(part) for part in (text or "").split("\\") if part.strip()]
    except ValueError:
        return []


def frames_of(path: Path, header: Header) -> list[Frame]:
    """The frames of one DICOM image file.

    Raises:
        InputError: colour, mosaic, or it does not say where its frames lie.
    """
    name = f"The DICOM file {path.name}"
    if numbers(header.get("0028|0002")) not in ([], [1.0]):
        raise InputError(f"{name} is a colour image, and a scan is needed.", "Choose another series.")
    if "MOSAIC" in header.get("0008|0008", "").upper().split("\\"):
        raise InputError(
            f"{name} is a Siemens mosaic (all slices in one picture), which cannot be read here.",
            "Convert the series with dcm2niix and give the NIfTI file.",
        )
    if (numbers(header.get("0028|0008")) or [1.0])[0] > 1:
        from InvertSegLib.volume.dicom_multiframe import multiframe_frames

        return multiframe_frames(path)
    position, axes = numbers(header.get("0020|0032")), numbers(header.get("0020|0037"))
    spacing = numbers(header.get("0028|0030"))
    if len(position) != 3 or len(axes) != 6 or len(spacing) != 2:
        raise no_place(name)
    return [
        Frame(
            file=path,
            index=0,
            position=np.array(position),
            orientation=unit_axes(axes, name),
            spacing=(spacing[0], spacing[1]),
            size=(int(header["0028|0010"]), int(header["0028|0011"])),
            slope=(numbers(header.get("0028|1053")) or [1.0])[0],
            intercept=(numbers(header.get("0028|1052")) or [0.0])[0],
            stored=stored_range(int(header.get("0028|0101") or 16), header.get("0028|0103") == "1"),
            order=tuple(
                (numbers(header.get(tag)) or [0.0])[0]
                for tag in ("0020|0100", "0018|0081", "0020|0012", "0018|1060", "0020|0013")
            ),
            thickness=(numbers(header.get("0018|0088")) or numbers(header.get("0018|0050")) or [1.0])[0],
        )
    ]


def no_place(name: str) -> InputError:
    """The error for images without a geometry."""
    return InputError(
        f"{name} does not say where it lies in the patient (position, orientation or spacing is missing).",
        "Choose an original series of the scanner; screen captures and scanned films cannot be used.",
    )


def unit_axes(values: list[float], name: str) -> np.ndarray:
    """Row and column directions as unit vectors, shape (2, 3)."""
    axes = np.array(values, float).reshape(2, 3)
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    if lengths.min() < 0.5:
        raise no_place(name)
    return axes / lengths


def stored_range(bits: int, signed: bool) -> tuple[int, int]:
    """Lowest and highest value of a number of bits."""
    return (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
