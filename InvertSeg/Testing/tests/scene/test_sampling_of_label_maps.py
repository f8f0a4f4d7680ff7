"""Every so manieth voxel of a segmentation node is that of the label map it was made from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from InvertSegLib.scene.layers import LABEL_MAP, layers_of, oriented_image
from InvertSegLib.scene.sampling import lies_on, sample
from InvertSegLib.scene.segmentations import put
from tests.scene.scene_situations import GEOMETRIES, NAMES, a_result

STEPS = [(1, 1, 1), (2, 3, 1), (3, 2, 5)]


def places(label_map: np.ndarray, ijk_to_ras: np.ndarray, value: int) -> list[list[float]]:
    kji = np.argwhere(label_map == value)
    points = np.c_[kji[:, ::-1], np.ones(len(kji))] @ ijk_to_ras.T
    return sorted(points[:, :3].round(3).tolist())


def expected(result, steps, value):
    chosen = result.label_map[tuple(slice(None, None, step) for step in steps)]
    return places(chosen, result.ijk_to_ras @ np.diag([*steps[::-1], 1]), value)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_of_a_result_as_it_was_put(geometry, steps, add_volume):
    result = a_result(GEOMETRIES[geometry])
    node = put(result, add_volume(result.ijk_to_ras)).node
    (layer,) = layers_of(node)
    assert lies_on(layer, result.ijk_to_ras)
    sampled = sample(node, layer, steps, (result.label_map.shape, result.ijk_to_ras))
    assert [structure.name for structure in sampled.table.values()] == list(NAMES.values())
    for value in NAMES:
        assert places(sampled.label_map, sampled.ijk_to_ras, value) == expected(result, steps, value)
    # By itself it is the same: it is as large as the volume.
    own = sample(node, layer, steps)
    assert np.array_equal(own.label_map, sampled.label_map)
    assert np.allclose(own.ijk_to_ras, sampled.ijk_to_ras)


@pytest.mark.parametrize("steps", STEPS)
def test_of_a_segment_whose_label_map_is_smaller_than_the_volume(steps, add_volume):
    result = a_result(GEOMETRIES["oblique"])
    node = put(result, add_volume(result.ijk_to_ras)).node
    spleen = node.GetSegmentation().GetSegment("spleen")
    cropped = oriented_image(
        (result.label_map == 1)[1:5, 2:10, 3:9].astype(np.uint8), result.ijk_to_ras, (3, 2, 1)
    )
    spleen.SetLabelValue(1)
    spleen.AddRepresentation(LABEL_MAP, cropped)
    layer = next(layer for layer in layers_of(node) if "spleen" in layer.labels)
    assert layer.voxels.shape == (4, 8, 6)
    sampled = sample(node, layer, steps, (result.label_map.shape, result.ijk_to_ras))
    assert sampled.label_map.shape == result.label_map[:: steps[0], :: steps[1], :: steps[2]].shape
    assert places(sampled.label_map, sampled.ijk_to_ras, 1) == expected(result, steps, 1)
    # By itself it begins elsewhere, so that other voxels are looked at; all of them are the segment's.
    own = sample(node, layer, steps)
    every = places(result.label_map, result.ijk_to_ras, 1)
    assert 0 < len(places(own.label_map, own.ijk_to_ras, 1)) <= len(every)
    assert all(place in every for place in places(own.label_map, own.ijk_to_ras, 1))


def test_of_another_grid(add_volume):
    result = a_result(GEOMETRIES["axial"])
    node = put(result, add_volume(result.ijk_to_ras)).node
    (layer,) = layers_of(node)
    half = np.eye(4)
    half[2, 3] = 0.5
    assert not lies_on(layer, result.ijk_to_ras @ half)
    assert not lies_on(layer, GEOMETRIES["oblique"])
    # A part of the same grid is the same grid.
    half[2, 3] = 2.0
    assert lies_on(layer, result.ijk_to_ras @ half)


def test_it_says_what_the_segments_tags_say(add_volume):
    result = replace(a_result(), disagreement={"kidney_left": 0.25})
    node = put(result, add_volume(result.ijk_to_ras)).node
    sampled = sample(node, layers_of(node)[0], (2, 2, 2))
    assert sampled.confidence == {"spleen": 0.875}
    assert sampled.disagreement == {"kidney_left": 0.25}
