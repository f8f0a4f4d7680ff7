"""The list of engines: name, state, size on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.panel.engines_facts import EngineRow
from InvertSegLib.panel.engines_texts import state_text
from InvertSegLib.panel.tables import add_row_items, prepare
from InvertSegLib.panel.texts import size_text

_NAME, _STATE, _SIZE = range(3)


class EnginesTable:
    """Binds a QTableWidget to the engines; one of them is always selected.

    Args:
        table: the QTableWidget.
        on_selected: called with the engine's name when the user has selected another one.
    """

    def __init__(self, table: Any, on_selected: Callable[[str], None]) -> None:
        self._table = table
        self._names = tuple(ENGINES)
        self._quiet = True
        prepare(table, [_("Engine"), _("State"), _("Size")])
        table.setRowCount(len(self._names))
        for index, name in enumerate(self._names):
            add_row_items(table, index, right=_SIZE)
            item = table.item(index, _NAME)
            item.setText(ENGINES[name].title)
            item.setToolTip(_(ENGINES[name].summary))
        table.connect("itemSelectionChanged()", lambda: None if self._quiet else on_selected(self.selected))
        self.select(self._names[0])

    @property
    def selected(self) -> str:
        """Name of the selected engine."""
        rows = self._table.selectionModel().selectedRows()
        return self._names[rows[0].row()] if rows else self._names[0]

    def select(self, engine: str) -> None:
        """Select an engine without telling anybody."""
        self._quiet = True
        self._table.selectRow(self._names.index(engine))
        self._quiet = False

    def show(self, rows: Mapping[str, EngineRow], busy: str = "") -> None:
        """Show what there is.

        Args:
            rows: all engines.
            busy: name of the engine that is being worked on, empty for none.
        """
        for index, name in enumerate(self._names):
            row = rows[name]
            self._table.item(index, _STATE).setText(_("At work...") if name == busy else state_text(row))
            self._table.item(index, _SIZE).setText("" if row.size is None else size_text(row.size))
