"""Between `Volume` and SimpleITK images, and reading through SimpleITK: NRRD and MetaImage here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import (
    check_geometry,
    check_size,
    complex_values,
    damaged,
    not_perpendicular,
    pick_time_point,
    several_values,
    too_large,
)
from InvertSegLib.volume.formats import companions, read_head
from InvertSegLib.volume.volume import LPS_TO_RAS, Volume, VolumeSource

_IMAGE_IO = {"nrrd": "NrrdImageIO", "meta": "MetaImageIO", "nifti": "NiftiImageIO"}
# Kinds of a NRRD axis that count volumes; the others (colour, vector, tensor) make one value of several.
_NRRD_SERIES = {"list", "time", "domain", "space", "???", ""}
_META_BYTES = {
    "CHAR": 1, "UCHAR": 1, "SHORT": 2, "USHORT": 2, "INT": 4, "UINT": 4, "LONG": 4, "ULONG": 4,
    "LONG_LONG": 8, "ULONG_LONG": 8, "FLOAT": 4, "DOUBLE": 8,
}  # fmt: skip


@contextmanager
def quiet() -> Iterator[None]:
    """Keep ITK's warnings off the terminal for the `with` block; its errors still raise."""
    before = sitk.ProcessObject.GetGlobalWarningDisplay()
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    try:
        yield
    finally:
        sitk.ProcessObject.SetGlobalWarningDisplay(before)


def to_sitk(volume: Volume) -> sitk.Image:
    """The volume as a SimpleITK image (in LPS, voxels copied); shear is kept in the direction matrix."""
    voxels = volume.voxels
    image = sitk.GetImageFromArray(voxels.astype(voxels.dtype.newbyteorder("="), copy=False))
    lps = LPS_TO_RAS @ volume.ijk_to_ras
    image.SetSpacing(volume.spacing)
    image.SetDirection((lps[:3, :3] / np.array(volume.spacing)).ravel().tolist())
    image.SetOrigin(lps[:3, 3].tolist())
    return image


def from_sitk(image: sitk.Image, source: VolumeSource | None = None) -> Volume:
    """A volume of a scalar SimpleITK image of two or three dimensions (voxels copied)."""
    voxels = sitk.GetArrayFromImage(image)
    return Volume(
        voxels.reshape((1, *voxels.shape)) if voxels.ndim == 2 else voxels, ijk_to_ras_of(image), source
    )


def ijk_to_ras_of(image: sitk.Image | sitk.ImageFileReader) -> np.ndarray:
    """IJK to RAS of an image of two to four dimensions; the axes that are missing are LPS, 1 mm."""
    rank = image.GetDimension()
    lps = np.eye(5)
    direction = np.reshape(image.GetDirection(), (rank, rank))
    lps[:rank, :rank] = direction * image.GetSpacing()
    matrix = np.eye(4)
    matrix[:3, :3] = lps[:3, :3]
    matrix[: min(rank, 3), 3] = image.GetOrigin()[:3]
    return LPS_TO_RAS @ matrix


def read_with_sitk(path: Path, kind: str, time_point: int | None = None) -> Volume:
    """Read a NRRD or MetaImage file.

    Args:
        path: the file, or the header that names it.
        kind: ``"nrrd"`` or ``"meta"``.
        time_point: which volume of a 4D file, counted from 0.

    Raises:
        InputError: damaged, cut off, colour, several volumes and none chosen, geometry without sense.
    """
    name = f"The file {path.name}"
    if kind == "meta":
        _check_meta(path, name)
    with quiet():
        reader = open_reader(path, kind, name)
        channel = choose(reader, time_point, name)
        volume = from_sitk(execute(reader, channel, path, name), VolumeSource(path))
    check_geometry(volume.ijk_to_ras, name)
    return volume


def open_reader(path: Path, kind: str, name: str) -> sitk.ImageFileReader:
    """A reader of a ``"nrrd"``, ``"meta"`` or ``"nifti"`` file that has read its header.

    Raises:
        InputError: the header makes no sense, or SimpleITK cannot read what it says.
    """
    reader = sitk.ImageFileReader()
    reader.SetImageIO(_IMAGE_IO[kind])  # named, or every other format is tried first, noisily
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
    except RuntimeError as error:
        lost = path.suffix.lower() == ".nhdr" and not companions(path)
        raise (_data_error(path, name) if lost else _header_error(str(error), name)) from None
    return reader


