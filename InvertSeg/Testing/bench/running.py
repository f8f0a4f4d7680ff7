"""The running bench: what a test does with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore, QtGui, QtWidgets

from bench import slicer_core, themes
from bench.heartbeat import Heartbeat
from bench.pythonqt import dialogs, receivers, wrap
from bench.slicer_stand_in import install, module_manager

if TYPE_CHECKING:
    from typing_extensions import Self


class Bench:
    """A Slicer that runs until it is closed.

    Args:
        window: with a main window and views.
        testing: whether message boxes answer by themselves.
        language: of the application, as a locale ("de_DE").

    Attributes:
        slicer: the package.
        modules: names of the modules that were loaded here.
    """

    def __init__(self, *, window: bool = True, testing: bool = True, language: str = "en_US") -> None:
        install.install()
        import slicer

        self.slicer = slicer
        self.modules: list[str] = []
        slicer_core.clear()
        slicer_core.core().commandOptions().testingEnabled = testing
        slicer_core.core().applicationLocaleName = language
        dialogs.forget()
        receivers.swallowed.clear()
        self._window = install.open_window() if window else None
        if self._window is not None:
            self._window.resize(1200, 800)
            self._window.show()
            self.process_events()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ modules

    def load_module(self, path: str | Path) -> Any:
        """Load a scripted module from its file, unchanged, and finish starting up.

        Returns:
            The module as `slicer.modules.<name>`.
        """
        module = module_manager.load(Path(path).resolve())
        self.modules.append(module.name)
        self.slicer.app.startupCompleted.emit()
        return module

    def show_panel(self, name: str = "", *, width: int = 400, height: int = 0, dark: bool = False) -> Any:
        """Show a module's panel.

        Args:
            name: the module; the one loaded last if empty.
            width: of the panel in pixels, as a user may have dragged it.
            height: of the panel; as tall as its content needs if 0.
            dark: in Slicer's dark theme.

        Returns:
            The Python object of the module's widget class.

        Raises:
            RuntimeError: the bench has no window.
        """
        if self._window is None:
            raise RuntimeError("a bench without a window shows no panel")
        name = name or self.modules[-1]
        themes.apply(dark=dark)
        self.slicer.util.selectModule(name)
        self.process_events(0.05)
        area = self._window.panel_area()
        area.setFixedWidth(width)
        if not height:
            area.widget().layout().activate()
            height = max(area.widget().heightForWidth(width), area.widget().sizeHint().height())
        self._window.resize(max(width + 700, 1000), max(height + 40, 400))
        self.process_events(0.1)
        return getattr(self.slicer.modules, f"{name}Widget", None)

    def select_module(self, name: str) -> None:
        """Go to another module, as the user does with the menu."""
        self.slicer.util.selectModule(name)
        self.process_events()

    def find(self, name: str) -> Any:
        """A widget of any panel by its object name.

        Raises:
            LookupError: there is none.
        """
        roots = [self._window] if self._window is not None else QtWidgets.QApplication.topLevelWidgets()
        for root in roots:
            found = root.findChild(QtCore.QObject, name)
            if found is not None:
                return wrap(found)
        raise LookupError(f"no widget is called {name}")

    # ------------------------------------------------------------------ time

    def process_events(self, seconds: float = 0.0) -> None:
        """Let the event loop run for a time, at least until it has nothing to do."""
        end = time.perf_counter() + seconds
        QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete.value)
        QtWidgets.QApplication.processEvents()
        while time.perf_counter() < end:
            left = max(1, round(1000 * (end - time.perf_counter())))
            waiting = QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            QtCore.QTimer.singleShot(left, lambda: None)
            QtWidgets.QApplication.processEvents(waiting)

    def wait_until(self, condition: Callable[[], Any], timeout: float = 60.0) -> None:
        """Let the event loop run until a condition is true.

        Raises:
            TimeoutError: it did not become true.
        """
        end = time.perf_counter() + timeout
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError(f"not within {timeout} s")
            self.process_events(0.01)

    @staticmethod
    def heartbeat(limit: float = 0.1) -> Heartbeat:
        """Measures how long the GUI thread is busy at a stretch within a `with` block."""
        return Heartbeat(limit)

    # ------------------------------------------------------------------ what happened

    @property
    def errors(self) -> list[str]:
        """What slots raised since the start; a real Slicer prints it and goes on."""
        return list(receivers.swallowed)

    def grab(self, path: str | Path, what: str = "panel") -> Path:
        """Save a picture.

        Args:
            path: .png file.
            what: "panel" for the module's panel from top to bottom, "window" for all of it.
        """
        if self._window is None:
            raise RuntimeError("a bench without a window has no pictures")
        self.process_events(0.05)
        shown = self._window if what == "window" else self._window.panel_area().widget()
        target = Path(path)
        if not shown.grab().save(str(target)):
            raise OSError(f"{target} cannot be written")
        return target

    def image_of_view(self, name: str) -> QtGui.QImage:
        """What a slice view shows, drawn now: "Red", "Green" or "Yellow"."""
        manager = self.slicer.app.__bench_native__.layoutManager()
        view = manager.sliceWidget(name).sliceView()
        view.forceRender()
        return view.picture.image()

    # ------------------------------------------------------------------ end

    def close(self, *, quit_application: bool = False) -> None:
        """Leave the module, unload what was loaded, empty the scene.

        Args:
            quit_application: quit first, as a user who closes Slicer in the middle of something.
        """
        if quit_application:
            self.slicer.app.aboutToQuit.emit()
        for name in reversed(self.modules):
            self._unload(name)
        self.modules.clear()
        if self._window is not None:
            install.close_window(self._window)
            self._window = None
        themes.apply(dark=False)
        slicer_core.clear()
        application = QtWidgets.QApplication.instance()
        application.forget_translations()
        self.process_events()

    def _unload(self, name: str) -> None:
        if self._window is not None and self._window.moduleSelector().property("selectedModule") == name:
            self._window.moduleSelector()._leave()
        self.slicer.app.moduleManager().moduleAboutToBeUnloaded.emit(name)
        for attribute in (name.lower(), f"{name}Widget", f"{name}Instance"):
            if hasattr(self.slicer.modules, attribute):
                delattr(self.slicer.modules, attribute)
        if hasattr(self.slicer.moduleNames, name):
            delattr(self.slicer.moduleNames, name)
