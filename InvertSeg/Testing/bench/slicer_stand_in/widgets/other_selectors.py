"""Widgets that panels seldom use; they do the main thing and no more."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import Property, Signal

from bench.pythonqt.ctk_widgets import ctkCollapsibleButton, ctkDoubleSpinBox, ctkRangeWidget, ctkSliderWidget
from bench.slicer_stand_in.widgets.mrml_widget import SceneMixin, qMRMLWidget
from bench.slicer_stand_in.widgets.node_combo_box import qMRMLNodeComboBox
from bench.slicer_stand_in.widgets.observing import Observers

_CHECKED, _UNCHECKED = QtCore.Qt.CheckState.Checked, QtCore.Qt.CheckState.Unchecked


class _Quantity(SceneMixin):
    """What Slicer's number widgets add to CTK's: the scene, whose units they show."""

    quantity = Property(
        str,
        lambda self: self.__dict__.get("_quantity", ""),
        lambda self, value: self.__dict__.update(_quantity=value),
    )


class qMRMLSliderWidget(_Quantity, ctkSliderWidget):
    """A number on a slider."""


class qMRMLSpinBox(_Quantity, ctkDoubleSpinBox):
    """A number in a box."""


class qMRMLRangeWidget(_Quantity, ctkRangeWidget):
    """Two numbers on a slider."""


class qMRMLCollapsibleButton(SceneMixin, ctkCollapsibleButton):
    """A section that passes on the scene."""

    mrmlSceneChanged = Signal(object)


class qMRMLCheckableNodeComboBox(qMRMLNodeComboBox):
    """Several nodes, with a tick each; the ticks are kept by the node's ID."""

    checkedNodesChanged = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked: set[str] = set()

    def _nodes(self) -> list[Any]:
        return self._filter.nodes(self.mrmlScene())

    def checkedNodes(self) -> list[object]:
        return [node for node in self._nodes() if node.GetID() in self._ticked]

    def uncheckedNodes(self) -> list[object]:
        return [node for node in self._nodes() if node.GetID() not in self._ticked]

    def allChecked(self) -> bool:
        return bool(self._nodes()) and not self.uncheckedNodes()

    def noneChecked(self) -> bool:
        return not self.checkedNodes()

    def checkState(self, node: object) -> QtCore.Qt.CheckState:
        return _CHECKED if node.GetID() in self._ticked else _UNCHECKED

    def setCheckState(self, node: object, state: QtCore.Qt.CheckState) -> None:
        changed = (self.checkState(node) == _CHECKED) != (state == _CHECKED)
        if changed and node in self._nodes():
            (self._ticked.add if state == _CHECKED else self._ticked.discard)(node.GetID())
            self.checkedNodesChanged.emit()

    def check(self, node: object) -> None:
        self.setCheckState(node, _CHECKED)

    def uncheck(self, node: object) -> None:
        self.setCheckState(node, _UNCHECKED)


class qMRMLSubjectHierarchyComboBox(SceneMixin, QtWidgets.QComboBox):
    """One item of the subject hierarchy."""

    currentItemChanged = Signal("qlonglong")

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._observers = Observers(self)
        self._types: list[str] = []
        self.currentIndexChanged.connect(lambda _: self.currentItemChanged.emit(self.currentItem()))

    def _scene_changed(self) -> None:
        self._observers.clear()
        scene = self.mrmlScene()
        if scene is not None:
            for event in (scene.NodeAddedEvent, scene.NodeRemovedEvent):
                self._observers.add(scene, event, "_on_scene")
        self._on_scene(scene, None)

    def _on_scene(self, _scene: Any, _node: Any) -> None:
        before = self.currentItem()
        self.blockSignals(True)
        self.clear()
        self._fill()
        self.setCurrentIndex(max(self.findData(before), -1))
        self.blockSignals(False)
        if self.currentItem() != before:
            self.currentItemChanged.emit(self.currentItem())

    def _fill(self) -> None:
        hierarchy = self.mrmlScene().GetSubjectHierarchyNode() if self.mrmlScene() else None
        if hierarchy is None:
            return
        import vtk

        identifiers = vtk.vtkIdList()
        hierarchy.GetItemChildren(hierarchy.GetSceneItemID(), identifiers, True)
        for index in range(identifiers.GetNumberOfIds()):
            item = identifiers.GetId(index)
            node = hierarchy.GetItemDataNode(item)
            if not self._types or (node is not None and any(node.IsA(kind) for kind in self._types)):
                self.addItem(hierarchy.GetItemName(item), item)

    def currentItem(self) -> int:
        return self.currentData() or 0

    def setCurrentItem(self, item: int) -> None:
        self.setCurrentIndex(self.findData(item))

    def clearSelection(self) -> None:
        self.setCurrentIndex(-1)

    def setNodeTypes(self, types: list[str]) -> None:
        self._types = list(types)
        self._on_scene(None, None)

    nodeTypes = Property(
        "QStringList", lambda self: self._types, lambda self, value: self.setNodeTypes(value)
    )


class qMRMLSequenceBrowserPlayWidget(qMRMLWidget):
    """Plays a sequence; here it only keeps which one."""

    def setMRMLSequenceBrowserNode(self, node: object) -> None:
        self.__dict__["_browser"] = node
