"""CTK's widgets for text: ctkSearchBox, ctkFittedTextBrowser, ctkMessageBox."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Slot

from .members import stored


class ctkSearchBox(QtWidgets.QLineEdit):
    """A line to search with; it has a button that clears it."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search...")
        self.setClearButtonEnabled(True)

    clearIcon = stored(QtGui.QIcon, "clearIcon", QtGui.QIcon())
    searchIcon = stored(QtGui.QIcon, "searchIcon", QtGui.QIcon())
    showSearchIcon = stored(bool, "showSearchIcon", False)

    @Slot()
    def updateClearButtonState(self) -> None:
        """Qt's own button needs no help."""


class ctkFittedTextBrowser(QtWidgets.QTextBrowser):
    """A text browser that is as high as its text."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)
        self.textChanged.connect(self.heightForWidthMayHaveChanged)

    collapsed = stored(bool, "collapsed", True)
    disableMouseScroll = stored(bool, "disableMouseScroll", False)
    hideDetailsText = stored(str, "hideDetailsText", "Hide details.")
    showDetailsText = stored(str, "showDetailsText", "Show details...")

    @Slot()
    def heightForWidthMayHaveChanged(self) -> None:
        """Ask the layout for another height."""
        self.updateGeometry()

    @Slot(str)
    def setCollapsibleText(self, text: str) -> None:
        """Show a text; what is folded in Slicer is shown here."""
        self.setText(text)

    def heightForWidth(self, width: int) -> int:
        """As high as the text at that width."""
        document = self.document().clone()
        document.setTextWidth(width - 2 * self.frameWidth())
        return int(document.size().height()) + 2 * self.frameWidth()

    def sizeHint(self) -> QtCore.QSize:
        """As high as the text."""
        hint = super().sizeHint()
        return QtCore.QSize(hint.width(), self.heightForWidth(self.width()))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Another width means another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Leaves the wheel to the panel where that is asked."""
        if self.disableMouseScroll:
            event.ignore()
        else:
            super().wheelEvent(event)


class ctkMessageBox(QtWidgets.QMessageBox):
    """A message box that can be told not to come again."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._again = QtWidgets.QCheckBox("Don't show this message again")

    def _show_check_box(self, visible: bool) -> None:
        self.setCheckBox(self._again if visible else None)

    dontShowAgain = Property(
        bool, lambda self: self._again.isChecked(), lambda self, checked: self._again.setChecked(checked)
    )
    dontShowAgainVisible = Property(
        bool, lambda self: self.checkBox() is not None, lambda self, visible: self._show_check_box(visible)
    )
    dontShowAgainSettingsKey = stored(str, "dontShowAgainSettingsKey", "")

    @Slot(bool)
    def setDontShowAgain(self, checked: bool) -> None:
        """Check or uncheck the box."""
        self._again.setChecked(checked)
