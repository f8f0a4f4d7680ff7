"""The booted slicer-core wheel: what a Slicer without a window has, and nothing that it lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import slicer_core
from bench.slicer_stand_in import facts
from bench.slicer_stand_in.modules import CoreModule

slicer = slicer_core.boot()


@pytest.fixture(autouse=True)
def an_empty_scene() -> None:
    """No nodes of another test."""
    slicer_core.clear()


def test_functions_of_util_are_not_in_the_package() -> None:
    assert callable(slicer.util.loadVolume)
    assert not hasattr(slicer, "loadVolume")
    assert not hasattr(slicer, "vtkMRMLNoSuchNode")


@pytest.mark.parametrize("name", ["nosuchmember", "openNodeModule"])
def test_members_of_the_application_that_are_not_here_are_refused(name: str) -> None:
    application = slicer_core.boot().app
    with pytest.raises(AttributeError, match=name):
        getattr(application, name)


def test_modules_are_attributes_and_others_are_refused() -> None:
    assert slicer.modules.segmentations.logic().IsA("vtkSlicerSegmentationsModuleLogic")
    assert slicer.modules.segmentations.logic() is slicer.app.moduleLogic("Segmentations")
    with pytest.raises(AttributeError, match="nosuchmodule"):
        _ = slicer.modules.nosuchmodule


def test_modules_and_functions_are_those_of_a_real_slicer() -> None:
    made_by_modules = {"sampleDataSources"}
    known = set(facts.names("slicer.modules")) - made_by_modules
    cores = {name for name, module in vars(slicer.modules).items() if isinstance(module, CoreModule)}
    assert cores == known
    public = {name for name in vars(slicer.util) if not name.startswith("_")}
    assert public - {"LazyImport"} <= facts.names("slicer.util")


def test_colour_nodes_survive_closing_the_scene() -> None:
    for identifier in ("Grey", "InvertedGrey", "FileGenericColors.txt"):
        assert slicer.mrmlScene.GetNodeByID(f"vtkMRMLColorTableNode{identifier}") is not None


def test_new_nodes_stand_in_the_subject_hierarchy_unless_hidden() -> None:
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    shown = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    hidden = slicer.vtkMRMLScalarVolumeNode()
    hidden.SetHideFromEditors(True)
    slicer.mrmlScene.AddNode(hidden)
    assert hierarchy.GetItemParent(hierarchy.GetItemByDataNode(shown)) == hierarchy.GetSceneItemID()
    assert hierarchy.GetItemByDataNode(hidden) == 0
    slicer.mrmlScene.RemoveNode(shown)
    assert hierarchy.GetNumberOfItemChildren(hierarchy.GetSceneItemID()) == 0


@pytest.mark.parametrize("ending", [".mrml", ".mrb"])
def test_a_scene_is_saved_and_read_again(tmp_path: Path, ending: str) -> None:
    voxels = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
    volume = slicer.util.addVolumeFromArray(voxels, name="scan")
    if ending == ".mrml":
        assert slicer.util.saveNode(volume, str(tmp_path / "v.nrrd"))
    assert slicer.util.saveScene(str(tmp_path / f"scene{ending}"))
    slicer_core.clear()
    assert slicer.util.getFirstNodeByName("scan") is None
    slicer.util.loadScene(str(tmp_path / f"scene{ending}"))
    assert np.array_equal(slicer.util.arrayFromVolume(slicer.util.getNode("scan")), voxels)


def test_a_volume_that_is_loaded_is_shown_in_the_slice_views(tmp_path: Path) -> None:
    logics = slicer_core.show_slice_views()
    volume = slicer.util.addVolumeFromArray(np.zeros((2, 3, 4), np.uint8), name="scan")
    assert slicer.util.saveNode(volume, str(tmp_path / "v.nrrd"))
    loaded = slicer.util.loadVolume(str(tmp_path / "v.nrrd"), {"name": "loaded"})
    assert loaded.GetName() == "loaded"
    for logic in logics.values():
        assert logic.GetSliceCompositeNode().GetBackgroundVolumeID() == loaded.GetID()


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="load failed"):
        slicer.util.loadVolume("/nonexistent.nrrd")
