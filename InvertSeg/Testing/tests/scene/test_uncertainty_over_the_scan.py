"""Where an ensemble disagrees: a volume beside the scan, in colours over it, and gone again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from vtk.util.numpy_support import vtk_to_numpy

from tests.scene.scene_situations import AXIAL, GEOMETRIES, a_result, rotation


def uncertain(result, seed=0):
    values = np.random.default_rng(seed).integers(0, 257, result.label_map.shape) / 256
    return replace(result, uncertainty=values.astype(np.float16), disagreement={"spleen": 0.25})


@pytest.fixture
def put(scene, mri):
    """Puts a result and its uncertainty, into the same segmentation from the second time on."""
    from InvertSegLib.scene import segmentations
    from InvertSegLib.scene.overlay import put_uncertainty

    made = []

    def put_both(result):
        made.append(segmentations.put(result, mri, made[-1] if made else None).node)
        return made[-1], put_uncertainty(result, mri, made[-1])

    return put_both


def percent(node):
    image = node.GetImageData()
    return vtk_to_numpy(image.GetPointData().GetScalars()).reshape(image.GetDimensions()[::-1])


def test_it_lies_where_the_scan_lies_and_the_segmentation_knows_it(put, mri, add_transform):
    from InvertSegLib.scene.overlay import uncertainty_of
    from InvertSegLib.scene.volumes import ijk_to_ras_of

    matrix = np.eye(4)
    matrix[:3, :3] = rotation(10, 20)
    transform = add_transform(matrix)
    mri.SetAndObserveTransformNodeID(transform.GetID())
    result = uncertain(a_result())
    segmentation, node = put(result)
    np.testing.assert_array_equal(percent(node), np.rint(result.uncertainty.astype(float) * 100))
    assert percent(node).dtype == np.uint8
    np.testing.assert_allclose(ijk_to_ras_of(node), AXIAL)
    assert node.GetParentTransformNode() is transform
    assert uncertainty_of(segmentation) is node
    assert node.GetName() == "MRI uncertainty (%)"


def test_single_precision_gives_the_same(put):
    result = uncertain(a_result())
    half = percent(put(result)[1]).copy()
    single = replace(result, uncertainty=result.uncertainty.astype(np.float32))
    np.testing.assert_array_equal(percent(put(single)[1]), half)


def test_a_second_run_gives_the_same_node_new_voxels_and_one_without_an_ensemble_leaves_it(put, scene):
    from InvertSegLib.scene.overlay import uncertainty_of

    _, first = put(uncertain(a_result(), 1))
    before = percent(first).copy()
    segmentation, second = put(uncertain(a_result(), 2))
    assert second is first
    assert (percent(second) != before).any()
    assert put(a_result())[1] is None
    assert uncertainty_of(segmentation) is None
    assert scene.IsNodePresent(first)  # the segments may be gone, but nobody has said that it may go
    assert put(uncertain(a_result()))[1] is not first


def test_what_is_certain_is_transparent_and_the_colours_are_shared(put, scene):
    _, node = put(uncertain(a_result()))
    display = node.GetDisplayNode()
    assert display.GetApplyThreshold()
    assert 0 < display.GetLowerThreshold() <= 40  # one setting of five that differs is seen
    assert not display.GetAutoWindowLevel()
    colors = display.GetColorNode()
    faint, bright = [0.0] * 4, [0.0] * 4
    colors.GetColor(0, faint)
    colors.GetColor(colors.GetNumberOfColors() - 1, bright)
    assert sum(bright[:3]) > sum(faint[:3]) + 1
    put(uncertain(a_result(), 3))
    names = [n.GetName() for n in (scene.GetNthNode(i) for i in range(scene.GetNumberOfNodes()))]
    assert names.count("InvertSeg uncertainty") == 1


def test_the_views_show_it_over_the_scan_and_are_put_back(put, scene, mri):
    from InvertSegLib.scene.overlay import UncertaintyOverlay

    composites = [scene.AddNewNodeByClass("vtkMRMLSliceCompositeNode") for _ in range(3)]
    for composite in composites:
        composite.SetBackgroundVolumeID(mri.GetID())
        composite.SetForegroundOpacity(0.25)
    segmentation, node = put(uncertain(a_result()))
    overlay = UncertaintyOverlay(node, segmentation)
    overlay.show(0.4)
    overlay.show(7)
    for composite in composites:
        assert composite.GetForegroundVolumeID() == node.GetID()
        assert composite.GetBackgroundVolumeID() == mri.GetID()
        assert composite.GetForegroundOpacity() == 1.0
    composites[0].SetForegroundOpacity(0.7)  # the user's own
    overlay.hide()
    assert [composite.GetForegroundVolumeID() for composite in composites] == [None] * 3
    assert [composite.GetForegroundOpacity() for composite in composites] == [0.7, 0.25, 0.25]


def test_hiding_it_after_it_was_deleted_is_no_mistake(put, scene, mri):
    from InvertSegLib.scene.overlay import UncertaintyOverlay

    composite = scene.AddNewNodeByClass("vtkMRMLSliceCompositeNode")
    composite.SetBackgroundVolumeID(mri.GetID())
    segmentation, node = put(uncertain(a_result()))
    overlay = UncertaintyOverlay(node, segmentation)
    overlay.show()
    scene.RemoveNode(node)
    overlay.hide()
    assert composite.GetBackgroundVolumeID() == mri.GetID()
    assert composite.GetForegroundVolumeID() is None


def test_the_table_of_segments_says_how_much_the_settings_differ(put):
    from InvertSegLib.scene.exporting import segmentation_of_node
    from InvertSegLib.scene.review import rows

    segmentation, _ = put(uncertain(a_result(GEOMETRIES["axial"])))
    found = {row.id: row.disagreement for row in rows(segmentation)}
    assert (found["spleen"], found["liver"]) == (0.25, None)
    assert segmentation_of_node(segmentation).disagreement == {"spleen": 0.25}
    put(a_result())
    assert {row.disagreement for row in rows(segmentation)} == {None}
