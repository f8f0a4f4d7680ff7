"""NIfTI through SimpleITK, and the checks that it leaves to its callers.

SimpleITK fills a truncated file up with zeros, does not look at the checksum of a compressed one, reads NaN
as 0, writes a short file when the disk is full and straightens a sheared matrix, all without a word
(docs/adr/0007).
"""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from scipy.spatial.transform import Rotation

from InvertSegLib.errors import InputError, OutputError
from InvertSegLib.volume.checks import (
    check_geometry,
    damaged,
    is_orthogonal,
    largest_distance,
    not_perpendicular,
)
from InvertSegLib.volume.formats import companions, open_input, read_head
from InvertSegLib.volume.simpleitk import (
    choose,
    execute,
    from_sitk,
    ijk_to_ras_of,
    open_reader,
    quiet,
    to_sitk,
)
from InvertSegLib.volume.volume import Volume, VolumeSource

_LARGEST_AXIS = 32767
_MILLIMETRES = {1: 1000.0, 3: 0.001}  # metres, micrometres; ITK takes everything else as millimetres
_SAME_PLACE = 0.1  # millimetres


def read_nifti(path: Path, time_point: int | None = None) -> Volume:
    """Read a NIfTI-1 file (.nii, .nii.gz, .hdr with .img); it lies where 3D Slicer puts it.

    Values scaled by the header are float32 (float64 where they are stored so). NaN and infinity become 0, as
    in 3D Slicer; a note says so.

    Args:
        path: the file.
        time_point: which volume of a 4D file, counted from 0.

    Raises:
        InputError: damaged, cut off, colour, several volumes and none chosen, sheared, NIfTI-2.
    """
    name = f"The file {path.name}"
    _check_kind(path, name)
    stored = next(iter(companions(path)), path)
    with quiet():
        try:
            reader = open_reader(path, "nifti", name)
        except InputError:
            if _is_gzip(stored) and not _examine(stored)[0]:  # SimpleITK does not say which it is
                raise damaged(name) from None
            raise
        choose(reader, time_point, name)
        matrix, notes = _place(reader, read_head(path), name)
        check_geometry(matrix, name)
        if not _has_length(stored, reader):
            raise damaged(f"The file {stored.name}")
        voxels = from_sitk(execute(reader, None, path, name)).voxels
    floats = _float_type(reader, read_head(path))
    if (floats or _is_gzip(stored)) and not _has_checksum(stored, reader, voxels):
        begin, end = _span(reader)
        length, bad = _examine(stored, begin, floats)
        if length < end:
            raise damaged(f"The file {stored.name}")
        if bad:
            notes += (f"{bad} values in the file are NaN or infinite; they are read as 0, as in 3D Slicer.",)
    return Volume(voxels, matrix, VolumeSource(path, notes=notes))


def _check_kind(path: Path, name: str) -> None:
    """Say what SimpleITK only calls unrecognized."""
    head = read_head(path)
    if head[4:7] in (b"n+2", b"ni2"):
        raise InputError(
            f"{name} is NIfTI-2, which cannot be read here.", "Save it as NIfTI-1 (nibabel can) or as NRRD."
        )
    if head[344:347] == b"ni1" and not companions(path):
        raise InputError(
            f"{name} is a header, and the file with its voxels (.img) is not beside it.",
            "Keep both files in one folder.",
        )
    suffixes = (".nii.gz",) if _is_gzip(path) else (".nii", ".nii.gz", ".hdr")
    if not path.name.lower().endswith(suffixes):
        raise InputError(
            f"{name} is NIfTI inside, but not by its name.", f"Rename it to end in {suffixes[0]}."
        )


def _is_gzip(path: Path) -> bool:
    with open_input(path) as stream:
        return stream.read(2) == b"\x1f\x8b"


def _span(reader: sitk.ImageFileReader) -> tuple[int, int]:
    """Where the voxels start and end in the (uncompressed) file."""
    dim = [int(reader.GetMetaData(f"dim[{n}]")) for n in range(8)]
    begin = int(reader.GetMetaData("vox_offset"))
    return begin, begin + int(np.prod(dim[1:], dtype=object)) * int(reader.GetMetaData("bitpix")) // 8


def _has_length(stored: Path, reader: sitk.ImageFileReader) -> bool:
    """Whether a file is as long as its header says; of a .gz the length at its end is asked first."""
    end = _span(reader)[1]
    if not _is_gzip(stored):
        return stored.stat().st_size >= end
    return _trailer(stored)[1] == end % 2**32 or _examine(stored)[0] >= end


def _has_checksum(stored: Path, reader: sitk.ImageFileReader, voxels: np.ndarray) -> bool:
    """Whether header and voxels, as they were read, have the checksum of the .gz; so the usual file does."""
    if not _is_gzip(stored):
        return False
    head = read_head(stored)[: _span(reader)[0]]
    return zlib.crc32(voxels.data, zlib.crc32(head)) == _trailer(stored)[0]


def _trailer(stored: Path) -> tuple[int, int]:
    """Checksum and length (modulo 2**32) at the end of a gzip file."""
    with stored.open("rb") as stream:
        stream.seek(-8, os.SEEK_END)
        crc, length = np.frombuffer(stream.read(8), "<u4")
    return int(crc), int(length)


