"""Ends this process when whoever started it has gone: then its standard input closes."""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
import time

CANCELLED = 130
_PATIENCE = 5.0  # seconds for tidying up


def end_with_parent() -> None:
    """From now on a closed standard input, or SIGTERM, is taken as Ctrl-C, and ends it where that does not.

    Only a pipe is watched: a terminal or /dev/null says nothing about who started this. What this process has
    started ends with it (`guard`).
    """
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        threading.Thread(target=_watch, daemon=True).start()


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _watch() -> None:
    # The descriptor, not sys.stdin: a thread that holds the lock of sys.stdin keeps Python from ending.
    while os.read(0, 4096):
        pass
    if os.name != "nt":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE)
    # Windows wakes nobody who waits for a pipe. What lies half-made is cleared by the next installation.
    os._exit(CANCELLED)
