"""The client's side of the protocol, without input and output.

Whoever carries it (threads, asyncio, Qt's event loop) writes the buffers that it returns to the worker's
standard input, hands it what comes from standard output and standard error, tells the end of the process,
and calls `tick` when `deadline` has come. It answers with events. `EndProcess` is the one that asks the
carrier to act. Times are seconds of a monotonic clock, passed in; nothing here waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.worker import events, failures
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.frames import Buffer, FrameDecoder, encode
from InvertSegLib.worker.lines import LineSplitter
from InvertSegLib.worker.messages import PROTOCOL, Cancel, Quit, Request, SayHello, frame_of_request
from InvertSegLib.worker.watch import Patience, Watch

CANCELLED = Failure("cancelled", "The run was cancelled.")


@dataclass
class _Pending:
    """The request that waits for its answer."""

    number: int
    began: float
    watch: Watch
    cancel_deadline: float | None = None
    failure: Failure | None = None  # held back for its last words
    failure_due: float = 0.0


class ClientProtocol:
    """Requests in, bytes out; bytes in, events out. One process, one request at a time.

    Args:
        patience: how long to wait for what.
    """

    def __init__(self, *, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._decoder = FrameDecoder()
        self._stderr = LineSplitter()
        self._log: deque[str] = deque(maxlen=failures.LOG_LINES)
        self._number = 0
        self._pending: _Pending | None = None
        self._doom: Failure | None = None
        self._last_words: Failure | None = None
        self._greeted = False
        self._leaving = False
        self._closed = False

    # ------------------------------------------------------------------ what the host asks

    @property
    def busy(self) -> bool:
        """Whether a request waits for its answer."""
        return self._pending is not None

    @property
    def closed(self) -> bool:
        """Whether the process is gone."""
        return self._closed

    @property
    def stage(self) -> str:
        """What is going on, empty when nothing is."""
        return self._pending.watch.stage if self._pending else ""

    @property
    def deadline(self) -> float | None:
        """When `tick` has to be called next, None while there is nothing to wait for."""
        pending = self._pending
        if pending is None or self._doom is not None:
            return None
        times = [pending.watch.deadline]
        if pending.cancel_deadline is not None:
            times.append(pending.cancel_deadline)
        if pending.failure is not None:
            times.append(pending.failure_due)
        return min(times)

    def hello(self, now: float) -> list[Buffer]:
        """The greeting, which has to be the first request."""
        return self.send(SayHello(PROTOCOL), now)

    def send(self, request: Request, now: float) -> list[Buffer]:
        """Begin a request.

        Returns:
            the buffers to write, in order; views of the request's arrays, which must not change until the
            answer has come.

        Raises:
            RuntimeError: another request is under way, or the process is gone.
        """
        if self._pending is not None or self._closed:
            raise RuntimeError("one request at a time, and none to a process that is gone")
        buffers = encode(frame_of_request(self._number + 1, request))
        self._number += 1
        self._log.clear()
        limit = self._patience.limit if self._greeted else self._patience.greeting
        watch = Watch(request.stage, now, self._patience.silence, limit)
        self._pending = _Pending(self._number, now, watch)
        return buffers

    def cancel(self, now: float) -> list[Buffer]:
        """Stop the request under way: in good time by itself, or by force; nothing when there is none."""
        pending = self._pending
        if pending is None or pending.cancel_deadline is not None or self._closed:
            return []
        pending.cancel_deadline = now + self._patience.cancel
        return encode(frame_of_request(pending.number, Cancel()))

    def quit(self) -> list[Buffer]:
        """Ask the worker to leave; its end will come as `Closed`."""
        if self._closed:
            return []
        self._leaving = True
        return encode(frame_of_request(0, Quit()))

    # ------------------------------------------------------------------ what the carrier tells

    def receive(self, data: bytes | bytearray | memoryview, now: float) -> list[Event]:
        """Bytes from the worker's standard output."""
        if self._doom is not None or self._closed:
            return []
        self._heard(now)
        told: list[Event] = []
        try:
            for frame in self._decoder.feed(data):
                told += self._take(events.event_of_frame(frame), now)
        except EngineError as error:
            told += self._condemn(error.failure)
        return told

    def receive_stderr(self, data: bytes, now: float) -> list[Event]:
        """Bytes from the worker's standard error, which become log lines."""
        self._heard(now)
        return self._lines(self._stderr.feed(data))

    def exited(self, exit_code: int | None, now: float) -> list[Event]:  # noqa: ARG002 - all inputs have one
        """The process is gone, and all that it wrote has been received."""
        if self._closed:
            return []
        told = self._lines(self._stderr.rest())
        self._closed = True
        failure = self._doom
        pending = self._pending
        if failure is None and pending is not None:
            failure = CANCELLED if pending.cancel_deadline is not None else pending.failure
        if failure is None and (pending is not None or not (self._leaving or exit_code == 0)):
            failure = self._last_words or failures.failure_of_exit(
                exit_code, tuple(self._log), self.stage, self._greeted
            )
        if pending is not None and failure is not None:
            told += self._fail(failure)
        return [*told, events.Closed(None, exit_code, failure)]

    def tick(self, now: float) -> list[Event]:
        """Time has passed."""
        pending = self._pending
        if pending is None or self._doom is not None or self._closed:
            return []
        if pending.failure is not None and now >= pending.failure_due:
            return self._fail(pending.failure)
        if pending.cancel_deadline is not None and now >= pending.cancel_deadline:
            return self._condemn(CANCELLED)
        watch = pending.watch
        if watch.stalled(now):
            return self._condemn(_stalled(watch.stage, watch.silence(now)))
        silence = watch.silent_for(now)
        return [] if silence is None else [events.Silent(pending.number, watch.stage, silence)]

    # ------------------------------------------------------------------ inside

    def _heard(self, now: float) -> None:
        if self._pending is not None:
            self._pending.watch.heard(now)

    def _take(self, event: Event, now: float) -> list[Event]:
        pending = self._pending
        if isinstance(event, events.Log):
            self._log.append(event.text)
            return [event]
        if isinstance(event, events.Failed) and event.request is None:
            # No request's failure: the worker could not read what was sent.
            return self._condemn(event.failure)
        if pending is None or event.request != pending.number:
            return []
        if isinstance(event, events.Progress):
            remaining = pending.watch.progress(event.stage, event.fraction, now)
            return [replace(event, remaining=remaining)]
        if pending.cancel_deadline is not None:
            # An answer that crossed the cancel: the user has asked for none.
            return self._fail(CANCELLED)
        return self._take_answer(event, pending, now)

    def _take_answer(self, event: Event, pending: _Pending, now: float) -> list[Event]:
        if isinstance(event, events.Failed):
            pending.failure = event.failure
            pending.failure_due = now + self._patience.last_words
            return []
        if isinstance(event, events.Hello):
            if event.protocol != PROTOCOL:
                return self._condemn(_other_protocol(event))
            self._greeted = True
        if isinstance(event, events.Result):
            event = _with_transfer(event, now - pending.began)
        self._pending = None
        return [event]

    def _lines(self, lines: list[str]) -> list[Event]:
        for failure in filter(None, map(failures.failure_in, lines)):
            self._last_words = failure
        lines = [line for line in lines if failures.failure_in(line) is None]
        self._log.extend(lines)
        number = self._pending.number if self._pending else None
        return [events.Log(number, line) for line in lines]

    def _condemn(self, failure: Failure) -> list[Event]:
        self._doom = failure
        return [events.EndProcess(self._pending.number if self._pending else None, failure)]

    def _fail(self, failure: Failure) -> list[Event]:
        number = self._pending.number if self._pending else None
        self._pending = None
        # What was printed comes before what the failure itself brings (its traceback).
        fresh = [line for line in self._log if line not in failure.log]
        log = (*fresh, *failure.log)[-failures.LOG_LINES :]
        return [events.Failed(number, replace(failure, log=log))]


def _with_transfer(event: events.Result, seconds: float) -> events.Result:
    """With the time that the worker could not measure, so that the stages add up to the whole."""
    timings = dict(event.result.timings)
    timings["transfer"] = max(0.0, seconds - sum(timings.values()))
    return replace(event, result=replace(event.result, timings=timings))


def _stalled(stage: str, seconds: float) -> Failure:
    return Failure(
        "stalled",
        f"Nothing was heard from the worker for {seconds:.0f} seconds while {stage}, so it was ended.",
        "Run it again; if it stays, try the fast model or another device.",
    )


def _other_protocol(event: events.Hello) -> Failure:
    theirs = event.versions.get("InvertSeg", "unknown")
    return Failure(
        "protocol_mismatch",
        f"The worker is of InvertSeg {theirs} and speaks version {event.protocol} of the protocol, "
        f"not version {PROTOCOL}.",
        "Install the same version of InvertSeg on both sides.",
    )
