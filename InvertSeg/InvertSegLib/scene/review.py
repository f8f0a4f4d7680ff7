"""What a table of segments shows, and what it does to the views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import slicer

from InvertSegLib.labels.files.nrrd import CONFIDENCE_TAG, DISAGREEMENT_TAG
from InvertSegLib.scene.layers import Layer, image_to_ras, layers_of
from InvertSegLib.scene.placing import nodes_of_class
from InvertSegLib.scene.results import edited_segments, measure, number_of


@dataclass(frozen=True)
class SegmentRow:
    """One line of the table.

    Attributes:
        id: segment ID.
        name: as the views show it.
        color: red, green, blue, 0..255 each.
        volume_ml: voxels times their volume; parent transforms are not applied.
        visible: whether the views show it.
        flags: of ``"edited"``, ``"empty"``, ``"at the edge"`` (ends where the volume ends: may be cut off).
        confidence: the network's mean probability where it chose the structure, None where unknown.
        disagreement: how much the settings of an ensemble differ about it, 0..1; None without an ensemble.
    """

    id: str
    name: str
    color: tuple[int, int, int]
    volume_ml: float
    visible: bool
    flags: tuple[str, ...] = ()
    confidence: float | None = None
    disagreement: float | None = None


def rows(node: Any) -> tuple[SegmentRow, ...]:
    """The segments of a segmentation node in its order."""
    segmentation, display = node.GetSegmentation(), node.GetDisplayNode()
    counted = measure(node)
    edited = edited_segments(node, counted)
    voxel_ml, at_edge = {}, set()
    for layer in layers_of(node):
        size = abs(float(np.linalg.det(image_to_ras(layer.image)[:3, :3]))) / 1000
        voxel_ml |= dict.fromkeys(layer.labels, size)
        at_edge |= _at_edge(layer, _reference_extent(segmentation))
    found = []
    for identifier in segmentation.GetSegmentIDs():
        segment = segmentation.GetSegment(identifier)
        voxels = counted.get(identifier, (0, 0))[0]
        red, green, blue = (round(part * 255) for part in segment.GetColor())
        is_flag = {"edited": identifier in edited, "empty": not voxels, "at the edge": identifier in at_edge}
        found.append(
            SegmentRow(
                id=identifier,
                name=segment.GetName() or identifier,
                color=(red, green, blue),
                volume_ml=voxels * voxel_ml.get(identifier, 0.0),
                visible=display is None or bool(display.GetSegmentVisibility(identifier)),
                flags=tuple(flag for flag, holds in is_flag.items() if holds),
                confidence=number_of(segment, CONFIDENCE_TAG),
                disagreement=number_of(segment, DISAGREEMENT_TAG),
            )
        )
    return tuple(found)


def center_of_segment(node: Any, segment_id: str) -> tuple[float, float, float] | None:
    """A voxel of the segment near its middle: world RAS in mm, transforms applied; None where it is empty."""
    for layer in layers_of(node):
        if segment_id not in layer.labels:
            continue
        voxels, value = layer.voxels, layer.labels[segment_id]
        ahead = np.cumsum([np.count_nonzero(plane == value) for plane in voxels])
        if not ahead.size or not ahead[-1]:
            return None
        # The slice that halves the volume, and in it the voxel next to the centre of gravity: this is
        # always inside, also of a ring or of several parts.
        k = int(np.searchsorted(ahead, ahead[-1] / 2))
        inside = np.argwhere(voxels[k] == value)
        j, i = inside[np.square(inside - inside.mean(axis=0)).sum(axis=1).argmin()]
        extent = layer.image.GetExtent()
        ijk = [i + extent[0], j + extent[2], k + extent[4], 1]
        world = [0.0, 0.0, 0.0]
        node.TransformPointToWorld((image_to_ras(layer.image) @ ijk)[:3].tolist(), world)
        return tuple(world)
    return None


def show_segment(node: Any, segment_id: str, slice_nodes: Iterable[Any] | None = None) -> bool:
    """Move the slice views to a segment's middle, without changing their zoom.

    Args:
        node: vtkMRMLSegmentationNode.
        segment_id: which one.
        slice_nodes: vtkMRMLSliceNodes to move; None for all of the scene.

    Returns:
        False for a segment without voxels: the views stay.
    """
    center = center_of_segment(node, segment_id)
    if center is None:
        return False
    if slice_nodes is None:
        slice_nodes = nodes_of_class(node.GetScene(), "vtkMRMLSliceNode")
    for slice_node in slice_nodes:
        slice_node.JumpSliceByCentering(*center)
    return True


def set_visible(node: Any, segment_id: str, visible: bool) -> None:
    """Show or hide one segment in all views."""
    node.CreateDefaultDisplayNodes()
    node.GetDisplayNode().SetSegmentVisibility(segment_id, visible)


def _at_edge(layer: Layer, reference: tuple[int, ...] | None) -> set[str]:
    """Segments of a layer that touch the border of the volume."""
    voxels = layer.voxels
    if not voxels.size:
        return set()
    extent = layer.image.GetExtent()
    reference = reference or extent
    values: set[int] = set()
    for axis, (low, high) in enumerate(((4, 5), (2, 3), (0, 1))):
        # A volume of a single slice ends in itself everywhere, which says nothing.
        if reference[low] == reference[high]:
            continue
        if extent[low] <= reference[low] <= extent[high]:
            values |= set(np.unique(voxels.take(reference[low] - extent[low], axis)).tolist())
        if extent[low] <= reference[high] <= extent[high]:
            values |= set(np.unique(voxels.take(reference[high] - extent[low], axis)).tolist())
    return {identifier for identifier, value in layer.labels.items() if value in values}


def _reference_extent(segmentation: Any) -> tuple[int, ...] | None:
    """First and last index along i, j, k of the volume that was segmented, None where unknown."""
    converter = slicer.vtkSegmentationConverter
    text = segmentation.GetConversionParameter(converter.GetReferenceImageGeometryParameterName())
    image = slicer.vtkOrientedImageData()
    return image.GetExtent() if text and converter.DeserializeImageGeometry(text, image, False) else None
