"""A study over a small data set, with a segmenter that knows the answer: what is run, kept, and reported."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.errors import EngineError, Failure, OutputError, ParameterError
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.datasets.finding import find_data_set
from InvertSegLib.review.study import Watcher, run_study
from InvertSegLib.review.study_plan import StudyEngine, StudyPlan
from InvertSegLib.review.study_report import mean_dice, write_report
from InvertSegLib.review.study_settings import KNOWN, of_file, of_transform
from InvertSegLib.review.study_store import StudyStore
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

MATRIX = np.diag([-1.0, -1.0, 2.0, 1.0])
TABLE = LabelTable.from_names({1: "liver", 2: "spleen"})
SETTINGS = tuple(KNOWN[name] for name in ("none", "black", "calibrated"))
ENGINE = StudyEngine("net", "Net", {"model": "net"})


def truth() -> np.ndarray:
    labels = np.zeros((8, 12, 12), np.uint8)
    labels[2:6, 2:6, 2:6] = 1
    labels[2:6, 8:10, 8:10] = 2
    return labels


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three cases of two sequences, as nnU-Net has them."""
    root = tmp_path / "Dataset001_Small"
    for name in ("imagesTr", "labelsTr"):
        (root / name).mkdir(parents=True)
    for number in (1, 2, 3):
        for channel in (0, 1):
            scan = Volume(np.arange(8 * 12 * 12, dtype=np.int16).reshape(8, 12, 12) + number, MATRIX)
            write_volume(scan, root / "imagesTr" / f"p{number}_{channel:04d}.nii.gz")
        write_volume(Volume(truth(), MATRIX), root / "labelsTr" / f"p{number}.nii.gz")
    described = {"name": "Small", "labels": {"background": 0, "liver": 1, "spleen": 2},
                 "channel_names": {"0": "T1", "1": "T2"}}  # fmt: skip
    (root / "dataset.json").write_text(json.dumps(described))
    return root


