"""Comparing segmentations with references: one case, or folders of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.grids import on_grid_of
from InvertSegLib.review.lesions import Localisation, localise
from InvertSegLib.review.matching import Matching, StructurePair, canonical, match
from InvertSegLib.review.metrics import StructureScore, score
from InvertSegLib.review.overlap import boxes, joint_counts
from InvertSegLib.volume.volume import Volume

# What TotalSegmentator's authors use; AMOS and FLARE take 2 mm for large organs.
DEFAULT_TOLERANCE_MM = 3.0

Box = tuple[slice, slice, slice]


@dataclass(frozen=True)
class CaseEvaluation:
    """How well the structures of one case were found.

    Attributes:
        case: its name.
        rows: one for each structure that both tables know, in the order of the reference's labels.
        tolerance_mm: of the normalised surface Dice.
        only_prediction: structures of the prediction that the reference's table does not know.
        only_reference: the other way round.
        notes: sentences on what was done to compare them.
        lesions: where the lesions were found, one entry for each structure that was said to be one.
    """

    case: str
    rows: tuple[StructureScore, ...]
    tolerance_mm: float
    only_prediction: tuple[str, ...] = ()
    only_reference: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lesions: tuple[Localisation, ...] = ()

    def row(self, structure: str) -> StructureScore | None:
        """The score of a structure, None where it was not compared."""
        return next((row for row in self.rows if row.structure == structure), None)


def evaluate_case(
    prediction: Segmentation,
    reference: Segmentation,
    *,
    case: str = "",
    tolerance_mm: float = DEFAULT_TOLERANCE_MM,
    structures: Iterable[str] = (),
    lesions: Iterable[str] = (),
    matching: Matching | None = None,
    resample: bool = False,
    distances: bool = True,
) -> CaseEvaluation:
    """Compare a segmentation with its reference.

    Memory beyond the two label maps is what the largest structure's box needs.

    Args:
        prediction: what was found.
        reference: what is there.
        case: its name.
        tolerance_mm: of the normalised surface Dice.
        structures: only these, by their names in `Matching.pairs`; all if empty.
        lesions: structures that are lesions, see `lesions.localise`.
        matching: which structure is which; by their names (see `matching.match`) if not given.
        resample: put a prediction on another grid onto the reference's; refused otherwise.
        distances: leave out HD, HD95 and NSD where False (they are NaN then), which is much faster.

    Raises:
        InputError: the grids differ, or nothing can be compared.
    """
    prediction, notes = on_grid_of(prediction, reference, resample=resample)
    matching, sought = _chosen(matching or match(prediction.table, reference.table), structures, lesions)
    found, true = prediction.label_map, reference.label_map
    counts = joint_counts(found, true)
    places = (boxes(found), boxes(true)) if distances or sought else ([], [])
    spacing = Volume(true, reference.ijk_to_ras).spacing[::-1]
    rows, localised = [], []
    for pair in matching.pairs:
        numbers = counts.of(pair.prediction, pair.reference)
        masks = None
        if numbers[2] and ((distances and numbers[1]) or pair.name in sought):
            box = _around([*_of(places[0], pair.prediction), *_of(places[1], pair.reference)])
            masks = _mask(found[box], pair.prediction), _mask(true[box], pair.reference)
            if pair.name in sought:
                voxel_ml = math.prod(spacing) / 1000
                localised.append(localise(*masks, voxel_ml, case=case, structure=pair.name))
        rows.append(score(pair.name, numbers, masks if distances else None, spacing, tolerance_mm))
    return CaseEvaluation(
        case=case,
        rows=tuple(rows),
        tolerance_mm=tolerance_mm,
        only_prediction=matching.only_prediction,
        only_reference=matching.only_reference,
        notes=notes,
        lesions=tuple(localised),
    )


def _chosen(
    matching: Matching, structures: Iterable[str], lesions: Iterable[str]
) -> tuple[Matching, frozenset[str]]:
    """The matching with the structures asked for alone, and the names of the lesions among them.

    Raises:
        InputError: one of them is not among the pairs.
    """
    pairs = {canonical(pair.name): pair for pair in matching.pairs}

    def find(name: str) -> StructurePair:
        if canonical(name) not in pairs:
            raise InputError(
                f"The structure {name} is not in both prediction and reference.",
                f"Both have {', '.join(pair.name for pair in matching.pairs)}.",
            )
        return pairs[canonical(name)]

    sought = [find(name) for name in lesions]
    chosen = [find(name) for name in structures]
    if chosen:
        matching = replace(matching, pairs=tuple(dict.fromkeys([*chosen, *sought])))
    return matching, frozenset(pair.name for pair in sought)


def _of(places: list[Box | None], labels: Iterable[int]) -> Iterator[Box]:
    return (places[label - 1] for label in labels if label <= len(places) and places[label - 1])


def _around(places: list[Box]) -> Box:
    """The smallest box around several."""
    return tuple(
        slice(min(box[axis].start for box in places), max(box[axis].stop for box in places))
        for axis in range(3)
    )


def _mask(label_map: np.ndarray, labels: tuple[int, ...]) -> np.ndarray:
    return label_map == labels[0] if len(labels) == 1 else np.isin(label_map, labels)
