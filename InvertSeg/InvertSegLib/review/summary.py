"""From the scores of cases to one line a structure, and one number a case."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.metrics import EXTRA, MEASURES, MISSED
from InvertSegLib.review.statistics import SEED, Interval, mean_interval

ALL = "all structures"


@dataclass(frozen=True)
class Summary:
    """One structure over the cases.

    Attributes:
        structure: its name, or `ALL` for the mean over the structures of each case.
        intervals: measure to mean and interval over the cases.
        cases: that have the structure in the prediction or the reference.
        missed: cases with the structure in the reference only.
        extra: cases with the structure in the prediction only.
    """

    structure: str
    intervals: Mapping[str, Interval]
    cases: int
    missed: int
    extra: int


def structures_of(cases: Sequence[CaseEvaluation]) -> list[str]:
    """All structures of the cases, in the order in which they come first."""
    return list(dict.fromkeys(row.structure for case in cases for row in case.rows))


def values(cases: Sequence[CaseEvaluation], structure: str, measure: str) -> list[float]:
    """One value a case of a measure of `MEASURES`; NaN for a case that does not have the structure."""
    rows = [case.row(structure) for case in cases]
    return [math.nan if row is None else float(getattr(row, measure)) for row in rows]


def case_means(cases: Sequence[CaseEvaluation], measure: str) -> list[float]:
    """For each case the mean over its structures that have a finite value; NaN for a case without one."""
    means = []
    for case in cases:
        found = np.array([getattr(row, measure) for row in case.rows], float)
        finite = found[np.isfinite(found)]
        means.append(float(finite.mean()) if finite.size else math.nan)
    return means


def paired(
    before: Sequence[CaseEvaluation], after: Sequence[CaseEvaluation]
) -> tuple[list[CaseEvaluation], list[CaseEvaluation]]:
    """The cases that both have, in the order of the first."""
    named = {case.case: case for case in after}
    both = [case for case in before if case.case in named]
    return both, [named[case.case] for case in both]


def summarize(
    cases: Sequence[CaseEvaluation], measures: Sequence[str] = tuple(MEASURES), *, seed: int = SEED
) -> list[Summary]:
    """A line for each structure, and one for the mean over all of them first."""
    every = Summary(
        ALL,
        {measure: mean_interval(case_means(cases, measure), seed=seed) for measure in measures},
        len(cases),
        sum(row.status == MISSED for case in cases for row in case.rows),
        sum(row.status == EXTRA for case in cases for row in case.rows),
    )
    return [every, *(_of(cases, structure, measures, seed) for structure in structures_of(cases))]


def _of(cases: Sequence[CaseEvaluation], structure: str, measures: Sequence[str], seed: int) -> Summary:
    rows = [row for case in cases if (row := case.row(structure)) is not None]
    intervals = {m: mean_interval([getattr(row, m) for row in rows], seed=seed) for m in measures}
    return Summary(
        structure,
        intervals,
        sum(not math.isnan(row.dice) for row in rows),
        sum(row.status == MISSED for row in rows),
        sum(row.status == EXTRA for row in rows),
    )
