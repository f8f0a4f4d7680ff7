"""Sections that fold: ctkCollapsibleButton and ctkCollapsibleGroupBox."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from .members import stored

_ALIGNED_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)


class _Folding:
    """Hides the children of a widget, and shows again those that were not hidden by themselves."""

    def _fold(self, folded: bool) -> None:
        hidden = self.__dict__.setdefault("_folded_children", [])
        if folded:
            for child in self.children():
                if isinstance(child, QtWidgets.QWidget) and not child.isHidden():
                    child.hide()
                    hidden.append(child)
        else:
            for child in hidden:
                child.show()
            hidden.clear()


class ctkCollapsibleButton(_Folding, QtWidgets.QAbstractButton):
    """A header that shows or hides what lies below it; checked means expanded."""

    contentsCollapsed = Signal(bool)

    def __init__(self, *arguments: object) -> None:
        text = next((a for a in arguments if isinstance(a, str)), "")
        super().__init__(next((a for a in arguments if isinstance(a, QtWidgets.QWidget)), None))
        self.setText(text)
        self._collapsed = False
        self._maximum_height = self.maximumHeight()
        self.setCheckable(True)
        self.setChecked(True)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Minimum, policy.Preferred)
        self.setContentsMargins(0, self._header().height(), 0, 0)
        self.setBackgroundRole(QtGui.QPalette.ColorRole.Window)
        self.toggled.connect(self.onToggled)

    collapsed = Property(bool, lambda self: self._collapsed, lambda self, value: self._set_collapsed(value))
    collapsedHeight = stored(int, "collapsedHeight", 14, QtWidgets.QWidget.updateGeometry)
    contentsFrameShape = stored(int, "contentsFrameShape", 0, QtWidgets.QWidget.update)
    contentsFrameShadow = stored(int, "contentsFrameShadow", 16, QtWidgets.QWidget.update)
    contentsLineWidth = stored(int, "contentsLineWidth", 1, QtWidgets.QWidget.update)
    contentsMidLineWidth = stored(int, "contentsMidLineWidth", 0, QtWidgets.QWidget.update)
    buttonTextAlignment = stored(int, "buttonTextAlignment", _ALIGNED_LEFT, QtWidgets.QWidget.update)
    indicatorAlignment = stored(int, "indicatorAlignment", _ALIGNED_LEFT, QtWidgets.QWidget.update)
    flat = stored(bool, "flat", False, QtWidgets.QWidget.update)

    def _set_collapsed(self, collapsed: bool) -> None:
        if self.isCheckable():
            self.setChecked(not collapsed)
        else:
            self.collapse(collapsed)

    @Slot(bool)
    def onToggled(self, checked: bool = True) -> None:
        """Follow the button's state."""
        if self.isCheckable():
            self.collapse(not checked)

    @Slot(bool)
    def collapse(self, collapsed: bool) -> None:
        """Fold or unfold."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        if collapsed:
            self._maximum_height = self.maximumHeight()
        self._fold(collapsed)
        self.setMaximumHeight(
            self._header().height() + self.collapsedHeight if collapsed else self._maximum_height
        )
        self.updateGeometry()
        self.contentsCollapsed.emit(collapsed)

    def childEvent(self, event: QtCore.QChildEvent) -> None:
        """What is added to a folded section stays hidden."""
        child = event.child()
        if (
            event.added()
            and self._collapsed
            and isinstance(child, QtWidgets.QWidget)
            and not child.isHidden()
        ):
            child.hide()
            self.__dict__.setdefault("_folded_children", []).append(child)
        super().childEvent(event)

    def hitButton(self, position: QtCore.QPoint) -> bool:
        """Only the header is a button."""
        return position.y() < self._header().height()

    def _header(self) -> QtCore.QSize:
        metrics = self.fontMetrics()
        return QtCore.QSize(metrics.horizontalAdvance(self.text()) + 40, metrics.height() + 8)

    def sizeHint(self) -> QtCore.QSize:
        """The header, and the contents unless folded."""
        header = self._header()
        if self._collapsed:
            return QtCore.QSize(header.width(), header.height() + self.collapsedHeight)
        return super().sizeHint().expandedTo(header)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As small as the header."""
        return self._header() if self._collapsed else super().minimumSizeHint().expandedTo(self._header())

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """A push button's frame with an arrow and the text."""
        painter = QtWidgets.QStylePainter(self)
        area = QtCore.QRect(0, 0, self.width(), self._header().height())
        option = QtWidgets.QStyleOptionButton()
        option.initFrom(self)
        option.rect = area
        if not self.flat:
            painter.drawControl(QtWidgets.QStyle.ControlElement.CE_PushButtonBevel, option)
        arrow = QtWidgets.QStyleOption()
        arrow.initFrom(self)
        arrow.rect = QtCore.QRect(4, (area.height() - 12) // 2, 12, 12)
        kinds = QtWidgets.QStyle.PrimitiveElement
        painter.drawPrimitive(
            kinds.PE_IndicatorArrowDown if not self._collapsed else kinds.PE_IndicatorArrowRight, arrow
        )
        painter.setPen(self.palette().color(QtGui.QPalette.ColorRole.ButtonText))
        painter.drawText(area.adjusted(22, 0, -4, 0), Qt.AlignmentFlag(self.buttonTextAlignment), self.text())


class ctkCollapsibleGroupBox(_Folding, QtWidgets.QGroupBox):
    """A group box whose title folds it."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._collapsed = False
        self.setCheckable(True)
        self.setChecked(True)
        self.toggled.connect(self.expand)

    collapsed = Property(bool, lambda self: self._collapsed, lambda self, value: self.setChecked(not value))
    collapsedHeight = stored(int, "collapsedHeight", 14, QtWidgets.QWidget.updateGeometry)

    @Slot(bool)
    def expand(self, expanded: bool) -> None:
        """Unfold or fold."""
        if expanded is not self._collapsed:
            return
        self._collapsed = not expanded
        self._fold(self._collapsed)
        self.setMaximumHeight(
            self.fontMetrics().height() + self.collapsedHeight if self._collapsed else 16777215
        )
