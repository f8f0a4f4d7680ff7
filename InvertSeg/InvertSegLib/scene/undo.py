"""Undo for what the panel does to a segmentation, one step per action.

vtkSegmentationHistory does the same, and takes ten seconds and more to undo a hundred segments that share
a large label map, since it takes them out of it one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import slicer

from InvertSegLib.scene.layers import LABEL_MAP, SURFACE, detach

_MOST_STATES = 5


@dataclass(frozen=True, eq=False)
class _State:
    """The segments in their order, as copies."""

    segments: tuple[tuple[str, Any], ...]


class UndoHistory:
    """States of one segmentation node's segments; the newest five are kept.

    Args:
        node: vtkMRMLSegmentationNode.
    """

    def __init__(self, node: Any) -> None:
        self._node = node
        self._before: list[_State] = []
        self._after: list[_State] = []

    def save(self, _node: Any = None) -> None:
        """Remember the state as it is, before an action changes it; fits `put(before_change=...)`."""
        self._before = [*self._before, self._copy()][-_MOST_STATES:]
        self._after = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a state to go back to."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone state to go forward to."""
        return bool(self._after)

    def undo(self) -> bool:
        """Go back one step; False where there is none. What was done since can be had again by `redo`."""
        return self._swap(self._before, self._after)

    def redo(self) -> bool:
        """Go forward one step; False where there is none."""
        return self._swap(self._after, self._before)

    def close(self) -> None:
        """Forget the states."""
        self._before, self._after = [], []

    def _swap(self, source: list[_State], other: list[_State]) -> bool:
        if not source:
            return False
        other.append(self._copy())
        self._restore(source.pop())
        return True

    def _copy(self) -> _State:
        segmentation = self._node.GetSegmentation()
        copies: dict[str, Any] = {}
        return _State(
            tuple(
                (identifier, _copied(segmentation.GetSegment(identifier), copies))
                for identifier in segmentation.GetSegmentIDs()
            )
        )

    def _restore(self, state: _State) -> None:
        segmentation = self._node.GetSegmentation()
        wanted = dict(state.segments)
        modifying = self._node.StartModify()
        try:
            gone = [i for i in segmentation.GetSegmentIDs() if i not in wanted]
            detach(self._node, segmentation.GetSegmentIDs())
            for name in (SURFACE,):
                segmentation.RemoveRepresentation(name)
            for identifier in gone:
                segmentation.RemoveSegment(identifier)
            for identifier, copy in state.segments:
                segment = segmentation.GetSegment(identifier)
                if segment is None:
                    segmentation.AddSegment(copy, identifier)
                    continue
                segment.DeepCopyMetadata(copy)
                for name in (LABEL_MAP, SURFACE):
                    if copy.GetRepresentation(name) is not None:
                        segment.AddRepresentation(name, copy.GetRepresentation(name))
            segmentation.ReorderSegments([identifier for identifier, _ in state.segments])
            segmentation.InvokeEvent(slicer.vtkSegmentation.ContainedRepresentationNamesModified)
        finally:
            self._node.EndModify(modifying)


def _copied(segment: Any, copies: dict[str, Any]) -> Any:
    """A segment of its own; segments that share a label map share the copy as well.

    The Segment Editor changes label maps in place, hence the deep copy; surfaces it replaces.
    """
    copy = slicer.vtkSegment()
    copy.DeepCopyMetadata(segment)
    for name in (LABEL_MAP, SURFACE):
        data = segment.GetRepresentation(name)
        if data is None:
            continue
        key = data.GetAddressAsString("")
        if key not in copies:
            copies[key] = data.NewInstance()
            if name == LABEL_MAP:
                copies[key].DeepCopy(data)
            else:
                copies[key].ShallowCopy(data)
        copy.AddRepresentation(name, copies[key])
    return copy
