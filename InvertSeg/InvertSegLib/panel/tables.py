"""Tables as all sections have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import qt

_ROW_HEIGHT = 22


def prepare(table: Any, titles: Sequence[str]) -> None:
    """Give a QTableWidget its columns: the first takes what room there is, the others what they need."""
    table.setColumnCount(len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.verticalHeader().visible = False
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setDefaultAlignment(qt.Qt.AlignLeft | qt.Qt.AlignVCenter)
    for column in range(len(titles)):
        mode = qt.QHeaderView.Stretch if column == 0 else qt.QHeaderView.ResizeToContents
        header.setSectionResizeMode(column, mode)


def add_row_items(table: Any, row: int, *, right: int) -> None:
    """Put empty items into a row; those of the column `right` stand at its right, as numbers do."""
    for column in range(table.columnCount):
        table.setItem(row, column, qt.QTableWidgetItem(""))
    table.item(row, right).setTextAlignment(int(qt.Qt.AlignRight) | int(qt.Qt.AlignVCenter))
