"""Results are saved by Slicer and come back with everything, manual work recognised."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.labels import terminology
from InvertSegLib.labels.files import read_label_map
from InvertSegLib.scene.segmentations import edited_segments, is_edited, provenance_of, put
from tests.scene.scene_situations import (
    GEOMETRIES,
    NAMES,
    PROVENANCE,
    a_result,
    draw,
    expected_points,
    world_points,
)


def save_and_load_seg_nrrd(node, folder):
    storage = node.GetStorageNode()
    storage.SetFileName(str(folder / "result.seg.nrrd"))
    assert storage.WriteData(node) == 1
    scene = node.GetScene()
    loaded = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "loaded")
    reader = scene.AddNewNodeByClass("vtkMRMLSegmentationStorageNode")
    reader.SetFileName(str(folder / "result.seg.nrrd"))
    assert reader.ReadData(loaded) == 1
    return loaded


def save_and_load_mrb(node, folder):
    scene, name = node.GetScene(), node.GetName()
    assert scene.WriteToMRB(str(folder / "result.mrb"))
    scene.Clear(False)
    assert scene.ReadFromMRB(str(folder / "result.mrb"))
    return scene.GetFirstNodeByName(name)


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("way", [save_and_load_seg_nrrd, save_and_load_mrb])
def test_everything_comes_back(way, geometry, add_volume, tmp_path):
    result = a_result(GEOMETRIES[geometry])
    node = way(put(result, add_volume(result.ijk_to_ras)).node, tmp_path)
    inside = node.GetSegmentation()
    assert list(inside.GetSegmentIDs()) == list(NAMES.values())
    for value, name in NAMES.items():
        segment, structure = inside.GetSegment(name), result.table[value]
        assert segment.GetName() == structure.title
        assert np.round(np.multiply(segment.GetColor(), 255)).tolist() == list(structure.color)
        assert (segment.GetTerminology() or None) == terminology.serialize(structure)
        found, expected = world_points(node, name), expected_points(result, value)
        assert found.shape == expected.shape
        assert np.abs(found - expected).max(initial=0) < 1e-3
    assert not is_edited(node)


@pytest.mark.parametrize("way", [save_and_load_seg_nrrd, save_and_load_mrb])
def test_manual_work_is_recognised_after_loading(way, mri, tmp_path):
    node = put(a_result(), mri).node
    draw(node, "kidney_left", (0, 0, 0), mri)
    node.GetSegmentation().GetSegment("liver").SetName("Leber")
    assert edited_segments(way(node, tmp_path)) == {"kidney_left", "liver"}


@pytest.mark.parametrize("way", [save_and_load_seg_nrrd, save_and_load_mrb])
def test_result_is_merged_into_a_loaded_one(way, add_volume, tmp_path):
    node = put(a_result(), add_volume()).node
    draw(node, "spleen", (0, 0, 0), add_volume(name="reference"))
    loaded = way(node, tmp_path)
    report = put(a_result(), add_volume(name="again"), loaded, "merge")
    assert report.kept == ("spleen",)
    assert set(report.updated) == set(NAMES.values()) - {"spleen"}


def test_what_made_it_is_saved_with_the_scene(mri, tmp_path):
    node = save_and_load_mrb(put(a_result(), mri).node, tmp_path)
    assert provenance_of(node) == [PROVENANCE]
    assert node.GetNodeReference(node.GetReferenceImageGeometryReferenceRole()).GetName() == "MRI"


def test_command_line_reads_what_slicer_saved(mri, tmp_path):
    result = a_result()
    save_and_load_seg_nrrd(put(result, mri).node, tmp_path)
    back = read_label_map(tmp_path / "result.seg.nrrd")
    assert list(back.table.names.values()) == list(NAMES.values())
    assert back.volumes_ml() == pytest.approx(result.volumes_ml())
