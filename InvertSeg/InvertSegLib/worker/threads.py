"""A worker's process, carried by threads: one for each pipe, one that waits for its end.

What comes from the process is put into one queue, so that the protocol is only ever touched by the thread
that takes from it. For hosts whose threads run freely (command line, batch, web server); inside Slicer
Python threads starve, and Qt's event loop carries the worker instead.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.worker import processes
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.frames import Buffer, write_all


class Listener(Protocol):
    """Who is told what comes from the process; `ClientProtocol` is one."""

    def receive(self, data: bytes, now: float) -> Sequence[Event] | None:
        """Bytes from standard output."""
        ...

    def receive_stderr(self, data: bytes, now: float) -> Sequence[Event] | None:
        """Bytes from standard error."""
        ...

    def exited(self, exit_code: int | None, now: float) -> Sequence[Event] | None:
        """The process is gone."""
        ...


class Inbox(Protocol):
    """Where news is put, from any thread."""

    def put(self, news: News) -> None:
        """Take a piece of news."""
        ...


# What a piece of news does to its listener, at a time.
News = Callable[[Listener, float], Any]
_CHUNK = 1 << 20
_PATIENCE = 2.0


class WorkerProcess:
    """A running worker; what it says arrives in `inbox`, its end last.

    Args:
        command: program and arguments.
        environment: all of its environment variables.
        inbox: where to put what it says, None for a queue.

    Raises:
        EngineError: of kind "no_environment" when the program cannot be started.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, inbox: Inbox | None = None
    ) -> None:
        self.inbox: Any = queue.SimpleQueue() if inbox is None else inbox
        self._outbox: queue.SimpleQueue[Sequence[Buffer] | None] = queue.SimpleQueue()
        self._token = processes.new_token()
        self._lock = threading.Lock()
        self._gone = False
        self._process = self._start(command, environment)
        self._threads = [
            self._thread(self._read, self._process.stdout.fileno(), "receive"),
            self._thread(self._read, self._process.stderr.fileno(), "receive_stderr"),
            self._thread(self._write),
        ]
        self._waiter = self._thread(self._wait)

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def write(self, buffers: Sequence[Buffer]) -> None:
        """Send buffers, in order, without waiting for them to be taken."""
        self._outbox.put(buffers)

    def end(self) -> None:
        """End the worker's whole process tree by force."""
        with self._lock:
            if not self._gone:
                processes.end_tree(self.pid, self._token)

    def close(self) -> None:
        """Leave nothing behind: no process, no thread, no open pipe."""
        self.end()
        self._outbox.put(None)
        self._waiter.join(_PATIENCE)
        for thread in self._threads:
            thread.join(_PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()

    def _start(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(
                list(command),
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                bufsize=0,
                # A pipe of Linux holds 64 KiB unless asked for more; each filling costs a change of process.
                pipesize=_CHUNK,
                **processes.start_options(environment, self._token),
            )
        except OSError as error:
            raise EngineError(
                Failure(
                    "no_environment",
                    f"The engine's Python cannot be started: {command[0]} ({error.strerror}).",
                    "Install the engine again with 'invertseg engines install NAME'.",
                )
            ) from error

    @staticmethod
    def _thread(target: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, name=f"worker{target.__name__}", daemon=True)
        thread.start()
        return thread

    def _read(self, descriptor: int, receive: str) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(descriptor, _CHUNK):
                self.inbox.put(lambda listener, now, data=data: getattr(listener, receive)(data, now))

    def _write(self) -> None:
        # A worker that is gone breaks the pipe; its exit code says more about it than the pipe does.
        with contextlib.suppress(OSError):
            while (buffers := self._outbox.get()) is not None:
                write_all(self._process.stdin.fileno(), buffers)
                # Not to hold a volume's memory until the next request.
                del buffers

    def _wait(self) -> None:
        if hasattr(os, "waitid"):
            # Sees the end without collecting it: the number stays the worker's until its tree is ended.
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            with self._lock:
                processes.end_tree(self.pid, self._token)
                self._gone = True
        code = self._process.wait()
        self._gone = True
        for thread in self._threads[:2]:
            thread.join(_PATIENCE)
        self.inbox.put(lambda listener, now: listener.exited(code, now))
