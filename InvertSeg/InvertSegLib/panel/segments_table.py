"""The table of segments: shown or not, colour, name, volume, quality, disagreement, flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import qt
from slicer.i18n import tr as _

from InvertSegLib.panel.quality_texts import quality_text, score_text
from InvertSegLib.panel.structures_list import swatch
from InvertSegLib.panel.tables import add_row_items, prepare
from InvertSegLib.review.quality import SegmentQuality

_COLUMNS = _NAME, _VOLUME, _QUALITY, _DIFFERENCE, _FLAGS = range(5)
_DOT = 10
# As in traffic lights, of a brightness that shows on white and on dark grey.
_GRADE_COLORS = {"good": (38, 166, 91), "doubtful": (230, 155, 0), "poor": (220, 53, 47)}


class SegmentsTable:
    """Binds a QTableWidget to rows of segments.

    The first column holds the tick that shows the segment, its colour and its name; the quality is a number
    beside a dot in the grade's colour, with its reasons in the tooltip; the flags stand as words. Columns in
    which nothing stands are hidden.

    Args:
        table: the QTableWidget.
        on_selected: called with the segment's ID when the user has selected another one.
        on_shown: called with a segment's ID and whether it is to be shown, after the user has ticked it.
    """

    def __init__(
        self,
        table: Any,
        on_selected: Callable[[str], None],
        on_shown: Callable[[str, bool], None],
    ) -> None:
        self._table = table
        self._on_selected = on_selected
        self._on_shown = on_shown
        self._rows: list[Any] = []
        self._qualities: Mapping[str, SegmentQuality] = {}
        self._dots = {grade: _dot(color) for grade, color in _GRADE_COLORS.items()}
        self._filling = False
        prepare(table, [_("Segment"), _("ml"), _("Quality"), _("Differ"), _("Flags")])
        table.horizontalHeaderItem(_QUALITY).setToolTip(
            _("0 to 1, told without ground truth. It ranks; it is no probability and no Dice coefficient.")
        )
        table.horizontalHeaderItem(_DIFFERENCE).setToolTip(
            _("How far the settings' own results are apart: 0 where they agree, up to 1")
        )
        table.connect("itemSelectionChanged()", self._on_selection)
        table.connect("itemChanged(QTableWidgetItem*)", self._on_item_changed)

    @property
    def selected_id(self) -> str:
        """ID of the selected segment, empty when none is."""
        rows = self._table.selectionModel().selectedRows()
        return self._rows[rows[0].row()].id if rows and rows[0].row() < len(self._rows) else ""

    def show(self, rows: Sequence[Any], qualities: Mapping[str, SegmentQuality] | None = None) -> None:
        """Show rows; what has not changed is left alone.

        Args:
            rows: see `scene.review.SegmentRow`, in the order to be shown.
            qualities: segment ID to its quality, as far as it is known.
        """
        self._filling = True
        selected = self.selected_id
        before, self._qualities = self._qualities, dict(qualities or {})
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self._rebuild(rows)
        for index, (old, row) in enumerate(zip(self._rows, rows, strict=True)):
            if old != row or before.get(row.id) != self._qualities.get(row.id):
                self._fill(index, row)
        self._rows = list(rows)
        self._table.setColumnHidden(_QUALITY, not self._qualities)
        self._table.setColumnHidden(_DIFFERENCE, all(row.disagreement is None for row in rows))
        self._table.setColumnHidden(_FLAGS, not any(row.flags for row in rows))
        if selected:
            self.select(selected)
        self._filling = False

    def select(self, segment_id: str) -> None:
        """Select a segment without telling anybody."""
        filling, self._filling = self._filling, True
        index = next((i for i, row in enumerate(self._rows) if row.id == segment_id), None)
        if index is not None and self.selected_id != segment_id:
            self._table.selectRow(index)
        self._filling = filling

    # ------------------------------------------------------------------ inside

    def _rebuild(self, rows: Sequence[Any]) -> None:
        self._table.clearContents()
        self._table.setRowCount(len(rows))
        for index, row in enumerate(rows):
            add_row_items(self._table, index, right=_VOLUME)
            self._fill(index, row)
        self._rows = list(rows)

    def _fill(self, index: int, row: Any) -> None:
        name, volume, quality, difference, flags = (self._table.item(index, column) for column in _COLUMNS)
        name.setText(row.name)
        name.setToolTip(row.name)
        name.setIcon(swatch(row.color))
        name.setCheckState(qt.Qt.Checked if row.visible else qt.Qt.Unchecked)
        volume.setText(volume_text(row.volume_ml))
        self._fill_quality(quality, row, self._qualities.get(row.id))
        difference.setText("" if row.disagreement is None else score_text(row.disagreement))
        flags.setText(", ".join(_(flag) for flag in row.flags))
        flags.setToolTip("\n".join(_(flag) for flag in row.flags))

    def _fill_quality(self, item: Any, row: Any, quality: SegmentQuality | None) -> None:
        is_told = quality is not None and quality.volume_ml > 0
        item.setText(score_text(quality.score) if is_told else "")
        item.setIcon(self._dots[quality.grade] if is_told else qt.QIcon())
        item.setToolTip(quality_text(row.name, quality) if quality is not None else "")

    def _on_selection(self) -> None:
        segment_id = self.selected_id
        if not self._filling and segment_id:
            self._on_selected(segment_id)

    def _on_item_changed(self, item: Any) -> None:
        if self._filling or item.column() != _NAME or item.row() >= len(self._rows):
            return
        row, shown = self._rows[item.row()], item.checkState() == qt.Qt.Checked
        if shown != row.visible:
            self._on_shown(row.id, shown)


def _dot(color: Sequence[int]) -> Any:
    """A round icon of a colour (red, green, blue, 0..255)."""
    pixmap = qt.QPixmap(_DOT, _DOT)
    pixmap.fill(qt.QColor(0, 0, 0, 0))
    painter = qt.QPainter(pixmap)
    painter.setRenderHint(qt.QPainter.Antialiasing, True)
    painter.setPen(qt.QPen(qt.Qt.NoPen))
    painter.setBrush(qt.QBrush(qt.QColor(*color)))
    painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
    painter.end()
    return qt.QIcon(pixmap)


def volume_text(volume_ml: float | None) -> str:
    """A volume with the digits that matter."""
    if volume_ml is None:
        return ""
    if volume_ml >= 100:
        return f"{volume_ml:.0f}"
    return f"{volume_ml:.1f}" if volume_ml >= 1 or volume_ml == 0 else f"{volume_ml:.2f}"