def _examine(stored: Path, begin: int = 0, floats: str = "") -> tuple[int, int]:
    """A file's uncompressed length, 0 if it is damaged, and how many of its numbers are NaN or infinite.

    Args:
        stored: the file with the voxels; gzip compares its checksums on the way.
        begin: where the voxels start.
        floats: their type where it is one of floating point.
    """
    length = bad = 0
    try:
        with gzip.open(stored) if _is_gzip(stored) else stored.open("rb") as stream:
            length = len(stream.read(begin))
            while part := stream.read(2**20):
                length += len(part)
                if floats:
                    bad += np.count_nonzero(~np.isfinite(np.frombuffer(part[: len(part) // 8 * 8], floats)))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return 0, bad
    return length, bad


def _float_type(reader: sitk.ImageFileReader, head: bytes) -> str:
    size = {"16": 4, "64": 8}.get(reader.GetMetaData("datatype"))
    return f"{_byte_order(head)}f{size}" if size else ""


def _byte_order(head: bytes) -> str:
    return "<" if head.startswith(b"\x5c\x01") else ">"


def _place(reader: sitk.ImageFileReader, head: bytes, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """IJK to RAS as ITK gives it, completed for a 2D file, and notes on what else the header says."""
    matrix, forms = ijk_to_ras_of(reader), _forms(reader, head)
    if not forms:
        return matrix, (
            "The header does not say how the scan lies, so left and right cannot be told from it.",
        )
    flat = reader.GetDimension() == 2
    if flat:  # ITK leaves out what is not in the plane of x and y
        form = next(iter(forms.values()))
        matrix[:3, 2], matrix[2, 3] = form[:3, 2], form[2, 3]
    distance = {kind: largest_distance(matrix, form, reader.GetSize()) for kind, form in forms.items()}
    used, farthest = min(distance, key=distance.__getitem__), max(distance.values())
    if distance[used] > _SAME_PLACE:
        if flat:
            raise InputError(
                f"{name} is a single slice that is not axial, of which 2D NIfTI cannot be read here.",
                "Save it as a 3D volume of one slice.",
            )
        if not is_orthogonal(forms[used], 1e-3):
            raise not_perpendicular(name)
        note = (
            f"The header gives another spacing than its {used} has; the spacing is used, as 3D Slicer does."
        )
    elif farthest > _SAME_PLACE:
        note = f"The header gives two places for the scan (qform and sform, up to {farthest:.1f} mm apart)"
        note += f"; the {used} is used, as 3D Slicer does."
    else:
        return matrix, ()
    return matrix, (note,)


def _forms(reader: sitk.ImageFileReader, head: bytes) -> dict[str, np.ndarray]:
    """The matrices that the header states, in RAS millimetres (six digits: enough to compare)."""

    def numbers(*keys: str) -> np.ndarray:
        return np.array([[float(n) for n in reader.GetMetaData(key).split()] for key in keys]).squeeze()

    forms = {}
    if int(reader.GetMetaData("sform_code")) > 0:
        forms["sform"] = np.vstack([numbers("srow_x", "srow_y", "srow_z"), [0, 0, 0, 1]])
    if int(reader.GetMetaData("qform_code")) > 0:
        b, c, d = numbers("quatern_b", "quatern_c", "quatern_d")
        turn = Rotation.from_quat([b, c, d, np.sqrt(max(0.0, 1 - b * b - c * c - d * d))]).as_matrix()
        spacing = numbers("pixdim[1]", "pixdim[2]", "pixdim[3]")
        # SimpleITK does not hand out pixdim[0], whose sign is the hand of the axes.
        spacing[2] *= -1 if np.frombuffer(head, f"{_byte_order(head)}f4", 1, 76)[0] < 0 else 1
        forms["qform"] = np.eye(4)
        forms["qform"][:3, :3] = turn * spacing
        forms["qform"][:3, 3] = numbers("qoffset_x", "qoffset_y", "qoffset_z")
    for form in forms.values():
        form[:3] *= _MILLIMETRES.get(int(reader.GetMetaData("xyzt_units")) & 7, 1.0)
    return forms


def check_holds(volume: Volume) -> None:
    """Refuse what NIfTI, or SimpleITK's writer of it, cannot say.

    Raises:
        OutputError: an axis is too long, or the axes are not perpendicular (a CT with gantry tilt).
    """
    if max(volume.voxels.shape) > _LARGEST_AXIS:
        problem = f"NIfTI cannot hold more than {_LARGEST_AXIS} voxels along an axis."
        raise OutputError(problem, "Choose an output ending in .nrrd.")
    left, _, right = np.linalg.svd(volume.ijk_to_ras[:3, :3] / volume.spacing)
    straight = volume.ijk_to_ras.copy()
    straight[:3, :3] = left @ right * volume.spacing
    if largest_distance(volume.ijk_to_ras, straight, volume.voxels.shape[::-1]) > _SAME_PLACE:
        problem = "The axes are not perpendicular (gantry tilt, perhaps), which readers of NIfTI refuse."
        raise OutputError(problem, "Choose an output ending in .nrrd.")


def write_nifti(volume: Volume, path: Path) -> bool:
    """Write a NIfTI-1 file, compressed where the name ends in .gz.

    Not atomic by itself: `writing.write_volume` is.

    Args:
        volume: one that `check_holds` lets pass.
        path: the file to create.

    Returns:
        Whether the file is complete, which it is not when the disk is full.
    """
    with quiet():
        sitk.WriteImage(to_sitk(volume), str(path), imageIO="NiftiImageIO")
        try:
            return _has_length(path, open_reader(path, "nifti", path.name))
        except InputError:  # not even the header is there
            return False
