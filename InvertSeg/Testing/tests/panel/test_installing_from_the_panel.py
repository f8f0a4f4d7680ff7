"""Installing from the panel: the question, the live log, success, failure, stopping, and no process left."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from InvertSegLib.worker import processes


@pytest.fixture
def installing(slicer_with_qt: Any) -> Any:
    """An installer, its lines, and how it ended."""
    from InvertSegLib.panel.carrier import QProcessCarrier
    from InvertSegLib.panel.installing import EngineInstaller

    lines: list[str] = []
    ends: list[Any] = []
    installer = EngineInstaller(QProcessCarrier, lines.append, ends.append)
    yield installer, lines, ends
    installer.cancel()
    wait(lambda: not installer.engine)


def wait(condition: Callable[[], Any], seconds: float = 30.0) -> None:
    import qt

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        qt.QCoreApplication.processEvents()
        time.sleep(0.001)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_lines_come_while_it_runs(installing: Any) -> None:
    installer, lines, ends = installing
    installer.start("monai", [python("print('one', flush=True); import time; time.sleep(1.5); print('two')")])
    assert installer.engine == "monai"
    wait(lambda: "one" in lines)
    assert not ends
    wait(lambda: ends)
    assert ends[0].ok
    assert lines[-1] == "two"
    assert installer.engine == ""


def test_one_command_after_the_other_until_one_fails(installing: Any) -> None:
    installer, lines, ends = installing
    failing = python("import sys; print('The disk ran full.'); print('Free some space.'); sys.exit(1)")
    installer.start("monai", [python("print('first')"), failing, python("print('never')")])
    wait(lambda: ends)
    assert not ends[0].ok
    assert ends[0].message == "The disk ran full. Free some space."
    assert "first" in lines
    assert "never" not in lines


def test_a_stopped_installation_leaves_no_process(installing: Any) -> None:
    installer, lines, ends = installing
    child = "import os, time; os.setsid(); print(os.getpid(), flush=True); time.sleep(60)"
    installer.start(
        "monai", [python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])")]
    )
    wait(lambda: any(line.isdigit() for line in lines))
    grandchild = int(next(line for line in lines if line.isdigit()))
    installer.cancel()
    wait(lambda: ends)
    assert ends[0].cancelled
    wait(lambda: not processes.members(grandchild) - {os.getpid()})


def test_a_program_that_cannot_be_started_is_said(installing: Any) -> None:
    installer, _lines, ends = installing
    installer.start("monai", [["/nonexistent/PythonSlicer", "-m", "pip"]])
    wait(lambda: ends)
    assert ends[0].message == "The installer could not be started."


def test_the_real_command_installs_what_is_there_already(
    installing: Any, engine_python: Callable[[str], Any]
) -> None:
    from InvertSegLib.panel.installing import install_commands

    engine_python("monai")
    installer, lines, ends = installing
    installer.start("monai", install_commands("monai"))
    wait(lambda: ends, 60)
    assert ends[0].ok, lines
    assert any("is installed already" in line for line in lines)


def test_weights_that_are_none_are_refused_in_words(installing: Any, tmp_path: Any) -> None:
    from InvertSegLib.panel.installing import import_commands

    archive = tmp_path / "weights with spaces.zip"
    archive.write_bytes(b"no zip")
    installer, lines, ends = installing
    installer.start("totalsegmentator", import_commands("totalsegmentator", str(archive)))
    wait(lambda: ends, 60)
    assert not ends[0].ok
    assert "weights with spaces.zip" in ends[0].message, lines


def test_without_uv_it_is_fetched_first(slicer_with_qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from InvertSegLib.panel import installing

    monkeypatch.setenv("INVERTSEG_UV", "/nonexistent/uv")
    first, second = installing.install_commands("nnunet")
    assert first[1:] == ["-m", "pip", "install", "uv"]
    assert second[2:] == ["install", "nnunet"]
    monkeypatch.delenv("INVERTSEG_UV")
    assert len(installing.install_commands("nnunet")) == 1


def test_a_command_can_be_pasted(slicer_with_qt: Any) -> None:
    from InvertSegLib.panel.installing import command_text

    assert (
        command_text(["/opt/My Slicer/PythonSlicer", "-m", "pip"]) == '"/opt/My Slicer/PythonSlicer" -m pip'
    )
