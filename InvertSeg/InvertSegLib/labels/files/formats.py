"""Which file formats there are, and what must hold before one of them is written."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from InvertSegLib.errors import OutputError, ParameterError
from InvertSegLib.volume.nifti import check_holds
from InvertSegLib.volume.volume import Volume, VolumeSource
from InvertSegLib.volume.writing import check_target

KNOWN_SUFFIXES = (".seg.nrrd", ".nrrd", ".nii.gz", ".nii", ".dcm")

# Formats that need a package beside those that every face brings along.
_PACKAGES = {".dcm": ("highdicom", "pydicom"), ".nii": ("nibabel",), ".nii.gz": ("nibabel",)}
_EXTRA = {".dcm": "dicom", ".nii": "cli", ".nii.gz": "cli"}


def suffix_of(path: Path) -> str:
    """The suffix that decides the format, one of `KNOWN_SUFFIXES`.

    Raises:
        ParameterError: the name has another suffix, or none.
    """
    name = path.name.lower()
    for suffix in KNOWN_SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return suffix
    raise ParameterError(
        f"The format of {path.name or path} is not known.",
        f"Give the output a name that ends in one of {', '.join(KNOWN_SUFFIXES)}.",
    )


def table_path(path: Path) -> Path:
    """Where the JSON label table of a label map lies: beside it, with the same stem."""
    return path.with_name(path.name[: -len(suffix_of(path))] + ".json")


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that belong to one output: the path itself, and the label table where there is one."""
    return (path, table_path(path)) if suffix_of(path) in {".nii", ".nii.gz", ".nrrd"} else (path,)


def check_output(
    path: Path,
    source: VolumeSource | None = None,
    *,
    volume: Volume | None = None,
    inputs: Iterable[Path] = (),
) -> None:
    """Find out before the network runs whether a segmentation can be written there.

    Args:
        path: the output.
        source: where the volume came from.
        volume: the volume itself, to find out whether the format can hold its grid.
        inputs: files and folders that must stay as they are, besides the source.

    Raises:
        ParameterError: unknown suffix, or DICOM SEG for a volume that is not from DICOM.
        OutputError: no such folder, not writable, a folder has that name, it is one of the inputs, or a
            package that the format needs is not installed.
    """
    suffix = suffix_of(path)
    if suffix == ".dcm" and not (source and source.dicom_files):
        raise ParameterError(
            f"{path.name} would be DICOM SEG, which refers to the DICOM images that it belongs to, "
            "and the input is not a DICOM series.",
            "Give a folder of DICOM files as input, or choose .seg.nrrd or .nii.gz as output.",
        )
    lacking = [package for package in _PACKAGES.get(suffix, ()) if find_spec(package) is None]
    if lacking:
        raise OutputError(
            f"Writing {suffix} needs {' and '.join(lacking)}, which is not installed.",
            f'Install it with: pip install "invertseg[{_EXTRA[suffix]}]"',
        )
    originals = [*inputs, *([source.path, *source.dicom_files] if source else [])]
    for file in files_of(path):
        check_target(file, inputs=originals)
    if volume is not None and suffix in {".nii", ".nii.gz"}:
        check_holds(volume)
