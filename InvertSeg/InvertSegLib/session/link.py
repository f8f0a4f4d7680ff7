"""One worker process as the session sees it: requests in, events out, nothing waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from InvertSegLib.session.carrier import Carrier, Timer
from InvertSegLib.worker import events
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.messages import Request
from InvertSegLib.worker.protocol import ClientProtocol
from InvertSegLib.worker.watch import Patience

# How long a process may take to be gone after it was ended by force, or asked to leave.
_LAST_RESORT = 3.0
_GOODBYE = 1.0


class Link:
    """Drives the protocol's client over a carrier. The greeting is sent by itself; its `Hello` comes first.

    Args:
        carrier: fresh, for this process alone.
        on_events: called from the carrier's event loop with the events that have come together, in order
            (never with `EndProcess`); `Closed` is the last one.
        patience: how long to wait for what.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        carrier: Carrier,
        on_events: Callable[[Sequence[Event]], Any],
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._carrier = carrier
        self._on_events = on_events
        self._clock = clock
        self._protocol = ClientProtocol(patience=patience)
        self._timer: Timer | None = None
        self._due = float("inf")
        self._last_resort: Timer | None = None
        carrier.on_output = lambda data: self._tell(self._protocol.receive(data, clock()))
        carrier.on_error_output = lambda data: self._tell(self._protocol.receive_stderr(data, clock()))
        carrier.on_exit = lambda code: self._tell(self._protocol.exited(code, clock()))

    @property
    def busy(self) -> bool:
        """Whether a request waits for its answer."""
        return self._protocol.busy

    @property
    def closed(self) -> bool:
        """Whether the process is gone."""
        return self._protocol.closed

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the process and greet it."""
        greeting = self._protocol.hello(self._clock())
        self._carrier.start(command, environment)
        self._carrier.write(greeting)
        self._watch()

    def send(self, request: Request) -> None:
        """Begin a request; one at a time, after the `Hello`."""
        self._carrier.write(self._protocol.send(request, self._clock()))
        self._watch()

    def cancel(self) -> None:
        """Stop the request under way: in good time by itself, or by force."""
        self._carrier.write(self._protocol.cancel(self._clock()))
        self._watch()

    def abort(self) -> None:
        """Stop the request under way by ending the process at once; it counts as cancelled."""
        self._protocol.cancel(self._clock())
        self.end()

    def leave(self) -> None:
        """Have an idle process go by itself, or by force if it does not."""
        if not self.closed:
            self._carrier.write(self._protocol.quit())
            self._carrier.call_later(_GOODBYE, self.end)

    def end(self) -> None:
        """End the process by force."""
        if self.closed:
            return
        self._carrier.end()
        if self._last_resort is None and not self.closed:
            # Not even force ends a process that waits for a device.
            self._last_resort = self._carrier.call_later(_LAST_RESORT, lambda: self._carrier.on_exit(None))

    def _tell(self, told: Sequence[Event]) -> None:
        for event in told:
            if isinstance(event, events.EndProcess):
                self.end()
            elif isinstance(event, events.Closed):
                self._stop_timers()
        public = [event for event in told if not isinstance(event, events.EndProcess)]
        if public:
            self._on_events(public)
        self._watch()

    def _watch(self) -> None:
        """Have `tick` called when the protocol's next deadline has come."""
        deadline = self._protocol.deadline
        if deadline is None or self.closed or (self._timer is not None and self._due <= deadline):
            # A timer that rings too early finds nothing to do, and sets the next one.
            return
        if self._timer is not None:
            self._timer.cancel()
        self._due = deadline
        self._timer = self._carrier.call_later(max(0.0, deadline - self._clock()), self._tick)

    def _tick(self) -> None:
        self._timer = None
        self._tell(self._protocol.tick(self._clock()))

    def _stop_timers(self) -> None:
        for timer in (self._timer, self._last_resort):
            if timer is not None:
                timer.cancel()
        self._timer = self._last_resort = None
