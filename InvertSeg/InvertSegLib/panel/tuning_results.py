"""What came of the settings that were tried: their pictures, their scores, which of them is selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from slicer.i18n import tr as _

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.panel import tuning_texts as texts
from InvertSegLib.panel.binding import set_available
from InvertSegLib.panel.tuning_strip import PICTURE_WIDTH, Entry, TuningStrip
from InvertSegLib.review.steps import coarse_segmentation, coarse_steps, coarse_volume
from InvertSegLib.review.thumbnails import thumbnails
from InvertSegLib.review.tune import VOTE, Proposal, Trial
from InvertSegLib.session.tuning import SessionTuning
from InvertSegLib.volume.volume import Volume

# Pictures are made from so many voxels, which takes some 20 ms for a dozen of them.
_MOST_PICTURED = 1 << 19


class TuningResults:
    """Binds the strip, the line about the selected result and the names of its buttons.

    Args:
        ui: the widgets of Tuning.ui.
        tuning: has the scores.
    """

    def __init__(self, ui: Any, tuning: SessionTuning) -> None:
        self._ui = ui
        self._tuning = tuning
        self._volume: Volume | None = None
        self._proposal: Proposal | None = None
        self._pictures: dict[str, np.ndarray] = {}
        self._strip = TuningStrip(ui.trialsListWidget, self._on_selected)
        self.clear()

    @property
    def selected(self) -> str:
        """Name of the selected setting, `VOTE` for all together; empty for none."""
        return self._strip.selected

    @property
    def selected_setting(self) -> str:
        """Name of the setting that stands for what is selected: of all together the best single one."""
        return self._best if self.selected == VOTE else self.selected

    @property
    def selected_segmentation(self) -> Segmentation:
        """What the network found with it."""
        if self.selected == VOTE:
            return self._proposal.segmentation
        return next(t.segmentation for t in self._tuning.trials if t.candidate.name == self.selected)

    def clear(self) -> None:
        """Show none."""
        self._volume = self._proposal = None
        self._pictures = {}
        self._show([])

    def begin(self, volume: Volume, trials: Sequence[Trial]) -> None:
        """Settings are being tried on this volume; those that are known already stay."""
        self._proposal, self._pictures, self._volume = None, {}, volume
        self.show_tried(trials)

    def show_tried(self, trials: Sequence[Trial]) -> None:
        """Show what is known so far, in the order in which it came."""
        new = [trial for trial in trials if trial.candidate.name not in self._pictures]
        if new:
            # All show the slice that suits the first one.
            shown = {trial.candidate.name: trial.segmentation for trial in (trials[0], *new)}
            pictures = self._pictures_of(shown)
            self._pictures |= {trial.candidate.name: pictures[trial.candidate.name] for trial in new}
        self._show([trial.candidate.name for trial in trials])

    def show_proposal(self, proposal: Proposal, trials: Sequence[Trial]) -> None:
        """Show all, the best first, and select what is proposed."""
        self._proposal = proposal
        ranked = [score.name for score in proposal.scores]
        shown = {trial.candidate.name: trial.segmentation for trial in trials}
        names = [VOTE, *ranked] if len(trials) > 1 else ranked
        self._pictures = self._pictures_of({VOTE: proposal.segmentation, **shown})
        self._show(names)
        self._strip.select(names[0])
        self._on_selected()

    # ------------------------------------------------------------------ inside

    @property
    def _best(self) -> str:
        return self._proposal.best.candidate.name if self._proposal else ""

    def _pictures_of(self, segmentations: dict[str, Segmentation]) -> dict[str, np.ndarray]:
        volume = self._volume
        steps = coarse_steps(volume.voxels.shape, volume.spacing, _MOST_PICTURED)
        coarse = {name: coarse_segmentation(found, steps) for name, found in segmentations.items()}
        return thumbnails(coarse_volume(volume, steps), coarse, PICTURE_WIDTH)

    def _show(self, names: Sequence[str]) -> None:
        scores = {score.name: score for score in self._tuning.scores}
        entries = []
        for number, name in enumerate(names):
            line = _("proposed") if name == VOTE else ""
            if name in scores:
                line = texts.score_line(scores[name], best=name == self._best)
            text = f"{texts.setting_title(name)}\n{line}"
            is_proposed = self._proposal is not None and number == 0
            entries.append(Entry(name, text, self._pictures[name], is_proposed))
        self._strip.show(entries)
        self._ui.trialsFrame.visible = bool(entries)
        self._on_selected()

    def _on_selected(self) -> None:
        name = self._strip.selected
        scores = {score.name: score for score in self._tuning.scores}
        doubts = self._proposal is not None and self._proposal.doubts_inversion
        text = texts.explanation(name, scores.get(name), doubts_inversion=doubts) if name else ""
        self._ui.trialLabel.text = text or _("Select a picture to use its setting, or to take its segments.")
        nothing = "" if name else _("Select a picture first")
        tip = _("Set the inversion so, for this scan and others like it")
        if name == VOTE:
            setting = texts.setting_title(self._best)
            tip = _("Set the inversion to the best single setting: {setting}").format(setting=setting)
        set_available(self._ui.useSettingButton, tip, nothing)
        tip = _("Put this result into the scene as a new segmentation; nothing is replaced")
        set_available(self._ui.takeResultButton, tip, nothing)
