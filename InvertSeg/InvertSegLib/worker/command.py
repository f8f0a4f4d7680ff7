"""The command that starts a worker; whoever carries the process (threads, asyncio, Qt) needs it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")


def worker_command(
    python: str | Path, *, idle_minutes: float | None = None, engines: Mapping[str, Path] | None = None
) -> list[str]:
    """The command that starts a worker of this InvertSeg in another environment.

    Args:
        python: that environment's interpreter.
        idle_minutes: it leaves after this long without a request, None for its default.
        engines: name to Python file, engines that are not in the catalogue.
    """
    idle = [] if idle_minutes is None else ["--idle", str(idle_minutes)]
    own = [word for name, file in (engines or {}).items() for word in ("--engine", f"{name}={file}")]
    return [str(python), str(LAUNCHER), *idle, *own]
