"""ctkComboBox and ctkCheckableComboBox."""

from __future__ import annotations

import enum

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from .members import stored, with_enumerators


class ScrollEffect(enum.IntFlag):
    """When the mouse wheel changes the value."""

    NeverScroll = 0
    AlwaysScroll = 1
    ScrollWithFocus = 2
    ScrollWithNoVScrollBar = 4


@with_enumerators(ScrollEffect)
class ctkComboBox(QtWidgets.QComboBox):
    """A combo box that may show a text while nothing is chosen."""

    returnRelease = Signal()

    defaultText = stored(str, "defaultText", "", QtWidgets.QWidget.update)
    defaultIcon = stored(QtGui.QIcon, "defaultIcon", QtGui.QIcon())
    forceDefault = stored(bool, "forceDefault", False, QtWidgets.QWidget.update)
    elideMode = stored(int, "elideMode", Qt.TextElideMode.ElideNone.value)
    scrollWheelEffect = stored(int, "scrollWheelEffect", int(ScrollEffect.AlwaysScroll))
    currentUserDataAsString = Property(
        str,
        lambda self: str(self.currentData() or ""),
        lambda self, data: self.setCurrentUserDataAsString(data),
    )

    @Slot(str)
    def setCurrentUserDataAsString(self, data: str) -> None:
        """Choose the item with this data."""
        for index in range(self.count()):
            if str(self.itemData(index) or "") == data:
                self.setCurrentIndex(index)
                return

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The default text while nothing is chosen, or always where it is forced."""
        if not (self.forceDefault or (self.currentIndex() == -1 and self.defaultText)):
            super().paintEvent(event)
            return
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.defaultText
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Scrolls as `scrollWheelEffect` says."""
        with_focus = self.scrollWheelEffect == ScrollEffect.ScrollWithFocus
        if self.scrollWheelEffect == ScrollEffect.NeverScroll or (with_focus and not self.hasFocus()):
            event.ignore()
        else:
            super().wheelEvent(event)

    def keyReleaseEvent(self, event: QtGui.QKeyEvent) -> None:
        """Return is told."""
        super().keyReleaseEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.returnRelease.emit()


class ctkCheckableComboBox(ctkComboBox):
    """A combo box whose items are checked one by one."""

    checkedIndexesChanged = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._checked: list[tuple[int, int]] = []
        self._watch(self.model())
        self.view().viewport().installEventFilter(self)

    def _watch(self, model: QtCore.QAbstractItemModel) -> None:
        model.rowsInserted.connect(self._inserted)
        model.dataChanged.connect(self.onDataChanged)
        model.rowsRemoved.connect(lambda *_: self._note())

    def _inserted(self, _parent: QtCore.QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            index = self.model().index(row, self.modelColumn())
            if index.data(Qt.ItemDataRole.CheckStateRole) is None:
                item = self.model().itemFromIndex(index)
                item.setCheckable(True)
                item.setCheckState(Qt.CheckState.Unchecked)

    def checkedIndexes(self) -> list:
        """The checked items' indexes."""
        rows = (self.model().index(row, self.modelColumn()) for row in range(self.count()))
        return [index for index in rows if self.checkState(index) == Qt.CheckState.Checked]

    def checkState(self, index: QtCore.QModelIndex) -> Qt.CheckState:
        """Whether an item is checked."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        return Qt.CheckState(getattr(state, "value", state) or 0)

    @Slot(QtCore.QModelIndex, Qt.CheckState)
    def setCheckState(self, index: QtCore.QModelIndex, state: Qt.CheckState) -> None:
        """Check or uncheck an item."""
        self.model().setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def setCheckableModel(self, model: QtCore.QAbstractItemModel) -> None:
        """Show another model."""
        self.setModel(model)
        self._watch(model)

    def checkableModel(self) -> QtCore.QAbstractItemModel:
        """The model shown."""
        return self.model()

    def allChecked(self) -> bool:
        """Whether every item is checked."""
        return self.count() > 0 and len(self.checkedIndexes()) == self.count()

    def noneChecked(self) -> bool:
        """Whether no item is checked."""
        return not self.checkedIndexes()

    @Slot(QtCore.QModelIndex, QtCore.QModelIndex)
    def onDataChanged(self, _first: QtCore.QModelIndex, _last: QtCore.QModelIndex) -> None:
        """Follow the model."""
        self._note()

    def _note(self) -> None:
        now = [(index.row(), index.column()) for index in self.checkedIndexes()]
        if now != self._checked:
            self._checked = now
            self.update()
            self.checkedIndexesChanged.emit()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """A click in the open list checks instead of closing it."""
        if event.type() == QtCore.QEvent.Type.MouseButtonRelease and watched is self.view().viewport():
            index = self.view().indexAt(event.position().toPoint())
            if index.isValid():
                checked = self.checkState(index) == Qt.CheckState.Checked
                self.setCheckState(index, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """The checked items, one after the other."""
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = (
            ", ".join(str(index.data()) for index in self.checkedIndexes()) or self.defaultText
        )
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)
