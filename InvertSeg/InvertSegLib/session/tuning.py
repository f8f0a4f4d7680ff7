"""Tuning by a session: one setting after the other on its warm worker, and nothing waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from InvertSegLib.errors import EngineError, Failure, InputError, InvertSegError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.candidates import Candidate, candidates
from InvertSegLib.review.ranking import SettingScore
from InvertSegLib.review.steps import coarse_steps, coarse_volume
from InvertSegLib.review.tune import Proposal, Trial, Tuning
from InvertSegLib.session.run import Outcome
from InvertSegLib.session.session import Session
from InvertSegLib.session.signal import Signal
from InvertSegLib.volume.volume import Volume

# Results are judged on a grid of at most so many voxels, so that each look takes a few milliseconds.
_MOST_JUDGED = 1 << 19
# How long the host's event loop is kept at a time, and what it then has for itself.
_TURN, _PAUSE = 0.015, 0.005

Later = Callable[[float, Callable[[], Any]], Any]


@dataclass(frozen=True)
class TuningState:
    """How tuning is going, to be shown beside the session's own `run`.

    Attributes:
        busy: whether it is under way.
        name: of the setting that is tried, empty between two.
        done: settings that were tried or cannot be.
        total: settings in all.
        remaining: estimated seconds to the end; None where nothing is known yet.
    """

    busy: bool = False
    name: str = ""
    done: int = 0
    total: int = 0
    remaining: float | None = None


class SessionTuning:
    """Drives a session through settings; for the session's thread.

    The session's parameters stay as they are, and its `finished` tells the outcome of each run to whoever
    listens: results of runs that nobody has started for himself are to be ignored while `state.busy`.

    Args:
        session: runs the network with its engine, model and structures.
        call_later: has the host's event loop call a function after some seconds (`Carrier.call_later`).

    Attributes:
        changed: emitted with the `TuningState`.
        tried: emitted with each `Trial`.
        finished: emitted with the `Proposal` (None where nothing was tried) and the `Failure` that ended it
            (None where it came to its end, or was stopped).
    """

    def __init__(self, session: Session, call_later: Later) -> None:
        self.changed, self.tried, self.finished = Signal(), Signal(), Signal()
        self._session = session
        self._call_later = call_later
        self._tuning: Tuning | None = None
        self._network: tuple[Any, ...] = ()
        self._busy = self._stopped = False
        self._running: Candidate | None = None
        self._started = 0.0
        session.finished.connect(self._on_outcome)

    @property
    def state(self) -> TuningState:
        """How it is going."""
        tuning = self._tuning
        if tuning is None:
            return TuningState()
        total = len(tuning.candidates)
        name = self._running.name if self._running else ""
        return TuningState(self._busy, name, total - len(tuning.remaining), total, tuning.expected_seconds)

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What was tried so far."""
        return tuple(self._tuning.trials) if self._tuning else ()

    @property
    def scores(self) -> tuple[SettingScore, ...]:
        """Of what was tried so far, the best first; they change with each setting that is tried."""
        return self._tuning.scores() if self._tuning else ()

    def start(self, volume: Volume, effort: str = "full") -> None:
        """Begin; where this very volume was being tuned with these settings, go on.

        Args:
            volume: the MRI, voxels (K, J, I); its memory must not change until the end.
            effort: see `review.candidates`; histogram matching is left out, which the session does not run.

        Raises:
            InvertSegError: the settings make no sense, the volume is no scan, or the session is not ready;
                nothing has begun.
            RuntimeError: a run or a tuning is under way.
        """
        if self._busy or self._session.run.busy:
            raise RuntimeError("one run at a time")
        before = self._tuning, self._network
        try:
            tuning = self._continued(volume, effort)
            _ = tuning.body  # a volume that is no scan is refused now
            self._tuning, self._busy, self._stopped = tuning, True, False
            self._next()
        except InvertSegError:
            self._busy = False
            self._tuning, self._network = before
            raise
        self.changed.emit(self.state)

    def stop(self) -> None:
        """Try no more, and propose from what was tried; nothing happens when it is not under way."""
        if self._busy and not self._stopped:
            self._stopped = True
            if self._running is not None:
                self._session.cancel()

    def forget(self) -> None:
        """Let go of all that was tried; what is under way ends without a proposal."""
        self.stop()
        self._tuning, self._busy = None, False
        self.changed.emit(self.state)

    def use(self, name: str) -> None:
        """Set the session's inversion to that of a setting that was tried."""
        trial = next(trial for trial in self.trials if trial.candidate.name == name)
        self._session.update(inversion=trial.candidate.parameters)

    def close(self) -> None:
        """Listen no more; what is under way ends without a word."""
        self._session.finished.disconnect(self._on_outcome)
        self._busy = False

    # ------------------------------------------------------------------ inside

    def _continued(self, volume: Volume, effort: str) -> Tuning:
        steps = coarse_steps(volume.voxels.shape, volume.spacing, _MOST_JUDGED)
        parameters = self._session.parameters
        tried = tuple(
            candidate
            for candidate in candidates(coarse_volume(volume, steps), parameters.inversion, effort)
            if not candidate.transforms
        )
        before, network = self._tuning, _network_of(parameters)
        if before is not None and before.volume is volume and self._network == network:
            known = {trial.candidate.name: trial.candidate for trial in before.trials}
            if all(known.get(candidate.name, candidate) == candidate for candidate in tried):
                before.candidates = tried
                return before
        self._network = network
        return Tuning(volume, tried, parameters.structures, steps)

    def _next(self) -> None:
        remaining = self._tuning.remaining
        if self._stopped or not remaining:
            self._propose(None)
            return
        self._running, self._started = remaining[0], time.monotonic()
        try:
            self._session.start(self._tuning.volume, remaining[0].parameters)
        except BaseException:
            self._running = None
            raise

    def _on_outcome(self, outcome: Outcome) -> None:
        candidate, self._running = self._running, None
        if not self._busy or candidate is None:
            return
        if outcome.segmentation is not None:
            self._judge(candidate, outcome.segmentation)
        elif outcome.cancelled:
            self._propose(None)
        elif outcome.failure.kind == "bad_request" and self._tuning.trials:
            # The network is there and has answered before: it is the volume that this setting does not suit.
            self._tuning.fail(candidate, InputError(outcome.failure.sentence))
            self._go_on()
        else:
            self._propose(outcome.failure)

    def _judge(self, candidate: Candidate, segmentation: Segmentation) -> None:
        seconds = time.monotonic() - self._started

        tuning = self._tuning

        def taken(trial: Trial) -> None:
            self.tried.emit(trial)
            # In a turn of its own: those who listen have made a picture just now.
            self._call_later(0.0, lambda: self._go_on() if self._busy and self._tuning is tuning else None)

        self._do(tuning.take_in_steps(candidate, segmentation, seconds), taken)

    def _go_on(self) -> None:
        try:
            self._next()
        except EngineError as error:
            self._propose(error.failure)
        except (InvertSegError, RuntimeError) as error:
            # Somebody has started a run of his own meanwhile, or closed the session.
            self._propose(Failure("bad_request", f"Tuning could not go on: {error}."))
        else:
            self.changed.emit(self.state)

    def _propose(self, failure: Failure | None) -> None:
        def proposed(proposal: Proposal | None) -> None:
            self._busy = False
            self.changed.emit(self.state)
            self.finished.emit(proposal, failure)

        if self._tuning.trials:
            self._do(self._tuning.proposal_in_steps(), proposed)
        else:
            self._call_later(0.0, lambda: proposed(None))

    def _do(self, steps: Generator[None, None, Any], then: Callable[[Any], Any]) -> None:
        """Work through steps in short turns of the event loop."""

        def turn() -> None:
            until = time.monotonic() + _TURN
            try:
                while time.monotonic() < until:
                    next(steps)
            except StopIteration as end:
                if self._busy:
                    then(end.value)
                return
            if self._busy:
                self._call_later(_PAUSE, turn)

        self._call_later(0.0, turn)


def _network_of(parameters: Any) -> tuple[Any, ...]:
    names = ("engine", "task", "quality", "model", "structures", "host")
    return tuple(getattr(parameters, name) for name in names)
