"""Scores as CSV and JSON, for other programs, and as Markdown tables, for a paper."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.lesions import OUTCOMES, Localisation, Stratum, strata
from InvertSegLib.review.metrics import MEASURES
from InvertSegLib.review.statistics import DRAWS, LEVEL, SEED, Interval, PairedTest, mean_interval
from InvertSegLib.review.summary import ALL, Summary, case_means, summarize

_COLUMNS = ("case", "structure", "status", *MEASURES, "volume_prediction_ml", "volume_reference_ml")

LESION_HEAD = ("volume (ml)", "cases", *OUTCOMES, "Dice", "lesions found", "false lesions")


def score_rows(cases: Iterable[CaseEvaluation], **more: object) -> list[dict[str, Any]]:
    """One flat row for each case and structure.

    Args:
        cases: the evaluations.
        more: columns that stand first and are the same in all of these rows, such as ``setting="inverted"``.
    """
    return [
        {**more, "case": case.case, **{column: getattr(row, column) for column in _COLUMNS[1:]}}
        for case in cases
        for row in case.rows
    ]


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV; a value that is not defined is an empty cell, an infinite one ``inf``."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]) if rows else list(_COLUMNS), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return buffer.getvalue()


def json_document(
    cases: Sequence[CaseEvaluation], *, seed: int = SEED, edges_ml: Sequence[float] = ()
) -> dict[str, Any]:
    """Everything as JSON: the scores, their summary and how it was made.

    JSON has neither NaN nor infinity: both are null, and the row's ``status`` says which it was.
    """
    return {
        "tolerance_mm": cases[0].tolerance_mm if cases else None,
        "confidence_interval": {
            "level": LEVEL, "method": "percentile bootstrap over cases", "draws": DRAWS, "seed": seed,
        },
        "cases": [
            {
                "case": case.case,
                "structures": [plain(row) for row in _without_case(score_rows([case]))],
                "only_prediction": list(case.only_prediction),
                "only_reference": list(case.only_reference),
                "notes": list(case.notes),
            }
            for case in cases
        ],
        "summary": [_summary_json(line) for line in summarize(cases, seed=seed)],
        "lesions": {
            name: {
                "cases": [asdict(lesion) for lesion in found],
                "strata": [plain(asdict(stratum)) for stratum in strata(found, edges_ml)],
            }
            for name, found in lesions_by_structure(cases).items()
        },
    }  # fmt: skip


def structure_table(
    lines: Sequence[Summary], measures: Sequence[str] = ("dice", "hausdorff95_mm", "surface_dice")
) -> str:
    """Markdown: a line for each structure, mean and interval of each measure."""
    head = ["structure", "cases", *(MEASURES[measure].label for measure in measures), "missed", "extra"]
    body = [
        [
            f"**{line.structure}**" if line.structure == ALL else line.structure,
            str(line.cases),
            *(line.intervals[measure].text(MEASURES[measure].decimals) for measure in measures),
            str(line.missed),
            str(line.extra),
        ]
        for line in lines
    ]
    return markdown(head, body)


def table_1(
    results: Mapping[str, Mapping[str, Sequence[CaseEvaluation]]], measure: str = "dice", *, seed: int = SEED
) -> str:
    """Markdown in the form of the paper's Table 1: a line for each setting, a column for each sequence.

    Args:
        results: setting to sequence to the cases of both; a sequence that a setting lacks gets a dash.
        measure: of `MEASURES`: the mean over the structures of a case, then over the cases.
        seed: of the intervals.
    """
    columns = list(dict.fromkeys(name for row in results.values() for name in row))
    body = []
    for setting, row in results.items():
        means = [mean_interval(case_means(row.get(name, ()), measure), seed=seed) for name in columns]
        body.append([setting, *(mean.text(MEASURES[measure].decimals) for mean in means)])
    return markdown([f"mean {MEASURES[measure].label}", *columns], body)


def paired_table(tests: Mapping[str, PairedTest], adjusted: Sequence[float], decimals: int = 2) -> str:
    """Markdown: a line for each comparison.

    Args:
        tests: by what is compared.
        adjusted: their p values of the t-test, adjusted for being several (`statistics.holm`).
        decimals: of the difference.
    """
    head = ["", "cases", "difference", "p (t)", "p (t), Holm", "p (Wilcoxon)", "Cohen's dz", "rank-biserial"]
    body = [
        [
            name,
            str(test.difference.count),
            test.difference.text(decimals),
            *(p_text(p) for p in (test.p_t, p_adjusted, test.p_wilcoxon)),
            *(_number(effect) for effect in (test.cohen_dz, test.rank_biserial)),
        ]
        for (name, test), p_adjusted in zip(tests.items(), adjusted, strict=True)
    ]
    return markdown(head, body)


def lesion_table(found: Sequence[Stratum]) -> str:
    """Markdown: a line for each stratum of lesion volumes."""
    return markdown(LESION_HEAD, map(lesion_cells, found))


def lesion_cells(stratum: Stratum) -> list[str]:
    """A line of a table with the columns `LESION_HEAD`."""
    return [
        _range(stratum),
        str(sum(stratum.counts.values())),
        *(str(stratum.counts[outcome]) for outcome in OUTCOMES),
        stratum.dice.text(),
        f"{stratum.lesions_found} of {stratum.lesions}",
        str(stratum.false_lesions),
    ]


def lesions_by_structure(cases: Iterable[CaseEvaluation]) -> dict[str, list[Localisation]]:
    """The localisations of all cases by what the lesions are."""
    found: dict[str, list[Localisation]] = {}
    for lesion in (lesion for case in cases for lesion in case.lesions):
        found.setdefault(lesion.structure, []).append(lesion)
    return found


def paired_json(test: PairedTest) -> dict[str, Any]:
    """Paired tests as JSON."""
    return plain(asdict(test))


def markdown(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its columns aligned; all but the first to the right."""
    rows = [list(head), *map(list, body)]
    widths = [max(3, *(len(row[n]) for row in rows)) for n in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return f"| {' | '.join([first[0].ljust(first[1]), *(cell.rjust(wide) for cell, wide in others)])} |"

    rule = "|".join(["-" * (widths[0] + 2), *("-" * (wide + 1) + ":" for wide in widths[1:])])
    return "\n".join([line(rows[0]), f"|{rule}|", *map(line, rows[1:])]) + "\n"


def _without_case(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "case"} for row in rows]


def _summary_json(line: Summary) -> dict[str, Any]:
    return plain({
        "structure": line.structure, "cases": line.cases, "missed": line.missed, "extra": line.extra,
        **{measure: asdict(interval) for measure, interval in line.intervals.items()},
    })  # fmt: skip


def plain(value: Any) -> Any:
    """The same with None for numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return value


def p_text(value: float) -> str:
    """A p value as papers print it."""
    if math.isnan(value):
        return "–"  # noqa: RUF001 - as tables in print have it
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _number(value: float) -> str:
    return Interval(value, math.nan, math.nan, 1).text()


def _range(stratum: Stratum) -> str:
    if stratum.low_ml == 0:
        return "all" if math.isinf(stratum.high_ml) else f"below {stratum.high_ml:.3g}"
    return (
        f"{stratum.low_ml:.3g} and above"
        if math.isinf(stratum.high_ml)
        else (f"{stratum.low_ml:.3g} to {stratum.high_ml:.3g}")
    )
