"""Shows parameters in the inversion's widgets: values, ranges, and why some cannot be used."""

from __future__ import annotations

import math
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.levels import Levels
from InvertSegLib.inversion.parameters import (
    PUBLISHED_CLIP,
    BackgroundRule,
    InversionParameters,
    Mapping,
)
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.panel import inversion_texts as texts
from InvertSegLib.panel.binding import choose, quiet, set_available
from InvertSegLib.panel.histogram_widget import HistogramWidget
from InvertSegLib.panel.intensity_axis import BACKGROUND, CLIP_HIGH, CLIP_LOW
from InvertSegLib.panel.preview_control import OFF
from InvertSegLib.panel.volume_reading import VolumeReading
from InvertSegLib.session.parameters import SessionParameters

_PERCENT_RULES = {BackgroundRule.RANGE, BackgroundRule.PERCENTILE}


class InversionDisplay:
    """Writes into the widgets, and never tells anyone that it did.

    Args:
        ui: the widgets of InvertSeg.ui, by name.
        histogram: the widget that draws the histogram.
    """

    def __init__(self, ui: Any, histogram: HistogramWidget) -> None:
        self._ui = ui
        self._histogram = histogram
        self._tips = texts.tips()
        self._presets = {name: tip for name, _text, tip in texts.preset_entries()}
        self._drawn: tuple[Any, str] = (None, "")

    def preview_buttons(self) -> tuple[tuple[Any, str], ...]:
        """The buttons and the mode that each stands for."""
        return (
            (self._ui.previewOffButton, OFF),
            (self._ui.previewInvertedButton, "inverted"),
            (self._ui.previewSideBySideButton, "side by side"),
        )

    def show(
        self,
        parameters: SessionParameters,
        levels: Levels | None,
        reading: VolumeReading,
        *,
        has_volume: bool,
        is_exact: bool,
    ) -> None:
        """Show everything.

        Args:
            parameters: the session's.
            levels: what they do to the volume; None while nothing is known of it.
            reading: its histogram.
            has_volume: whether there is one.
            is_exact: whether the preview's background is that of the computed volume.
        """
        inversion = parameters.inversion
        is_left_alone = inversion.mapping is Mapping.NONE
        choose(self._ui.presetComboBox, parameters.preset)
        self._ui.presetComboBox.toolTip = self._presets[parameters.preset]
        self._show_reset(parameters)
        self._show_preview(parameters, has_volume=has_volume, is_exact=is_exact)
        self._show_histogram(levels, reading, inversion, has_volume=has_volume)
        self._show_clip(inversion, levels, reading.histogram)
        self._show_background(inversion)
        self._show_mapping(inversion)
        no_volume = "" if has_volume else _("Choose a volume first.")
        nothing_to_do = _("With this preset nothing is computed.") if is_left_alone else ""
        self._set_available("createVolumeButton", no_volume or nothing_to_do)

    # ------------------------------------------------------------------ inside

    def _set_available(self, name: str, reason: str = "") -> None:
        set_available(getattr(self._ui, name), self._tips[name], reason)

    def _show_reset(self, parameters: SessionParameters) -> None:
        engine = ENGINES[parameters.engine]
        is_reset = parameters.inversion == PRESETS[engine.preset]
        done = _("Nothing to reset: these are the settings for {engine}.").format(engine=engine.title)
        tip = _("Back to the settings for {engine}").format(engine=engine.title)
        set_available(self._ui.resetButton, tip, done if is_reset else "")

    def _show_preview(self, parameters: SessionParameters, *, has_volume: bool, is_exact: bool) -> None:
        no_volume = "" if has_volume else _("Choose a volume first.")
        roughly = "" if is_exact else " " + _("The body's outline is shown roughly, by its threshold alone.")
        for button, mode in self.preview_buttons():
            with quiet(button):
                button.checked = parameters.preview == mode
            tip = self._tips[button.objectName]
            set_available(button, tip if mode == OFF else tip + roughly, no_volume)
        with quiet(self._ui.opacitySlider):
            self._ui.opacitySlider.value = round(100 * parameters.preview_opacity)
        off = _("Switch the preview on first.") if parameters.preview == OFF else ""
        self._set_available("opacitySlider", no_volume or off)

    def _show_histogram(
        self,
        levels: Levels | None,
        reading: VolumeReading,
        inversion: InversionParameters,
        *,
        has_volume: bool,
    ) -> None:
        if not has_volume:
            message = _("Choose a volume to see its histogram")
        elif reading.histogram is None:
            message = _("No finite intensity") if reading.is_done else _("Counting intensities")
        else:
            message = ""
        if (reading.histogram, message) != self._drawn:
            self._drawn = (reading.histogram, message)
            self._histogram.show_histogram(*self._drawn)
        movable = set() if inversion.mapping is Mapping.NONE else {CLIP_LOW, CLIP_HIGH}
        if inversion.background in _PERCENT_RULES:
            movable.add(BACKGROUND)
        self._histogram.show_levels(levels, frozenset(movable))

    def _show_clip(
        self, inversion: InversionParameters, levels: Levels | None, histogram: IntensityHistogram | None
    ) -> None:
        widget, automatic = self._ui.clipRangeWidget, self._ui.automaticClipCheckBox
        clip = inversion.clip or (levels.clip if levels else PUBLISHED_CLIP)
        low, high = clip
        if histogram is not None:
            low, high = min(low, histogram.minimum), max(high, histogram.maximum)
        decimals = 0 if histogram is None or histogram.is_whole else _decimals(high - low)
        with quiet(widget, automatic):
            if widget.decimals != decimals:
                widget.decimals = decimals
                widget.singleStep = 10.0**-decimals
            if (widget.minimum, widget.maximum) != (low, high):
                widget.setRange(low, high)
            widget.setValues(*clip)
            automatic.checked = inversion.clip is None
        left_alone = _("With this preset nothing is clipped.") if inversion.mapping is Mapping.NONE else ""
        self._set_available("clipRangeWidget", left_alone)
        self._set_available("automaticClipCheckBox", left_alone)

    def _show_background(self, inversion: InversionParameters) -> None:
        choose(self._ui.backgroundComboBox, inversion.background.value)
        left_alone = inversion.mapping is Mapping.NONE
        self._set_available(
            "backgroundComboBox", _("With this preset nothing becomes background.") if left_alone else ""
        )
        slider = self._ui.thresholdSlider
        with quiet(slider):
            slider.value = inversion.background_percent
        reason = ""
        if inversion.background is BackgroundRule.BODY:
            reason = _("The body is found without a threshold of yours.")
        elif inversion.background is BackgroundRule.NONE:
            reason = _("Without background there is no threshold.")
        self._set_available("thresholdSlider", reason)

    def _show_mapping(self, inversion: InversionParameters) -> None:
        ui = self._ui
        choose(ui.mappingComboBox, inversion.mapping.value)
        with quiet(ui.invertedCheckBox, ui.windowRangeWidget, ui.toneSlider):
            ui.invertedCheckBox.checked = inversion.inverted
            ui.windowRangeWidget.setValues(*inversion.window)
            ui.toneSlider.value = inversion.tone
        left_alone = inversion.mapping is Mapping.NONE
        self._set_available("mappingComboBox")
        self._set_available(
            "invertedCheckBox", _("With this preset nothing is inverted.") if left_alone else ""
        )
        units = (
            "" if inversion.mapping is Mapping.CALIBRATED else _("Only for the mapping to Hounsfield units.")
        )
        self._set_available("windowRangeWidget", units)
        self._set_available("toneSlider", units)


def _decimals(extent: float) -> int:
    """Decimals for about a thousand steps over a range of floating-point intensities."""
    return min(8, max(0, 3 - math.floor(math.log10(extent)))) if extent > 0 else 3
