"""What the sections ask of the module, over its parameter node and its runs."""

from __future__ import annotations

from typing import Any

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.panel.node_runs import NodeRuns
from InvertSegLib.panel.parameter_node import InvertSegParameterNode, chosen
from InvertSegLib.panel.undo import ResultUndo
from InvertSegLib.scene.segmentations import ImportReport
from InvertSegLib.session.signal import Signal


class PanelServices:
    """The chosen nodes and the run between them, see `services.Services`.

    Args:
        runs: start runs and place their results.
        undo: takes results back.

    Attributes:
        nodes_changed, placed, told: see there.
    """

    def __init__(self, runs: NodeRuns, undo: ResultUndo) -> None:
        self.nodes_changed, self.placed = Signal(), Signal()
        self.told = runs.told
        self._runs = runs
        self._undo = undo
        self._node: InvertSegParameterNode | None = None
        runs.placed.connect(self._on_placed)

    def set_parameter_node(self, node: InvertSegParameterNode | None) -> None:
        """Take the chosen nodes from here; None while there is no scene."""
        self._node = node
        self.nodes_changed.emit()

    def close(self) -> None:
        """Listen no more."""
        self._runs.placed.disconnect(self._on_placed)

    def input_node(self) -> Any:
        """The chosen volume node, None where there is none."""
        return chosen(self._node, "input_volume") if self._node is not None else None

    def set_input_node(self, node: Any) -> None:
        """Choose the volume node; None for none."""
        # Changes come back by the parameter node's own event, as those do that a script makes.
        if self._node is not None and node is not self.input_node():
            self._node.input_volume = node

    def output_node(self) -> Any:
        """The chosen segmentation node, None for a new one."""
        return chosen(self._node, "output_segmentation") if self._node is not None else None

    def set_output_node(self, node: Any) -> None:
        """Choose the segmentation node; None for a new one."""
        if self._node is not None and node is not self.output_node():
            self._node.output_segmentation = node

    def segment(self) -> None:
        """Start a run from the input node into the output node."""
        node = self.input_node()
        if node is None:
            raise InputError("No volume is chosen.", "Choose the scan to segment.")
        self._runs.start(node, self.output_node())

    def place(self, segmentation: Segmentation, input_node: Any, name: str) -> None:
        """Put a result that is there already into the scene, as a segmentation of its own."""
        self._runs.place(segmentation, input_node, name)

    def can_undo(self) -> bool:
        """Whether there is a state of the output node from before a result was put into it."""
        return self._undo.can_undo(self.output_node())

    def undo(self) -> None:
        """Bring that state back."""
        node = self.output_node()
        if self._undo.undo(node):
            self.nodes_changed.emit()

    def _on_placed(self, report: ImportReport) -> None:
        self.set_output_node(report.node)
        self.placed.emit(report)
