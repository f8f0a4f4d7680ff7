"""The widgets around the pictures: qMRMLSliceWidget, qMRMLSliceView, qMRMLThreeDWidget, qMRMLThreeDView."""

from __future__ import annotations

from typing import Any

import vtk
from PySide6 import QtGui, QtWidgets

from bench.slicer_stand_in.views.rendering import Picture
from bench.slicer_stand_in.widgets.mrml_widget import qMRMLWidget

_COLORS = {"Red": "#f34a33", "Green": "#6eb04b", "Yellow": "#edd54c"}
_BAR_HEIGHT = 6


class _PictureView(QtWidgets.QWidget):
    """Shows a picture in its own size."""

    def __init__(self, node: Any, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = node
        self.picture = Picture(node, self.update)
        self.setMinimumSize(60, 60)

    def renderWindow(self) -> Any:
        return self.picture.window

    def interactor(self) -> Any:
        return self.picture.interactor

    def scheduleRender(self) -> None:
        self.picture.schedule()

    def forceRender(self) -> None:
        self.picture.draw()

    def displayableManagerByClassName(self, name: str) -> Any:
        managers = self.picture.managers
        found = (managers.GetNthDisplayableManager(i) for i in range(managers.GetDisplayableManagerCount()))
        return next((manager for manager in found if manager.IsA(name)), None)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self.resized_to(self.width(), self.height())
        super().resizeEvent(event)

    def resized_to(self, width: int, height: int) -> None:
        """The picture follows the widget."""
        self.picture.resize(width, height)

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        if not self.picture.count:
            self.picture.draw()
        painter.drawImage(self.rect(), self.picture.image())


class qMRMLSliceView(_PictureView):
    """One slice through the scene."""

    def __init__(self, logic: Any, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(logic.GetSliceNode(), parent)
        self._logic = logic
        mapper = vtk.vtkImageMapper()
        mapper.SetInputConnection(logic.GetImageDataConnection())
        mapper.SetColorWindow(255)
        mapper.SetColorLevel(127.5)
        actor = vtk.vtkActor2D()
        actor.SetMapper(mapper)
        # Behind what displayable managers draw.
        actor.GetProperty().SetDisplayLocationToBackground()
        self.picture.renderer.AddViewProp(actor)
        self._tag = logic.AddObserver("ModifiedEvent", lambda *_: self._update(mapper))

    def _update(self, mapper: Any) -> None:
        mapper.SetInputConnection(self._logic.GetImageDataConnection())
        self.picture.schedule()

    def mrmlSliceNode(self) -> Any:
        return self._node

    def resized_to(self, width: int, height: int) -> None:
        super().resized_to(width, height)
        self._logic.ResizeSliceNode(width, height)

    def close_view(self) -> None:
        """Let go of the scene."""
        self._logic.RemoveObserver(self._tag)
        self.picture.close()


class qMRMLThreeDView(_PictureView):
    """The scene in space."""

    def mrmlViewNode(self) -> Any:
        return self._node

    def resetFocalPoint(self) -> None:
        bounds = self.picture.renderer.ComputeVisiblePropBounds()
        if bounds[0] <= bounds[1]:
            self.picture.renderer.ResetCamera(bounds)
            self.picture.schedule()

    resetCamera = resetFocalPoint

    def close_view(self) -> None:
        """Let go of the scene."""
        self.picture.close()


class _ViewWidget(qMRMLWidget):
    """A coloured bar with the view's name, and the view."""

    def _lay_out(self, name: str, view: _PictureView) -> None:
        bar = QtWidgets.QFrame(self)
        bar.setFixedHeight(_BAR_HEIGHT)
        bar.setStyleSheet(f"background: {_COLORS.get(name, '#749bda')}")
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(view, 1)
        self._name, self._bar, self._view = name, bar, view

    def viewWidget(self) -> QtWidgets.QWidget:
        return self._view

    def viewLabel(self) -> str:
        return self._name

    def mrmlAbstractViewNode(self) -> Any:
        return self._view._node


class qMRMLSliceWidget(_ViewWidget):
    """A slice view with its logic."""

    def __init__(self, logic: Any, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._logic = logic
        self._lay_out(logic.GetSliceNode().GetLayoutName(), qMRMLSliceView(logic, self))

    def sliceView(self) -> QtWidgets.QWidget:
        return self._view

    def sliceLogic(self) -> Any:
        return self._logic

    def mrmlSliceNode(self) -> Any:
        return self._logic.GetSliceNode()

    def mrmlSliceCompositeNode(self) -> Any:
        return self._logic.GetSliceCompositeNode()

    def sliceController(self) -> QtWidgets.QWidget:
        return self._bar

    def fitSliceToBackground(self) -> None:
        self._logic.FitSliceToBackground()


class qMRMLThreeDWidget(_ViewWidget):
    """A 3D view."""

    def __init__(self, node: Any, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._lay_out("1", qMRMLThreeDView(node, self))

    def threeDView(self) -> QtWidgets.QWidget:
        return self._view

    def mrmlViewNode(self) -> Any:
        return self._view._node

    def threeDController(self) -> QtWidgets.QWidget:
        return self._bar
