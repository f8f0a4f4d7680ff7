"""Undo for what the panel does to a segmentation, one step per action."""

from __future__ import annotations

from typing import Any

import slicer


class UndoHistory:
    """States of one segmentation node's segments; the newest five are kept.

    Args:
        node: vtkMRMLSegmentationNode.
    """

    def __init__(self, node: Any) -> None:
        self._history = slicer.vtkSegmentationHistory()
        self._history.SetMaximumNumberOfStates(5)
        self._history.SetSegmentation(node.GetSegmentation())

    def save(self, _node: Any = None) -> None:
        """Remember the state as it is, before an action changes it; fits `put(before_change=...)`."""
        self._history.SaveState()

    @property
    def can_undo(self) -> bool:
        """Whether there is a state to go back to."""
        return bool(self._history.IsRestorePreviousStateAvailable())

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone state to go forward to."""
        return bool(self._history.IsRestoreNextStateAvailable())

    def undo(self) -> bool:
        """Go back one step; False where there is none."""
        return self.can_undo and bool(self._history.RestorePreviousState())

    def redo(self) -> bool:
        """Go forward one step; False where there is none."""
        return self.can_redo and bool(self._history.RestoreNextState())

    def close(self) -> None:
        """Forget the states and the segmentation."""
        self._history.SetSegmentation(None)
