"""Undo for results that were put into segmentations, in the panel and in the Segment Editor."""

from __future__ import annotations

from typing import Any

import slicer

from InvertSegLib.scene.undo import UndoHistory


class ResultUndo:
    """The states of segmentation nodes from before results were put into them."""

    def __init__(self) -> None:
        self._histories: dict[Any, UndoHistory] = {}

    def save(self, node: Any) -> None:
        """Remember a node's segments as they are, before a result changes them."""
        self._forget_removed()
        if node not in self._histories:
            self._histories[node] = UndoHistory(node)
        self._histories[node].save()
        _save_in_segment_editor(node)

    def can_undo(self, node: Any) -> bool:
        """Whether there is a state of this node to go back to."""
        return node in self._histories and self._histories[node].can_undo

    def undo(self, node: Any) -> bool:
        """Go back one result; False where there is none."""
        if not self.can_undo(node):
            return False
        _save_in_segment_editor(node)
        return self._histories[node].undo()

    def close(self) -> None:
        """Forget all states."""
        for history in self._histories.values():
            history.close()
        self._histories.clear()

    def _forget_removed(self) -> None:
        for node in [node for node in self._histories if not slicer.mrmlScene.IsNodePresent(node)]:
            self._histories.pop(node).close()


def _save_in_segment_editor(node: Any) -> None:
    """Make the change one step of the Segment Editor's own undo, where it is open on this node."""
    # Set once that module's panel exists; asking the module for it would make it, which takes a second.
    widget = getattr(slicer.modules, "SegmentEditorWidget", None)
    editor = getattr(widget, "editor", None)
    if editor is not None and editor.segmentationNode() is node:
        editor.saveStateForUndo()
