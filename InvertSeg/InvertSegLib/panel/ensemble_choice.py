"""Whether the network runs on one setting of the inversion or on several, and what that costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import ensemble_of
from InvertSegLib.inversion.parameters import Mapping
from InvertSegLib.panel.binding import choose, connect, fill, set_available
from InvertSegLib.panel.run_times import RunTimes
from InvertSegLib.panel.texts import rough_duration_text


class EnsembleChoice:
    """Binds the list of ensembles and the line about their cost.

    Args:
        ui: the widgets of Segmentation.ui.
        session: parameters.
        times: how long the network takes.
        update: changes parameters of the session by name.
    """

    def __init__(self, ui: Any, session: Any, times: RunTimes, update: Callable[..., None]) -> None:
        self._ui = ui
        self._session = session
        self._times = times
        self._entries: list[tuple[str, str, str]] = []
        self._enabled = True
        combo_box = ui.ensembleComboBox
        connect(
            combo_box,
            "currentIndexChanged(int)",
            lambda index: update(ensemble=combo_box.itemData(index)) if index >= 0 else None,
        )
        times.changed.connect(self.show)

    def close(self) -> None:
        """Listen no more."""
        self._times.changed.disconnect(self.show)

    @property
    def blocked(self) -> str:
        """Why no run can be started with what is chosen here; empty when one can."""
        try:
            self._session.parameters.ensemble_settings()
        except ParameterError as error:
            return f"{_(error.sentence)} {_(error.remedy)}"
        return ""

    def set_enabled(self, enabled: bool) -> None:
        """Let the user choose, or not while a run is under way."""
        self._enabled = enabled
        self.show()

    def show(self) -> None:
        """Show what the session has."""
        parameters = self._session.parameters
        has_settings = parameters.inversion.mapping is not Mapping.NONE
        inversion = parameters.inversion if has_settings else None
        entries = [_entry(name, texts, inversion) for name, texts in _titles().items()]
        if entries != self._entries:
            fill(self._ui.ensembleComboBox, entries)
            self._entries = entries
        choose(self._ui.ensembleComboBox, parameters.ensemble)
        # One that is chosen can always be switched off.
        cannot = not has_settings and not parameters.ensemble
        reason = _("The preset none leaves the voxels as they are: there are no settings to average over")
        set_available(self._ui.ensembleComboBox, _tip(), reason if cannot else "")
        self._ui.ensembleComboBox.enabled = self._enabled and not cannot
        self._show_cost()

    def _show_cost(self) -> None:
        text = self.blocked
        ensemble = None if text else self._session.parameters.ensemble_settings()
        if ensemble is not None:
            count, seconds = len(ensemble.settings), self._times.seconds
            if seconds is None:
                text = _("The network runs {count} times, which takes about {count} times as long.")
            else:
                text = _("The network runs {count} times: {duration}, by its last run.")
            duration = rough_duration_text(count * (seconds or 0.0))
            text = text.format(count=count, duration=duration)
        self._ui.ensembleCostLabel.text = text
        self._ui.ensembleCostLabel.visible = bool(text)


def _entry(name: str, texts: tuple[str, str], inversion: Any) -> tuple[str, str, str]:
    """Data, text and tooltip; without the number of runs where there are no settings to count."""
    title, tip = texts
    if name and inversion is not None:
        count = len(ensemble_of(name, inversion).settings)
        title = _("{ensemble}: {count} runs").format(ensemble=title, count=count)
    return name, title, tip


def _titles() -> dict[str, tuple[str, str]]:
    """Title and tooltip of each ensemble."""
    return {
        "": (_("Off"), _("The network runs once, on the inversion as it is set")),
        "tones": (
            _("Tone curves"),
            _("From a strongly brightened to a straight tone curve; probabilities are averaged"),
        ),
        "tones-sensitive": (
            _("Tone curves, sensitive"),
            _("The same, but background counts half: finds what only some settings show"),
        ),
        "tones-windows": (
            _("Tone curves and windows"),
            _("Tone curves, three of them with a wider window as well"),
        ),
    }


def _tip() -> str:
    return _(
        "Runs the network on several settings of the inversion and averages its answers: close to the best "
        "setting for this patient without knowing it. Where they disagree can be shown afterwards."
    )
