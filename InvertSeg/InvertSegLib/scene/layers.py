"""The label maps of a segmentation node: segments that do not overlap share one, which is called a layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import slicer
import vtk
from vtk.util import numpy_support

LABEL_MAP = "Binary labelmap"
SURFACE = "Closed surface"


@dataclass(frozen=True, eq=False)
class Layer:
    """One label map and the segments in it.

    Attributes:
        image: vtkOrientedImageData; None in all segments of a layer means that they hold no voxel.
        labels: segment ID to label value.
    """

    image: Any
    labels: Mapping[str, int]

    @property
    def voxels(self) -> np.ndarray:
        """The label map (K, J, I), a view; of no size where it is empty."""
        return voxels_of(self.image)


def layers_of(node: Any) -> list[Layer]:
    """The layers of a segmentation node, in the order of their first segments."""
    segmentation = node.GetSegmentation()
    found: dict[str, tuple[Any, dict[str, int]]] = {}
    for identifier in segmentation.GetSegmentIDs():
        segment = segmentation.GetSegment(identifier)
        image = segment.GetRepresentation(LABEL_MAP)
        if image is not None:
            _image, labels = found.setdefault(image.GetAddressAsString(""), (image, {}))
            labels[identifier] = segment.GetLabelValue()
    return [Layer(image, labels) for image, labels in found.values()]


def voxels_of(image: Any) -> np.ndarray:
    """An image's voxels (K, J, I), a view; of no size where there are none."""
    scalars = image.GetPointData().GetScalars() if image is not None else None
    if scalars is None or image.IsEmpty():
        return np.zeros((0, 0, 0), np.uint8)
    return numpy_support.vtk_to_numpy(scalars).reshape(tuple(reversed(image.GetDimensions())))


def oriented_image(
    voxels: np.ndarray, ijk_to_ras: np.ndarray, first: tuple[int, int, int] = (0, 0, 0)
) -> Any:
    """A vtkOrientedImageData on these voxels, without a copy where they are contiguous.

    Args:
        voxels: (K, J, I).
        ijk_to_ras: 4x4.
        first: i, j, k of the first voxel.
    """
    image = slicer.vtkOrientedImageData()
    extent = [(start, start + n - 1) for start, n in zip(first, reversed(voxels.shape), strict=True)]
    image.SetExtent(*(bound for bounds in extent for bound in bounds))
    # numpy_to_vtk keeps the array alive for as long as VTK needs it.
    flat = np.ascontiguousarray(voxels).reshape(-1)
    image.GetPointData().SetScalars(numpy_support.numpy_to_vtk(flat, deep=False))
    image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(np.asarray(ijk_to_ras, float)))
    return image


def image_to_ras(image: Any) -> np.ndarray:
    """An oriented image's IJK to RAS, 4x4."""
    matrix = vtk.vtkMatrix4x4()
    image.GetImageToWorldMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def slice_counts(voxels: np.ndarray, number: int) -> np.ndarray:
    """How many voxels of each label value each slice has.

    Args:
        voxels: label map (K, J, I), integers from 0.
        number: label values from 0 to number - 1 are counted; the last column holds all greater ones.

    Returns:
        (K, number + 1) int64; the column of label 0 is not counted and holds zeros.
    """
    counts = np.zeros((len(voxels), number + 1), np.int64)
    for row, plane in zip(counts, voxels, strict=True):
        found = np.bincount(_not_zero(plane.reshape(-1)))
        row[: min(len(found), number)] = found[:number]
        row[number] = found[number:].sum()
    counts[:, 0] = 0
    return counts


def _not_zero(flat: np.ndarray) -> np.ndarray:
    """The values but for stretches of zeros.

    Most of a label map is background, and eight voxels are looked at at once several times faster than each.
    """
    whole = flat.nbytes // 8 * 8 // flat.itemsize
    if not flat.flags.c_contiguous or (flat.ctypes.data % 8):
        return flat[flat > 0]
    words = flat[:whole].view(np.uint64)
    found = words[words != 0].view(flat.dtype)
    if whole < flat.size:
        found = np.concatenate([found, flat[whole:]])
    return found[found > 0] if flat.dtype.kind == "i" else found


def detach(node: Any, leaving: Iterable[str]) -> None:
    """Take segments out of the label maps they share with others, all of them in one pass over each.

    Afterwards each of them has an empty label map of its own. Removing a segment that shares its label map
    costs two passes over all of its voxels, which is many seconds for a hundred segments; removing a
    detached one costs nothing. The label maps are replaced, not changed: undo may hold on to them.

    Args:
        node: vtkMRMLSegmentationNode with binary label maps.
        leaving: segment IDs.
    """
    segmentation, leaving = node.GetSegmentation(), set(leaving)
    for layer in layers_of(node):
        going = {i: value for i, value in layer.labels.items() if i in leaving}
        staying = layer.labels.keys() - going.keys()
        if not going:
            continue
        if staying and layer.voxels.size:
            erased = _without(layer.voxels, set(going.values()))
            extent = layer.image.GetExtent()
            image = oriented_image(erased, image_to_ras(layer.image), (extent[0], extent[2], extent[4]))
            for identifier in staying:
                segmentation.GetSegment(identifier).AddRepresentation(LABEL_MAP, image)
        for identifier in going:
            segmentation.GetSegment(identifier).AddRepresentation(LABEL_MAP, slicer.vtkOrientedImageData())


def _without(voxels: np.ndarray, values: set[int]) -> np.ndarray:
    """A copy with some label values made background."""
    highest = int(voxels.max(initial=0))
    table = np.arange(highest + 1, dtype=voxels.dtype)
    table[[value for value in values if 0 <= value <= highest]] = 0
    return looked_up(table, voxels)


def looked_up(table: np.ndarray, voxels: np.ndarray) -> np.ndarray:
    """table[voxels], slice by slice: numpy makes a 64-bit copy of what it looks up."""
    found = np.empty(voxels.shape, table.dtype)
    for out, plane in zip(found, voxels, strict=True):
        # The values are inside already; saying so with a mode spares numpy a copy of the output.
        np.take(table, plane, out=out, mode="clip")
    return found
