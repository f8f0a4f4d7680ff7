"""3D surfaces, made box by box: the same as Slicer's own, and kept up to date by its editor."""

from __future__ import annotations

import numpy as np
import pytest
from vtk.util.numpy_support import vtk_to_numpy

from InvertSegLib.scene import surfaces
from InvertSegLib.scene.layers import oriented_image
from InvertSegLib.scene.segmentations import is_edited, put
from tests.scene.scene_situations import GEOMETRIES, NAMES, a_result, draw


def two_alike(add_volume, geometry="oblique"):
    """Two segmentation nodes with the same result."""
    result = a_result(GEOMETRIES[geometry])
    return [put(a_result(GEOMETRIES[geometry]), add_volume(result.ijk_to_ras)).node for _ in range(2)]


def surface(node, name):
    """Points, normals and polygons of a segment's surface."""
    poly = node.GetClosedSurfaceInternalRepresentation(name)
    assert poly is not None
    if not poly.GetNumberOfPoints():
        return None
    normals = poly.GetPointData().GetNormals()
    return [
        vtk_to_numpy(poly.GetPoints().GetData()),
        vtk_to_numpy(poly.GetPolys().GetConnectivityArray()),
        vtk_to_numpy(normals) if normals else None,
    ]


def assert_same_surfaces(one, other):
    for name in NAMES.values():
        for a, b in zip(surface(one, name) or [], surface(other, name) or [], strict=True):
            assert np.array_equal(a, b)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_surfaces_are_those_of_slicer(geometry, add_volume):
    ours, slicers = two_alike(add_volume, geometry)
    surfaces.build(ours)
    slicers.CreateClosedSurfaceRepresentation()
    assert surface(ours, "spleen") is not None
    assert surface(ours, "liver") is None
    assert_same_surfaces(ours, slicers)


@pytest.mark.parametrize(
    "parameters",
    [
        {"Smoothing factor": "0.0"},
        {"Smoothing factor": "0.9", "Decimation factor": "0.5"},
        {"Conversion method": "1", "SurfaceNets smoothing": "1"},
        {"Joint smoothing": "1"},
    ],
)
def test_what_the_user_asked_of_surfaces_is_respected(parameters, add_volume):
    ours, slicers = two_alike(add_volume)
    for node in (ours, slicers):
        for name, value in parameters.items():
            assert node.GetSegmentation().GetConversionParameter(name) != ""
            node.GetSegmentation().SetConversionParameter(name, value)
    surfaces.build(ours)
    slicers.CreateClosedSurfaceRepresentation()
    assert_same_surfaces(ours, slicers)


def test_overlapping_segments_have_their_own_surfaces(mri):
    node = put(a_result(), mri).node
    put(a_result(), mri, node, "add")
    surfaces.build(node)
    assert np.array_equal(surface(node, "spleen")[0], surface(node, "spleen_2")[0])


def test_edit_afterwards_updates_the_surface_of_what_changed(slicer, mri):
    ours, slicers = (put(a_result(), mri).node for _ in range(2))
    surfaces.build(ours)
    slicers.CreateClosedSurfaceRepresentation()
    before = {name: surface(ours, name) for name in ("spleen", "kidney_left")}
    stroke = np.zeros((7, 11, 13), np.uint8)
    stroke[0, 0:2, 0:2] = 1
    logic = slicer.vtkSlicerSegmentationsModuleLogic
    for node in (ours, slicers):  # the way of the Segment Editor's effects
        image = oriented_image(stroke, GEOMETRIES["axial"])
        assert logic.SetBinaryLabelmapToSegment(image, node, "spleen", logic.MODE_MERGE_MAX)
    assert len(surface(ours, "spleen")[0]) > len(before["spleen"][0])
    assert np.array_equal(surface(ours, "kidney_left")[0], before["kidney_left"][0])
    assert_same_surfaces(ours, slicers)


def test_building_them_is_no_edit(mri):
    node = put(a_result(), mri).node
    surfaces.build(node)
    assert not is_edited(node)


def test_nothing_is_there_before_the_last_step(mri):
    node = put(a_result(), mri).node
    fractions = []
    for fraction in surfaces.build_stepwise(node):
        assert not surfaces.is_built(node)
        fractions.append(fraction)
    assert surfaces.is_built(node)
    assert fractions == sorted(fractions)
    assert len(fractions) > len(NAMES)
    assert 0 <= fractions[0] <= fractions[-1] <= 1


def test_cancelled_build_leaves_nothing(mri):
    node = put(a_result(), mri).node
    steps = surfaces.build_stepwise(node)
    next(steps)
    steps.close()
    assert not surfaces.is_built(node)
    assert node.GetClosedSurfaceInternalRepresentation("spleen") is None


def test_segment_that_changes_while_they_are_made_has_the_surface_of_its_last_voxels(mri):
    node, other = (put(a_result(), mri).node for _ in range(2))
    draw(other, "spleen", (6, 0, 0), mri)
    surfaces.build(other)
    steps = surfaces.build_stepwise(node)
    for _ in range(3):
        next(steps)
    draw(node, "spleen", (6, 0, 0), mri)
    list(steps)
    assert_same_surfaces(node, other)


def test_shown_and_hidden(mri):
    node = put(a_result(), mri).node
    assert not surfaces.is_shown_3d(node)
    surfaces.build(node)
    surfaces.show_3d(node, True)
    assert surfaces.is_shown_3d(node)
    assert node.GetDisplayNode().GetDisplayRepresentationName3D() == "Closed surface"
    assert node.GetDisplayNode().GetDisplayRepresentationName2D() == "Binary labelmap"
    surfaces.show_3d(node, False)
    assert not surfaces.is_shown_3d(node)
    assert node.GetClosedSurfaceInternalRepresentation("spleen") is None
