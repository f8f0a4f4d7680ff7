"""`slicer.app` with Qt: the application that Slicer's Python sees, on PySide6."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtWidgets

from bench import slicer_core

_CONSTANTS = {
    "documentationBaseUrl": "https://slicer.readthedocs.io/en/latest/",
    "documentationLanguage": "en",
    "documentationVersion": "latest",
    "intDir": "",
    "mainApplicationDisplayName": "3D Slicer",
    "mainApplicationName": "Slicer",
    "platform": "linux-amd64",
    "releaseType": "Stable",
    "repositoryBranch": "main",
    "repositoryUrl": "https://github.com/Slicer/Slicer",
}
_OF_THE_CORE = (
    "applicationLocaleName",
    "arch",
    "defaultScenePath",
    "os",
    "revision",
    "slicerHome",
    "temporaryPath",
)
_FILES = {
    "cachePath": "Cache",
    "launcherExecutableFilePath": "Slicer",
    "launcherSettingsFilePath": "SlicerLauncherSettings.ini",
    "slicerRevisionUserSettingsFilePath": "Slicer-34045.ini",
    "slicerSharePath": "share",
    "startupWorkingPath": "",
}


def _constant(value: str) -> Any:
    return QtCore.Property(str, lambda _self: value, constant=True)


def _of_core(name: str) -> Any:
    return QtCore.Property(str, lambda _self: getattr(slicer_core.core(), name), constant=True)


def _file(name: str) -> Any:
    return QtCore.Property(str, lambda _self: str(Path(slicer_core.core().slicerHome) / name), constant=True)


class _Application(QtWidgets.QApplication):
    """What every member of the application needs."""

    startupCompleted = QtCore.Signal()
    mrmlSceneChanged = QtCore.Signal(object)
    urlReceived = QtCore.Signal(str)
    usageEventLogged = QtCore.Signal(str, str)
    renderPaused = QtCore.Signal(bool)

    majorVersion = QtCore.Property(int, lambda _self: slicer_core.core().majorVersion, constant=True)
    minorVersion = QtCore.Property(int, lambda _self: slicer_core.core().minorVersion, constant=True)
    isInstalled = QtCore.Property(bool, lambda _self: True, constant=True)
    isCustomMainApplication = QtCore.Property(bool, lambda _self: False, constant=True)
    extensionsInstallPath = _constant("")

    def applicationLogic(self) -> Any:
        return slicer_core.core().applicationLogic()

    def mrmlScene(self) -> Any:
        return slicer_core.core().mrmlScene()

    def moduleLogic(self, name: str) -> Any:
        return slicer_core.core().moduleLogic(name)

    def coreIOManager(self) -> Any:
        return slicer_core.core().coreIOManager()

    def ioManager(self) -> Any:
        return slicer_core.core().ioManager()

    def commandOptions(self) -> Any:
        return slicer_core.core().commandOptions()

    def testingEnabled(self) -> bool:
        return slicer_core.core().testingEnabled()

    def startupEnvironment(self) -> QtCore.QProcessEnvironment:
        variables = slicer_core.core().startupEnvironment()
        made = QtCore.QProcessEnvironment()
        for name in variables.keys():  # noqa: SIM118 - it is Qt's environment, no dict
            made.insert(name, variables.value(name))
        return made

    def environment(self) -> QtCore.QProcessEnvironment:
        return QtCore.QProcessEnvironment.systemEnvironment()

    def settings(self) -> QtCore.QSettings:
        return self._kept("settings", QtCore.QSettings)

    def userSettings(self) -> QtCore.QSettings:
        return self.settings()

    def revisionUserSettings(self) -> QtCore.QSettings:
        path = self.property("slicerRevisionUserSettingsFilePath")
        return self._kept("revision", lambda: QtCore.QSettings(path, QtCore.QSettings.Format.IniFormat))

    def moduleManager(self) -> QtCore.QObject:
        from bench.slicer_stand_in.module_manager import qSlicerModuleManager

        return self._kept("modules", qSlicerModuleManager)

    def layoutManager(self) -> QtCore.QObject | None:
        return self._parts.get("layout")

    def setLayoutManager(self, manager: QtCore.QObject | None) -> None:
        self._parts["layout"] = manager

    def pauseRender(self) -> None:
        slicer_core.core().pauseRender()
        self.renderPaused.emit(True)

    def resumeRender(self) -> None:
        slicer_core.core().resumeRender()
        self.renderPaused.emit(False)

    def setRenderPaused(self, paused: bool) -> None:
        (self.pauseRender if paused else self.resumeRender)()

    def moduleDocumentationUrl(self, name: str) -> str:
        return f"https://slicer.readthedocs.io/en/latest/user_guide/modules/{name.lower()}.html"

    def translationFolders(self) -> list[str]:
        return []

    def loadTranslations(self, folder: str) -> None:
        """Install the .qm files of the application's language; those of any region where its own has none."""
        language = self.applicationLocaleName
        for wanted in (language, language.split("_")[0]):
            names = {f"*{wanted}.qm", f"*{wanted.replace('_', '-')}.qm"}
            found = QtCore.QDir(folder).entryList(sorted(names)) if wanted else []
            for name in found:
                translator = QtCore.QTranslator(self)
                if translator.load(f"{folder}/{name}"):
                    self.installTranslator(translator)
                    self._parts.setdefault("translators", []).append(translator)
            if found:
                return

    def forget_translations(self) -> None:
        """Remove what `loadTranslations` installed; for the bench, a real application keeps it."""
        for translator in self._parts.pop("translators", ()):
            self.removeTranslator(translator)

    @property
    def _parts(self) -> dict[str, Any]:
        return self.__dict__.setdefault("_bench_parts", {})

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        """Make a part once; C++ keeps it as long as the application."""
        if name not in self._parts:
            self._parts[name] = make()
        return self._parts[name]


_PROPERTIES = {
    **{name: _constant(value) for name, value in _CONSTANTS.items()},
    **{name: _of_core(name) for name in _OF_THE_CORE},
    **{name: _file(value) for name, value in _FILES.items()},
    "slicerUserSettingsFilePath": QtCore.Property(
        str, lambda self: self.settings().fileName(), constant=True
    ),
}
qSlicerApplication = type("qSlicerApplication", (_Application,), {**_PROPERTIES, "__module__": __name__})


class qSlicerStyle(QtWidgets.QProxyStyle):
    """Slicer's style: Fusion in all that is not a matter of taste."""


def make(arguments: list[str]) -> QtWidgets.QApplication:
    """The application; there can be one in a process."""
    from bench.pythonqt import register

    QtCore.QCoreApplication.setApplicationVersion(slicer_core.core().applicationVersion)
    register("slicer", qSlicerApplication)
    register("slicer", qSlicerStyle)
    return qSlicerApplication(arguments)
