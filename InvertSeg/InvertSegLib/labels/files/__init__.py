"""Segmentations as files: .seg.nrrd, NIfTI and NRRD label maps, DICOM SEG."""

from InvertSegLib.labels.files.formats import KNOWN_SUFFIXES, check_output
from InvertSegLib.labels.files.read import read_label_map
from InvertSegLib.labels.files.write import write_segmentation

__all__ = ["KNOWN_SUFFIXES", "check_output", "read_label_map", "write_segmentation"]
