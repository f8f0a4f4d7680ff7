"""The table of segments, the views that follow it, and the way back to a label map."""

from __future__ import annotations

import numpy as np
import pytest

from bench import slicer_core
from InvertSegLib.errors import InputError
from InvertSegLib.scene import review
from InvertSegLib.scene.segmentations import put, segmentation_of_node
from tests.scene.scene_situations import (
    AXIAL,
    GEOMETRIES,
    NAMES,
    PROVENANCE,
    a_label_map,
    a_result,
    draw,
    expected_points,
    in_order,
    matrix_of,
    rotation,
    world_points,
)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_rows_say_what_was_found(geometry, add_volume):
    result = a_result(GEOMETRIES[geometry])
    node = put(result, add_volume(result.ijk_to_ras)).node
    rows = {row.id: row for row in review.rows(node)}
    assert list(rows) == list(NAMES.values())
    volumes = a_result(GEOMETRIES[geometry]).volumes_ml()
    for value, name in NAMES.items():
        assert rows[name].name == result.table[value].title
        assert rows[name].color == result.table[value].color
        assert rows[name].volume_ml == pytest.approx(volumes[name])
        assert rows[name].visible
    assert rows["liver"].flags == ("empty",)
    assert rows["spleen"].flags == ()
    assert rows["my thing"].flags == ("at the edge",)
    assert rows["spleen"].confidence == 0.875
    assert rows["liver"].confidence is None


def test_rows_follow_what_the_user_does(mri):
    node = put(a_result(), mri).node
    before = {row.id: row for row in review.rows(node)}
    draw(node, "spleen", (0, 0, 0), mri)
    review.set_visible(node, "kidney_left", False)
    node.GetSegmentation().GetSegment("liver").SetName("Leber")
    after = {row.id: row for row in review.rows(node)}
    voxel = abs(np.linalg.det(AXIAL[:3, :3])) / 1000
    assert after["spleen"].volume_ml == pytest.approx(before["spleen"].volume_ml + voxel)
    assert after["spleen"].flags == ("edited", "at the edge")
    assert not after["kidney_left"].visible
    assert after["kidney_left"].flags == ()
    assert (after["liver"].name, after["liver"].flags) == ("Leber", ("edited", "empty"))


def test_rows_of_a_segmentation_from_elsewhere(slicer, scene, mri):
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    node.SetReferenceImageGeometryParameterFromVolumeNode(mri)
    node.GetSegmentation().AddEmptySegment("Segment_1", "tumour", [1, 0, 0])
    (row,) = review.rows(node)
    assert (row.name, row.color, row.volume_ml, row.flags) == ("tumour", (255, 0, 0), 0, ("edited", "empty"))


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_centre_is_inside_the_segment_in_the_world(geometry, add_volume, add_transform):
    result = a_result(GEOMETRIES[geometry])
    volume = add_volume(result.ijk_to_ras)
    transform = add_transform(matrix_of(rotation(40, 10), (1, 1, 1), (5, 6, 7)))
    volume.SetAndObserveTransformNodeID(transform.GetID())
    node = put(result, volume).node
    for value, name in NAMES.items():
        center = review.center_of_segment(node, name)
        if name == "liver":
            assert center is None
            continue
        points = expected_points(a_result(GEOMETRIES[geometry]), value, transform)
        assert np.linalg.norm(points - center, axis=1).min() < 1e-3
    spleen = expected_points(a_result(GEOMETRIES[geometry]), 1, transform)
    spacing = np.linalg.norm(GEOMETRIES[geometry][:3, :3], axis=0).max()
    assert np.linalg.norm(spleen.mean(axis=0) - review.center_of_segment(node, "spleen")) <= spacing


def test_centre_of_a_ring_lies_on_the_ring(mri):
    labels = np.zeros((7, 11, 13), np.uint8)
    labels[3, 2:9, 2:9] = 1
    labels[3, 3:8, 3:8] = 0
    node = put(a_result(labels=labels, names={1: "spleen"}), mri).node
    center = review.center_of_segment(node, "spleen")
    points = in_order(np.argwhere(labels), AXIAL)
    assert np.linalg.norm(points - center, axis=1).min() < 1e-3


