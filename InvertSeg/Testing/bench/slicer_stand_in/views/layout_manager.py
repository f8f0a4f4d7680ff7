"""`slicer.app.layoutManager()`: the views of the scene's layout."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from PySide6 import QtCore, QtWidgets

from bench.slicer_stand_in.views.view_widgets import qMRMLSliceWidget, qMRMLThreeDWidget


class qSlicerLayoutManager(QtCore.QObject):
    """Makes the views that the scene's layout node asks for, and arranges them in a viewport."""

    layoutChanged = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        from bench import slicer_core

        self._viewport = QtWidgets.QWidget()
        self._grid = QtWidgets.QGridLayout(self._viewport)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self._logics = slicer_core.show_slice_views()
        self._widgets: dict[str, Any] = {}
        self._node = slicer_core.layout_logic().GetLayoutNode()
        self._shown = -1
        self._tag = self._node.AddObserver("ModifiedEvent", lambda *_: self._arrange())
        self._arrange()

    layout = QtCore.Property(
        int, lambda self: self._node.GetViewArrangement(), lambda self, value: self.setLayout(value)
    )
    threeDViewCount = QtCore.Property(int, lambda self: len(self._three_d()))
    tableViewCount = QtCore.Property(int, lambda _self: 0)
    plotViewCount = QtCore.Property(int, lambda _self: 0)

    def setLayout(self, arrangement: int) -> None:
        self._node.SetViewArrangement(arrangement)

    def viewport(self) -> QtWidgets.QWidget:
        return self._viewport

    def mrmlScene(self) -> Any:
        import slicer

        return slicer.mrmlScene

    def layoutLogic(self) -> Any:
        from bench import slicer_core

        return slicer_core.layout_logic()

    def sliceViewNames(self) -> list[str]:
        return [name for name, widget in self._widgets.items() if isinstance(widget, qMRMLSliceWidget)]

    def sliceWidget(self, name: str) -> QtWidgets.QWidget | None:
        return self._widgets.get(name)

    def threeDWidget(self, index: int) -> QtWidgets.QWidget | None:
        found = self._three_d()
        return found[index] if 0 <= index < len(found) else None

    def mrmlSliceLogics(self) -> Any:
        import slicer

        return slicer.app.applicationLogic().GetSliceLogics()

    def resetSliceViews(self) -> None:
        for logic in self._logics.values():
            logic.FitSliceToBackground()

    def resetThreeDViews(self) -> None:
        for widget in self._three_d():
            widget.threeDView().resetFocalPoint()

    def pauseRender(self) -> None:
        import slicer

        slicer.app.pauseRender()

    def resumeRender(self) -> None:
        import slicer

        slicer.app.resumeRender()

    def _three_d(self) -> list[Any]:
        return [widget for widget in self._widgets.values() if isinstance(widget, qMRMLThreeDWidget)]

    def _arrange(self) -> None:
        arrangement = self._node.GetViewArrangement()
        if arrangement == self._shown:
            return
        self._shown = arrangement
        for widget in self._widgets.values():
            self._grid.removeWidget(widget)
            widget.hide()
        for place, (kind, name) in enumerate(_views_of(self._node)):
            widget = self._widget(kind, name)
            if widget is not None:
                self._grid.addWidget(widget, place // 2, place % 2)
                widget.show()
        self.layoutChanged.emit(arrangement)

    def _widget(self, kind: str, name: str) -> Any:
        import slicer

        key = name if kind == "vtkMRMLSliceNode" else f"3D {name}"
        if key not in self._widgets:
            node = slicer.mrmlScene.GetSingletonNode(name, kind) or (
                slicer.mrmlScene.GetFirstNodeByClass(kind) if kind == "vtkMRMLViewNode" else None
            )
            if kind == "vtkMRMLSliceNode":
                from bench import slicer_core

                self._logics.update(slicer_core.show_slice_views((name,)))
                self._widgets[key] = qMRMLSliceWidget(self._logics[name], self._viewport)
            elif kind == "vtkMRMLViewNode" and node is not None:
                self._widgets[key] = qMRMLThreeDWidget(node, self._viewport)
        return self._widgets.get(key)

    def close_views(self) -> None:
        """Let go of the scene."""
        self._node.RemoveObserver(self._tag)
        for widget in self._widgets.values():
            widget.viewWidget().close_view()
        self._viewport.deleteLater()


def _views_of(layout_node: Any) -> list[tuple[str, str]]:
    """Class and name of the views in the current layout, in order."""
    root = ET.fromstring(layout_node.GetCurrentLayoutDescription())
    return [(view.get("class", ""), view.get("singletontag", "")) for view in root.iter("view")]
