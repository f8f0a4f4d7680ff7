"""`invertseg study` with a real worker and a small bundle: killed, and gone on with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.cli.study import study_engine
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

MATRIX = np.diag([-2.0, -2.0, 4.0, 1.0])
MAKER = Path(__file__).resolve().parents[1] / "engines"
SETTINGS = "none,windowed,calibrated"


@pytest.fixture(scope="module")
def bundle(engine_python, tmp_path_factory) -> Path:
    """A bundle that takes 50 for liver and 100 for spleen, and nothing else."""
    folder = tmp_path_factory.mktemp("bundles") / "levels"
    code = (
        f"import sys; sys.path[:0] = [{str(MAKER)!r}]; import make_bundle; make_bundle.write({str(folder)!r})"
    )
    subprocess.run([engine_python("monai"), "-c", code], check=True)
    return folder


@pytest.fixture
def data(tmp_path) -> Path:
    """Three patients, whose organs have these levels as they are."""
    labels = np.zeros((10, 20, 24), np.uint8)
    labels[2:8, 5:15, 4:10] = 1
    labels[2:8, 5:15, 14:20] = 2
    for folder in ("images", "labels"):
        (tmp_path / "patients" / folder).mkdir(parents=True)
    for number in (1, 2, 3):
        noise = np.random.default_rng(number).integers(-3, 4, labels.shape)
        scan = Volume((50 * labels.astype(np.int16) + noise).astype(np.int16), MATRIX)
        write_volume(scan, tmp_path / "patients" / "images" / f"p{number}.nii.gz")
        write_volume(Volume(labels, MATRIX), tmp_path / "patients" / "labels" / f"p{number}.nii.gz")
        names = {"1": {"name": "liver"}, "2": {"name": "spleen"}}
        (tmp_path / "patients" / "labels" / f"p{number}.json").write_text(json.dumps(names))
    return tmp_path / "patients"


def test_study_that_was_cancelled_or_killed_goes_on_and_writes_the_report(invertseg, bundle, data, tmp_path):
    out = tmp_path / "out"
    arguments = ["study", data, "-o", out, "--model", bundle, "--trust-model", "--settings", SETTINGS]
    command = [sys.executable, "-m", "InvertSegLib.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for ending, results in ((signal.SIGINT, 1), (signal.SIGKILL, 4)):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while len(list(out.glob("scores/**/p*.json"))) < results:
            assert process.poll() is None, process.stderr.read().decode()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(ending)
        told = process.communicate()[1].decode()
        if ending == signal.SIGINT:
            assert process.returncode == 130
            assert "the same command goes on from the results that are there" in told
    kept = {path: path.stat().st_mtime_ns for path in out.glob("scores/**/p*.json")}
    assert not (out / "report.md").exists()

    done = invertseg(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert len(list(out.glob("scores/**/p*.json"))) == 9
    assert f"{9 - len(kept)} runs to do, {len(kept)} done before." in done.stderr
    assert f"1 of {9 - len(kept)}, " in done.stderr
    table = {row["setting"]: row["mean_dice"] for row in json.loads(done.stdout)["mean_dice"]}
    assert float(table["none"].split()[0]) > 0.95
    assert float(table["calibrated"].split()[0]) < 0.5
    report = (out / "report.md").read_text(encoding="utf-8")
    assert f"--settings {SETTINGS}" in report
    assert (out / "figures" / "levels" / "image-dice.png").is_file()
    assert not list(out.rglob(".invertseg-*"))


def test_networks_of_two_data_sets_are_two_and_one_trained_anew_is_another(tmp_path):
    folders = [tmp_path / data_set / MODEL.name for data_set in ("Dataset001_A", "Dataset002_B")]
    for folder in folders:
        shutil.copytree(MODEL, folder)
    choices = [ModelChoice("nnunet", str(folder)) for folder in folders]
    first, second = map(study_engine, choices)
    assert [first.name, second.name] == ["Dataset001_A-3d_fullres", "Dataset002_B-3d_fullres"]
    fold = study_engine(ModelChoice("nnunet", str(folders[0] / "fold_0")))
    assert fold.name == "Dataset001_A-3d_fullres-fold_0"
    (folders[0] / "fold_0" / "checkpoint_final.pth").write_bytes(b"trained anew")
    assert study_engine(choices[0]).identity != first.identity
    assert study_engine(choices[1]).identity == second.identity


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--settings", "brighter"], "no transform 'brighter'"),
        (["--settings", "none,none"], "each of another name"),
        (["--cases", "p9"], "no case 'p9'"),
        (["--baseline", "darker"], "baseline 'darker' is none"),
        (["--engines", "yolo"], "no engine 'yolo'"),
        (["--format", "chaos"], "no scans with references"),
    ],
)
def test_mistakes_are_told_before_anything_runs(invertseg, bundle, data, tmp_path, options, sentence):
    model = [] if "--engines" in options else ["--model", bundle, "--trust-model"]
    done = invertseg("study", data, "-o", tmp_path / "out", *model, *options)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert not (tmp_path / "out").exists()
