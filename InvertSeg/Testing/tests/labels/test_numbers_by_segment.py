"""What is known of each segment goes into a .seg.nrrd and comes back; Slicer reads it beside the codes."""

from dataclasses import replace

import pytest
import SimpleITK as sitk

from InvertSegLib.labels.files import read_label_map, write_segmentation

slicer = pytest.importorskip("slicer")
vtk = pytest.importorskip("vtk")


@pytest.fixture
def written(an_axial_segmentation, tmp_path):
    path = tmp_path / "organs.seg.nrrd"
    numbers = {"confidence": {"spleen": 0.75}, "disagreement": {"spleen": 0.125, "liver": 1.0}}
    write_segmentation(replace(an_axial_segmentation, **numbers), path)
    return path


def test_they_come_back(written):
    found = read_label_map(written)
    assert found.confidence == {"spleen": 0.75}
    assert found.disagreement == {"spleen": 0.125, "liver": 1.0}
    assert found.table[1].type is not None


def test_slicer_reads_them_as_tags(written):
    scene = slicer.vtkMRMLScene()
    logic = slicer.vtkSlicerSegmentationsModuleLogic()
    logic.SetMRMLScene(scene)
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    storage = scene.AddNewNodeByClass("vtkMRMLSegmentationStorageNode")
    storage.SetFileName(str(written))
    assert storage.ReadData(node) == 1
    tags = {}
    for name in ("InvertSeg.Disagreement", "InvertSeg.Confidence", "TerminologyEntry"):
        value = vtk.reference("")
        node.GetSegmentation().GetSegment("spleen").GetTag(name, value)
        tags[name] = str(value)
    assert tags["InvertSeg.Disagreement"] == "0.1250"
    assert tags["InvertSeg.Confidence"] == "0.7500"
    assert "Spleen" in tags["TerminologyEntry"]


def test_files_without_them_have_none(an_axial_segmentation, tmp_path):
    for name in ("plain.seg.nrrd", "plain.nii.gz"):
        write_segmentation(an_axial_segmentation, tmp_path / name)
        found = read_label_map(tmp_path / name)
        assert (found.confidence, found.disagreement) == ({}, {})


def test_a_number_that_is_none_is_left_out(written, tmp_path):
    image = sitk.ReadImage(str(written))
    key = next(k for k in image.GetMetaDataKeys() if k.endswith("_Tags") and "0.1250" in image.GetMetaData(k))
    image.SetMetaData(key, image.GetMetaData(key).replace("0.1250", "much"))
    changed = tmp_path / "changed.seg.nrrd"
    sitk.WriteImage(image, str(changed))
    assert read_label_map(changed).disagreement == {"liver": 1.0}
