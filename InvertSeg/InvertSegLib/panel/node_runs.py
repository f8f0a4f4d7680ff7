"""Runs from a volume node into a segmentation node, and what happens to both meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.errors import InvertSegError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.scene import segmentations
from InvertSegLib.scene.overlay import put_uncertainty
from InvertSegLib.scene.segmentations import ImportReport
from InvertSegLib.scene.volumes import volume_of_node
from InvertSegLib.session.run import Outcome
from InvertSegLib.session.session import Session
from InvertSegLib.session.signal import Signal

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _UnderWay:
    """The run that is waited for.

    Attributes:
        input: volume node.
        transform: its parent transform node, None where it had none.
        output: segmentation node, None for a new one.
        state: of the output's segments at the start.
        mode: what happens to them.
    """

    input: Any
    transform: Any
    output: Any
    state: object
    mode: str


class NodeRuns:
    """Starts a session's runs from nodes, and puts their results into the scene.

    Args:
        session: runs them.
        before_change: called with a segmentation node before a result changes it, to make it one undo step.

    Attributes:
        placed: emitted with the `ImportReport` when a result is in the scene.
        told: emitted with a sentence for the user on what became of a run, after the session's `finished`.
        node: where the last result is, None while there is none.
        words: the last sentence of `told` on this run, empty where it had nothing unusual.
    """

    def __init__(self, session: Session, before_change: Callable[[Any], object] | None = None) -> None:
        self.placed, self.told = Signal(), Signal()
        self.node: Any = None
        self.words = ""
        self._session = session
        self._before_change = before_change
        self._under_way: _UnderWay | None = None
        self._stopped = False
        self._tag: int | None = None
        session.finished.connect(self._on_finished)

    def start(self, volume_node: Any, output_node: Any = None, item: int | None = None) -> None:
        """Start a run and return at once.

        Args:
            volume_node: vtkMRMLScalarVolumeNode.
            output_node: vtkMRMLSegmentationNode for the result, taken in as the session's parameter
                `existing` says; None for a new one. One that is edited or removed meanwhile is left alone.
            item: index in the volume's sequence, None for what it shows.

        Raises:
            InvertSegError: it cannot be started, with the words to show.
        """
        volume = volume_of_node(volume_node, item)
        state = segmentations.content_state(output_node) if output_node is not None else None
        mode, transform = self._session.parameters.existing, volume_node.GetParentTransformNode()
        under_way = _UnderWay(volume_node, transform, output_node, state, mode)
        self.node, self.words, self._stopped = None, "", False
        self._session.start(volume)
        if self._session.run.busy:
            self._under_way = under_way
            self._watch_scene()

    def place(self, segmentation: Segmentation, volume_node: Any, name: str) -> None:
        """Put a result that is there already into the scene, as a segmentation of its own; `placed` tells.

        Args:
            segmentation: on the grid of the volume.
            volume_node: vtkMRMLScalarVolumeNode; None where it is gone.
            name: of the new node; made unique.
        """
        scene = slicer.mrmlScene
        report = segmentations.put(segmentation, volume_node, scene=scene)
        report.node.SetName(scene.GenerateUniqueName(name))
        put_uncertainty(segmentation, volume_node, report.node)
        self.node = report.node
        self.placed.emit(report)

    def close(self) -> None:
        """Listen no more; a run's result is dropped."""
        self._session.finished.disconnect(self._on_finished)
        self._unwatch_scene()
        self._under_way = None

    # ------------------------------------------------------------------ the scene

    def _watch_scene(self) -> None:
        scene = slicer.mrmlScene
        self._tag = scene.AddObserver(slicer.vtkMRMLScene.StartCloseEvent, self._on_scene_closes)

    def _unwatch_scene(self) -> None:
        if self._tag is not None:
            slicer.mrmlScene.RemoveObserver(self._tag)
        self._tag = None

    def _on_scene_closes(self, _caller: Any, _event: str) -> None:
        self._stopped = True
        self.words = _("The scene was closed, so the run was stopped.")
        self._session.cancel()

    # ------------------------------------------------------------------ the result

    def _on_finished(self, outcome: Outcome) -> None:
        under_way, self._under_way = self._under_way, None
        self._unwatch_scene()
        if under_way is None:
            return
        if outcome.segmentation is not None and not self._stopped:
            try:
                self._place(outcome.segmentation, under_way)
            except Exception as error:  # noqa: BLE001 - no result may vanish without a word
                _LOG.exception("A result could not be put into the scene")
                self.words = _("The result could not be put into the scene: {error}").format(error=error)
        if self.words:
            # Whoever shows how the run ended does so first; this says more.
            qt.QTimer.singleShot(0, lambda words=self.words: self.told.emit(words))

    def _place(self, segmentation: Segmentation, under_way: _UnderWay) -> None:
        if not slicer.mrmlScene.IsNodePresent(under_way.input):
            report = self._put_alone(segmentation, under_way)
            put_uncertainty(segmentation, None, report.node)
        else:
            report = self._put_beside_input(segmentation, under_way)
            put_uncertainty(segmentation, under_way.input, report.node)
        self.node = report.node
        self.placed.emit(report)

    def _put_alone(self, segmentation: Segmentation, under_way: _UnderWay) -> ImportReport:
        """The volume is gone: a new node at the place where it was."""
        self.words = _("The volume was deleted during the run; the result is a new segmentation.")
        report = segmentations.put(segmentation, None, scene=slicer.mrmlScene)
        if under_way.transform is not None and slicer.mrmlScene.IsNodePresent(under_way.transform):
            report.node.SetAndObserveTransformNodeID(under_way.transform.GetID())
        return report

    def _put_beside_input(self, segmentation: Segmentation, under_way: _UnderWay) -> ImportReport:
        target = self._untouched(under_way)
        try:
            return self._put(segmentation, under_way, target)
        except InvertSegError as error:
            if target is None:
                raise
            self.words = _("{reason} The result is a new segmentation.").format(reason=error.sentence)
            return self._put(segmentation, under_way, None)

    def _untouched(self, under_way: _UnderWay) -> Any:
        """The output, None where it is not what it was at the start."""
        target = under_way.output
        if target is None:
            return None
        if not slicer.mrmlScene.IsNodePresent(target):
            self.words = _("The output was deleted during the run, so the result is a new segmentation.")
            return None
        if segmentations.content_state(target) != under_way.state:
            sentence = _("{name} was edited during the run, so the result is a new segmentation.")
            self.words = sentence.format(name=target.GetName())
            return None
        return target

    def _put(self, segmentation: Segmentation, under_way: _UnderWay, target: Any) -> ImportReport:
        return segmentations.put(
            segmentation, under_way.input, target, under_way.mode, before_change=self._before_change
        )
