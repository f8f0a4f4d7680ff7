"""ctkPathLineEdit and ctkDirectoryButton: files and folders."""

from __future__ import annotations

import enum
import re

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from bench.pythonqt import dialogs

from .buttons import ctkPushButton
from .members import stored, with_enumerators

HISTORY = 5


class Filter(enum.IntFlag):
    """What a path may be; the values are those of QDir."""

    Dirs = 0x001
    Files = 0x002
    Drives = 0x004
    NoSymLinks = 0x008
    AllEntries = 0x007
    TypeMask = 0x00F
    Readable = 0x010
    Writable = 0x020
    Executable = 0x040
    PermissionMask = 0x070
    Modified = 0x080
    Hidden = 0x100
    System = 0x200
    AccessMask = 0x3F0
    AllDirs = 0x400
    CaseSensitive = 0x800
    NoDot = 0x2000
    NoDotDot = 0x4000
    NoDotAndDotDot = 0x6000
    NoFilter = -1


class Option(enum.IntFlag):
    """How the dialog for a path behaves."""

    ShowDirsOnly = 0x01
    DontResolveSymlinks = 0x02
    DontConfirmOverwrite = 0x04
    DontUseSheet = 0x08
    DontUseNativeDialog = 0x10
    ReadOnly = 0x20
    HideNameFilterDetails = 0x40


class SizeAdjustPolicy(enum.IntEnum):
    """What the width follows."""

    AdjustToContents = 0
    AdjustToContentsOnFirstShow = 1
    AdjustToMinimumContentsLength = 2


@with_enumerators(Filter, Option, SizeAdjustPolicy)
class ctkPathLineEdit(QtWidgets.QWidget):
    """A line for a path, with a history and a button that opens a dialog."""

    currentPathChanged = Signal(str)
    validInputChanged = Signal(bool)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = QtWidgets.QComboBox(self)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QtWidgets.QComboBox.InsertPolicy.NoInsert)
        self._browse = QtWidgets.QToolButton(self)
        self._browse.setText("...")
        self._browse.clicked.connect(self.browse)
        self._history = QtWidgets.QToolButton(self)
        self._history.hide()
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._combo, 1)
        layout.addWidget(self._browse)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        self.setFocusProxy(self._combo.lineEdit())
        self._valid = False
        self._combo.lineEdit().textChanged.connect(self._changed)

    currentPath = Property(
        str, lambda self: self._combo.currentText(), lambda self, path: self.setCurrentPath(path)
    )
    filters = stored(int, "filters", int(Filter.AllDirs | Filter.Files | Filter.NoDotAndDotDot))
    label = stored(str, "label", "")
    minimumContentsLength = stored(int, "minimumContentsLength", 17)
    nameFilters = stored("QStringList", "nameFilters", [], lambda self: self.updateHasValidInput())
    options = stored(int, "options", 0)
    settingKey = stored(str, "settingKey", "", lambda self: self.retrieveHistory())
    showBrowseButton = Property(
        bool, lambda self: self._browse.isVisibleTo(self), lambda self, shown: self._browse.setVisible(shown)
    )
    showHistoryButton = stored(bool, "showHistoryButton", True)
    sizeAdjustPolicy = stored(int, "sizeAdjustPolicy", int(SizeAdjustPolicy.AdjustToMinimumContentsLength))

    def comboBox(self) -> QtWidgets.QComboBox:
        """The line with its history."""
        return self._combo

    def _changed(self, path: str) -> None:
        self.currentPathChanged.emit(path)
        self.updateHasValidInput()

    @Slot(str)
    def setCurrentPath(self, path: str) -> None:
        """Show another path."""
        self._combo.lineEdit().setText(path)

    @Slot(str)
    def setCurrentDirectory(self, _folder: str) -> None:
        """Where the dialog opens; nothing to keep here."""

    @Slot()
    def updateHasValidInput(self) -> None:
        """Say so when the path became one that exists and fits the filters, or no longer is."""
        info = QtCore.QFileInfo(self.currentPath)
        fits = info.exists() and (
            not self.filters & Filter.Dirs or self.filters & Filter.Files or info.isDir()
        )
        if fits and self.filters & Filter.Files and self.nameFilters and not info.isDir():
            patterns = re.findall(r"[*\w.?-]*[*?][*\w.?-]*", " ".join(self.nameFilters))
            fits = not patterns or QtCore.QDir.match(patterns, info.fileName())
        if bool(fits) != self._valid:
            self._valid = bool(fits)
            self.validInputChanged.emit(self._valid)

    @Slot()
    def browse(self) -> None:
        """Ask for a path."""
        if self.filters & Filter.Files:
            caption, start, kinds = (
                self.tr("Select a file to open"),
                self.currentPath,
                ";;".join(self.nameFilters),
            )
            path = QtWidgets.QFileDialog.getOpenFileName(self, caption, start, kinds)[0]
        else:
            path = QtWidgets.QFileDialog.getExistingDirectory(
                self, self.tr("Select a directory"), self.currentPath
            )
        if path:
            self.setCurrentPath(path)

    def _key(self) -> str:
        return f"ctkPathLineEdit/{self.settingKey or self.objectName()}"

    @Slot()
    def addCurrentPathToHistory(self) -> None:
        """Remember the path in the settings, newest first."""
        path = self.currentPath
        if not path:
            return
        known = self._remembered()
        history = [path, *(p for p in known if p != path)][:HISTORY]
        QtCore.QSettings().setValue(self._key(), history)
        self._fill(history, path)

    @Slot()
    def retrieveHistory(self) -> None:
        """Offer the paths of the settings; the newest becomes current where there was none."""
        path = self.currentPath
        history = self._remembered()
        self._fill(history, path or (history[0] if history else ""))

    def _remembered(self) -> list[str]:
        found = QtCore.QSettings().value(self._key(), [])
        return [found] if isinstance(found, str) else list(found or [])

    def _fill(self, history: list[str], path: str) -> None:
        before = self.currentPath
        blocked = self._combo.lineEdit().blockSignals(True)
        self._combo.clear()
        self._combo.addItems(history)
        self._combo.setEditText(path)
        self._combo.lineEdit().blockSignals(blocked)
        if path != before:
            self._changed(path)


