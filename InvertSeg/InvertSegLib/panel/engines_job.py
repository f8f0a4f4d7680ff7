"""What is being installed, downloaded or removed: how far it is, how it ended, and the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.panel.engines_texts import ended_text, order_text, progress_text
from InvertSegLib.panel.installing import Ended, Installer, Progress
from InvertSegLib.panel.texts import plain_html, remaining_text

_STEPS = 1000
_LOG_INTERVAL_MS = 200
_SURE_AFTER_S, _SURE_AFTER = 5.0, 0.02


class JobView:
    """Binds the widgets that show what the installer does.

    Args:
        ui: the widgets of Engines.ui.
        installer: does it.
        on_stop: called when the user wants it stopped.
    """

    def __init__(self, ui: Any, installer: Installer, on_stop: Callable[[], None]) -> None:
        self._ui = ui
        self._installer = installer
        self._lines: list[str] = []
        self._pace = Pace()
        self._remedy: Callable[[], None] | None = None
        # An installer prints hundreds of lines a second; the log is redrawn a few times in that time.
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOG_INTERVAL_MS)
        self._timer.connect("timeout()", self._flush)
        ui.installLogTextEdit.visible = ui.copyInstallLogButton.visible = False
        ui.jobStopButton.connect("clicked()", on_stop)
        ui.jobRemedyButton.connect("clicked()", self._on_remedy)
        ui.installLogButton.connect("toggled(bool)", self._on_log_toggled)
        ui.copyInstallLogButton.connect("clicked()", self._copy)
        self._listening = (
            (installer.changed, self._on_begun),
            (installer.line, self._on_line),
            (installer.progress, self._show_progress),
            (installer.ended, self._on_ended),
        )
        for signal, listener in self._listening:
            signal.connect(listener)
        self.clear()

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        for signal, listener in self._listening:
            signal.disconnect(listener)

    def clear(self) -> None:
        """Show nothing, as long as nothing is being done."""
        if self._installer.order is None:
            self._show("", "")

    def say(self, title: str, text: str = "") -> None:
        """Say something, where nothing is being done."""
        self._show(title, text)

    def offer(self, text: str, remedy: Callable[[], None]) -> None:
        """Offer a button below what was said last."""
        self._ui.jobRemedyButton.text = text
        self._ui.jobRemedyButton.visible = True
        self._remedy = remedy

    # ------------------------------------------------------------------ inside

    def _on_begun(self) -> None:
        self._ui.installLogTextEdit.clear()
        self._lines.clear()
        self._show(order_text(self._installer.order), progress_text(Progress()), busy=True)
        self._ui.jobProgressBar.setRange(0, 0)

    def _show_progress(self, progress: Progress) -> None:
        if self._installer.order is None:
            return
        left = self._pace.remaining(progress, time.monotonic())
        text = progress_text(progress)
        text = text if left is None else f"{text}, {remaining_text(left)}"
        self._show(order_text(self._installer.order), text, busy=True)
        bar = self._ui.jobProgressBar
        # With no range the bar only shows that something goes on.
        maximum = 0 if progress.fraction is None else _STEPS
        if bar.maximum != maximum:
            bar.setRange(0, maximum)
        if maximum:
            bar.value = round(_STEPS * progress.fraction)

    def _on_ended(self, ended: Ended) -> None:
        for line in ended.failure.log if ended.failure is not None else ():
            self._lines.append(line)
        self._flush()
        self._show(*ended_text(ended))

    def _show(self, title: str, text: str, *, busy: bool = False) -> None:
        ui = self._ui
        lines = [f"<b>{plain_html(title)}</b>" if title else "", plain_html(text)]
        ui.jobLabel.text = "<br>".join(line for line in lines if line)
        ui.jobFrame.visible = bool(title)
        ui.jobProgressBar.visible = ui.jobStopButton.visible = busy
        ui.jobRemedyButton.visible = False
        self._remedy = None

    def _on_remedy(self) -> None:
        remedy, self._remedy = self._remedy, None
        if remedy is not None:
            remedy()

    def _on_line(self, line: str) -> None:
        self._lines.append(line)
        if not self._timer.isActive():
            self._timer.start()

    def _on_log_toggled(self, shown: bool) -> None:
        self._ui.installLogTextEdit.visible = self._ui.copyInstallLogButton.visible = shown
        self._ui.installLogButton.arrowType = qt.Qt.DownArrow if shown else qt.Qt.RightArrow
        self._flush()

    def _copy(self) -> None:
        self._flush()
        slicer.app.clipboard().setText(self._ui.installLogTextEdit.plainText)

    def _flush(self) -> None:
        if self._lines:
            self._ui.installLogTextEdit.appendPlainText("\n".join(self._lines))
            self._lines.clear()


class Pace:
    """How long a step will take still, from how it went so far."""

    def __init__(self) -> None:
        self._step = ""
        self._since = self._at = 0.0

    def remaining(self, progress: Progress, now: float) -> float | None:
        """Seconds, None as long as that would be a guess.

        Args:
            progress: how far it is.
            now: time in seconds.
        """
        fraction = progress.fraction
        if fraction is None or progress.step != self._step or fraction < self._at:
            self._step, self._since, self._at = progress.step, now, fraction or 0.0
            return None
        passed, done = now - self._since, fraction - self._at
        if passed < _SURE_AFTER_S or done < _SURE_AFTER:
            return None
        return passed / done * (1.0 - fraction)


def stopping_text() -> str:
    """What the button says once it was pressed."""
    return _("Stopping...")
