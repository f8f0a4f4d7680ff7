"""The live preview: it shows what would be computed, and puts the views back as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench import slicer_core
from InvertSegLib.errors import InputError
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.scene.placing import nodes_of_class
from InvertSegLib.scene.preview import MODES, Preview
from tests.scene.scene_situations import AXIAL, GEOMETRIES, matrix_of, rotation

PUBLISHED = PRESETS["published"]


def a_scan(dtype="i2") -> np.ndarray:
    """A body with a bright and a dark part in air, (9, 24, 32)."""
    rng = np.random.default_rng(3)
    voxels = rng.integers(0, 4, (9, 24, 32))
    voxels[1:8, 4:20, 5:27] = rng.integers(150, 400, (7, 16, 22))
    voxels[2:7, 6:12, 8:16] = rng.integers(600, 900, (5, 6, 8))
    return voxels.astype(dtype)


@pytest.fixture
def views(slicer, scene):
    """Three slice views that show other volumes, a label map and links already."""
    logics = slicer_core.show_slice_views()
    for number, composite in enumerate(nodes_of_class(scene, "vtkMRMLSliceCompositeNode")):
        other = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "other")
        composite.SetBackgroundVolumeID(other.GetID())
        composite.SetForegroundVolumeID(other.GetID() if number else None)
        composite.SetForegroundOpacity(0.1 * number)
        composite.SetLabelOpacity(0.3)
        composite.SetLinkedControl(number % 2)
        composite.SetHotLinkedControl(0)
    return logics


def everything_of_the_views(scene) -> dict:
    """All settings of slice views and layout as text; dates of change left out."""
    found = {}
    for class_name in ("vtkMRMLSliceCompositeNode", "vtkMRMLSliceNode", "vtkMRMLLayoutNode"):
        for node in nodes_of_class(scene, class_name):
            lines = str(node).splitlines()
            unimportant = ("MTime", "Modified Time", "Debug", "Registered Events", "Reference Count")
            found[node.GetID()] = [
                line for line in lines if not line.strip().startswith(unimportant) and "0x" not in line
            ]
    return found


@pytest.fixture
def mri(add_volume):
    """A scan."""
    return add_volume(AXIAL, a_scan())


@pytest.fixture
def preview(mri, views):
    """A preview of it by the published rule."""
    made = Preview(mri, IntensityHistogram.of(a_scan()), PUBLISHED)
    yield made
    made.close()


def shown_levels(node) -> np.ndarray:
    """Grey level 0..1 of each voxel as Slicer's own display of the node gives it, before any slicing."""
    from vtk.util.numpy_support import vtk_to_numpy

    display = node.GetDisplayNode()
    producer = display.GetOutputImageDataConnection().GetProducer()
    producer.Update()
    image = producer.GetOutputDataObject(0)
    colors = vtk_to_numpy(image.GetPointData().GetScalars())
    assert (colors[:, 3] == 255).all()  # the input must not shine through
    return colors[:, 0].reshape(tuple(reversed(image.GetDimensions()))) / 255


def computed_levels(voxels: np.ndarray, parameters: InversionParameters) -> np.ndarray:
    """Grey level 0..1 of each voxel when it is computed and shown over the range of what can come out."""
    computed = invert(voxels, parameters).astype(float)
    if parameters.mapping.value == "calibrated":
        low, high = parameters.window
    else:
        clipped = np.clip(voxels, *(parameters.clip or (0, 3000)))
        low, high = float(clipped.min()), float(clipped.max())
    return np.clip((computed - low) / (high - low), 0, 1)


