"""Checksums of inputs, for provenance."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from InvertSegLib.volume.dicom import dicom_files
from InvertSegLib.volume.formats import companions, open_input
from InvertSegLib.volume.volume import Volume


def sha256_of(what: Volume | str | Path) -> str:
    """The SHA-256 of an input, as 64 hexadecimal digits.

    Of a file: of its bytes, as ``sha256sum`` gives it; a header's data file follows the header.
    Of a DICOM folder: of its DICOM files' bytes in the order of their names.
    Of a volume: of the files it was read from (DICOM in slice order), or of its voxels and geometry where it
    was computed.

    Args:
        what: a volume, a file or a folder.

    Raises:
        InputError: a file does not exist or may not be read.
    """
    digest = hashlib.sha256()
    if isinstance(what, Volume) and what.source is None:
        voxels = np.ascontiguousarray(what.voxels)
        digest.update(f"{voxels.dtype.newbyteorder('<').str} {voxels.shape}".encode())
        digest.update(what.ijk_to_ras.astype("<f8").tobytes())
        digest.update(voxels.astype(voxels.dtype.newbyteorder("<"), copy=False).data)
        return digest.hexdigest()
    for file in _files(what):
        with open_input(file) as stream:
            while block := stream.read(2**20):
                digest.update(block)
    return digest.hexdigest()


def _files(what: Volume | str | Path) -> tuple[Path, ...]:
    if isinstance(what, Volume):
        if what.source.dicom_files:
            return what.source.dicom_files
        what = what.source.path
    path = Path(what)
    return tuple(dicom_files(path)) if path.is_dir() else (path, *companions(path))
