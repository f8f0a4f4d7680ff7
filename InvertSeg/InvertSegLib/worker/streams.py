"""The worker's standard streams: the pipes belong to frames, whatever libraries print."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from InvertSegLib.worker.frames import Buffer, write_all


@dataclass
class FramePipes:
    """File descriptors that frames come from and go to.

    Attributes:
        source: what the client writes to.
        target: what the client reads from.
    """

    source: int
    target: int
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, buffers: Iterable[Buffer]) -> None:
        """Write one frame, whole, from any thread.

        Raises:
            OSError: the client does not listen any more.
        """
        with self._lock:
            write_all(self.target, buffers)


def claim() -> FramePipes:
    """Take standard input and output for frames.

    From now on, all that this process and its children print goes to standard error, also what compiled
    code writes to descriptor 1, and reading standard input gives nothing. Crashes in compiled code leave
    their Python stack on standard error.
    """
    sys.stdout.flush()
    source, target = os.dup(0), os.dup(1)
    if os.name == "nt":
        import msvcrt

        for descriptor in (source, target):
            msvcrt.setmode(descriptor, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        # A line is sent when it is written, or a crash would take it along.
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    faulthandler.enable(all_threads=True)
    return FramePipes(source, target)
