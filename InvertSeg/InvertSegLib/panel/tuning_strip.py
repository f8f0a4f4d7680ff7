"""The strip of small pictures that settings are chosen from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import qt

from InvertSegLib.panel.binding import connect, quiet

# Pictures are made so wide: two of them stand beside each other in a narrow panel.
PICTURE_WIDTH = 140
_CELL_WIDTH = 150
_TEXT_LINES = 2


@dataclass(frozen=True, eq=False)
class Entry:
    """One picture of the strip.

    Attributes:
        name: by which it is known.
        text: below it, two lines.
        picture: uint8 (rows, columns, 3), of one size for all.
        proposed: it is the one that is proposed.
    """

    name: str
    text: str
    picture: np.ndarray
    proposed: bool = False


class TuningStrip:
    """Binds a QListWidget to entries.

    Args:
        list_widget: the QListWidget.
        on_selected: called without arguments when another one was selected.
    """

    def __init__(self, list_widget: Any, on_selected: Callable[[], None]) -> None:
        self._list = list_widget
        self._names: list[str] = []
        self._pictures: list[np.ndarray] = []
        connect(list_widget, "itemSelectionChanged()", on_selected)

    @property
    def selected(self) -> str:
        """Name of the selected entry, empty when none is."""
        row = self._list.currentRow
        return self._names[row] if 0 <= row < len(self._names) else ""

    def select(self, name: str) -> None:
        """Select an entry, and have it seen."""
        self._list.currentRow = self._names.index(name)

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these; the selected one stays selected, and pictures that have not changed stay."""
        selected = self.selected
        with quiet(self._list):
            if [entry.name for entry in entries] != self._names:
                self._list.clear()
                self._pictures = []
                for entry in entries:
                    self._list.addItem(entry.text)
                self._names = [entry.name for entry in entries]
            for row, entry in enumerate(entries):
                self._fill(row, entry)
            self._pictures = [entry.picture for entry in entries]
            if selected in self._names:
                self.select(selected)

    def _fill(self, row: int, entry: Entry) -> None:
        item = self._list.item(row)
        item.setText(entry.text)
        item.setToolTip(entry.text)
        font = item.font()
        font.setBold(entry.proposed)
        item.setFont(font)
        if row < len(self._pictures) and self._pictures[row] is entry.picture:
            return
        item.setIcon(_icon(entry.picture))
        height, width = entry.picture.shape[:2]
        self._list.iconSize = qt.QSize(width, height)
        line = self._list.fontMetrics().height()
        self._list.gridSize = qt.QSize(_CELL_WIDTH, height + _TEXT_LINES * line + 12)


def _icon(picture: np.ndarray) -> Any:
    """An icon that looks the same when it is selected: a tint would change what is to be judged."""
    height, width = picture.shape[:2]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[:, :, :3] = picture[:, :, ::-1]  # 0xffRRGGBB, the lowest byte first
    data = pixels.tobytes()  # the image only looks at it, the pixmap has its own
    pixmap = qt.QPixmap.fromImage(qt.QImage(data, width, height, qt.QImage.Format_RGB32))
    icon = qt.QIcon(pixmap)
    icon.addPixmap(pixmap, qt.QIcon.Selected)
    return icon
