"""Write a segmentation in the format that the name of the output asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from InvertSegLib.labels.files.dicom_seg import write_dicom_seg
from InvertSegLib.labels.files.formats import check_output, files_of, suffix_of
from InvertSegLib.labels.files.nifti import write_nifti
from InvertSegLib.labels.files.nrrd import write_nrrd, write_seg_nrrd
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.writing import atomic_outputs

_WRITERS = {
    ".seg.nrrd": write_seg_nrrd,
    ".nrrd": write_nrrd,
    ".nii": write_nifti,
    ".nii.gz": write_nifti,
    ".dcm": write_dicom_seg,
}


def write_segmentation(segmentation: Segmentation, path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Write a segmentation, all of it or nothing.

    Args:
        segmentation: what to write. Structures without a voxel are listed where the format allows it;
            DICOM SEG has no empty segments and names them in its provenance.
        path: ``.seg.nrrd`` (3D Slicer), ``.nii``, ``.nii.gz`` or ``.nrrd`` (label map, with a JSON label
            table of the same stem beside it) or ``.dcm`` (DICOM SEG).
        inputs: files that must not be overwritten.

    Raises:
        ParameterError: unknown suffix, or DICOM SEG without DICOM input.
        OutputError: it cannot be written there.
    """
    path = Path(path)
    originals = [*inputs]
    check_output(path, segmentation.source, inputs=originals)
    if segmentation.source:
        originals += [segmentation.source.path, *segmentation.source.dicom_files]
    files = files_of(path)
    with atomic_outputs(files, inputs=originals) as temporary:
        _WRITERS[suffix_of(path)](segmentation, temporary[0])
        if len(files) == 2:
            write_table(segmentation.table, temporary[1])


def write_table(table: LabelTable, path: Path) -> None:
    """Write a label table as JSON, one structure a line."""
    lines = (f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in table.to_json().items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
