"""CTK's buttons."""

from __future__ import annotations

import enum

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from bench.pythonqt import dialogs, objects

from .members import stored, with_enumerators

_CENTRE = int(Qt.AlignmentFlag.AlignCenter.value)
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_UPDATE = QtWidgets.QWidget.update


class ctkPushButton(QtWidgets.QPushButton):
    """A push button with aligned text and icon."""

    buttonTextAlignment = stored(int, "buttonTextAlignment", _CENTRE, _UPDATE)
    iconAlignment = stored(int, "iconAlignment", _LEFT, _UPDATE)
    elideMode = stored(int, "elideMode", Qt.TextElideMode.ElideNone.value, _UPDATE)


class ctkCheckablePushButton(ctkPushButton):
    """A push button with a check box in front of its text."""

    checkBoxToggled = Signal(bool)
    checkStateChanged = Signal(Qt.CheckState)

    checkBoxControlsButton = stored(bool, "checkBoxControlsButton", False)
    checkBoxControlsButtonToggleState = stored(bool, "checkBoxControlsButtonToggleState", False)
    checkBoxUserCheckable = stored(bool, "checkBoxUserCheckable", True, _UPDATE)
    indicatorAlignment = stored(int, "indicatorAlignment", _LEFT, _UPDATE)
    checkState = Property(
        int, lambda self: getattr(self, "_check_state", 0), lambda self, state: self._set_check_state(state)
    )

    def _set_check_state(self, state: int) -> None:
        if state == self.checkState:
            return
        self._check_state = state
        checked = state == Qt.CheckState.Checked.value
        if self.checkBoxControlsButton:
            self.setCheckable(checked)
            if self.checkBoxControlsButtonToggleState:
                self.setChecked(checked)
        self.update()
        self.checkStateChanged.emit(Qt.CheckState(state))
        self.checkBoxToggled.emit(checked)

    def _box(self) -> QtCore.QRect:
        return QtCore.QRect(6, (self.height() - 16) // 2, 16, 16)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """A click on the box checks it."""
        if self.checkBoxUserCheckable and self._box().contains(event.position().toPoint()):
            self.setDown(False)
            self._set_check_state(0 if self.checkState else Qt.CheckState.Checked.value)
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The button with the box over it."""
        super().paintEvent(event)
        option = QtWidgets.QStyleOption()
        option.initFrom(self)
        option.rect = self._box()
        states = QtWidgets.QStyle.StateFlag
        option.state |= states.State_On if self.checkState else states.State_Off
        painter = QtGui.QPainter(self)
        self.style().drawPrimitive(
            QtWidgets.QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self
        )


class ctkMenuButton(QtWidgets.QPushButton):
    """A push button with an arrow at its side that opens a menu."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._menu: QtWidgets.QMenu | None = None

    def setMenu(self, menu: QtWidgets.QMenu | None) -> None:
        """Give it a menu, which it does not own."""
        self._menu = menu

    def menu(self) -> QtWidgets.QMenu | None:
        """Its menu, while that exists."""
        return self._menu if self._menu is not None and shiboken6.isValid(self._menu) else None

    @Slot()
    def showMenu(self) -> None:
        """Open the menu below the button."""
        if self.menu() is not None:
            self.menu().popup(self.mapToGlobal(QtCore.QPoint(0, self.height())))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """The arrow opens the menu, the rest is the button."""
        if self.menu() is not None and event.position().x() > self.width() - 16:
            self.showMenu()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The button with an arrow."""
        super().paintEvent(event)
        option = QtWidgets.QStyleOption()
        option.initFrom(self)
        option.rect = QtCore.QRect(self.width() - 15, (self.height() - 10) // 2, 10, 10)
        painter = QtGui.QPainter(self)
        self.style().drawPrimitive(
            QtWidgets.QStyle.PrimitiveElement.PE_IndicatorArrowDown, option, painter, self
        )


class ctkExpandButton(QtWidgets.QToolButton):
    """A tool button with an arrow that turns round when it is checked."""

    orientation = stored(int, "orientation", Qt.Orientation.Horizontal.value, lambda self: self.updateIcon())
    mirrorOnExpand = stored(bool, "mirrorOnExpand", False, lambda self: self.updateIcon())

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.toggled.connect(lambda _checked: self.updateIcon())
        self.updateIcon()

    @Slot()
    def updateIcon(self) -> None:
        """Point the arrow."""
        style = self.style()
        kinds = QtWidgets.QStyle.StandardPixmap
        horizontal = self.orientation == Qt.Orientation.Horizontal.value
        icon = (
            kinds.SP_ToolBarHorizontalExtensionButton
            if horizontal
            else kinds.SP_ToolBarVerticalExtensionButton
        )
        pixmap = style.standardIcon(icon).pixmap(12, 12)
        if self.isChecked() != self.mirrorOnExpand:
            pixmap = pixmap.transformed(
                QtGui.QTransform().scale(-1 if horizontal else 1, 1 if horizontal else -1)
            )
        self.setIcon(QtGui.QIcon(pixmap))


class ColorDialogOption(enum.IntFlag):
    """How the dialog for a colour looks."""

    ShowAlphaChannel = 1
    NoButtons = 2
    DontUseNativeDialog = 4
    UseCTKColorDialog = 12


@with_enumerators(ColorDialogOption)
class ctkColorPickerButton(QtWidgets.QPushButton):
    """A button that shows a colour, and asks for another one when it is pressed."""

    colorChanged = Signal(QtGui.QColor)
    colorNameChanged = Signal(str)

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._color = QtGui.QColor("black")
        self._color_name = ""
        self.setCheckable(True)
        self.toggled.connect(self.onToggled)
        self._show()

    color = Property(QtGui.QColor, lambda self: self._color, lambda self, color: self.setColor(color))
    colorName = Property(str, lambda self: self._color_name, lambda self, name: self._set_name(name))
    displayColorName = Property(
        bool, lambda self: getattr(self, "_named", True), lambda self, shown: self.setDisplayColorName(shown)
    )
    dialogOptions = stored(int, "dialogOptions", 0)

    def _show(self) -> None:
        pixmap = QtGui.QPixmap(16, 16)
        pixmap.fill(self._color)
        self.setIcon(QtGui.QIcon(pixmap))
        if self.displayColorName:
            self.setText(self._color_name or self._color.name())

    def _set_name(self, name: str) -> None:
        if name != self._color_name:
            self._color_name = name
            self._show()
            self.colorNameChanged.emit(name)

    @Slot(QtGui.QColor)
    def setColor(self, color: QtGui.QColor) -> None:
        """Show another colour."""
        if color != self._color:
            self._color = QtGui.QColor(color)
            self._show()
            self.colorChanged.emit(self._color)

    @Slot(bool)
    def setDisplayColorName(self, shown: bool) -> None:
        """Whether the name stands beside the colour."""
        self._named = shown
        self._show()

    @Slot()
    def changeColor(self) -> None:
        """Ask for a colour."""
        color = dialogs.ask("getColor", None, self._color.name())
        if color is not None:
            self.setColor(objects.to_qt(color))

    @Slot(bool)
    def onToggled(self, checked: bool = True) -> None:
        """The press asks; the button comes up again."""
        if checked:
            self.changeColor()
            self.setChecked(False)
