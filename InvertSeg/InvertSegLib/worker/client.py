"""The blocking face of a worker, for the command line, batch and web."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError
from InvertSegLib.inversion.ensemble import Ensemble
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.command import worker_command
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.protocol import CANCELLED, ClientProtocol
from InvertSegLib.worker.results import Device, SegmentationResult
from InvertSegLib.worker.threads import WorkerProcess
from InvertSegLib.worker.watch import Patience

_STEP = 0.5
_GOODBYE = 1.0
_LAST_RESORT = 3.0


class Worker:
    """A worker, and another one when that is gone.

    After a kill or its idle time, the next request starts another process and loads the same network. All
    methods block and are for one thread, but `cancel`, which is for any. Events are handed to `on_event` in
    the thread that waits. Use it as a context manager, or `close` it.

    Args:
        command: program and arguments, see `worker_command`.
        environment: all of the worker's environment variables, None for this process's own.
        on_event: called with every `Event` but `Failed`, which is raised.
        patience: how long to wait for what.

    Raises:
        EngineError: of kind "no_environment" when the program cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        on_event: Callable[[Event], None] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._command = tuple(command)
        self._environment = environment
        self._on_event = on_event or _nobody_listens
        self._patience = patience
        self._choice: ModelChoice | None = None
        self._is_shut = False
        self._asking = False
        self._cancelled = False
        self._start()

    @classmethod
    def start(
        cls,
        python: str | Path,
        *,
        environment: Mapping[str, str] | None = None,
        on_event: Callable[[Event], None] | None = None,
        idle_minutes: float | None = None,
        engines: Mapping[str, Path] | None = None,
        patience: Patience | None = None,
    ) -> Worker:
        """Start a worker with an environment's Python, and do not wait for it."""
        command = worker_command(python, idle_minutes=idle_minutes, engines=engines)
        return cls(command, environment=environment, on_event=on_event, patience=patience)

    @property
    def pid(self) -> int:
        """The process id of the worker, of the last one when it is gone."""
        return self._process.pid

    def hello(self) -> events.Hello:
        """Who is there; quick, and without devices."""
        return self._ask(None)

    def devices(self) -> tuple[Device, ...]:
        """What it can compute on; takes the seconds that importing torch takes."""
        return self._ask(messages.ListDevices()).devices

    def describe(self, engine: str, weights: str | None = None) -> Mapping[str, Any]:
        """What an engine has (see `Engine.describe`)."""
        return self._ask(messages.Describe(engine, weights)).description

    def load(self, choice: ModelChoice) -> events.Loaded:
        """Load a network, unless it is loaded already."""
        self._choice, self._has_network = None, False
        loaded = self._ask(messages.Load(choice))
        self._choice = choice
        return loaded

    def segment(
        self, volume: Volume, structures: Sequence[str] = (), ensemble: Ensemble | None = None
    ) -> SegmentationResult:
        """Segment a volume (voxels as the network expects them) with the network that was loaded last.

        Args:
            volume: voxels (K, J, I) and geometry.
            structures: names to find, empty for all.
            ensemble: several ways to invert the volume, which is then one that is not inverted yet; the
                network is run with one after the other, and its answers are averaged.

        Raises:
            EngineError: with the failure to show; "cancelled" after `cancel`.
        """
        request = messages.Segment(volume.voxels, volume.ijk_to_ras, tuple(structures), ensemble=ensemble)
        return self._ask(request).result

    def transform(self, volume: Volume, choice: TransformChoice) -> events.Transformed:
        """Transform a volume's intensities; no network has to be loaded.

        Raises:
            EngineError: with the failure to show; "cancelled" after `cancel`.
        """
        return self._ask(messages.ApplyTransform(volume.voxels, volume.ijk_to_ras, choice))

    def cancel(self) -> None:
        """Stop the request under way, from any thread or signal handler; nothing when there is none."""
        if self._asking:
            self._cancelled = True
            self._process.inbox.put(_wake)

    def unload(self) -> None:
        """Release the network's memory and keep the process."""
        self._choice = None
        self._ask(messages.Unload())

    def close(self) -> None:
        """End the worker: in good order when it is idle, by force when it is busy or does not go."""
        self._is_shut = True
        try:
            if not self._protocol.closed and not self._protocol.busy:
                self._process.write(self._protocol.quit())
                end = time.monotonic() + _GOODBYE
                while not self._protocol.closed and time.monotonic() < end:
                    self._step(end - time.monotonic())
        finally:
            self._process.close()

    def __enter__(self) -> Worker:  # noqa: PYI034 - Self is younger than Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ inside

    def _start(self) -> None:
        environment = os.environ if self._environment is None else self._environment
        self._process = WorkerProcess(self._command, environment)
        self._protocol = ClientProtocol(patience=self._patience)
        self._greeting: events.Hello | None = None
        self._is_usable = True
        self._has_network = False
        self._heard = False
        self._answer: Event | None = None
        self._closed: events.Closed | None = None
        self._last_resort: float | None = None
        self._process.write(self._protocol.hello(time.monotonic()))

    def _ask(self, request: messages.Request | None) -> Any:
        """The answer to a request, to None the greeting."""
        if self._is_shut:
            raise RuntimeError("this worker has been closed")
        self._asking, self._cancelled = True, False
        try:
            return self._ask_once(request)
        except EngineError:
            # It may have left after its idle time just when it was asked.
            has_left = self._closed is not None and self._closed.exit_code == 0 and not self._heard
            if not has_left or self._cancelled:
                raise
            return self._ask_once(request)
        finally:
            self._asking = False

    def _ask_once(self, request: messages.Request | None) -> Any:
        greeting = self._get_ready()
        if request is None:
            return greeting
        if isinstance(request, messages.Segment) and not self._has_network and self._choice is not None:
            self._send(messages.Load(self._choice))
        return self._send(request)

    def _get_ready(self) -> events.Hello:
        """Have a worker that has said hello."""
        while self._step(0):
            pass
        has_failed_to_start = isinstance(self._answer, events.Failed)
        if (self._protocol.closed or not self._is_usable) and not has_failed_to_start:
            self._process.close()
            self._start()
        if self._greeting is None:
            self._is_usable = False
            self._greeting = self._wait()
            self._is_usable = True
        return self._greeting

    def _send(self, request: messages.Request) -> Event:
        if self._cancelled:
            raise EngineError(CANCELLED)
        self._heard = False
        self._answer = self._closed = None
        self._process.write(self._protocol.send(request, time.monotonic()))
        answer = self._wait()
        if isinstance(answer, events.Loaded | events.Unloaded):
            self._has_network = isinstance(answer, events.Loaded)
        return answer

    def _wait(self) -> Event:
        """The answer to the request under way; whatever interrupts the waiting cancels the request."""
        try:
            while self._answer is None:
                self._step(_STEP)
        except BaseException:
            self._abandon()
            raise
        answer, self._answer = self._answer, None
        if isinstance(answer, events.Failed):
            raise EngineError(answer.failure)
        return answer

    def _abandon(self) -> None:
        self._on_event, told = _nobody_listens, self._on_event
        try:
            self._process.write(self._protocol.cancel(time.monotonic()))
            while self._protocol.busy:
                self._step(_STEP)
        except BaseException:
            # Ctrl-C once more: now.
            self._process.end()
            raise
        finally:
            self._on_event = told

    def _step(self, longest: float) -> bool:
        """Take one piece of news, waiting for it as long as the protocol allows; whether there was one."""
        deadline, now = self._protocol.deadline, time.monotonic()
        wait = longest if deadline is None else min(longest, max(0.0, deadline - now))
        try:
            news = self._process.inbox.get(timeout=wait)
        except queue.Empty:
            news = None
        now = time.monotonic()
        told: list[Event] = []
        if news is not None:
            # Ctrl-C in here would leave the stream half read.
            was_usable, self._is_usable = self._is_usable, False
            told += news(self._protocol, now)
            self._is_usable = was_usable
        if self._cancelled and (buffers := self._protocol.cancel(now)):
            self._process.write(buffers)
        told += self._protocol.tick(now)
        if self._last_resort is not None and now > self._last_resort:
            # Not even force has ended it: a process that waits for a device cannot be ended.
            told += self._protocol.exited(None, now)
        for event in told:
            self._act_on(event, now)
        for event in told:
            # Failures are raised; one that another process makes good is nobody's concern.
            if not isinstance(event, events.Failed):
                self._on_event(event)
        return news is not None

    def _act_on(self, event: Event, now: float) -> None:
        if isinstance(event, events.EndProcess):
            self._last_resort = now + _LAST_RESORT
            self._process.end()
        elif isinstance(event, events.Closed):
            self._closed = event
            self._last_resort = None
        elif isinstance(event, events.Progress):
            self._heard = True
        elif event.request is not None and not isinstance(event, events.Log | events.Silent):
            self._answer = event


def _nobody_listens(event: Event) -> None:
    pass


def _wake(protocol: ClientProtocol, now: float) -> list[Event]:  # noqa: ARG001 - stands for news
    return []
