"""The section of engines and weights: what it shows, what it asks, what it orders, how it ends."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from InvertSegLib.environment import folders, installed, settings, ways
from InvertSegLib.errors import Failure
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.run import Run
from InvertSegLib.session.signal import Signal

UI = Path(__file__).parents[3] / "Resources/UI/Engines.ui"


class SaidSession:
    """A session that says what it was asked."""

    def __init__(self) -> None:
        self.parameters, self.run, self.run_changed = SessionParameters(), Run(), Signal()
        self.refreshed = self.released = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def release(self) -> None:
        self.released += 1


@pytest.fixture
def made(slicer_with_qt: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The section on a machine where nothing is installed; the user agrees to everything."""
    import slicer.util

    from InvertSegLib.panel.carrier import QProcessCarrier
    from InvertSegLib.panel.engines_section import EnginesSection
    from InvertSegLib.panel.installing import Installer

    for variable in ("TOTALSEG_WEIGHTS_PATH", "TOTALSEG_HOME_DIR", "MRSEG_WEIGHTS_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    questions: list[str] = []
    monkeypatch.setattr(
        slicer.util, "confirmOkCancelDisplay", lambda text, **_: questions.append(text) or True
    )
    widget = slicer.util.loadUI(str(UI))
    ui, session, installer = (
        slicer.util.childWidgetVariables(widget),
        SaidSession(),
        Installer(QProcessCarrier),
    )
    section = EnginesSection(ui, session, installer)
    section.set_open(True)
    ends: list[Any] = []
    installer.ended.connect(ends.append)
    widget.resize(350, 800)
    widget.show()
    yield SimpleNamespace(
        widget=widget, ui=ui, session=session, installer=installer, section=section, ends=ends,
        questions=questions,
    )  # fmt: skip
    section.close()
    wait(lambda: installer.order is None)
    widget.hide()


def wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    import slicer

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        slicer.app.processEvents()
        time.sleep(0.002)


def cells(table: Any, column: int) -> list[str]:
    return [table.item(row, column).text() for row in range(table.rowCount)]


def ordered(made: Any, code: str) -> list[tuple[str, ...]]:
    """Have orders carried out by this code; what was ordered is listed."""
    orders: list[tuple[str, ...]] = []
    start = made.installer.start

    def note(order: Any, _commands: Any = ()) -> None:
        orders.append(order.arguments)
        start(order, [[sys.executable, "-c", code]])

    made.installer.start = note
    return orders


def note_installed(engine: str, **more: Any) -> Path:
    """An environment as a complete installation leaves it, without its gigabytes."""
    folder = installed.folder_of(engine)
    python = installed.python_of(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES

    record = {
        "format": installed.FORMAT,
        "engine": engine,
        "requirements": list(ENGINES[engine].requirements),
        "excluded": list(EXCLUDED_PACKAGES),
        "overrides": list(OVERRIDES),
        "versions": {ENGINES[engine].package: "1.2.3", "torch": "2.13.0+cu130"},
        "torch_build": "cu130",
        "python": "3.12.4",
        "installed": "2026-11-21T17:03:00+00:00",
        "size": 1_800_000_000,
    } | more
    (folder / installed.RECORD).write_text(json.dumps(record))
    return folder


def tell(**message: Any) -> str:
    return f"print({json.dumps(message)!r}, flush=True)"


def test_what_is_installed_is_listed_with_version_and_size(made: Any) -> None:
    assert cells(made.ui.enginesTable, 1) == ["Not installed"] * 4
    note_installed("totalsegmentator")
    note_installed("monai", requirements=["something else"])
    made.section.enter()
    assert cells(made.ui.enginesTable, 1) == ["1.2.3", "Not installed", "Update available", "Not installed"]
    assert cells(made.ui.enginesTable, 2) == ["1.8 GB", "", "1.8 GB", ""]
    assert made.ui.engineDetailLabel.text == (
        "Python 3.12.4, PyTorch 2.13.0 for CUDA 13.0, installed 2026-11-21 17:03."
    )
    assert made.ui.installButton.text == "Update..."
    assert made.ui.removeButton.enabled is True
    made.ui.enginesTable.selectRow(1)
    assert made.ui.installButton.text == "Install..."
    assert made.ui.removeButton.enabled is False
    assert "nothing that InvertSeg has put there" in made.ui.removeButton.toolTip


def test_nothing_is_looked_for_while_the_section_is_folded(made: Any) -> None:
    made.section.set_open(False)
    note_installed("totalsegmentator")
    made.section.enter()
    assert cells(made.ui.enginesTable, 1)[0] == "Not installed"
    made.section.set_open(True)
    assert cells(made.ui.enginesTable, 1)[0] == "1.2.3"


def test_installing_asks_and_shows_how_far_it_is(made: Any) -> None:
    progress = tell(
        type="progress", step="downloading", fraction=0.25, done_bytes=450_000_000, total_bytes=1_800_000_000
    )
    orders = ordered(made, f"import time; print('resolving 85', flush=True); {progress}; time.sleep(60)")
    made.ui.installLogButton.checked = True
    made.ui.installButton.click()
    assert str(installed.folder_of("totalsegmentator")) in made.questions[0]
    assert "Slicer's own packages stay as they are" in made.questions[0]
    assert orders == [("install", "totalsegmentator")]
    assert cells(made.ui.enginesTable, 1)[0] == "At work..."
    assert made.ui.installButton.enabled is False
    wait(lambda: "450 MB of 1.8 GB" in made.ui.jobLabel.text)
    assert (made.ui.jobProgressBar.value, made.ui.jobProgressBar.maximum) == (250, 1000)
    wait(lambda: "resolving 85" in made.ui.installLogTextEdit.plainText)
    made.ui.jobStopButton.click()
    assert made.ui.jobStopButton.text == "Stopping..."
    wait(lambda: made.ends)
    assert made.ends[0].cancelled
    assert "What was downloaded is kept" in made.ui.jobLabel.text
    assert made.ui.jobProgressBar.visible is False
    assert made.ui.installButton.enabled is True


def test_no_is_taken_for_an_answer(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer.util

    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda _text, **_: False)
    orders = ordered(made, "pass")
    for button in (made.ui.installButton, made.ui.deleteFolderButton):
        button.click()
    assert orders == []


def test_a_failure_is_a_cause_and_a_remedy_and_another_try(made: Any) -> None:
    failure = tell(
        type="failure", kind="proxy", sentence="The proxy <refused> it.", remedy="Check it.", log=["407"]
    )
    orders = ordered(made, f"{failure}; raise SystemExit(1)")
    made.ui.installButton.click()
    wait(lambda: made.ends)
    assert made.ui.jobLabel.text == "<b>The proxy &lt;refused&gt; it.</b><br>Check it."
    assert "407" in made.ui.installLogTextEdit.plainText
    assert made.ui.jobRemedyButton.text == "Try again"
    made.ui.jobRemedyButton.click()
    assert orders == [("install", "totalsegmentator")] * 2


def test_an_interrupted_installation_is_offered_to_be_resumed(made: Any) -> None:
    place = folders.make(folders.environments())
    (place / ".nnunet.partial").mkdir()
    note = {"engine": "nnunet", "python": None, "device": "auto", "since": "2026-11-21T17:03:00+00:00"}
    (place / ".nnunet.unfinished.json").write_text(json.dumps(note))
    made.section.select("nnunet")
    assert cells(made.ui.enginesTable, 1)[1] == "Interrupted"
    assert "It began on 2026-11-21 17:03." in made.ui.engineDetailLabel.text
    assert made.ui.installButton.text == "Resume"
    orders = ordered(made, "pass")
    made.ui.installButton.click()
    assert made.questions == []
    assert orders == [("resume", "nnunet")]


def test_removing_gives_back_the_network_first(made: Any) -> None:
    folder = note_installed("totalsegmentator")
    made.section.enter()
    orders = ordered(made, "pass")
    made.ui.removeButton.click()
    assert str(folder) in made.questions[0]
    assert orders == [("remove", "totalsegmentator")]
    assert made.session.released == 1
    wait(lambda: made.ends)
    assert made.session.refreshed
    assert "was removed" in made.ui.jobLabel.text


def test_nothing_is_changed_below_a_run(made: Any) -> None:
    note_installed("totalsegmentator")
    made.section.enter()
    made.session.run = Run(state="running")
    made.session.run_changed.emit(made.session.run)
    assert made.ui.removeButton.enabled is False
    assert "Wait until the present work is done" in made.ui.installButton.toolTip
    made.session.run = Run()
    made.session.run_changed.emit(made.session.run)
    assert made.ui.removeButton.enabled is True


def test_the_way_is_remembered(made: Any) -> None:
    assert made.ui.wayComboBox.currentIndex == 0
    made.ui.wayComboBox.currentIndex = 1
    assert ways.chosen("totalsegmentator") == "slicer"
    assert settings.read().slicer_python
    made.ui.enginesTable.selectRow(1)
    assert made.ui.wayComboBox.currentIndex == 0
    made.ui.enginesTable.selectRow(0)
    assert made.ui.wayComboBox.currentIndex == 1
    made.ui.wayComboBox.currentIndex = 0
    assert ways.chosen("totalsegmentator") == "private"


def test_another_folder_is_chosen(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.pythonqt import dialogs

    assert made.ui.chooseFolderButton.enabled is False
    assert "INVERTSEG_HOME" in made.ui.chooseFolderButton.toolTip
    monkeypatch.delenv("INVERTSEG_HOME")
    made.section.enter()
    other = tmp_path / "Größe und Platz"
    dialogs.answer("getExistingDirectory", str(other))
    made.ui.chooseFolderButton.click()
    assert folders.home() == other
    assert "Größe und Platz" in made.ui.folderLabel.text
    unusable = tmp_path / "file"
    unusable.touch()
    dialogs.answer("getExistingDirectory", str(unusable))
    made.ui.chooseFolderButton.click()
    assert "cannot write to" in made.ui.jobLabel.text
    assert folders.home() == other


def test_everything_is_deleted_after_a_question(made: Any) -> None:
    folder = note_installed("totalsegmentator")
    made.section.enter()
    made.ui.deleteFolderButton.click()
    assert str(folders.home()) in made.questions[0]
    wait(lambda: made.ends)
    assert made.ends[0].ok
    assert not folder.exists()
    assert not folders.home().exists()


def test_a_setting_that_cannot_be_written_is_said(made: Any, tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    made.ui.wayComboBox.currentIndex = 1
    assert "settings cannot be written" in made.ui.jobLabel.text
    assert made.ui.wayComboBox.currentIndex == 0


def test_it_fits_into_a_narrow_panel(made: Any) -> None:
    note_installed("totalsegmentator")
    made.section.enter()
    made.section._job.say("A long sentence about what went wrong and where " * 3, "x" * 30)
    wait(lambda: True)
    assert made.widget.minimumSizeHint.width() <= 330


def test_what_another_part_has_ordered_is_shown_too(made: Any) -> None:
    from InvertSegLib.panel.installing import Order

    made.installer.begin(Order("install", "nnunet", "nnU-Net v2", "nnunet", ()))
    assert "Installing nnU-Net v2" in made.ui.jobLabel.text
    assert cells(made.ui.enginesTable, 1)[1] == "At work..."
    made.installer.finish(failure=Failure("disk_full", "The disk is full.", "Tidy up."))
    assert "The disk is full." in made.ui.jobLabel.text


def test_how_long_it_takes_is_said_once_it_is_known(slicer_with_qt: Any) -> None:
    from InvertSegLib.panel.engines_job import Pace
    from InvertSegLib.panel.installing import Progress

    pace = Pace()
    assert pace.remaining(Progress("resolving"), 0.0) is None
    assert pace.remaining(Progress("downloading", 0.1), 10.0) is None
    assert pace.remaining(Progress("downloading", 0.2), 12.0) is None
    assert pace.remaining(Progress("downloading", 0.6), 20.0) == pytest.approx(8.0)
    assert pace.remaining(Progress("checking", 0.0), 21.0) is None