RULES = {
    "published": PUBLISHED,
    "clip": replace(PUBLISHED, clip=(100, 700)),
    "more background": replace(PUBLISHED, background_percent=20),
    "percentile": replace(PUBLISHED, background="percentile", background_percent=35),
    "calibrated": replace(PRESETS["calibrated"], background="range"),
    "calibrated, clip and tone": replace(
        PRESETS["calibrated"], background="range", clip=(100, 700), tone=0.35
    ),
    "not inverted": replace(PRESETS["calibrated"], background="range", inverted=False),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", ["i2", "u2", "f4"])
def test_preview_shows_what_would_be_computed(rule, dtype, views, add_volume):
    voxels = a_scan(dtype)
    preview = Preview(add_volume(AXIAL, voxels), IntensityHistogram.of(voxels), RULES[rule])
    shown, computed = shown_levels(preview.node), computed_levels(voxels, RULES[rule])
    preview.close()
    assert preview.exact
    # 256 grey levels, which a tone curve pulls apart where it is steep: next to black.
    coarse = 0.01 if RULES[rule].tone == 1 or RULES[rule].mapping.value == "published" else 0.04
    bright = computed > 0.25
    assert np.abs(shown - computed)[bright].max() < coarse
    assert np.abs(shown - computed)[~bright].mean() < coarse


def test_body_rule_is_said_to_be_an_approximation(preview):
    preview.update(PRESETS["calibrated"])
    assert not preview.exact
    shown, computed = shown_levels(preview.node), computed_levels(a_scan(), PRESETS["calibrated"])
    assert np.mean(np.abs(shown - computed) < 0.03) > 0.95


def test_no_voxel_is_copied_or_changed(preview, mri, slicer):
    preview.show("inverted")
    preview.update(replace(PUBLISHED, clip=(0, 500)))
    assert preview.node.GetImageData() is mri.GetImageData()
    assert np.array_equal(slicer.util.arrayFromVolume(mri), a_scan())


def test_every_view_shows_it(preview, scene, mri):
    preview.show("inverted")
    for composite in nodes_of_class(scene, "vtkMRMLSliceCompositeNode"):
        assert composite.GetBackgroundVolumeID() == preview.node.GetID()
        assert composite.GetForegroundVolumeID() is None
    preview.show("inverted", 0.25)
    for composite in nodes_of_class(scene, "vtkMRMLSliceCompositeNode"):
        assert composite.GetBackgroundVolumeID() == mri.GetID()
        assert composite.GetForegroundVolumeID() == preview.node.GetID()
        assert composite.GetForegroundOpacity() == 0.25


def test_side_by_side_shows_the_same_slice_twice(preview, scene, mri, views, slicer):
    red, yellow = (views[name].GetSliceNode() for name in ("Red", "Yellow"))
    preview.show("side by side")
    layout = scene.GetFirstNodeByClass("vtkMRMLLayoutNode")
    assert layout.GetViewArrangement() == layout.SlicerLayoutSideBySideView
    shown = {c.GetLayoutName(): c for c in nodes_of_class(scene, "vtkMRMLSliceCompositeNode")}
    assert shown["Red"].GetBackgroundVolumeID() == mri.GetID()
    assert shown["Red"].GetForegroundVolumeID() is None
    assert shown["Yellow"].GetBackgroundVolumeID() == preview.node.GetID()
    assert shown["Red"].GetLinkedControl()
    assert shown["Yellow"].GetHotLinkedControl()
    as_arrays = [slicer.util.arrayFromVTKMatrix(node.GetSliceToRAS()) for node in (red, yellow)]
    assert np.array_equal(*as_arrays)
    assert red.GetFieldOfView() == yellow.GetFieldOfView()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("then", ["off", "inverted", "side by side"])
def test_views_are_put_back_exactly(mode, then, preview, scene):
    before = everything_of_the_views(scene)
    preview.show(mode, 0.5)
    preview.update(replace(PUBLISHED, clip=(10, 400)))
    preview.show(then)
    assert (everything_of_the_views(scene) == before) == (then == "off")
    preview.close()
    assert everything_of_the_views(scene) == before
    # The colours of the uncertainty are one node for all, which other tests may have left.
    colors = [node.GetName() for node in nodes_of_class(scene, "vtkMRMLColorTableNode")]
    assert [name for name in colors if name.startswith("InvertSeg preview")] == []


def test_volume_that_the_user_chose_meanwhile_stays(preview, scene):
    preview.show("inverted")
    composite = nodes_of_class(scene, "vtkMRMLSliceCompositeNode")[1]
    chosen = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "chosen")
    composite.SetBackgroundVolumeID(chosen.GetID())
    preview.close()
    assert composite.GetBackgroundVolumeID() == chosen.GetID()


def test_view_whose_volume_was_removed_meanwhile_is_empty_afterwards(preview, scene):
    composite = nodes_of_class(scene, "vtkMRMLSliceCompositeNode")[0]
    shown_before = scene.GetNodeByID(composite.GetBackgroundVolumeID())
    preview.show("inverted")
    scene.RemoveNode(shown_before)
    preview.close()
    assert composite.GetBackgroundVolumeID() is None


def test_removed_input_ends_the_preview(preview, scene, mri):
    before = everything_of_the_views(scene)
    preview.show("inverted", 0.5)
    scene.RemoveNode(mri)
    assert preview.node is None
    assert everything_of_the_views(scene) == before
    preview.show("inverted")
    preview.update(PUBLISHED)