def execute(reader: sitk.ImageFileReader, channel: int | None, path: Path, name: str) -> sitk.Image:
    """Read the voxels, of a vector image one channel.

    Raises:
        InputError: they are not all there, or do not fit into memory.
    """
    try:
        image = reader.Execute()
    except MemoryError:
        raise too_large(name) from None
    except RuntimeError as error:
        raise (too_large(name) if "allocate" in str(error) else _data_error(path, name)) from None
    return image if channel is None else sitk.VectorIndexSelectionCast(image, channel)


def choose(reader: sitk.ImageFileReader, time_point: int | None, name: str) -> int | None:
    """Limit the reader to one volume; returns which component to take of a vector image, if it is one.

    Raises:
        InputError: several volumes and none chosen, colour, vectors, complex numbers, no voxels.
    """
    size, components = reader.GetSize(), reader.GetNumberOfComponents()
    check_size(size, name)
    if "complex" in sitk.GetPixelIDValueAsString(reader.GetPixelID()):
        raise complex_values(name)
    if components > 1:
        key = "NRRD_kinds[pixel]"
        kind = reader.GetMetaData(key) if reader.HasMetaDataKey(key) else "vector"
        if kind not in _NRRD_SERIES or len(size) > 3:
            raise several_values(components, name)
        return pick_time_point(components, time_point, name)
    if len(size) < 2:
        raise InputError(f"{name} is a single row of voxels.", "Choose the scan itself.")
    if len(size) > 4:
        raise several_values(int(np.prod(size[4:])), name)
    point = pick_time_point(size[3] if len(size) == 4 else 1, time_point, name)
    if len(size) == 4:
        reader.SetExtractIndex([0, 0, 0, point])
        reader.SetExtractSize([*size[:3], 0])
    return None


def _header_error(message: str, name: str) -> InputError:
    if "size is zero" in message:
        return InputError(
            f"{name} is empty: an axis has no voxels.", "Export the scan again, slices included."
        )
    if "domain axes" in message:
        return InputError(
            f"{name} has axes without a place in space (time points or a lone slice), which cannot be read.",
            "Save the volume wanted as a 3D NRRD, for example in 3D Slicer.",
        )
    if "orthonormal" in message:
        return not_perpendicular(name)
    if "Unknown" in message:
        return InputError(
            f"{name} stores its voxels as a type that cannot be read here.",
            "Convert it to 16-bit integers or 32-bit floating point.",
        )
    return InputError(f"{name} has a header that makes no sense.", "Export the scan again.")


def _data_error(path: Path, name: str) -> InputError:
    if path.suffix.lower() in {".nhdr", ".mhd"} and not companions(path):
        return InputError(
            f"{name} is a header, and the file with its voxels is not where it says.",
            "Keep both files in one folder, under the names they were written with.",
        )
    return damaged(name)


def _check_meta(path: Path, name: str) -> None:
    """Compare the size of the voxels with what the header says, since MetaImage prints before it fails."""
    head = read_head(path)
    fields = dict(re.findall(r"^\s*(\w+)\s*=\s*(.*?)\s*$", head.decode("latin-1"), re.MULTILINE))
    element = fields.get("ElementType", "").removeprefix("MET_").removesuffix("_ARRAY")
    data = fields.get("ElementDataFile", "")
    try:
        dims = [int(n) for n in fields["DimSize"].split()]
        channels = int(fields.get("ElementNumberOfChannels", "1"))
    except (KeyError, ValueError):
        raise _header_error("", name) from None
    check_size(tuple(reversed(dims)), name)
    local = data.upper() == "LOCAL"
    if not local and (data.upper().startswith("LIST") or "%" in data):
        return
    if not local and not companions(path):
        raise _data_error(path, name)
    expected = int(np.prod(dims, dtype=object)) * channels * _META_BYTES.get(element, 0)
    if fields.get("CompressedData", "").lower() == "true":
        expected = int(fields.get("CompressedDataSize") or 1)
    start = re.search(rb"ElementDataFile[^\n]*\n", head)
    begin = start.end() if local and start else 0
    there = (path if local else companions(path)[0]).stat().st_size - begin
    if there < expected:
        raise damaged(name)
