"""The widget that carries the scene: the base of panels and of what shows nodes."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtWidgets


class SceneMixin:
    """`setMRMLScene` and what follows from it; the scene's changes arrive in `_scene_changed`."""

    def mrmlScene(self) -> Any:
        return self.__dict__.get("_scene")

    def setMRMLScene(self, scene: object) -> None:
        if scene is self.__dict__.get("_scene"):
            return
        self.__dict__["_scene"] = scene
        self._scene_changed()
        if hasattr(self, "mrmlSceneChanged"):
            self.mrmlSceneChanged.emit(scene)

    def _scene_changed(self) -> None:
        """Another scene was set."""


class qMRMLWidget(SceneMixin, QtWidgets.QWidget):
    """A widget with a scene, which it passes on by a signal."""

    mrmlSceneChanged = QtCore.Signal(object)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
