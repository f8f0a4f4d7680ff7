"""The command line as its users call it: another process, from the environment that runs the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def invertseg(tmp_path: Path) -> Run:
    """Call `invertseg ARGUMENTS...` in an empty folder and give back what it printed and its exit code."""

    def run(*arguments: object, env: dict[str, str] | None = None, timeout: float = 300, **options) -> object:
        return subprocess.run(
            [sys.executable, "-m", "InvertSegLib.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200", **(env or {})},
            **options,
        )

    return run
