"""A carrier of threads and an event loop of its own, for hosts that have none: tests, command line, web.

Slicer has one, and its Python threads starve: the panel's carrier is another.
"""

from __future__ import annotations

import heapq
import itertools
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from InvertSegLib.errors import EngineError
from InvertSegLib.worker.frames import Buffer
from InvertSegLib.worker.threads import News, WorkerProcess


class LoopTimer:
    """A call that is to come."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function: Callable[[], Any] | None = function

    def cancel(self) -> None:
        """Do not make it."""
        self._function = None

    def run(self) -> None:
        """Make it, unless it was cancelled."""
        function, self._function = self._function, None
        if function is not None:
            function()


class EventLoop:
    """Runs functions one after the other in the thread that runs it."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        self._timers: list[tuple[float, int, LoopTimer]] = []
        self._order = itertools.count()

    def call_soon(self, function: Callable[[], Any]) -> None:
        """Have a function run; from any thread."""
        self._calls.put(function)

    def call_later(self, seconds: float, function: Callable[[], Any]) -> LoopTimer:
        """Have a function run after some time; from the loop's own thread."""
        timer = LoopTimer(function)
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), timer))
        return timer

    def run_until(self, condition: Callable[[], bool], seconds: float | None = None) -> bool:
        """Run until the condition holds, or until the time is over; whether it holds."""
        end = float("inf") if seconds is None else time.monotonic() + seconds
        while not condition():
            if not self.run_once(end - time.monotonic()):
                return condition()
        return True

    def run_once(self, seconds: float = 0.0) -> bool:
        """Run what is to be run next, waiting for it at most so long; whether the time was enough."""
        end = time.monotonic() + max(0.0, seconds)
        due = self._timers[0][0] if self._timers else float("inf")
        wait = min(end, due) - time.monotonic()
        try:
            # Calls that wait already go before timers that are over, so that neither starves the other.
            call = self._calls.get(timeout=None if wait == float("inf") else max(0.0, wait))
        except queue.Empty:
            if due > end:
                return False
            _, _, timer = heapq.heappop(self._timers)
            timer.run()
        else:
            call()
        return True


class ThreadCarrier:
    """Carries a worker by threads, and calls back from an event loop; see `carrier.Carrier`.

    Args:
        loop: whose thread owns the session.
    """

    def __init__(self, loop: EventLoop) -> None:
        self.on_output: Callable[[bytes], Any] = _nobody
        self.on_error_output: Callable[[bytes], Any] = _nobody
        self.on_exit: Callable[[int | None], Any] = _nobody
        self.pid: int | None = None
        self._loop = loop
        self._process: WorkerProcess | None = None

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """See `Carrier.start`."""
        try:
            self._process = WorkerProcess(command, environment, inbox=self)
        except EngineError as error:
            text = f"{error}\n".encode()
            self._loop.call_soon(lambda: (self.on_error_output(text), self.on_exit(127)))
        else:
            self.pid = self._process.pid

    def write(self, buffers: Sequence[Buffer]) -> None:
        """See `Carrier.write`."""
        if self._process is not None:
            self._process.write(buffers)

    def end(self) -> None:
        """See `Carrier.end`."""
        if self._process is not None:
            self._process.end()

    def call_later(self, seconds: float, function: Callable[[], Any]) -> LoopTimer:
        """See `Carrier.call_later`."""
        return self._loop.call_later(seconds, function)

    # ------------------------------------------------------------------ the process's inbox and listener

    def put(self, news: News) -> None:
        """Hand a piece of news over to the loop; from the process's threads."""
        self._loop.call_soon(lambda: news(self, 0.0))

    def receive(self, data: bytes, now: float) -> None:  # noqa: ARG002 - as the protocol's
        """Bytes from standard output."""
        self.on_output(data)

    def receive_stderr(self, data: bytes, now: float) -> None:  # noqa: ARG002
        """Bytes from standard error."""
        self.on_error_output(data)

    def exited(self, code: int | None, now: float) -> None:  # noqa: ARG002
        """The end of the process."""
        process, self._process = self._process, None
        if process is not None:
            process.close()
        self.on_exit(code)


def _nobody(_told: object) -> None:
    """Nobody listens yet."""
