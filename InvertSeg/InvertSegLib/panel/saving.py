"""Saving a segmentation node as a file of a format that others read."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import slicer

from InvertSegLib.errors import OutputError
from InvertSegLib.labels.files import formats, write_segmentation
from InvertSegLib.labels.files.write import write_table
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.scene import segmentations
from InvertSegLib.volume.volume import Volume, VolumeSource
from InvertSegLib.volume.writing import atomic_outputs, write_volume

DEFAULT_SUFFIX = ".seg.nrrd"
_INSTANCES = "DICOM.instanceUIDs"


def save(node: Any, path: Path, input_node: Any = None) -> tuple[Path, ...]:
    """Write a segmentation node to a file.

    Args:
        node: vtkMRMLSegmentationNode.
        path: ``.seg.nrrd`` (as Slicer saves it, overlaps and all), ``.nii.gz``, ``.nii`` or ``.nrrd``
            (label map, with a JSON label table beside it) or ``.dcm`` (DICOM SEG).
        input_node: the volume it was made from, None where it is gone; DICOM SEG refers to its images.

    Returns:
        The files that were written.

    Raises:
        InvertSegError: it cannot be written so, with the words to show.
    """
    suffix = formats.suffix_of(path)
    if suffix == DEFAULT_SUFFIX:
        _save_as_slicer_does(node, path)
        return (path,)
    segmentation = segmentations.segmentation_of_node(node)
    segmentation = replace(segmentation, source=source_of(input_node))
    if suffix in {".nii", ".nii.gz"} and find_spec("nibabel") is None:
        _write_plain_nifti(segmentation, path)
    else:
        write_segmentation(segmentation, path)
    return formats.files_of(path)


def with_suffix(path: str) -> Path:
    """The path with a suffix that says a format; `.seg.nrrd` where it has none."""
    name = path.lower()
    known = any(name.endswith(suffix) for suffix in formats.KNOWN_SUFFIXES)
    return Path(path if known else path + DEFAULT_SUFFIX)


def source_of(node: Any) -> VolumeSource | None:
    """The DICOM files that a volume node was loaded from, as far as Slicer's database still knows them."""
    instances = (node.GetAttribute(_INSTANCES) or "").split() if node is not None else []
    database = getattr(slicer, "dicomDatabase", None)
    if not instances or database is None:
        return None
    files = tuple(Path(name) for uid in instances if (name := database.fileForInstance(uid)))
    return VolumeSource(files[0].parent, files) if files else None


def _save_as_slicer_does(node: Any, path: Path) -> None:
    refused = OutputError(
        f"Slicer could not write {path.name}.", "Look into Slicer's error log for the reason."
    )
    try:
        saved = slicer.util.saveNode(node, str(path))
    except RuntimeError as error:
        raise refused from error
    if not saved:
        raise refused


def _write_plain_nifti(segmentation: Segmentation, path: Path) -> None:
    """Without the provenance in a header extension, for which Slicer has no library."""
    files = formats.files_of(path)
    segmentation.voxel_counts()  # refuses a value that the table does not explain
    with atomic_outputs(files) as temporary:
        write_volume(Volume(segmentation.compact(), segmentation.ijk_to_ras), temporary[0])
        write_table(segmentation.table, temporary[1])
