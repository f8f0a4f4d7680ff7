"""The slice views' settings, changed for a while and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import vtk

from InvertSegLib.scene.placing import nodes_of_class

# What a slice composite node is changed in: getter and setter have the same name after Get and Set.
_COMPOSITE = (
    "BackgroundVolumeID",
    "ForegroundVolumeID",
    "ForegroundOpacity",
    "Compositing",
    "LinkedControl",
    "HotLinkedControl",
)
_VOLUMES = ("BackgroundVolumeID", "ForegroundVolumeID")
_BACKGROUND_ROLE = "backgroundVolume"


@dataclass
class _Change:
    """One setting of one node: what it was, and what it was changed to."""

    before: Any
    applied: Any


class BorrowedViews:
    """Changes slice views and remembers what they were.

    A setting that somebody else has changed meanwhile is left as it is: a volume that the user chose in a
    view stays there.

    Args:
        scene: vtkMRMLScene.
    """

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._changes: dict[tuple[Any, str], _Change] = {}
        self._slices: dict[Any, Callable[[], None]] = {}
        self._layout: tuple[Any, int, int] | None = None

    def composites(self) -> list[Any]:
        """All slice composite nodes of the scene, one for each slice view."""
        return nodes_of_class(self._scene, "vtkMRMLSliceCompositeNode")

    def set(self, composite: Any, **settings: Any) -> None:
        """Change settings of a slice view, for example ``BackgroundVolumeID="..."``; None is no volume."""
        modifying = composite.StartModify()
        for name, value in settings.items():
            change = self._changes.setdefault((composite, name), _Change(_get(composite, name), None))
            _set(composite, name, value)
            change.applied = _get(composite, name)
        composite.EndModify(modifying)

    def set_successor(self, composite: Any, volume: Any) -> None:
        """Name the volume that takes the background's place where that is not to be found any more.

        A scene that is saved while a view shows a volume that is not saved would be loaded with an empty
        view. The second reference to a background is not shown; loading drops the first, and it is.
        """
        self._drop_successors(composite)
        composite.AddNodeReferenceID(_BACKGROUND_ROLE, volume.GetID())

    def set_layout(self, arrangement: int) -> None:
        """Show another arrangement of the views; in a Slicer without a window there is none to change."""
        node = self._scene.GetFirstNodeByClass("vtkMRMLLayoutNode")
        if node is not None and node.GetViewArrangement() != arrangement:
            self._layout = (node, node.GetViewArrangement(), arrangement)
            node.SetViewArrangement(arrangement)

    def align(self, slice_node: Any, with_node: Any) -> None:
        """Have a view show the same slice as another one, at the same zoom."""
        self._slices.setdefault(slice_node, _restorer(slice_node))
        _copy_geometry(with_node, slice_node)

    def is_aligned(self, slice_node: Any) -> bool:
        """Whether `align` was called for a view since the views were put back."""
        return slice_node in self._slices

    def slice_node(self, layout_name: str) -> Any:
        """The slice node of a view, None where there is none."""
        for node in nodes_of_class(self._scene, "vtkMRMLSliceNode"):
            if node.GetLayoutName() == layout_name:
                return node
        return None

    def put_back(self) -> None:
        """Undo all changes."""
        if self._layout is not None:
            node, before, applied = self._layout
            if node.GetViewArrangement() == applied:
                node.SetViewArrangement(before)
        for restore in self._slices.values():
            restore()
        composites = {composite for composite, _name in self._changes}
        for composite in composites:
            if self._scene.IsNodePresent(composite):
                self._put_back(composite)
        self._changes, self._slices, self._layout = {}, {}, None

    def _put_back(self, composite: Any) -> None:
        modifying = composite.StartModify()
        self._drop_successors(composite)
        for name in _COMPOSITE:
            change = self._changes.get((composite, name))
            if change is None or _get(composite, name) != change.applied:
                continue
            before = change.before
            if name in _VOLUMES and before and self._scene.GetNodeByID(before) is None:
                before = None  # removed meanwhile
            _set(composite, name, before)
        composite.EndModify(modifying)

    @staticmethod
    def _drop_successors(composite: Any) -> None:
        for number in reversed(range(1, composite.GetNumberOfNodeReferences(_BACKGROUND_ROLE))):
            composite.RemoveNthNodeReferenceID(_BACKGROUND_ROLE, number)


def _get(composite: Any, name: str) -> Any:
    return getattr(composite, f"Get{name}")()


def _set(composite: Any, name: str, value: Any) -> None:
    getattr(composite, f"Set{name}")(value)


def _restorer(slice_node: Any) -> Callable[[], None]:
    """A function that gives a slice node its present slice and zoom again."""
    matrix = vtk.vtkMatrix4x4()
    matrix.DeepCopy(slice_node.GetSliceToRAS())
    field, origin = slice_node.GetFieldOfView(), slice_node.GetXYZOrigin()

    def restore() -> None:
        _set_geometry(slice_node, matrix, field, origin)

    return restore


def _copy_geometry(source: Any, target: Any) -> None:
    _set_geometry(target, source.GetSliceToRAS(), source.GetFieldOfView(), source.GetXYZOrigin())


def _set_geometry(slice_node: Any, matrix: Any, field: Any, origin: Any) -> None:
    modifying = slice_node.StartModify()
    slice_node.GetSliceToRAS().DeepCopy(matrix)
    slice_node.SetFieldOfView(*field)
    slice_node.SetXYZOrigin(*origin)
    slice_node.UpdateMatrices()
    slice_node.EndModify(modifying)
