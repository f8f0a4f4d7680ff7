"""qMRMLSegmentsTableView, qMRMLSegmentSelectorWidget, qMRMLSegmentationShow3DButton: segments of a node."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Signal

from bench.slicer_stand_in.widgets.mrml_widget import SceneMixin, qMRMLWidget
from bench.slicer_stand_in.widgets.observing import Observers

_ID = QtCore.Qt.ItemDataRole.UserRole
_VISIBLE, _COLOR, _OPACITY, _NAME, _STATUS = range(5)
_CHANGES = ("SegmentAdded", "SegmentRemoved", "SegmentModified", "SegmentsOrderModified")


def _stored(kind: Any, name: str, default: Any, changed: str = "") -> Any:
    def write(self: Any, value: Any) -> None:
        self.__dict__[f"_{name}"] = value
        if changed:
            getattr(self, changed)()

    return Property(kind, lambda self: self.__dict__.get(f"_{name}", default), write)


def _segmentation_of(node: Any) -> Any:
    return node.GetSegmentation() if node is not None else None


def segment_ids(node: Any) -> list[str]:
    """The IDs of the segments of a segmentation node, in order."""
    segmentation = _segmentation_of(node)
    return list(segmentation.GetSegmentIDs()) if segmentation is not None else []


class qMRMLSegmentsTableView(qMRMLWidget):
    """Rows of segments: shown or not, colour, opacity, name, status."""

    selectionChanged = Signal(QtCore.QItemSelection, QtCore.QItemSelection)
    segmentAboutToBeModified = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._node: Any = None
        self._hidden: list[str] = []
        self._observers = Observers(self)
        self._table = QtWidgets.QTableWidget(0, 5, self)
        self._table.setHorizontalHeaderLabels(["", "", "Opacity", "Name", "Status"])
        self._table.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(_NAME, QtWidgets.QHeaderView.ResizeMode.Stretch)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        self._table.selectionModel().selectionChanged.connect(self.selectionChanged)
        self._show_columns()

    colorColumnVisible = _stored(bool, "color", True, "_show_columns")
    opacityColumnVisible = _stored(bool, "opacity", True, "_show_columns")
    visibilityColumnVisible = _stored(bool, "visibility", True, "_show_columns")
    statusColumnVisible = _stored(bool, "status", False, "_show_columns")
    layerColumnVisible = _stored(bool, "layer", False)
    filterBarVisible = _stored(bool, "filter", False)
    textFilter = _stored(str, "text", "", "_rebuild")
    readOnly = _stored(bool, "read_only", False)
    jumpToSelectedSegmentEnabled = _stored(bool, "jump", False)
    headerVisible = Property(
        bool,
        lambda self: not self._table.horizontalHeader().isHidden(),
        lambda self, value: self._table.horizontalHeader().setVisible(value),
    )
    selectionMode = Property(
        int,
        lambda self: self._table.selectionMode().value,
        lambda self, value: self._table.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode(value)),
    )
    segmentCount = Property(int, lambda self: len(segment_ids(self._node)))

    def setSelectionMode(self, mode: int) -> None:
        self._table.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode(mode))

    def setSegmentationNode(self, node: object) -> None:
        self._observers.clear()
        self._node = node
        if node is not None:
            for name in _CHANGES:
                self._observers.add(node, getattr(node.GetSegmentation(), name), "_on_changed")
            self._observers.add(node, node.DisplayModifiedEvent, "_on_changed")
        self._rebuild()

    def segmentationNode(self) -> Any:
        return self._node

    def selectedSegmentIDs(self) -> list[str]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedRows(_NAME)})
        return [self._table.item(row, _NAME).data(_ID) for row in rows]

    def setSelectedSegmentIDs(self, identifiers: list[str]) -> None:
        model, selection = self._table.model(), QtCore.QItemSelection()
        for row, identifier in enumerate(self.displayedSegmentIDs()):
            if identifier in identifiers:
                selection.select(model.index(row, 0), model.index(row, _STATUS))
        flag = QtCore.QItemSelectionModel.SelectionFlag
        self._table.selectionModel().select(selection, flag.ClearAndSelect | flag.Rows)

    def clearSelection(self) -> None:
        self._table.clearSelection()

    def displayedSegmentIDs(self) -> list[str]:
        return [self._table.item(row, _NAME).data(_ID) for row in range(self._table.rowCount())]

    def rowForSegmentID(self, identifier: str) -> int:
        known = self.displayedSegmentIDs()
        return known.index(identifier) if identifier in known else -1

    def segmentIDForRow(self, row: int) -> str:
        return self._table.item(row, _NAME).data(_ID)

    def hideSegments(self) -> list[str]:
        return self._hidden

    def setHideSegments(self, identifiers: list[str]) -> None:
        self._hidden = list(identifiers)
        self._rebuild()

    def tableWidget(self) -> QtWidgets.QTableView:
        return self._table

    def _show_columns(self) -> None:
        shown = {
            _VISIBLE: self.visibilityColumnVisible,
            _COLOR: self.colorColumnVisible,
            _OPACITY: self.opacityColumnVisible,
            _STATUS: self.statusColumnVisible,
        }
        for column, visible in shown.items():
            self._table.setColumnHidden(column, not visible)

    def _on_changed(self, _caller: Any, _: Any) -> None:
        selected = self.selectedSegmentIDs()
        self._rebuild()
        self.setSelectedSegmentIDs(selected)

    def _rebuild(self) -> None:
        wanted = [i for i in segment_ids(self._node) if i not in self._hidden]
        segmentation, text = _segmentation_of(self._node), self.textFilter.lower()
        segments = [(i, segmentation.GetSegment(i)) for i in wanted]
        rows = [(i, segment) for i, segment in segments if text in segment.GetName().lower()]
        self._table.setRowCount(len(rows))
        for row, (identifier, segment) in enumerate(rows):
            for column in range(5):
                self._table.setItem(row, column, QtWidgets.QTableWidgetItem())
            name = self._table.item(row, _NAME)
            name.setText(segment.GetName())
            name.setData(_ID, identifier)
            self._table.item(row, _COLOR).setBackground(QtGui.QColor.fromRgbF(*segment.GetColor()))


class qMRMLSegmentSelectorWidget(qMRMLWidget):
    """A segmentation node and one of its segments."""

    currentNodeChanged = Signal(object)
    currentSegmentChanged = Signal(str)
    segmentSelectionChanged = Signal("QStringList")

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        from bench.slicer_stand_in.widgets.node_combo_box import qMRMLNodeComboBox

        self._nodes, self._segments = qMRMLNodeComboBox(self), QtWidgets.QComboBox(self)
        self._nodes.setProperty("nodeTypes", ["vtkMRMLSegmentationNode"])
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._nodes)
        layout.addWidget(self._segments)
        self._nodes.currentNodeChanged.connect(self._on_node)
        self._segments.currentIndexChanged.connect(
            lambda _: self.currentSegmentChanged.emit(self.currentSegmentID())
        )

    def _scene_changed(self) -> None:
        self._nodes.setMRMLScene(self.mrmlScene())

    def currentNode(self) -> Any:
        return self._nodes.currentNode()

    def setCurrentNode(self, node: object) -> None:
        self._nodes.setCurrentNode(node)

    def currentSegmentID(self) -> str:
        return self._segments.currentData() or ""

    def setCurrentSegmentID(self, identifier: str) -> None:
        self._segments.setCurrentIndex(self._segments.findData(identifier))

    def _on_node(self, node: Any) -> None:
        self._segments.clear()
        for identifier in segment_ids(node):
            self._segments.addItem(node.GetSegmentation().GetSegment(identifier).GetName(), identifier)
        self.currentNodeChanged.emit(node)


class qMRMLSegmentationShow3DButton(SceneMixin, QtWidgets.QPushButton):
    """Makes the surfaces of a segmentation and shows them."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__("Show 3D", parent)
        self._node: Any = None
        self._observers = Observers(self)
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)
        self._update()

    locked = _stored(bool, "locked", False)

    def setSegmentationNode(self, node: object) -> None:
        self._observers.clear()
        self._node = node
        if node is not None:
            for name in ("SegmentAdded", "SegmentRemoved"):
                self._observers.add(node, getattr(node.GetSegmentation(), name), "_on_changed")
        self._update()

    def segmentationNode(self) -> Any:
        return self._node

    def _on_changed(self, _caller: Any, _: Any) -> None:
        self._update()

    def _update(self) -> None:
        self.setEnabled(bool(segment_ids(self._node)))
        surface = "Closed surface"
        has = bool(segment_ids(self._node)) and self._node.GetSegmentation().ContainsRepresentation(surface)
        blocked = self.blockSignals(True)
        self.setChecked(
            bool(has and self._node.GetDisplayNode() and self._node.GetDisplayNode().GetVisibility3D())
        )
        self.blockSignals(blocked)

    def _on_toggled(self, shown: bool) -> None:
        if self._node is None:
            return
        if shown:
            self._node.CreateClosedSurfaceRepresentation()
        else:
            self._node.RemoveClosedSurfaceRepresentation()
        self._update()
