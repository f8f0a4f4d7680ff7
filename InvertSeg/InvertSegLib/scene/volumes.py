"""Volume nodes to volumes and back; one item at a time of a sequence (4D)."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk
from vtk.util import numpy_support

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.scene.placing import nodes_of_class, place_beside
from InvertSegLib.scene.shades import shades_of_result
from InvertSegLib.volume.checks import check_geometry, check_size, complex_values, several_values
from InvertSegLib.volume.volume import Volume


def volume_of_node(node: Any, item: int | None = None) -> Volume:
    """The voxels of a volume node and where they lie, without a copy.

    The geometry is that of the node's own space: a parent transform is not applied. What is made of the
    volume goes under the same parent transform (`place_beside`), and so to the same place.

    Args:
        node: vtkMRMLScalarVolumeNode, or vtkMRMLSequenceNode of such.
        item: index in the sequence that `node` is or is shown from; None for what the node shows now.

    Returns:
        Voxels (K, J, I), a read-only view of the node's memory; IJK to RAS in mm. `source` is None, so that
        `sha256_of` is that of the voxels.

    Raises:
        InputError: no image, several values in a voxel, a label map, no such item, a geometry that puts the
            voxels nowhere.
    """
    node = _data_node(node, item)
    image = node.GetImageData()
    name = node.GetName() or "The volume"
    check_size(image.GetDimensions() if image else (0, 0, 0), name)
    if node.IsA("vtkMRMLLabelMapVolumeNode"):
        raise InputError(f"{name} is a label map, and a scan is needed.", "Choose the scan itself.")
    scalars = image.GetPointData().GetScalars()
    if scalars is None:
        raise complex_values(name)
    if scalars.GetNumberOfComponents() != 1:
        raise several_values(scalars.GetNumberOfComponents(), name)
    ijk_to_ras = ijk_to_ras_of(node)
    check_geometry(ijk_to_ras, name)
    voxels = numpy_support.vtk_to_numpy(scalars).reshape(tuple(reversed(image.GetDimensions())))
    voxels.flags.writeable = False
    return Volume(voxels, ijk_to_ras)


def item_count(node: Any) -> int:
    """How many volumes a node stands for: the length of its sequence, 1 for a plain volume."""
    sequence = sequence_of(node)
    return sequence.GetNumberOfDataNodes() if sequence else 1


def item_name(node: Any, item: int) -> str:
    """What the sequence calls an item, ``"time 3.2 s"``; empty for a plain volume."""
    sequence = sequence_of(node)
    if sequence is None:
        return ""
    parts = (sequence.GetIndexName(), sequence.GetNthIndexValue(item), sequence.GetIndexUnit())
    return " ".join(part for part in parts if part)


def current_item(node: Any) -> int:
    """Index of the item that a volume node shows of its sequence now; 0 for a plain volume."""
    browser = _browser_of(node)
    return max(0, browser.GetSelectedItemNumber()) if browser else 0


def sequence_of(node: Any) -> Any:
    """The vtkMRMLSequenceNode that a node is or is shown from, None for a plain volume."""
    if node.IsA("vtkMRMLSequenceNode"):
        return node
    browser = _browser_of(node)
    return browser.GetSequenceNode(node) if browser else None


def node_of_volume(scene: Any, volume: Volume, name: str) -> Any:
    """Add a volume node with these voxels to a scene.

    Args:
        scene: vtkMRMLScene.
        volume: voxels (K, J, I), shared with the node where they are contiguous and of a type that VTK has.
        name: of the node; made unique.

    Returns:
        The vtkMRMLScalarVolumeNode, with a display node, not yet shown in any view.
    """
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", scene.GenerateUniqueName(name))
    set_volume(node, volume)
    node.CreateDefaultDisplayNodes()
    return node


def set_volume(node: Any, volume: Volume) -> None:
    """Give a volume node other voxels (K, J, I), shared where they can be, and their geometry."""
    node.SetIJKToRASMatrix(vtk_matrix(volume.ijk_to_ras))
    node.SetAndObserveImageData(_image_of(volume.voxels))


def create_inverted_node(
    node: Any,
    parameters: InversionParameters,
    item: int | None = None,
    *,
    histogram: IntensityHistogram | None = None,
    output: Any = None,
) -> Any:
    """Compute the inverted volume as a node of its own beside the input.

    Args:
        node: the input, see `volume_of_node`.
        parameters: how it is inverted.
        item: index in the sequence.
        histogram: of the input's voxels, where the caller has one.
        output: vtkMRMLScalarVolumeNode that gets the voxels; None for a new one, named after the input.

    Returns:
        The output node: the input's geometry, parent transform and place in the subject hierarchy, with
        a window that shows what a network is given.

    Raises:
        InputError: the volume cannot be inverted.
    """
    volume = volume_of_node(node, item)
    inverted = volume.with_voxels(invert(volume.voxels, parameters, histogram=histogram))
    if output is None:
        output = node_of_volume(node.GetScene(), inverted, f"{node.GetName()} inverted")
        place_beside(output, node)
    else:
        set_volume(output, inverted)
        output.SetAndObserveTransformNodeID(node.GetTransformNodeID())
        output.CreateDefaultDisplayNodes()
    display = output.GetDisplayNode()
    display.AutoWindowLevelOff()
    window, level = shades_of_result(inverted.voxels, parameters)
    display.SetWindowLevel(window, level)
    return output


def volume_state(node: Any) -> object:
    """A value that is equal as long as a volume node holds the same voxels at the same places; instant."""
    image = node.GetImageData()
    return image and (image.GetAddressAsString(""), image.GetMTime(), *ijk_to_ras_of(node).ravel().tolist())


def ijk_to_ras_of(node: Any) -> np.ndarray:
    """A volume node's IJK to RAS in its own space, 4x4 float64."""
    matrix = vtk.vtkMatrix4x4()
    node.GetIJKToRASMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def vtk_matrix(matrix: np.ndarray) -> Any:
    """A 4x4 array as vtkMatrix4x4."""
    return slicer.util.vtkMatrixFromArray(np.asarray(matrix, np.float64))


