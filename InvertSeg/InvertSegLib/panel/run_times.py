"""How long the network takes, as its last run told."""

from __future__ import annotations

from typing import Any

from InvertSegLib.session.run import Outcome, Run
from InvertSegLib.session.signal import Signal

# Stages that the next run with a network in memory has not.
_LOADING = frozenset({"importing", "loading", "loading weights"})


class RunTimes:
    """Remembers how long the last run of each network took on a volume of some size.

    Args:
        session: runs them.

    Attributes:
        changed: emitted without arguments when there is another answer.
    """

    def __init__(self, session: Any) -> None:
        self.changed = Signal()
        self._session = session
        self._known: dict[tuple[Any, ...], float] = {}
        self._running: tuple[Any, ...] | None = None
        session.run_changed.connect(self._on_run)
        session.finished.connect(self._on_finished)

    def close(self) -> None:
        """Listen no more."""
        self._session.run_changed.disconnect(self._on_run)
        self._session.finished.disconnect(self._on_finished)

    @property
    def seconds(self) -> float | None:
        """Of one run of the chosen network, in memory already, on the chosen volume; None where unknown."""
        return self._known.get(self._what())

    def _what(self) -> tuple[Any, ...]:
        parameters, facts = self._session.parameters, self._session.volume_facts
        names = ("host", "engine", "task", "quality", "model", "device")
        return (*(getattr(parameters, name) for name in names), facts.shape if facts else None)

    def _on_run(self, run: Run) -> None:
        if run.busy and self._running is None:
            self._running = self._what()

    def _on_finished(self, outcome: Outcome) -> None:
        running, self._running = self._running, None
        if outcome.segmentation is None or running is None:
            return
        told = outcome.segmentation.provenance
        seconds = sum(took for stage, took in told.get("seconds", {}).items() if stage not in _LOADING)
        runs = len(told["ensemble"]["settings"]) if "ensemble" in told else 1
        self._known[running] = seconds / runs
        self.changed.emit()
