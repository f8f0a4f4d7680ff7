"""The command that starts a worker; whoever carries the process (threads, asyncio, Qt) needs it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")
NEAR_SIDE = Path(__file__).with_name("remote_near.py")


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


def remote_worker_command(host: str, engine: str) -> list[str]:
    """The command that is a worker on another machine, for whoever starts it (see `remote_near`).

    Args:
        host: as `ssh` takes it.
        engine: name of the engine there.
    """
    return [_own_python(), str(NEAR_SIDE), host, engine]


def remote_facts_command(host: str) -> list[str]:
    """The command that prints what another machine has, as one line of JSON."""
    return [_own_python(), str(NEAR_SIDE), host, "--facts"]


def _own_python() -> str:
    """A Python with this one's packages; inside an application such as Slicer, the one that comes with it."""
    is_python = "python" in Path(sys.executable or "").name.lower()
    return sys.executable if is_python else shutil.which("PythonSlicer") or sys.executable
