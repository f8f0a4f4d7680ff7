"""What is done in Slicer's own Python, a step for each turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import qt
from slicer.i18n import tr as _

from InvertSegLib.environment.failures import InstallError
from InvertSegLib.errors import Failure, InvertSegError
from InvertSegLib.panel import slicer_pip, slicer_python
from InvertSegLib.panel.installing import Installer, Order, Progress
from InvertSegLib.panel.slicer_packages import Change

# Long enough for what was said to be painted before Slicer waits for pip.
_PAINT_MS = 50


class SlicerJob:
    """Installs, removes and puts back packages of Slicer's own Python, and tells it by the installer.

    Args:
        installer: tells the other parts of the panel how it goes.

    Attributes:
        changes: protected packages that the last installation has changed, which should be none.
    """

    def __init__(self, installer: Installer) -> None:
        self.changes: tuple[Change, ...] = ()
        self._installer = installer
        self._installation: slicer_python.SlicerInstallation | None = None
        self._stopped = False

    def plan(self, engine: str) -> tuple[str, ...]:
        """What would be installed, so that it can be asked for.

        Raises:
            InstallError: it cannot be done.
        """
        installation = slicer_python.SlicerInstallation(engine)
        installation.check()
        return installation.plan()

    def removable(self, engine: str) -> tuple[str, ...]:
        """What would be removed with an engine."""
        return slicer_python.removable(engine)

    def install(self, order: Order) -> None:
        """Install an engine, or finish what was interrupted; returns at once."""
        self._begin(order)
        tell = self._installer.tell_line
        self._installation = slicer_python.SlicerInstallation(order.engine, tell)
        self._go_on(self._installation.steps())

    def remove(self, order: Order) -> None:
        """Take out what was added for an engine, or what an interrupted installation has left."""

        def run() -> None:
            slicer_python.remove(order.engine)

        self._begin(order)
        self._go_on(iter([slicer_python.Step(_("Removing packages"), run)]))

    def restore(self, order: Order) -> None:
        """Bring the protected packages back to what they were."""
        changes = self.changes
        self._begin(order)
        title = _("Putting back {names}").format(names=", ".join(change.name for change in changes))
        self._go_on(iter([slicer_python.Step(title, lambda: slicer_pip.restore(changes))]))

    def stop(self) -> None:
        """Stop after the present step, and take back what was added."""
        self._stopped = True

    # ------------------------------------------------------------------ inside

    def _begin(self, order: Order) -> None:
        self._installer.begin(order)
        self._stopped = False
        self._installation = None
        self.changes = ()

    def _go_on(self, steps: Iterator[slicer_python.Step]) -> None:
        step: list[slicer_python.Step] = []
        if self._stopped:
            self._take_back()
            self._installer.finish(cancelled=True)
        elif self._told(lambda: step.extend([each for each in [next(steps, None)] if each is not None])):
            if not step:
                self._installer.finish()
                return
            self._installer.tell_line(step[0].title)
            self._installer.tell_progress(Progress(step[0].title))
            qt.QTimer.singleShot(_PAINT_MS, lambda: self._told(step[0].run) and self._go_on(steps))

    def _told(self, run: Callable[[], None]) -> bool:
        """Run a step; whether that went well. What went wrong is told."""
        try:
            run()
        except InvertSegError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - extensions and pip fail in any way
            self._fail(slicer_pip.failed(_("Slicer's Python could not be changed"), error))
        else:
            return True
        return False

    def _fail(self, error: InvertSegError) -> None:
        if isinstance(error, slicer_python.ProtectedChangedError):
            self.changes = error.changes
        self._take_back()
        log = tuple(error.log) if isinstance(error, InstallError) else ()
        kind = getattr(error, "kind", "internal")
        self._installer.finish(failure=Failure(kind, error.sentence, error.remedy, log))

    def _take_back(self) -> None:
        if self._installation is None:
            return
        try:
            self._installation.undo()
        except InvertSegError as error:
            # The record stays, so that the next time can finish it or take it back.
            self._installer.tell_line(str(error))
