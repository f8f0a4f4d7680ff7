"""3D surfaces of all segments from the label map they share, in steps that keep a window alive.

Slicer's conversion walks over the whole shared label map once for every segment. Here one pass finds the box
of each segment, and Slicer's own conversion gets that box alone: the same points, normals and polygons, with
whatever smoothing, decimation and method the segmentation asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import slicer
import vtk
from scipy import ndimage

from InvertSegLib.scene.layers import LABEL_MAP, SURFACE, Layer, image_to_ras, layers_of, oriented_image
from InvertSegLib.scene.segmentations import content_state

# Slices that are searched for boxes in one step.
_SLICES_A_STEP = 32
# Share of the time that looking for the boxes takes, about.
_SEARCH = 0.05

Box = tuple[slice, slice, slice]


def build(node: Any) -> None:
    """Make the closed surfaces of all segments and put them into the segmentation, unless they are there.

    They are the segmentation's "Closed surface" representation like any other: the Segment Editor updates
    those of the segments it changes.

    Args:
        node: vtkMRMLSegmentationNode.
    """
    for _fraction in build_stepwise(node):
        pass


def build_stepwise(node: Any) -> Iterator[float]:
    """The same in steps, so that a window can be drawn between them; yields the fraction done, 0..1.

    Nothing is put into the segmentation before the last step; stop iterating to cancel. When the segments
    are changed meanwhile it begins anew.
    """
    segmentation = node.GetSegmentation()
    if is_built(node):
        return
    if segmentation.GetSourceRepresentationName() != LABEL_MAP or _needs_all_at_once(segmentation):
        node.CreateClosedSurfaceRepresentation()
        return
    state = None
    while state != content_state(node):
        state = content_state(node)
        surfaces: dict[str, Any] = {}
        layers = layers_of(node)
        total = sum(len(layer.labels) for layer in layers)
        for layer in layers:
            boxes: dict[int, Box] = {}
            for part in _search(layer, boxes):
                yield _SEARCH * part
            for identifier, value in layer.labels.items():
                surfaces[identifier] = _surface(segmentation, layer, value, boxes.get(value))
                yield _SEARCH + (1 - _SEARCH) * len(surfaces) / (total + 1)
    _put(node, surfaces)


def is_built(node: Any) -> bool:
    """Whether all segments have their surfaces."""
    segmentation = node.GetSegmentation()
    ids = segmentation.GetSegmentIDs()
    return bool(ids) and all(segmentation.GetSegment(i).GetRepresentation(SURFACE) is not None for i in ids)


def show_3d(node: Any, visible: bool) -> None:
    """Show or hide a segmentation in the 3D views; shows only surfaces that were built.

    Hiding takes the surfaces away, as the button of Slicer's own modules does: for as long as they are
    there, every stroke in the Segment Editor makes the changed one anew.
    """
    modifying = node.StartModify()
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    if visible:
        display.SetPreferredDisplayRepresentationName3D(SURFACE)
        display.SetPreferredDisplayRepresentationName2D(LABEL_MAP)
        display.SetVisibility(True)
        display.SetVisibility3D(True)
    elif node.GetSegmentation().GetSourceRepresentationName() != SURFACE:
        node.GetSegmentation().RemoveRepresentation(SURFACE)
    else:
        display.SetVisibility3D(False)
    node.EndModify(modifying)


def is_shown_3d(node: Any) -> bool:
    """Whether the 3D views show the segmentation's surfaces."""
    display = node.GetDisplayNode()
    return is_built(node) and display is not None and bool(display.GetVisibility3D())


def _needs_all_at_once(segmentation: Any) -> bool:
    """Joint smoothing fits the surfaces of neighbours to each other: there is no box by box."""
    rule = slicer.vtkBinaryLabelmapToClosedSurfaceConversionRule
    return segmentation.GetConversionParameter(rule.GetJointSmoothingParameterName()) not in {"", "0"}


def _search(layer: Layer, boxes: dict[int, Box]) -> Iterator[float]:
    """Find the smallest boxes around the label values of a layer, some slices at a time."""
    voxels = layer.voxels
    for start in range(0, len(voxels), _SLICES_A_STEP):
        part = voxels[start : start + _SLICES_A_STEP]
        for value, found in enumerate(ndimage.find_objects(part), 1):
            if found is not None:
                k, j, i = found
                box = (slice(start + k.start, start + k.stop), j, i)
                boxes[value] = _union(boxes[value], box) if value in boxes else box
        yield min(1.0, (start + _SLICES_A_STEP) / len(voxels))


def _union(one: Box, other: Box) -> Box:
    return tuple(slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(one, other, strict=True))


def _surface(segmentation: Any, layer: Layer, value: int, box: Box | None) -> Any:
    """The surface of one label value, by Slicer's conversion of its box."""
    if box is None:
        return vtk.vtkPolyData()
    # With a border of background, so that the surface closes.
    inside = np.pad(layer.voxels[box] == value, 1).view(np.uint8)
    extent = layer.image.GetExtent()
    first = tuple(
        start + axis.start - 1
        for start, axis in zip((extent[0], extent[2], extent[4]), reversed(box), strict=True)
    )
    segment = slicer.vtkSegment()
    segment.SetLabelValue(1)
    segment.AddRepresentation(LABEL_MAP, oriented_image(inside, image_to_ras(layer.image), first))
    alone = slicer.vtkSegmentation()
    alone.SetSourceRepresentationName(LABEL_MAP)
    alone.CopyConversionParameters(segmentation)
    alone.AddSegment(segment, "segment")
    if not alone.CreateRepresentation(SURFACE):
        return vtk.vtkPolyData()
    return segment.GetRepresentation(SURFACE)


def _put(node: Any, surfaces: dict[str, Any]) -> None:
    segmentation = node.GetSegmentation()
    modifying = node.StartModify()
    try:
        for identifier, surface in surfaces.items():
            segmentation.GetSegment(identifier).AddRepresentation(SURFACE, surface)
        segmentation.InvokeEvent(slicer.vtkSegmentation.ContainedRepresentationNamesModified)
    finally:
        node.EndModify(modifying)
