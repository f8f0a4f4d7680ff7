"""`invertseg tune`, `segment --tune` and `quality`: a real worker with an engine that needs no network."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.cli import segment
from InvertSegLib.cli.main import main
from InvertSegLib.labels.files import read_label_map
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume
from InvertSegLib.worker.command import worker_command

ENGINE_FILE = Path(__file__).parents[1] / "worker" / "engine_of_tests.py"
QUICK = {"start", "tone 0.5", "tone 0.8", "tone 0.35", "tone 1"}


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Call the command in an empty folder, with an engine that thresholds; exit code, output, errors."""
    command = worker_command(sys.executable, engines={"nnunet": ENGINE_FILE})
    monkeypatch.setattr(segment, "worker_command_of", lambda _arguments, _engine: command)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture(scope="module")
def mri(tmp_path_factory) -> Path:
    """A cylinder of tissue from dark to bright in air with a little noise."""
    k, j, i = np.indices((10, 48, 48))
    inside = np.hypot(j - 24, i - 24) < 18
    voxels = np.where(inside, 200 + 20 * i, 3 + (i + 5 * j + k) % 4).astype(np.int16)
    file = tmp_path_factory.mktemp("patient") / "mri.nii.gz"
    write_volume(Volume(voxels, np.diag([-4.0, -4.0, 5.0, 1.0])), file)
    return file


def tune(run, mri, *more):
    return run("tune", mri, "-o", "tuned", "--model", MODEL, "--preset", "calibrated", *more)


def test_settings_are_tried_ranked_and_put_together(run, mri, tmp_path):
    code, out, errors = tune(run, mri, "--quick", "--json")
    assert code == 0, errors
    document, folder = json.loads(out), tmp_path / "tuned"
    ranked = [setting["name"] for setting in document["settings"]]
    scores = [setting["score"] for setting in document["settings"]]
    assert set(ranked) == QUICK
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    assert document["best_setting"] == ranked[0]
    assert document["remaining"] == []
    for setting in document["settings"]:
        trial = read_label_map(folder / setting["segmentation"])
        assert trial.provenance["inversion"] == setting["inversion"]
    together = read_label_map(folder / "segmentation.seg.nrrd")
    assert {setting["name"] for setting in together.provenance["tuning"]["settings"]} == QUICK
    trials = [read_label_map(folder / "trials" / f"tone_{tone}.seg.nrrd") for tone in ("0.35", "1")]
    assert together.label_map.any()
    assert not any(np.array_equal(together.label_map, trial.label_map) for trial in trials)
    assert min(sitk.ReadImage(str(folder / "strip.png")).GetSize()) > 300


def test_the_options_of_the_best_setting_give_its_result_again(run, mri, tmp_path):
    _, out, _ = tune(run, mri, "--json")
    document = json.loads(out)
    assert len(document["settings"]) == 14
    best = next(setting for setting in document["settings"] if setting["name"] == document["best_setting"])
    code, _, errors = run("segment", mri, "-o", "again.nii.gz", "--model", MODEL, *document["options"])
    assert code == 0, errors
    kept = read_label_map(tmp_path / "tuned" / best["segmentation"])
    np.testing.assert_array_equal(read_label_map(tmp_path / "again.nii.gz").label_map, kept.label_map)


def test_a_finished_tuning_is_replaced_only_when_asked_and_takes_up_what_is_whole(run, mri, tmp_path):
    _, first, _ = tune(run, mri, "--quick", "--json")
    code, _, errors = tune(run, mri, "--quick")
    assert code == 1
    assert "holds segmentation.seg.nrrd, strip.png, tuning.json already" in errors
    (tmp_path / "tuned" / "trials" / "tone_0.8.seg.nrrd").write_bytes(b"NRRD0004\n")
    code, out, errors = tune(run, mri, "--quick", "--json", "--overwrite")
    assert code == 0, errors
    settings = json.loads(out)["settings"]
    assert {setting["name"] for setting in settings if setting["seconds"] > 0} == {"tone 0.8"}
    assert [s["score"] for s in settings] == [s["score"] for s in json.loads(first)["settings"]]


