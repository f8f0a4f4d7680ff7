"""What a data set holds: cases, their scans, and the expert's segmentation of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.datasets.sides import check_sides
from InvertSegLib.volume.checks import largest_distance
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume

# How far apart a scan and its reference may lie, as a share of the smallest spacing: what rounding of a
# header makes, and nothing that would move a voxel.
_SAME_PLACE = 0.1
SCAN_SUFFIXES = (".nii.gz", ".nii", ".nrrd", ".mha", ".mhd")


class Reference(Protocol):
    """An expert's segmentation on disk, in whichever form a data set delivers it."""

    def read(self, scan: Volume) -> Segmentation:
        """Read it.

        Args:
            scan: the scan that it was drawn in, for forms that have no geometry of their own.

        Returns:
            The segmentation, its structures named as TotalSegmentator names them where it has them.

        Raises:
            InputError: unreadable, or not what the data set's description says.
        """
        ...


@dataclass(frozen=True)
class Scan:
    """One series of a case.

    Attributes:
        sequence: what the data set calls it, "T1in", "T2SPIR", "CT"...
        modality: "MR" or "CT".
        image: file, or folder of a DICOM series.
        reference: what an expert drew in it.
    """

    sequence: str
    modality: str
    image: Path
    reference: Reference

    def read(self) -> tuple[Volume, Segmentation]:
        """The scan and its reference, on one grid, left and right where the names say.

        Raises:
            InputError: one of them cannot be read, they lie in different places, or sides are exchanged.
        """
        volume = read_volume(self.image)
        reference = self.reference.read(volume)
        self._check_place(volume, reference)
        check_sides(reference, self.image.name)
        return volume, reference

    def _check_place(self, volume: Volume, reference: Segmentation) -> None:
        sizes = volume.voxels.shape, reference.label_map.shape
        if sizes[0] != sizes[1]:
            scan, drawn = (" x ".join(map(str, reversed(size))) for size in sizes)
            raise InputError(
                f"The scan {self.image.name} has {scan} voxels and its reference {drawn}.",
                "Resample the reference to the scan, or find the one that belongs to it.",
            )
        if not same_place(volume, reference.ijk_to_ras):
            size = tuple(reversed(sizes[0]))
            apart = largest_distance(volume.ijk_to_ras, reference.ijk_to_ras, size)
            raise InputError(
                f"The scan {self.image.name} and its reference lie up to {apart:.1f} mm apart.",
                "Export both with the same geometry: one of their headers is wrong.",
            )


@dataclass(frozen=True)
class Case:
    """A patient (or an examination) of a data set.

    Attributes:
        name: unique in the data set, and fit to be a file's name.
        scans: at least one, each of another sequence.
    """

    name: str
    scans: tuple[Scan, ...]


@dataclass(frozen=True)
class DataSet:
    """What was found in a folder.

    Attributes:
        title: the data set's name.
        citation: what to cite, empty for the user's own.
        cases: by name, numbers in their order.
        notes: sentences on what was left out, and why.
    """

    title: str
    citation: str
    cases: tuple[Case, ...]
    notes: tuple[str, ...] = ()

    @property
    def sequences(self) -> tuple[str, ...]:
        """The sequences of all cases, in the order in which they were found first."""
        return tuple(dict.fromkeys(scan.sequence for case in self.cases for scan in case.scans))


def same_place(volume: Volume, ijk_to_ras: np.ndarray) -> bool:
    """Whether a matrix puts the volume's voxels where its own does, but for the rounding of a header."""
    size = tuple(reversed(volume.voxels.shape))
    return largest_distance(volume.ijk_to_ras, ijk_to_ras, size) <= _SAME_PLACE * min(volume.spacing)


def by_number(paths: Iterable[Path]) -> list[Path]:
    """Paths sorted by name, the numbers in them by their value: 2 before 10."""

    def parts(path: Path) -> list[str | int]:
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]

    return sorted(paths, key=parts)


def stem_of(path: Path) -> str:
    """A file's name without the suffix of a scan or a segmentation (`.nii.gz`, `.seg.nrrd`...)."""
    name = path.name
    suffix = next((s for s in (".seg.nrrd", *SCAN_SUFFIXES) if name.lower().endswith(s)), "")
    return name[: len(name) - len(suffix)]


def scans_in(folder: Path) -> list[Path]:
    """The scan files of a folder by name, hidden ones left out; empty where there is no such folder."""
    if not folder.is_dir():
        return []
    files = (p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    return by_number(p for p in files if p.name.lower().endswith(SCAN_SUFFIXES))
