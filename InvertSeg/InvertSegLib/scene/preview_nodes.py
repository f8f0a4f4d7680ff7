"""The nodes of the live preview: a volume that shares the input's image, its display, its colours."""

from __future__ import annotations

from typing import Any

import numpy as np
import vtk
from vtk.util import numpy_support

from InvertSegLib.scene.shades import Shades

_COLORS = 256


class PreviewNodes:
    """Adds the nodes to the input's scene; nobody is offered them and no file holds them.

    Args:
        source: vtkMRMLScalarVolumeNode.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        self._ramp: tuple[bool, float] | None = None
        scene = source.GetScene()
        self._colors = _hidden(scene, "vtkMRMLColorTableNode", "InvertSeg preview colors")
        self._colors.SetTypeToUser()
        self._colors.SetNumberOfColors(_COLORS)
        scene.AddNode(self._colors)
        self._display = _hidden(scene, "vtkMRMLScalarVolumeDisplayNode", "InvertSeg preview display")
        self._display.SetAutoWindowLevel(False)
        self._display.SetAndObserveColorNodeID(self._colors.GetID())
        before = source.GetDisplayNode()
        if before is not None and before.IsA("vtkMRMLScalarVolumeDisplayNode"):
            self._display.SetInterpolate(before.GetInterpolate())
        scene.AddNode(self._display)
        self.volume = _hidden(scene, "vtkMRMLScalarVolumeNode", f"{source.GetName()} inverted (preview)")
        self.follow()
        scene.AddNode(self.volume)
        self.volume.SetAndObserveDisplayNodeID(self._display.GetID())

    def follow(self) -> bool:
        """Take over the input's image and place in space as they are now; True for another image."""
        source, volume = self._source, self.volume
        other = volume.GetImageData() is not source.GetImageData()
        modifying = volume.StartModify()
        if other:
            volume.SetAndObserveImageData(source.GetImageData())
        matrix = vtk.vtkMatrix4x4()
        source.GetIJKToRASMatrix(matrix)
        volume.SetIJKToRASMatrix(matrix)
        volume.SetAndObserveTransformNodeID(source.GetTransformNodeID())
        volume.EndModify(modifying)
        return other

    def show(self, shades: Shades) -> None:
        """Change how the image is shown; costs the same at every size of it."""
        modifying = self._display.StartModify()
        if (shades.inverted, shades.tone) != self._ramp:
            self._set_colors(shades.ramp(_COLORS))
            self._ramp = (shades.inverted, shades.tone)
        window = max(shades.high - shades.low, 1e-6)
        self._display.SetWindowLevel(window, (shades.low + shades.high) / 2)
        self._display.SetApplyThreshold(shades.background_up_to is not None)
        if shades.background_up_to is not None:
            self._display.SetThreshold(self._first_above(shades.background_up_to), float(np.finfo("f4").max))
        self._display.EndModify(modifying)

    def remove(self) -> None:
        """Take the nodes out of the scene, where they are still in it."""
        for node in (self.volume, self._display, self._colors):
            scene = node.GetScene()
            if scene is not None and scene.IsNodePresent(node):
                scene.RemoveNode(node)

    def _first_above(self, intensity: float) -> float:
        """The lowest intensity that is shown: a threshold includes its bounds."""
        image = self.volume.GetImageData()
        if image is not None and image.GetScalarType() in (vtk.VTK_FLOAT, vtk.VTK_DOUBLE):
            return float(np.nextafter(np.float32(intensity), np.float32(np.inf)))
        return float(np.floor(intensity) + 1)

    def _set_colors(self, ramp: np.ndarray) -> None:
        levels = np.rint(ramp * 255).astype(np.uint8)
        table = np.stack([levels, levels, levels, np.full_like(levels, 255)], axis=1)
        lookup = self._colors.GetLookupTable()
        lookup.SetTable(numpy_support.numpy_to_vtk(np.ascontiguousarray(table), deep=True))
        lookup.SetRange(0, _COLORS - 1)
        self._colors.Modified()


def _hidden(scene: Any, class_name: str, name: str) -> Any:
    """A node outside the scene still: Slicer looks only when a node is added whether it is hidden."""
    node = scene.CreateNodeByClass(class_name)
    node.UnRegister(None)  # made with a reference of its own, which Python would never give up
    node.SetName(scene.GenerateUniqueName(name))
    node.SetHideFromEditors(True)
    node.SetSaveWithScene(False)
    node.SetUndoEnabled(False)
    return node