def test_ctrl_c_ranks_what_is_done_and_the_same_command_goes_on(run, mri, monkeypatch, tmp_path):
    from InvertSegLib.review.trials import TrialStore

    save, saved = TrialStore.save, []

    def interrupted(store, candidate, segmentation) -> None:
        save(store, candidate, segmentation)
        saved.append(candidate.name)
        if len(saved) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(TrialStore, "save", interrupted)
    code, _, errors = tune(run, mri, "--quick")
    assert code == 130
    assert "stopped with 3 settings to go; the same command goes on from there" in errors
    document = json.loads((tmp_path / "tuned" / "tuning.json").read_text())
    assert document["remaining"] == ["tone 0.8", "tone 0.35", "tone 1"]
    monkeypatch.setattr(TrialStore, "save", save)
    code, out, errors = tune(run, mri, "--quick", "--json")
    assert code == 0, errors
    assert len(json.loads(out)["settings"]) == 5


def test_people_are_told_ranking_quality_and_how_to_use_it_again(run, mri):
    code, out, errors = tune(run, mri, "--quick")
    assert code == 0
    assert out == ""
    assert "setting 5 of 5 (tone 1, about" in errors
    again = next(line for line in errors.splitlines() if line.startswith("best single setting"))
    assert shlex.split(again.partition(": ")[2])[:2] == ["invertseg", "segment"]


def test_one_command_tunes_and_writes_all_settings_together(run, mri, tmp_path):
    tune(run, mri)
    code, _, errors = run(
        "segment", mri, "-o", "organs.seg.nrrd", "--model", MODEL, "--preset", "calibrated", "--tune"
    )
    assert code == 0, errors
    one, other = (
        read_label_map(file)
        for file in (tmp_path / "organs.seg.nrrd", tmp_path / "tuned/segmentation.seg.nrrd")
    )
    np.testing.assert_array_equal(one.label_map, other.label_map)
    assert len(one.provenance["tuning"]["settings"]) == 14


def test_quality_is_told_of_a_file_with_its_scan_and_a_second_result(run, mri, tmp_path):
    tune(run, mri, "--quick")
    folder = tmp_path / "tuned"
    found, second = folder / "segmentation.seg.nrrd", folder / "trials" / "tone_1.seg.nrrd"
    code, out, _ = run("quality", found, "--volume", mri, "--second", second, "--json")
    assert code == 0
    bright, brighter = json.loads(out)["segments"]
    assert set(bright["factors"]) == {"body", "confidence", "agreement", "second"}
    assert bright["factors"]["confidence"] == 0.5
    assert 0 < bright["factors"]["second"] < 1
    assert bright["score"] == pytest.approx(np.prod(list(bright["factors"].values())), abs=1e-3)
    assert brighter["reasons"]
    _, out, _ = run("quality", found)
    assert "the network is unsure (confidence 0.50)" in " ".join(out.split())
    elsewhere = tmp_path / "elsewhere.nii.gz"
    write_volume(Volume(np.arange(1000, dtype=np.int16).reshape(10, 10, 10), np.eye(4)), elsewhere)
    code, _, errors = run("quality", found, "--volume", elsewhere)
    assert code == 2
    assert "does not lie on the segmentation's grid" in errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tune", "MRI", "-o", "out", "--preset", "none"), "there is nothing to tune"),
        (("segment", "MRI", "-o", "a.nii.gz", "--tune", "--ensemble"), "neither an ensemble nor a transform"),
        (("segment", "MRI", "-o", "a.nii.gz", "--tune", "--transform", "n4"), "neither an ensemble"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(run, mri, tmp_path, arguments, words):
    given = [str(mri) if word == "MRI" else word for word in arguments]
    code, _, errors = run(*given, "--model", MODEL)
    assert code == 2
    assert words in " ".join(errors.split())
    assert list(tmp_path.iterdir()) == []
