"""The nodes of the live preview: a volume that shares the input's image, its display, its colours."""

from __future__ import annotations

from typing import Any

import numpy as np
import vtk
from vtk.util import numpy_support

from InvertSegLib.scene.shades import Shades

_COLORS = 256
_TAG = "InvertSegPreview"


class PreviewNodes:
    """Adds the nodes to the input's scene; nobody is offered them and no file holds them.

    Args:
        source: vtkMRMLScalarVolumeNode.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        scene = source.GetScene()
        self._colors = _hidden(scene, "vtkMRMLColorTableNode", "InvertSeg preview colors")
        self._colors.SetTypeToUser()
        self._colors.SetNumberOfColors(_COLORS)
        scene.AddNode(self._colors)
        self._display = _hidden(scene, "vtkMRMLScalarVolumeDisplayNode", "InvertSeg preview display")
        self._display.SetAutoWindowLevel(False)
        before = source.GetDisplayNode()
        if before is not None and before.IsA("vtkMRMLScalarVolumeDisplayNode"):
            self._display.SetInterpolate(before.GetInterpolate())
        scene.AddNode(self._display)
        self._display.SetAndObserveColorNodeID(self._colors.GetID())  # found only from inside the scene
        self.volume = _hidden(scene, "vtkMRMLScalarVolumeNode", f"{source.GetName()} inverted (preview)")
        # Views that are saved meanwhile name a node that the file does not have. With an ID of its own it
        # cannot be taken for another one that gets its number later.
        self.volume.SetSingletonTag(_TAG)
        leftover = scene.GetSingletonNode(_TAG, "vtkMRMLScalarVolumeNode")
        if leftover is not None:
            scene.RemoveNode(leftover)
        scene.AddNode(self.volume)
        self.follow()
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
        """Change how the image is shown; costs the same at every size of it.

        The lowest of the colours is that of the background, and the window is such that it ends where the
        background ends. A threshold would make it transparent instead of black.
        """
        low, high = shades.low, shades.high
        if shades.background_up_to is not None:
            # Slicer cuts (x - low) / window * 255 down to the number of a colour.
            first = self._border(shades.background_up_to, high)
            step = max(high - first, 1e-6) / (_COLORS - 2)
            low = first - step
        window = max(high - low, 1e-6)
        middles = low + (np.arange(_COLORS) + 0.5) * window / (_COLORS - 1)
        levels = shades.levels(middles)
        if shades.background_up_to is not None:
            levels[0] = 0
        modifying = self._display.StartModify()
        self._set_colors(levels)
        self._display.SetWindowLevel(window, low + window / 2)
        self._display.EndModify(modifying)

    def remove(self) -> None:
        """Take the nodes out of the scene, where they are still in it."""
        for node in (self.volume, self._display, self._colors):
            scene = node.GetScene()
            if scene is not None and scene.IsNodePresent(node):
                scene.RemoveNode(node)

    def _border(self, background: float, high: float) -> float:
        """An intensity between background and what is kept, at some distance from both: VTK rounds."""
        image = self.volume.GetImageData()
        if image is not None and image.GetScalarType() in (vtk.VTK_FLOAT, vtk.VTK_DOUBLE):
            return background + 1e-5 * max(high - background, 0)
        return float(np.floor(background) + 0.5)

    def _set_colors(self, brightness: np.ndarray) -> None:
        levels = np.rint(brightness * 255).astype(np.uint8)
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
