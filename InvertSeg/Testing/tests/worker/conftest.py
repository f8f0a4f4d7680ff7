"""Workers with an engine that needs no network, two ways of carrying them, and a look at what is left."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, processes
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import worker_command
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.messages import Request
from InvertSegLib.worker.protocol import ClientProtocol
from InvertSegLib.worker.threads import WorkerProcess
from InvertSegLib.worker.watch import Patience

ENGINE_FILE = Path(__file__).with_name("engine_of_tests.py")
CHOICE = ModelChoice("tests")


def a_volume(shape=(4, 5, 6), dtype=np.int16) -> Volume:
    voxels = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    return Volume(voxels, np.diag([1.5, 2.0, 3.0, 1.0]))


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


@pytest.fixture
def volume() -> Volume:
    return a_volume()


@pytest.fixture
def gone() -> Callable[..., bool]:
    """Whether processes are gone within some seconds."""

    def look(*pids: int, within: float = 2.0) -> bool:
        return wait_until(lambda: not any(map(is_alive, pids)), within)

    return look


@pytest.fixture
def a_worker() -> Iterator[Callable[..., Worker]]:
    """Makes workers with the engine of the tests; their events are in their attribute `told`."""
    made: list[Worker] = []

    def make(**options) -> Worker:
        told: list[Event] = []
        listeners = [told.append, options.pop("on_event", lambda event: None)]

        def listen(event: Event) -> None:
            for listener in listeners:
                listener(event)

        worker = Worker.start(sys.executable, engines={"tests": ENGINE_FILE}, on_event=listen, **options)
        worker.told = told
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.close()
        assert not is_alive(worker.pid)


@pytest.fixture(scope="module")
def warm_worker() -> Iterator[Worker]:
    """A worker with a loaded network, shared by tests that leave it as they found it."""
    with Worker.start(sys.executable, engines={"tests": ENGINE_FILE}) as worker:
        worker.load(CHOICE)
        yield worker


class ThreadCarrier:
    """Carries the protocol by threads."""

    def __init__(self, command: list[str], patience: Patience) -> None:
        self.protocol = ClientProtocol(patience=patience)
        self.told: list[Event] = []
        self.process = WorkerProcess(command, os.environ)
        self.pid = self.process.pid

    def ask(self, request: Request | None, on_event: Callable[[Event], None] = lambda event: None) -> Event:
        now = time.monotonic()
        self.process.write(self.protocol.hello(now) if request is None else self.protocol.send(request, now))
        while self.protocol.busy:
            news = None
            with contextlib.suppress(Exception):
                news = self.process.inbox.get(timeout=max(0.0, self.protocol.deadline - time.monotonic()))
            now = time.monotonic()
            fresh = (news(self.protocol, now) if news else []) + self.protocol.tick(now)
            self.told += fresh
            for event in fresh:
                if isinstance(event, events.EndProcess):
                    self.process.end()
                    fresh += self.process.inbox.get(timeout=5)(self.protocol, time.monotonic())
                on_event(event)
        return next(e for e in reversed(self.told) if not isinstance(e, events.Closed | events.Log))

    def cancel(self) -> None:
        self.process.write(self.protocol.cancel(time.monotonic()))

    def close(self) -> None:
        self.process.close()


class AsyncioCarrier:
    """Carries the protocol by an asyncio event loop."""

    def __init__(self, command: list[str], patience: Patience) -> None:
        self.protocol = ClientProtocol(patience=patience)
        self.told: list[Event] = []
        self.loop = asyncio.new_event_loop()
        self.token = processes.new_token()
        self.news: asyncio.Queue = asyncio.Queue()
        self.loop.run_until_complete(self._start(command))
        self.pid = self.process.pid

    async def _start(self, command: list[str]) -> None:
        pipe = asyncio.subprocess.PIPE
        options = processes.start_options(os.environ, self.token)
        self.process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, **options
        )
        self.tasks = [
            asyncio.ensure_future(self._read(self.process.stdout, ClientProtocol.receive)),
            asyncio.ensure_future(self._read(self.process.stderr, ClientProtocol.receive_stderr)),
        ]
        self.tasks.append(asyncio.ensure_future(self._wait(*self.tasks)))

    async def _read(self, stream, receive) -> None:
        while data := await stream.read(1 << 20):
            await self.news.put(lambda now, data=data: receive(self.protocol, data, now))

    async def _wait(self, *readers) -> None:
        await asyncio.wait(readers)
        code = await self.process.wait()
        await self.news.put(lambda now: self.protocol.exited(code, now))

    def _write(self, buffers) -> None:
        self.process.stdin.writelines(buffers)

    def ask(self, request: Request | None, on_event: Callable[[Event], None] = lambda event: None) -> Event:
        now = time.monotonic()
        self._write(self.protocol.hello(now) if request is None else self.protocol.send(request, now))
        return self.loop.run_until_complete(self._answer(on_event))

    async def _answer(self, on_event) -> Event:
        while self.protocol.busy:
            deadline = self.protocol.deadline
            wait = None if deadline is None else max(0.0, deadline - time.monotonic())
            news = None
            with contextlib.suppress(asyncio.TimeoutError):
                news = await asyncio.wait_for(self.news.get(), wait)
            now = time.monotonic()
            fresh = (news(now) if news else []) + self.protocol.tick(now)
            self.told += fresh
            for event in fresh:
                if isinstance(event, events.EndProcess):
                    processes.end_tree(self.pid, self.token)
                on_event(event)
        return next(e for e in reversed(self.told) if not isinstance(e, events.Closed | events.Log))

    def cancel(self) -> None:
        self._write(self.protocol.cancel(time.monotonic()))

    def close(self) -> None:
        async def finish() -> None:
            processes.end_tree(self.pid, self.token)
            await asyncio.wait(self.tasks, timeout=5)

        self.loop.run_until_complete(finish())
        self.process._transport.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()


@pytest.fixture(params=[ThreadCarrier, AsyncioCarrier], ids=["threads", "asyncio"])
def a_carrier(request) -> Iterator[Callable[..., ThreadCarrier | AsyncioCarrier]]:
    """Makes carriers of the protocol, of each kind in turn."""
    made = []

    def make(patience: Patience | None = None):
        command = worker_command(sys.executable, engines={"tests": ENGINE_FILE})
        carrier = request.param(command, patience or Patience())
        made.append(carrier)
        return carrier

    yield make
    for carrier in made:
        carrier.close()
        assert not is_alive(carrier.pid)
