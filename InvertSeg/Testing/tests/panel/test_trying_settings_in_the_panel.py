"""Ensemble and tuning through the whole panel, with a real worker and the demo model on a part of a patient.

One panel and one warm worker serve all tests of this file; they run in their order, each from a scene of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

MODULE = Path(__file__).parents[3] / "InvertSeg.py"
QUICK = {"As it was set", "Tone curve 0.5", "Tone curve 0.8", "Tone curve 0.35", "Tone curve 1"}
LONGEST_TURN = 0.1  # seconds that an annotator does not notice
# So few voxels of the patient that the network looks once.
PART = (slice(18, 32), slice(3, 129), slice(None))


@pytest.fixture(scope="module")
def panel(engine_python: Callable[[str], Path]) -> Iterator[Any]:
    """The panel, narrow, with all its sections open."""
    engine_python("nnunet")
    import bench

    with bench.start(testing=False) as running:
        import slicer

        running.load_module(MODULE)
        widget = running.show_panel("InvertSeg", width=350)
        running.find("tuningSection").collapsed = False
        made = SimpleNamespace(
            bench=running,
            session=widget.logic.session,
            find=running.find,
            wait=running.wait_until,
            scene=slicer.mrmlScene,
            runs=[],
        )
        made.session.finished.connect(made.runs.append)
        yield made
        assert not running.errors
        running.close(quit_application=True)


@pytest.fixture
def t1(panel: Any) -> Iterator[Any]:
    """A part of the patient's scan, in a scene with nothing else; the demo model and its inversion."""
    from InvertSegLib.panel import self_test
    from InvertSegLib.scene.volumes import node_of_volume
    from InvertSegLib.session.parameters import SessionParameters
    from InvertSegLib.volume.volume import Volume

    panel.scene.Clear(False)
    panel.bench.process_events(0.05)
    whole = self_test.patient().t1
    start = np.eye(4)
    start[:3, 3] = [part.start or 0 for part in reversed(PART)]
    part = Volume(np.ascontiguousarray(whole.voxels[PART]), whole.ijk_to_ras @ start)
    node = node_of_volume(panel.scene, part, "T1")
    panel.session.set_parameters(SessionParameters())
    panel.session.use_demo_model()
    panel.find("volumeSelector").setCurrentNode(node)
    panel.wait(lambda: panel.find("tuneButton").enabled and panel.find("segmentButton").enabled)
    panel.runs.clear()
    yield node
    panel.session.cancel()
    panel.wait(lambda: not panel.session.run.busy)


def column(panel: Any, index: int) -> list[str]:
    table = panel.find("segmentsTable")
    return [table.item(row, index).text() for row in range(table.rowCount)]


def pictures(panel: Any) -> list[str]:
    """The first line below each picture."""
    found = panel.find("trialsListWidget")
    return [found.item(row).text().split("\n")[0] for row in range(found.count)]


def foregrounds(panel: Any) -> set[str | None]:
    count = panel.scene.GetNumberOfNodesByClass("vtkMRMLSliceCompositeNode")
    nodes = [panel.scene.GetNthNodeByClass(index, "vtkMRMLSliceCompositeNode") for index in range(count)]
    return {node.GetForegroundVolumeID() for node in nodes}


def test_an_ensemble_says_its_cost_and_where_its_settings_disagree(panel: Any, t1: Any) -> None:
    combo = panel.find("ensembleComboBox")
    combo.currentIndex = combo.findData("tones")
    assert "5 times" in panel.find("ensembleCostLabel").text
    panel.find("segmentButton").click()
    assert combo.enabled is False
    assert "end of the run" in panel.find("tuneButton").toolTip
    panel.wait(lambda: panel.runs, 240)
    assert panel.runs[0].failure is None
    panel.wait(lambda: any(column(panel, 2)))

    # Every segment that was found has its figure, and its quality.
    found = [row for row, text in enumerate(column(panel, 1)) if float(text) > 0]
    assert len(found) > 3
    assert all(0 <= float(column(panel, 2)[row]) <= 1 for row in found)
    assert all(0 <= float(column(panel, 3)[row]) <= 1 for row in found)
    assert "by its last run" in panel.find("ensembleCostLabel").text

    # The overlay is over the scan while the panel is shown.
    before = foregrounds(panel)
    panel.find("uncertaintyCheckBox").click()
    (shown,) = foregrounds(panel)
    assert panel.scene.GetNodeByID(shown).GetName() == "T1 uncertainty (%)"
    panel.bench.select_module("SegmentEditor")
    assert foregrounds(panel) == before
    panel.bench.select_module("InvertSeg")
    assert foregrounds(panel) == {shown}
    panel.find("uncertaintyCheckBox").click()
    assert foregrounds(panel) == before


