"""`slicer.app` of a Slicer without a window, as far as that needs no Qt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bench.slicer_stand_in import facts
from bench.slicer_stand_in.io_manager import IOManager

VERSION = "5.12.3"


class StartupEnvironment:
    """The variables that Slicer was started with, with QProcessEnvironment's two questions."""

    def __init__(self) -> None:
        # Slicer's launcher adds these for itself; the environment it was started with has none of them.
        own = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "PIP_REQUIRE_VIRTUALENV")
        self._values = {name: value for name, value in os.environ.items() if name not in own}

    def keys(self) -> tuple[str, ...]:
        """Names of the variables."""
        return tuple(self._values)

    def value(self, name: str, default: str = "") -> str:
        """A variable's value."""
        return self._values.get(name, default)


class CommandOptions:
    """How Slicer was started: for tests, without a window."""

    testingEnabled = True
    noMainWindow = True
    noSplash = True


class HeadlessApplication:
    """The part of qSlicerApplication that the scene's code asks; other members are AttributeErrors."""

    applicationName = "Slicer"
    mainApplicationName = "Slicer"
    applicationVersion = VERSION
    applicationLocaleName = "en_US"
    majorVersion, minorVersion = (int(part) for part in VERSION.split(".")[:2])
    revision = "34045"
    arch = "linux-amd64"
    os = "linux"
    extensionsInstallPath = ""

    def __init__(self, application_logic: Any, temporary: Path) -> None:
        self._application_logic = application_logic
        self._io_manager = IOManager(self)
        self._options = CommandOptions()
        self._paused = 0
        self.temporaryPath = str(temporary)
        self.slicerHome = str(temporary)
        self.defaultScenePath = str(temporary)

    def __getattr__(self, name: str) -> Any:
        known = name in facts.names("slicer.app")
        more = "; the bench does not offer this member of the real one" if known else ""
        raise AttributeError(f"qSlicerApplication has no attribute named '{name}'{more}")

    def applicationLogic(self) -> Any:
        """The vtkSlicerApplicationLogic."""
        return self._application_logic

    def mrmlScene(self) -> Any:
        """The scene."""
        return self._application_logic.GetMRMLScene()

    def moduleLogic(self, name: str) -> Any:
        """The logic of a module by its name, None for none."""
        return self._application_logic.GetModuleLogic(name)

    def coreIOManager(self) -> IOManager:
        """What reads and writes."""
        return self._io_manager

    def ioManager(self) -> IOManager:
        """The same; dialogs are not here."""
        return self._io_manager

    def layoutManager(self) -> None:
        """None: there is no window."""
        return

    def commandOptions(self) -> CommandOptions:
        """How it was started."""
        return self._options

    def testingEnabled(self) -> bool:
        """Whether it was started for tests; message boxes then answer by themselves."""
        return self._options.testingEnabled

    def startupEnvironment(self) -> StartupEnvironment:
        """The variables that foreign programs should be started with."""
        return StartupEnvironment()

    def processEvents(self) -> None:
        """Nothing: without Qt there are no events."""

    def pauseRender(self) -> None:
        """Count a pause of rendering."""
        self._paused += 1

    def resumeRender(self) -> None:
        """Count the end of a pause."""
        self._paused -= 1

    def is_render_paused(self) -> bool:
        """Whether a pause has not ended yet; for the bench's views."""
        return self._paused > 0

    def topLevelWidgets(self) -> tuple:
        """None of them."""
        return ()

    def translate(self, _context: str, text: str, *_: Any) -> str:
        """The text itself: no translation is installed."""
        return text

    def loadTranslations(self, folder: str) -> None:
        """Nothing: only Qt reads them."""
