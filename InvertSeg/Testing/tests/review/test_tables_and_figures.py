"""Summaries, Markdown, CSV, JSON and pictures of scores that are known."""

from __future__ import annotations

import csv
import io
import json
import math
import tracemalloc

import numpy as np
import pytest

from InvertSegLib.review import figures, tables
from InvertSegLib.review.evaluate import CaseEvaluation, evaluate_case
from InvertSegLib.review.metrics import StructureScore
from InvertSegLib.review.statistics import Interval, fixed, holm, paired_test
from InvertSegLib.review.summary import ALL, case_means, paired, summarize
from tests.review.shapes import box, segmentation


def row(structure, dice, status="both", volumes=(10.0, 8.0)):
    distance = {"both": 4.0, "neither": math.nan}.get(status, math.inf)
    return StructureScore(structure, status, dice, dice / (2 - dice), distance, distance / 2, dice, *volumes)


def case(name, **dice):
    return CaseEvaluation(name, tuple(row(structure, value) for structure, value in dice.items()), 3.0)


GOOD = [case("a", liver=0.9, spleen=0.7), case("b", liver=0.8, spleen=0.6), case("c", liver=0.7)]
POOR = [case("c", liver=0.2), case("a", liver=0.4, spleen=0.1), case("x", liver=0.0)]
ABSENT = row("spleen", math.nan, "neither", (0.0, 0.0))
EDGES = [
    CaseEvaluation("d", (row("liver", 0.0, "missed", (0.0, 8.0)), ABSENT), 3.0),
    CaseEvaluation("e", (row("liver", 0.0, "extra", (5.0, 0.0)), ABSENT), 3.0),
]


def test_means_are_over_cases_and_undefined_values_left_out():
    assert case_means(GOOD, "dice") == pytest.approx([0.8, 0.7, 0.7])
    lines = {line.structure: line for line in summarize([*GOOD, *EDGES])}
    assert lines["liver"].intervals["dice"].mean == pytest.approx((0.9 + 0.8 + 0.7) / 5)
    assert lines["liver"].intervals["hausdorff_mm"].mean == 4.0
    assert lines["liver"].intervals["hausdorff_mm"].left_out == 2
    assert (lines["liver"].missed, lines["liver"].extra) == (1, 1)
    assert lines["spleen"].cases == 2
    assert lines["spleen"].intervals["dice"].mean == pytest.approx(0.65)
    assert lines[ALL].intervals["dice"].mean == pytest.approx((0.8 + 0.7 + 0.7) / 5)


def test_table_1_has_a_line_for_each_setting_and_a_column_for_each_sequence():
    text = tables.table_1({"unprocessed": {"T1": POOR}, "inverted": {"T1": GOOD, "T2": GOOD[:1]}})
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    assert lines[0] == ["mean Dice", "T1", "T2"]
    assert lines[2][0] == "unprocessed"
    assert lines[2][1].startswith("0.15 (0.00-")
    assert lines[2][2] == "–"  # noqa: RUF001 - as tables in print have it
    assert lines[3][2] == "0.80"
    assert len({len(line) for line in text.splitlines()}) == 1


def test_paired_table():
    one, two = paired(POOR, GOOD)
    assert [case.case for case in one] == ["c", "a"]
    test = paired_test(case_means(one, "dice"), case_means(two, "dice"))
    text = tables.paired_table({"inverted": test}, holm([test.p_t]))
    assert "| inverted |     2 | 0.53 (0.50-0.55) |" in text


def test_json_and_csv_say_undefined_and_infinite_in_their_own_way():
    document = tables.json_document(EDGES)
    missed, neither = document["cases"][0]["structures"]
    assert (missed["hausdorff_mm"], missed["dice"], missed["status"]) == (None, 0.0, "missed")
    assert (neither["dice"], neither["status"]) == (None, "neither")
    json.dumps(document, allow_nan=False)
    first, second = list(
        csv.DictReader(io.StringIO(tables.csv_text(tables.score_rows(EDGES[:1], setting="s"))))
    )
    assert (first["setting"], first["hausdorff_mm"], first["volume_error_percent"]) == ("s", "inf", "-100")
    assert (second["dice"], second["volume_error_percent"]) == ("", "")
    assert tables.csv_text([]).startswith("case,structure,status,dice")


@pytest.mark.parametrize("cases", [GOOD, GOOD[:1], EDGES, EDGES[:1]], ids=["some", "one", "edges", "missed"])
def test_figures_of_few_and_of_undefined_values(tmp_path, cases):
    figures.by_structure({"one": cases, "two": POOR}, tmp_path / "a.svg", "hausdorff95_mm")
    figures.before_after(cases, cases, tmp_path / "b.svg")
    figures.bland_altman(cases, tmp_path / "c.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.svg" for name in "abc"]


def test_figure_shows_every_case_setting_and_structure(tmp_path):
    figures.by_structure({"poor": POOR, "good": GOOD}, tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert all(f">{word}<" in text for word in ("All structures", "Liver", "Spleen", "poor", "good"))


def test_every_setting_of_a_figure_is_drawn_in_its_own_way(monkeypatch, tmp_path):
    from matplotlib.axes import Axes

    drawing, styles = Axes.plot, []

    def plot(axes, *values, **style):
        styles.append((style["color"], style["marker"]))
        return drawing(axes, *values, **style)

    monkeypatch.setattr(Axes, "plot", plot)
    figures.by_structure({f"setting {n}": GOOD for n in range(14)}, tmp_path / "figure.svg")
    assert len(styles) == len(set(styles)) == 14


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        (-0.001, 2, "", "0.00"),
        (-0.4, 0, "+", "0"),
        (-0.006, 2, "", "-0.01"),
        (0.6, 0, "+", "+1"),
        (math.nan, 2, "", "nan"),
        (math.inf, 1, "", "inf"),
    ],
)
def test_what_rounds_to_zero_has_no_sign(value, decimals, sign, text):
    assert fixed(value, decimals, sign) == text


def test_interval_around_nothing_reads_as_zero():
    assert Interval(-0.002, -0.004, -0.001, 4).text() == "0.00 (0.00-0.00)"
    assert Interval(-0.01, -0.03, -0.001, 4).text() == "-0.01 (-0.03 to 0.00)"


def test_memory_does_not_grow_with_the_number_of_structures():
    shape = (40, 120, 120)
    many = np.zeros(shape, np.uint8)
    for value in range(1, 31):
        corner = (4 * (value % 8) + 2, 18 * (value % 6) + 2, 18 * (value // 6) + 2)
        many[box(shape, corner, tuple(c + 6 for c in corner))] = value
    few = np.where(many <= 2, many, 0)

    def peak(label_map):
        prediction, reference = (
            segmentation(part, {value: f"part {value}" for value in range(1, 31)})
            for part in (np.roll(label_map, 1, 2), label_map)
        )
        evaluate_case(prediction, reference)  # what is loaded once is not counted
        tracemalloc.start()
        evaluate_case(prediction, reference)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(many) < 1.2 * peak(few)
    assert peak(many) < 2 * many.nbytes