def _data_node(node: Any, item: int | None) -> Any:
    """The volume node that holds the voxels of an item."""
    if item is None and not node.IsA("vtkMRMLSequenceNode"):
        return node
    sequence = sequence_of(node)
    item = item or 0
    count = sequence.GetNumberOfDataNodes() if sequence else 1
    if not 0 <= item < count:
        raise InputError(
            f"{node.GetName()} has no item {item}: it holds {count}.", f"Choose one from 0 to {count - 1}."
        )
    data = sequence.GetNthDataNode(item) if sequence else node
    if not data.IsA("vtkMRMLScalarVolumeNode"):
        raise InputError(f"{node.GetName()} is a sequence of something else than volumes.", "Choose a scan.")
    return data


def _browser_of(node: Any) -> Any:
    """The sequence browser that shows a node, None where none does."""
    scene = node.GetScene()
    if scene is None:
        return None
    for browser in nodes_of_class(scene, "vtkMRMLSequenceBrowserNode"):
        if browser.GetSequenceNode(node) is not None:
            return browser
    return None


def _image_of(voxels: np.ndarray) -> Any:
    """VTK image of voxels (K, J, I); shares their memory where it can."""
    if voxels.dtype == np.float16:
        voxels = voxels.astype(np.float32)
    voxels = np.ascontiguousarray(voxels, voxels.dtype.newbyteorder("="))
    image = vtk.vtkImageData()
    image.SetDimensions(*reversed(voxels.shape))
    # numpy_to_vtk keeps the array alive for as long as VTK needs it.
    image.GetPointData().SetScalars(numpy_support.numpy_to_vtk(voxels.reshape(-1), deep=False))
    return image
