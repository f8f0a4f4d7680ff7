"""The section that says how the volume is inverted, and shows it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import InvertSegError
from InvertSegLib.inversion.levels import Levels, levels_of, percent_at
from InvertSegLib.inversion.parameters import Mapping
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.panel import inversion_texts as texts
from InvertSegLib.panel.binding import connect, fill
from InvertSegLib.panel.histogram_widget import HistogramWidget
from InvertSegLib.panel.intensity_axis import CLIP_HIGH, CLIP_LOW
from InvertSegLib.panel.inversion_display import InversionDisplay
from InvertSegLib.panel.preview_control import PreviewControl
from InvertSegLib.panel.services import Services
from InvertSegLib.panel.volume_reading import VolumeReading
from InvertSegLib.scene.volumes import create_inverted_node
from InvertSegLib.session.parameters import CUSTOM


class InversionSection:
    """Binds the inversion's widgets to the session's parameters, and the slice views to both.

    Args:
        ui: the widgets of InvertSeg.ui, by name.
        session: parameters.
        services: the chosen volume.
        reading: its histogram, `VolumeSection.reading`.

    Attributes:
        histogram: the widget that draws it.
    """

    def __init__(self, ui: Any, session: Any, services: Services, reading: VolumeReading) -> None:
        self._ui = ui
        self._session = session
        self._services = services
        self._reading = reading
        self._levels: Levels | None = None
        self.histogram = HistogramWidget()
        ui.histogramLayout.addWidget(self.histogram)
        qt.QWidget.setTabOrder(ui.resetButton, self.histogram)
        fill(ui.presetComboBox, texts.preset_entries())
        fill(ui.backgroundComboBox, texts.background_entries())
        fill(ui.mappingComboBox, texts.mapping_entries())
        self._display = InversionDisplay(ui, self.histogram)
        self._preview = PreviewControl(session, services, reading)
        self._connect()
        self.refresh()

    def enter(self) -> None:
        """The module is shown, and with it the preview."""
        self._preview.enter()
        self.refresh()

    def exit(self) -> None:
        """The module is left: the views become what they were."""
        self._preview.leave()

    def close(self) -> None:
        """Listen no more, and put the views back."""
        self._preview.leave()
        self._session.parameters_changed.disconnect(self._on_parameters)
        self._services.nodes_changed.disconnect(self.refresh)
        self._reading.changed.disconnect(self.refresh)
        self.histogram.moved.clear()

    def refresh(self) -> None:
        """Show the session's parameters in all widgets, and in the slice views."""
        problem, self._levels = "", None
        histogram = self._reading.histogram
        try:
            if histogram is not None:
                self._levels = levels_of(self._session.parameters.inversion, histogram)
            self._preview.update()
        except InvertSegError as error:
            problem = _words(error)
        self._display.show(
            self._session.parameters,
            self._levels,
            self._reading,
            has_volume=self._services.input_node() is not None,
            is_exact=self._preview.is_exact,
        )
        self._say(problem)

    def create_volume(self) -> Any:
        """Compute the inverted volume.

        Returns:
            The new node; None when it could not be made, which the panel says.
        """
        histogram = self._reading.histogram if self._reading.is_exact else None
        try:
            with slicer.util.WaitCursor():
                node = create_inverted_node(
                    self._services.input_node(), self._session.parameters.inversion, histogram=histogram
                )
        except InvertSegError as error:
            self._say(_words(error))
            return None
        self._say(_("Created {name}.").format(name=node.GetName()))
        return node

    # ------------------------------------------------------------------ set-up

    def _connect(self) -> None:
        ui = self._ui
        connect(ui.presetComboBox, "currentIndexChanged(int)", self._on_preset)
        connect(ui.resetButton, "clicked()", self._on_reset)
        for button, mode in self._display.preview_buttons():
            connect(button, "toggled(bool)", self._preview_chooser(mode))
        connect(ui.opacitySlider, "valueChanged(double)", self._on_opacity)
        connect(ui.clipRangeWidget, "valuesChanged(double,double)", self._on_clip)
        connect(ui.automaticClipCheckBox, "toggled(bool)", self._on_automatic_clip)
        connect(ui.backgroundComboBox, "currentIndexChanged(int)", self._on_background)
        connect(ui.thresholdSlider, "valueChanged(double)", self._on_threshold)
        connect(ui.mappingComboBox, "currentIndexChanged(int)", self._on_mapping)
        connect(ui.invertedCheckBox, "toggled(bool)", self._on_inverted)
        connect(ui.windowRangeWidget, "valuesChanged(double,double)", self._on_window)
        connect(ui.toneSlider, "valueChanged(double)", self._on_tone)
        connect(ui.createVolumeButton, "clicked()", self.create_volume)
        self.histogram.moved.connect(self._on_handle)
        self._session.parameters_changed.connect(self._on_parameters)
        self._services.nodes_changed.connect(self.refresh)
        self._reading.changed.connect(self.refresh)

    # ------------------------------------------------------------------ what the user does

    def _on_preset(self, index: int) -> None:
        name = self._ui.presetComboBox.itemData(index)
        if name == CUSTOM:
            self.refresh()
        else:
            self._change(preset=name)

    def _on_reset(self) -> None:
        self._change(preset=ENGINES[self._session.parameters.engine].preset)

    def _preview_chooser(self, mode: str) -> Callable[[bool], None]:
        def choose(chosen: bool) -> None:
            if chosen:
                self._change(preview=mode)

        return choose

    def _on_opacity(self, percent: float) -> None:
        self._change(preview_opacity=percent / 100)

    def _on_clip(self, low: float, high: float) -> None:
        self._change(clip=(low, high))

    def _on_automatic_clip(self, automatic: bool) -> None:
        self._change(clip=None if automatic or self._levels is None else self._levels.clip)

    def _on_background(self, index: int) -> None:
        self._change(background=self._ui.backgroundComboBox.itemData(index))

    def _on_threshold(self, percent: float) -> None:
        self._change(background_percent=percent)

    def _on_mapping(self, index: int) -> None:
        mapping = Mapping(self._ui.mappingComboBox.itemData(index))
        if Mapping.NONE in (mapping, self._session.parameters.inversion.mapping):
            # Nothing of the one makes sense in the other.
            self._change(preset=next(name for name, each in PRESETS.items() if each.mapping is mapping))
        else:
            self._change(mapping=mapping)

    def _on_inverted(self, inverted: bool) -> None:
        self._change(inverted=inverted)

    def _on_window(self, low: float, high: float) -> None:
        self._change(window=(low, high))

    def _on_tone(self, exponent: float) -> None:
        self._change(tone=exponent)

    def _on_handle(self, name: str, intensity: float) -> None:
        inversion, levels, histogram = (
            self._session.parameters.inversion,
            self._levels,
            self._reading.histogram,
        )
        if levels is None or histogram is None:
            return
        if name == CLIP_LOW:
            self._change(clip=(intensity, levels.clip[1]))
        elif name == CLIP_HIGH:
            self._change(clip=(levels.clip[0], intensity))
        else:
            self._change(background_percent=round(percent_at(inversion, histogram, intensity), 2))

    # ------------------------------------------------------------------ what follows

    def _change(self, **changes: Any) -> None:
        """Set parameters; what makes no sense is said, and the widgets go back to what is set."""
        try:
            if self._levels is not None and self._reading.histogram is not None:
                # Nothing may be left by a new clip range; what was so already may be mended step by step.
                levels_of(self._session.parameters.changed(**changes).inversion, self._reading.histogram)
            self._session.update(**changes)
        except InvertSegError as error:
            self.refresh()
            self._say(_words(error))

    def _on_parameters(self, names: frozenset[str]) -> None:
        if names & {"inversion", "preview", "preview_opacity", "engine"}:
            self.refresh()

    def _say(self, text: str) -> None:
        self._ui.inversionMessageLabel.text = text
        self._ui.inversionMessageLabel.visible = bool(text)


def _words(error: InvertSegError) -> str:
    return f"{_(error.sentence)} {_(error.remedy)}".strip()
