"""Where networks run: on this machine, or on another one over the user's own ssh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import slicer
from slicer.i18n import tr as _

from InvertSegLib import __version__
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import settings
from InvertSegLib.errors import Failure, InvertSegError
from InvertSegLib.panel import remote_texts as texts
from InvertSegLib.panel.binding import choose, connect, fill, set_available
from InvertSegLib.panel.carrier import QProcessCarrier
from InvertSegLib.panel.conversation import Conversation, failure_of, slicer_python
from InvertSegLib.panel.texts import plain_html
from InvertSegLib.session import remote_prepare
from InvertSegLib.session.carrier import CarrierFactory
from InvertSegLib.session.remote import findings
from InvertSegLib.worker.remote_ssh import check_host

_UI = Path(__file__).resolve().parents[2] / "Resources" / "UI" / "Remote.ui"


class RemoteSection:
    """The widgets of Remote.ui, bound to the session's host and to the list of hosts in the user's settings.

    Args:
        session: runs on the chosen machine, and knows what it has.
        carrier_factory: makes what carries the process that prepares a machine.

    Attributes:
        widget: to be put into a layout.
    """

    def __init__(self, session: Any, carrier_factory: CarrierFactory = QProcessCarrier) -> None:
        self.widget = slicer.util.loadUI(str(_UI))
        self.widget.setMRMLScene(slicer.mrmlScene)
        self._ui = ui = slicer.util.childWidgetVariables(self.widget)
        self._session = session
        self._new_carrier = carrier_factory
        self._conversation: Conversation | None = None
        self._end: dict[str, Any] = {}
        self._message = ""
        ui.newHostFrame.visible = ui.hostLogTextEdit.visible = False
        connect(ui.hostComboBox, "currentIndexChanged(int)", self._on_host)
        connect(ui.addHostButton, "toggled(bool)", self._on_adding)
        connect(ui.newHostLineEdit, "returnPressed()", self.add)
        connect(ui.newHostButton, "clicked()", self.add)
        connect(ui.testHostButton, "clicked()", self.test)
        connect(ui.prepareHostButton, "clicked()", self.prepare)
        connect(ui.clearHostButton, "clicked()", self.clear)
        connect(ui.forgetHostButton, "clicked()", self.forget)
        self._listening = (
            (session.parameters_changed, self._on_parameters),
            (session.hosts.changed, self._on_changed),
            (session.run_changed, self._on_changed),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        self.refresh()

    # ------------------------------------------------------------------ as a section

    def enter(self) -> None:
        """The module is shown: the list may have been changed elsewhere."""
        self.refresh()

    def exit(self) -> None:
        """Another module is shown; what is under way goes on."""

    def close(self) -> None:
        """Listen no more; a machine that is being prepared is left, and can be prepared again."""
        for signal, listener in self._listening:
            signal.disconnect(listener)
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.end()

    def refresh(self) -> None:
        """Show the machines and what is known of the chosen one."""
        host = self._session.parameters.host
        known = settings.read().hosts
        names = [*known, *([host] if host and host not in known else [])]
        here = ("", _("This machine"), _("Nothing leaves this machine"))
        tip = _("Volumes go there by ssh, and results come back")
        fill(self._ui.hostComboBox, [here, *((name, name, tip) for name in names)])
        choose(self._ui.hostComboBox, host)
        self._show_host()

    # ------------------------------------------------------------------ what the user does

    def add(self) -> None:
        """Take the machine that was typed into the list, choose it and test it."""
        try:
            host = check_host(self._ui.newHostLineEdit.text)
            known = settings.read().hosts
            if host not in known:
                settings.change(hosts=(*known, host))
            self._session.update(host=host)
        except InvertSegError as error:
            self._say(error)
            return
        self._ui.newHostLineEdit.text = ""
        self._ui.addHostButton.checked = False
        self.refresh()
        self.test()

    def test(self) -> None:
        """Ask the chosen machine what it has."""
        self._message = ""
        self._session.hosts.ask(self._session.parameters.host)

    def prepare(self) -> None:
        """Put InvertSeg and the chosen engine there, after asking; while that goes on, stop it."""
        if self._conversation is not None:
            self._conversation.end()
            return
        parameters = self._session.parameters
        question = texts.prepare_question(parameters.host, ENGINES[parameters.engine].title)
        if slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Prepare a machine")):
            self._start("--engine", parameters.engine)

    def clear(self) -> None:
        """Take away what was put there, after asking."""
        question = texts.remove_question(self._session.parameters.host)
        if slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Remove from a machine")):
            self._session.release()
            self._start("--remove")

    def forget(self) -> None:
        """Take the chosen machine out of the list; nothing changes there."""
        host = self._session.parameters.host
        try:
            settings.change(hosts=tuple(name for name in settings.read().hosts if name != host))
        except InvertSegError as error:
            self._say(error)
            return
        self._session.update(host="")
        self.refresh()

    def _on_host(self, index: int) -> None:
        if index >= 0:
            self._message = ""
            self._session.update(host=self._ui.hostComboBox.itemData(index))

    def _on_adding(self, adding: bool) -> None:
        self._ui.newHostFrame.visible = adding
        if adding:
            self._ui.newHostLineEdit.setFocus()

    # ------------------------------------------------------------------ preparing

    def _start(self, *words: str) -> None:
        host = self._session.parameters.host
        self._message, self._end = "", {}
        self._ui.hostLogTextEdit.clear()
        self._ui.hostLogTextEdit.visible = True
        conversation = Conversation(
            self._new_carrier(), self._on_told, self._on_line, lambda code: self._on_exit(host, code)
        )
        self._conversation = conversation
        conversation.start([slicer_python(), remote_prepare.__file__, host, *words])
        self._show_host()

    def _on_told(self, told: dict[str, Any]) -> None:
        if told["type"] == "line":
            self._on_line(str(told.get("text", "")))
        elif told["type"] == "progress":
            fraction = told.get("fraction")
            percent = "" if fraction is None else f" {100 * fraction:.0f} %"
            self._message = f"{told.get('step', '')}{percent}"
            self._show_host()
        else:
            self._end = told

    def _on_line(self, line: str) -> None:
        self._ui.hostLogTextEdit.appendPlainText(line)

    def _on_exit(self, host: str, code: int | None) -> None:
        if self._conversation is None:
            return
        self._conversation = None
        self._message = ""
        if self._end.get("type") == "failure":
            self._say(failure_of(self._end))
        elif code != 0:
            self._message = _("It was stopped; what is half-made there is cleared by the next time.")
        else:
            self._ui.hostLogTextEdit.visible = False
        self._session.refresh()
        self._session.hosts.ask(host)

    # ------------------------------------------------------------------ inside

    def _say(self, trouble: InvertSegError | Failure) -> None:
        self._message = f"{_(trouble.sentence)} {_(trouble.remedy)}".strip()
        self._show_host()

    def _on_parameters(self, names: frozenset[str]) -> None:
        if names & {"host", "engine"}:
            self.refresh()

    def _on_changed(self, _what: object) -> None:
        self._show_host()

    def _show_host(self) -> None:
        ui, host = self._ui, self._session.parameters.host
        ui.hostFrame.visible = bool(host or self._message)
        buttons = (ui.testHostButton, ui.prepareHostButton, ui.forgetHostButton, ui.clearHostButton)
        for button in buttons:
            button.visible = bool(host)
        ui.hostLabel.text = self._text(host)
        ui.hostLabel.visible = bool(ui.hostLabel.text)
        working = self._conversation is not None
        asking = self._session.hosts.is_asking(host)
        busy = _("Wait until the present work is done") if working or self._session.run.busy else ""
        ui.hostComboBox.enabled = ui.addHostButton.enabled = not busy
        ui.testHostButton.text = _("Testing...") if asking else _("Test connection")
        tip = _("Log in there, and look what is there")
        set_available(ui.testHostButton, tip, busy or (_("The machine is being asked") if asking else ""))
        ui.prepareHostButton.text = _("Stop") if working else _("Prepare...")
        tip = _("Put InvertSeg and the chosen engine there, after asking")
        set_available(ui.prepareHostButton, tip, "" if working else busy)
        facts = self._session.hosts.facts(host)
        reachable = facts is not None and facts.failure is None
        nothing = "" if reachable else _("Test the connection first")
        tip = _("Remove from that machine what was put there, after asking")
        set_available(ui.clearHostButton, tip, busy or nothing)
        set_available(ui.forgetHostButton, _("Take this machine out of the list"), busy)

    def _text(self, host: str) -> str:
        if self._message:
            return plain_html(self._message)
        facts = self._session.hosts.facts(host)
        if not host:
            return ""
        if self._session.hosts.is_asking(host):
            return plain_html(_("Asking {host}...").format(host=host))
        if facts is None:
            return plain_html(_("The connection has not been tested yet."))
        return texts.findings_html(findings(facts, __version__, self._session.parameters.engine))
