"""The report of an evaluation: what was measured, how sure it is, and against what; as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from InvertSegLib.errors import InputError
from InvertSegLib.review import figures, tables
from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.lesions import strata
from InvertSegLib.review.statistics import SEED, PairedTest, holm, paired_test
from InvertSegLib.review.summary import ALL, Summary, case_means, paired, structures_of, summarize, values
from InvertSegLib.volume.writing import atomic_outputs

FILES = ("scores.csv", "results.json", "tables.md", "by_structure.png", "volumes.png")
BASELINE_FILES = (*FILES, "before_after.png")
# What the two settings are called where both stand in one table or figure.
BASELINE, PREDICTION = "baseline", "prediction"


@dataclass(frozen=True)
class Comparison:
    """How Dice changed against the baseline.

    Attributes:
        what: a structure, or `ALL`.
        test: the paired tests.
        p_adjusted: p of the t-test, with Holm's adjustment for the number of structures; that of `ALL` is one
            test, and as it is.
    """

    what: str
    test: PairedTest
    p_adjusted: float


@dataclass(frozen=True)
class Report:
    """All that was found out.

    Attributes:
        cases: evaluations of the predictions, one at least.
        baseline: evaluations of the other setting, empty without one.
        lines: the cases' summary.
        comparisons: with the baseline, empty without one.
        edges_ml: where lesions are divided by volume, see `lesions.strata`.
        seed: of the bootstrap.
    """

    cases: tuple[CaseEvaluation, ...]
    baseline: tuple[CaseEvaluation, ...]
    lines: tuple[Summary, ...]
    comparisons: tuple[Comparison, ...]
    edges_ml: tuple[float, ...]
    seed: int


def report(
    cases: Sequence[CaseEvaluation],
    baseline: Sequence[CaseEvaluation] = (),
    *,
    edges_ml: Sequence[float] = (),
    seed: int = SEED,
) -> Report:
    """Summarise evaluations.

    Args:
        cases: of the predictions.
        baseline: of another setting on the same cases, paired by the cases' names.
        edges_ml: where to divide lesions by volume.
        seed: of the bootstrap.

    Raises:
        InputError: there is a baseline, and it has no case in common.
    """
    return Report(
        cases=tuple(cases),
        baseline=tuple(baseline),
        lines=tuple(summarize(cases, seed=seed)),
        comparisons=compare(baseline, cases, seed=seed) if baseline else (),
        edges_ml=tuple(edges_ml),
        seed=seed,
    )


def compare(
    before: Sequence[CaseEvaluation], after: Sequence[CaseEvaluation], *, seed: int = SEED
) -> tuple[Comparison, ...]:
    """Paired tests of Dice for all structures together and for each.

    Raises:
        InputError: the two have no case in common.
    """
    one, two = paired(before, after)
    if not one:
        raise InputError(
            "The baseline has no case in common with the predictions.", "Give its files the same names."
        )
    names = structures_of(two)
    every = paired_test(case_means(one, "dice"), case_means(two, "dice"), seed=seed)
    tests = [paired_test(values(one, name, "dice"), values(two, name, "dice"), seed=seed) for name in names]
    adjusted = holm([test.p_t for test in tests])
    return (Comparison(ALL, every, every.p_t), *map(Comparison, names, tests, adjusted))


def document(of: Report) -> dict[str, Any]:
    """The report as JSON."""
    found = tables.json_document(of.cases, seed=of.seed, edges_ml=of.edges_ml)
    if of.baseline:
        found["baseline"] = tables.json_document(of.baseline, seed=of.seed)["cases"]
        found["paired_tests_dice"] = [
            {"what": one.what, **tables.paired_json(one.test), "p_t_holm": tables.plain(one.p_adjusted)}
            for one in of.comparisons
        ]
    return found


def csv_text(of: Report) -> str:
    """The scores; with a baseline its rows too, told apart by a first column."""
    if not of.baseline:
        return tables.csv_text(tables.score_rows(of.cases))
    rows = tables.score_rows(of.baseline, setting=BASELINE)
    return tables.csv_text([*rows, *tables.score_rows(of.cases, setting=PREDICTION)])


def markdown(of: Report) -> str:
    """All tables of the report."""
    told = (
        f"{len(of.cases)} cases. Means with 95 % bootstrap intervals over the cases; NSD within "
        f"{of.cases[0].tolerance_mm:g} mm; HD95 over the cases that have the structure in both.\n"
    )
    parts = [told, tables.structure_table(of.lines)]
    if of.comparisons:
        parts += [
            "Dice against the baseline, paired by case:\n",
            tables.paired_table(
                {one.what: one.test for one in of.comparisons}, [one.p_adjusted for one in of.comparisons]
            ),
        ]
    for name, found in tables.lesions_by_structure(of.cases).items():
        parts += [f"Localisation of {name} by its volume in the reference:\n"]
        parts += [tables.lesion_table(strata(found, of.edges_ml))]
    return "\n".join(parts)


def write(of: Report, targets: Mapping[str, Path], *, inputs: Sequence[Path] = ()) -> None:
    """Write all files of the report, or none.

    Args:
        of: the report.
        targets: where to write each of `FILES`, or of `BASELINE_FILES` for a report with a baseline.
        inputs: files and folders that must stay as they are.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    settings = {BASELINE: of.baseline} if of.baseline else {}
    with atomic_outputs(list(targets.values()), inputs=inputs) as temporary:
        paths = dict(zip(targets, temporary, strict=True))
        paths["scores.csv"].write_text(csv_text(of), encoding="utf-8")
        text = json.dumps(document(of), indent=1, ensure_ascii=False)
        paths["results.json"].write_text(text + "\n", encoding="utf-8")
        paths["tables.md"].write_text(markdown(of), encoding="utf-8")
        figures.by_structure({**settings, PREDICTION: of.cases}, paths["by_structure.png"])
        figures.bland_altman(of.cases, paths["volumes.png"])
        if of.baseline:
            titles = (BASELINE, PREDICTION)
            figures.before_after(of.baseline, of.cases, paths["before_after.png"], titles=titles)
