"""`invertseg demo` as its users call it: the demo model in the worker, on a patient made for the call."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

FILES = {
    "t1.nii.gz",
    "t1_inverted.nii.gz",
    "segmentation.seg.nrrd",
    "truth.seg.nrrd",
    "strip.png",
    "results.json",
}
SEED = 31  # of neither the training nor the evaluation


def command(folder: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "InvertSegLib.cli", "demo", "-o", str(folder), *map(str, arguments)]


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory, engine_python) -> tuple[dict[str, Any], str, Path]:
    """One run: its JSON, what it said, its folder."""
    engine_python("nnunet")
    folder = tmp_path_factory.mktemp("demonstrated") / "demo"
    ended = subprocess.run(
        command(folder, "--seed", SEED, "--json"), capture_output=True, text=True, check=False, timeout=400
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout), ended.stderr, folder


def test_the_demo_shows_the_papers_finding(demonstrated):
    document, _, _ = demonstrated
    mean = {setting["name"]: setting["mean_dice"] for setting in document["settings"]}
    assert mean["ct"] > 0.85
    assert mean["t1"] < 0.3
    assert mean["t1_inverted_black"] > 0.5
    assert mean["t1_inverted_black"] > mean["t1_inverted"] + 0.3
    assert set(mean) >= {"t1_published", "t2", "t2_inverted_black"}
    for setting in document["settings"]:
        low, high = setting["confidence_interval_95"]
        assert low < setting["mean_dice"] < high
        assert setting["mean_dice"] == pytest.approx(np.mean(list(setting["structures"].values())))


def test_its_files_are_what_the_table_says(demonstrated):
    document, _, folder = demonstrated
    assert {file.name for file in folder.iterdir()} == FILES
    assert json.loads((folder / "results.json").read_text())["seeds"] == [SEED]
    mri = sitk.ReadImage(str(folder / "t1.nii.gz"))
    found, truth = (sitk.ReadImage(str(folder / f"{name}.seg.nrrd")) for name in ("segmentation", "truth"))
    assert found.GetSize() == truth.GetSize() == mri.GetSize()
    names = {
        found.GetMetaData(key.replace("LabelValue", "Name")): int(found.GetMetaData(key))
        for key in found.GetMetaDataKeys()
        if key.endswith("_LabelValue")
    }
    assert names == {
        truth.GetMetaData(key.replace("LabelValue", "Name")): int(truth.GetMetaData(key))
        for key in truth.GetMetaDataKeys()
        if key.endswith("_LabelValue")
    }
    a, b = (sitk.GetArrayFromImage(image) for image in (found, truth))
    shown = next(s for s in document["settings"] if s["name"] == "t1_inverted_black")
    for value in names.values():
        assert (b == value).any()
    scores = [2 * np.sum((a == v) & (b == v)) / (np.sum(a == v) + np.sum(b == v)) for v in names.values()]
    assert np.mean(scores) == pytest.approx(shown["mean_dice"])


def test_it_says_that_it_is_synthetic(demonstrated):
    document, _, folder = demonstrated
    assert document["synthetic"] is True
    truth = sitk.ReadImage(str(folder / "truth.seg.nrrd"))
    assert "synthetic" in truth.GetMetaData("InvertSeg_Provenance")


def test_an_earlier_demo_is_not_replaced_unasked(demonstrated, invertseg):
    _, _, folder = demonstrated
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    ended = invertseg("demo", "-o", folder)
    assert ended.returncode == 1
    assert "earlier demo" in ended.stderr
    assert "--overwrite" in ended.stderr
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--patients", "0"), 2, "--patients"),
        (("--seed", "-3"), 2, "--seed"),
        (("-o", "no/such/demo"), 1, "no folder"),
        (("-o", "file"), 1, "is a file"),
    ],
)
def test_a_mistake_is_said_before_anything_is_made(invertseg, tmp_path, arguments, code, words):
    (tmp_path / "file").write_text("mine")
    ended = invertseg("demo", *arguments)
    assert ended.returncode == code
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "mine"


def test_without_the_engine_it_says_how_to_get_it(invertseg, tmp_path):
    (tmp_path / "home").mkdir()
    ended = invertseg("demo", env={"INVERTSEG_HOME": str(tmp_path / "home")})
    assert ended.returncode == 3
    assert "engines install nnunet" in ended.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["home"]


def test_an_interrupted_demo_leaves_nothing(tmp_path, engine_python):
    engine_python("nnunet")
    process = subprocess.Popen(
        command(tmp_path / "demo", "--seed", SEED), stderr=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("CT"):
            break
    process.send_signal(signal.SIGINT)
    rest = process.stderr.read()
    assert process.wait(timeout=60) == 130
    assert "Cancelled" in rest
    assert not (tmp_path / "demo").exists()