def test_choosing_a_segment_centres_the_views(mri):
    views = slicer_core.show_slice_views()
    node = put(a_result(), mri).node
    before = [logic.GetSliceNode().GetFieldOfView() for logic in views.values()]
    assert review.show_segment(node, "kidney_left")
    center = np.array(review.center_of_segment(node, "kidney_left"))
    for logic in views.values():
        to_ras = logic.GetSliceNode().GetSliceToRAS()
        assert np.allclose([to_ras.GetElement(axis, 3) for axis in range(3)], center, atol=1e-6)
    assert [logic.GetSliceNode().GetFieldOfView() for logic in views.values()] == before
    assert not review.show_segment(node, "liver")


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_result_comes_back_as_it_was_put(geometry, add_volume):
    result = a_result(GEOMETRIES[geometry])
    back = segmentation_of_node(put(a_result(GEOMETRIES[geometry]), add_volume(result.ijk_to_ras)).node)
    assert np.allclose(back.ijk_to_ras, result.ijk_to_ras, atol=1e-9)
    assert back.label_map.shape == result.label_map.shape
    assert list(back.table.values()) == list(result.table.values())
    for new, old in zip(back.table, result.table, strict=True):
        assert np.array_equal(back.label_map == new, result.label_map == old)
    assert back.provenance == PROVENANCE
    assert back.confidence == {"spleen": 0.875}


def test_manual_work_is_exported_and_named(mri):
    node = put(a_result(), mri).node
    draw(node, "spleen", (0, 0, 0), mri)
    node.GetSegmentation().AddEmptySegment("Segment_1", "tumour", [1, 0, 0])
    draw(node, "Segment_1", (2, 4, 4), mri)
    back = segmentation_of_node(node)
    value_of = {structure.name: value for value, structure in back.table.items()}
    assert back.label_map[0, 0, 0] == value_of["spleen"]
    assert back.label_map[2, 4, 4] == value_of["tumour"]
    assert back.provenance["edited"] == ["Segment_1", "spleen"]


def test_export_onto_another_grid_keeps_the_place(add_volume, add_transform):
    result = a_result(GEOMETRIES["oblique"])
    mri = add_volume(result.ijk_to_ras)
    transform = add_transform(matrix_of(rotation(0, 0), (1, 1, 1), (3, -4, 5)))
    mri.SetAndObserveTransformNodeID(transform.GetID())
    node = put(a_result(GEOMETRIES["oblique"]), mri).node
    finer = GEOMETRIES["oblique"].copy()
    finer[:3, :3] /= 2
    finer[:3, 3] += [3, -4, 5]
    grid = add_volume(finer, np.zeros((14, 22, 26), np.int16))
    back = segmentation_of_node(node, grid)
    points = world_points(node, "spleen")
    found = in_order(np.argwhere(back.label_map == 1), finer)
    assert np.abs(found.mean(axis=0) - points.mean(axis=0)).max() < 2.1
    assert len(found) == pytest.approx(8 * len(points), rel=0.35)


def test_empty_segmentation_is_refused(scene):
    with pytest.raises(InputError, match="no segment"):
        segmentation_of_node(scene.AddNewNodeByClass("vtkMRMLSegmentationNode"))


def test_label_map_of_many_segments_takes_16_bits(mri):
    labels = (np.arange(7 * 11 * 13).reshape(7, 11, 13) % 300 + 1).astype(np.uint16)
    node = put(a_result(labels=labels, names={v: f"part {v}" for v in range(1, 301)}), mri).node
    back = segmentation_of_node(node)
    assert back.label_map.dtype == np.uint16
    assert np.array_equal(back.label_map, labels)
    assert a_label_map().dtype == np.uint8
