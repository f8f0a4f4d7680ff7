"""The module in a Slicer of the bench, with engines that need no network."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.command import worker_command

MODULE = Path(__file__).parents[3] / "InvertSeg.py"
ENGINE_FILE = Path(__file__).parents[1] / "worker" / "engine_of_tests.py"


class EnginesOfTests:
    """Every engine is there, and is the engine of the tests; its task and structures say what it does."""

    def facts(self, engine: str) -> EngineFacts:
        return EngineFacts(True, version="1.0", models=("a model",))

    def command(self, engine: str) -> list[str]:
        return worker_command(sys.executable, engines={engine: ENGINE_FILE})

    def variables(self) -> dict[str, str]:
        return dict(os.environ)


@pytest.fixture
def engines_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module finds the engine of the tests wherever it looks for an engine."""
    found = "InvertSegLib.session.environments.InstalledEnvironments"
    monkeypatch.setattr(found, lambda _variables: EnginesOfTests())


@pytest.fixture
def headless() -> Iterator[Any]:
    """A Slicer without a main window that has loaded the module."""
    import bench

    with bench.start(window=False) as running:
        running.load_module(MODULE)
        yield running


@pytest.fixture
def opened() -> Iterator[Any]:
    """A Slicer whose user has opened the module."""
    import bench

    with bench.start() as running:
        running.load_module(MODULE)
        running.show_panel("InvertSeg")
        yield running
    assert running.errors == []


@pytest.fixture
def panel(engines_of_tests: None, opened: Any) -> Any:
    """The module's widget, ready to run the engine of the tests."""
    widget = opened.slicer.modules.InvertSegWidget
    widget.logic.session.update(task="plain")
    return widget


@pytest.fixture
def add_volume() -> Callable[..., Any]:
    """Adds a small volume to the scene."""

    def add(name: str = "t1", shape: tuple[int, int, int] = (4, 5, 6)) -> Any:
        import slicer

        from InvertSegLib.scene.volumes import node_of_volume

        voxels = np.arange(np.prod(shape)).reshape(shape).astype(np.int16)
        return node_of_volume(slicer.mrmlScene, Volume(voxels, np.diag([1.5, 2.0, 3.0, 1.0])), name)

    return add


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def worker_pids(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Process ids of all workers that are started in this test."""
    from InvertSegLib.session import runner

    pids: list[int] = []
    start = runner.Link.start

    def start_and_note(link: Any, *arguments: Any) -> None:
        start(link, *arguments)
        pids.append(link._carrier.pid)

    monkeypatch.setattr(runner.Link, "start", start_and_note)
    return pids


@pytest.fixture
def gone() -> Callable[..., bool]:
    """Whether processes are gone within some seconds."""

    def look(pids: list[int], within: float = 3.0) -> bool:
        end = time.monotonic() + within
        while any(map(is_alive, pids)) and time.monotonic() < end:
            time.sleep(0.02)
        return not any(map(is_alive, pids))

    return look
