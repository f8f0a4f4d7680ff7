"""The quality of the listed segments: its column, its order, its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.panel.binding import connect
from InvertSegLib.panel.quality_judge import QualityJudge
from InvertSegLib.panel.quality_texts import quality_text
from InvertSegLib.panel.segments_table import SegmentsTable
from InvertSegLib.scene.review import SegmentRow


class QualityView:
    """Has the segments judged in short turns of the event loop, and shows what came of it.

    Args:
        ui: the widgets of Review.ui.
        table: shows the rows.
    """

    def __init__(self, ui: Any, table: SegmentsTable) -> None:
        self._ui = ui
        self._table = table
        self._rows: Sequence[SegmentRow] = ()
        self._judge = QualityJudge()
        self._judge.changed.connect(self._show)
        connect(ui.worstFirstButton, "toggled(bool)", lambda _checked: self._show())

    def show(self, rows: Sequence[SegmentRow], node: Any, volume_node: Any) -> None:
        """Show segments, and have those judged that have changed.

        Args:
            rows: of the node.
            node: vtkMRMLSegmentationNode; None for none.
            volume_node: the scan that it was made from.
        """
        self._rows = rows
        edited = {row.id for row in rows if "edited" in row.flags}
        self._judge.judge(node if rows else None, volume_node, edited)
        self._show()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._judge.stop()

    def explain(self) -> None:
        """Say why the selected segment's quality is what it is."""
        row = next((row for row in self._rows if row.id == self._table.selected_id), None)
        quality = self._judge.qualities.get(row.id) if row is not None else None
        if quality is not None:
            text = quality_text(row.name, quality)
        elif self._judge.busy:
            text = _("Quality is being judged...")
        else:
            text = _("Quality is told without ground truth: select a segment for its reasons.")
        self._ui.qualityLabel.text = text
        self._ui.qualityLabel.visible = bool(self._rows)

    def _show(self) -> None:
        qualities = self._judge.qualities
        rows = list(self._rows)
        if self._ui.worstFirstButton.checked:
            # What was not found comes last: there is nothing in it to correct.
            last = 2.0
            rows.sort(
                key=lambda row: qualities[row.id].score if row.id in qualities and row.volume_ml else last
            )
        self._table.show(rows, qualities)
        self._ui.worstFirstButton.visible = bool(qualities)
        self.explain()
