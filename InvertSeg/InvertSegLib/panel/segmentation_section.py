"""The section that chooses the network and runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import slicer
from slicer.i18n import tr as _

from InvertSegLib.errors import InvertSegError
from InvertSegLib.panel.binding import choose, connect, fill, quiet
from InvertSegLib.panel.device_choice import DeviceChoice
from InvertSegLib.panel.ensemble_choice import EnsembleChoice
from InvertSegLib.panel.installing import Installer
from InvertSegLib.panel.network_choice import NetworkChoice
from InvertSegLib.panel.readiness_notice import ReadinessNotice
from InvertSegLib.panel.run_controls import RunControls
from InvertSegLib.panel.run_times import RunTimes
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.structures_list import StructuresList
from InvertSegLib.scene import segmentations
from InvertSegLib.session.run import Run
from InvertSegLib.session.tuning import SessionTuning, TuningState


class SegmentationSection:
    """Binds the widgets of Segmentation.ui to the session.

    Args:
        ui: those widgets, by name.
        session: parameters, readiness and run.
        services: the chosen nodes, and the way to a run.
        installer: tells what is being installed.
        get: has an engine installed or its weights fetched, see `ReadinessNotice`.
        times: how long the network takes.
        tuning: runs of its own, which are not this section's.
    """

    def __init__(
        self,
        ui: Any,
        session: Any,
        services: Services,
        installer: Installer,
        get: Callable[[str, str], None],
        times: RunTimes,
        tuning: SessionTuning,
    ) -> None:
        self._ui = ui
        self._session = session
        self._services = services
        self._tuning = tuning
        self._none_chosen = False
        self._network = NetworkChoice(ui, session, self._update)
        self._device = DeviceChoice(ui, session, self._update)
        self._structures = StructuresList(ui, self._on_structures)
        self._ensemble = EnsembleChoice(ui, session, times, self._update)
        self._controls = RunControls(ui, session, self.segment, self._is_tuning)
        self._notice = ReadinessNotice(ui, session, installer, get, self._on_installation)
        self._fill_existing()
        connect(ui.outputSelector, "currentNodeChanged(vtkMRMLNode*)", self._on_output_selected)
        connect(ui.existingComboBox, "currentIndexChanged(int)", self._on_existing)
        self._listening = (
            (session.parameters_changed, self._on_parameters),
            (session.tasks_changed, self._on_tasks),
            (session.readiness_changed, self._show_readiness),
            (session.volume_changed, self._on_volume),
            (session.devices_changed, self._device.show),
            (session.run_changed, self._on_run),
            (tuning.changed, self._on_tuning),
            (services.nodes_changed, self._show_output),
            (services.placed, self._on_placed),
            (services.told, self._controls.add_status),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        self.refresh()

    def enter(self) -> None:
        """The module is shown: look again at what is installed, and ask the engine what it has."""
        if not self._session.readiness().ready:
            self._session.refresh()
            self._network.fill_engines()
        self._device.shown = True
        self._ask_engine()
        self.refresh()

    def exit(self) -> None:
        """The module is left; a run goes on."""
        self._device.shown = False

    def close(self) -> None:
        """Listen no more."""
        self._notice.close()
        self._controls.close()
        self._ensemble.close()
        for signal, listener in self._listening:
            signal.disconnect(listener)

    def refresh(self) -> None:
        """Show the session's state in all widgets."""
        self._show_network()
        self._device.show()
        self._show_output()
        self._on_run(self._session.run)

    def segment(self) -> None:
        """Start a run; asks first where it would replace what was edited by hand."""
        if not self._may_replace():
            return
        try:
            self._services.segment()
        except InvertSegError as error:
            self._controls.show_status(f"{_(error.sentence)} {_(error.remedy)}".strip())

    # ------------------------------------------------------------------ what the user does

    def _update(self, **changes: Any) -> None:
        try:
            self._session.update(**changes)
        except InvertSegError as error:
            self._controls.show_status(str(error))
            self.refresh()

    def _on_structures(self, chosen: tuple[str, ...]) -> None:
        # To the session no names mean all; that none is chosen is the list's own state, and no run's.
        self._none_chosen = not chosen
        if chosen:
            self._update(structures=() if chosen == self._structures.names else chosen)
        self._show_readiness()

    def _on_output_selected(self, node: Any) -> None:
        self._services.set_output_node(node)
        self._show_output()

    def _on_existing(self, index: int) -> None:
        self._update(existing=self._ui.existingComboBox.itemData(index))

    def _may_replace(self) -> bool:
        """Whether a run may go into the output; asks where that would replace manual work."""
        node = self._services.output_node()
        if node is None or self._session.parameters.existing != "replace":
            return True
        if not segmentations.is_edited(node):
            return True
        question = _(
            "{name} holds segments that were edited by hand, and the new result will replace them."
            "\n\nUndo brings them back. To keep them, choose a new segmentation as output, or merge."
        ).format(name=node.GetName())
        return slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Replace edited segments?"))

    # ------------------------------------------------------------------ what others tell

    def _on_parameters(self, names: frozenset[str]) -> None:
        if names & {"engine", "task", "model", "host"}:
            self._none_chosen = False
            self._ask_engine()
        if "host" in names:
            self._network.fill_engines()
        if names & {"engine", "task", "quality", "model", "structures"}:
            self._show_network()
        if names & {"engine", "task", "quality", "model", "device", "host"}:
            self._device.show()
        # What is dragged on the histogram changes nothing here, and comes often.
        if names & {"ensemble", "mapping", "engine", "task", "quality", "model", "device", "host"}:
            self._ensemble.show()
        if "existing" in names:
            self._show_output()

    def _on_tasks(self) -> None:
        # What another machine has is known only when it has answered.
        if self._session.parameters.host:
            self._network.fill_engines()
        self._show_network()

    def _on_volume(self, _facts: Any) -> None:
        self._device.show()
        self._ensemble.show()

    def _on_placed(self, report: segmentations.ImportReport) -> None:
        self._controls.show_report(report)
        self._show_output()

    def _on_run(self, run: Run) -> None:
        idle = not (run.busy or self._is_tuning())
        self._network.set_enabled(idle)
        self._structures.set_enabled(idle)
        self._ensemble.set_enabled(idle)
        for widget in (self._ui.deviceComboBox, self._ui.outputSelector, self._ui.existingComboBox):
            widget.enabled = idle
        if not run.busy:
            self._show_readiness()

    def _on_tuning(self, _state: TuningState) -> None:
        self._controls.show_run(self._session.run)
        self._on_run(self._session.run)

    def _on_installation(self) -> None:
        if self._notice.installing:
            # The engine is left alone until its packages are as they will be.
            self._show_readiness()
            return
        self._session.refresh()
        self._network.fill_engines()
        self._ask_engine()
        self.refresh()

    # ------------------------------------------------------------------ inside

    def _ask_engine(self) -> None:
        """Have the engine say what it has, once it is looked at: its package takes seconds to import."""
        if self._device.shown:
            self._session.describe()
            self._session.ask_devices()

    def _show_network(self) -> None:
        self._network.show()
        if not self._none_chosen:
            self._structures.fill(self._session.structures, self._session.parameters.structures)

    def _fill_existing(self) -> None:
        entries = (
            ("replace", _("Replace the earlier result"), _("Segments that you have added stay")),
            ("add", _("Add beside it"), _("Nothing changes; equal names get a number")),
            ("merge", _("Merge into it"), _("Segments that were edited by hand stay as they are")),
        )
        fill(self._ui.existingComboBox, entries)

    def _show_output(self) -> None:
        node = self._services.output_node()
        if self._ui.outputSelector.currentNode() is not node:
            with quiet(self._ui.outputSelector):
                self._ui.outputSelector.setCurrentNode(node)
        has_segments = node is not None and node.GetSegmentation().GetNumberOfSegments() > 0
        self._ui.existingComboBox.visible = has_segments
        choose(self._ui.existingComboBox, self._session.parameters.existing)

    def _show_readiness(self) -> None:
        blocked = self._notice.refresh()
        if not blocked and self._none_chosen:
            blocked = _("Choose at least one structure.")
        if self._is_tuning():
            blocked = _("Settings are being tried; wait for the end, or stop it below.")
        self._controls.set_blocked(blocked or self._ensemble.blocked)

    def _is_tuning(self) -> bool:
        return self._tuning.state.busy
