"""Volume nodes and volumes: geometry, items of a sequence, nodes that are no scan."""

from __future__ import annotations

import numpy as np
import pytest
import vtk

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.scene.volumes import (
    create_inverted_node,
    current_item,
    item_count,
    item_name,
    sequence_of,
    volume_of_node,
)
from tests.scene.scene_situations import AXIAL, GEOMETRIES, matrix_of, rotation


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i4", "f4", "f8"])
def test_voxels_and_place_survive_the_way_through_the_scene(geometry, dtype, add_volume):
    voxels = (np.arange(7 * 11 * 13).reshape(7, 11, 13) % 251).astype(dtype)
    volume = volume_of_node(add_volume(GEOMETRIES[geometry], voxels))
    assert volume.voxels.dtype == np.dtype(dtype)
    assert np.array_equal(volume.voxels, voxels)
    assert np.allclose(volume.ijk_to_ras, GEOMETRIES[geometry], atol=1e-9)
    assert volume.is_left_handed == (geometry in {"left-handed", "coronal"})


def test_voxels_are_the_nodes_own_memory_and_cannot_be_spoilt(slicer, mri):
    volume = volume_of_node(mri)
    assert np.shares_memory(volume.voxels, slicer.util.arrayFromVolume(mri))
    with pytest.raises(ValueError, match="read-only"):
        volume.voxels[0, 0, 0] = 1


def test_place_is_that_of_the_nodes_own_space(mri, add_transform):
    mri.SetAndObserveTransformNodeID(add_transform(matrix_of(rotation(10, 20), (1, 1, 1))).GetID())
    assert np.allclose(volume_of_node(mri).ijk_to_ras, AXIAL)


def test_volume_without_an_image_is_refused(scene):
    with pytest.raises(InputError, match="empty"):
        volume_of_node(scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode"))


def test_colour_image_is_refused(scene):
    node = scene.AddNewNodeByClass("vtkMRMLVectorVolumeNode", "photo")
    image = vtk.vtkImageData()
    image.SetDimensions(3, 4, 5)
    image.AllocateScalars(vtk.VTK_UNSIGNED_CHAR, 3)
    node.SetAndObserveImageData(image)
    with pytest.raises(InputError, match="photo has 3 values"):
        volume_of_node(node)


def test_label_map_is_refused(scene, mri):
    node = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "mask")
    node.SetAndObserveImageData(mri.GetImageData())
    with pytest.raises(InputError, match="mask is a label map"):
        volume_of_node(node)


@pytest.fixture
def a_sequence(slicer, scene, add_volume):
    """Three volumes over time; the node that shows one of them."""
    logic = slicer.vtkSlicerSequencesLogic()
    logic.SetMRMLScene(scene)
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode", "4D")
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("s")
    for item in range(3):
        node = add_volume(voxels=np.full((3, 4, 5), item, np.int16) + np.arange(5, dtype=np.int16))
        sequence.SetDataNodeAtValue(node, str(item * 2.5))
        scene.RemoveNode(node)
    browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    logic.UpdateProxyNodesFromSequences(browser)
    yield browser.GetProxyNode(sequence)
    logic.SetMRMLScene(None)


def test_items_of_a_sequence_are_read_one_by_one(a_sequence):
    sequence = sequence_of(a_sequence)
    assert item_count(a_sequence) == item_count(sequence) == 3
    for item in range(3):
        assert volume_of_node(a_sequence, item).voxels[0, 0, 0] == item
        assert volume_of_node(sequence, item).voxels[0, 0, 0] == item
    assert item_name(a_sequence, 1) == "time 2.5 s"
    with pytest.raises(InputError, match="holds 3"):
        volume_of_node(a_sequence, 3)


def test_shown_item_is_the_one_that_is_read_unasked(scene, a_sequence):
    browser = scene.GetFirstNodeByClass("vtkMRMLSequenceBrowserNode")
    browser.SetSelectedItemNumber(2)
    assert current_item(a_sequence) == 2
    assert volume_of_node(a_sequence, current_item(a_sequence)).voxels[0, 0, 0] == 2


def test_plain_volume_is_one_item(mri):
    assert (item_count(mri), current_item(mri), item_name(mri, 0), sequence_of(mri)) == (1, 0, "", None)


@pytest.mark.parametrize("preset", PRESETS)
def test_inverted_node_is_the_computed_volume_in_place(preset, slicer, scene, add_volume, add_transform):
    rng = np.random.default_rng(0)
    voxels = rng.normal(20, 5, (12, 40, 40))
    voxels[:, 8:32, 8:32] = rng.normal(600, 90, (12, 24, 24))
    mri = add_volume(GEOMETRIES["oblique"], voxels.astype(np.int16))
    mri.SetAndObserveTransformNodeID(add_transform(matrix_of(rotation(10, 20), (1, 1, 1))).GetID())
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    study = hierarchy.CreateFolderItem(hierarchy.GetSceneItemID(), "study")
    hierarchy.SetItemParent(hierarchy.GetItemByDataNode(mri) or hierarchy.CreateItem(study, mri), study)
    node = create_inverted_node(mri, PRESETS[preset])
    computed = volume_of_node(node)
    assert np.array_equal(computed.voxels, invert(voxels.astype(np.int16), PRESETS[preset]))
    assert np.allclose(computed.ijk_to_ras, GEOMETRIES["oblique"])
    assert node.GetParentTransformNode() is mri.GetParentTransformNode()
    assert hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node)) == study
    if preset == "calibrated":
        assert (node.GetDisplayNode().GetWindow(), node.GetDisplayNode().GetLevel()) == (400, 50)


def test_second_inversion_goes_into_the_same_node(scene, mri):
    node = create_inverted_node(mri, PRESETS["published"])
    number = scene.GetNumberOfNodes()
    assert create_inverted_node(mri, PRESETS["none"], output=node) is node
    assert scene.GetNumberOfNodes() == number
    assert np.array_equal(volume_of_node(node).voxels, volume_of_node(mri).voxels)
