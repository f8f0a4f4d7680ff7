"""How long the GUI thread was busy at a stretch, and with what."""

from __future__ import annotations

import faulthandler
import gc
import tempfile
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtCore

if TYPE_CHECKING:
    from typing_extensions import Self

_BEAT_MS = 5
_LOOK_S = 0.01


class Heartbeat:
    """Beats in the event loop for as long as its block runs.

    Attributes:
        longest: longest time in seconds between two turns of the event loop; calls from the block count too.
        longest_processor: the same in processor time of the GUI thread; less where other processes got in.
        culprits: what it was doing when it had been busy for longer than `limit` seconds: (seconds, stack).
    """

    def __init__(self, limit: float = 0.1) -> None:
        self.limit = limit
        self.longest = 0.0
        self.longest_processor = 0.0
        self.culprits: list[tuple[float, str]] = []
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._done = threading.Event()
        self._at = (0.0, 0.0)

    def __enter__(self) -> Self:
        # What other tests have left in this process is nothing that a Slicer would have to look through.
        gc.collect()
        gc.freeze()
        self._at = (time.perf_counter(), time.thread_time())
        self._timer.start()
        thread = threading.get_ident()
        self._watch = threading.Thread(target=self._look, args=(thread,), daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beat()
        self._timer.stop()
        self._done.set()
        self._watch.join()
        gc.unfreeze()

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        wall, processor = (later - earlier for later, earlier in zip(now, self._at, strict=True))
        # The event loop sleeps until the next beat; that is no work.
        self.longest = max(self.longest, wall - _BEAT_MS / 1000)
        self.longest_processor = max(self.longest_processor, processor)
        self._at = now

    def _look(self, thread: int) -> None:
        """From a thread of the bench: note the stack of a busy GUI thread."""
        noted = 0.0
        while not self._done.wait(_LOOK_S):
            since = self._at[0]
            busy = time.perf_counter() - since
            if busy > self.limit and since != noted:
                noted = since
                self.culprits.append((busy, _stack_of(thread)))

    def __str__(self) -> str:
        stacks = "\n".join(f"after {seconds * 1000:.0f} ms:\n{stack}" for seconds, stack in self.culprits)
        times = (
            f"{self.longest * 1000:.0f} ms, of them {self.longest_processor * 1000:.0f} ms of processor time"
        )
        return f"the GUI thread was busy for up to {times}\n{stacks}"


def _stack_of(thread: int) -> str:
    """What a thread is doing, innermost call first.

    Not by `sys._current_frames`: whoever holds a frame keeps its QPainter alive past the end of the paint
    event, which ends the process. faulthandler only looks.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        stacks = file.read().decode(errors="replace").split("\n\n")
    return next((stack for stack in stacks if f"{thread:x}" in stack.split("\n", 1)[0]), "")
