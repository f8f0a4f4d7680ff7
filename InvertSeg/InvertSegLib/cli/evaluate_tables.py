"""The tables that `invertseg evaluate` prints."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from InvertSegLib.review import tables
from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.lesions import Stratum
from InvertSegLib.review.metrics import BOTH, MEASURES
from InvertSegLib.review.report import Comparison
from InvertSegLib.review.statistics import fixed
from InvertSegLib.review.summary import Summary


def print_table(table: Table, title: str = "") -> None:
    """Print a table with all it holds: on a narrow terminal its lines are broken, not its numbers cut off."""
    needed = Console(width=1000).measure(table).maximum
    console = Console(width=max(Console().width, needed))
    if title:
        console.print(f"\n{title}", markup=False, highlight=False)
    console.print(table)


def case_table(case: CaseEvaluation) -> Table:
    """A line for each structure of one case."""
    table = _table("structure", *(MEASURES[name].label for name in MEASURES), "")
    for row in case.rows:
        cells = [_cell(getattr(row, name), MEASURES[name].decimals) for name in MEASURES]
        table.add_row(row.structure, *cells, "" if row.status == BOTH else row.status)
    return table


def summary_table(lines: Iterable[Summary]) -> Table:
    """A line for each structure over the cases."""
    shown = ("dice", "hausdorff95_mm", "surface_dice", "volume_error_percent")
    table = _table("structure", "cases", *(MEASURES[name].label for name in shown), "missed", "extra")
    for line in lines:
        cells = [line.intervals[name].text(MEASURES[name].decimals) for name in shown]
        table.add_row(line.structure, str(line.cases), *cells, str(line.missed or ""), str(line.extra or ""))
    return table


def comparison_table(comparisons: Iterable[Comparison]) -> Table:
    """A line for each structure that was compared with the baseline."""
    table = _table("structure", "cases", "difference", "p", "p, Holm", "Cohen's dz")
    for one in comparisons:
        test = one.test
        numbers = (tables.p_text(test.p_t), tables.p_text(one.p_adjusted), _cell(test.cohen_dz, 2))
        table.add_row(one.what, str(test.difference.count), test.difference.text(), *numbers)
    return table


def lesion_table(found: Iterable[Stratum]) -> Table:
    """A line for each stratum of volumes."""
    table = _table(*tables.LESION_HEAD)
    for stratum in found:
        table.add_row(*tables.lesion_cells(stratum))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _cell(value: float, decimals: int) -> str:
    return fixed(value, decimals) if math.isfinite(value) else ""
