"""Why no run can be started, what to do about it, and the buttons that do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import installed
from InvertSegLib.panel.installing import (
    EngineInstaller,
    Installed,
    command_text,
    has_uv,
    import_commands,
    install_commands,
)
from InvertSegLib.panel.texts import plain_html
from InvertSegLib.session.models import DEMO_ENGINE, DEMO_MODEL, has_demo_model


class ReadinessNotice:
    """Binds the notice to what the session says of its readiness.

    Args:
        ui: the widgets of Segmentation.ui.
        session: says whether a run can be started.
        carrier_factory: makes what carries the installer's process.
        on_line: told what the installer prints.
        on_changed: called after an engine or weights have come, or an installation has begun or ended.
    """

    def __init__(
        self,
        ui: Any,
        session: Any,
        carrier_factory: Callable[[], Any],
        on_line: Callable[[str], None],
        on_changed: Callable[[], None],
    ) -> None:
        self._ui = ui
        self._session = session
        self._on_changed = on_changed
        self._action = ""
        self._message = ""
        self._installer = EngineInstaller(carrier_factory, on_line, self._on_installed)
        ui.noticeButton.connect("clicked()", self._on_button)
        ui.demoButton.connect("clicked()", self.use_demo_model)

    @property
    def installing(self) -> bool:
        """Whether an engine is being installed."""
        return bool(self._installer.engine)

    def close(self) -> None:
        """End an installation that is under way."""
        self._installer.cancel()

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
        message = self._message or self._silent_engine()
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

    def _silent_engine(self) -> str:
        """Why the engine could not say what it has; a run may go all the same."""
        failure = self._session.description_failure
        return f"{_(failure.sentence)} {_(failure.remedy)}".strip() if failure is not None else ""

    def _installing_texts(self) -> tuple[str, str, str]:
        title = ENGINES[self._installer.engine].title
        reason = _("{engine} is being prepared.").format(engine=title)
        return reason, _("This may take several minutes; the log shows how far it is."), "installing"

    def _show_buttons(self) -> None:
        titles = {
            "install_engine": _("Install..."),
            "installing": _("Stop"),
            "import_weights": _("Import weights..."),
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
            "install_engine": self._ask_to_install,
            "installing": self._installer.cancel,
            "import_weights": self._import_weights,
            "choose_model": self._choose_model,
            "trust_model": self._ask_for_trust,
        }.get(self._action)
        self._message = ""
        if act is not None:
            act()

    def _ask_to_install(self) -> None:
        engine = self._session.parameters.engine
        commands = install_commands(engine)
        question = _(
            "{engine} will be installed into a folder of its own, which takes several GB of disk and some"
            " minutes:\n\n{folder}\n\nSlicer's own packages stay as they are. The command is:\n\n{commands}"
        ).format(
            engine=ENGINES[engine].title,
            folder=installed.folder_of(engine),
            commands="\n\n".join(command_text(command) for command in commands),
        )
        if not has_uv():
            question += "\n\n" + _("The first one adds uv, a small installer, to Slicer's Python.")
        if slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Install an engine")):
            self._begin(engine, commands)

    def _begin(self, engine: str, commands: Sequence[Sequence[str]]) -> None:
        # The log is all there is to see for some time.
        self._ui.logButton.checked = True
        self._installer.start(engine, commands)
        self._on_changed()

    def _on_installed(self, done: Installed) -> None:
        title = ENGINES[done.engine].title
        if done.ok:
            self._message = ""
        elif done.cancelled:
            self._message = _("The installation of {engine} was stopped.").format(engine=title)
        else:
            self._message = _("{engine} was not installed.").format(engine=title) + " " + _(done.message)
        self._on_changed()

    def _import_weights(self) -> None:
        file = qt.QFileDialog.getOpenFileName(
            slicer.util.mainWindow(), _("Weights, as their publisher packs them"), "", _("Archives (*.zip)")
        )
        if not file:
            return
        engine = self._session.parameters.engine
        self._begin(engine, import_commands(engine, file))

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
