"""The time points of a 4D sequence, of which a volume node shows one."""

from __future__ import annotations

from typing import Any

import slicer

from InvertSegLib.scene.volumes import item_name


class SequenceItems:
    """The sequence that a volume node shows an item of.

    Args:
        node: a volume node.

    Attributes:
        browser: the sequence browser node that chooses the item; None where the node shows no sequence.
    """

    def __init__(self, node: Any) -> None:
        self._node = node
        browsers = slicer.util.getNodesByClass("vtkMRMLSequenceBrowserNode") if node is not None else ()
        self.browser = next((each for each in browsers if each.GetSequenceNode(node) is not None), None)

    @property
    def count(self) -> int:
        """Number of items; 0 where the node shows no sequence."""
        return self.browser.GetNumberOfItems() if self.browser else 0

    @property
    def current(self) -> int:
        """The item that is shown, from 0."""
        return max(0, self.browser.GetSelectedItemNumber()) if self.browser else 0

    def choose(self, item: int) -> None:
        """Have the node show another item, from 0."""
        if self.browser and item != self.current:
            self.browser.SetSelectedItemNumber(item)

    def label(self) -> str:
        """What the shown item stands for, for example "time 42.5 s"; empty where there is no sequence."""
        return item_name(self._node, self.current) if self.browser and self.current < self.count else ""
