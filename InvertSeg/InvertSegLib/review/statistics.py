"""How sure a mean is, and whether one setting is better than another on the same cases.

Intervals are bootstrap intervals: the cases are drawn again with replacement, and the 2.5th and 97.5th
percentile of the means so found are the 95 % interval. What is drawn are patients, never structures: those
of one patient hang together, and would make an interval too narrow. The draws are seeded, so that a number
can be told again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 10_000
SEED = 0
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean over cases with its confidence interval.

    Attributes:
        mean: NaN without a case.
        low: lower end; NaN with fewer than two cases, which say nothing about the spread.
        high: upper end.
        count: cases that went into it.
        left_out: cases that have no such value (NaN) or an infinite one.
    """

    mean: float
    low: float
    high: float
    count: int
    left_out: int = 0

    def text(self, decimals: int = 2) -> str:
        """``0.53 (0.46-0.60)``, ``0.53`` without an interval, a dash without a mean."""
        if math.isnan(self.mean):
            return "–"  # noqa: RUF001 - as tables in print have it
        mean, low, high = (fixed(value, decimals) for value in (self.mean, self.low, self.high))
        # The dash between negative numbers could be read as a sign.
        between = " to " if "-" in low + high else "-"
        return mean if math.isnan(self.low) else f"{mean} ({low}{between}{high})"


@dataclass(frozen=True)
class PairedTest:
    """Two settings on the same cases.

    Attributes:
        difference: second minus first, mean with bootstrap interval.
        t: of the paired two-sided t-test, NaN with fewer than two cases or where nothing differs.
        p_t: its p value.
        p_wilcoxon: p value of the Wilcoxon signed-rank test, for differences that are far from normal.
        cohen_dz: effect size: mean difference in standard deviations of the differences.
        rank_biserial: effect size of the signed-rank test, -1 to 1: 1 where every case gains.
    """

    difference: Interval
    t: float
    p_t: float
    p_wilcoxon: float
    cohen_dz: float
    rank_biserial: float


def fixed(value: float, decimals: int = 2, sign: str = "") -> str:
    """A number with so many decimals; what rounds to zero has no sign, and "+" gives one to all others."""
    rounded = round(value, decimals) + 0.0  # adding zero makes a negative zero positive
    return f"{rounded:{sign if rounded else ''}.{decimals}f}"


def mean_interval(
    values: Sequence[float], *, seed: int = SEED, draws: int = DRAWS, level: float = LEVEL
) -> Interval:
    """Mean of one value a case, with its bootstrap interval.

    Args:
        values: of the cases; NaN and infinite ones are left out and counted.
        seed: of the draws.
        draws: how many.
        level: share of the means that the interval holds.
    """
    every = np.asarray(values, float)
    finite = every[np.isfinite(every)]
    left_out = every.size - finite.size
    if finite.size == 0:
        return Interval(math.nan, math.nan, math.nan, 0, left_out)
    mean = float(finite.mean())
    if finite.size == 1:
        return Interval(mean, math.nan, math.nan, 1, left_out)
    generator = np.random.default_rng(seed)
    means = np.empty(draws)
    step = max(1, 2**20 // finite.size)  # a thousand cases would draw 80 MB at once
    for start in range(0, draws, step):
        part = means[start : start + step]
        part[:] = finite[generator.integers(finite.size, size=(part.size, finite.size))].mean(axis=1)
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(means, [tail, 100 - tail])
    return Interval(mean, float(low), float(high), finite.size, left_out)


def paired_test(
    before: Sequence[float], after: Sequence[float], *, seed: int = SEED, draws: int = DRAWS
) -> PairedTest:
    """Compare two settings case by case.

    Args:
        before: one value a case.
        after: values of the same cases in the same order. Cases where either is not finite are left out.
        seed: of the interval's draws.
        draws: how many.
    """
    from scipy import stats

    one, two = np.asarray(before, float), np.asarray(after, float)
    with np.errstate(invalid="ignore"):
        differences = two - one  # infinite minus infinite is not a number, and left out as that
    interval = mean_interval(differences, seed=seed, draws=draws)
    finite = differences[np.isfinite(differences)]
    spread = float(finite.std(ddof=1)) if finite.size > 1 else 0.0
    if spread <= 1e-12:  # no spread but for rounding
        t = p_t = cohen = math.nan
    else:
        result = stats.ttest_1samp(finite, 0.0)
        t, p_t, cohen = float(result.statistic), float(result.pvalue), interval.mean / spread
    rounded = np.round(finite, 12)  # 0.72 - 0.70 and 0.57 - 0.55 are ties
    nonzero = rounded[rounded != 0]
    if nonzero.size == 0:
        return PairedTest(interval, t, p_t, math.nan, cohen, math.nan)
    ranks = stats.rankdata(np.abs(nonzero))
    balance = float((ranks * np.sign(nonzero)).sum() / ranks.sum())
    return PairedTest(interval, t, p_t, float(stats.wilcoxon(nonzero).pvalue), cohen, balance)


def holm(p_values: Sequence[float]) -> list[float]:
    """P values adjusted for being several (Holm's step-down method); NaN stays NaN and is not counted."""
    order = sorted((n for n, p in enumerate(p_values) if not math.isnan(p)), key=lambda n: p_values[n])
    adjusted, largest = list(p_values), 0.0
    for place, n in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - place) * p_values[n]))
        adjusted[n] = largest
    return adjusted
