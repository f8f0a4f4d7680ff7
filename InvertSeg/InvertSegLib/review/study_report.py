"""The report of a study: tables, figures and numbers, written anew from all results that are there."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from InvertSegLib import __version__
from InvertSegLib.review import figures
from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.statistics import DRAWS, SEED, PairedTest, holm, mean_interval, paired_test
from InvertSegLib.review.study import StudyResult
from InvertSegLib.review.study_plan import StudyEngine, StudyPlan
from InvertSegLib.review.study_settings import StudySetting, slug
from InvertSegLib.review.summary import case_means, paired, structures_of, values
from InvertSegLib.review.tables import csv_text, json_document, markdown, paired_table, score_rows, table_1
from InvertSegLib.volume.writing import atomic_output

MEASURES = ("dice", "surface_dice", "hausdorff95_mm")

# With fewer cases the percentile bootstrap covers the true mean clearly less often than it says.
_FEW = 10

# Sequence to setting to the scores of its cases.
_Cells = dict[str, dict[str, list[CaseEvaluation]]]


def write_report(result: StudyResult, folder: Path, command: str = "") -> list[Path]:
    """Write ``report.md``, ``scores.csv``, ``results.json`` and ``figures/``.

    Args:
        result: of `study.run_study`; it may be of a part of the runs.
        folder: the study's.
        command: what makes the same report again.

    Returns:
        The files.

    Raises:
        OutputError: the folder cannot be written.
        InvertSegError: matplotlib is not installed.
    """
    drawn = _figures(result, folder)
    texts = {
        "report.md": _report(result, drawn, command),
        "scores.csv": csv_text(list(_rows(result))),
        "results.json": json.dumps(_document(result, command), indent=1, allow_nan=False) + "\n",
    }
    for name, text in texts.items():
        with atomic_output(folder / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return [*(folder / name for name in texts), *(folder / figure.path for figure in drawn)]


def cells_of(result: StudyResult, engine: StudyEngine) -> _Cells:
    """What an engine has found; sequences and settings without a result are left out."""
    found: _Cells = {}
    for sequence in result.plan.sequences or result.plan.data.sequences:
        for setting in result.plan.settings:
            evaluations = result.evaluations(engine.name, sequence, setting.name)
            if evaluations:
                found.setdefault(sequence, {})[setting.name] = evaluations
    return found


def _report(result: StudyResult, drawn: Sequence[_Figure], command: str) -> str:
    plan = result.plan
    cases = {place[-1] for place, entry in result.entries.items() if entry.evaluation}
    parts = [
        f"# {plan.data.title}: {len(cases)} cases\n",
        "For research only, not for clinical use.\n",
        _method(result, len(cases)),
    ]
    for engine in plan.engines:
        cells = cells_of(result, engine)
        if not cells:
            continue
        parts.append(f"## {engine.title}\n")
        by_setting = {
            setting.title: {s: row[setting.name] for s, row in cells.items() if setting.name in row}
            for setting in plan.settings
            if any(setting.name in row for row in cells.values())
        }
        parts += [table_1(by_setting, measure) for measure in MEASURES]
        parts += list(_comparisons(plan, cells))
        parts += list(_by_structure(plan.settings, cells))
        parts += [
            f"![{d.caption}]({d.path.as_posix()})\n\n*{d.caption}*\n"
            for d in drawn
            if d.engine == engine.name
        ]
    parts += list(_remarks(result))
    if command:
        parts.append(f"Made with InvertSeg {__version__} by\n\n    {command}\n")
    if plan.data.citation:
        parts.append(f"Data: {plan.data.citation}.\n")
    return "\n".join(parts)


def _method(result: StudyResult, cases: int) -> str:
    tolerance = result.plan.tolerance_mm
    few = " Intervals over so few cases are too narrow." if cases < _FEW else ""
    return (
        "Each number is the mean over the structures of a case, then over the cases, with a 95 % confidence "
        f"interval (percentile bootstrap over cases, {DRAWS} draws, seed {SEED}). A structure that one side "
        "lacks counts 0 for Dice and NSD; it has no distance, and is left out of HD95. "
        f"NSD is the normalised surface Dice at {tolerance:g} mm.{few}\n"
    )


def _comparisons(plan: StudyPlan, cells: _Cells) -> Iterator[str]:
    """Every setting against the baseline, in each sequence, and what the tests say."""
    titles = {setting.name: setting.title for setting in plan.settings}
    tests: dict[str, PairedTest] = {}
    for sequence, row in cells.items():
        base = plan.baseline_among(row)
        for name, cases in row.items():
            if name != base:
                means = [case_means(part, "dice") for part in paired(row[base], cases)]
                tests[f"{sequence}: {titles[name]} against {titles[base]}"] = paired_test(*means)
    if tests:
        yield "Mean Dice of each case, paired; t-test and signed-rank test two-sided:\n"
        yield paired_table(tests, holm([test.p_t for test in tests.values()]))


def _by_structure(settings: Sequence[StudySetting], cells: _Cells) -> Iterator[str]:
    """Dice of each structure in each setting, a table for each sequence."""
    for sequence, row in cells.items():
        known = [setting for setting in settings if setting.name in row]
        names = structures_of([case for cases in row.values() for case in cases])
        body = [
            [name, *(mean_interval(values(row[s.name], name, "dice")).text() for s in known)]
            for name in names
        ]
        yield f"Dice by structure, {sequence}:\n"
        yield markdown(["structure", *(setting.title for setting in known)], body)


def _remarks(result: StudyResult) -> Iterator[str]:
    """What is missing, and what was chosen."""
    lines = [*result.plan.data.notes]
    lines += [f"{scan} was left out: {why}" for scan, why in result.refused.items()]
    lines += [
        f"{' / '.join(place)} failed: {entry.failure}"
        for place, entry in result.entries.items()
        if entry.failure
    ]
    lacking = len(list(result.plan.runs())) - sum(e.evaluation is not None for e in result.entries.values())
    if lacking:
        lines.append(f"{lacking} runs of the plan have no result.")
    lines += dict.fromkeys(
        note for entry in result.entries.values() if entry.evaluation for note in entry.evaluation.notes
    )
    chosen = [[*place, entry.found] for place, entry in result.entries.items() if entry.found]
    if lines:
        yield "## Remarks\n"
        yield "\n".join(f"- {line}" for line in lines) + "\n"
    if chosen:
        yield "## What was chosen\n"
        yield markdown(["engine", "sequence", "setting", "case", "chosen"], chosen)


@dataclass(frozen=True)
class _Figure:
    """A figure of an engine: where it is in the study's folder, and what it shows."""

    engine: str
    path: Path
    caption: str


