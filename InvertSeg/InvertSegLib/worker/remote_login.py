"""SSH to another machine, up to the first word of InvertSeg there; where it does not come, why."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from InvertSegLib.errors import EngineError
from InvertSegLib.worker import remote_causes
from InvertSegLib.worker.lines import LineSplitter
from InvertSegLib.worker.messages import PROTOCOL
from InvertSegLib.worker.remote_ssh import far_command, ssh_environment
from InvertSegLib.worker.remote_tunnel import TUNNEL, Receiver

# From the start of ssh to the first word of InvertSeg there: a login, and Python from a slow disk.
_GREETING = 60.0
_GOODBYE = 2.0
_CHUNK = 1 << 20
_LINES = 60


class Login:
    """SSH to another machine, up to the first word of InvertSeg there.

    Args:
        host: as `ssh` takes it.
        words: arguments of `invertseg` there.
        on_lines: told what is printed on standard error, in lines.

    Attributes:
        process: of ssh.
        receiver: reads what comes from there.
        lines: the last lines of standard error.

    Raises:
        EngineError: there is no ssh on this machine.
        ParameterError: the host makes no sense.
    """

    def __init__(self, host: str, words: Sequence[str], on_lines: Any = lambda _lines: None) -> None:
        self.host = host
        self.lines: deque[str] = deque(maxlen=_LINES)
        self._on_lines = on_lines
        command = far_command(host, words)
        pipe = subprocess.PIPE
        try:
            self.process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, env=ssh_environment(os.environ)
            )
        except OSError as error:
            raise EngineError(remote_causes.no_ssh(command[0])) from error
        self.receiver = Receiver(self.process.stdout.fileno())
        self._reader = threading.Thread(target=self._read_lines, daemon=True)
        self._reader.start()

    def greet(self, longest: float = _GREETING) -> dict[str, Any]:
        """What the far side says of itself.

        Raises:
            EngineError: it says nothing, or is of another version.
        """
        timer = threading.Timer(longest, self.process.kill)
        timer.daemon = True
        timer.start()
        began = time.monotonic()
        try:
            entries, noise = self.receiver.preamble()
        except EngineError:
            self.end()
            raise
        timer.cancel()
        self._tell(LineSplitter().feed(noise + b"\n"))
        if entries is None:
            code = self.wait()
            if time.monotonic() - began >= longest:
                raise EngineError(remote_causes.no_answer(self.host, longest, self.lines))
            raise EngineError(remote_causes.failure_of_login(self.host, code, tuple(self.lines)))
        if (entries.get("tunnel"), entries.get("protocol")) != (TUNNEL, PROTOCOL):
            self.end()
            version = f"version {entries.get('version', 'unknown')}"
            raise EngineError(remote_causes.other_version(self.host, version))
        return entries

    def wait(self, longest: float = _GOODBYE) -> int | None:
        """The exit code, after all of standard error; ended by force if it does not come."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            code = self.process.wait(longest)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join(_GOODBYE)
        return code

    def end(self) -> None:
        """Close the connection now."""
        self.process.kill()
        self.wait()

    def _read_lines(self) -> None:
        splitter = LineSplitter()
        while data := os.read(self.process.stderr.fileno(), _CHUNK):
            self._tell(splitter.feed(data))
        self._tell(splitter.rest())

    def _tell(self, lines: Sequence[str]) -> None:
        self.lines.extend(lines)
        if lines:
            self._on_lines(lines)


def facts(host: str) -> dict[str, Any]:
    """What another machine has, as its `invertseg worker --facts` says.

    Raises:
        EngineError: it cannot be used, with the cause.
        ParameterError: the host makes no sense.
    """
    login = Login(host, ["worker", "--facts"])
    entries = login.greet()
    login.wait()
    return entries
