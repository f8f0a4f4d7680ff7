"""What carries a worker's process: the only part of a session that differs between hosts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from InvertSegLib.worker.frames import Buffer


class Timer(Protocol):
    """A call that is to come."""

    def cancel(self) -> None:
        """Do not make the call; nothing happens when it has been made."""
        ...


class Carrier(Protocol):
    """Carries one worker process, from its start to its end, and never waits.

    The owner sets the three callbacks before `start`. They are called in the thread that owns the session,
    each from the host's event loop, never from within one of the methods. After `on_exit` none is called any
    more.

    Attributes:
        on_output: bytes came on standard output, in pieces of any size, unchanged.
        on_error_output: bytes came on standard error.
        on_exit: the process is gone and everything that it wrote has been handed over; with its exit code as
            `subprocess` gives it (negative for a signal), None when unknown, 127 when the program could not
            be started.
    """

    on_output: Callable[[bytes], Any]
    on_error_output: Callable[[bytes], Any]
    on_exit: Callable[[int | None], Any]

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program.

        Args:
            command: program and arguments.
            environment: all of its environment variables. The carrier adds `worker.processes.TOKEN_VARIABLE`
                with a token of its own, by which `end` finds the process's children.

        A program that cannot be started is told by `on_exit(127)`.
        """
        ...

    def write(self, buffers: Sequence[Buffer]) -> None:
        """Send buffers to standard input, in order, little by little from the event loop.

        The buffers are views of arrays that stay as they are; the carrier lets go of each as soon as it is
        written. What cannot be written since the process is gone is dropped without a word.
        """
        ...

    def end(self) -> None:
        """End the whole process tree by force (`worker.processes.end_tree`); `on_exit` follows.

        Nothing happens before `start` or when it is gone.
        """
        ...

    def call_later(self, seconds: float, function: Callable[[], Any]) -> Timer:
        """Have the event loop call a function after some time, also when the process is gone."""
        ...


CarrierFactory = Callable[[], Carrier]
