"""Segmentation nodes back into one label map with its table, for writing files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import slicer

from InvertSegLib.errors import InputError
from InvertSegLib.labels import terminology
from InvertSegLib.labels.files.nrrd import CONFIDENCE_TAG, DISAGREEMENT_TAG
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.structures import describe, find
from InvertSegLib.labels.table import LabelTable, Structure
from InvertSegLib.scene.layers import image_to_ras, layers_of, looked_up, oriented_image, voxels_of
from InvertSegLib.scene.placing import linear_matrix_between
from InvertSegLib.scene.provenance import provenance_of
from InvertSegLib.scene.results import edited_segments, number_of, stamp_of, tag_of
from InvertSegLib.scene.volumes import ijk_to_ras_of


def segmentation_of_node(node: Any, input_node: Any = None) -> Segmentation:
    """A segmentation node's segments as one label map, in the order of the segments from 1.

    Where segments overlap the later one in the list wins. Manual work is in it: structures have the names and
    colours that the node's segments have now, and the provenance lists the edited ones.

    Args:
        node: vtkMRMLSegmentationNode.
        input_node: volume whose grid is wanted; None for the reference geometry of the segmentation, in its
            own space.

    Raises:
        InputError: there is no segment or no geometry, or a transform between the two is not linear.
    """
    segmentation = node.GetSegmentation()
    ids = list(segmentation.GetSegmentIDs())
    if not ids:
        raise InputError("The segmentation holds no segment.", "Run a segmentation first.")
    shape, ijk_to_ras, to_grid = _grid(node, input_node)
    label_map = np.zeros(shape, np.uint8 if len(ids) < 2**8 else np.uint16)
    layers = layers_of(node)
    grid_image = oriented_image(np.zeros(shape, np.uint8), ijk_to_ras) if layers else None
    new_values = {identifier: value for value, identifier in enumerate(ids, 1)}
    for layer in layers:
        if layer.voxels.size:
            voxels, first = _on_grid(layer.image, to_grid @ image_to_ras(layer.image), grid_image)
            _draw(label_map, voxels, first, {old: new_values[i] for i, old in layer.labels.items()})
    structures = {new_values[i]: structure_of(i, segmentation.GetSegment(i)) for i in ids}
    return Segmentation(
        label_map,
        ijk_to_ras,
        LabelTable(structures),
        provenance=_provenance(node),
        confidence=_numbers(segmentation, CONFIDENCE_TAG, structures, new_values),
        disagreement=_numbers(segmentation, DISAGREEMENT_TAG, structures, new_values),
    )


def _numbers(
    segmentation: Any, tag: str, structures: Mapping[int, Structure], values: Mapping[str, int]
) -> dict[str, float]:
    """What the segments' tags say, by structure name."""
    found = {value: number_of(segmentation.GetSegment(i), tag) for i, value in values.items()}
    return {structures[value].name: number for value, number in found.items() if number is not None}


def _grid(node: Any, input_node: Any) -> tuple[tuple[int, int, int], np.ndarray, np.ndarray]:
    """Shape (K, J, I) and IJK to RAS of the label map; matrix from the node's space to that of the grid."""
    if input_node is not None:
        matrix = linear_matrix_between(node, input_node)
        if matrix is None:
            raise InputError(
                "The segmentation and the volume lie under different transforms, and one is not linear.",
                "Harden the transforms first.",
            )
        return tuple(reversed(input_node.GetImageData().GetDimensions())), ijk_to_ras_of(input_node), matrix
    converter = slicer.vtkSegmentationConverter
    segmentation, geometry = node.GetSegmentation(), slicer.vtkOrientedImageData()
    text = segmentation.GetConversionParameter(converter.GetReferenceImageGeometryParameterName())
    text = text or segmentation.DetermineCommonLabelmapGeometry(segmentation.EXTENT_UNION_OF_SEGMENTS)
    if not text or not converter.DeserializeImageGeometry(text, geometry, False):
        raise InputError(
            "The segmentation does not say on which grid its voxels lie.", "Choose the volume it belongs to."
        )
    extent = geometry.GetExtent()
    first = np.array([extent[0], extent[2], extent[4]])
    ijk_to_ras = image_to_ras(geometry)
    ijk_to_ras[:3, 3] = (ijk_to_ras @ [*first, 1])[:3]
    shape = tuple(extent[axis + 1] - extent[axis] + 1 for axis in (4, 2, 0))
    return shape, ijk_to_ras, np.eye(4)


def _on_grid(image: Any, ijk_to_ras: np.ndarray, grid: Any) -> tuple[np.ndarray, np.ndarray]:
    """A layer's voxels on the grid, and the grid's k, j, i of the first; resampled only where it must be."""
    extent = image.GetExtent()
    to_grid = np.linalg.inv(image_to_ras(grid)) @ ijk_to_ras
    first = (to_grid @ [extent[0], extent[2], extent[4], 1])[:3]
    if np.abs(to_grid[:3, :3] - np.eye(3)).max() < 1e-4 and np.abs(first - np.rint(first)).max() < 1e-2:
        return voxels_of(image), np.rint(first).astype(int)[::-1]
    moved = slicer.vtkOrientedImageData()
    moved.ShallowCopy(image)
    moved.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(ijk_to_ras))
    resampled = slicer.vtkOrientedImageData()
    slicer.vtkOrientedImageDataResample.ResampleOrientedImageToReferenceOrientedImage(moved, grid, resampled)
    extent = resampled.GetExtent()
    return voxels_of(resampled).copy(), np.array([extent[4], extent[2], extent[0]])


def _draw(label_map: np.ndarray, voxels: np.ndarray, first: np.ndarray, values: dict[int, int]) -> None:
    """Draw label values of one label map into another, by the new values; what lies outside is left out."""
    start = np.maximum(first, 0)
    stop = np.minimum(first + voxels.shape, label_map.shape)
    if (start >= stop).any():
        return
    table = np.zeros(max(int(voxels.max(initial=0)), *values) + 1, label_map.dtype)
    table[list(values)] = list(values.values())
    target = label_map[tuple(map(slice, start, stop))]
    drawn = looked_up(table, voxels[tuple(map(slice, start - first, stop - first))])
    np.copyto(target, drawn, where=drawn > 0)


def structure_of(identifier: str, segment: Any) -> Structure:
    """What a segment stands for, as its node says it now."""
    # Slicer makes IDs such as Segment_1, which say less than the name its user gave.
    own = stamp_of(segment) is not None or find(identifier) is not None
    name = identifier if own else segment.GetName() or identifier
    red, green, blue = (round(part * 255) for part in segment.GetColor())
    codes = terminology.parse(tag_of(segment, terminology.TAG))
    return Structure(
        name=name, title=segment.GetName() or describe(name).title, color=(red, green, blue), **codes
    )


def _provenance(node: Any) -> dict[str, Any]:
    """What made the newest result, and which segments people have worked on since."""
    made = provenance_of(node)
    edited = sorted(edited_segments(node))
    return {**(made[-1] if made else {}), **({"edited": edited} if edited else {})}
