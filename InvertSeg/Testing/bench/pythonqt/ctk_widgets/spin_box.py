"""ctkDoubleSpinBox: a number with as many decimals as it needs."""

from __future__ import annotations

import enum

from PySide6 import QtWidgets
from PySide6.QtCore import Property, Signal, Slot

from .members import forwarded, stored, with_enumerators


class DecimalsOption(enum.IntFlag):
    """How the number of decimals changes."""

    FixedDecimals = 0
    DecimalsByShortcuts = 1
    DecimalsByKey = 2
    InsertDecimals = 4
    DecimalsByValue = 8
    DecimalsAsMin = 16
    DecimalsAsMax = 32
    ReplaceDecimals = 64
    DecimalPointAlwaysVisible = 128


class SetMode(enum.IntEnum):
    """Whether setting the value it already has counts."""

    SetIfDifferent = 0
    SetAlways = 1


class SizeHintPolicy(enum.IntEnum):
    """What the width follows."""

    SizeHintByMinMax = 0
    SizeHintByValue = 1


@with_enumerators(DecimalsOption, SetMode, SizeHintPolicy)
class ctkDoubleSpinBox(QtWidgets.QWidget):
    """A spin box inside a widget."""

    valueChanged = Signal((float,), (str,))
    decimalsChanged = Signal(int)
    editingFinished = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QtWidgets.QDoubleSpinBox(self)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)
        self.setFocusProxy(self._box)
        self._setting = False
        self._box.valueChanged.connect(self._changed)
        self._box.editingFinished.connect(self.editingFinished)

    alignment = Property(
        int,
        lambda self: int(self._box.alignment().value),
        lambda self, v: self._box.setProperty("alignment", v) and None,
    )
    cleanText = Property(str, lambda self: self._box.cleanText())
    decimals = Property(int, lambda self: self._box.decimals(), lambda self, v: self.setDecimals(v))
    decimalsOption = stored(int, "decimalsOption", 3)
    frame = forwarded(bool, "_box", "frame")
    invertedControls = stored(bool, "invertedControls", False)
    isSettingValue = Property(bool, lambda self: self._setting)
    maximum = forwarded(float, "_box", "maximum")
    minimum = forwarded(float, "_box", "minimum")
    prefix = forwarded(str, "_box", "prefix")
    readOnly = forwarded(bool, "_box", "readOnly")
    setMode = stored(int, "setMode", 0)
    singleStep = forwarded(float, "_box", "singleStep")
    sizeHintPolicy = stored(int, "sizeHintPolicy", 0)
    suffix = forwarded(str, "_box", "suffix")
    value = Property(float, lambda self: self._box.value(), lambda self, v: self.setValue(v))

    def _changed(self, value: float) -> None:
        self.valueChanged[float].emit(value)
        self.valueChanged[str].emit(self._box.text())

    @Slot(int)
    def setDecimals(self, decimals: int) -> None:
        """Show so many decimals."""
        if decimals != self._box.decimals():
            self._box.setDecimals(decimals)
            self.decimalsChanged.emit(self._box.decimals())

    @Slot(float)
    def setValue(self, value: float) -> None:
        """Set the value; says so where it is another one, or where `setMode` is SetAlways."""
        if self.setMode == SetMode.SetAlways:
            self.setValueAlways(value)
        else:
            self.setValueIfDifferent(value)

    @Slot(float)
    def setValueIfDifferent(self, value: float) -> None:
        """Set the value; says so where it is another one."""
        self._setting = True
        self._box.setValue(value)
        self._setting = False

    @Slot(float)
    def setValueAlways(self, value: float) -> None:
        """Set the value and say so."""
        before = self._box.value()
        self.setValueIfDifferent(value)
        if self._box.value() == before:
            self._changed(before)

    @Slot(bool)
    def setReadOnly(self, read_only: bool) -> None:
        """Whether it can be typed into."""
        self._box.setReadOnly(read_only)

    @Slot()
    def stepUp(self) -> None:
        """One step more."""
        self._box.stepUp()

    @Slot()
    def stepDown(self) -> None:
        """One step less."""
        self._box.stepDown()
