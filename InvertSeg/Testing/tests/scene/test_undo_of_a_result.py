"""One undo step brings back a segmentation as it was before a result was put into it."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.scene.segmentations import is_edited, put
from InvertSegLib.scene.undo import UndoHistory
from tests.scene.scene_situations import NAMES, a_label_map, a_result, draw, world_points


def shifted():
    return a_result(
        labels=np.roll(a_label_map(), 1, axis=0), names={1: "spleen", 2: "stomach", 3: "x", 5: "y"}
    )


def content(node):
    """All that a user sees of the segments, in their order."""
    inside = node.GetSegmentation()
    return [
        (
            i,
            inside.GetSegment(i).GetName(),
            inside.GetSegment(i).GetColor(),
            inside.GetSegment(i).GetTerminology(),
            world_points(node, i).tolist(),
        )
        for i in inside.GetSegmentIDs()
    ]


@pytest.mark.parametrize("mode", ["replace", "add", "merge"])
def test_one_step_back_and_forth(mode, mri):
    node = put(a_result(), mri).node
    draw(node, "spleen", (6, 0, 0), mri)
    before = content(node)
    history = UndoHistory(node)
    put(shifted(), mri, node, mode, before_change=history.save)
    after = content(node)
    assert after != before
    assert history.undo()
    assert content(node) == before
    assert not history.can_undo
    assert history.redo()
    assert content(node) == after
    assert not history.can_redo


def test_edits_after_an_undo_do_not_reach_the_redo_state(mri):
    node = put(a_result(), mri).node
    history = UndoHistory(node)
    put(shifted(), mri, node, "replace", before_change=history.save)
    after = content(node)
    history.undo()
    draw(node, "spleen", (6, 0, 0), mri)
    history.redo()
    assert content(node) == after


def test_undone_result_is_as_unedited_as_before(mri):
    node = put(a_result(), mri).node
    history = UndoHistory(node)
    put(shifted(), mri, node, "merge", before_change=history.save)
    history.undo()
    assert list(node.GetSegmentation().GetSegmentIDs()) == list(NAMES.values())
    assert not is_edited(node)


def test_surfaces_come_back_too(mri):
    node = put(a_result(), mri).node
    node.CreateClosedSurfaceRepresentation()
    points = node.GetClosedSurfaceInternalRepresentation("spleen").GetNumberOfPoints()
    history = UndoHistory(node)
    put(shifted(), mri, node, "add", before_change=history.save)
    history.undo()
    assert points > 0
    assert node.GetClosedSurfaceInternalRepresentation("spleen").GetNumberOfPoints() == points
    history.redo()
    assert node.GetClosedSurfaceInternalRepresentation("spleen") is None


def test_five_steps_are_kept(mri):
    node = put(a_result(), mri).node
    history = UndoHistory(node)
    for _ in range(7):
        put(shifted(), mri, node, "add", before_change=history.save)
    steps = 0
    while history.undo():
        steps += 1
    assert steps == 5
    assert not history.undo()


def test_segment_editors_own_undo_takes_the_result_back(slicer, mri):
    node = put(a_result(), mri).node
    before = content(node)
    logic, editor = slicer.vtkSlicerSegmentEditorLogic(), slicer.vtkMRMLSegmentEditorNode()
    slicer.mrmlScene.AddNode(editor)
    logic.SetMRMLScene(slicer.mrmlScene)
    logic.SetSegmentEditorNode(editor)
    logic.SetSegmentationNode(node)
    put(shifted(), mri, node, "add", before_change=lambda _node: logic.SaveStateForUndo())
    assert content(node) != before
    logic.Undo()
    assert content(node) == before
