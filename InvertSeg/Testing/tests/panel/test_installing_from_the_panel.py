"""What is installed from the panel: the lines, the progress, success, failure, stopping, no process left."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from InvertSegLib.worker import processes


@pytest.fixture
def installing(slicer_with_qt: Any) -> Iterator[Any]:
    """An installer, what it told, and how it ended."""
    from InvertSegLib.panel.carrier import QProcessCarrier
    from InvertSegLib.panel.installing import Installer

    installer = Installer(QProcessCarrier)
    told = SimpleNamespace(installer=installer, lines=[], progress=[], ends=[])
    installer.line.connect(told.lines.append)
    installer.progress.connect(told.progress.append)
    installer.ended.connect(told.ends.append)
    yield told
    installer.cancel()
    wait(lambda: installer.order is None)


def wait(condition: Callable[[], Any], seconds: float = 30.0) -> None:
    import qt

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        qt.QCoreApplication.processEvents()
        time.sleep(0.001)


def order(action: str = "remove", engine: str = "monai", *arguments: str) -> Any:
    from InvertSegLib.panel.installing import Order

    return Order(action, engine, "MONAI bundle", engine, arguments or (action, engine))


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_lines_and_progress_come_while_it_runs(installing: Any) -> None:
    progress = {"type": "progress", "step": "downloading", "fraction": 0.5, "done_bytes": 1, "total_bytes": 2}
    code = (
        f"import time; print({json.dumps(progress)!r}); print('one', flush=True); time.sleep(1.5);"
        f" print({json.dumps({'type': 'line', 'text': 'two'})!r}); print('{{not an object')"
    )
    installing.installer.start(order(), [python(code)])
    assert installing.installer.order == order()
    wait(lambda: "one" in installing.lines)
    assert not installing.ends
    assert (installing.progress[0].step, installing.progress[0].fraction) == ("downloading", 0.5)
    wait(lambda: installing.ends)
    assert installing.ends[0].ok
    assert installing.lines[-2:] == ["two", "{not an object"]
    assert installing.installer.order is None


def test_one_command_after_the_other_until_one_fails(installing: Any) -> None:
    failure = {"type": "failure", "kind": "disk_full", "sentence": "The disk is full.", "remedy": "Tidy up."}
    failing = python(f"import sys; print({json.dumps(failure)!r}); sys.exit(1)")
    installing.installer.start(order(), [python("print('first')"), failing, python("print('never')")])
    wait(lambda: installing.ends)
    ended = installing.ends[0]
    assert not ended.ok
    assert (ended.failure.kind, ended.failure.sentence, ended.failure.remedy) == (
        "disk_full",
        "The disk is full.",
        "Tidy up.",
    )
    assert "first" in installing.lines
    assert "never" not in installing.lines


def test_a_process_that_ends_without_a_word_is_a_failure(installing: Any) -> None:
    installing.installer.start(order(), [python("import os; print('last words', flush=True); os.abort()")])
    wait(lambda: installing.ends)
    assert "ended unexpectedly" in installing.ends[0].failure.sentence
    assert "last words" in installing.ends[0].failure.log


def test_what_was_stopped_leaves_no_process(installing: Any) -> None:
    child = "import os, time; os.setsid(); print(os.getpid(), flush=True); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    installing.installer.start(order(), [python(parent), python("print('never')")])
    wait(lambda: any(line.isdigit() for line in installing.lines))
    grandchild = int(next(line for line in installing.lines if line.isdigit()))
    installing.installer.cancel()
    wait(lambda: installing.ends)
    assert installing.ends[0].cancelled
    assert installing.ends[0].failure is None
    wait(lambda: not processes.members(grandchild) - {os.getpid()})
    assert "never" not in installing.lines


def test_a_program_that_cannot_be_started_is_said(installing: Any) -> None:
    installing.installer.start(order(), [["/nonexistent/PythonSlicer", "-m", "pip"]])
    wait(lambda: installing.ends)
    assert installing.ends[0].failure.sentence == "The installer could not be started."


def test_two_at_a_time_are_refused(installing: Any) -> None:
    installing.installer.start(order(), [python("import time; time.sleep(60)")])
    with pytest.raises(RuntimeError, match="one installation at a time"):
        installing.installer.start(order("install", "nnunet"))
    assert installing.installer.order == order()


def test_the_real_command_tells_what_is_wrong(installing: Any, tmp_path: Any) -> None:
    archive = tmp_path / "weights with spaces.zip"
    archive.write_bytes(b"no zip")
    installing.installer.start(
        order("import", "totalsegmentator", "import", "totalsegmentator", str(archive))
    )
    wait(lambda: installing.ends, 60)
    assert not installing.ends[0].ok
    assert "weights with spaces.zip" in installing.ends[0].failure.sentence, installing.lines


def test_without_uv_it_is_fetched_beside_the_engines(
    slicer_with_qt: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("INVERTSEG_UV", "/nonexistent/uv")
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path))
    first, second = order("install", "nnunet").commands
    # Slicer's own packages stay as they are, also for the installer's sake.
    assert first[1:4] == ["-m", "pip", "install"]
    assert first[first.index("--target") + 1] == str(tmp_path / "tools")
    assert second[2:] == ["install", "nnunet"]
    assert len(order("remove", "nnunet").commands) == 1
    monkeypatch.delenv("INVERTSEG_UV")
    assert len(order("install", "nnunet").commands) == 1


def test_an_installer_that_was_fetched_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    from InvertSegLib.environment import uv
    from InvertSegLib.environment.failures import InstallError

    monkeypatch.delenv("INVERTSEG_UV", raising=False)
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "PythonSlicer"))
    with pytest.raises(InstallError, match="uv was not found"):
        uv.find()
    fetched = tmp_path / "tools" / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    assert uv.find() == fetched


def test_a_command_can_be_pasted(slicer_with_qt: Any) -> None:
    from InvertSegLib.panel.conversation import command_text

    assert (
        command_text(["/opt/My Slicer/PythonSlicer", "-m", "pip"]) == '"/opt/My Slicer/PythonSlicer" -m pip'
    )
