"""A second result for the same segmentation: replace, add, merge; and what people did to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.scene.layers import layers_of
from InvertSegLib.scene.segmentations import content_state, edited_segments, is_edited, put
from tests.scene.scene_situations import (
    NAMES,
    a_label_map,
    a_result,
    draw,
    expected_points,
    world_points,
)


def shifted() -> Segmentation:
    """The same structures one slice higher, and the cyst gone for a stomach."""
    labels = np.roll(a_label_map(), 1, axis=0)
    return a_result(labels=labels, names={1: "spleen", 2: "kidney_left", 3: "stomach", 5: "my thing"})


def has_voxels_of(node, identifier: str, result: Segmentation, value: int) -> bool:
    found, expected = world_points(node, identifier), expected_points(result, value)
    return found.shape == expected.shape and np.abs(found - expected).max(initial=0) < 1e-3


@pytest.fixture
def node(mri):
    """A segmentation node with a result in it that nobody has touched."""
    return put(a_result(), mri).node


def draw_a_tumour(node, mri) -> np.ndarray:
    """What a user adds by hand: a segment of its own, over the spleen."""
    node.GetSegmentation().AddEmptySegment("Segment_1", "tumour", [1, 0, 0])
    draw(node, "Segment_1", (2, 4, 4), mri)
    return world_points(node, "Segment_1")


def test_replace_takes_earlier_results_away_and_keeps_what_the_user_made(node, mri):
    tumour = draw_a_tumour(node, mri)
    new = shifted()
    report = put(new, mri, node, "replace")
    assert report.updated == ("spleen", "kidney_left", "my thing")
    assert report.added == ("stomach",)
    assert report.removed == ("kidney_cyst_right", "liver")
    assert report.kept == ("Segment_1",)
    for value, name in new.table.names.items():
        assert has_voxels_of(node, name, new, value)
    assert np.array_equal(world_points(node, "Segment_1"), tumour)


def test_replace_keeps_what_the_views_hide(node, mri):
    node.GetDisplayNode().SetSegmentVisibility("spleen", False)
    put(shifted(), mri, node, "replace")
    assert not node.GetDisplayNode().GetSegmentVisibility("spleen")


def test_add_changes_nothing_that_is_there(node, mri):
    old, new = a_result(), shifted()
    report = put(new, mri, node, "add")
    assert report.added == ("spleen_2", "kidney_left_2", "stomach", "my thing_2")
    assert report.kept == tuple(NAMES.values())
    assert node.GetSegmentation().GetSegment("spleen_2").GetName() == "Spleen (2)"
    for value, name in NAMES.items():
        assert has_voxels_of(node, name, old, value)
    assert has_voxels_of(node, "spleen_2", new, 1)
    assert has_voxels_of(node, "stomach", new, 3)
    report = put(new, mri, node, "add")
    assert report.added[0] == "spleen_3"


def test_merge_updates_what_nobody_touched_and_keeps_the_rest(node, mri):
    draw(node, "spleen", (0, 0, 0), mri)
    spleen = world_points(node, "spleen")
    old, new = a_result(), shifted()
    report = put(new, mri, node, "merge")
    assert report.updated == ("kidney_left", "my thing")
    assert report.added == ("stomach",)
    assert report.kept == ("spleen", "kidney_cyst_right", "liver")
    assert np.array_equal(world_points(node, "spleen"), spleen)
    assert has_voxels_of(node, "kidney_cyst_right", old, 3)
    assert has_voxels_of(node, "kidney_left", new, 2)
    assert edited_segments(node) == {"spleen"}
    # One label map of what was kept, one of what came: whole again, though segments were taken out.
    assert len(layers_of(node)) <= 3


def test_merge_of_other_structures_leaves_the_first_ones(node, mri):
    labels = np.zeros((7, 11, 13), np.uint8)
    labels[3, 3, 4] = 1  # inside the spleen
    report = put(a_result(labels=labels, names={1: "aorta"}), mri, node, "merge")
    assert report.added == ("aorta",)
    assert report.kept == tuple(NAMES.values())
    assert has_voxels_of(node, "spleen", a_result(), 1)
    assert not is_edited(node)


def drew(node, mri):
    draw(node, "spleen", (6, 0, 0), mri)


def drew_as_much_as_was_erased(node, mri):
    import slicer

    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(node, "spleen", mri)
    voxels = np.roll(voxels, 1, axis=0)
    voxels[1, 2, 3], voxels[2, 2, 3] = 1, 0
    slicer.util.updateSegmentBinaryLabelmapFromArray(voxels, node, "spleen", mri)


def painted_in_the_segment_editor(node, mri):
    import slicer

    status = slicer.vtkSlicerSegmentationsModuleLogic
    status.SetSegmentStatus(node.GetSegmentation().GetSegment("spleen"), status.InProgress)


def renamed(node, mri):
    node.GetSegmentation().GetSegment("spleen").SetName("Milz")


def recoloured(node, mri):
    node.GetSegmentation().GetSegment("spleen").SetColor(0, 1, 0)


@pytest.mark.parametrize(
    "change", [drew, drew_as_much_as_was_erased, painted_in_the_segment_editor, renamed, recoloured]
)
def test_manual_work_is_recognised(change: Callable, node, mri):
    assert not is_edited(node)
    change(node, mri)
    assert edited_segments(node) == {"spleen"}
    assert is_edited(node)


def test_segments_of_the_user_count_as_manual_work(node, mri):
    draw_a_tumour(node, mri)
    assert edited_segments(node) == {"Segment_1"}


def test_removed_segment_counts_as_manual_work(node):
    node.GetSegmentation().RemoveSegment("spleen")
    assert not edited_segments(node)
    assert is_edited(node)


def test_looking_at_a_result_is_no_work(node):
    node.CreateClosedSurfaceRepresentation()
    node.GetDisplayNode().SetSegmentOpacity3D("spleen", 0.5)
    node.GetDisplayNode().SetSegmentVisibility("liver", False)
    assert not is_edited(node)


@pytest.mark.parametrize("mode", ["replace", "add", "merge"])
def test_what_put_does_itself_is_no_manual_work(mode, node, mri):
    put(shifted(), mri, node, mode)
    assert not is_edited(node)


def test_state_tells_a_run_that_somebody_was_faster(node, mri):
    before = content_state(node)
    node.GetDisplayNode().SetSegmentVisibility("liver", False)
    node.CreateClosedSurfaceRepresentation()
    assert content_state(node) == before
    draw(node, "spleen", (6, 0, 0), mri)
    assert content_state(node) != before


def test_old_surfaces_go_with_the_old_voxels(node, mri):
    node.CreateClosedSurfaceRepresentation()
    put(shifted(), mri, node, "replace")
    assert node.GetClosedSurfaceInternalRepresentation("spleen") is None