@with_enumerators(Option)
class ctkDirectoryButton(QtWidgets.QWidget):
    """A button that shows a folder, and asks for another one when it is pressed."""

    directoryChanged = Signal(str)
    directorySelected = Signal(str)

    def __init__(self, *arguments: object) -> None:
        super().__init__(next((a for a in arguments if isinstance(a, QtWidgets.QWidget)), None))
        self._directory = QtCore.QDir(next((a for a in arguments if isinstance(a, str)), ""))
        self._button = ctkPushButton(self)
        self._button.setText(self._directory.absolutePath())
        self._button.clicked.connect(self.browse)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)

    directory = Property(
        str, lambda self: self._directory.path(), lambda self, path: self._set_directory(path)
    )
    text = Property(str, lambda self: getattr(self, "_text", ""), lambda self, text: self._set_text(text))
    icon = Property(
        QtGui.QIcon, lambda self: self._button.icon(), lambda self, icon: self._button.setIcon(icon)
    )
    caption = stored(str, "caption", "")
    acceptMode = stored(int, "acceptMode", QtWidgets.QFileDialog.AcceptMode.AcceptOpen.value)
    elideMode = stored(int, "elideMode", Qt.TextElideMode.ElideMiddle.value)
    options = stored(int, "options", int(Option.ShowDirsOnly))

    def _set_directory(self, path: str) -> None:
        new = QtCore.QDir(path)
        if self._directory == new:
            self.directorySelected.emit(new.absolutePath())
            return
        self._directory = QtCore.QDir(new.absolutePath())
        self._set_text(getattr(self, "_text", ""))
        self.directorySelected.emit(new.absolutePath())
        self.directoryChanged.emit(new.absolutePath())

    def _set_text(self, text: str) -> None:
        self._text = text
        self._button.setText(text or self._directory.absolutePath())

    @Slot()
    def browse(self) -> None:
        """Ask for a folder."""
        path = dialogs.ask("getExistingDirectory", "", self.caption, self._directory.path())
        if path:
            self._set_directory(path)