def _figures(result: StudyResult, folder: Path) -> list[_Figure]:
    """Draw three figures for each sequence; their names stay the same, whichever setting is best."""
    titles = {setting.name: setting.title for setting in result.plan.settings}
    drawn: list[_Figure] = []
    for engine in result.plan.engines:
        place = Path("figures", engine.name)
        (folder / place).mkdir(parents=True, exist_ok=True)
        for sequence, row in cells_of(result, engine).items():
            best = max(row, key=lambda name, row=row: _mean(row[name]))
            # Where the baseline itself is best, what comes closest to it is shown beside it.
            base = result.plan.baseline_among(row)
            others = [name for name in row if name != base]

            def path(kind: str, stem: str = slug(sequence), place: Path = place) -> Path:
                return place / f"{stem}-{kind}.png"

            drawn.append(_Figure(engine.name, path("dice"), f"{sequence}: Dice by structure and setting"))
            named = {titles[name]: cases for name, cases in row.items()}
            figures.by_structure(named, folder / path("dice"), title=f"{result.plan.data.title} {sequence}")
            if others:
                other = max(others, key=lambda name, row=row: _mean(row[name]))
                caption = f"{sequence}: each case, {titles[base]} and {titles[other]}"
                drawn.append(_Figure(engine.name, path("pairs"), caption))
                pair = titles[base], titles[other]
                figures.before_after(row[base], row[other], folder / path("pairs"), titles=pair)
            drawn.append(_Figure(engine.name, path("volumes"), f"{sequence}: volumes, {titles[best]}"))
            figures.bland_altman(row[best], folder / path("volumes"))
    return drawn


def _mean(cases: Sequence[CaseEvaluation]) -> float:
    mean = mean_interval(case_means(cases, "dice")).mean
    return -1.0 if math.isnan(mean) else mean


def _rows(result: StudyResult) -> Iterator[dict[str, Any]]:
    for (engine, sequence, setting, _case), entry in result.entries.items():
        if entry.evaluation is not None:
            yield from score_rows(
                [entry.evaluation], engine=engine, sequence=sequence, setting=setting, seconds=entry.seconds
            )


def _document(result: StudyResult, command: str) -> dict[str, Any]:
    plan = result.plan
    return {
        "software": f"InvertSeg {__version__}",
        "command": command,
        "data_set": plan.data.title,
        "citation": plan.data.citation,
        "settings": {setting.name: setting.to_json() for setting in plan.settings},
        "baseline": plan.baseline_among([setting.name for setting in plan.settings]),
        "engines": {engine.name: dict(engine.identity) for engine in plan.engines},
        "refused": dict(result.refused),
        "failed": {"/".join(place): e.failure for place, e in result.entries.items() if e.failure},
        "results": [
            {"engine": engine.name, "sequence": sequence, "setting": setting, **json_document(cases)}
            for engine in plan.engines
            for sequence, row in cells_of(result, engine).items()
            for setting, cases in row.items()
        ],
    }


def mean_dice(result: StudyResult) -> Mapping[tuple[str, str, str], str]:
    """Engine, sequence and setting to mean Dice with its interval, for a summary on the screen."""
    return {
        (engine.name, sequence, setting): mean_interval(case_means(cases, "dice")).text()
        for engine in result.plan.engines
        for sequence, row in cells_of(result, engine).items()
        for setting, cases in row.items()
    }
