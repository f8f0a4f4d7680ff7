"""Asking an engine's Python what it has, without importing any of it here."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from InvertSegLib.environment import guard, probe
from InvertSegLib.environment.clean import worker_environment

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


def ask(engine: str, python: Path, *, timeout: float = 300) -> dict[str, Any] | None:
    """What `probe.examine` finds with an engine's Python.

    Args:
        engine: name of the engine; its modules are imported.
        python: the Python to start.
        timeout: seconds; the first import from a slow disk takes long.

    Returns:
        The answer, None when there was none (the Python is broken, or took too long).
    """
    command = [str(python), "-I", guard.__file__, str(python), "-I", probe.__file__, *MODULES[engine]]
    # The guard ends the probe when the other end of this pipe closes, also because this process was killed.
    held_open, ours = os.pipe()
    try:
        with subprocess.Popen(
            command,
            stdin=held_open,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env=worker_environment(),
        ) as process:
            output = _output_of(process, ours, timeout)
    except OSError:
        return None
    finally:
        os.close(held_open)
        with contextlib.suppress(OSError):
            os.close(ours)
    for line in reversed(output.splitlines()):
        if line.startswith(probe.MARK):
            return json.loads(line.removeprefix(probe.MARK))
    return None


def _output_of(process: subprocess.Popen, ours: int, timeout: float) -> str:
    try:
        return process.communicate(timeout=timeout)[0]
    except BaseException as error:
        os.close(ours)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)
        process.kill()
        # Not read to its end: what a broken Python has started may keep it open.
        process.stdout.close()
        if isinstance(error, subprocess.TimeoutExpired):
            return ""
        raise
