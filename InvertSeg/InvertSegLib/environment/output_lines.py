"""Reading what a program prints, line by line, without waiting for it."""

from __future__ import annotations

import queue
import subprocess
import threading
from collections.abc import Callable, Iterator

_TICK = 0.25  # seconds


def lines_of(process: subprocess.Popen, on_tick: Callable[[], None]) -> Iterator[str]:
    """The lines of a program's output (text) until it closes it.

    Args:
        process: with a pipe as its standard output.
        on_tick: called a few times a second while it prints nothing, by the thread that reads.
    """
    said: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        for line in process.stdout:
            said.put(line.rstrip())
        said.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=_TICK)
        except queue.Empty:
            on_tick()
            continue
        if line is None:
            return
        yield line
