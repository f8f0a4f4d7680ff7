"""The section to look at a result, correct it and save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import qt
import slicer
import vtk
from slicer.i18n import tr as _

from InvertSegLib.errors import InvertSegError
from InvertSegLib.panel import saving
from InvertSegLib.panel.binding import connect, quiet, set_available
from InvertSegLib.panel.quality_view import QualityView
from InvertSegLib.panel.segment_editor import open_segment_editor
from InvertSegLib.panel.segments_table import SegmentsTable, volume_text
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.surfaces_button import SurfacesButton
from InvertSegLib.panel.uncertainty_control import UncertaintyControl
from InvertSegLib.scene import review, segmentations

# A stroke in the Segment Editor tells many changes; the table follows when they pause.
_SETTLE_MS = 300


class ReviewSection:
    """Binds the widgets of Review.ui to a segmentation node.

    Args:
        ui: those widgets, by name.
        services: the chosen nodes, and undo.
        uncertainty: shows where an ensemble's settings disagree.
        ask_path: asks the user for a file to save to, given a proposal; empty for none.
    """

    def __init__(
        self,
        ui: Any,
        services: Services,
        uncertainty: UncertaintyControl,
        ask_path: Callable[[str], str] | None = None,
    ) -> None:
        self._ui = ui
        self._services = services
        self._uncertainty = uncertainty
        self._ask_path = ask_path or _ask_path
        self._node: Any = None
        self._observers: list[int] = []
        self._surfaces = SurfacesButton(ui.show3DButton)
        self._table = SegmentsTable(ui.segmentsTable, self._on_selected, self._on_ticked)
        self._quality = QualityView(ui, self._table)
        self._settle = qt.QTimer()
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.connect("timeout()", self._count)
        connect(ui.reviewSelector, "currentNodeChanged(vtkMRMLNode*)", self._on_node_selected)
        connect(ui.editButton, "clicked()", self.edit)
        connect(ui.saveButton, "clicked()", self.save)
        connect(ui.undoButton, "clicked()", self.undo)
        services.nodes_changed.connect(self._on_nodes)
        services.placed.connect(self._on_placed)
        self._on_nodes()
        self.refresh()

    @property
    def node(self) -> Any:
        """The segmentation that is looked at, None when there is none."""
        return self._node

    def enter(self) -> None:
        """The module is shown: it may all have changed meanwhile."""
        self._observe()
        self.refresh()
        self._uncertainty.enter()

    def exit(self) -> None:
        """The module is left; nothing is looked at until it is entered again."""
        self._unobserve()
        self._settle.stop()
        self._quality.stop()
        self._uncertainty.exit()

    def close(self) -> None:
        """Listen no more."""
        self.exit()
        self._uncertainty.close()
        self._surfaces.set_node(None)
        self._services.nodes_changed.disconnect(self._on_nodes)
        self._services.placed.disconnect(self._on_placed)
        self._node = None

    def set_node(self, node: Any) -> None:
        """Look at another segmentation, or at none."""
        if node is self._node:
            return
        self._unobserve()
        self._node = node
        self._surfaces.set_node(node)
        if self._ui.reviewSelector.currentNode() is not node:
            with quiet(self._ui.reviewSelector):
                self._ui.reviewSelector.setCurrentNode(node)
        self._show_status("")
        self._observe()
        self._refresh_soon()

    def refresh(self) -> None:
        """Show the node as it is now."""
        self._show_rows(review.rows(self._node) if self._node is not None else ())

    def _refresh_soon(self) -> None:
        """The same in two turns of the event loop: counting the voxels of a large result takes one."""
        qt.QTimer.singleShot(0, self._count)

    def _count(self) -> None:
        node = self._node
        if node is None:
            self._show_rows(())
            return
        rows = review.rows(node)
        qt.QTimer.singleShot(0, lambda: self._show_rows(rows) if node is self._node else None)

    def _show_rows(self, rows: Sequence[review.SegmentRow]) -> None:
        self._quality.show(rows, self._node, self._source_volume() if rows else None)
        self._uncertainty.refresh(self._node)
        self._ui.segmentsTable.visible = bool(rows)
        self._ui.reviewHintLabel.visible = not rows
        self._show_summary(rows)
        reason = "" if rows else _("There are no segments yet")
        set_available(self._ui.editButton, _("Open the Segment Editor, with the MRI as its source"), reason)
        set_available(self._ui.saveButton, _("Save as .seg.nrrd, label map or DICOM SEG"), reason)
        self._surfaces.refresh(reason)
        self._ui.undoButton.visible = self._services.can_undo()

    def edit(self) -> None:
        """Open the Segment Editor on this segmentation and the MRI that it was made from."""
        if self._node is not None:
            open_segment_editor(self._node, self._source_volume(), self._table.selected_id)

    def undo(self) -> None:
        """Bring back the segments as they were before the last run."""
        self._services.undo()
        self.refresh()

    def save(self) -> None:
        """Ask for a file and write the segmentation to it."""
        node = self._node
        path = self._ask_path(f"{node.GetName()}{saving.DEFAULT_SUFFIX}") if node is not None else ""
        if not path:
            return
        target = saving.with_suffix(path)
        if str(target) != path and target.exists() and not _may_overwrite(target.name):
            return
        try:
            with slicer.util.WaitCursor():
                files = saving.save(node, target, self._source_volume())
        except InvertSegError as error:
            self._show_status(f"{_(error.sentence)} {_(error.remedy)}".strip())
            return
        self._show_status(_("Saved {files}.").format(files=_(" and ").join(file.name for file in files)))

    # ------------------------------------------------------------------ what the user does

    def _on_node_selected(self, node: Any) -> None:
        self.set_node(node)

    def _on_selected(self, segment_id: str) -> None:
        self._quality.explain()
        if self._node is not None and not review.show_segment(self._node, segment_id):
            self._show_status(_("This structure was not found in the volume."))

    def _on_ticked(self, segment_id: str, visible: bool) -> None:
        if self._node is not None:
            review.set_visible(self._node, segment_id, visible)
            self._settle.start()

    # ------------------------------------------------------------------ what others tell

    def _on_nodes(self) -> None:
        node = self._services.output_node()
        if node is not None:
            self.set_node(node)
        elif self._node is not None and self._node.GetScene() is None:
            self.set_node(None)

    def _on_placed(self, report: segmentations.ImportReport) -> None:
        if report.node is self._node:
            self._refresh_soon()
        else:
            self.set_node(report.node)

    def _observe(self) -> None:
        if self._node is None or self._observers:
            return
        segmentation = slicer.vtkSegmentation
        for event in (
            segmentation.SegmentAdded,
            segmentation.SegmentRemoved,
            segmentation.SegmentModified,
            segmentation.SourceRepresentationModified,
            slicer.vtkMRMLDisplayableNode.DisplayModifiedEvent,
            vtk.vtkCommand.ModifiedEvent,
        ):
            self._observers.append(self._node.AddObserver(event, self._on_modified))

    def _unobserve(self) -> None:
        for observer in self._observers:
            if self._node is not None:
                self._node.RemoveObserver(observer)
        self._observers.clear()

    def _on_modified(self, _node: Any, _event: str) -> None:
        self._settle.start()

    # ------------------------------------------------------------------ inside

    def _source_volume(self) -> Any:
        role = slicer.vtkMRMLSegmentationNode.GetReferenceImageGeometryReferenceRole()
        return self._node.GetNodeReference(role) or self._services.input_node()

    def _show_summary(self, rows: Any) -> None:
        found = [row for row in rows if "empty" not in row.flags]
        total = sum(row.volume_ml or 0 for row in found)
        absent = len(rows) - len(found)
        texts = [_("{count} segments, {volume} ml.").format(count=len(found), volume=volume_text(total))]
        if absent:
            texts.append(_("{count} not found.").format(count=absent))
        self._ui.reviewSummaryLabel.text = " ".join(texts)
        self._ui.reviewSummaryLabel.visible = bool(rows)

    def _show_status(self, text: str) -> None:
        self._ui.reviewStatusLabel.text = text
        self._ui.reviewStatusLabel.visible = bool(text)


def _ask_path(proposal: str) -> str:
    filters = ";;".join(
        (
            _("Segmentation (*.seg.nrrd)"),
            _("Label map (*.nii.gz *.nrrd)"),
            _("DICOM SEG (*.dcm)"),
        )
    )
    return qt.QFileDialog.getSaveFileName(
        slicer.util.mainWindow(), _("Save the segmentation"), proposal, filters
    )


def _may_overwrite(name: str) -> bool:
    question = _("{name} is there already. Replace it?").format(name=name)
    return slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Replace a file?"))
