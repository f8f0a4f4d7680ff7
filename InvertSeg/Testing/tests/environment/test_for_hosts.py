"""`python -m InvertSegLib.environment`, as a host such as Slicer's panel starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from InvertSegLib import environment
from InvertSegLib.environment import folders, installed

ENGINE = "monai"


def until(messages, kind, **fields):
    for message in messages:
        if message["type"] == kind and all(message.get(name) == value for name, value in fields.items()):
            return message
    raise AssertionError(f"no {kind} came")


def wait_until_gone(processes_of, folder):
    end = time.monotonic() + 10
    while (left := processes_of(folder)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def test_every_line_is_a_message_and_the_last_says_how_it_ended(index, host):
    started = host("install", ENGINE, "--torch", "cpu")
    messages = started.rest()
    assert started.process.returncode == 0
    assert {message["type"] for message in messages} == {"line", "progress", "done"}
    done = messages[-1]
    assert (done["type"], done["engine"], done["version"]) == ("done", ENGINE, "1.0")
    assert done["size"] == installed.find(ENGINE).size
    assert host("update", ENGINE).rest()[-1]["version"] == "1.0"
    listed = host("folder").rest()[-1]
    assert listed["folder"] == str(folders.home())
    assert listed["parts"]["environments"] == listed["size"]
    assert host("remove", ENGINE).rest() == [{"type": "done", "engine": ENGINE, "removed": True}]
    assert host("delete").rest()[-1]["left"] == []
    assert not folders.home().exists()


def test_a_failure_says_cause_and_remedy(index, host):
    index.files.clear()
    started = host("install", ENGINE, "--torch", "cpu")
    failure = started.rest()[-1]
    assert failure["type"] == "failure"
    assert failure["sentence"]
    assert failure["remedy"]
    assert failure["log"]
    assert started.process.returncode == 1
    assert installed.interrupted() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_it_ends_with_all_it_started_when_its_input_closes(index, host, processes_of):
    index.pause = 0.05
    started = host("install", ENGINE, "--torch", "cpu")
    until(started, "progress", step="downloading")
    started.process.stdin.close()
    assert started.rest()[-1]["kind"] == "cancelled"
    assert started.process.returncode == 130
    assert wait_until_gone(processes_of, folders.home()) == []
    assert list(folders.environments().iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_it_ends_when_the_host_is_killed(index, processes_of, tmp_path):
    index.pause = 0.05
    # The host in between is what gets killed, as Slicer would be.
    middle = (
        "import subprocess, sys\n"
        f"command = [sys.executable, {str(Path(__file__).with_name('tiny_engine.py'))!r}]\n"
        f"command += ['install', {ENGINE!r}, '--torch', 'cpu']\n"
        "held = subprocess.Popen(command, stdin=subprocess.PIPE)\n"
        "held.wait()\n"
    )
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-c", middle], stdout=subprocess.PIPE, text=True, env=variables
    ) as between:
        until(map(json.loads, between.stdout), "progress", step="downloading")
        between.send_signal(signal.SIGKILL)
        between.wait()
    assert wait_until_gone(processes_of, folders.home()) == []
    end = time.monotonic() + 10
    while any(folders.environments().iterdir()) and time.monotonic() < end:
        time.sleep(0.05)
    assert list(folders.environments().iterdir()) == [], "it had no time to tidy up"


def test_without_a_host_that_holds_its_input_it_runs_to_the_end(index, tmp_path):
    done = subprocess.run(
        [sys.executable, str(Path(environment.__file__).parent), "folder", str(tmp_path / "elsewhere")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    message = json.loads(done.stdout)
    assert done.returncode == 2
    assert message["type"] == "failure"
    assert "INVERTSEG_HOME" in message["sentence"]
