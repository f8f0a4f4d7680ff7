"""Read a label map back, with the meaning of its values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.labels.files.formats import suffix_of, table_path
from InvertSegLib.labels.files.nifti import read_provenance
from InvertSegLib.labels.files.nrrd import (
    CONFIDENCE_TAG,
    DISAGREEMENT_TAG,
    PROVENANCE_KEY,
    parse_numbers,
    parse_segments,
)
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.simpleitk import quiet


def read_label_map(path: Path) -> Segmentation:
    """Read a segmentation file.

    Args:
        path: ``.seg.nrrd`` with one layer, or a ``.nrrd``, ``.nii`` or ``.nii.gz`` label map. A JSON label
            table of the same stem says what the values mean; without one they are called ``label_1``, ...

    Returns:
        The segmentation, on the grid of the file.

    Raises:
        InputError: unreadable, not a label map, several layers, or a label table that makes no sense.
    """
    path = Path(path)
    try:
        suffix = suffix_of(path)
    except ParameterError as error:
        raise InputError(error.sentence, "Give a .seg.nrrd, .nrrd, .nii or .nii.gz file.") from None
    if suffix == ".dcm":
        raise InputError(
            f"{path.name} is DICOM, which is not read as a label map here.",
            "Convert it to .seg.nrrd with 3D Slicer.",
        )
    keys = _header(path) if suffix.endswith("nrrd") else {}
    volume = read_volume(path)
    label_map = _labels(volume.voxels, path)
    structures = parse_segments(keys, PROVENANCE_KEY in keys)
    if structures:
        table = LabelTable(structures)
        label_map = _only(label_map, table)
    else:
        table = _table(path, label_map)
    provenance = _json(keys.get(PROVENANCE_KEY, "")) if suffix.endswith("nrrd") else read_provenance(path)
    numbers = {
        name: parse_numbers(keys, table, tag) if structures else {}
        for name, tag in (("confidence", CONFIDENCE_TAG), ("disagreement", DISAGREEMENT_TAG))
    }
    return Segmentation(label_map, volume.ijk_to_ras, table, provenance, volume.source, **numbers)


def _header(path: Path) -> dict[str, str]:
    """The keys of a NRRD header, without reading the voxels."""
    reader = sitk.ImageFileReader()
    reader.SetImageIO("NrrdImageIO")
    reader.SetFileName(str(path))
    try:
        with quiet():
            reader.ReadImageInformation()
    except RuntimeError:
        return {}  # read_volume says what is wrong
    keys = {key: reader.GetMetaData(key) for key in reader.GetMetaDataKeys()}
    if reader.GetNumberOfComponents() > 1 and "Segment0_ID" in keys:
        raise InputError(
            f"{path.name} has overlapping segments in {reader.GetNumberOfComponents()} layers.",
            "Export the segments to a label map in 3D Slicer, and use that file.",
        )
    return keys


def _labels(voxels: np.ndarray, path: Path) -> np.ndarray:
    """The voxels as unsigned integers."""
    if voxels.dtype.kind == "u" and voxels.dtype.itemsize <= 2:
        return voxels
    whole = voxels if voxels.dtype.kind in "iu" else np.rint(voxels)
    if voxels.size and (not (whole == voxels).all() or whole.min() < 0 or whole.max() >= 2**16):
        raise InputError(
            f"{path.name} is not a label map: its values are not whole numbers from 0 to 65535.",
            "Give the file with the segmentation, not the scan.",
        )
    return whole.astype(np.uint8 if whole.max(initial=0) < 2**8 else np.uint16)


def _only(label_map: np.ndarray, table: LabelTable) -> np.ndarray:
    """The label map without values that no segment has (Slicer leaves none, other programs may)."""
    kept = np.zeros(int(label_map.max(initial=0)) + 1, label_map.dtype)
    values = [value for value in table if value < kept.size]
    kept[values] = values
    return kept[label_map]


def _table(path: Path, label_map: np.ndarray) -> LabelTable:
    """The label table beside a label map, completed by names for values that it does not hold."""
    beside = table_path(path)
    known: dict[int, Any] = {}
    if beside.exists():
        try:
            data = json.loads(beside.read_text(encoding="utf-8"))
            known = dict(LabelTable.from_json(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"The label table {beside.name} cannot be understood ({error}).",
                'It should look like {"1": {"name": "spleen"}}; mend or remove it.',
            ) from None
    present = {int(value) for plane in label_map for value in np.flatnonzero(np.bincount(plane.ravel()))}
    unnamed = {value: f"label_{value}" for value in sorted(present - {0} - set(known))}
    return LabelTable({**known, **LabelTable.from_names(unnamed)})


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
