"""A small process beside the worker that ends it when nobody needs it any more.

A thread of the worker could not do this: while a library computes without giving up Python's interpreter
lock, no other thread runs. The guard ends the worker's tree when the client is gone (its end of the pipe
closed, or its process ended), and ends what a killed worker has left behind.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time

from InvertSegLib.worker import processes

_INTERVAL = 0.25
# A client that closes the pipe in good order has asked the worker to leave; this long it may take.
_GRACE = 0.5


def start() -> int | None:
    """Start the guard of this process; call it before there are threads.

    Returns:
        its process id, None on systems without fork, where the worker's reader thread has to do.
    """
    if not hasattr(os, "fork"):
        return None
    worker, client = os.getpid(), os.getppid()
    token = os.environ.get(processes.TOKEN_VARIABLE, "")
    pid = os.fork()
    if pid:
        return pid
    try:
        _watch(worker, client, token)
    finally:
        os._exit(0)


def stop(pid: int | None) -> None:
    """End the guard, so that the worker can leave in good order."""
    if pid is not None:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _watch(worker: int, client: int, token: str) -> None:
    # Out of the worker's session, so that what ends the group does not end its guard first.
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _let_go_of_streams()
    poll = select.poll()
    # Asked for nothing, it still tells that the other end is closed.
    poll.register(0, getattr(select, "POLLRDHUP", 0))
    while os.getppid() == worker:
        for _, what in poll.poll(_INTERVAL * 1000):
            if what & select.POLLNVAL:
                poll.unregister(0)
            elif what:
                _wait_for_end(worker)
                processes.end_tree(worker, token)
                return
        if processes.parent_of(worker) not in (client, None):
            break
    processes.end_tree(worker, token)


def _wait_for_end(worker: int) -> None:
    end = time.monotonic() + _GRACE
    while os.getppid() == worker and time.monotonic() < end:
        time.sleep(0.02)


def _let_go_of_streams() -> None:
    """Keep nothing open but the pipe from the client: its other pipes have to close with the worker."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.closerange(3, 256)
