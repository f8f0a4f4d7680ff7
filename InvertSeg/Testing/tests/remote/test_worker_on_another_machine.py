"""A worker behind ssh is a worker: same answers, same failures; when one side is gone, so is the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError
from InvertSegLib.worker import events
from tests.remote.conftest import CHOICE


def expected(volume) -> np.ndarray:
    return (volume.voxels > 0).astype(np.uint8) + (volume.voxels > 100)


def test_it_answers_as_one_here(far, a_worker, volume):
    # A login shell that talks, as many do.
    (far.server.home / ".bashrc").write_text("echo Welcome to the cluster\nprintf 'no newline'\n")
    with a_worker() as worker:
        assert worker.hello().versions["InvertSeg"]
        assert worker.load(CHOICE).labels == {1: "bright", 2: "brighter"}
        for _ in range(2):
            result = worker.segment(volume, ["print"])
            assert np.array_equal(result.label_map, expected(volume))
            assert result.confidence == {"bright": 0.5}
        lines = [event.text for event in worker.told if isinstance(event, events.Log)]
        assert {"Welcome to the cluster", "no newline", "from c", "run 2, spacing (1.5, 2.0, 3.0)"} <= set(
            lines
        )
        with pytest.raises(EngineError) as caught:
            worker.segment(volume, ["gpu memory"])
        assert caught.value.failure.kind == "out_of_memory"
        assert np.array_equal(worker.segment(volume).label_map, expected(volume))
    (far.server.home / ".bashrc").unlink()
    assert far.is_empty()


def test_how_far_the_sending_is_is_told(a_worker):
    from tests.remote.conftest import a_volume

    large = a_volume((64, 256, 256))
    with a_worker() as worker:
        worker.load(CHOICE)
        worker.segment(large)
        sending = [
            event.fraction
            for event in worker.told
            if isinstance(event, events.Progress) and event.stage == "sending the volume"
        ]
        assert sending == sorted(sending)
        assert sending[-1] == 1.0
        assert any("packed into" in event.text for event in worker.told if isinstance(event, events.Log))


def test_a_cancelled_run_ends_there_too(far, a_worker, volume):
    with a_worker() as worker:
        worker.load(CHOICE)
        threading.Timer(0.5, worker.cancel).start()
        began = time.monotonic()
        with pytest.raises(EngineError) as caught:
            worker.segment(volume, ["csleep"])
        assert caught.value.failure.kind == "cancelled"
        assert time.monotonic() - began < 5
        assert far.is_empty()
        assert np.array_equal(worker.segment(volume).label_map, expected(volume))


def test_a_worker_that_is_killed_there_is_said(far, a_worker, volume):
    with a_worker() as worker:
        worker.load(CHOICE)
        with pytest.raises(EngineError) as caught:
            worker.segment(volume, ["die"])
        assert caught.value.failure.kind == "killed"
        assert np.array_equal(worker.segment(volume).label_map, expected(volume))


def test_the_far_sides_own_end_is_said(far, a_worker, volume):
    with a_worker() as worker:
        worker.load(CHOICE)
        relay = int((far.server.home / "pids").read_text().split()[-1])
        threading.Timer(0.5, lambda: os.kill(relay, signal.SIGKILL)).start()
        with pytest.raises(EngineError) as caught:
            worker.segment(volume, ["nap"])
        assert caught.value.failure.kind == "killed"
        assert "far was ended by that machine" in caught.value.sentence
        assert far.is_empty()


def test_a_client_that_is_killed_leaves_nothing_anywhere(far):
    code = """
import sys
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from tests.remote.conftest import a_volume
with Worker(remote_worker_command("far", "nnunet")) as worker:
    worker.load(ModelChoice("nnunet"))
    print(worker.pid, flush=True)
    worker.segment(a_volume(), ["csleep"])
"""
    path = os.pathsep.join(sys.path)
    client = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    near = int(client.stdout.readline())
    time.sleep(0.5)
    assert far.pids
    client.kill()
    client.wait()
    client.stdout.close()
    assert far.is_empty(5)
    end = time.monotonic() + 3
    while os.path.exists(f"/proc/{near}") and time.monotonic() < end:  # noqa: PTH110
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{near}")  # noqa: PTH110


def test_another_network_can_be_loaded(a_worker):
    with a_worker() as worker:
        with pytest.raises(EngineError) as caught:
            worker.load(ModelChoice("nnunet", task="none there"))
        assert caught.value.failure.kind == "no_weights"
        assert not worker.load(CHOICE).reused
        assert worker.load(CHOICE).reused
