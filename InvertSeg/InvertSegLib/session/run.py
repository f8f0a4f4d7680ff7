"""How a run is going, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from InvertSegLib.errors import Failure
from InvertSegLib.labels.segmentation import Segmentation

IDLE = "idle"
STARTING = "starting"
RUNNING = "running"
CANCELLING = "cancelling"


@dataclass(frozen=True)
class Run:
    """The state of the run under way, as it is to be shown.

    Attributes:
        state: "idle", "starting" (no worker has answered yet), "running" or "cancelling".
        stage: what is being done ("starting", "loading weights", "inverting", "network"...), empty when idle.
        fraction: how much of the stage is done, 0..1; None where it cannot tell.
        remaining: estimated seconds until the stage's end, None where unknown.
        message: what exactly is being done, or how long it has been silent; may be empty.
        log: the last lines that the engine printed, newest last; they stay until the next run.
        warm: a network is in memory, and the next run with it starts at once; see `Session.release`.
    """

    state: str = IDLE
    stage: str = ""
    fraction: float | None = None
    remaining: float | None = None
    message: str = ""
    log: tuple[str, ...] = ()
    warm: bool = False

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self.state != IDLE


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a run ended; exactly one of the three is there.

    Attributes:
        segmentation: what was found, on the input's own grid.
        failure: what went wrong, in words, with the log's tail.
        cancelled: the user has cancelled it.
    """

    segmentation: Segmentation | None = None
    failure: Failure | None = None
    cancelled: bool = False
