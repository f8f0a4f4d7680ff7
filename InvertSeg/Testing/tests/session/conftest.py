"""Sessions whose engines are the worker tests' own engine, and carriers that a test can look into."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.session.session import Session
from InvertSegLib.session.threads import EventLoop, ThreadCarrier
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.command import worker_command

ENGINE_FILE = Path(__file__).parents[1] / "worker" / "engine_of_tests.py"


class TestEnvironments:
    """Every engine is there, and is the engine of the tests; its task and structures say what it does."""

    __test__ = False

    def __init__(self) -> None:
        self.idle_minutes: float | None = None
        self.commands = 0

    def facts(self, engine: str) -> EngineFacts:
        return EngineFacts(True, version="1.0", models=("a model",))

    def command(self, engine: str) -> list[str]:
        self.commands += 1
        return worker_command(sys.executable, engines={engine: ENGINE_FILE}, idle_minutes=self.idle_minutes)

    def variables(self) -> dict[str, str]:
        return dict(os.environ)


class Bench:
    """A session on a loop, with what it has told."""

    def __init__(self, environments=None, **options) -> None:
        self.loop = EventLoop()
        self.environments = environments or TestEnvironments()
        self.carriers: list[ThreadCarrier] = []
        self.pids: list[int] = []
        self.session = Session(self._carrier, self.environments, **options)
        self.session.update(task="plain")
        self.runs, self.outcomes, self.lines = [], [], []
        self.session.run_changed.connect(self.runs.append)
        self.session.finished.connect(self.outcomes.append)
        self.session.log.connect(lambda text: self.lines.extend(text.split("\n")))

    def _carrier(self) -> ThreadCarrier:
        carrier = ThreadCarrier(self.loop)
        start = carrier.start

        def start_and_note(*arguments) -> None:
            start(*arguments)
            self.pids.append(carrier.pid)

        carrier.start = start_and_note
        self.carriers.append(carrier)
        return carrier

    def run(self, volume: Volume | None = None, *structures: str, seconds: float = 60.0):
        """Run to the end; the outcome."""
        self.session.update(structures=structures)
        self.session.start(a_volume() if volume is None else volume)
        assert self.loop.run_until(lambda: not self.session.run.busy, seconds), self.session.run
        return self.outcomes[-1]

    def until_stage(self, stage: str) -> None:
        assert self.loop.run_until(lambda: self.session.run.stage == stage, 60), self.session.run

    def wait(self, seconds: float) -> None:
        self.loop.run_until(lambda: False, seconds)

    @property
    def stages(self) -> list[str]:
        return list(dict.fromkeys(run.stage for run in self.runs))


def a_volume(shape=(4, 5, 6)) -> Volume:
    voxels = np.arange(np.prod(shape)).reshape(shape).astype(np.int16)
    return Volume(voxels, np.diag([1.5, 2.0, 3.0, 1.0]))


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def gone() -> Callable[..., bool]:
    """Whether processes are gone within some seconds."""

    def look(*pids: int, within: float = 2.0) -> bool:
        end = time.monotonic() + within
        while any(map(is_alive, pids)) and time.monotonic() < end:
            time.sleep(0.02)
        return not any(map(is_alive, pids))

    return look


@pytest.fixture
def volume() -> Volume:
    return a_volume()


@pytest.fixture
def a_bench(gone) -> Iterator[Callable[..., Bench]]:
    """Makes sessions with real workers; none of their processes outlives the test."""
    made: list[Bench] = []

    def make(**options) -> Bench:
        made.append(Bench(**options))
        return made[-1]

    yield make
    for bench in made:
        bench.session.close()
        assert gone(*bench.pids)


@pytest.fixture(scope="module")
def warm_bench() -> Iterator[Bench]:
    """A session with a loaded network, shared by tests that leave it as they found it."""
    bench = Bench()
    assert bench.run().segmentation
    yield bench
    bench.session.close()
