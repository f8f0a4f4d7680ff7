"""Asking an engine's Python what it has, without importing any of it here."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from InvertSegLib.environment import guard, probe
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.environment.output_lines import lines_of

_NNUNET = "nnunetv2.inference.predict_from_raw_data"
# What each engine imports first when it works; each of these pulls in what a broken package would lack.
MODULES = {
    "totalsegmentator": (
        "SimpleITK", "scipy", "torch", _NNUNET, "totalsegmentator.python_api",
    ),
    "nnunet": ("SimpleITK", "scipy", "torch", _NNUNET),
    "monai": ("SimpleITK", "scipy", "torch", "nibabel", "monai.bundle"),
    "mrsegmentator": (
        "SimpleITK", "scipy", "torch", _NNUNET, "mrsegmentator.config",
    ),
}  # fmt: skip


def ask(
    engine: str,
    python: Path,
    *,
    timeout: float = 300,
    on_module: Callable[[int, int], None] = lambda _done, _count: None,
) -> dict[str, Any] | None:
    """What `probe.examine` finds with an engine's Python.

    Args:
        engine: name of the engine; its modules are imported.
        python: the Python to start.
        timeout: seconds; the first import from a slow disk takes long.
        on_module: told how many of how many modules were imported.

    Returns:
        The answer, None when there was none (the Python is broken, or took too long).
    """
    command = [str(python), "-I", guard.__file__, str(python), "-I", probe.__file__, *MODULES[engine]]
    # The guard ends the probe when the other end of this pipe closes, also because this process was killed.
    held_open, ours = os.pipe()
    end = time.monotonic() + timeout

    def check_time() -> None:
        if time.monotonic() > end:
            raise TimeoutError

    try:
        # Not in a `with` block, which would wait until the output ends: what a broken Python has started may
        # keep it open.
        process = subprocess.Popen(
            command,
            stdin=held_open,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env=worker_environment(),
        )
    except OSError:
        os.close(ours)
        return None
    finally:
        os.close(held_open)
    try:
        return _answer(lines_of(process, check_time), len(MODULES[engine]), on_module)
    except TimeoutError:
        return None
    finally:
        os.close(ours)
        _end(process)


def _answer(lines: Iterator[str], count: int, on_module: Callable[[int, int], None]) -> dict[str, Any] | None:
    done = 0
    for line in lines:
        if line.startswith(probe.IMPORTED):
            done += 1
            on_module(done, count)
        elif line.startswith(probe.MARK):
            return json.loads(line.removeprefix(probe.MARK))
    return None


def _end(process: subprocess.Popen) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(2)
    process.kill()
