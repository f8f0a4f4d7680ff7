"""The whole module on the bench with a real worker and the demo model: choose, run, cancel, kill, delete.

One panel and one warm worker serve all tests of this file: starting an engine takes most of a run's time.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from InvertSegLib.worker import processes

MODULE = Path(__file__).parents[3] / "InvertSeg.py"
LONGEST_TURN = 0.1  # seconds that an annotator does not notice


@pytest.fixture(scope="module")
def panel(engine_python: Callable[[str], Path]) -> Iterator[Any]:
    """The panel with the synthetic patient's T1 and the demo model chosen."""
    engine_python("nnunet")
    import bench

    with bench.start(testing=False) as running:
        import slicer

        running.load_module(MODULE)
        widget = running.show_panel("InvertSeg", width=350)
        made = SimpleNamespace(
            bench=running,
            widget=widget,
            session=widget.logic.session,
            find=running.find,
            wait=running.wait_until,
            scene=slicer.mrmlScene,
            stages=[],
            outcomes=[],
        )
        made.session.run_changed.connect(lambda run: made.stages.append(run))
        made.session.finished.connect(made.outcomes.append)
        yield made
        errors = running.errors
        running.close(quit_application=True)
        assert not errors
        assert not worker_pids()


@pytest.fixture
def t1(panel: Any) -> Any:
    """The patient's scan, in a scene with nothing else; no run from an earlier test."""
    from bench.pythonqt import dialogs
    from InvertSegLib.panel import self_test
    from InvertSegLib.scene.volumes import node_of_volume

    dialogs.forget()
    panel.scene.Clear(False)
    panel.bench.process_events(0.05)
    node = node_of_volume(panel.scene, self_test.patient().t1, "Synthetic T1 MRI")
    panel.find("volumeSelector").setCurrentNode(node)
    if not panel.session.readiness().ready:
        panel.session.use_demo_model()
    panel.session.update(structures=(), existing="replace")
    panel.find("outputSelector").setCurrentNode(None)
    panel.wait(lambda: panel.find("segmentButton").enabled)
    panel.stages.clear()
    panel.outcomes.clear()
    yield node
    panel.session.cancel()
    panel.wait(lambda: not panel.session.run.busy)


def segmentations(panel: Any) -> list[Any]:
    scene = panel.scene
    count = scene.GetNumberOfNodesByClass("vtkMRMLSegmentationNode")
    return [scene.GetNthNodeByClass(index, "vtkMRMLSegmentationNode") for index in range(count)]


def run(panel: Any) -> None:
    done = len(panel.outcomes)
    panel.find("segmentButton").click()
    assert panel.session.run.busy, panel.find("statusLabel").text
    panel.wait(lambda: len(panel.outcomes) > done, 120)


def worker_pids() -> set[int]:
    """The processes that carry a worker's mark and are children of this one."""
    return processes.members(os.getpid()) - {os.getpid()}


def test_one_structure_is_searched_chosen_and_segmented(panel: Any, t1: Any) -> None:
    panel.find("structuresButton").click()
    panel.find("structuresSearchBox").setText("right kid")
    panel.find("noStructuresButton").click()
    panel.find("allStructuresButton").click()
    panel.find("structuresSearchBox").setText("")
    # None and all act on what is listed: the other eleven are chosen still.
    assert panel.session.parameters.structures == ()
    panel.find("noStructuresButton").click()
    assert panel.find("segmentButton").enabled is False
    assert "at least one" in panel.find("segmentButton").toolTip
    panel.find("structuresSearchBox").setText("right kid")
    panel.find("allStructuresButton").click()
    assert panel.session.parameters.structures == ("kidney_right",)
    assert panel.find("structuresButton").text == "Right kidney"

    with panel.bench.heartbeat(LONGEST_TURN) as painting:
        for _ in range(5):
            panel.widget.parent.repaint()
            panel.bench.process_events(0.05)
    began = time.monotonic()
    with panel.bench.heartbeat(LONGEST_TURN) as beat:
        run(panel)
        panel.bench.process_events(0.3)
    took = time.monotonic() - began

    # Nothing waits for the run, and no turn works for longer than a few paintings of the panel take on this
    # machine, which the worker's computing and other programs slow down.
    assert beat.longest < took / 3, str(beat)
    assert beat.longest_processor < max(2 * LONGEST_TURN, 8 * painting.longest_processor), str(beat)
    (node,) = segmentations(panel)
    segmentation = node.GetSegmentation()
    assert [segmentation.GetNthSegment(i).GetName() for i in range(segmentation.GetNumberOfSegments())] == [
        "Right kidney"
    ]
    assert panel.find("statusLabel").text.startswith("1 structures in")
    assert panel.find("outputSelector").currentNode() is node
    assert panel.find("segmentsTable").rowCount == 1
    assert panel.find("releaseButton").visible is True
    panel.find("structuresButton").click()
    panel.find("structuresSearchBox").setText("")


def test_progress_is_told_stage_by_stage(panel: Any, t1: Any) -> None:
    texts: list[str] = []
    values: list[tuple[str, int]] = []

    def look(told: Any) -> None:
        texts.append(panel.find("statusLabel").text)
        if panel.find("progressBar").maximum:
            values.append((told.stage, panel.find("progressBar").value))
        assert panel.find("segmentButton").text == ("Cancel" if told.busy else "Segment")

    panel.session.run_changed.connect(look)
    run(panel)
    panel.session.run_changed.disconnect(look)
    network = [value for stage, value in values if stage == "network"]
    assert network == sorted(network)
    assert len(set(network)) > 5
    assert network[-1] > 900  # the last of all may come together with the next stage's first
    assert any(text.startswith("Inverting") for text in texts)
    assert any("left" in text for text in texts)
    assert panel.find("progressBar").visible is False


