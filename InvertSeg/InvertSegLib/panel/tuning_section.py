"""The section that tries settings on the chosen volume and lets the user choose among their results."""

from __future__ import annotations

from typing import Any

import slicer
from slicer.i18n import tr as _

from InvertSegLib.errors import Failure, InvertSegError
from InvertSegLib.inversion.parameters import Mapping
from InvertSegLib.panel import tuning_texts as texts
from InvertSegLib.panel.binding import connect, fill, set_available
from InvertSegLib.panel.run_times import RunTimes
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.tuning_results import TuningResults
from InvertSegLib.review.tune import Proposal, Trial
from InvertSegLib.scene.volumes import volume_of_node, volume_state
from InvertSegLib.session.run import Run
from InvertSegLib.session.tuning import SessionTuning, TuningState
from InvertSegLib.volume.volume import Volume

_STEPS = 1000


class TuningSection:
    """Binds the widgets of Tuning.ui to a tuning.

    Args:
        ui: those widgets, by name.
        session: parameters, readiness and run.
        services: the chosen volume, and the way of a result into the scene.
        tuning: tries the settings.
        times: how long the network takes.
    """

    def __init__(
        self, ui: Any, session: Any, services: Services, tuning: SessionTuning, times: RunTimes
    ) -> None:
        self._ui = ui
        self._session = session
        self._services = services
        self._tuning = tuning
        self._times = times
        self._node: Any = None  # that is or was tuned, what it held then, and the same as a volume
        self._state: object = None
        self._volume: Volume | None = None
        self._note = ""
        self._results = TuningResults(ui, tuning)
        fill(ui.effortComboBox, texts.effort_entries())
        connect(ui.effortComboBox, "currentIndexChanged(int)", lambda _index: self._show_cost())
        connect(ui.tuneButton, "clicked()", self._on_clicked)
        connect(ui.useSettingButton, "clicked()", self.use)
        connect(ui.takeResultButton, "clicked()", self.take)
        self._listening = (
            (session.parameters_changed, self._on_anything),
            (session.readiness_changed, self._on_anything),
            (session.run_changed, self._on_run),
            (services.nodes_changed, self._on_anything),
            (times.changed, self._show_cost),
            (tuning.changed, self._on_state),
            (tuning.tried, self._on_tried),
            (tuning.finished, self._on_finished),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        event = slicer.vtkMRMLScene.StartCloseEvent
        self._tag = slicer.mrmlScene.AddObserver(event, self._on_scene_closes)
        self._show_cost()
        self._show_status("")
        self._on_state(tuning.state)

    def enter(self) -> None:
        """The module is shown."""
        self._on_anything()

    def exit(self) -> None:
        """The module is left; what is under way goes on."""

    def close(self) -> None:
        """Listen no more."""
        slicer.mrmlScene.RemoveObserver(self._tag)
        for signal, listener in self._listening:
            signal.disconnect(listener)
        self._tuning.close()
        self._times.close()

    def start(self) -> None:
        """Begin, or go on where this volume was being tuned; what cannot be tuned is said."""
        try:
            volume = self._volume_of(self._services.input_node())
            self._note = ""
            self._tuning.start(volume, self._effort)
        except InvertSegError as error:
            self._show_status(f"{_(error.sentence)} {_(error.remedy)}".strip())
            return
        self._results.begin(volume, self._tuning.trials)

    def use(self) -> None:
        """Set the inversion as the selected setting has it."""
        name = self._results.selected_setting
        self._tuning.use(name)
        self._show_status(_("The inversion is set to: {setting}.").format(setting=texts.setting_title(name)))

    def take(self) -> None:
        """Put the selected result into the scene, as a segmentation of its own."""
        title = texts.setting_title(self._results.selected)
        patient = self._node.GetName() if self._is_there else _("Volume")
        name = _("{volume} segmentation, {setting}").format(volume=patient, setting=title.lower())
        try:
            node = self._node if self._is_there else None
            self._services.place(self._results.selected_segmentation, node, name)
        except InvertSegError as error:
            self._show_status(f"{_(error.sentence)} {_(error.remedy)}".strip())
            return
        self._show_status(_("A new segmentation is in the scene: {setting}.").format(setting=title))

    # ------------------------------------------------------------------ what the user does

    def _on_clicked(self) -> None:
        if self._tuning.state.busy:
            self._tuning.stop()
            self._show_button(stopping=True)
        else:
            self.start()

    # ------------------------------------------------------------------ what others tell

    def _on_anything(self, *_arguments: Any) -> None:
        if not self._tuning.state.busy:
            self._show_button()

    def _on_run(self, run: Run) -> None:
        state = self._tuning.state
        if not state.busy:
            self._show_button()
            return
        share = run.fraction if run.stage == "network" and run.fraction else 0.0
        self._ui.tuningProgressBar.value = round(_STEPS * (state.done + share) / max(1, state.total))
        self._show_status(texts.state_text(state, run.stage))

    def _on_state(self, state: TuningState) -> None:
        self._ui.tuningProgressBar.visible = state.busy
        self._ui.effortComboBox.enabled = not state.busy
        self._show_button()
        if state.busy:
            self._on_run(self._session.run)

    def _on_tried(self, _trial: Trial) -> None:
        if not self._is_there or volume_state(self._node) != self._state:
            self._note = _("The volume was changed or deleted meanwhile, so no more settings were tried.")
            self._tuning.stop()
        self._results.show_tried(self._tuning.trials)

    def _on_finished(self, proposal: Proposal | None, failure: Failure | None) -> None:
        if proposal is not None:
            self._results.show_proposal(proposal, self._tuning.trials)
        state = self._tuning.state
        if failure is not None:
            text = f"{_(failure.sentence)} {_(failure.remedy)}".strip()
        elif self._note:
            text = self._note
        elif state.done < state.total:
            text = _("Stopped after {done} of {total} settings. Nothing is lost: start again to go on.")
        else:
            text = _("{total} settings were tried.")
        self._show_status(text.format(done=state.done, total=state.total))

    def _on_scene_closes(self, _caller: Any, _event: str) -> None:
        # What was tried belongs to a volume that is gone.
        self._tuning.forget()
        self._node = self._volume = self._state = None
        self._results.clear()
        self._show_status("")

    # ------------------------------------------------------------------ inside

    @property
    def _effort(self) -> str:
        return self._ui.effortComboBox.itemData(self._ui.effortComboBox.currentIndex)

    @property
    def _is_there(self) -> bool:
        return self._node is not None and slicer.mrmlScene.IsNodePresent(self._node)

    def _volume_of(self, node: Any) -> Volume:
        """The node's volume, the same object as long as it holds the same: tuning goes on with that alone."""
        state = volume_state(node)
        if node is not self._node or state != self._state:
            self._volume = volume_of_node(node)
            self._node, self._state = node, state
        return self._volume

    def _blocked(self) -> str:
        """Why nothing can be tried; empty when it can."""
        if self._services.input_node() is None:
            return _("Choose a volume first")
        if self._session.run.busy:
            return _("Wait for the end of the run")
        if self._session.parameters.inversion.mapping is Mapping.NONE:
            return _("The preset none leaves the voxels as they are: there is nothing to tune")
        readiness = self._session.readiness()
        return "" if readiness.ready else _(readiness.reason)

    def _show_button(self, *, stopping: bool = False) -> None:
        button = self._ui.tuneButton
        if self._tuning.state.busy:
            button.text = _("Stopping...") if stopping else _("Stop")
            set_available(button, _("Try no more, and compare what was tried; nothing is lost"))
            button.enabled = not stopping
            return
        button.text = _("Try settings")
        tip = _(
            "Results are listed below as they come. Another volume, another network or another inversion to "
            "start from begins a new list."
        )
        set_available(button, tip, self._blocked())

    def _show_cost(self) -> None:
        self._ui.tuningCostLabel.text = texts.cost_text(self._effort, self._times.seconds)

    def _show_status(self, text: str) -> None:
        self._ui.tuningStatusLabel.text = text
        self._ui.tuningStatusLabel.visible = bool(text)
