"""qMRMLNodeComboBox: one node of the scene, chosen from a list that follows the scene."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import Property, Signal

from bench.slicer_stand_in.widgets.mrml_widget import SceneMixin
from bench.slicer_stand_in.widgets.node_filter import NodeFilter
from bench.slicer_stand_in.widgets.observing import Observers

_ID = QtCore.Qt.ItemDataRole.UserRole


class _Combo(QtWidgets.QComboBox):
    """A list that shows a hint while nothing is chosen."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)


def _flag(name: str, default: bool, changed: str = "") -> Any:
    def write(self: Any, value: bool) -> None:
        if value != self._flags.get(name, default):
            self._flags[name] = value
            if changed:
                getattr(self, changed)()

    return Property(bool, lambda self: self._flags.get(name, default), write)


class qMRMLNodeComboBox(SceneMixin, QtWidgets.QWidget):
    """See the head of this file; the commands at the end of Slicer's list are only methods here."""

    currentNodeChanged = Signal((object,), (bool,))
    currentNodeIDChanged = Signal(str)
    currentNodeRenamed = Signal(str)
    nodeActivated = Signal(object)
    nodeAdded = Signal(object)
    nodeAddedByUser = Signal(object)
    nodeAddedByUserAction = Signal(object)
    nodeAboutToBeEdited = Signal(object)
    nodeAboutToBeRemoved = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._flags: dict[str, bool] = {}
        self._filter = NodeFilter()
        self._base_names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._none_text = "None"
        self._tag = ""
        self._requested = ""
        self._shown: tuple[str, str] | None = None
        self._quiet = False
        self._observers = Observers(self)
        self._followed: set[Any] = set()
        self._combo = _Combo(self)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo)
        self._combo.currentIndexChanged.connect(lambda _: self._tell())
        self._combo.activated.connect(lambda _: self.nodeActivated.emit(self.currentNode()))
        self.setEnabled(False)

    # ------------------------------------------------------------------ properties

    noneEnabled = _flag("none", False, "_rebuild")
    addEnabled = _flag("add", True)
    removeEnabled = _flag("remove", True)
    editEnabled = _flag("edit", False)
    renameEnabled = _flag("rename", False)
    selectNodeUponCreation = _flag("select", True)

    def _set_filter(self, name: str, value: Any) -> None:
        if getattr(self._filter, name) != value:
            setattr(self._filter, name, value)
            self._rebuild()

    def _set_types(self, types: list[str]) -> None:
        self._set_filter("types", [kind for kind in types if kind])

    nodeTypes = Property("QStringList", lambda self: self._filter.types, _set_types)
    hideChildNodeTypes = Property(
        "QStringList",
        lambda self: self._filter.hidden_subclasses,
        lambda self, value: self._set_filter("hidden_subclasses", list(value)),
    )
    showChildNodeTypes = Property(
        bool,
        lambda self: self._filter.with_subclasses,
        lambda self, value: self._set_filter("with_subclasses", value),
    )
    showHidden = Property(
        bool, lambda self: self._filter.hidden, lambda self, value: self._set_filter("hidden", value)
    )

    def _set_base_name(self, name: str) -> None:
        self._base_names = dict.fromkeys(self._filter.types, name)

    baseName = Property(str, lambda self: self._base_names.get(self._first_type(), ""), _set_base_name)
    interactionNodeSingletonTag = Property(
        str, lambda self: self._tag, lambda self, value: setattr(self, "_tag", value)
    )
    sizeAdjustPolicy = Property(
        int,
        lambda self: self._combo.sizeAdjustPolicy().value,
        lambda self, value: self._combo.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy(value)),
    )

    def _set_none_display(self, text: str) -> None:
        self._none_text = text
        self._rebuild()

    noneDisplay = Property(str, lambda self: self._none_text, _set_none_display)
    currentNodeID = Property(
        str, lambda self: self._combo.currentData(_ID) or "", lambda self, value: self.setCurrentNodeID(value)
    )

    def _first_type(self) -> str:
        return self._filter.types[0] if self._filter.types else ""

    # ------------------------------------------------------------------ methods

    def currentNode(self) -> Any:
        identifier = self._combo.currentData(_ID)
        return self.mrmlScene().GetNodeByID(identifier) if identifier and self.mrmlScene() else None

    def currentNodeId(self) -> str:
        return self._combo.currentData(_ID) or ""

    def setCurrentNode(self, node: object) -> None:
        self.setCurrentNodeID(
            node if isinstance(node, str) else (node.GetID() or "") if node is not None else ""
        )

    def setCurrentNodeID(self, identifier: str) -> None:
        if self.mrmlScene() is None:
            self._requested = identifier
        row = self._combo.findData(identifier, _ID) if identifier else -1
        self._combo.setCurrentIndex(row if row >= 0 else self._no_node())

    def setCurrentNodeIndex(self, index: int) -> None:
        self._combo.setCurrentIndex(index + self._flags.get("none", False))

    def nodeCount(self) -> int:
        return self._combo.count() - self._flags.get("none", False)

    def nodeFromIndex(self, index: int) -> Any:
        identifier = self._combo.itemData(index + self._flags.get("none", False), _ID)
        return self.mrmlScene().GetNodeByID(identifier) if identifier else None

    def addNode(self, kind: str = "") -> Any:
        kind = kind or self._first_type()
        name = self._base_names.get(kind) or kind.removeprefix("vtkMRML").removesuffix("Node")
        scene = self.mrmlScene()
        node = scene.AddNewNodeByClass(kind, scene.GenerateUniqueName(name))
        for attribute, value in self._filter.attributes.get(kind, {}).items():
            node.SetAttribute(attribute, value or "1")
        if self._flags.get("select", True):
            self.setCurrentNode(node)
        self.nodeAddedByUser.emit(node)
        return node

    def removeCurrentNode(self) -> None:
        if self.currentNode() is not None:
            self.mrmlScene().RemoveNode(self.currentNode())

    def editCurrentNode(self) -> None:
        self.nodeAboutToBeEdited.emit(self.currentNode())

    def addAttribute(self, kind: str, name: str, value: object = None) -> None:
        self._filter.attributes.setdefault(kind, {})[name] = None if value is None else str(value)
        self._rebuild()

    def removeAttribute(self, kind: str, name: str) -> None:
        self._filter.attributes.get(kind, {}).pop(name, None)
        self._rebuild()

    def setNodeTypeLabel(self, label: str, kind: str) -> None:
        self._labels[kind] = label
        self._hint()

    def nodeTypeLabel(self, kind: str) -> str:
        return self._labels.get(kind, kind.removeprefix("vtkMRML").removesuffix("Node"))

    # ------------------------------------------------------------------ following the scene

    def _scene_changed(self) -> None:
        self._observers.clear()
        self._followed.clear()
        scene = self.mrmlScene()
        if scene is not None:
            for event in (scene.EndImportEvent, scene.EndBatchProcessEvent, scene.EndCloseEvent):
                self._observers.add(scene, event, "_on_scene")
            self._observers.add(scene, scene.NodeAddedEvent, "_on_added")
            self._observers.add(scene, scene.NodeAboutToBeRemovedEvent, "_on_removing")
            self._observers.add(scene, scene.NodeRemovedEvent, "_on_scene")
        had, wanted = self.nodeCount() > 0, self._requested
        self._requested = ""
        self._rebuild()
        if not had:
            self.setCurrentNodeID(wanted or self.currentNodeId())
        self.setEnabled(scene is not None)

    def _on_scene(self, scene: Any, _node: Any) -> None:
        if not scene.IsBatchProcessing():
            self._rebuild()

    def _on_added(self, scene: Any, node: Any) -> None:
        self._observe()
        if self._filter.takes(node) and not scene.IsBatchProcessing():
            self._rebuild()
            self.nodeAdded.emit(node)

    def _on_removing(self, _scene: Any, node: Any) -> None:
        self._followed.discard(node)
        self._observers.drop(node)
        if node is not None and self._combo.findData(node.GetID(), _ID) >= 0:
            self.nodeAboutToBeRemoved.emit(node)

    def _on_modified(self, node: Any, _: Any) -> None:
        row = self._combo.findData(node.GetID(), _ID)
        if (row >= 0) != self._filter.takes(node):
            self._rebuild()
        elif row < 0:
            return
        elif self._combo.itemText(row) != (node.GetName() or ""):
            self._combo.setItemText(row, node.GetName() or "")
            self._tell()
            if node is self.currentNode():
                self.currentNodeRenamed.emit(node.GetName())

    def _no_node(self) -> int:
        return 0 if self._flags.get("none", False) else -1

    def _rebuild(self) -> None:
        """Offer what passes now; what was chosen stays so, or its neighbour is chosen, as in Slicer."""
        before, row = self._combo.currentData(_ID), self._combo.currentIndex()
        nodes = self._filter.nodes(self.mrmlScene())
        self._observe()
        entries = [(self._none_text, "")] if self._flags.get("none", False) else []
        entries += [(node.GetName() or "", node.GetID()) for node in nodes]
        shown = [(self._combo.itemText(i), self._combo.itemData(i, _ID)) for i in range(self._combo.count())]
        if entries == shown:
            return
        self._quiet = True
        self._combo.clear()
        for text, identifier in entries:
            self._combo.addItem(text)
            self._combo.setItemData(self._combo.count() - 1, identifier, _ID)
        found = self._combo.findData(before, _ID) if before else -1
        if found < 0 and before:
            found = min(row, len(entries) - 1)
        self._combo.setCurrentIndex(found if found >= 0 else (0 if entries else -1))
        self._quiet = False
        self._hint()
        self._tell()

    def _observe(self) -> None:
        """Follow every node of the classes, as one that does not pass now may pass later."""
        scene = self.mrmlScene()
        for node in [node for node in self._followed if node.GetScene() is None]:
            self._followed.discard(node)
            self._observers.drop(node)
        for index in range(scene.GetNumberOfNodes() if scene is not None else 0):
            node = scene.GetNthNode(index)
            if node not in self._followed and self._filter.is_of_class(node):
                self._followed.add(node)
                self._observers.add(node, "ModifiedEvent", "_on_modified")

    def _hint(self) -> None:
        self._combo.setPlaceholderText(f"Select a {self.nodeTypeLabel(self._first_type())}")

    def _tell(self) -> None:
        now = (self._combo.currentData(_ID) or "", self._combo.currentText())
        if self._quiet or now == self._shown or (self._shown is None and not now[0]):
            return
        self._shown = now
        node = self.currentNode()
        self.currentNodeChanged.emit(node)
        self.currentNodeChanged[bool].emit(node is not None)
        self.currentNodeIDChanged.emit(now[0])
