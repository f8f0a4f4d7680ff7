"""What tests of installations share: an engine that is installed in a second, from an index of its own."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

_FILE = Path(__file__).with_name("tiny_engine.py")
tiny = SimpleNamespace(**runpy.run_path(str(_FILE), run_name="tiny_engine"))


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The index of the tiny engine, which stands for monai; with a home and a cache that are empty."""
    for name in list(os.environ):
        if name.startswith(("UV_", "PIP_", "INVERTSEG_PYTHON_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    index = tiny.Index()
    server = tiny.serve(index)
    index.publish("big_package", "1.0", 3_000_000)
    index.publish("small_package", "1.0", 100_000)
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.url)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "höme of engines"))
    tiny.use(monkeypatch.setattr)
    yield index
    index.let_go.set()
    server.shutdown()
    server.server_close()


class Host:
    """A program that starts ``python -m InvertSegLib.environment`` and reads what it tells."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(_FILE), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self.messages: list[dict[str, Any]] = []

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for line in self.process.stdout:
            self.messages.append(json.loads(line))
            yield self.messages[-1]

    def rest(self) -> list[dict[str, Any]]:
        """All messages, when it has ended."""
        for _message in self:
            pass
        self.process.wait(30)
        return self.messages

    def close(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


@pytest.fixture
def host() -> Iterator[type[Host]]:
    """Starts ``python -m InvertSegLib.environment`` with the tiny engine; ended with the test."""
    started: list[Host] = []

    def start(*words: str) -> Host:
        started.append(Host(*words))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def processes_of() -> Any:
    """The command lines of all processes that name a folder."""

    def find(folder: Path) -> list[str]:
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(folder) in command:
                found.append(command)
        return found

    return find
