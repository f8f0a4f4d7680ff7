"""The forms in which data sets deliver what experts drew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.labels.files.read import read_label_map
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.datasets.cases import by_number, same_place, scans_in, stem_of
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.simpleitk import quiet
from InvertSegLib.volume.volume import Volume


@dataclass(frozen=True)
class LabelMapFile:
    """One label map.

    Attributes:
        path: NIfTI, NRRD or .seg.nrrd.
        names: label value to structure, None where the file (or the .json beside it) says so itself.
    """

    path: Path
    names: Mapping[int, str] | None = None

    def read(self, scan: Volume) -> Segmentation:  # noqa: ARG002 - it has a geometry of its own
        """Read it; see `cases.Reference`."""
        segmentation = read_label_map(self.path)
        if self.names is None:
            return segmentation
        table = LabelTable.from_names(self.names)
        counts = segmentation.voxel_counts()
        foreign = sorted(value for value, count in counts.items() if count and value not in table)
        if foreign:
            raise InputError(
                f"The reference {self.path.name} holds label {foreign[0]}, which the data set "
                "does not explain.",
                "Check that it is the data set's own label map.",
            )
        return replace(segmentation, table=table)


@dataclass(frozen=True)
class PngMasks:
    """A picture for each slice of a DICOM series, its grey values the labels (CHAOS).

    Attributes:
        folder: with one .png for each DICOM file, which follow each other in the same order by name.
        names: label value to structure.
        levels: label value to the grey values (first, last) that mean it; others but 0 are refused.
    """

    folder: Path
    names: Mapping[int, str]
    levels: Mapping[int, tuple[int, int]]

    def read(self, scan: Volume) -> Segmentation:
        """Read them into the scan's grid; see `cases.Reference`."""
        files = by_number(scan.source.dicom_files) if scan.source else []
        pictures = by_number(p for p in self.folder.glob("*.png") if not p.name.startswith("."))
        if not files or len(files) != len(pictures) or len(files) != len(scan.voxels):
            raise InputError(
                f"{self.folder} has {len(pictures)} masks for a series of {len(files)} DICOM files.",
                "Unpack the data set again: there is one mask for each slice.",
            )
        picture_of = dict(zip(files, pictures, strict=True))
        table = self._table()
        label_map = np.empty(scan.voxels.shape, np.uint8)
        for plane, file in zip(label_map, scan.source.dicom_files, strict=True):
            plane[...] = self._plane(picture_of[file], table, plane.shape)
        return Segmentation(label_map, scan.ijk_to_ras, LabelTable.from_names(self.names), source=scan.source)

    def _table(self) -> np.ndarray:
        """Grey value to label value; 255 stands for grey values without a meaning."""
        table = np.full(256, 255, np.uint8)
        table[0] = 0
        for value, (first, last) in self.levels.items():
            table[first : last + 1] = value
        return table

    def _plane(self, picture: Path, table: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        try:
            with quiet():
                grey = sitk.GetArrayFromImage(sitk.ReadImage(str(picture), imageIO="PNGImageIO"))
        except RuntimeError:
            raise InputError(f"The mask {picture} cannot be read.", "Unpack the data set again.") from None
        if grey.shape != shape or grey.dtype != np.uint8:
            raise InputError(
                f"The mask {picture} is not of the size of its slice, or not grey.",
                "Unpack the data set again.",
            )
        labels = table[grey]
        if (labels == 255).any():
            level = int(grey[labels == 255][0])
            raise InputError(
                f"The mask {picture} has the grey value {level}, which means no structure.",
                "Use the masks as they were published: saved again as JPEG or resized they change.",
            )
        return labels


@dataclass(frozen=True)
class MaskFiles:
    """One binary mask for each structure, named after it (TotalSegmentator).

    Where masks overlap the last one by name counts.

    Attributes:
        folder: with NAME.nii.gz.
    """

    folder: Path

    def read(self, scan: Volume) -> Segmentation:
        """Read them; see `cases.Reference`."""
        files = scans_in(self.folder)
        if not files:
            raise InputError(f"{self.folder} holds no masks.", "Unpack the data set again.")
        label_map = np.zeros(scan.voxels.shape, np.uint8 if len(files) < 2**8 else np.uint16)
        for value, file in enumerate(files, start=1):
            mask = read_volume(file)
            if mask.voxels.shape != label_map.shape or not same_place(scan, mask.ijk_to_ras):
                raise InputError(
                    f"The mask {file} is not on the grid of its scan.", "Unpack the data set again."
                )
            label_map[mask.voxels != 0] = value
        names = {value: stem_of(file) for value, file in enumerate(files, start=1)}
        return Segmentation(label_map, scan.ijk_to_ras, LabelTable.from_names(names), source=scan.source)
