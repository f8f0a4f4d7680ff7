"""The Segment Editor's module: keeps what it is given in the scene's node, and edits nothing."""

from __future__ import annotations

from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import Property, Signal

from bench.slicer_stand_in.modules import CoreModule
from bench.slicer_stand_in.widgets.mrml_widget import qMRMLWidget


class qMRMLSegmentEditorWidget(qMRMLWidget):
    """Segmentation, source volume and segment, as the scene's vtkMRMLSegmentEditorNode has them."""

    segmentationNodeChanged = Signal(object)
    sourceVolumeNodeChanged = Signal(object)
    masterVolumeNodeChanged = Signal(object)
    currentSegmentIDChanged = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._node: Any = None
        self._effect = ""
        self._states = 10
        self._text = QtWidgets.QLabel("Segment Editor", self)
        QtWidgets.QVBoxLayout(self).addWidget(self._text)

    maximumNumberOfUndoStates = Property(
        int, lambda self: self._states, lambda self, value: setattr(self, "_states", value)
    )

    def setMRMLSegmentEditorNode(self, node: object) -> None:
        self._node = node

    def mrmlSegmentEditorNode(self) -> Any:
        return self._node

    def setSegmentationNode(self, node: object) -> None:
        if self._node is None:
            return  # the real one prints an error
        self._node.SetAndObserveSegmentationNode(node)
        identifiers = list(node.GetSegmentation().GetSegmentIDs()) if node is not None else []
        self._node.SetSelectedSegmentID(identifiers[0] if identifiers else "")
        self.segmentationNodeChanged.emit(node)

    def segmentationNode(self) -> Any:
        return self._node.GetSegmentationNode() if self._node is not None else None

    def setSourceVolumeNode(self, node: object) -> None:
        if self._node is None:
            return
        self._node.SetAndObserveSourceVolumeNode(node)
        self.sourceVolumeNodeChanged.emit(node)

    def sourceVolumeNode(self) -> Any:
        return self._node.GetSourceVolumeNode() if self._node is not None else None

    def setCurrentSegmentID(self, identifier: str) -> None:
        if self._node is not None and self._node.GetSelectedSegmentID() != identifier:
            self._node.SetSelectedSegmentID(identifier)
            self.currentSegmentIDChanged.emit(identifier)

    def currentSegmentID(self) -> str:
        return (self._node.GetSelectedSegmentID() or "") if self._node is not None else ""

    def setActiveEffectByName(self, name: str) -> None:
        self._effect = name


class SegmentEditorWidget:
    """The Python class of the module's panel; real code reaches its editor through `self().editor`."""

    def __init__(self, editor: Any) -> None:
        self.editor = editor


class _Panel(qMRMLWidget):
    """The module's panel."""

    def self(self) -> Any:
        return self.__dict__["_python"]

    def enter(self) -> None:
        """The first time, the editor gets its node."""
        import slicer

        scene, editor = slicer.mrmlScene, self.__dict__["_python"].editor
        node = scene.GetSingletonNode("SegmentEditor", "vtkMRMLSegmentEditorNode")
        if node is None:
            node = slicer.vtkMRMLSegmentEditorNode()
            node.SetSingletonTag("SegmentEditor")
            node = scene.AddNode(node)
        editor.setMRMLScene(scene)
        editor.setMRMLSegmentEditorNode(node)

    def exit(self) -> None:
        """Nothing to put away."""


class SegmentEditorModule(CoreModule):
    """`slicer.modules.segmenteditor`."""

    def __init__(self) -> None:
        super().__init__("SegmentEditor")
        self._panel: Any = None

    def widgetRepresentation(self) -> Any:
        """The panel, made when first asked for."""
        if self._panel is None:
            from bench.pythonqt import wrap

            native = _Panel()
            editor = qMRMLSegmentEditorWidget(native)
            QtWidgets.QVBoxLayout(native).addWidget(editor)
            self._panel = wrap(native)
            native.__dict__["_python"] = SegmentEditorWidget(wrap(editor))
        return self._panel
