"""Makes the environment of `invertseg` on another machine; sent there and run by any Python from 3.10 on.

The standard library alone, as nothing else is there yet. Arguments: the folder to make, the wheel's name,
size and SHA-256; the wheel comes on standard input, which stays open as long as anybody waits. What happens
is told as lines of JSON (`environment.messages`). An environment takes its place when its command has run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

RECORD = "invertseg-command.json"
NEEDED = 600_000_000


def main(folder: str, name: str, size: str, digest: str) -> int:
    """Make the environment, or find that it is there; the exit code is returned."""
    target = Path(os.path.expandvars(folder)).expanduser()
    partial, old = (target.with_name(f".{target.name}.{word}") for word in ("partial", "old"))
    data = sys.stdin.buffer.read(int(size))
    threading.Thread(target=_end_with_connection, daemon=True).start()
    if hashlib.sha256(data).hexdigest() != digest:
        return _fail("What was sent is not complete.", "Try again.")
    if _is_current(target, digest):
        _tell("done", changed=False)
        return 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        if free < NEEDED:
            sentence = (
                f"Only {free / 1e9:.1f} GB are free in {target.parent}, and {NEEDED / 1e9:.1f} are needed."
            )
            return _fail(sentence, "Free some space there.")
        shutil.rmtree(partial, ignore_errors=True)
        error = _make(partial, name, data)
        if error:
            return _fail(*error)
        (partial / RECORD).write_text(json.dumps({"sha256": digest}))
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        partial.rename(target)
    except OSError as error:
        return _fail(
            f"{target.parent} cannot be written ({error.strerror or error}).", "Look at its permissions."
        )
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    _tell("done", changed=True)
    return 0


def _is_current(target: Path, digest: str) -> bool:
    try:
        record = json.loads((target / RECORD).read_text())
    except (OSError, ValueError):
        return False
    return record == {"sha256": digest} and _runs(target) is None


def _make(partial: Path, name: str, data: bytes) -> tuple[str, str] | None:
    """Make the environment; what went wrong and what to do is returned."""
    uv = shutil.which(
        "uv", path=os.pathsep.join([os.environ.get("PATH", ""), str(Path.home() / ".local/bin")])
    )
    make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    if _run([*make, str(partial)]):
        remedy = "Install what its venv module needs (on Debian and Ubuntu: apt install python3-venv), or uv."
        return f"Python {sys.executable} cannot make an environment.", remedy
    wheel = partial / name
    wheel.write_bytes(data)
    python = str(partial / "bin" / "python")
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-I", "-m", "pip", "install"]
    if _run([*install, str(wheel)]):
        remedy = "Look at the lines above; that machine needs a package index, or a proxy set for ssh logins."
        return "InvertSeg's packages could not be installed there.", remedy
    wheel.unlink()
    error = _runs(partial)
    return (f"InvertSeg was installed there and does not run: {error}.", "Report this.") if error else None


def _runs(folder: Path) -> str | None:
    command = [str(folder / "bin" / "python"), "-I", "-m", "InvertSegLib.cli", "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no word"])[-1]


def _run(command: list[str]) -> int:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in process.stdout:
            _tell("line", text=line.rstrip())
    return process.returncode


def _end_with_connection() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _fail(sentence: str, remedy: str) -> int:
    _tell("failure", kind="not_prepared", sentence=sentence, remedy=remedy, log=[])
    return 1


def _tell(what: str, /, **fields: object) -> None:
    sys.stdout.write(json.dumps({"type": what, **fields}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
