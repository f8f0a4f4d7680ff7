"""Runs one volume after the other through a worker that stays warm between them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.pipeline import SegmentationRequest, segmentation_of, stages
from InvertSegLib.session.carrier import CarrierFactory
from InvertSegLib.session.environments import Environments
from InvertSegLib.session.link import Link
from InvertSegLib.session.places import command_for
from InvertSegLib.session.run import CANCELLING, IDLE, RUNNING, STARTING, Outcome, Run
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.wording import without_commands
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.watch import Patience

_LOG_LINES = 200


@dataclass(frozen=True, eq=False)
class Job:
    """A run: a volume, everything that decides what comes out, and the machine that computes it."""

    volume: Volume
    request: SegmentationRequest
    host: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Host and engine: what a worker is made for."""
        return self.host, self.request.choice.engine


class Runner:
    """Has one worker at a time and gives it one job at a time; nothing waits.

    Args:
        carrier_factory: makes a carrier for each process.
        environments: where the engines are.
        patience: how long to wait for what.
        clock: seconds, monotonic.

    Attributes:
        changed: emitted with the `Run`.
        finished: emitted with the `Outcome`, after the run has become idle.
        log: emitted with one or more lines that the engine printed.
    """

    def __init__(
        self,
        carrier_factory: CarrierFactory,
        environments: Environments,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.changed, self.finished, self.log = Signal(), Signal(), Signal()
        self._new_carrier = carrier_factory
        self._environments = environments
        self._patience = patience
        self._clock = clock
        self._run = Run()
        self._lines: deque[str] = deque(maxlen=_LOG_LINES)
        self._job: Job | None = None
        self._link: Link | None = None
        self._place: tuple[str, str] | None = None  # what the link's process runs, and where
        self._greeted = False
        self._loaded: events.Loaded | None = None
        self._network: object = None  # the choice that is in the worker's memory
        self._leaving: list[Link] = []
        self._may_have_left = False

    @property
    def run(self) -> Run:
        """How it is going."""
        return replace(self._run, log=tuple(self._lines), warm=self._network is not None)

    def start(self, job: Job) -> None:
        """Begin a job; it ends with `finished`.

        Raises:
            EngineError: of kind "no_environment", and nothing has begun.
        """
        if self._job is not None:
            raise RuntimeError("one run at a time")
        is_warm = self._link is not None and self._place == job.place and self._greeted
        command = () if is_warm else self._command(job)
        self._job = job
        self._lines.clear()
        self._may_have_left = is_warm
        self._run = Run(STARTING, "starting")
        if is_warm:
            self._load()
        else:
            self._begin(job, command)
        self.changed.emit(self.run)

    def cancel(self) -> None:
        """Stop the run, within two seconds; nothing happens when there is none."""
        if self._job is None or self._run.state == CANCELLING:
            return
        self._run = replace(self._run, state=CANCELLING, message="", remaining=None)
        if self._greeted:
            self._link.cancel()
        else:
            # A process that has not said hello yet has nothing to lose.
            self._link.abort()
        self.changed.emit(self.run)

    def release(self) -> None:
        """Give the network's memory back by letting the worker go; nothing happens during a run."""
        if self._job is None and self._link is not None:
            self._let_go()
            self.changed.emit(self.run)

    def close(self) -> None:
        """End the worker now; a run under way ends as cancelled."""
        for link in (self._link, *self._leaving):
            if link is not None:
                link.end()
        self._forget()
        if self._job is not None:
            self._finish(Outcome(cancelled=True))

    # ------------------------------------------------------------------ the worker

    def _command(self, job: Job) -> Sequence[str]:
        return command_for(self._environments, job.request.choice.engine, job.host)

    def _begin(self, job: Job, command: Sequence[str]) -> None:
        if self._link is not None:
            self._let_go()
        link = Link(
            self._new_carrier(),
            lambda told: self._hear(link, told),
            patience=self._patience,
            clock=self._clock,
        )
        self._link, self._place = link, job.place
        link.start(command, self._environments.variables())

    def _let_go(self) -> None:
        self._leaving.append(self._link)
        self._link.leave()
        self._forget()

    def _forget(self) -> None:
        self._link, self._place, self._greeted = None, None, False
        self._loaded = self._network = None

    def _load(self) -> None:
        choice = self._job.request.choice
        if choice != self._network:
            self._network = None
        self._run = replace(self._run, state=RUNNING, stage="loading", fraction=None)
        self._link.send(messages.Load(choice))

    def _segment(self) -> None:
        volume, request = self._job.volume, self._job.request
        self._run = replace(self._run, stage=messages.Segment.stage, fraction=None, message="")
        single = request.parameters if request.ensemble is None else None
        self._link.send(
            messages.Segment(volume.voxels, volume.ijk_to_ras, request.structures, single, request.ensemble)
        )

    # ------------------------------------------------------------------ what it says

    def _hear(self, link: Link, told: Sequence[Event]) -> None:
        if link is not self._link:
            if link.closed and link in self._leaving:
                self._leaving.remove(link)
            return
        before, outcome = self._run, None
        lines = [event.text for event in told if isinstance(event, events.Log)]
        for event in told:
            outcome = self._take(event) or outcome
        if outcome and self._has_left_before(told):
            self._may_have_left, outcome = False, None
            self._begin_again()
        if lines:
            self._lines.extend(lines)
            self.log.emit("\n".join(lines))
        if outcome and self._job is not None:
            self._finish(outcome)
        elif self._run != before or link.closed:
            self.changed.emit(self.run)

    def _take(self, event: Event) -> Outcome | None:
        """Act on an event; the outcome is returned when it ends the run."""
        if isinstance(event, events.Progress):
            self._may_have_left = False
            self._run = replace(
                self._run,
                stage=event.stage,
                fraction=event.fraction,
                remaining=event.remaining,
                message=event.message,
            )
        elif isinstance(event, events.Silent):
            seconds = f"{event.seconds:.0f}"
            self._run = replace(self._run, message=f"nothing heard for {seconds} s", remaining=None)
        elif isinstance(event, events.Hello):
            self._greeted = True
            self._load()
        elif isinstance(event, events.Loaded):
            self._loaded, self._network = event, self._job.request.choice
            self._segment()
        elif isinstance(event, events.Result):
            return self._outcome_of(event)
        elif isinstance(event, events.Failed):
            return _outcome_of_failure(event.failure)
        elif isinstance(event, events.Closed):
            self._forget()
            return _outcome_of_failure(event.failure) if event.failure and self._job else None
        return None

    def _outcome_of(self, event: events.Result) -> Outcome:
        timings = stages(self._loaded, event.result)
        return Outcome(segmentation_of(self._job.volume, self._job.request, event.result, timings))

    def _has_left_before(self, told: Sequence[Event]) -> bool:
        """Whether a warm worker had left after its idle time just when it was asked."""
        closed = next((event for event in told if isinstance(event, events.Closed)), None)
        is_wanted = self._run.state != CANCELLING
        return self._may_have_left and is_wanted and closed is not None and closed.exit_code == 0

    def _begin_again(self) -> None:
        self._run = Run(STARTING, "starting")
        try:
            self._begin(self._job, self._command(self._job))
        except EngineError as error:
            self._finish(_outcome_of_failure(error.failure))

    def _finish(self, outcome: Outcome) -> None:
        self._job = None
        self._run = Run(IDLE)
        self.changed.emit(self.run)
        self.finished.emit(outcome)


def _outcome_of_failure(failure: Failure) -> Outcome:
    if failure.kind == "cancelled":
        return Outcome(cancelled=True)
    return Outcome(failure=without_commands(failure))
