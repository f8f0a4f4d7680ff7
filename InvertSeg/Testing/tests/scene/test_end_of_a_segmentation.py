"""Deleting a node with many segments on one label map does not freeze Slicer."""

from __future__ import annotations

import time

import numpy as np

from InvertSegLib.scene.segmentations import put
from tests.scene.scene_situations import a_result, world_points


def seconds_of_the_end(node) -> float:
    """Processor time that the last moments of a node take; the caller must not hold it."""
    start = time.process_time()
    node.pop()
    return time.process_time() - start


def many_segments(scene):
    labels = np.zeros((60, 128, 128), np.uint8)
    labels[20:40, 40:80, 40:80] = np.arange(40) + 1
    return put(a_result(labels=labels, names={v: f"part {v}" for v in range(1, 41)}), None, scene=scene).node


def test_its_end_takes_no_time(slicer, scene):
    alike = scene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    ours = many_segments(scene)
    alike.GetSegmentation().DeepCopy(ours.GetSegmentation())
    for node in (ours, alike):
        scene.RemoveNode(node)
    boxes = [ours], [alike]
    del ours, alike, node
    quick, slow = map(seconds_of_the_end, boxes)
    assert quick < slow / 10


def test_who_still_holds_the_segments_has_them(slicer, scene, mri):
    node = put(a_result(), mri).node
    spleen = world_points(node, "spleen")
    segmentation = node.GetSegmentation()
    scene.RemoveNode(node)
    del node
    other = scene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    other.SetAndObserveSegmentation(segmentation)
    assert np.array_equal(world_points(other, "spleen"), spleen)


def test_removed_node_that_is_added_again_is_whole(scene, mri):
    node = put(a_result(), mri).node
    spleen = world_points(node, "spleen")
    scene.RemoveNode(node)
    scene.AddNode(node)
    assert np.array_equal(world_points(node, "spleen"), spleen)


def test_node_that_nobody_observes_any_more_keeps_its_segments(mri):
    node = put(a_result(), mri).node
    spleen = world_points(node, "spleen")
    node.RemoveAllObservers()
    assert np.array_equal(world_points(node, "spleen"), spleen)
