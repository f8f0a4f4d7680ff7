"""The section of what is installed: engines, their weights, the folder of it all."""

from __future__ import annotations

from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.environment import ways
from InvertSegLib.errors import InvertSegError
from InvertSegLib.panel import engines_facts as facts
from InvertSegLib.panel import engines_texts as texts
from InvertSegLib.panel.binding import choose, connect, fill, set_available
from InvertSegLib.panel.engines_folder import FolderPart
from InvertSegLib.panel.engines_job import JobView, stopping_text
from InvertSegLib.panel.engines_slicer import SlicerJob
from InvertSegLib.panel.engines_table import EnginesTable
from InvertSegLib.panel.engines_weights import WeightsPart
from InvertSegLib.panel.inquiry import Inquiry
from InvertSegLib.panel.installing import Ended, Installer, Order, slicer_python


class EnginesSection:
    """Binds the widgets of Engines.ui to what is installed, and has it changed.

    Args:
        ui: those widgets, by name.
        session: looks again at what is there after a change.
        installer: carries out what is ordered, also by other sections.

    Attributes:
        installer: the same.
    """

    def __init__(self, ui: Any, session: Any, installer: Installer) -> None:
        self._ui = ui
        self._session = session
        self.installer = installer
        self._rows: dict[str, facts.EngineRow] = {}
        self._open = self._was_busy = False
        self._slicer = SlicerJob(installer)
        self._table = EnginesTable(ui.enginesTable, self._on_selected)
        self._job = JobView(ui, installer, self.stop)
        self._measuring = Inquiry(installer.new_carrier)
        self._folder = FolderPart(
            ui, self._measuring, self._job.say, installer.looked.emit, self._delete_everything
        )
        self._weights = WeightsPart(ui, installer, self._job.say)
        fill(
            ui.wayComboBox,
            (
                (
                    ways.PRIVATE,
                    _("A private environment"),
                    _("A folder that InvertSeg makes and owns; nothing of Slicer's own Python changes"),
                ),
                (
                    ways.SLICER,
                    _("Slicer's own Python"),
                    _("For those who have the extensions PyTorch and NNUNet; packages are added to Slicer's"),
                ),
            ),
        )
        connect(ui.wayComboBox, "currentIndexChanged(int)", self._on_way)
        connect(ui.installButton, "clicked()", self.install)
        connect(ui.removeButton, "clicked()", self.remove)
        self._listening = (
            (installer.changed, self._on_begun),
            (installer.ended, self._on_ended),
            (installer.looked, self._look_again),
            (session.run_changed, self._on_run),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        self._table.select(session.parameters.engine)

    # ------------------------------------------------------------------ as a section

    def enter(self) -> None:
        """The module is shown: others may have installed something meanwhile."""
        self.set_open(self._open)

    def exit(self) -> None:
        """Another module is shown; an installation goes on."""

    def set_open(self, is_open: bool) -> None:
        """The section is unfolded, or folded: then nothing is looked for."""
        self._open = is_open
        if is_open:
            self.refresh()
            self._folder.measure()

    def close(self) -> None:
        """Listen no more; what is under way is ended, and can be resumed."""
        self._open = False
        self.installer.cancel()
        self._weights.close()
        self._measuring.cancel()
        self._job.close()
        for signal, listener in self._listening:
            signal.disconnect(listener)

    def select(self, engine: str) -> None:
        """Show an engine."""
        self._table.select(engine)
        self.refresh()

    def get(self, action: str, engine: str) -> None:
        """Have an engine installed ("install_engine"), or show where its weights come from."""
        self.select(engine)
        if action == "install_engine" and self._ui.installButton.enabled:
            self.install()

    def refresh(self) -> None:
        """Show what is there now, where anybody sees it."""
        if not self._open:
            return
        try:
            self._rows = facts.rows()
        except InvertSegError as error:
            self._job.say(_(error.sentence), _(error.remedy))
        order = self.installer.order
        self._table.show(self._rows, order.engine if order is not None else "")
        self._show_selected()
        self._folder.show(busy=order is not None)

    # ------------------------------------------------------------------ what the user does

    def install(self) -> None:
        """Install, update or resume the selected engine, after asking."""
        row = self._rows[self._table.selected]
        if row.way == ways.SLICER:
            self._install_into_slicer(row)
            return
        if row.state in {facts.READY, facts.OUTDATED}:
            title, question = _("Update an engine"), texts.update_question(row)
        else:
            title, question = _("Install an engine"), texts.install_question(row)
        if row.state != facts.INTERRUPTED and not _agreed(title, question):
            return
        self._session.release()
        self.installer.start(_order(row, _ACTIONS[row.state]))

    def remove(self) -> None:
        """Remove the selected engine, after asking."""
        row = self._rows[self._table.selected]
        in_slicer = row.way == ways.SLICER
        names = self._slicer.removable(row.engine) if in_slicer else ()
        if not _agreed(_("Remove an engine"), texts.remove_question(row, names)):
            return
        self._session.release()
        order = _order(row, "remove")
        self._slicer.remove(order) if in_slicer else self.installer.start(order)

    def stop(self) -> None:
        """Stop what is under way."""
        self._ui.jobStopButton.text, self._ui.jobStopButton.enabled = stopping_text(), False
        self._slicer.stop()
        self.installer.cancel()

    def _install_into_slicer(self, row: facts.EngineRow) -> None:
        try:
            plan = self._slicer.plan(row.engine)
        except InvertSegError as error:
            self._job.say(_(error.sentence), _(error.remedy))
            return
        if row.state != facts.INTERRUPTED and plan:
            question = texts.slicer_question(row, plan)
            if not _agreed(_("Install into Slicer's own Python?"), question):
                return
        self._slicer.install(_order(row, _ACTIONS[row.state]))

    def _on_selected(self, _engine: str) -> None:
        self._job.clear()
        self._show_selected()

    def _on_way(self, index: int) -> None:
        engine = self._table.selected
        way = self._ui.wayComboBox.itemData(index)
        try:
            ways.choose(engine, way, slicer_python())
        except InvertSegError as error:
            self._job.say(_(error.sentence), _(error.remedy))
        else:
            self._job.clear()
        self.installer.looked.emit()

    def _delete_everything(self) -> None:
        self._session.release()
        self.installer.start(Order("delete", "", "", "", ("delete",)))

    # ------------------------------------------------------------------ what the installer tells

    def _on_begun(self) -> None:
        self._ui.jobStopButton.text, self._ui.jobStopButton.enabled = _("Stop"), True
        self.refresh()

    def _on_ended(self, ended: Ended) -> None:
        self._look_again()
        if self._slicer.changes:
            order = Order("restore", ended.order.engine, ended.order.title, ended.order.engine, ())
            self._job.offer(_("Put them back"), lambda: self._slicer.restore(order))
        elif ended.failure is not None and ended.order.action in _ACTIONS.values():
            self._job.offer(_("Try again"), self.install)

    def _on_run(self, run: Any) -> None:
        # A network that runs needs its environment as it is.
        if run.busy != self._was_busy:
            self._was_busy = run.busy
            self._show_selected()

    # ------------------------------------------------------------------ inside

    def _look_again(self) -> None:
        self._session.refresh()
        self.set_open(self._open)

    def _show_selected(self) -> None:
        ui, row = self._ui, self._rows.get(self._table.selected)
        if row is None:
            return
        at_work = self.installer.order is not None or self._session.run.busy
        busy = _("Wait until the present work is done") if at_work else ""
        ui.engineDetailLabel.text = texts.detail_text(row)
        folder = row.environment.folder if row.environment is not None else None
        ui.engineDetailLabel.toolTip = str(folder or "")
        choose(ui.wayComboBox, row.way)
        named = _("An environment variable names the Python of this engine")
        set_available(
            ui.wayComboBox,
            _("Where the packages of this engine are"),
            busy or (named if row.state == facts.NAMED else ""),
        )
        ui.installButton.text = texts.button_text(row)
        reason = named if row.state == facts.NAMED else ""
        if row.state == facts.READY and row.way == ways.SLICER:
            reason = _("Nothing that is in Slicer's own Python is changed")
        set_available(ui.installButton, texts.button_tip(row), busy or reason)
        nothing = "" if row.removable else _("There is nothing that InvertSeg has put there")
        set_available(
            ui.removeButton, _("Ask, then remove {engine}").format(engine=row.title), busy or nothing
        )

        # In a turn of its own: an engine's package is read for what weights there are.
        qt.QTimer.singleShot(0, self._show_weights)

    def _show_weights(self) -> None:
        if self._open:
            chosen = self._session.parameters
            self._weights.show(self._table.selected, chosen.task, chosen.quality)


_ACTIONS = {
    facts.ABSENT: "install",
    facts.BROKEN: "install",
    facts.READY: "update",
    facts.OUTDATED: "update",
    facts.INTERRUPTED: "resume",
}


def _order(row: facts.EngineRow, action: str) -> Order:
    return Order(action, row.engine, row.title, row.engine, (action, row.engine))


def _agreed(title: str, question: str) -> bool:
    return slicer.util.confirmOkCancelDisplay(question, windowTitle=title)
