"""Over a line of 100 Mbit/s and 30 ms: half the bytes at most; a cut is said, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from conftest import missing
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from tests.remote.conftest import CHOICE, Far, a_volume
from tests.remote.far_line import FAR, Line


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    try:
        made = Line(rate=100e6, delay=0.03)
    except OSError as error:
        missing(f"no network namespace with a line of its own can be made here ({error})")
    yield made
    made.remove()


@pytest.fixture(scope="module")
def far(make_server, line) -> Iterator[Far]:
    machine = Far(make_server(address=FAR, inside=line.inside))
    yield machine
    assert machine.is_empty()


def test_a_volume_takes_half_the_bytes_at_most(far, line):
    volume = a_volume((50, 200, 200))
    with Worker(remote_worker_command("far", "nnunet")) as worker:
        worker.load(CHOICE)
        before = line.sent
        result = worker.segment(volume)
        assert line.sent - before <= volume.voxels.nbytes / 2
    assert np.array_equal(result.label_map > 0, volume.voxels > 0)


def run_and_note(worker: Worker, volume: Volume, what: tuple[str, ...], ends: dict) -> None:
    """Run a volume; how it ended, and when, goes into `ends`."""
    try:
        worker.segment(volume, what)
    except EngineError as error:
        ends[what] = error.failure, time.monotonic()


def test_a_line_that_is_cut_is_said_and_leaves_nothing_there(far, line):
    # One network computes, and another volume is on its way: at 100 Mbit/s noise takes seconds.
    noise = np.random.default_rng(0).integers(-30000, 30000, (50, 500, 500)).astype(np.int16)
    jobs = {("nap",): a_volume(), (): a_volume().with_voxels(noise)}
    ends: dict[tuple[str, ...], tuple[Failure, float]] = {}
    with contextlib.ExitStack() as stack:
        workers = {what: stack.enter_context(Worker(remote_worker_command("far", "nnunet"))) for what in jobs}
        for worker in workers.values():
            worker.load(CHOICE)
        threads = [
            threading.Thread(target=run_and_note, args=(workers[what], volume, what, ends))
            for what, volume in jobs.items()
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        line.cut()
        cut = time.monotonic()
        try:
            for thread in threads:
                thread.join(15)
            assert far.is_empty(max(0.1, cut + 12 - time.monotonic()))
        finally:
            line.mend()
        for failure, said in ends.values():
            assert failure.kind == "connection_lost"
            assert "connection to far was lost" in failure.sentence
            assert said - cut < 10
        assert set(ends) == set(jobs)
        # The same worker goes on with a new connection.
        assert workers["nap",].segment(jobs["nap",]).label_map.any()
