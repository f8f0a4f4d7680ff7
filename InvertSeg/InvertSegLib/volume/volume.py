"""The value that every room passes on: voxels and where they lie in the patient."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

# SimpleITK and DICOM use LPS (x to the left, y to the back); Slicer and NIfTI use RAS.
LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class VolumeSource:
    """Where a volume came from, for provenance, messages and DICOM output.

    Attributes:
        path: the file, or the DICOM folder.
        dicom_files: files of a DICOM series in slice order (k ascending), empty otherwise.
        metadata: what the header said and later rooms may use (modality, series description...); for DICOM
            the keys of `dicom_frames.METADATA_TAGS`. Nothing that identifies the patient.
        notes: sentences on what the user may want to know of the reading (uneven slices, unclear geometry).
    """

    path: Path
    dicom_files: tuple[Path, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Volume:
    """A scalar 3D image.

    Attributes:
        voxels: array of shape (K, J, I), that is slices, rows, columns, as Slicer and SimpleITK give it.
        ijk_to_ras: 4x4 float64 matrix that takes (i, j, k, 1) to RAS millimetres.
        source: where it was read from, None for computed volumes.
    """

    voxels: np.ndarray
    ijk_to_ras: np.ndarray
    source: VolumeSource | None = None

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Distance of neighbouring voxel centres along i, j, k in millimetres."""
        i, j, k = np.linalg.norm(self.ijk_to_ras[:3, :3], axis=0)
        return float(i), float(j), float(k)

    @property
    def is_left_handed(self) -> bool:
        """Whether the voxel axes form a left-handed system in RAS."""
        return bool(np.linalg.det(self.ijk_to_ras[:3, :3]) < 0)

    def with_voxels(self, voxels: np.ndarray) -> Volume:
        """The same geometry with other voxels of the same shape."""
        return Volume(voxels, self.ijk_to_ras, self.source)
