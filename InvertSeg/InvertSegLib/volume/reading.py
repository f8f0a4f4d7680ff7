"""Reading any supported scan."""

from __future__ import annotations

import stat
from pathlib import Path

from InvertSegLib.errors import InputError
from InvertSegLib.volume.dicom import read_dicom
from InvertSegLib.volume.formats import file_format
from InvertSegLib.volume.nifti import read_nifti
from InvertSegLib.volume.simpleitk import read_with_sitk
from InvertSegLib.volume.volume import Volume


def read_volume(path: str | Path, *, series: str | None = None, time_point: int | None = None) -> Volume:
    """Read a NIfTI, NRRD, MetaImage or DICOM scan.

    The format is told from the file's content. The voxels (K, J, I) are writable, contiguous and of native
    byte order, in the file's own type (scaled values: see `nifti.read_nifti` and `dicom.read_dicom`).
    A 2D image becomes one slice. Intensities are not judged here: see `checks.check_intensities`.

    Args:
        path: a file, a folder with DICOM files, or one DICOM file (its whole series in that folder is read).
        series: which DICOM series, by its UID, number or description; needed where there are several.
        time_point: which volume of a 4D file or series, counted from 0.

    Raises:
        InputError: the scan cannot be read, or a series or time point has to be chosen.
    """
    path = Path(path)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        raise InputError(f"{path} does not exist.", "Check the path for typing errors.") from None
    if not is_folder:
        if path.suffix.lower() == ".img" and path.with_suffix(".hdr").is_file():
            path = path.with_suffix(".hdr")  # the half that says what the other one holds
        kind = file_format(path)
        if kind == "nifti":
            return read_nifti(path, time_point)
        if kind in {"nrrd", "meta"}:
            return read_with_sitk(path, kind, time_point)
    return read_dicom(path, series=series, time_point=time_point)
