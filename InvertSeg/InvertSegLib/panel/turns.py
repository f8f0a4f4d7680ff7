"""Work in short turns of the event loop, for which nobody has to wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

import qt

# How long the event loop is kept at a time, and what it then has for itself.
_TURN = 0.015
_PAUSE_MS = 5


class Turns:
    """Works through one iterator at a time, of which each step is short; its results are its own affair."""

    def __init__(self) -> None:
        self._steps: Iterator[object] | None = None
        self._timer = qt.QTimer()
        self._timer.setInterval(_PAUSE_MS)
        self._timer.connect("timeout()", self._turn)

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return self._steps is not None

    def begin(self, steps: Iterator[object]) -> None:
        """Work through these, in place of those before."""
        self._steps = steps
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._steps = None
        self._timer.stop()

    def _turn(self) -> None:
        steps, until = self._steps, time.monotonic() + _TURN
        try:
            while self._steps is steps and steps is not None and time.monotonic() < until:
                next(steps)
        except StopIteration:
            if self._steps is steps:
                self.stop()
        except Exception:
            self.stop()
            raise
