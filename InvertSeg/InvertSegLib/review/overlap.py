"""How many voxels two label maps share, for all pairs of their labels in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_FEW = 2**20  # pairs of labels that are counted as they are; more are renumbered first


@dataclass(frozen=True, eq=False)
class JointCounts:
    """Number of voxels by label in the prediction (rows) and label in the reference (columns).

    Attributes:
        counts: int64 array, a row for each label of the prediction, a column for each of the reference.
        rows: label to row.
        columns: label to column.
    """

    counts: np.ndarray
    rows: dict[int, int]
    columns: dict[int, int]

    def of(self, prediction: Iterable[int], reference: Iterable[int]) -> tuple[int, int, int]:
        """Voxels of two structures, each made of one or several labels.

        Returns:
            How many voxels both have, how many the prediction has, how many the reference has.
        """
        rows = [self.rows[label] for label in prediction if label in self.rows]
        columns = [self.columns[label] for label in reference if label in self.columns]
        return (
            int(self.counts[np.ix_(rows, columns)].sum()),
            int(self.counts[rows].sum()),
            int(self.counts[:, columns].sum()),
        )


def joint_counts(prediction: np.ndarray, reference: np.ndarray) -> JointCounts:
    """Count all pairs of labels, slice by slice so that the memory needed does not grow with the volume.

    Args:
        prediction: label map of unsigned integers, (K, J, I).
        reference: label map of the same shape.
    """
    sides = [np.arange(int(labels.max(initial=0)) + 1) for labels in (prediction, reference)]
    renumber = sides[0].size * sides[1].size > _FEW
    if renumber:
        sides = [_present(labels) for labels in (prediction, reference)]
    tables = [_numbers(labels) for labels in sides]
    width = sides[1].size
    counts = np.zeros(sides[0].size * width, np.int64)
    for found, true in zip(prediction, reference, strict=True):
        pairs = tables[0][found.ravel()] if renumber else found.ravel().astype(np.int64)
        pairs *= width
        pairs += tables[1][true.ravel()] if renumber else true.ravel()
        counts += np.bincount(pairs, minlength=counts.size)
    rows, columns = ({int(label): n for n, label in enumerate(labels)} for labels in sides)
    return JointCounts(counts.reshape(-1, width), rows, columns)


def boxes(label_map: np.ndarray) -> list[tuple[slice, slice, slice] | None]:
    """The smallest box around each label: index 0 is that of label 1; None for a label without voxels."""
    from scipy import ndimage

    return ndimage.find_objects(label_map)


def _present(label_map: np.ndarray) -> np.ndarray:
    """The values that a label map holds."""
    there = np.zeros(int(label_map.max()) + 1, bool)
    for plane in label_map:
        there[plane.ravel()] = True
    return np.flatnonzero(there)


def _numbers(labels: np.ndarray) -> np.ndarray:
    """Table from label value to its place in `labels`."""
    table = np.zeros(int(labels[-1]) + 1, np.int64)
    table[labels] = np.arange(labels.size)
    return table
