"""Whether left is left: the names of paired structures against where they lie."""

from __future__ import annotations

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation

# Pairs that are this near each other along the left-right axis say nothing.
_CLEAR_MM = 10.0


def check_sides(segmentation: Segmentation, name: str) -> None:
    """Refuse a segmentation whose left structures lie to the right of their partners.

    A pair is two structures whose names differ in left and right alone (kidney_left, kidney_right). Most
    pairs have to be the wrong way round, since a single one may be (a transplanted kidney); organs without
    a partner prove nothing (situs inversus).

    Args:
        segmentation: with names as TotalSegmentator has them.
        name: what the sentence calls it.

    Raises:
        InputError: left and right are exchanged.
    """
    pairs = _pairs(segmentation)
    if not pairs:
        return
    centres = _right_of(segmentation, {value for pair in pairs for value in pair})
    apart = [centres[right] - centres[left] for left, right in pairs if left in centres and right in centres]
    wrong = sum(distance < -_CLEAR_MM for distance in apart)
    if wrong > sum(distance > _CLEAR_MM for distance in apart):
        raise InputError(
            f"Left and right are exchanged in the reference of {name}: what is named left lies to the right.",
            "Convert scan and reference again from their originals; a flip along the x axis got lost.",
        )


def _pairs(segmentation: Segmentation) -> list[tuple[int, int]]:
    values = {name: value for value, name in segmentation.table.names.items()}
    return [
        (value, values[name.replace("left", "right")])
        for name, value in values.items()
        if "left" in name and name.replace("left", "right") in values
    ]


def _right_of(segmentation: Segmentation, values: set[int]) -> dict[int, float]:
    """The R coordinate (mm) of the centre of each label value that is there."""
    highest = max(values) + 1
    sums, counts = np.zeros((highest, 3)), np.zeros(highest)
    for k, plane in enumerate(segmentation.label_map):
        rows, columns = np.nonzero(plane)
        found = plane[rows, columns].astype(np.intp)
        inside = found < highest
        for axis, places in enumerate((columns, rows, np.full(rows.size, k))):
            sums[:, axis] += np.bincount(found[inside], places[inside], highest)
        counts += np.bincount(found[inside], minlength=highest)
    row = segmentation.ijk_to_ras[0]
    return {v: float(row[:3] @ (sums[v] / counts[v]) + row[3]) for v in values if counts[v]}