@pytest.mark.parametrize("stage", ["sending the volume", "inverting", "network"])
def test_a_cancelled_run_changes_nothing(panel: Any, t1: Any, stage: str) -> None:
    def cancel(told: Any) -> None:
        if told.stage == stage and told.state == "running":
            panel.find("segmentButton").click()
            assert panel.find("segmentButton").text == "Cancelling..."
            assert panel.find("segmentButton").enabled is False

    panel.session.run_changed.connect(cancel)
    run(panel)
    panel.session.run_changed.disconnect(cancel)
    assert panel.outcomes[-1].cancelled
    assert segmentations(panel) == []
    assert "Cancelled" in panel.find("statusLabel").text
    assert panel.find("segmentButton").text == "Segment"
    assert panel.find("engineComboBox").enabled is True


def test_edited_segments_are_not_replaced_without_a_question(panel: Any, t1: Any) -> None:
    import qt

    from bench.pythonqt import dialogs

    run(panel)
    (node,) = segmentations(panel)
    first = node.GetSegmentation().GetSegment("liver")
    first.SetName("My liver")
    done = len(panel.outcomes)

    dialogs.answer("exec", qt.QMessageBox.Cancel)
    panel.find("segmentButton").click()
    assert "edited by hand" in dialogs.asked[-1].texts[1]
    assert not panel.session.run.busy
    assert len(panel.outcomes) == done
    assert node.GetSegmentation().GetSegment("liver").GetName() == "My liver"

    # Merging keeps what was edited, so it asks nothing.
    asked = len(dialogs.asked)
    combo = panel.find("existingComboBox")
    combo.currentIndex = combo.findData("merge")
    run(panel)
    assert len(dialogs.asked) == asked
    assert node.GetSegmentation().GetSegment("liver").GetName() == "My liver"
    assert "stayed" in panel.find("statusLabel").text

    combo.currentIndex = combo.findData("replace")
    dialogs.answer("exec", qt.QMessageBox.Ok)
    run(panel)
    assert node.GetSegmentation().GetSegment("liver").GetName() == "Liver"
    assert panel.find("undoButton").visible is True
    panel.find("undoButton").click()
    assert node.GetSegmentation().GetSegment("liver").GetName() == "My liver"
    assert segmentations(panel) == [node]


def test_the_input_deleted_during_a_run_loses_nothing(panel: Any, t1: Any) -> None:
    deleted: list[int] = []

    def delete(told: Any) -> None:
        if told.stage == "network" and not deleted:
            deleted.append(1)
            panel.scene.RemoveNode(t1)

    panel.session.run_changed.connect(delete)
    run(panel)
    panel.session.run_changed.disconnect(delete)
    panel.bench.process_events(0.1)
    assert panel.outcomes[-1].segmentation is not None
    text = panel.find("statusLabel").text
    assert "12 structures" in text
    assert "deleted during the run" in text
    assert len(segmentations(panel)) == 1
    assert panel.find("segmentButton").enabled is False


def test_the_scene_closed_during_a_run_stops_it(panel: Any, t1: Any) -> None:
    closed: list[int] = []

    def close(told: Any) -> None:
        if told.stage == "network" and not closed:
            closed.append(1)
            panel.scene.Clear(False)

    panel.session.run_changed.connect(close)
    run(panel)
    panel.session.run_changed.disconnect(close)
    panel.bench.process_events(0.1)
    assert panel.outcomes[-1].cancelled
    assert "closed" in panel.find("statusLabel").text
    assert segmentations(panel) == []


def test_a_killed_worker_is_said_and_the_next_run_gets_another(panel: Any, t1: Any) -> None:
    killed: list[int] = []

    def kill(told: Any) -> None:
        if told.stage == "network" and not killed:
            killed.extend(worker_pids())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    panel.session.run_changed.connect(kill)
    run(panel)
    panel.session.run_changed.disconnect(kill)
    assert killed
    assert panel.outcomes[-1].failure.kind == "killed"
    assert panel.outcomes[-1].failure.sentence in panel.find("statusLabel").text
    assert segmentations(panel) == []

    run(panel)
    assert panel.outcomes[-1].segmentation is not None
    assert len(segmentations(panel)) == 1


def test_a_released_network_leaves_no_process(panel: Any, t1: Any) -> None:
    if not panel.session.run.warm:
        run(panel)
    assert panel.find("releaseButton").visible is True
    panel.find("releaseButton").click()
    assert panel.find("releaseButton").visible is False
    panel.wait(lambda: not worker_pids(), 20)


def test_edit_opens_the_segment_editor_with_the_mri_as_source(panel: Any, t1: Any) -> None:
    import slicer

    from InvertSegLib.labels.segmentation import Segmentation
    from InvertSegLib.labels.table import LabelTable
    from InvertSegLib.panel import self_test
    from InvertSegLib.scene.segmentations import put

    patient = self_test.patient()
    table = LabelTable.from_names(dict(patient.table))
    report = put(Segmentation(patient.labels.voxels, patient.t1.ijk_to_ras, table), t1)
    panel.find("outputSelector").setCurrentNode(report.node)
    panel.wait(lambda: panel.find("segmentsTable").rowCount == len(table))
    row = [structure.name for structure in table.values()].index("liver")
    panel.find("segmentsTable").selectRow(row)
    panel.find("editButton").click()
    assert slicer.util.selectedModule() == "SegmentEditor"
    editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
    assert editor.segmentationNode() is report.node
    assert editor.sourceVolumeNode() is t1
    assert editor.currentSegmentID() == "liver"
    panel.bench.select_module("InvertSeg")
