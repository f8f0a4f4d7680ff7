"""What the tests of all rooms share: real scans, real models, installed engines."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def missing(what: str) -> None:
    """Skip with a reason; fail instead where the run promised to leave nothing out."""
    if os.environ.get("INVERTSEG_TEST_ALL") == "1":
        pytest.fail(f"{what}, although INVERTSEG_TEST_ALL=1 promises a complete run")
    pytest.skip(what)


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start, also where the run itself is in the background, deaf to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def users_settings(tmp_path_factory):
    """No test reads or changes the settings of whoever runs the tests; their engines are still found."""
    from InvertSegLib.environment import settings

    with pytest.MonkeyPatch.context() as patch:
        if settings.read().home:
            patch.setenv("INVERTSEG_HOME", os.environ.get("INVERTSEG_HOME") or settings.read().home)
        patch.setenv("INVERTSEG_CONFIG", str(tmp_path_factory.getbasetemp() / "settings"))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real scans and a real CT network, beside the clone or where INVERTSEG_SHARED says."""
    folder = Path(os.environ.get("INVERTSEG_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "data").is_dir():
        missing(f"the real scans are not here: {folder} has no data folder")
    return folder


@pytest.fixture(scope="session")
def engine_python() -> Callable[[str], Path]:
    """The python of an installed engine, by the engine's name; skips where it is not installed."""
    from InvertSegLib.environment import installed

    def find(engine: str) -> Path:
        environment = installed.find(engine)
        if environment is None or not environment.complete or environment.python is None:
            missing(f"the engine {engine} is not installed: invertseg engines install {engine}")
        return environment.python

    return find
