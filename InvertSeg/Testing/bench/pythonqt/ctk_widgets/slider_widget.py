"""ctkSliderWidget and ctkDoubleSlider: one number on a slider."""

from __future__ import annotations

import enum

from PySide6 import QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from .members import forwarded, stored, with_enumerators

STEPS = 10000


class _Scale:
    """Numbers between limits on the whole numbers of a QSlider."""

    def __init__(self, slider: QtWidgets.QSlider) -> None:
        self.slider = slider
        slider.setRange(0, STEPS)
        self.low, self.high = 0.0, 99.0

    def show(self, value: float) -> None:
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(share * STEPS))
        self.slider.blockSignals(blocked)

    def value(self, position: int) -> float:
        return self.low + position / STEPS * (self.high - self.low)

    def clamp(self, value: float) -> float:
        return min(max(float(value), self.low), self.high)


class ctkDoubleSlider(QtWidgets.QWidget):
    """A slider for numbers with decimals."""

    valueChanged = Signal(float)
    sliderMoved = Signal(float)
    sliderPressed = Signal()
    sliderReleased = Signal()
    rangeChanged = Signal(float, float)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QtWidgets.QSlider(self)
        self._scale = _Scale(self._slider)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._slider)
        self._value = 0.0
        self._slider.sliderPressed.connect(self.sliderPressed)
        self._slider.sliderReleased.connect(self.sliderReleased)
        self._slider.sliderMoved.connect(lambda at: self.sliderMoved.emit(self._scale.value(at)))
        self._slider.valueChanged.connect(lambda at: self.setValue(self._scale.value(at)))

    minimum = Property(
        float, lambda self: self._scale.low, lambda self, v: self._limits(v, max(v, self._scale.high))
    )
    maximum = Property(
        float, lambda self: self._scale.high, lambda self, v: self._limits(min(v, self._scale.low), v)
    )
    value = Property(float, lambda self: self._value, lambda self, v: self.setValue(v))
    sliderPosition = Property(float, lambda self: self._value, lambda self, v: self.setValue(v))
    orientation = Property(
        int,
        lambda self: self._slider.orientation().value,
        lambda self, v: self.setOrientation(Qt.Orientation(v)),
    )
    tracking = forwarded(bool, "_slider", "tracking")
    invertedAppearance = forwarded(bool, "_slider", "invertedAppearance")
    invertedControls = forwarded(bool, "_slider", "invertedControls")
    handleToolTip = stored(str, "handleToolTip", "")
    singleStep = stored(float, "singleStep", 1.0)
    pageStep = stored(float, "pageStep", 10.0)
    tickInterval = stored(float, "tickInterval", 0.0)
    tickPosition = stored(int, "tickPosition", 0)

    def _limits(self, low: float, high: float) -> None:
        self._scale.low, self._scale.high = low, high
        self.rangeChanged.emit(low, high)
        self.setValue(self._value)

    def setOrientation(self, orientation: Qt.Orientation) -> None:
        """Lie or stand."""
        self._slider.setOrientation(orientation)

    @Slot(float)
    def setValue(self, value: float) -> None:
        """Set the value within the limits."""
        new = self._scale.clamp(value)
        old, self._value = self._value, new
        self._scale.show(new)
        if new != old:
            self.valueChanged.emit(new)


class SynchronizeSibling(enum.IntFlag):
    """What neighbouring slider widgets have in common."""

    NoSynchronize = 0
    SynchronizeWidth = 1
    SynchronizeDecimals = 2


@with_enumerators(SynchronizeSibling)
class ctkSliderWidget(QtWidgets.QWidget):
    """A slider with a spin box."""

    valueChanged = Signal(float)
    valueIsChanging = Signal(float)
    decimalsChanged = Signal(int)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QtWidgets.QSlider(Qt.Orientation.Horizontal, self)
        self._scale = _Scale(self._slider)
        self._box = QtWidgets.QDoubleSpinBox(self)
        self._box.setRange(0.0, 99.0)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._slider)
        layout.addWidget(self._box)
        self._value = self._sent = 0.0
        self._changing = False
        self._slider.sliderPressed.connect(self.startChanging)
        self._slider.sliderReleased.connect(self.stopChanging)
        self._slider.valueChanged.connect(lambda at: self._set(self._scale.value(at), by_slider=True))
        self._box.valueChanged.connect(self._set)

    minimum = Property(
        float, lambda self: self._scale.low, lambda self, v: self._limits(v, max(v, self._scale.high))
    )
    maximum = Property(
        float, lambda self: self._scale.high, lambda self, v: self._limits(min(v, self._scale.low), v)
    )
    value = Property(float, lambda self: self._value, lambda self, v: self.setValue(v))
    decimals = Property(int, lambda self: self._box.decimals(), lambda self, v: self.setDecimals(v))
    singleStep = forwarded(float, "_box", "singleStep")
    pageStep = stored(float, "pageStep", 10.0)
    prefix = forwarded(str, "_box", "prefix")
    suffix = forwarded(str, "_box", "suffix")
    invertedAppearance = forwarded(bool, "_slider", "invertedAppearance")
    invertedControls = forwarded(bool, "_slider", "invertedControls")
    popupSlider = stored(bool, "popupSlider", False)
    spinBoxAlignment = stored(int, "spinBoxAlignment", int(Qt.AlignmentFlag.AlignRight.value))
    spinBoxVisible = Property(
        bool, lambda self: self._box.isVisibleTo(self), lambda self, v: self._box.setVisible(v)
    )
    synchronizeSiblings = stored(int, "synchronizeSiblings", int(SynchronizeSibling.SynchronizeWidth))
    tickInterval = stored(float, "tickInterval", 0.0)
    tickPosition = stored(int, "tickPosition", 0)
    tracking = stored(bool, "tracking", True)

    def _limits(self, low: float, high: float) -> None:
        self._scale.low, self._scale.high = low, high
        blocked = self._box.blockSignals(True)
        self._box.setRange(low, high)
        self._box.blockSignals(blocked)
        self._set(self._value)

    def _set(self, value: float, *, by_slider: bool = False) -> None:
        new = self._scale.clamp(round(float(value), self._box.decimals()))
        old, self._value = self._value, new
        self._scale.show(new)
        blocked = self._box.blockSignals(True)
        self._box.setValue(new)
        self._box.blockSignals(blocked)
        if new != old:
            self.valueIsChanging.emit(new)
        if not (self._changing and by_slider):
            self._tell()

    def _tell(self) -> None:
        old, self._sent = self._sent, self._value
        if self._value != old:
            self.valueChanged.emit(self._value)

    @Slot(float)
    def setValue(self, value: float) -> None:
        """Set the value within the limits."""
        self._set(value)

    @Slot(int)
    def setDecimals(self, decimals: int) -> None:
        """Show so many decimals; the value is rounded to them."""
        if decimals != self._box.decimals():
            self._box.setDecimals(decimals)
            self.decimalsChanged.emit(decimals)
            self._set(self._value)

    @Slot(bool)
    def setSpinBoxVisible(self, visible: bool) -> None:
        """Show or hide the number."""
        self._box.setVisible(visible)

    @Slot()
    def reset(self) -> None:
        """Back to zero, or to the limit nearest to it."""
        self.setValue(0.0)

    @Slot()
    def startChanging(self) -> None:
        """The slider is held."""
        self._changing = not self.tracking

    @Slot()
    def stopChanging(self) -> None:
        """The slider was let go."""
        if self._changing:
            self._changing = False
            self._tell()
