"""Intervals, paired tests and effect sizes against scipy and against values worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from InvertSegLib.review.statistics import holm, mean_interval, paired_test

AFTER = [0.61, 0.72, 0.55, 0.80, 0.43, 0.66, 0.71]
BEFORE = [0.51, 0.70, 0.57, 0.61, 0.40, 0.60, 0.52]


def test_interval_is_the_percentile_bootstrap():
    found = mean_interval(AFTER, draws=20_000)
    result = stats.bootstrap((AFTER,), np.mean, n_resamples=20_000, method="percentile")
    expected = result.confidence_interval
    assert found.mean == pytest.approx(np.mean(AFTER))
    assert found.low == pytest.approx(expected.low, abs=0.005)
    assert found.high == pytest.approx(expected.high, abs=0.005)
    assert found.count == 7


def test_interval_holds_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(1)
    held = 0
    for _ in range(300):
        found = mean_interval(generator.normal(0.6, 0.1, 40), draws=1000)
        held += found.low <= 0.6 <= found.high
    assert 0.90 <= held / 300 <= 0.98


def test_same_seed_same_interval_whatever_was_drawn_before():
    np.random.default_rng().random(7)
    assert mean_interval(AFTER) == mean_interval(AFTER)
    assert mean_interval(AFTER, seed=1) != mean_interval(AFTER)


def test_values_that_are_not_defined_are_left_out_and_counted():
    found = mean_interval([0.5, math.nan, math.inf, 0.7])
    assert (found.mean, found.count, found.left_out) == (pytest.approx(0.6), 2, 2)
    alone = mean_interval([0.5, math.nan])
    assert (alone.mean, math.isnan(alone.low), alone.text()) == (0.5, True, "0.50")
    assert mean_interval([]).text() == "–"  # noqa: RUF001 - as tables in print have it


def test_text_of_negative_intervals_has_no_dash_that_reads_as_a_sign():
    assert mean_interval([-3.0, -1.0, 2.0]).text(1).count("-") == 2
    assert " to " in mean_interval([-3.0, -1.0, 2.0]).text(1)


def test_paired_tests_are_scipys():
    found = paired_test(BEFORE, AFTER)
    t = stats.ttest_rel(AFTER, BEFORE)
    assert found.difference.mean == pytest.approx(np.mean(AFTER) - np.mean(BEFORE))
    assert (found.t, found.p_t) == pytest.approx((t.statistic, t.pvalue))
    differences = np.round(np.subtract(AFTER, BEFORE), 12)
    assert found.p_wilcoxon == pytest.approx(stats.wilcoxon(differences).pvalue)
    assert found.cohen_dz == pytest.approx(differences.mean() / differences.std(ddof=1))
    # Ranks of the differences by size: the one loss (0.02, tied with the smallest gain) has rank 1.5 of 28.
    assert found.rank_biserial == pytest.approx((28 - 2 * 1.5) / 28)


def test_paired_tests_of_nothing_to_tell_apart():
    same = paired_test(AFTER, AFTER)
    assert same.difference.mean == 0
    assert all(math.isnan(value) for value in (same.t, same.p_t, same.p_wilcoxon, same.cohen_dz))
    even = paired_test([0.1, 0.2, 0.3], [0.2, 0.3, 0.4])
    assert math.isnan(even.p_t)
    assert even.rank_biserial == 1
    gaps = paired_test([0.1, math.nan, math.inf, 0.5], [0.2, 0.5, math.inf, 0.4])
    assert (gaps.difference.count, gaps.difference.left_out) == (2, 2)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, math.nan]) == pytest.approx([0.03, 0.06, 0.06, math.nan], nan_ok=True)
    assert holm([0.6, 0.5]) == [1.0, 1.0]
