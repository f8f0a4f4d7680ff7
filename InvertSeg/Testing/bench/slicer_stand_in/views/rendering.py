"""One off-screen picture: a render window whose content Slicer's displayable managers keep up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import vtk
from PySide6 import QtCore, QtGui
from vtkmodules.util.numpy_support import vtk_to_numpy

# Real views draw at most this often.
_INTERVAL_MS = 16

_SLICE_MANAGERS = (
    "vtkMRMLVolumeGlyphSliceDisplayableManager",
    "vtkMRMLModelSliceDisplayableManager",
    "vtkMRMLSegmentationsDisplayableManager2D",
    "vtkMRMLTransformsDisplayableManager2D",
    "vtkMRMLMarkupsDisplayableManager",
)
_3D_MANAGERS = (
    "vtkMRMLCameraDisplayableManager",
    "vtkMRMLViewDisplayableManager",
    "vtkMRMLModelDisplayableManager",
    "vtkMRMLSegmentationsDisplayableManager3D",
    "vtkMRMLMarkupsDisplayableManager",
)


class Picture:
    """Draws when asked, or a moment after something that it shows has changed.

    Args:
        view_node: vtkMRMLSliceNode or vtkMRMLViewNode.
        drawn: called after each drawing.
    """

    def __init__(self, view_node: Any, drawn: Callable[[], None]) -> None:
        import slicer

        self._drawn = drawn
        self.count = 0
        self.renderer = vtk.vtkRenderer()
        self.window = vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(1)
        self.window.SetMultiSamples(0)
        self.window.AddRenderer(self.renderer)
        self.interactor = vtk.vtkGenericRenderWindowInteractor()
        self.interactor.SetRenderWindow(self.window)
        is_slice = view_node.IsA("vtkMRMLSliceNode")
        kind = "Slice" if is_slice else "ThreeD"
        factory = getattr(slicer, f"vtkMRML{kind}ViewDisplayableManagerFactory").GetInstance()
        factory.SetMRMLApplicationLogic(slicer.app.applicationLogic())
        for name in _SLICE_MANAGERS if is_slice else _3D_MANAGERS:
            if not factory.IsDisplayableManagerRegistered(name):
                factory.RegisterDisplayableManager(name)
        self._timer = QtCore.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._draw_unless_paused)
        self.managers = factory.InstantiateDisplayableManagers(self.renderer)
        self.managers.SetMRMLDisplayableNode(view_node)
        self._tag = self.managers.AddObserver("UpdateEvent", lambda *_: self.schedule())

    def schedule(self) -> None:
        """Draw a moment later; several wishes are one."""
        if not self._timer.isActive():
            self._timer.start()

    def _draw_unless_paused(self) -> None:
        from bench import slicer_core

        if slicer_core.core().is_render_paused():
            self._timer.start()
        else:
            self.draw()

    def draw(self) -> None:
        """Draw now."""
        self._timer.stop()
        self.window.Render()
        self.count += 1
        self._drawn()

    def resize(self, width: int, height: int) -> None:
        """Give it another size, in pixels."""
        if (width, height) != tuple(self.window.GetSize()) and width > 0 and height > 0:
            self.window.SetSize(width, height)
            self.schedule()

    def image(self) -> QtGui.QImage:
        """What was drawn last."""
        reader = vtk.vtkWindowToImageFilter()
        reader.SetInput(self.window)
        reader.SetInputBufferTypeToRGB()
        reader.ReadFrontBufferOff()
        reader.ShouldRerenderOff()
        reader.Update()
        output = reader.GetOutput()
        width, height, _ = output.GetDimensions()
        pixels = vtk_to_numpy(output.GetPointData().GetScalars()).reshape(height, width, 3)[::-1].copy()
        kind = QtGui.QImage.Format.Format_RGB888
        return QtGui.QImage(pixels.data, width, height, 3 * width, kind).copy()

    def close(self) -> None:
        """Let go of the scene and of the window."""
        self._timer.stop()
        self.managers.RemoveObserver(self._tag)
        self.managers.SetMRMLDisplayableNode(None)
        self.window.Finalize()
