"""Why no run can be started, what to do about it, and the buttons that do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.panel.engines_texts import order_text, progress_text
from InvertSegLib.panel.installing import Ended, Installer
from InvertSegLib.panel.texts import plain_html
from InvertSegLib.session.models import DEMO_ENGINE, DEMO_MODEL, has_demo_model


class ReadinessNotice:
    """Binds the notice to what the session says of its readiness.

    Args:
        ui: the widgets of Segmentation.ui.
        session: says whether a run can be started.
        installer: tells what is being installed, here or in the section of the engines.
        get: has an engine installed ("install_engine"), its weights fetched ("import_weights") or the chosen
            machine tested ("prepare_host"), given the action and the engine's name.
        on_changed: called after an engine or weights have come, or an installation has begun or ended.
    """

    def __init__(
        self,
        ui: Any,
        session: Any,
        installer: Installer,
        get: Callable[[str, str], None],
        on_changed: Callable[[], None],
    ) -> None:
        self._ui = ui
        self._session = session
        self._installer = installer
        self._get = get
        self._on_changed = on_changed
        self._action = ""
        self._message = self._message_engine = ""
        self._listening = (
            (installer.changed, on_changed),
            (installer.looked, on_changed),
            (installer.progress, self._on_progress),
            (installer.ended, self._on_ended),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        ui.noticeButton.connect("clicked()", self._on_button)
        ui.demoButton.connect("clicked()", self.use_demo_model)

    @property
    def installing(self) -> bool:
        """Whether something is being done to the chosen engine that no run can go beside."""
        order, parameters = self._installer.order, self._session.parameters
        if order is None or parameters.host or order.engine not in {"", parameters.engine}:
            return False
        # More weights disturb nobody who has those that he needs.
        return order.action not in {"download", "import"} or not self._session.readiness().ready

    def close(self) -> None:
        """Listen no more."""
        for signal, listener in self._listening:
            signal.disconnect(listener)

    def refresh(self) -> str:
        """Show what stands in the way.

        Returns:
            why no run can be started, in one sentence; empty when one can.
        """
        readiness = self._session.readiness()
        if self.installing:
            reason, remedy, self._action = self._installing_texts()
        else:
            reason, remedy, self._action = _(readiness.reason), _(readiness.remedy), readiness.action
        ready = readiness.ready and not self.installing
        # Without a volume there is nothing wrong yet: the tooltip of the button is enough.
        message = self._last_failure() or self._silent_engine()
        quiet = ready or self._action == "choose_volume"
        self._ui.noticeFrame.visible = not quiet or bool(message)
        lines = [f"<b>{plain_html(reason)}</b>", plain_html(remedy), plain_html(message)]
        if quiet:
            lines = lines[2:]
        self._ui.noticeLabel.text = "<br>".join(line for line in lines if line and line != "<b></b>")
        self._show_buttons()
        return "" if ready else " ".join(text for text in (reason, remedy) if text)

    def use_demo_model(self) -> None:
        """Choose the small network that comes along."""
        self._message = ""
        self._session.use_demo_model()

    # ------------------------------------------------------------------ inside

    def _last_failure(self) -> str:
        """Why the last order for the chosen engine failed; that of another engine is of no interest here."""
        return self._message if self._message_engine in {"", self._session.parameters.engine} else ""

    def _silent_engine(self) -> str:
        """Why the engine could not say what it has; a run may go all the same."""
        failure = self._session.description_failure
        return f"{_(failure.sentence)} {_(failure.remedy)}".strip() if failure is not None else ""

    def _installing_texts(self) -> tuple[str, str, str]:
        order = self._installer.order
        return order_text(order), progress_text(self._installer.last_progress), "installing"

    def _show_buttons(self) -> None:
        titles = {
            "install_engine": _("Install..."),
            "prepare_host": _("Look at that machine..."),
            "import_weights": _("Get weights..."),
            "choose_model": _("Choose a folder..."),
            "trust_model": _("Look and agree..."),
        }
        self._ui.noticeButton.visible = self._action in titles
        self._ui.noticeButton.text = titles.get(self._action, "")
        parameters = self._session.parameters
        is_demo = parameters.engine == DEMO_ENGINE and parameters.model == str(DEMO_MODEL)
        offers = {"install_engine", "import_weights", "choose_model", "use_demo_model"}
        self._ui.demoButton.visible = self._action in offers and not is_demo and has_demo_model()

    def _on_button(self) -> None:
        act = {
            "install_engine": lambda: self._get("install_engine", self._session.parameters.engine),
            "prepare_host": lambda: self._get("prepare_host", self._session.parameters.engine),
            "import_weights": lambda: self._get("import_weights", self._session.parameters.engine),
            "choose_model": self._choose_model,
            "trust_model": self._ask_for_trust,
        }.get(self._action)
        self._message = ""
        if act is not None:
            act()

    def _on_progress(self, _progress: object) -> None:
        # The words alone; what else there is has not changed.
        self.refresh()

    def _on_ended(self, ended: Ended) -> None:
        self._message = ""
        if ended.failure is not None:
            self._message = f"{_(ended.failure.sentence)} {_(ended.failure.remedy)}".strip()
            self._message_engine = ended.order.engine
        self._on_changed()

    def _ask_for_trust(self) -> None:
        model = self._session.model_facts()
        question = _(
            "The model {model} runs this code on your machine:\n\n{code}\n\nDo you trust it?"
        ).format(model=model.title, code="\n".join(model.code))
        if slicer.util.confirmYesNoDisplay(question, windowTitle=_("Code in a model")):
            self._session.update(trust_model=True)

    def _choose_model(self) -> None:
        folder = qt.QFileDialog.getExistingDirectory(slicer.util.mainWindow(), _("Folder of the model"))
        if folder:
            self._session.update(model=folder)
