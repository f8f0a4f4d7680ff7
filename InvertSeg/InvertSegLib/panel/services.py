"""What the sections of the panel ask of the module around them."""

from __future__ import annotations

from typing import Any, Protocol

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.session.signal import Signal


class Services(Protocol):
    """The scene's part of the panel: which nodes are chosen, and the run from the one to the other.

    `InvertSeg.py` has the one that real panels get, over its logic and parameter node.

    Attributes:
        nodes_changed: emitted without arguments when another input or output node was chosen, or one is gone.
        placed: emitted with the `scene.segmentations.ImportReport` when a run's result is in the scene.
        told: emitted with a sentence for the user on what became of a run.
    """

    nodes_changed: Signal
    placed: Signal
    told: Signal

    def input_node(self) -> Any:
        """The chosen volume node, None where there is none."""
        ...

    def set_input_node(self, node: Any) -> None:
        """Choose the volume node; None for none."""
        ...

    def output_node(self) -> Any:
        """The chosen segmentation node, None for a new one."""
        ...

    def set_output_node(self, node: Any) -> None:
        """Choose the segmentation node; None for a new one."""
        ...

    def segment(self) -> None:
        """Start a run from the input node into the output node, and return at once.

        The session tells how it goes. The result is placed as the session's parameter `existing` says; a
        node that was edited after the start, or that is gone, is left alone and a new one made.

        Raises:
            InvertSegError: it cannot be started, with the words to show.
        """
        ...

    def place(self, segmentation: Segmentation, input_node: Any, name: str) -> None:
        """Put a result that is there already into the scene, as a segmentation of its own.

        Args:
            segmentation: on the grid of the input.
            input_node: volume node that it is of; None where that is gone.
            name: of the new node; made unique.

        Raises:
            InvertSegError: it cannot be put, with the words to show.
        """
        ...

    def can_undo(self) -> bool:
        """Whether there is a state of the output node from before a result was put into it."""
        ...

    def undo(self) -> None:
        """Bring that state back, one result at a time; nothing happens when there is none."""
        ...
