"""What the user does to the scene, the module or Slicer while a run is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

LIMIT = 30.0


@pytest.fixture
def run(panel: Any, opened: Any, add_volume: Callable[..., Any], worker_pids: list[int]) -> Any:
    """Starts a run that lasts until `finish` is called."""

    class Run:
        volume = add_volume()
        output: Any = None

        def __init__(self) -> None:
            self.told: list[str] = []
            self.outcomes: list[Any] = []
            panel.services.told.connect(self.told.append)
            panel.logic.session.finished.connect(self.outcomes.append)
            opened.wait_until(lambda: panel.services.input_node() is self.volume)

        def start(self, *structures: str) -> None:
            panel.services.set_output_node(self.output)
            panel.logic.session.update(structures=structures)
            panel.services.segment()

        def until_stage(self, stage: str) -> None:
            opened.wait_until(lambda: panel.logic.session.run.stage == stage, LIMIT)

        def until_end(self) -> None:
            opened.wait_until(lambda: self.outcomes, LIMIT)
            opened.process_events(0.05)

    return Run()


def segmentations(opened: Any) -> list[Any]:
    return opened.slicer.util.getNodesByClass("vtkMRMLSegmentationNode")


def test_the_result_is_put_beside_the_input_and_chosen_as_output(run: Any, panel: Any, opened: Any) -> None:
    transform = opened.slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    run.volume.SetAndObserveTransformNodeID(transform.GetID())
    run.start()
    run.until_end()
    (node,) = segmentations(opened)
    assert panel.services.output_node() is node
    assert node.GetParentTransformNode() is transform
    assert sorted(node.GetSegmentation().GetSegmentIDs()) == ["bright", "brighter"]
    assert run.told == []


def test_module_left_the_run_goes_on(run: Any, panel: Any, opened: Any) -> None:
    run.start("stages")
    run.until_stage("resample")
    opened.select_module("SegmentEditor")
    run.until_end()
    assert len(segmentations(opened)) == 1
    opened.select_module("InvertSeg")
    assert opened.find("reviewSelector").currentNode() is segmentations(opened)[0]


def test_input_deleted_the_result_is_kept_where_the_volume_was(run: Any, panel: Any, opened: Any) -> None:
    transform = opened.slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    run.volume.SetAndObserveTransformNodeID(transform.GetID())
    run.start("stages")
    run.until_stage("resample")
    opened.slicer.mrmlScene.RemoveNode(run.volume)
    assert panel.services.input_node() is None
    run.until_end()
    (node,) = segmentations(opened)
    assert node.GetParentTransformNode() is transform
    assert ["deleted" in sentence for sentence in run.told] == [True]
    assert "deleted" in opened.find("statusLabel").text


def test_output_edited_the_edit_stays_and_the_result_is_a_new_segmentation(
    run: Any, panel: Any, opened: Any
) -> None:
    run.start()
    run.until_end()
    (run.output,) = segmentations(opened)
    run.outcomes.clear()
    run.start("stages")
    run.until_stage("resample")
    slicer = opened.slicer
    mine = np.zeros((4, 5, 6), np.uint8)
    mine[1, 2, 3] = 1
    slicer.util.updateSegmentBinaryLabelmapFromArray(mine, run.output, "bright", run.volume)
    run.until_end()
    old, new = segmentations(opened)
    assert old is run.output
    assert slicer.util.arrayFromSegmentBinaryLabelmap(old, "bright", run.volume).sum() == 1
    assert panel.services.output_node() is new
    assert ["edited" in sentence for sentence in run.told] == [True]


def test_output_deleted_the_result_is_a_new_segmentation(run: Any, panel: Any, opened: Any) -> None:
    run.start()
    run.until_end()
    (run.output,) = segmentations(opened)
    run.outcomes.clear()
    run.start("stages")
    run.until_stage("resample")
    opened.slicer.mrmlScene.RemoveNode(run.output)
    run.until_end()
    assert len(segmentations(opened)) == 1
    assert ["deleted" in sentence for sentence in run.told] == [True]


def test_a_result_goes_into_the_output_and_undo_takes_it_back(run: Any, panel: Any, opened: Any) -> None:
    run.start()
    run.until_end()
    (run.output,) = segmentations(opened)
    run.output.GetSegmentation().GetSegment("bright").SetName("mine")
    run.outcomes.clear()
    assert not panel.services.can_undo()
    run.start()
    run.until_end()
    assert segmentations(opened) == [run.output]
    assert run.output.GetSegmentation().GetSegment("bright").GetName() != "mine"
    assert panel.services.can_undo()
    panel.services.undo()
    assert run.output.GetSegmentation().GetSegment("bright").GetName() == "mine"


def test_scene_closed_the_run_is_stopped(
    run: Any, panel: Any, opened: Any, worker_pids: list[int], gone: Callable[..., bool]
) -> None:
    run.start("nap")
    run.until_stage("napping")
    opened.slicer.mrmlScene.Clear()
    run.until_end()
    assert run.outcomes[0].cancelled
    assert ["closed" in sentence for sentence in run.told] == [True]
    assert segmentations(opened) == []
    panel.cleanup()
    assert gone(worker_pids)


@pytest.mark.parametrize("stage", ["starting", "napping"])
def test_slicer_quit_no_process_is_left(
    run: Any, opened: Any, stage: str, worker_pids: list[int], gone: Callable[..., bool]
) -> None:
    run.start("nap")
    run.until_stage(stage)
    opened.close(quit_application=True)
    assert len(worker_pids) >= 1
    assert gone(worker_pids)
    assert run.outcomes[0].cancelled


def test_a_result_that_cannot_be_placed_is_said(
    run: Any, panel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("InvertSegLib.scene.segmentations.put", fail)
    run.start()
    run.until_end()
    assert run.told == ["The result could not be put into the scene: no room"]
    assert opened.find("statusLabel").text == run.told[0]
