"""Results, geometries and where voxels lie: what the tests of this room share beside fixtures."""

from __future__ import annotations

from typing import Any

import numpy as np

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable

NAMES = {1: "spleen", 2: "kidney_left", 3: "kidney_cyst_right", 5: "my thing", 9: "liver"}
PROVENANCE = {"software": "InvertSeg test", "note": 'quotes " and | bars ~ and ^, ümlauts'}


def rotation(about_i: float, about_k: float) -> np.ndarray:
    """A rotation by angles in degrees."""
    (ci, si), (ck, sk) = ((np.cos(np.radians(a)), np.sin(np.radians(a))) for a in (about_i, about_k))
    return np.array([[1, 0, 0], [0, ci, -si], [0, si, ci]]) @ np.array([[ck, -sk, 0], [sk, ck, 0], [0, 0, 1]])


def matrix_of(axes: np.ndarray, spacing: tuple[float, float, float], origin: Any = (-87, 43, -612)) -> Any:
    """4x4 of axes, spacing in mm and origin."""
    matrix = np.eye(4)
    matrix[:3, :3] = axes * spacing
    matrix[:3, 3] = origin
    return matrix


GEOMETRIES = {
    "axial": matrix_of(np.diag([-1.0, -1.0, 1.0]), (0.9, 1.1, 5.5)),
    "oblique": matrix_of(rotation(17, -33), (0.7, 0.9, 4.0)),
    "left-handed": matrix_of(rotation(17, -33) @ np.diag([1.0, -1.0, 1.0]), (1.5, 0.9, 2.0)),
    "coronal": matrix_of(np.array([[-1.0, 0, 0], [0, 0, 1], [0, -1, 0]]), (1.0, 1.2, 3.0)),
}
AXIAL = GEOMETRIES["axial"]


def a_label_map(dtype: type = np.uint8) -> np.ndarray:
    """A lopsided label map of shape (7, 11, 13): no flip or swap of axes leaves it as it is."""
    labels = np.zeros((7, 11, 13), dtype)
    labels[1:4, 2:9, 3:6] = 1
    labels[5, 1:3, 8:12] = 2
    labels[2:6, 9, 10] = 3
    labels[6, 10, 12] = 5
    return labels


def a_result(
    ijk_to_ras: np.ndarray = AXIAL, labels: np.ndarray | None = None, names: dict[int, str] | None = None
) -> Segmentation:
    """Four structures that were found and one (the liver) that was not."""
    table = LabelTable.from_names(names or NAMES)
    labels = a_label_map() if labels is None else labels
    return Segmentation(labels, ijk_to_ras, table, PROVENANCE, confidence={table[1].name: 0.875})


def world_points(node: Any, identifier: str) -> np.ndarray:
    """Where the scene has the voxels of a segment: (n, 3) in world RAS, sorted."""
    import slicer as package
    import vtk
    from vtk.util.numpy_support import vtk_to_numpy

    image = package.vtkOrientedImageData()
    node.GetBinaryLabelmapRepresentation(identifier, image)
    if image.IsEmpty():
        return np.zeros((0, 3))
    extent = image.GetExtent()
    shape = [extent[axis + 1] - extent[axis] + 1 for axis in (4, 2, 0)]
    voxels = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(shape)
    kji = np.argwhere(voxels) + np.array([extent[4], extent[2], extent[0]])
    matrix = vtk.vtkMatrix4x4()
    image.GetImageToWorldMatrix(matrix)
    return in_order(kji, package.util.arrayFromVTKMatrix(matrix), node.GetParentTransformNode())


def expected_points(result: Segmentation, value: int, transform: Any = None) -> np.ndarray:
    """Where they ought to be."""
    return in_order(np.argwhere(result.label_map == value), result.ijk_to_ras, transform)


def in_order(kji: np.ndarray, matrix: np.ndarray, transform: Any = None) -> np.ndarray:
    """Voxels to sorted world points."""
    points = kji[:, ::-1] @ matrix[:3, :3].T + matrix[:3, 3]
    if transform is not None and len(points):
        import vtk

        general = vtk.vtkGeneralTransform()
        transform.GetTransformToWorld(general)
        points = np.array([general.TransformPoint(point) for point in points])
    return points[np.lexsort(np.round(points, 2).T)]


def draw(node: Any, identifier: str, kji: tuple[int, int, int], reference: Any) -> None:
    """Give a segment one voxel more, the way scripts do: the Segment Editor's status stays as it is."""
    import slicer as package

    voxels = package.util.arrayFromSegmentBinaryLabelmap(node, identifier, reference)
    voxels[kji] = 1
    package.util.updateSegmentBinaryLabelmapFromArray(voxels, node, identifier, reference)
