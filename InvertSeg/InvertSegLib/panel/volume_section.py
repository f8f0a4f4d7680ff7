"""The section that chooses the volume and says what it is."""

from __future__ import annotations

from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.errors import InvertSegError
from InvertSegLib.inversion.parameters import Mapping
from InvertSegLib.panel.binding import connect, quiet
from InvertSegLib.panel.dicom_tags import tags_of
from InvertSegLib.panel.sequence_items import SequenceItems
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.texts import facts_text
from InvertSegLib.panel.volume_reading import VolumeReading
from InvertSegLib.scene.volumes import volume_of_node
from InvertSegLib.session.volume_facts import CT, T2, VolumeFacts

# After voxels were changed (a filter, a sequence that plays): wait until it is quiet again.
_SETTLED_MS = 300


class VolumeSection:
    """Binds the volume's widgets to the chosen node, and the session to what that node holds.

    Args:
        ui: the widgets of InvertSeg.ui, by name.
        session: is told what the volume is.
        services: the chosen nodes.

    Attributes:
        reading: the volume's histogram, counted in the background.
    """

    def __init__(self, ui: Any, session: Any, services: Services) -> None:
        self._ui = ui
        self._session = session
        self._services = services
        self.reading = VolumeReading()
        self._node: Any = None
        self._items = SequenceItems(None)
        self._observations: list[tuple[Any, int]] = []
        self._problem = ""
        self._settled = qt.QTimer()
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.connect("timeout()", self._read)
        style = ui.warningIconLabel.style()
        size = style.pixelMetric(qt.QStyle.PM_SmallIconSize)
        ui.warningIconLabel.setPixmap(style.standardIcon(qt.QStyle.SP_MessageBoxWarning).pixmap(size, size))
        connect(ui.volumeSelector, "currentNodeChanged(vtkMRMLNode*)", self._on_selected)
        connect(ui.itemSlider, "valueChanged(double)", self._on_item)
        services.nodes_changed.connect(self.refresh)
        session.parameters_changed.connect(self._on_parameters)
        self.reading.changed.connect(self._on_counted)
        self._show_facts()
        self.refresh()

    def enter(self) -> None:
        """The module is shown."""
        self.refresh()

    def exit(self) -> None:
        """The module is left; nothing stops, as a run may be under way."""

    def close(self) -> None:
        """Listen no more."""
        self._settled.stop()
        self._unobserve()
        self.reading.close()
        self._services.nodes_changed.disconnect(self.refresh)
        self._session.parameters_changed.disconnect(self._on_parameters)

    def refresh(self) -> None:
        """Show the chosen node; look into it when it is another one."""
        node = self._services.input_node()
        selector = self._ui.volumeSelector
        if selector.currentNode() is not node:
            with quiet(selector):
                selector.setCurrentNode(node)
        if node is not self._node:
            self._unobserve()
            self._node = node
            self._observe()
            self._read()
        self._show_items()

    # ------------------------------------------------------------------ what happens

    def _on_selected(self, node: Any) -> None:
        self._services.set_input_node(node)
        self.refresh()

    def _on_item(self, number: float) -> None:
        self._items.choose(round(number) - 1)
        self._show_items()

    def _on_voxels(self, _caller: Any = None, _event: Any = None) -> None:
        self._settled.start()

    def _on_sequence(self, _caller: Any = None, _event: Any = None) -> None:
        self._show_items()

    def _on_parameters(self, names: frozenset[str]) -> None:
        if "inversion" in names:
            self._show_facts()

    def _on_counted(self) -> None:
        # VTK's range takes numbers in that are not finite; the histogram does not.
        if self.reading.is_done and self._node is not None:
            self._tell_session()

    # ------------------------------------------------------------------ reading the node

    def _observe(self) -> None:
        self._items = SequenceItems(self._node)
        if self._node is None:
            return
        self._add_observer(self._node, slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent, self._on_voxels)
        if self._items.browser is not None:
            self._add_observer(self._items.browser, "ModifiedEvent", self._on_sequence)

    def _add_observer(self, node: Any, event: Any, callback: Any) -> None:
        self._observations.append((node, node.AddObserver(event, callback)))

    def _unobserve(self) -> None:
        for node, tag in self._observations:
            node.RemoveObserver(tag)
        self._observations.clear()

    def _read(self) -> None:
        """Look into the node anew."""
        self._settled.stop()
        self._problem = ""
        voxels = None
        if self._node is not None:
            try:
                voxels = volume_of_node(self._node).voxels
            except InvertSegError as error:
                self._problem = f"{_(error.sentence)} {_(error.remedy)}".strip()
        if voxels is None:
            self._session.set_volume_facts(None)
        self.reading.read(voxels)
        if voxels is not None:
            self._tell_session()
        self._show_facts()

    def _tell_session(self) -> None:
        volume = volume_of_node(self._node)
        histogram = self.reading.histogram if self.reading.is_done else None
        if histogram is not None:
            extent = (histogram.minimum, histogram.maximum)
        elif self.reading.is_done:  # nothing is finite
            extent = (float("nan"), float("nan"))
        else:
            extent = self._node.GetImageData().GetScalarRange()
        facts = VolumeFacts.of(
            volume.voxels, volume.spacing, self._node.GetName(), tags=tags_of(self._node), value_range=extent
        )
        self._session.set_volume_facts(facts)
        self._show_facts()

    # ------------------------------------------------------------------ showing it

    def _show_facts(self) -> None:
        facts = self._session.volume_facts
        label = self._ui.factsLabel
        if facts is None:
            label.text = (
                ""
                if self._problem
                else _("Choose a T1-weighted MRI. To load one, use Add Data or the DICOM module.")
            )
            self._show_warnings([self._problem] if self._problem else [])
            return
        label.text = facts_text(facts)
        self._show_warnings([_(text) for text in (facts.problem, *self._warnings(facts)) if text])

    def _warnings(self, facts: VolumeFacts) -> tuple[str, ...]:
        """Without what is said of inverting, where nothing is inverted."""
        is_left_alone = self._session.parameters.inversion.mapping is Mapping.NONE
        return facts.warnings[1:] if is_left_alone and facts.kind in {T2, CT} else facts.warnings

    def _show_warnings(self, warnings: list[str]) -> None:
        self._ui.warningLabel.text = "\n".join(warnings)
        self._ui.warningFrame.visible = bool(warnings)

    def _show_items(self) -> None:
        count = self._items.count
        slider = self._ui.itemSlider
        for widget in (self._ui.itemLabel, slider):
            widget.visible = count > 1
        if count > 1:
            with quiet(slider):
                slider.maximum = count
                slider.value = self._items.current + 1
            label = self._items.label()
            slider.suffix = f" ({label})" if label else ""
