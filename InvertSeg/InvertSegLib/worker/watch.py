"""The client's clockwork: who has been silent for how long, and when will a stage be done.

Times are seconds of any monotonic clock, passed in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """How long a client waits for what, in seconds.

    Attributes:
        silence: after this long without a word, and again each time it has passed, a `Silent` event tells.
        limit: after this long without a word the worker counts as stalled and is ended; None for never.
        greeting: the limit for the first answer of a fresh process.
        cancel: how long a worker may take to stop by itself after a cancel, before it is ended by force.
        last_words: how long a failure waits for lines of standard error that are still under way.
    """

    silence: float = 60.0
    limit: float | None = None
    greeting: float = 120.0
    cancel: float = 1.0
    last_words: float = 0.1


class Watch:
    """Watches one request."""

    def __init__(self, stage: str, now: float, silence: float, limit: float | None) -> None:
        self.stage = stage
        # Stage to when it was first heard of, and its last fraction.
        self._began: dict[str, tuple[float, float]] = {}
        self._heard = now
        self._interval = silence
        self._limit = limit
        self._next_silence = now + silence

    def heard(self, now: float) -> None:
        """Something came from the worker."""
        self._heard = now
        self._next_silence = now + self._interval

    def progress(self, stage: str, fraction: float | None, now: float) -> float | None:
        """The worker said how far a stage is; the estimated seconds until its end are returned."""
        self.stage = stage
        began, before = self._began.get(stage, (now, 0.0))
        if fraction is not None and fraction < before:
            # The same work once more, as for the next of several networks.
            began = now
        self._began[stage] = (began, before if fraction is None else fraction)
        elapsed = now - began
        # The first per cents are mostly warming up, and say little about the rest.
        if fraction is None or fraction < 0.02 or elapsed <= 0:
            return None
        return max(0.0, elapsed * (1 - fraction) / fraction)

    def silence(self, now: float) -> float:
        """Seconds since anything came."""
        return now - self._heard

    def silent_for(self, now: float) -> float | None:
        """Seconds of silence when it is time to tell, else None."""
        if now < self._next_silence:
            return None
        self._next_silence = now + self._interval
        return self.silence(now)

    def stalled(self, now: float) -> bool:
        """Whether the silence has reached the limit."""
        return self._limit is not None and self.silence(now) >= self._limit

    @property
    def deadline(self) -> float:
        """When to look again."""
        if self._limit is None:
            return self._next_silence
        return min(self._next_silence, self._heard + self._limit)