class Knowing:
    """Finds nothing in unprocessed scans, half of the liver with `black`, all with `calibrated`."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.started, self.ran, self.stop_after = [], [], stop_after
        self.fails: dict[tuple[str, ...], BaseException] = {}

    @contextmanager
    def __call__(self, engine):
        self.started.append(engine.name)
        yield self.segment

    def segment(self, volume, run):
        if len(self.ran) >= self.stop_after:
            raise KeyboardInterrupt
        if run.place in self.fails:
            raise self.fails[run.place]
        self.ran.append(run.place)
        labels = truth()
        if run.setting.name == "none":
            labels[:] = 0
        elif run.setting.name == "black":
            labels[4:] = 0
        assert volume.voxels.shape == labels.shape
        return Segmentation(labels, volume.ijk_to_ras, TABLE), "tone 1" if run.setting.tuned else ""


def plan(folder: Path, **changes) -> StudyPlan:
    return replace(StudyPlan(find_data_set(folder), SETTINGS, (ENGINE,)), **changes)


def test_table_1_holds_the_known_dice_and_is_complete(folder, tmp_path):
    store = StudyStore(tmp_path / "out")
    result = run_study(plan(folder), store, Knowing())
    assert len(result.entries) == 3 * 2 * 3
    means = mean_dice(result)
    assert means["net", "T1", "none"] == "0.00 (0.00-0.00)"
    # Two of four slices: 2 * 32 / (32 + 64) for both organs.
    assert means["net", "T2", "black"] == "0.67 (0.67-0.67)"
    assert means["net", "T2", "calibrated"] == "1.00 (1.00-1.00)"
    files = write_report(result, store.folder, "invertseg study Small")
    report = (store.folder / "report.md").read_text(encoding="utf-8")
    assert "# Small: 3 cases" in report
    row = next(line for line in report.splitlines() if line.startswith("| inverted, black background"))
    assert row.count("0.67 (0.67-0.67)") == 2
    assert "T1: calibrated against unprocessed" in report
    assert "invertseg study Small" in report
    with (store.folder / "scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18 * 2
    found = {(r["setting"], r["structure"]): float(r["dice"]) for r in rows if r["case"] == "p2"}
    assert found["black", "liver"] == pytest.approx(2 / 3, abs=1e-4)
    document = json.loads((store.folder / "results.json").read_text())
    assert document["settings"]["calibrated"]["parameters"]["tone"] == 0.6
    pictures = [file for file in files if file.suffix == ".png"]
    assert len(pictures) == 6
    assert all(file.stat().st_size > 5000 for file in pictures)
    assert "Intervals over so few cases are too narrow." in report
    # Every picture that the report shows is there.
    shown = [line.split("(")[1].rstrip(")") for line in report.splitlines() if line.startswith("![")]
    assert len(shown) == 6
    assert all((store.folder / name).is_file() for name in shown)


@pytest.mark.parametrize(
    ("names", "asked", "against"),
    [
        ("none windowed calibrated", "", "windowed, not inverted"),
        ("none black calibrated", "", "unprocessed"),
        ("none windowed calibrated", "calibrated", "calibrated"),
    ],
)
def test_settings_are_tested_against_the_baseline(folder, tmp_path, names, asked, against):
    settings = tuple(KNOWN[name] for name in names.split())
    store = StudyStore(tmp_path / "out")
    result = run_study(
        plan(folder, settings=settings, sequences=("T1",), baseline=asked), store, knowing := Knowing()
    )
    write_report(result, store.folder)
    report = (store.folder / "report.md").read_text(encoding="utf-8")
    for setting in settings:
        assert (f"T1: {setting.title} against {against}" in report) == (setting.title != against)
    assert report.count(" against ") == 2
    assert f"each case, {against} and " in report
    run_study(plan(folder, settings=settings, sequences=("T1",)), store, again := Knowing())
    assert (len(knowing.ran), again.ran) == (9, [])  # what it is tested against decides no result


def test_baseline_without_a_result_is_replaced_by_the_first_that_has_one(folder, tmp_path):
    failing = Knowing()
    for number in (1, 2, 3):
        failure = EngineError(Failure("out_of_memory", "The memory was not enough.", ""))
        failing.fails["net", "T1", "calibrated", f"p{number}"] = failure
    asked = plan(folder, baseline="calibrated")
    write_report(run_study(asked, StudyStore(tmp_path / "out"), failing), tmp_path / "out")
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "T1: inverted, black background against unprocessed" in report
    assert "T2: unprocessed against calibrated" in report


def test_study_that_was_stopped_goes_on_where_it_was(folder, tmp_path):
    store = StudyStore(tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        run_study(plan(folder), store, first := Knowing(stop_after=7))
    result = run_study(plan(folder), store, second := Knowing())
    assert len(first.ran) == 7
    assert len(second.ran) == 11
    assert not set(first.ran) & set(second.ran)
    whole = run_study(plan(folder), StudyStore(tmp_path / "again"), Knowing())
    for place, entry in whole.entries.items():
        for row, other in zip(entry.evaluation.rows, result.entries[place].evaluation.rows, strict=True):
            np.testing.assert_equal(vars(row), vars(other))  # infinite and undefined ones too
    run_study(plan(folder), store, third := Knowing())
    assert third.started == []  # no engine for nothing


def test_result_that_was_cut_off_or_belongs_to_something_else_is_computed_again(folder, tmp_path):
    store = StudyStore(tmp_path / "out")
    run_study(plan(folder), store, Knowing())
    score = store.folder / "scores" / "net" / "T1" / "black" / "p1.json"
    score.write_text(score.read_text()[:100])
    store.prediction("net", "T2", "black", "p3").unlink()
    run_study(plan(folder), store, cut := Knowing())
    assert sorted(cut.ran) == [("net", "T1", "black", "p1"), ("net", "T2", "black", "p3")]
    other = replace(KNOWN["calibrated"], parameters=replace(KNOWN["calibrated"].parameters, tone=0.9))
    run_study(plan(folder, settings=(*SETTINGS[:2], other)), store, tone := Knowing())
    assert {place[2] for place in tone.ran} == {"calibrated"}
    assert len(tone.ran) == 6
    scan = Volume(np.ones((8, 12, 12), np.int32), MATRIX)
    write_volume(scan, folder / "imagesTr" / "p2_0000.nii.gz")
    run_study(plan(folder, settings=(*SETTINGS[:2], other)), store, image := Knowing())
    assert {place[3] for place in image.ran} == {"p2"}


def test_failure_of_one_run_is_reported_and_tried_again(folder, tmp_path):
    store, place = StudyStore(tmp_path / "out"), ("net", "T1", "black", "p2")
    failing = Knowing()
    failing.fails[place] = EngineError(Failure("out_of_memory", "The memory was not enough.", ""))
    told = []
    watcher = Watcher()
    watcher.failed = lambda run, why: told.append((run.place, why))
    only = plan(folder, sequences=("T1",))
    result = run_study(only, store, failing, watcher)
    assert told == [(place, "The memory was not enough.")]
    assert len(failing.ran) == 8
    write_report(result, store.folder)
    report = (store.folder / "report.md").read_text(encoding="utf-8")
    assert "net / T1 / black / p2 failed: The memory was not enough." in report
    assert "1 runs of the plan have no result." in report
    run_study(only, store, again := Knowing())
    assert again.ran == [place]


def test_failure_that_every_run_would_have_ends_the_study_and_keeps_what_is_there(folder, tmp_path):
    store = StudyStore(tmp_path / "out")
    failing = Knowing()
    failing.fails["net", "T1", "black", "p2"] = EngineError(Failure("no_weights", "No weights.", ""))
    with pytest.raises(EngineError, match="No weights"):
        run_study(plan(folder), store, failing)
    run_study(plan(folder), store, again := Knowing())
    assert len(again.ran) == 18 - len(failing.ran)


def test_scan_that_does_not_fit_its_reference_is_left_out_and_named(folder, tmp_path):
    flipped = Volume(truth()[:, :, 1:], MATRIX)
    write_volume(flipped, folder / "labelsTr" / "p3.nii.gz")
    result = run_study(plan(folder, sequences=("T1",)), StudyStore(tmp_path / "out"), Knowing())
    assert set(result.refused) == {"p3 T1"}
    assert {place[3] for place in result.entries} == {"p1", "p2"}
    write_report(result, tmp_path / "out")
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "p3 T1 was left out: The scan p3_0000.nii.gz has 12 x 12 x 8 voxels and its reference" in report


def test_ct_and_engines_for_mri_get_scans_as_they_are(folder):
    described = json.loads((folder / "dataset.json").read_text())
    described["channel_names"]["1"] = "CT"
    (folder / "dataset.json").write_text(json.dumps(described))
    mri = StudyEngine("mr", "MR", {}, takes_mri=True)
    runs = [run.place[:3] for run in plan(folder, engines=(ENGINE, mri), cases=("p1",)).runs()]
    assert runs == [
        ("net", "T1", "none"),
        ("net", "T1", "black"),
        ("net", "T1", "calibrated"),
        ("net", "CT", "none"),
        ("mr", "T1", "none"),
        ("mr", "CT", "none"),
    ]


def test_choices_that_are_not_there_are_refused_before_anything_runs(folder):
    with pytest.raises(ParameterError, match="no sequence 'T9'"):
        plan(folder, sequences=("T9",))
    with pytest.raises(ParameterError, match="no case 'p9'"):
        plan(folder, cases=("p9",))
    with pytest.raises(ParameterError, match="each of another name"):
        plan(folder, settings=(SETTINGS[0], SETTINGS[0]))
    with pytest.raises(ParameterError, match="'windowed' is none of the study's settings"):
        plan(folder, baseline="windowed")


def test_folder_of_something_else_is_left_alone(folder, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="holds other files"):
        run_study(plan(folder), StudyStore(tmp_path / "mine"), knowing := Knowing())
    store = StudyStore(tmp_path / "out")
    run_study(plan(folder), store, Knowing())
    data = replace(find_data_set(folder), title="Another")
    with pytest.raises(OutputError, match="holds a study of Small"):
        run_study(plan(folder, data=data), store, knowing)
    assert knowing.ran == []


def test_own_settings_and_transforms_are_lines_of_the_table(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text('{"soft and wide": {"preset": "calibrated", "tone": 0.8, "window": [-200, 300]}}')
    (own,) = of_file(file)
    assert (own.name, own.title, own.parameters.tone) == ("soft_and_wide", "soft and wide", 0.8)
    assert own.parameters.window == (-200, 300)
    n4 = of_transform(TransformChoice("n4"))
    assert n4.parameters == KNOWN["calibrated"].parameters
    assert not n4.leaves_scan
    for text in ('{"a": {"preset": "sharp"}}', '{"a": {"gamma": 1}}', '["a"]', "{", '{"a": {"tone": -1}}'):
        file.write_text(text)
        with pytest.raises(ParameterError):
            of_file(file)
