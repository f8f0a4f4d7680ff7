"""How an engine's stages and progress get to the client: timed, throttled, cancellable."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from InvertSegLib.engines.base import Cancelled
from InvertSegLib.worker.events import Event, Log, Progress

# At most about this many seconds of news are waited for; 20 a second look smooth and cost nothing.
INTERVAL = 0.05


@dataclass
class _Stage:
    name: str
    resumed: float


class WireReporter:
    """The `Reporter` of one request.

    Entering a stage is told at once. Progress is told at most every `INTERVAL`; of what comes in between,
    the last is told when the time has come or the stage ends, so no stage ends with old news.

    Args:
        number: the request's number.
        send: puts an event on the wire, from any thread.
        cancelled: set when the client wants no answer any more.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        number: int,
        send: Callable[[Event], None],
        cancelled: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number = number
        self._send = send
        self._cancelled = cancelled
        self._clock = clock
        self._stages: list[_Stage] = []
        self._timings: dict[str, float] = {}
        self._news = threading.Condition(threading.RLock())
        self._waiting: Progress | None = None
        self._told = float("-inf")
        self._running = True
        threading.Thread(target=self._tell_late, name="progress", daemon=True).start()

    @property
    def timings(self) -> dict[str, float]:
        """Stage to seconds spent in it and in no stage within; in the order they were entered."""
        with self._news:
            return dict(self._timings)

    @contextmanager
    def stage(self, name: str, message: str = "") -> Iterator[None]:
        """Enter a stage for the `with` block."""
        self.check_cancelled()
        with self._news:
            self._pause()
            self._stages.append(_Stage(name, self._clock()))
            self._timings.setdefault(name, 0.0)
            self._tell(Progress(self._number, name, None, message), at_once=True)
        try:
            yield
        finally:
            with self._news:
                self._flush()
                self._pause()
                self._stages.pop()
                if self._stages:
                    self._stages[-1].resumed = self._clock()
                    self._tell(Progress(self._number, self._stages[-1].name))
        self.check_cancelled()

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how much of the innermost stage is done (0..1); raises `Cancelled` after a cancel."""
        self.check_cancelled()
        with self._news:
            name = self._stages[-1].name if self._stages else ""
            self._tell(Progress(self._number, name, min(1.0, max(0.0, float(fraction))), message))

    def check_cancelled(self) -> None:
        """Raise `Cancelled` when the client asked for it."""
        if self._cancelled.is_set():
            raise Cancelled

    def log(self, text: str) -> None:
        """Send a line to the client's log."""
        self._send(Log(self._number, str(text)))

    def close(self) -> None:
        """Tell what has not been told; call it before the answer is sent."""
        with self._news:
            self._flush()
            self._running = False
            self._news.notify()

    def _pause(self) -> None:
        """Count the time of the innermost stage up to now."""
        if self._stages:
            now, stage = self._clock(), self._stages[-1]
            self._timings[stage.name] += now - stage.resumed
            stage.resumed = now

    def _tell(self, progress: Progress, *, at_once: bool = False) -> None:
        self._waiting = progress
        if at_once or self._clock() - self._told >= INTERVAL:
            self._flush()
        else:
            self._news.notify()

    def _flush(self) -> None:
        if self._waiting is not None:
            news, self._waiting = self._waiting, None
            self._told = self._clock()
            self._send(news)

    def _tell_late(self) -> None:
        with self._news:
            while self._running:
                if self._waiting is None:
                    self._news.wait()
                else:
                    left = INTERVAL - (self._clock() - self._told)
                    if left <= 0:
                        self._flush()
                    else:
                        self._news.wait(left)
