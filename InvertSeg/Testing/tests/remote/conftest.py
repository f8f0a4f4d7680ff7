"""Machines that are reached by a real ssh: an sshd of the tests' own, on loopback."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from conftest import missing
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import processes
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from tests.remote.ssh_server import FAR_COMMAND, SSHD, SshServer

CHOICE = ModelChoice("nnunet")


class Far:
    """The other machine, with the engine of the worker's tests behind every engine's name.

    Args:
        server: its sshd.
    """

    host = "far"

    def __init__(self, server: SshServer) -> None:
        self.server = server
        server.put_command(sys.executable, str(FAR_COMMAND))

    @property
    def pids(self) -> list[int]:
        """Processes of InvertSeg there, and all that they have started, as far as they are alive."""
        with contextlib.suppress(FileNotFoundError):
            relays = {int(line) for line in self._file.read_text().split()}
            return [pid for relay in relays for pid in processes.members(relay)]
        return []

    def is_empty(self, within: float = 3.0) -> bool:
        """Whether nothing of them is left within some seconds."""
        end = time.monotonic() + within
        while self.pids and time.monotonic() < end:
            time.sleep(0.05)
        return not self.pids

    @property
    def _file(self) -> Path:
        return self.server.home / "pids"


@pytest.fixture(scope="module")
def make_server(tmp_path_factory) -> Iterator[Callable[..., SshServer]]:
    """Makes sshds; the first that is made is the one that INVERTSEG_SSH reaches."""
    if SSHD is None:
        missing("there is no sshd: apt-get install openssh-server")
    made: list[SshServer] = []
    before = os.environ.get("INVERTSEG_SSH")

    def make(**options) -> SshServer:
        server = SshServer(tmp_path_factory.mktemp("far"), **options)
        made.append(server)
        os.environ["INVERTSEG_SSH"] = server.ssh
        return server

    yield make
    for server in made:
        server.stop()
    os.environ.pop("INVERTSEG_SSH", None)
    if before is not None:
        os.environ["INVERTSEG_SSH"] = before


@pytest.fixture(scope="module")
def far(make_server) -> Iterator[Far]:
    """A prepared machine."""
    machine = Far(make_server())
    yield machine
    assert machine.is_empty(), "something is left on the far side"


@pytest.fixture
def a_worker(far) -> Iterator[Callable[..., Worker]]:
    """Makes workers on the far side; their events are in their attribute `told`."""
    made: list[Worker] = []

    def make(host: str = "far", **options) -> Worker:
        told: list = []
        worker = Worker(remote_worker_command(host, "nnunet"), on_event=told.append, **options)
        worker.told = told
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.close()


def a_volume(shape: tuple[int, int, int] = (20, 60, 50)) -> Volume:
    """Smooth anatomy with a little noise, int16."""
    k, j, i = np.meshgrid(*(np.linspace(0, 1, n, dtype=np.float32) for n in shape), indexing="ij")
    noise = np.random.default_rng(0).normal(0, 8, shape)
    voxels = (np.sin(9 * k) * np.cos(7 * j) + i) * 300 + noise
    return Volume(voxels.astype(np.int16), np.diag([1.5, 2.0, 3.0, 1.0]))


@pytest.fixture(scope="session")
def volume() -> Volume:
    return a_volume()