def test_settings_are_tried_stopped_gone_on_with_and_chosen_from(panel: Any, t1: Any) -> None:
    strip, status = panel.find("trialsListWidget"), panel.find("tuningStatusLabel")
    assert panel.find("trialsFrame").visible is False
    assert "about 5 times" in panel.find("tuningCostLabel").text
    with panel.bench.heartbeat(LONGEST_TURN) as painting:
        panel.find("tuneButton").click()
        panel.bench.process_events(0.05)
    panel.wait(lambda: strip.count == 1, 120)
    panel.wait(lambda: status.text.startswith("Setting 2 of 5: Tone curve 0.5"))
    assert panel.find("tuningProgressBar").value >= 200
    # Nothing of the network can be changed meanwhile, nor anything else be run.
    assert "being tried" in panel.find("segmentButton").toolTip
    assert panel.find("engineComboBox").enabled is False
    assert panel.find("progressBar").visible is False
    panel.find("tuneButton").click()
    assert panel.find("tuneButton").text == "Stopping..."
    panel.wait(lambda: panel.find("tuneButton").text == "Try settings")
    assert status.text == "Stopped after 1 of 5 settings. Nothing is lost: start again to go on."
    assert pictures(panel) == ["As it was set"]

    panel.runs.clear()
    with panel.bench.heartbeat(LONGEST_TURN) as beat:
        panel.find("tuneButton").click()
        assert pictures(panel) == ["As it was set"]
        panel.wait(lambda: panel.find("tuneButton").text == "Try settings", 240)
    assert len(panel.runs) == 4
    assert status.text == "5 settings were tried."
    assert beat.longest_processor < max(2 * LONGEST_TURN, 8 * painting.longest_processor), str(beat)

    # The vote is proposed, the settings follow by their scores.
    assert pictures(panel)[0] == "All together"
    assert set(pictures(panel)[1:]) == QUICK
    assert strip.currentRow == 0
    assert strip.item(0).font().bold()
    scores = [strip.item(row).text().split("\n")[1] for row in range(1, 6)]
    assert scores[0].endswith("best single")
    numbers = [float(score[:4]) for score in scores]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0
    assert panel.scene.GetNumberOfNodesByClass("vtkMRMLSegmentationNode") == 0

    # One is chosen: its setting counts from now on, in the scene's parameters too.
    row = pictures(panel).index("Tone curve 0.35")
    strip.currentRow = row
    assert panel.find("trialLabel").text.startswith("Tone curve 0.35: ")
    panel.find("useSettingButton").click()
    assert panel.session.parameters.inversion.tone == 0.35
    assert panel.find("toneSlider").value == 0.35
    # Its segments are a result like any other.
    panel.find("takeResultButton").click()
    taken = panel.find("outputSelector").currentNode()
    assert taken.GetName() == "T1 segmentation, tone curve 0.35"
    panel.wait(lambda: any(column(panel, 2)))
    strip.currentRow = 0
    panel.find("takeResultButton").click()
    assert panel.scene.GetNumberOfNodesByClass("vtkMRMLSegmentationNode") == 2
    assert panel.scene.IsNodePresent(taken)
    panel.wait(lambda: not panel.find("segmentsTable").isColumnHidden(3))


def test_what_changes_under_it_stops_tuning(panel: Any, t1: Any) -> None:
    panel.find("tuneButton").click()
    panel.wait(lambda: panel.session.run.stage == "network", 60)
    t1.GetImageData().Modified()
    panel.wait(lambda: panel.find("tuneButton").text == "Try settings", 120)
    assert "was changed or deleted" in panel.find("tuningStatusLabel").text
    assert len(pictures(panel)) == 1


def test_without_inversion_there_is_nothing_to_tune(panel: Any, t1: Any) -> None:
    panel.session.update(preset="none")
    assert panel.find("tuneButton").enabled is False
    assert "nothing to tune" in panel.find("tuneButton").toolTip


def test_a_scene_that_closes_ends_tuning_and_forgets_its_results(panel: Any, t1: Any) -> None:
    panel.find("tuneButton").click()
    panel.wait(lambda: panel.session.run.stage == "network", 60)
    panel.scene.Clear(False)
    panel.wait(lambda: not panel.session.run.busy)
    panel.bench.process_events(0.1)
    assert panel.find("tuneButton").text == "Try settings"
    assert "Choose a volume" in panel.find("tuneButton").toolTip
    assert panel.find("trialsFrame").visible is False
    assert panel.find("tuningStatusLabel").visible is False
