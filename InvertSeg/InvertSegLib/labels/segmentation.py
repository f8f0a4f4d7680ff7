"""The result of a run: which voxel belongs to which structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.volume import VolumeSource


@dataclass(frozen=True, eq=False)
class Segmentation:
    """A label map with the meaning of its values.

    Attributes:
        label_map: unsigned integers of shape (K, J, I), 0 is background.
        ijk_to_ras: 4x4 float64 matrix that takes (i, j, k, 1) to RAS millimetres.
        table: what each value means; it may hold structures that no voxel has.
        provenance: what made it, as JSON.
        source: where the segmented volume came from, for DICOM output.
        confidence: structure name to the network's mean probability where it chose that structure.
        uncertainty: of an ensemble of settings, how much they disagree about each voxel: floating-point
            numbers of the label map's shape, 0 (they agree) to 1; None otherwise.
        disagreement: of an ensemble, structure name to how much the settings' own results differ, 0..1.
    """

    label_map: np.ndarray
    ijk_to_ras: np.ndarray
    table: LabelTable
    provenance: Mapping[str, Any] = field(default_factory=dict)
    source: VolumeSource | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    uncertainty: np.ndarray | None = None
    disagreement: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.label_map.ndim != 3 or self.label_map.dtype.kind != "u":
            raise ValueError(
                f"a label map has three axes and unsigned integers, "
                f"this one has {self.label_map.ndim} and {self.label_map.dtype}"
            )

    def voxel_counts(self) -> dict[int, int]:
        """Number of voxels of each label value of the table, 0 for structures that were not found.

        Raises:
            ValueError: the label map holds a value that the table does not explain.
        """
        counts = np.zeros(max(self.table, default=0) + 1, np.int64)
        for plane in self.label_map:  # plane by plane: bincount makes a 64-bit copy of what it counts
            found = np.bincount(plane.ravel())
            if found.size > counts.size:
                counts = np.concatenate([counts, np.zeros(found.size - counts.size, np.int64)])
            counts[: found.size] += found
        unexplained = [int(v) for v in np.flatnonzero(counts) if v and v not in self.table]
        if unexplained:
            raise ValueError(f"the label map holds values that its table does not explain: {unexplained}")
        return {value: int(counts[value]) for value in self.table}

    def volumes_ml(self) -> dict[str, float]:
        """Structure name to its volume in millilitres."""
        voxel_ml = abs(float(np.linalg.det(self.ijk_to_ras[:3, :3]))) / 1000.0
        return {self.table[value].name: count * voxel_ml for value, count in self.voxel_counts().items()}

    def not_found(self) -> list[str]:
        """Names of structures that the table lists and no voxel has."""
        return [self.table[value].name for value, count in self.voxel_counts().items() if not count]

    def compact(self) -> np.ndarray:
        """The label map as C-contiguous uint8, or uint16 where the values need it; no copy if it is that."""
        highest = max(max(self.table, default=0), int(self.label_map.max(initial=0)))
        if highest >= 2**16:
            raise ValueError(f"label value {highest} does not fit into 16 bits")
        return np.ascontiguousarray(self.label_map, np.uint8 if highest < 2**8 else np.uint16)
