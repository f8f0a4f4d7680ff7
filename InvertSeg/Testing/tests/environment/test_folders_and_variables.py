"""Where things are kept, and what another Python is started with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from InvertSegLib.environment import folders
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import OutputError


def test_home_is_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "a b ü"))
    assert folders.home() == tmp_path / "a b ü"
    assert folders.environments() == tmp_path / "a b ü" / "environments"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG rules are Linux's")
def test_home_follows_xdg_and_ignores_a_relative_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("INVERTSEG_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert folders.home() == tmp_path / "invertseg"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert folders.home() == Path.home() / ".local" / "share" / "invertseg"


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(OutputError) as caught:
        folders.make(tmp_path / "home" / "environments")
    assert "cannot write" in caught.value.sentence
    assert "INVERTSEG_HOME" in caught.value.remedy


def test_a_good_folder_is_made_and_left_empty(tmp_path):
    assert list(folders.make(tmp_path / "a" / "b").iterdir()) == []


def test_slicers_and_condas_variables_are_dropped_and_the_users_stay():
    cleaned = worker_environment(
        {
            "SLICER_HOME": "/opt/Slicer-5.12.3-linux-amd64",
            "PYTHONPATH": "/opt/Slicer-5.12.3-linux-amd64/bin/Python",
            "PYTHONHOME": "/opt/Slicer-5.12.3-linux-amd64/lib/Python",
            "LD_LIBRARY_PATH": "/opt/Slicer-5.12.3-linux-amd64/lib/Slicer-5.12:/usr/local/nvidia/lib64",
            "LD_PRELOAD": "/opt/Slicer-5.12.3-linux-amd64/lib/x.so",
            "PATH": "/opt/Slicer-5.12.3-linux-amd64/bin:/usr/bin",
            "PIP_REQUIRE_VIRTUALENV": "1",
            "VIRTUAL_ENV": "/home/me/venv",
            "CONDA_PREFIX": "/home/me/conda",
            "TOTALSEG_WEIGHTS_PATH": "/weights",
            "HTTPS_PROXY": "http://proxy:3128",
            "CUDA_VISIBLE_DEVICES": "1",
            "nnUNet_results": "/mine",
        }
    )
    gone = ("PYTHONPATH", "PYTHONHOME", "LD_PRELOAD", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV", "CONDA_PREFIX")
    assert not set(gone) & set(cleaned)
    assert cleaned["LD_LIBRARY_PATH"] == "/usr/local/nvidia/lib64"
    assert cleaned["PATH"] == "/usr/bin"
    assert cleaned["TOTALSEG_WEIGHTS_PATH"] == "/weights"
    assert cleaned["HTTPS_PROXY"] == "http://proxy:3128"
    assert cleaned["CUDA_VISIBLE_DEVICES"] == "1"
    assert cleaned["nnUNet_results"] == "/mine"
    assert cleaned["nnUNet_raw"]
    assert cleaned["PYTHONUNBUFFERED"] == cleaned["PYTHONUTF8"] == cleaned["PYTHONNOUSERSITE"] == "1"


def test_a_python_that_slicers_variables_break_starts_when_they_are_dropped():
    broken = {**os.environ, "PYTHONHOME": "/nowhere"}
    command = [sys.executable, "-c", "import sys; print(sys.flags.utf8_mode)"]
    assert subprocess.run(command, env=broken, capture_output=True, check=False).returncode != 0
    done = subprocess.run(
        command, env=worker_environment(broken), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1")
