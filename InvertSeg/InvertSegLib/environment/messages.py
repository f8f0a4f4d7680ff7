"""What `python -m InvertSegLib.environment` tells whoever started it: one JSON object for each line.

Every object has a "type":

- "line": "text", a line to show in a log;
- "progress": "step", "fraction" (0..1 or null), "done_bytes", "total_bytes" (or null);
- "finding": "name", "status" ("ok", "warning", "error"), "sentence", "remedy", of the doctor;
- "failure": "kind", "sentence", "remedy", "log" (list of lines); the last message of a command that failed;
- "done": what the command has to say of its result; the last message of one that did not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from InvertSegLib.environment.finding import Finding
from InvertSegLib.environment.progress import InstallProgress
from InvertSegLib.errors import EngineError, InvertSegError


class Messages:
    """Writes messages as they come.

    Args:
        stream: where to, standard output if None.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def line(self, text: str) -> None:
        """A line for the log."""
        self._send("line", {"text": text})

    def progress(self, progress: InstallProgress) -> None:
        """How far a step is."""
        self._send("progress", asdict(progress))

    def finding(self, finding: Finding) -> None:
        """What the doctor has found."""
        self._send("finding", asdict(finding))

    def failure(self, error: InvertSegError) -> None:
        """Why the command has failed."""
        fields = {"kind": kind_of(error), "sentence": error.sentence, "remedy": error.remedy}
        self._send("failure", {**fields, "log": log_of(error)})

    def done(self, result: Mapping[str, Any]) -> None:
        """What the command has done."""
        self._send("done", result)

    def relay(self, message: Mapping[str, Any]) -> None:
        """A message that came from somewhere else."""
        self._send(message["type"], {name: value for name, value in message.items() if name != "type"})

    def _send(self, kind: str, fields: Mapping[str, Any]) -> None:
        # ASCII alone, so that no locale can break it; "type" first, for people who read it.
        self._stream.write(json.dumps({"type": kind, **fields}, default=str) + "\n")
        self._stream.flush()


def kind_of(error: InvertSegError) -> str:
    """A word for scripts: an error's own kind, or what class of error it is."""
    if isinstance(error, EngineError):
        return error.failure.kind
    return getattr(error, "kind", "") or type(error).__name__.removesuffix("Error").lower()


def log_of(error: InvertSegError) -> list[str]:
    """The last lines of what a failed program has printed."""
    return list(error.failure.log if isinstance(error, EngineError) else getattr(error, "log", ()))
