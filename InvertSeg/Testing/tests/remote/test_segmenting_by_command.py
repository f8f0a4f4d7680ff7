"""`invertseg segment --host`: the same files as from this machine, or one sentence on what is in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.phantom.demo import MODEL
from tests.remote.conftest import a_volume


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    volume = a_volume((6, 20, 20))
    file = tmp_path_factory.mktemp("scan") / "mri.nii.gz"
    sitk.WriteImage(sitk.GetImageFromArray(volume.voxels), str(file))
    return file


def segment(scan, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "InvertSegLib.cli", "segment", str(scan), *words]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"},
    )


def test_the_result_of_another_machine_is_written_here(far, scan, tmp_path):
    output = tmp_path / "found.nii.gz"
    words = ("--host", "far", "--model", str(MODEL), "--preset", "none", "--json")
    done = segment(scan, "-o", str(output), *words)
    assert done.returncode == 0, done.stderr
    labels = sitk.GetArrayFromImage(sitk.ReadImage(str(output)))
    voxels = sitk.GetArrayFromImage(sitk.ReadImage(str(scan)))
    assert np.array_equal(labels > 0, voxels > 0)
    assert [row["name"] for row in json.loads(done.stdout)["segments"]] == ["bright", "brighter"]
    assert far.is_empty()


@pytest.mark.parametrize(
    ("host", "sentence", "code"),
    [("refused", "takes no ssh connections", 1), ("-oX=y", "no name of another machine", 2)],
)
def test_what_is_in_the_way_is_said_and_nothing_written(far, scan, tmp_path, host, sentence, code):
    done = segment(scan, "-o", str(tmp_path / "found.nii.gz"), f"--host={host}", "--model", str(MODEL))
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
