"""A worker and everything it has started, as one tree that can be ended.

A worker leads a session and process group of its own, so that Ctrl-C in a terminal does not reach it. Its
processes are found as the group, the session, the children's children, and by a token in their environment,
which also tells those that have left all of these.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The variable that marks a worker's processes; its value is the worker's own token.
TOKEN_VARIABLE = "INVERTSEG_WORKER"  # noqa: S105 - no secret, only a mark
_PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """One line of the system's process table."""

    pid: int
    parent: int
    group: int
    session: int
    is_zombie: bool


def new_token() -> str:
    """A mark for one worker's processes."""
    return uuid.uuid4().hex


def start_options(environment: Mapping[str, str], token: str) -> dict[str, Any]:
    """Arguments for `subprocess.Popen` (or asyncio's) that make a worker a tree of its own."""
    options: dict[str, Any] = {"env": {**environment, TOKEN_VARIABLE: token}}
    if os.name == "posix":
        options["start_new_session"] = True
    else:
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return options


def end_tree(pid: int, token: str = "", *, spare: Iterable[int] = ()) -> None:
    """End a worker and all of its processes by force; those that are gone already do no harm.

    Call it before the worker's exit status is collected where that can be: until then no other process
    can be given its number.

    Args:
        pid: the worker's process id.
        token: its mark, empty when it has none.
        spare: processes to leave alone; the caller's own is always ended last.
    """
    if os.name != "posix":
        _end_tree_on_windows(pid)
        return
    own = os.getpid()
    spared = {*spare, own}
    # A tree that is just starting processes may show new ones after the first look.
    for _ in range(10):
        found = members(pid, token) - spared
        for each in found:
            with contextlib.suppress(OSError):
                os.kill(each, signal.SIGKILL)
        if not found:
            break
        time.sleep(0.01)
    if pid == own and own not in spare:
        os.kill(own, signal.SIGKILL)


def members(pid: int, token: str = "") -> set[int]:
    """Process ids of a worker's tree that are alive, its own among them."""
    table = [process for process in _table() if not process.is_zombie]
    found = {p.pid for p in table if pid in (p.pid, p.group, p.session) or _has_token(p.pid, token)}
    while True:
        children = {p.pid for p in table if p.parent in found and p.pid not in found}
        if not children:
            return found
        found |= children


def parent_of(pid: int) -> int | None:
    """The parent's process id, None where it cannot be told."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return _read_stat(_PROC / str(pid)).parent
    return None


def _table() -> Iterator[Process]:
    if not (_PROC / "self" / "stat").exists():
        yield from _table_from_ps()
        return
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            # It may end while the table is read.
            with contextlib.suppress(OSError, ValueError, IndexError):
                yield _read_stat(entry)


def _read_stat(entry: Path) -> Process:
    # The second field is the program's name in brackets, which may itself hold brackets and spaces.
    text = (entry / "stat").read_text(errors="replace")
    state, parent, group, session = text.rpartition(")")[2].split()[:4]
    return Process(int(entry.name), int(parent), int(group), int(session), state in "ZX")


def _table_from_ps() -> Iterator[Process]:
    columns = ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="]
    done = subprocess.run(columns, capture_output=True, text=True, check=False, timeout=5)
    for line in done.stdout.splitlines():
        pid, parent, group, state = line.split()[:4]
        yield Process(int(pid), int(parent), int(group), 0, state.startswith("Z"))


def _has_token(pid: int, token: str) -> bool:
    if not token:
        return False
    mark = f"{TOKEN_VARIABLE}={token}".encode()
    try:
        return mark in (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _end_tree_on_windows(pid: int) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        command = ["taskkill", "/T", "/F", "/PID", str(pid)]
        subprocess.run(command, capture_output=True, check=False, timeout=5)
