"""The weights of the selected engine: which tasks have theirs; download, import, removal, a shared folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import weights
from InvertSegLib.errors import Failure, InvertSegError
from InvertSegLib.panel import weights_facts as facts
from InvertSegLib.panel import weights_texts as texts
from InvertSegLib.panel.binding import set_available
from InvertSegLib.panel.inquiry import Inquiry
from InvertSegLib.panel.installing import Installer, Order
from InvertSegLib.panel.tables import add_row_items, prepare

_TASK, _STATE, _SIZE = range(3)


class WeightsPart:
    """Binds the widgets of the weights.

    Args:
        ui: the widgets of Engines.ui.
        installer: carries out what is ordered.
        say: shows a title and a text to the user.
    """

    def __init__(self, ui: Any, installer: Installer, say: Callable[[str, str], None]) -> None:
        self._ui = ui
        self._installer = installer
        self._say = say
        self._engine = ""
        self._rows: tuple[facts.WeightsRow, ...] = ()
        self._inquiry = Inquiry(installer.new_carrier)
        prepare(ui.weightsTable, [_("Task"), _("Weights"), _("Size")])
        ui.weightsTable.connect("itemSelectionChanged()", self._show_buttons)
        ui.downloadButton.connect("clicked()", self.download)
        ui.removeWeightsButton.connect("clicked()", self.remove)
        self._menus = [
            _menu(
                ui.importButton,
                (
                    (_("Archive, as its publisher packs it..."), self._import_archive),
                    (_("Folder..."), self._import_folder),
                ),
            ),
            _menu(
                ui.sharedButton,
                ((_("Choose..."), self._choose_shared), (_("None"), lambda: self._share(None))),
            ),
        ]

    def close(self) -> None:
        """End a question that is under way."""
        self._inquiry.cancel()

    @property
    def selected(self) -> facts.WeightsRow | None:
        """The selected row, None when none is."""
        chosen = self._ui.weightsTable.selectionModel().selectedRows()
        index = chosen[0].row() if chosen else -1
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def show(self, engine: str, task: str = "", quality: str = "") -> None:
        """Show an engine's weights as they are now.

        Args:
            engine: its name.
            task: selected where the engine was not shown before.
            quality: "fast" or "full", of that task.
        """
        known = weights.status(engine)
        before = self.selected
        wanted = (before.task, before.quality) if before and engine == self._engine else (task, quality)
        self._engine = engine
        self._rows = facts.rows(known) if known is not None else ()
        has_weights = known is not None
        ui = self._ui
        for widget in (ui.downloadButton, ui.importButton, ui.removeWeightsButton):
            widget.visible = has_weights
        ui.sharedLabel.visible = ui.sharedButton.visible = ui.intoSharedCheckBox.visible = has_weights
        ui.weightsTable.visible = bool(self._rows)
        ui.weightsLabel.text = texts.summary_text(engine, known, self._rows)
        self._fill(wanted)
        self._show_shared()
        self._show_buttons()

    def download(self) -> None:
        """Ask the publisher how much it is, then the user, then download."""
        row = self.selected
        if row is None:
            return
        engine, words = self._engine, texts.words_of(row, shared=self._into_shared())

        def on_answer(answer: dict[str, Any], failure: Failure | None) -> None:
            self._show_buttons()
            if failure is not None:
                self._say(_(failure.sentence), _(failure.remedy))
                return
            self._say("", "")
            question = texts.download_question(ENGINES[engine].title, row, answer.get("sizes") or {})
            if self._installer.order is None and slicer.util.confirmOkCancelDisplay(
                question, windowTitle=_("Download weights")
            ):
                self._start("download", row.task, ("download", engine, *words))

        self._say(_("Asking the publisher how large they are..."), "")
        self._inquiry.ask(("weights", "sizes", engine, *words), on_answer)
        self._show_buttons()

    def remove(self) -> None:
        """Remove the selected task's weights, after asking."""
        row = self.selected
        if row is None or not slicer.util.confirmOkCancelDisplay(
            texts.remove_question(row), windowTitle=_("Remove weights")
        ):
            return
        commands = [
            ("remove", self._engine, model.name, *([] if model.ours else ["--not-ours"]))
            for model in row.removable
        ]
        order = self._order("remove weights", row.task, commands[0])
        more = [self._order("remove weights", row.task, each).commands[0] for each in commands]
        self._installer.start(order, more)

    # ------------------------------------------------------------------ inside

    def _import_archive(self) -> None:
        self._import(
            qt.QFileDialog.getOpenFileName(
                slicer.util.mainWindow(),
                _("Weights, as their publisher packs them"),
                "",
                _("Archives (*.zip)"),
            )
        )

    def _import_folder(self) -> None:
        self._import(qt.QFileDialog.getExistingDirectory(slicer.util.mainWindow(), _("Folder with weights")))

    def _import(self, source: str) -> None:
        if source:
            shared = ["--shared"] if self._into_shared() else []
            self._start("import", ENGINES[self._engine].title, ("import", self._engine, source, *shared))

    def _choose_shared(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(
            slicer.util.mainWindow(), _("Folder with weights that several users share")
        )
        if folder:
            self._share(folder)

    def _share(self, folder: str | None) -> None:
        try:
            weights.share(folder)
        except InvertSegError as error:
            self._say(_(error.sentence), _(error.remedy))
            return
        self._installer.looked.emit()

    def _into_shared(self) -> bool:
        return weights.shared_folder() is not None and self._ui.intoSharedCheckBox.checked

    def _start(self, action: str, title: str, words: tuple[str, ...]) -> None:
        self._installer.start(self._order(action, title, words))

    def _order(self, action: str, title: str, words: tuple[str, ...]) -> Order:
        return Order(action, title, title, self._engine, ("weights", *words))

    def _fill(self, wanted: tuple[str, str]) -> None:
        table = self._ui.weightsTable
        blocked = table.blockSignals(True)
        if table.rowCount != len(self._rows):
            table.clearContents()
            table.setRowCount(len(self._rows))
        for index, row in enumerate(self._rows):
            shown = (texts.task_text(row), texts.state_text(row), texts.size_of(row))
            if table.item(index, _SIZE) is None:
                add_row_items(table, index, right=_SIZE)
            for column, text in enumerate(shown):
                item = table.item(index, column)
                item.setText(text)
                item.setToolTip(texts.tip_of(row))
            if (row.task, row.quality) == wanted:
                table.selectRow(index)
        table.setColumnHidden(_SIZE, all(row.size is None for row in self._rows))
        table.blockSignals(blocked)

    def _show_shared(self) -> None:
        shared, ui = weights.shared_folder(), self._ui
        ui.sharedButton.text = shared.name or str(shared) if shared is not None else _("None")
        tip = _("A folder with weights that several users share; it may be read-only")
        ui.sharedButton.toolTip = f"{shared}\n{tip}" if shared is not None else tip
        ui.intoSharedCheckBox.enabled = shared is not None

    def _show_buttons(self) -> None:
        ui, row = self._ui, self.selected
        busy = ""
        if self._installer.order is not None or self._inquiry.asking:
            busy = _("Wait until the present work is done")
        set_available(ui.importButton, _("Import weights that you have as a file, without internet"), busy)
        set_available(
            ui.downloadButton,
            _("Ask how large they are, then download them"),
            busy or texts.why_no_download(row),
        )
        set_available(ui.removeWeightsButton, _("Ask, then delete them"), busy or texts.why_no_removal(row))


def _menu(button: Any, entries: tuple[tuple[str, Callable[[], None]], ...]) -> Any:
    menu = qt.QMenu(button)
    for text, function in entries:
        menu.addAction(text).connect("triggered()", function)
    button.setMenu(menu)
    return menu
