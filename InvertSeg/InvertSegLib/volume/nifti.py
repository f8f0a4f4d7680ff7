"""Reading and writing NIfTI voxels.

SimpleITK is not used for this format: it fills a truncated file up with zeros without a word, writes a short
file when the disk is full, refuses a sheared matrix on reading and straightens it on writing, and cannot read
NIfTI-2. What it does read, is read here to the same voxels in the same place.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from InvertSegLib.errors import InputError, OutputError
from InvertSegLib.volume.checks import (
    check_geometry,
    check_size,
    damaged,
    pick_time_point,
    too_large,
)
from InvertSegLib.volume.formats import companions, open_gzip
from InvertSegLib.volume.nifti_header import DTYPES, NiftiHeader, build_header, parse_header
from InvertSegLib.volume.volume import Volume, VolumeSource

# Level 6 takes twice as long for files 3 % smaller (T1 MRI).
_GZIP_LEVEL = 3
_LARGEST_AXIS = 32767


def read_nifti(path: Path, time_point: int | None = None) -> Volume:
    """Read a NIfTI file (.nii, .nii.gz, .hdr with .img; version 1 or 2, either byte order).

    Integers scaled by the header become float32 (float64 where float32 could not hold them).

    Args:
        path: the file.
        time_point: which volume of a 4D file, counted from 0.

    Raises:
        InputError: damaged, cut off, colour, several volumes and none chosen, geometry without sense.
    """
    name = f"The file {path.name}"
    try:
        with open_gzip(path) as stream:
            header = parse_header(stream.read(540), name)
            check_size((header.volumes, *header.shape), name)
            check_geometry(header.ijk_to_ras, name)
            point = pick_time_point(header.volumes, time_point, name)
            if not header.detached:
                stored = _read_voxels(stream, header, point, path.stat().st_size, name)
        if header.detached:
            stored = _read_detached(path, header, point, name)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise damaged(name) from None
    except MemoryError:
        raise too_large(name) from None
    except OSError as error:
        raise InputError(
            f"{name} cannot be read ({error.strerror or error}).", "Copy it to another disk."
        ) from None
    voxels = _scaled(stored, header)
    return Volume(voxels, header.ijk_to_ras, VolumeSource(path, notes=header.notes))


def _read_detached(path: Path, header: NiftiHeader, point: int, name: str) -> np.ndarray:
    files = companions(path)
    if not files:
        raise InputError(
            f"{name} is a header, and the file with its voxels (.img) is not beside it.",
            "Keep both files in one folder.",
        )
    with open_gzip(files[0]) as stream:
        return _read_voxels(stream, header, point, files[0].stat().st_size, f"The file {files[0].name}")


def _read_voxels(stream: IO[bytes], header: NiftiHeader, point: int, file_size: int, name: str) -> np.ndarray:
    size = int(np.prod(header.shape, dtype=object)) * header.dtype.itemsize
    # Deflate cannot shrink more than 1032 times: a header that promises more is not worth allocating for.
    most = file_size * 1032 if isinstance(stream, gzip.GzipFile) else file_size
    if header.offset + size * header.volumes > most:
        raise damaged(name)
    voxels = np.empty(header.shape, header.dtype)
    stream.seek(header.offset + point * size)
    target = memoryview(voxels).cast("B")
    filled = 0
    while filled < size:
        count = stream.readinto(target[filled : filled + 2**20])  # gzip copies what it is asked for
        if not count:
            raise damaged(name)
        filled += count
    if header.volumes == 1:
        # Reading to the end makes gzip compare its checksum.
        while stream.read(2**20):
            pass
    return voxels


def _scaled(voxels: np.ndarray, header: NiftiHeader) -> np.ndarray:
    """Native byte order, slope and intercept applied."""
    if not voxels.dtype.isnative:
        voxels = voxels.byteswap(inplace=True).view(voxels.dtype.newbyteorder("="))
    if header.slope == 1 and header.intercept == 0:
        return voxels
    values = voxels.astype(np.result_type(voxels.dtype, np.float32), copy=False)
    values *= values.dtype.type(header.slope)
    values += values.dtype.type(header.intercept)
    return values


def write_nifti(voxels: np.ndarray, ijk_to_ras: np.ndarray, path: Path) -> None:
    """Write a NIfTI-1 file, compressed where the name ends in .gz.

    Not atomic by itself: `writing.write_volume` is.

    Args:
        voxels: array (K, J, I) of a type that NIfTI knows.
        ijk_to_ras: 4x4 matrix; shear is kept (in the sform).
        path: the file to create.

    Raises:
        OutputError: an axis is longer than NIfTI can say.
        OSError: the disk is full, or the folder cannot be written to.
    """
    if max(voxels.shape) > _LARGEST_AXIS:
        raise OutputError(
            f"NIfTI cannot hold more than {_LARGEST_AXIS} voxels along an axis.",
            "Choose an output ending in .nrrd.",
        )
    little = voxels.dtype.newbyteorder("<")
    if voxels.dtype.name not in {np.dtype(t).name for t in DTYPES.values()}:
        raise TypeError(f"NIfTI has no type for {voxels.dtype}")
    with path.open("wb") as raw:
        if path.suffix.lower() != ".gz":
            _write(raw, voxels, little, ijk_to_ras)
            return
        # No name and no time in the gzip header: the same volume gives the same bytes.
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, raw, mtime=0) as stream:
            _write(stream, voxels, little, ijk_to_ras)


def _write(stream: IO[bytes], voxels: np.ndarray, little: np.dtype, ijk_to_ras: np.ndarray) -> None:
    stream.write(build_header(voxels.shape, little, ijk_to_ras))
    for part in voxels:  # slice by slice: no copy of the whole, whatever its layout
        stream.write(np.ascontiguousarray(part, little).data)
