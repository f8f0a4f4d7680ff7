"""Segment and Cancel, progress, how it ended, the log, and releasing the network."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.errors import Failure
from InvertSegLib.panel.texts import duration_text, remaining_text
from InvertSegLib.scene.segmentations import ImportReport
from InvertSegLib.session.run import CANCELLING, Outcome, Run

_STEPS = 1000
_LOG_INTERVAL_MS = 200
_LOG_LINES = 2000


class RunControls:
    """Binds the widgets below the choices to the session's run.

    Args:
        ui: the widgets of Segmentation.ui.
        session: tells how the run goes.
        on_segment: called when the user wants a run.
        is_others: whether a run that is under way is somebody else's, who shows it himself.
    """

    def __init__(
        self, ui: Any, session: Any, on_segment: Callable[[], None], is_others: Callable[[], bool]
    ) -> None:
        self._ui = ui
        self._session = session
        self._on_segment = on_segment
        self._is_others = is_others
        self._started = self._took = 0.0
        self._was_busy = self._reported = False
        self._blocked = ""
        self._lines: list[str] = []
        # A chatty engine prints thousands of lines a second; the log is redrawn a few times in that time.
        self._log_timer = qt.QTimer()
        self._log_timer.setSingleShot(True)
        self._log_timer.setInterval(_LOG_INTERVAL_MS)
        self._log_timer.connect("timeout()", self._flush_log)
        ui.logFrame.visible = ui.copyLogButton.visible = False
        ui.statusLabel.visible = False
        ui.segmentButton.connect("clicked()", self._on_clicked)
        ui.releaseButton.connect("clicked()", session.release)
        ui.logButton.connect("toggled(bool)", self._on_log_toggled)
        ui.copyLogButton.connect(
            "clicked()", lambda: slicer.app.clipboard().setText(ui.logTextEdit.plainText)
        )
        session.run_changed.connect(self.show_run)
        session.finished.connect(self._on_finished)
        session.log.connect(self.add_line)
        self.show_run(session.run)

    def close(self) -> None:
        """Listen no more."""
        self._log_timer.stop()
        self._session.run_changed.disconnect(self.show_run)
        self._session.finished.disconnect(self._on_finished)
        self._session.log.disconnect(self.add_line)

    def set_blocked(self, reason: str) -> None:
        """Say why no run can be started; empty when one can."""
        self._blocked = reason
        self._show_button(self._session.run)

    def show_status(self, text: str) -> None:
        """Show a line below the button; empty hides it."""
        self._ui.statusLabel.text = text
        self._ui.statusLabel.visible = bool(text)

    def add_status(self, text: str) -> None:
        """Say more on how a run ended: beside what it has found, instead of anything else."""
        self.show_status(f"{self._ui.statusLabel.text} {text}" if self._reported else text)

    def show_failure(self, failure: Failure) -> None:
        """Show what went wrong and what to do, and put its last words into the log."""
        for line in failure.log:
            if line not in self._session.run.log:
                self.add_line(line)
        self.show_status(" ".join(text for text in (_(failure.sentence), _(failure.remedy)) if text))

    def show_report(self, report: ImportReport) -> None:
        """Show what a run has found."""
        self._reported = True
        new = len(report.added) + len(report.updated)
        found = new - len(report.empty)
        took, self._took = self._took, 0.0
        if not found:
            self.show_status(
                _("Nothing was found. Is it a T1-weighted MRI? Look at the inversion, or try another preset.")
            )
            return
        text = _("{count} structures in {duration}.") if took else _("{count} structures.")
        texts = [text.format(count=found, duration=duration_text(took))]
        if report.empty:
            texts.append(_("{count} were not found.").format(count=len(report.empty)))
        if report.kept:
            texts.append(_("{count} segments stayed as they were.").format(count=len(report.kept)))
        self.show_status(" ".join(texts))

    def show_run(self, run: Run) -> None:
        """Show how the run goes."""
        if self._is_others():
            run = Run()
        if run.busy and not self._was_busy:
            self._started = time.monotonic()
            self._reported = False
            self._ui.logTextEdit.clear()
            self._lines.clear()
        if run.busy:
            self._show_progress(run)
            self.show_status(_run_text(run))
        elif self._was_busy:
            self._took = time.monotonic() - self._started
            self.show_status("")
        self._was_busy = run.busy
        self._ui.progressBar.visible = run.busy
        self._ui.releaseButton.visible = run.warm and not run.busy
        self._show_button(run)

    def add_line(self, line: str) -> None:
        """Put a line into the log; it is shown a little later, with others."""
        self._lines.append(line)
        if len(self._lines) > _LOG_LINES:
            del self._lines[: -_LOG_LINES // 2]
        if not self._log_timer.isActive():
            self._log_timer.start()

    # ------------------------------------------------------------------ inside

    def _on_clicked(self) -> None:
        if self._session.run.busy:
            self._session.cancel()
        else:
            self._on_segment()

    def _on_finished(self, outcome: Outcome) -> None:
        if self._is_others():
            return
        # What was found is shown when it is in the scene, by `show_report`.
        if outcome.failure is not None:
            self.show_failure(outcome.failure)
        elif outcome.cancelled:
            self.show_status(_("Cancelled. Nothing was changed."))

    def _show_progress(self, run: Run) -> None:
        bar = self._ui.progressBar
        # With no range the bar only shows that something goes on.
        maximum = 0 if run.fraction is None or run.state == CANCELLING else _STEPS
        if bar.maximum != maximum:
            bar.setRange(0, maximum)
        if maximum:
            bar.value = round(_STEPS * run.fraction)

    def _show_button(self, run: Run) -> None:
        button = self._ui.segmentButton
        if run.state == CANCELLING:
            button.text, button.enabled = _("Cancelling..."), False
            button.toolTip = _("The engine stops at its next step, or is ended if it does not")
        elif run.busy:
            button.text, button.enabled = _("Cancel"), True
            button.toolTip = _("Stop this run; nothing in the scene changes")
        else:
            button.text, button.enabled = _("Segment"), not self._blocked
            button.toolTip = self._blocked or _("Invert the volume and segment it in the background")

    def _on_log_toggled(self, shown: bool) -> None:
        self._ui.logFrame.visible = self._ui.copyLogButton.visible = shown
        self._ui.logButton.arrowType = qt.Qt.DownArrow if shown else qt.Qt.RightArrow
        if shown:
            self._flush_log()

    def _copy_log(self) -> None:
        slicer.app.clipboard().setText(self._ui.logTextEdit.plainText)

    def _flush_log(self) -> None:
        # Nothing is laid out that nobody looks at.
        if self._lines and self._ui.logButton.checked:
            self._ui.logTextEdit.appendPlainText("\n".join(self._lines))
            self._lines.clear()


def _run_text(run: Run) -> str:
    stage = _("Cancelling") if run.state == CANCELLING else _(run.stage[:1].upper() + run.stage[1:])
    parts = [f"{stage}: {_(run.message)}" if run.message else stage]
    if run.remaining is not None and run.state != CANCELLING:
        parts.append(remaining_text(run.remaining))
    return ", ".join(parts)
