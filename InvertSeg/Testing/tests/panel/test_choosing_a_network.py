"""The segmentation section over a session whose engines are said, not installed: no process is started."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.session.models import has_demo_model
from InvertSegLib.session.run import Outcome, Run
from InvertSegLib.session.session import Session
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.tasks import Task
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.worker.results import Device

UI = Path(__file__).parents[3] / "Resources/UI/Segmentation.ui"
TASKS = (
    Task(
        "total", "ct", "", {"fast": True, "full": False}, ("liver", "spleen", "brain", "rib_left_1", "aorta")
    ),
    Task("lung_vessels", "ct", "", {"full": True}, ("lung_vessels", "lung_trachea_bronchia")),
    Task("heartchambers_highres", "ct", "needs a licence number", {"full": False}, ("heart_myocardium",)),
)


class SaidEnvironments:
    """What is installed, as a test says."""

    def __init__(self) -> None:
        self.installed: dict[str, EngineFacts] = {}

    def facts(self, engine: str) -> EngineFacts:
        missing = EngineFacts(False, f"The engine {engine} ({ENGINES[engine].title}) is not installed.")
        return self.installed.get(engine, missing)

    def command(self, engine: str) -> Sequence[str]:
        raise EngineError(Failure("no_environment", f"{engine} cannot be started here."))

    def variables(self) -> Mapping[str, str]:
        return {}


class SaidSession(Session):
    """A session whose engine has answered already."""

    said_tasks: tuple[Task, ...] = ()
    said_devices: tuple[Device, ...] = ()
    said_run = Run()
    said_failure: Failure | None = None

    def describe(self) -> None:
        pass

    def ask_devices(self) -> None:
        pass

    @property
    def description_failure(self) -> Failure | None:
        return self.said_failure

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.said_tasks if self.parameters.engine == "totalsegmentator" else ()

    @property
    def devices(self) -> tuple[Device, ...]:
        return self.said_devices

    @property
    def run(self) -> Run:
        return self.said_run


class SaidServices:
    """The chosen nodes, and a note of each run that was asked for."""

    def __init__(self) -> None:
        self.nodes_changed, self.placed, self.told = Signal(), Signal(), Signal()
        self.output: Any = None
        self.runs = 0

    def input_node(self) -> Any:
        return None

    def output_node(self) -> Any:
        return self.output

    def set_output_node(self, node: Any) -> None:
        self.output = node
        self.nodes_changed.emit()

    def segment(self) -> None:
        self.runs += 1

    def can_undo(self) -> bool:
        return False

    def undo(self) -> None:
        raise AssertionError("there is nothing to undo")


@pytest.fixture
def made(slicer_with_qt: Any) -> Iterator[Any]:
    """The section, with no engine installed."""
    import slicer.util

    from bench import slicer_core
    from InvertSegLib.panel.carrier import Later, QProcessCarrier
    from InvertSegLib.panel.installing import Installer
    from InvertSegLib.panel.run_times import RunTimes
    from InvertSegLib.panel.segmentation_section import SegmentationSection
    from InvertSegLib.session.tuning import SessionTuning

    slicer_core.clear()
    widget = slicer.util.loadUI(str(UI))
    widget.setMRMLScene(slicer.mrmlScene)
    ui = slicer.util.childWidgetVariables(widget)
    environments, services = SaidEnvironments(), SaidServices()
    session = SaidSession(lambda: pytest.fail("no process is needed"), environments)
    facts = VolumeFacts("t1", (512, 512, 300), (0.8, 0.8, 1.0), (0, 900), "int16")
    session.set_volume_facts(facts)
    installer, asked = Installer(QProcessCarrier), []
    times, tuning = RunTimes(session), SessionTuning(session, Later)
    section = SegmentationSection(
        ui, session, services, installer, lambda *what: asked.append(what), times, tuning
    )
    widget.resize(350, 700)
    widget.show()
    yield SimpleNamespace(
        widget=widget,
        ui=ui,
        session=session,
        services=services,
        section=section,
        environments=environments,
        installer=installer,
        asked=asked,
    )
    installer.cancel()
    section.close()
    widget.hide()
    slicer_core.clear()


def install(made: Any, engine: str, **facts: Any) -> None:
    made.environments.installed[engine] = EngineFacts(True, version="2.18.0", **facts)
    made.section.enter()


def with_tasks(made: Any) -> None:
    install(made, "totalsegmentator", models=("Dataset297_TotalSegmentator_total_3mm_1559subj",))
    made.session.said_tasks = TASKS
    made.session.tasks_changed.emit()


def texts(combo: Any) -> list[str]:
    return [combo.itemText(index) for index in range(combo.count)]


def test_without_any_engine_it_says_which_why_and_what_to_do(made: Any) -> None:
    assert made.ui.noticeFrame.visible is True
    assert "TotalSegmentator) is not installed" in made.ui.noticeLabel.text
    assert made.ui.noticeButton.text == "Install..."
    assert made.ui.demoButton.visible is has_demo_model()
    assert made.ui.segmentButton.enabled is False
    assert "is not installed" in made.ui.segmentButton.toolTip
    assert all("not installed" in text for text in texts(made.ui.engineComboBox))


def test_a_ready_engine_leaves_nothing_in_the_way(made: Any) -> None:
    with_tasks(made)
    assert made.ui.noticeFrame.visible is False
    assert made.ui.segmentButton.enabled is True
    assert texts(made.ui.engineComboBox)[0] == "TotalSegmentator"
    made.ui.segmentButton.click()
    assert made.services.runs == 1


def test_an_engine_that_cannot_say_what_it_has_is_told_of(made: Any) -> None:
    with_tasks(made)
    made.session.said_failure = Failure(
        "no_environment", "The engine's environment is damaged.", "Install it again."
    )
    made.session.tasks_changed.emit()
    made.session.readiness_changed.emit()
    assert made.ui.noticeLabel.text == "The engine's environment is damaged. Install it again."
    assert made.ui.noticeButton.visible is False
    assert made.ui.segmentButton.enabled is True


def test_the_demo_model_is_offered_and_says_what_it_needs(made: Any) -> None:
    made.ui.demoButton.click()
    assert made.session.parameters.engine == "nnunet"
    assert made.ui.modelPathLineEdit.visible is True
    assert made.ui.taskComboBox.visible is False
    assert made.ui.structuresButton.text == "All 12"
    assert "nnU-Net v2) is not installed" in made.ui.noticeLabel.text
    assert made.ui.demoButton.visible is False
    install(made, "nnunet")
    assert made.ui.segmentButton.enabled is True
    assert made.ui.noticeFrame.visible is False


def test_tasks_come_from_the_package_with_what_they_lack(made: Any) -> None:
    with_tasks(made)
    assert texts(made.ui.taskComboBox) == ["total", "lung_vessels", "heartchambers_highres (no weights)"]
    assert made.ui.qualityComboBox.visible is True
    made.ui.taskComboBox.currentIndex = 1
    assert made.session.parameters.task == "lung_vessels"
    assert made.ui.qualityComboBox.visible is False
    assert made.ui.structuresListWidget.count == 2
    made.ui.taskComboBox.currentIndex = 2
    assert "weights of the task heartchambers_highres are not" in made.ui.noticeLabel.text
    assert made.ui.noticeButton.text == "Get weights..."
    made.ui.taskComboBox.currentIndex = 0
    made.ui.qualityComboBox.currentIndex = 1
    assert "(full) are not on this machine" in made.ui.noticeLabel.text


def test_structures_by_search_tick_and_group(made: Any) -> None:
    with_tasks(made)
    ui = made.ui
    assert ui.structuresFrame.visible is False
    ui.structuresButton.click()
    assert ui.structuresFrame.visible is True
    ui.structuresSearchBox.setText("left RIB")
    shown = [i for i in range(5) if not ui.structuresListWidget.item(i).isHidden()]
    assert [ui.structuresListWidget.item(i).toolTip() for i in shown] == ["rib_left_1"]
    ui.structuresSearchBox.setText("")

    import qt

    ui.structuresListWidget.item(2).setCheckState(qt.Qt.Unchecked)
    assert made.session.parameters.structures == ("liver", "spleen", "rib_left_1", "aorta")
    assert ui.structuresButton.text == "4 of 5"
    group = ui.presetStructuresButton.menu().actions()[0]
    assert group.text == "Abdominal organs (2)"
    group.trigger()
    assert made.session.parameters.structures == ("liver", "spleen")
    ui.allStructuresButton.click()
    assert made.session.parameters.structures == ()
    assert ui.structuresButton.text == "All 5"


def test_none_chosen_is_no_run_and_another_task_forgets_it(made: Any) -> None:
    with_tasks(made)
    made.ui.noStructuresButton.click()
    assert made.ui.structuresButton.text == "None of 5"
    assert made.ui.segmentButton.enabled is False
    assert "at least one" in made.ui.segmentButton.toolTip
    made.ui.taskComboBox.currentIndex = 1
    assert made.ui.structuresButton.text == "All 2"
    assert made.ui.segmentButton.enabled is True


def test_a_script_that_changes_the_session_is_shown(made: Any) -> None:
    with_tasks(made)
    made.session.update(structures=("aorta",), quality="full", device="cpu")
    assert made.ui.structuresButton.text == "Aorta"
    assert made.ui.qualityComboBox.currentData == "full"
    assert made.ui.deviceComboBox.currentData == "cpu"


def test_devices_say_what_is_free_and_warn_where_it_is_too_little(made: Any) -> None:
    with_tasks(made)
    made.session.said_devices = (
        Device("cuda:0", "NVIDIA H200", 150 * 10**9, 120 * 10**9),
        Device("cpu", "8 processor cores", 16 * 10**9, 3 * 10**9),
    )
    made.session.devices_changed.emit()
    assert texts(made.ui.deviceComboBox) == [
        "Automatic",
        "NVIDIA H200 (cuda:0), 120 GB free",
        "8 processor cores, 3.0 GB free",
    ]
    assert "will need about" in made.ui.memoryLabel.text
    assert "120 GB are free" in made.ui.memoryLabel.text
    made.ui.deviceComboBox.currentIndex = 2
    assert made.session.parameters.device == "cpu"
    assert "Only 3.0 GB are free" in made.ui.memoryLabel.text


def test_what_to_do_with_an_existing_result_is_asked_only_where_there_is_one(made: Any) -> None:
    import slicer

    with_tasks(made)
    assert made.ui.existingComboBox.visible is False
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Organs")
    made.ui.outputSelector.setCurrentNode(node)
    assert made.services.output is node
    assert made.ui.existingComboBox.visible is False
    node.GetSegmentation().AddEmptySegment("liver", "Liver")
    made.services.nodes_changed.emit()
    assert made.ui.existingComboBox.visible is True
    made.ui.existingComboBox.currentIndex = 2
    assert made.session.parameters.existing == "merge"


def test_a_run_locks_the_choices_and_turns_segment_into_cancel(made: Any) -> None:
    with_tasks(made)
    running = Run("running", "network", 0.25, 95.0, "patch 3 of 12")
    made.session.said_run = running
    made.session.run_changed.emit(running)
    for widget in (made.ui.engineComboBox, made.ui.deviceComboBox, made.ui.outputSelector):
        assert widget.enabled is False
    assert made.ui.segmentButton.text == "Cancel"
    assert made.ui.segmentButton.enabled is True
    assert made.ui.progressBar.value == 250
    assert made.ui.statusLabel.text == "Network: patch 3 of 12, about 2 min left"


def test_the_log_is_shown_on_demand_and_copied(made: Any) -> None:
    import qt
    import slicer

    with_tasks(made)
    assert made.ui.logFrame.visible is False
    made.session.log.emit("first\nsecond")
    made.ui.logButton.click()
    assert made.ui.logTextEdit.plainText == "first\nsecond"
    made.session.log.emit("third")
    timer = qt.QElapsedTimer()
    timer.start()
    while "third" not in made.ui.logTextEdit.plainText and timer.elapsed() < 3000:
        slicer.app.processEvents()
    made.ui.copyLogButton.click()
    assert slicer.app.clipboard().text().splitlines() == ["first", "second", "third"]


@pytest.mark.parametrize("width", [350, 700])
def test_it_is_as_wide_as_the_panel(made: Any, width: int) -> None:
    import slicer

    with_tasks(made)
    made.ui.structuresButton.click()
    made.widget.resize(width, 800)
    slicer.app.processEvents()
    assert made.widget.minimumSizeHint.width() <= 350
    for name in ("engineComboBox", "segmentButton", "structuresFrame", "noticeFrame", "outputSelector"):
        widget = getattr(made.ui, name)
        assert widget.x + widget.width <= width, name


def test_what_is_missing_is_asked_for_and_followed(made: Any) -> None:
    import sys

    from InvertSegLib.panel.installing import Order, Progress

    made.ui.noticeButton.click()
    assert made.asked == [("install_engine", "totalsegmentator")]
    order = Order("install", "totalsegmentator", "TotalSegmentator", "totalsegmentator", ())
    made.installer.start(order, [[sys.executable, "-c", "import time; time.sleep(60)"]])
    assert "Installing TotalSegmentator" in made.ui.noticeLabel.text
    assert made.ui.noticeButton.visible is False
    assert made.ui.segmentButton.enabled is False
    made.installer.tell_progress(Progress("downloading", 0.25, 450_000_000, 1_800_000_000))
    assert "450 MB of 1.8 GB" in made.ui.noticeLabel.text
    made.installer.cancel()
    wait_for(lambda: "is not installed" in made.ui.noticeLabel.text)
    assert made.ui.noticeButton.visible is True


def test_another_engine_that_is_installed_holds_up_no_run(made: Any) -> None:
    from InvertSegLib.panel.installing import Order

    install(made, "totalsegmentator", models=("Dataset297_TotalSegmentator_total_3mm_1559subj",))
    for action, engine in (("install", "monai"), ("download", "totalsegmentator")):
        made.installer.begin(Order(action, engine, engine, engine, ()))
        assert made.ui.segmentButton.enabled is True
        made.installer.finish()
    made.installer.begin(Order("update", "totalsegmentator", "", "totalsegmentator", ()))
    assert made.ui.segmentButton.enabled is False
    made.installer.finish()
    assert made.ui.segmentButton.enabled is True


def test_a_failed_installation_is_told_where_its_engine_is_chosen(made: Any) -> None:
    from InvertSegLib.panel.installing import Order

    install(made, "nnunet")
    made.installer.begin(Order("install", "totalsegmentator", "TotalSegmentator", "totalsegmentator", ()))
    made.installer.finish(failure=Failure("proxy", "The proxy refused it.", "Check it."))
    assert "The proxy refused it. Check it." in made.ui.noticeLabel.text
    made.session.update(engine="nnunet")
    assert "proxy" not in made.ui.noticeLabel.text
    made.session.update(engine="totalsegmentator")
    assert "The proxy refused it. Check it." in made.ui.noticeLabel.text


def wait_for(condition: Any, seconds: float = 30.0) -> None:
    import slicer

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        slicer.app.processEvents()


def a_segmentation(provenance: dict[str, Any]) -> Segmentation:
    return Segmentation(np.zeros((1, 1, 1), np.uint8), np.eye(4), LabelTable({}), provenance)


def test_an_ensemble_is_chosen_with_its_cost(made: Any) -> None:
    combo, cost = made.ui.ensembleComboBox, made.ui.ensembleCostLabel
    made.session.update(preset="calibrated")
    assert combo.currentText == "Off"
    assert cost.visible is False
    combo.currentIndex = combo.findData("tones")
    assert made.session.parameters.ensemble == "tones"
    assert combo.currentText == "Tone curves: 5 runs"
    assert cost.text == "The network runs 5 times, which takes about 5 times as long."
    # The published recipe is one more setting.
    made.session.update(preset="published")
    assert combo.currentText == "Tone curves: 6 runs"


def test_the_last_run_tells_what_an_ensemble_takes(made: Any) -> None:
    made.session.update(preset="calibrated", ensemble="tones")
    seconds = {"importing": 30.0, "loading weights": 9.0, "inverting": 1.0, "network": 19.0}
    made.session.run_changed.emit(Run("running"))
    made.session.finished.emit(Outcome(a_segmentation({"seconds": seconds})))
    assert made.ui.ensembleCostLabel.text == "The network runs 5 times: about 2 min, by its last run."
    # Another ensemble of five took as long as five.
    many = {"seconds": {"network": 15.0}, "ensemble": {"settings": [{}] * 5}}
    made.session.run_changed.emit(Run("running"))
    made.session.finished.emit(Outcome(a_segmentation(many)))
    assert made.ui.ensembleCostLabel.text == "The network runs 5 times: about 15 s, by its last run."
    # Nothing is known of another network.
    made.session.update(engine="mrsegmentator", preset="calibrated")
    assert "about 5 times as long" in made.ui.ensembleCostLabel.text


def test_without_inversion_there_is_no_ensemble(made: Any) -> None:
    made.session.update(preset="none")
    assert made.ui.ensembleComboBox.enabled is False
    assert "no settings to average" in made.ui.ensembleComboBox.toolTip
    made.session.update(preset="calibrated", ensemble="tones")
    made.session.update(preset="none")
    # It says why nothing can be run, and lets it be switched off.
    assert "no settings to average" in made.ui.ensembleCostLabel.text
    assert made.ui.ensembleComboBox.enabled is True
    made.ui.ensembleComboBox.currentIndex = 0
    assert made.session.parameters.ensemble == ""
