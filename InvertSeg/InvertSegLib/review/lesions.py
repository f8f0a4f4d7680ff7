"""Whether a lesion was found where it is: correct, wrong place, or missed, by how large it is.

As in Haentze et al. (arXiv 2405.03713): a case counts as localised where prediction and reference overlap at
all, as wrong place where something was predicted elsewhere only, as missed where nothing was predicted.
Beside that each lesion (connected component of the reference, voxels that share a corner included) is
counted on its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from InvertSegLib.review.statistics import Interval, mean_interval

CORRECT, WRONG_PLACE, MISSED = "correct", "wrong place", "missed"
OUTCOMES = (CORRECT, WRONG_PLACE, MISSED)
_TOUCHING = np.ones((3, 3, 3), bool)


@dataclass(frozen=True)
class Localisation:
    """The lesions of one case.

    Attributes:
        case: its name.
        structure: what the lesions are.
        outcome: `CORRECT`, `WRONG_PLACE` or `MISSED`.
        volume_ml: of all lesions in the reference.
        dice: of all of them.
        lesions: connected components of the reference.
        lesions_found: those that the prediction touches.
        false_lesions: connected components of the prediction that touch no lesion.
    """

    case: str
    structure: str
    outcome: str
    volume_ml: float
    dice: float
    lesions: int
    lesions_found: int
    false_lesions: int


@dataclass(frozen=True)
class Stratum:
    """Cases whose lesions are of about one size.

    Attributes:
        low_ml: from this volume on.
        high_ml: below this volume; infinite for the largest.
        counts: cases by outcome.
        dice: mean over the cases, with its interval.
        lesions: connected components in the references.
        lesions_found: those that were touched.
        false_lesions: components of the predictions that touch none.
    """

    low_ml: float
    high_ml: float
    counts: dict[str, int]
    dice: Interval
    lesions: int
    lesions_found: int
    false_lesions: int


def localise(
    prediction: np.ndarray, reference: np.ndarray, voxel_ml: float, *, case: str = "", structure: str = ""
) -> Localisation | None:
    """Compare the lesions of one case.

    Args:
        prediction: boolean mask (K, J, I).
        reference: mask of the same shape.
        voxel_ml: volume of a voxel in millilitres.
        case: its name.
        structure: what the lesions are.

    Returns:
        None for a case without a lesion: it has no place to be found in.
    """
    true = np.count_nonzero(reference)
    if not true:
        return None
    found, common = np.count_nonzero(prediction), np.count_nonzero(prediction & reference)
    outcome = CORRECT if common else WRONG_PLACE if found else MISSED
    lesions, count = ndimage.label(reference, _TOUCHING)
    guesses, guessed = ndimage.label(prediction, _TOUCHING)
    return Localisation(
        case=case,
        structure=structure,
        outcome=outcome,
        volume_ml=true * voxel_ml,
        dice=2 * common / (found + true),
        lesions=count,
        lesions_found=np.unique(lesions[prediction & reference]).size,
        false_lesions=guessed - np.unique(guesses[prediction & reference]).size,
    )


def strata(cases: Sequence[Localisation], edges_ml: Sequence[float] = ()) -> list[Stratum]:
    """Outcomes by the volume of the lesions.

    Args:
        cases: of one structure.
        edges_ml: where to divide, ascending; the median volume of the cases if empty, as in the paper.

    Returns:
        One entry for each stratum, the smallest volumes first; those without a case are left out.
    """
    if not cases:
        return []
    volumes = np.array([case.volume_ml for case in cases])
    edges = [0.0, *(edges_ml or [float(np.median(volumes))]), np.inf]
    found = []
    for low, high in itertools.pairwise(edges):
        chosen = [case for case in cases if low <= case.volume_ml < high]
        if chosen:
            found.append(_stratum(float(low), float(high), chosen))
    return found


def _stratum(low: float, high: float, cases: Sequence[Localisation]) -> Stratum:
    return Stratum(
        low_ml=low,
        high_ml=high,
        counts={outcome: sum(case.outcome == outcome for case in cases) for outcome in OUTCOMES},
        dice=mean_interval([case.dice for case in cases]),
        lesions=sum(case.lesions for case in cases),
        lesions_found=sum(case.lesions_found for case in cases),
        false_lesions=sum(case.false_lesions for case in cases),
    )
