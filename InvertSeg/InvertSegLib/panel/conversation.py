"""A process of Slicer's own Python that tells what it does in lines of JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from InvertSegLib.errors import Failure
from InvertSegLib.session.carrier import Carrier
from InvertSegLib.worker.lines import LineSplitter


class Conversation:
    """A process and what it says.

    Args:
        carrier: carries the process.
        on_told: called with each object (a dictionary with a "type") that it prints.
        on_line: called with each other line.
        on_exit: called with its exit code, None where that is not known.
    """

    def __init__(
        self,
        carrier: Carrier,
        on_told: Callable[[dict[str, Any]], None],
        on_line: Callable[[str], None],
        on_exit: Callable[[int | None], None],
    ) -> None:
        self._carrier = carrier
        self._on_told, self._on_line, self._on_exit = on_told, on_line, on_exit
        self._output, self._errors = LineSplitter(), LineSplitter()
        carrier.on_output = lambda data: self._hear(self._output.feed(data))
        carrier.on_error_output = lambda data: self._hear(self._errors.feed(data))
        carrier.on_exit = self._exit

    def start(self, command: Sequence[str]) -> None:
        """Start it."""
        self._carrier.start(command, _variables())

    def end(self) -> None:
        """End it with all its processes; `on_exit` follows."""
        self._carrier.end()

    def _hear(self, lines: Sequence[str]) -> None:
        for line in lines:
            told = _object_of(line)
            if told is None:
                self._on_line(line)
            else:
                self._on_told(told)

    def _exit(self, code: int | None) -> None:
        self._hear([*self._output.rest(), *self._errors.rest()])
        self._on_exit(code)


def failure_of(told: Mapping[str, Any]) -> Failure:
    """The failure that a process has told."""
    log = told.get("log") or ()
    return Failure(
        str(told.get("kind") or "internal"),
        str(told.get("sentence", "")),
        str(told.get("remedy", "")),
        tuple(str(line) for line in ([log] if isinstance(log, str) else log)),
    )


def slicer_python() -> str:
    """The Python that Slicer runs its scripts with, as a program."""
    return shutil.which("PythonSlicer") or sys.executable


def command_text(command: Sequence[str]) -> str:
    """A command as it can be pasted into a terminal."""
    return " ".join(f'"{word}"' if " " in word or "\\" in word else word for word in command)


# ---------------------------------------------------------------------- inside


def _variables() -> dict[str, str]:
    """Environment variables for Slicer's own Python, whose pip may work outside of a virtual environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_REQUIRE")}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def _object_of(line: str) -> dict[str, Any] | None:
    """The object that a line holds, None for a line that is meant for people."""
    if not line.startswith("{"):
        return None
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "type" in told else None
