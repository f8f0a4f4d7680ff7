"""`invertseg weights`: the list and its actions, as a user calls them."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from InvertSegLib.cli.main import main

_ENVIRONMENT = Path(__file__).parents[1] / "environment"
helper = SimpleNamespace(**runpy.run_path(str(_ENVIRONMENT / "publisher.py")))
FAST, ROUGH = helper.FAST, helper.ROUGH


@pytest.fixture
def publisher():
    with helper.Publisher({f"/releases/v2/{FAST}.zip": helper.archive_of(FAST)}) as server:
        yield server


@pytest.fixture
def variables(tmp_path, publisher):
    """Variables for a user with TotalSegmentator installed and without weights."""
    python = helper.install_totalsegmentator(tmp_path / "venv", publisher.address)
    return {
        "INVERTSEG_HOME": str(tmp_path / "home"),
        "INVERTSEG_CONFIG": str(tmp_path / "config"),
        "HOME": str(tmp_path),
        "INVERTSEG_PYTHON_TOTALSEGMENTATOR": str(python),
        "INVERTSEG_PYTHON_MRSEGMENTATOR": "",
        "no_proxy": "*",
        **dict.fromkeys(("TOTALSEG_WEIGHTS_PATH", "TOTALSEG_HOME_DIR", "MRSEG_WEIGHTS_PATH"), ""),
    }


@pytest.fixture
def invertseg(variables, monkeypatch, capsys):
    """Call `invertseg ARGUMENTS...` in this process: starting one takes longer than what is tested here."""
    for name, value in {**variables, "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)

    def run(*words: object) -> SimpleNamespace:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return SimpleNamespace(returncode=code, stdout=said.out, stderr=said.err)

    return run


def test_from_nothing_to_weights_and_back(invertseg, tmp_path):
    def say(*words: str):
        done = invertseg("weights", *words)
        assert done.returncode == 0, done.stderr
        return done

    assert "no weights here" in say().stdout
    everything = say("list", "totalsegmentator", "--all").stdout
    assert "tissue_types" in everything
    assert "needs a licence number" in everything
    sizes = say("download", "totalsegmentator", "--task", "total", "--sizes", "--json")
    assert list(json.loads(sizes.stdout)["sizes"]) == [FAST]
    done = say("download", "totalsegmentator", "--task", "total")
    assert "1.5 MB to download" in done.stderr
    assert f"downloaded {FAST} (1.5 MB) into {tmp_path}/home/weights/totalsegmentator" in done.stderr
    assert "here already" in say("download", "totalsegmentator", "--task", "total").stderr
    listed = say("list", "totalsegmentator").stdout
    assert "here, 1.5 MB" in listed
    assert "without weights: 2 tasks" in listed
    document = json.loads(say("--json").stdout)
    assert [engine["engine"] for engine in document["engines"]] == ["totalsegmentator", "mrsegmentator"]
    assert "removed" in say("remove", "totalsegmentator", FAST).stderr
    assert "no weights here" in say().stdout


def test_a_shared_folder_is_chosen_shown_and_given_up(invertseg, tmp_path):
    (tmp_path / "for all").mkdir()
    done = invertseg("weights", "folder", tmp_path / "for all")
    assert (done.returncode, str(tmp_path / "for all") in done.stdout) == (0, True)
    done = invertseg("weights", "download", "totalsegmentator", FAST, "--shared", "--json")
    assert json.loads(done.stdout)["folder"] == str(tmp_path / "for all" / "totalsegmentator")
    assert "(shared)" in invertseg("weights").stdout
    document = json.loads(invertseg("weights", "folder", "--none", "--json").stdout)
    assert document == {"shared": None}


def test_failures_have_their_kind_sentence_remedy_and_exit_code(invertseg):
    cases = [
        (("download", "totalsegmentator", "--task", "tissue_types"), 3, "licence_needed"),
        (("download", "mrsegmentator", "base"), 3, "no_environment"),
        (("download", "totalsegmentator", "--task", "totl"), 2, "parameter"),
        (("download", "totalsegmentator", ROUGH), 1, "not_found"),
        (("remove", "totalsegmentator", ROUGH), 2, "parameter"),
    ]
    for words, code, kind in cases:
        done = invertseg("weights", *words, "--json")
        error = json.loads(done.stdout)["error"]
        assert (done.returncode, error["kind"]) == (code, kind)
        assert error["sentence"].endswith(".")
        assert error["remedy"]
        assert error["remedy"] in done.stderr
    done = invertseg("engines", "import", "totalsegmentator", "absent.zip")
    assert (done.returncode, "There is no file" in done.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_a_download_that_is_cancelled_says_that_what_arrived_is_kept(variables, publisher):
    reached, go_on = threading.Event(), threading.Event()

    def hold(sent: int) -> None:
        if sent >= 800_000:
            reached.set()
            go_on.wait(60)

    publisher.between = hold
    command = [sys.executable, "-m", "InvertSegLib.cli", "weights", "download", "totalsegmentator", FAST]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
    child = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert reached.wait(60)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    go_on.set()
    assert child.returncode == 130
    assert "what has arrived is kept" in said
