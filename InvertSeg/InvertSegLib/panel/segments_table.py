"""The table of segments: shown or not, colour, name, volume, flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import qt
from slicer.i18n import tr as _

from InvertSegLib.panel.structures_list import swatch
from InvertSegLib.panel.tables import add_row_items, prepare

_NAME, _VOLUME, _FLAGS = range(3)


class SegmentsTable:
    """Binds a QTableWidget to rows of segments.

    The first column holds the tick that shows the segment, its colour and its name; the flags stand as words,
    and in full in the tooltip.

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
        self._filling = False
        prepare(table, [_("Segment"), _("ml"), _("Flags")])
        table.connect("itemSelectionChanged()", self._on_selection)
        table.connect("itemChanged(QTableWidgetItem*)", self._on_item_changed)

    @property
    def selected_id(self) -> str:
        """ID of the selected segment, empty when none is."""
        rows = self._table.selectionModel().selectedRows()
        return self._rows[rows[0].row()].id if rows and rows[0].row() < len(self._rows) else ""

    def show(self, rows: Sequence[Any]) -> None:
        """Show rows (see `scene.review.SegmentRow`); what has not changed is left alone."""
        self._filling = True
        selected = self.selected_id
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self._rebuild(rows)
        for index, (old, row) in enumerate(zip(self._rows, rows, strict=True)):
            if old != row:
                self._fill(index, row)
        self._rows = list(rows)
        has_flags = any(row.flags for row in rows)
        self._table.setColumnHidden(_FLAGS, not has_flags)
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
        name, volume, flags = (self._table.item(index, column) for column in (_NAME, _VOLUME, _FLAGS))
        name.setText(row.name)
        name.setToolTip(row.name)
        name.setIcon(swatch(row.color))
        name.setCheckState(qt.Qt.Checked if row.visible else qt.Qt.Unchecked)
        volume.setText(volume_text(row.volume_ml))
        flags.setText(", ".join(_(flag) for flag in row.flags))
        flags.setToolTip("\n".join(_(flag) for flag in row.flags))

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


def volume_text(volume_ml: float | None) -> str:
    """A volume with the digits that matter."""
    if volume_ml is None:
        return ""
    if volume_ml >= 100:
        return f"{volume_ml:.0f}"
    return f"{volume_ml:.1f}" if volume_ml >= 1 or volume_ml == 0 else f"{volume_ml:.2f}"