def test_closed_scene_ends_the_preview(preview, scene):
    preview.show("inverted")
    scene.Clear(False)
    assert preview.node is None


@pytest.mark.parametrize("opacity", [1.0, 0.5])
def test_scene_saved_meanwhile_shows_the_input_when_it_is_loaded(opacity, preview, scene, tmp_path):
    preview.show("inverted", opacity)
    assert scene.WriteToMRB(str(tmp_path / "scene.mrb"))
    scene.Clear(False)
    assert scene.ReadFromMRB(str(tmp_path / "scene.mrb"))
    assert [node.GetName() for node in nodes_of_class(scene, "vtkMRMLScalarVolumeNode")].count("MRI") == 1
    assert not [n for n in nodes_of_class(scene, "vtkMRMLNode") if "review" in n.GetName()]
    for number in range(9):  # one of them would get the number of a preview node that was numbered
        scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", f"later {number}")
    for composite in nodes_of_class(scene, "vtkMRMLSliceCompositeNode"):
        assert scene.GetNodeByID(composite.GetBackgroundVolumeID()).GetName() == "MRI"
        shown = composite.GetForegroundVolumeID()
        assert shown is None or scene.GetNodeByID(shown) is None


def test_nobody_is_offered_the_preview_node(preview, scene, slicer):
    assert preview.node.GetHideFromEditors()
    assert not preview.node.GetSaveWithScene()
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    assert not hierarchy.GetItemByDataNode(preview.node)


def test_preview_of_a_moved_volume_is_moved(mri, views, add_transform):
    transform = add_transform(matrix_of(rotation(10, 20), (1, 1, 1)))
    mri.SetAndObserveTransformNodeID(transform.GetID())
    preview = Preview(mri, IntensityHistogram.of(a_scan()), PUBLISHED)
    assert preview.node.GetParentTransformNode() is transform
    preview.close()


def test_slice_view_is_painted_with_it(preview, mri, views):
    from vtk.util.numpy_support import vtk_to_numpy

    logic = views["Red"]
    logic.GetSliceNode().SetSliceVisible(False)
    logic.ResizeSliceNode(96, 72)
    preview.show("inverted")
    logic.FitSliceToBackground(96, 72)
    painted = {}
    for name, parameters in {"narrow": (0, 300), "wide": (0, 3000)}.items():
        preview.update(replace(PUBLISHED, clip=parameters))
        producer = logic.GetImageDataConnection().GetProducer()
        producer.Update()
        painted[name] = vtk_to_numpy(producer.GetOutputDataObject(0).GetPointData().GetScalars())[:, 0].copy()
    assert painted["narrow"].max() > 200
    assert np.mean(painted["narrow"] != painted["wide"]) > 0.2


def test_preview_follows_its_input(preview, mri, add_transform, slicer):
    transform = add_transform(matrix_of(rotation(10, 20), (1, 1, 1)))
    mri.SetAndObserveTransformNodeID(transform.GetID())
    assert preview.node.GetParentTransformNode() is transform
    mri.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(GEOMETRIES["oblique"]))
    assert preview.node.GetSpacing() == mri.GetSpacing()
    slicer.util.updateVolumeFromArray(mri, a_scan() + 5)
    assert preview.node.GetImageData() is mri.GetImageData()


def test_impossible_parameters_leave_the_views_as_they_are(preview, scene):
    preview.show("inverted")
    display = preview.node.GetDisplayNode()
    before = (display.GetWindow(), display.GetLevel())
    with pytest.raises(InputError, match="none is left"):
        preview.update(replace(PUBLISHED, clip=(5000, 6000)))
    assert (display.GetWindow(), display.GetLevel()) == before


def test_preview_that_cannot_begin_leaves_no_node(scene, mri, views):
    before = scene.GetNumberOfNodes()
    with pytest.raises(InputError):
        Preview(mri, IntensityHistogram.of(a_scan()), replace(PUBLISHED, clip=(5000, 6000)))
    assert scene.GetNumberOfNodes() == before


def test_without_views_there_is_nothing_to_show_and_nothing_breaks(scene, mri):
    for class_name in ("vtkMRMLSliceCompositeNode", "vtkMRMLSliceNode"):
        for node in nodes_of_class(scene, class_name):
            assert node  # those of earlier tests: Slicer keeps its views for good
    preview = Preview(mri, IntensityHistogram.of(a_scan()), PUBLISHED)
    for mode in MODES:
        preview.show(mode)
    preview.close()
    preview.close()
