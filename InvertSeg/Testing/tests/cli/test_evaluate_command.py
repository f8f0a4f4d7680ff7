"""`invertseg evaluate` as its users call it: files, folders, reports."""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from InvertSegLib.cli import main
from InvertSegLib.labels.files import write_segmentation
from tests.review.shapes import box, segmentation

SHAPE = (8, 24, 24)
NAMES = {1: "liver", 2: "left_kidney"}
SPACING = (4.0, 1.0, 1.0)


def labels(shift: int = 0, *, kidney: bool = True) -> np.ndarray:
    found = np.where(box(SHAPE, (1, 2, 2), (6, 12, 12)), 1, 0)
    if kidney:
        found[box(SHAPE, (2, 14, 14), (5, 20, 20))] = 2
    return np.roll(found, shift, 2)


@pytest.fixture
def folders(tmp_path):
    """Three cases: references as .seg.nrrd, predictions as NIfTI a voxel aside, a baseline four aside."""
    for name in ("expert", "found", "base"):
        (tmp_path / name).mkdir()
    for number in range(3):
        kidney = number != 2
        expert, found, base = (
            segmentation(part, names, SPACING)
            for part, names in (
                (labels(), {1: "liver", 2: "Kidney left"}),
                (labels(1, kidney=kidney), NAMES),
                (labels(4 + number), NAMES),
            )
        )
        write_segmentation(expert, tmp_path / "expert" / f"case{number}_label.seg.nrrd")
        write_segmentation(found, tmp_path / "found" / f"case{number}.nii.gz")
        write_segmentation(base, tmp_path / "base" / f"case{number}_seg.nii.gz")
    return tmp_path


@pytest.fixture
def evaluate(folders, monkeypatch, capsys):
    """Call `invertseg evaluate ARGUMENTS...` in this process, which is much quicker than in another."""
    monkeypatch.chdir(folders)
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str, columns: int = 200) -> SimpleNamespace:
        monkeypatch.setenv("COLUMNS", str(columns))
        code = main(["evaluate", *arguments])
        printed = capsys.readouterr()
        return SimpleNamespace(returncode=code, stdout=printed.out, stderr=printed.err)

    yield run
    signal.signal(signal.SIGTERM, before)


def test_two_files_as_a_table(invertseg, folders):
    done = invertseg("evaluate", "found/case0.nii.gz", "expert/case0_label.seg.nrrd")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[:2] == ["structure", "Dice"]
    assert lines[1].split()[:4] == ["liver", "0.90", "0.82", "1.0"]
    assert lines[2].split()[0] == "kidney_left"


def test_a_narrow_terminal_cuts_no_number_off(evaluate, folders):
    done = evaluate("found", "expert", columns=40)
    assert "…" not in done.stdout
    assert "kidney_left" in done.stdout


def test_folders_as_json(evaluate, folders):
    done = evaluate("found", "expert", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [case["case"] for case in found["cases"]] == ["case0", "case1", "case2"]
    missed = found["cases"][2]["structures"][1]
    assert (missed["structure"], missed["status"], missed["dice"]) == ("kidney_left", "missed", 0.0)
    assert missed["hausdorff_mm"] is None
    kidney = found["summary"][2]
    assert (kidney["structure"], kidney["missed"]) == ("kidney_left", 1)
    assert kidney["dice"]["mean"] == pytest.approx((5 / 6 + 5 / 6 + 0) / 3)
    assert kidney["hausdorff_mm"]["count"] == 2
    assert found["confidence_interval"]["seed"] == 0


def test_folders_as_csv(evaluate, folders):
    done = evaluate("found", "expert", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["case"], row["structure"]) for row in rows[:2]] == [
        ("case0", "liver"),
        ("case0", "kidney_left"),
    ]
    assert float(rows[0]["dice"]) == pytest.approx(0.9)
    assert rows[-1]["hausdorff_mm"] == "inf"


def test_report_with_baseline_and_lesions(evaluate, folders):
    arguments = (
        "found",
        "expert",
        "--baseline",
        "base",
        "--lesions",
        "left_kidney",
        "-o",
        "report",
    )
    done = evaluate(*arguments)
    assert done.returncode == 0, done.stderr
    report = folders / "report"
    assert sorted(path.name for path in report.iterdir()) == [
        "before_after.png", "by_structure.png", "results.json", "scores.csv", "tables.md", "volumes.png",
    ]  # fmt: skip
    found = json.loads((report / "results.json").read_text(encoding="utf-8"))
    assert [test["what"] for test in found["paired_tests_dice"]] == ["all structures", "liver", "kidney_left"]
    assert found["paired_tests_dice"][1]["difference"]["mean"] == pytest.approx(0.9 - 0.5)
    outcomes = [case["outcome"] for case in found["lesions"]["kidney_left"]["cases"]]
    assert outcomes == ["correct", "correct", "missed"]
    text = (report / "tables.md").read_text(encoding="utf-8")
    assert "| liver" in text
    assert "Localisation of kidney_left" in text
    assert (report / "scores.csv").read_text(encoding="utf-8").startswith("setting,case,structure")
    for picture in report.glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")

    again = evaluate(*arguments)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert evaluate(*arguments, "--overwrite").returncode == 0


def test_label_maps_without_names_need_a_vocabulary(evaluate, folders):
    for table in (folders / "found").glob("*.json"):
        table.unlink()
    done = evaluate("found", "expert")
    assert done.returncode == 2
    assert "--prediction-labels" in done.stderr
    (folders / "mine.json").write_text(json.dumps(NAMES))
    assert evaluate("found", "expert", "--prediction-labels", "mine.json").returncode == 0


def test_what_has_no_counterpart_is_said(evaluate, folders):
    (folders / "found" / "case1.nii.gz").unlink()
    done = evaluate("found", "expert", "--json")
    assert "1 files have no prediction and are left out: case1_label.seg.nrrd" in done.stderr
    assert Path(json.loads(done.stdout)["without_prediction"][0]).name == "case1_label.seg.nrrd"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("found", "nowhere"), "does not exist"),
        (("found", "expert/case0_label.seg.nrrd"), "One of the two is a file"),
        (("found", "expert", "--structures", "spleen"), "spleen is not in both"),
        (("found", "expert", "--tolerance", "-1"), "--tolerance"),
        (("found", "expert", "--lesion-volumes", "30,5"), "--lesion-volumes"),
        (("found", "expert", "--reference-labels", "chaoss"), "neither a vocabulary nor a file"),
    ],
)
def test_what_makes_no_sense_is_refused(evaluate, folders, arguments, sentence):
    done = evaluate(*arguments, "-o", "report")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folders / "report").exists()


@pytest.mark.parametrize("package", ["surface_distance", "matplotlib"])
def test_without_the_packages_of_the_extra_it_says_how_to_get_them(evaluate, folders, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    done = evaluate("found", "expert", "-o", "report")
    assert done.returncode == 1
    assert 'pip install "invertseg[review]"' in done.stderr
    assert not (folders / "report").exists()
