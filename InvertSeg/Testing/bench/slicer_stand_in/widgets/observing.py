"""Observing VTK objects from widgets: an observer ends with its widget, and does not keep it alive."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import shiboken6
import vtk


class Observers:
    """The observations of one widget.

    Args:
        owner: the widget; its methods are called.
    """

    def __init__(self, owner: Any) -> None:
        self._owner = weakref.ref(owner)
        self._tags: list[tuple[Any, int]] = []

    def add(self, observed: Any, event: Any, method: str) -> None:
        """Call a method of the owner as method(caller, node or None) on an event."""
        owner = self._owner

        @vtk.calldata_type(vtk.VTK_OBJECT)
        def with_node(caller: Any, _event: str, node: Any = None) -> None:
            call(caller, node)

        def call(caller: Any, node: Any = None) -> None:
            widget = owner()
            if widget is not None and shiboken6.isValid(widget):
                getattr(widget, method)(caller, node)

        takes_node = bool(_name(event))
        callback: Callable = with_node if takes_node else (lambda caller, _event: call(caller))
        self._tags.append((observed, observed.AddObserver(event, callback)))

    def clear(self) -> None:
        """End all of them."""
        for observed, tag in self._tags:
            observed.RemoveObserver(tag)
        self._tags = []

    def drop(self, observed: Any) -> None:
        """End those of one object."""
        for known, tag in [entry for entry in self._tags if entry[0] is observed]:
            known.RemoveObserver(tag)
        self._tags = [entry for entry in self._tags if entry[0] is not observed]


def _name(event: Any) -> str:
    import slicer

    scene = slicer.vtkMRMLScene
    names = ("NodeAddedEvent", "NodeAboutToBeRemovedEvent", "NodeRemovedEvent", "NodeAboutToBeAddedEvent")
    return next((name for name in names if getattr(scene, name) == event), "")
