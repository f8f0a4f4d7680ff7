"""ctkRangeWidget: two numbers with a slider between them."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from .double_slider import ctkDoubleRangeSlider
from .members import stored


class ctkRangeWidget(QtWidgets.QWidget):
    """A lower and an upper value between limits."""

    valuesChanged = Signal(float, float)
    minimumValueChanged = Signal(float)
    maximumValueChanged = Signal(float)
    minimumValueIsChanging = Signal(float)
    maximumValueIsChanging = Signal(float)
    rangeChanged = Signal(float, float)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = ctkDoubleRangeSlider(self)
        self._slider.setProperty("orientation", Qt.Orientation.Horizontal.value)
        self._boxes = (QtWidgets.QDoubleSpinBox(self), QtWidgets.QDoubleSpinBox(self))
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._boxes[0], self._slider, self._boxes[1]):
            layout.addWidget(widget)
        self._values = (0.0, 99.0)
        self._sent = self._values
        self._changing = False
        self.setRange(0.0, 99.0)
        self._show()
        self._slider.valuesChanged.connect(self.changeValues)
        self._slider.sliderPressed.connect(self.startChanging)
        self._slider.sliderReleased.connect(self.stopChanging)
        self._boxes[0].valueChanged.connect(lambda value: self._set(value, self._values[1]))
        self._boxes[1].valueChanged.connect(lambda value: self._set(self._values[0], value))

    minimum = Property(
        float,
        lambda self: self._slider.minimum,
        lambda self, v: self.setRange(v, max(v, self._slider.maximum)),
    )
    maximum = Property(
        float,
        lambda self: self._slider.maximum,
        lambda self, v: self.setRange(min(v, self._slider.minimum), v),
    )
    minimumValue = Property(float, lambda self: self._values[0], lambda self, v: self.setMinimumValue(v))
    maximumValue = Property(float, lambda self: self._values[1], lambda self, v: self.setMaximumValue(v))
    decimals = Property(int, lambda self: self._boxes[0].decimals(), lambda self, v: self.setDecimals(v))
    singleStep = Property(float, lambda self: self._boxes[0].singleStep(), lambda self, v: self._step(v))
    prefix = Property(str, lambda self: self._boxes[0].prefix(), lambda self, v: self._both("prefix", v))
    suffix = Property(str, lambda self: self._boxes[0].suffix(), lambda self, v: self._both("suffix", v))
    spinBoxTextAlignment = Property(
        int, lambda self: int(self._boxes[0].alignment().value), lambda self, v: self._both("alignment", v)
    )
    autoSpinBoxWidth = stored(bool, "autoSpinBoxWidth", True)
    customSpinBoxesLimitsMin = Property(float, lambda _self: 0.0)
    customSpinBoxesLimitsMax = Property(float, lambda _self: 0.0)
    spinBoxAlignment = stored(int, "spinBoxAlignment", int(Qt.AlignmentFlag.AlignVCenter.value))
    symmetricMoves = Property(
        bool,
        lambda self: self._slider.symmetricMoves,
        lambda self, v: self._slider.setProperty("symmetricMoves", v) and None,
    )
    tickInterval = stored(float, "tickInterval", 0.0)
    tracking = stored(bool, "tracking", True)

    def _both(self, name: str, value: object) -> None:
        for box in self._boxes:
            box.setProperty(name, value)

    def _step(self, step: float) -> None:
        self._both("singleStep", step)
        self._slider.setProperty("singleStep", step)

    @Slot(int)
    def setDecimals(self, decimals: int) -> None:
        """Show so many decimals; values are rounded to them."""
        self._both("decimals", decimals)
        self._set(*self._values)

    @Slot(float, float)
    def setRange(self, minimum: float, maximum: float) -> None:
        """Set the limits; values outside move onto them."""
        before = (self._slider.minimum, self._slider.maximum)
        low, high = sorted((float(minimum), float(maximum)))
        blocked = self._slider.blockSignals(True)
        self._slider.setRange(low, high)
        self._slider.blockSignals(blocked)
        self._set(*self._values)
        if (low, high) != before:
            self.rangeChanged.emit(low, high)

    @Slot(float)
    def setMinimumValue(self, value: float) -> None:
        """Set the lower value, at most the upper one."""
        self._set(min(value, self._values[1]), self._values[1])

    @Slot(float)
    def setMaximumValue(self, value: float) -> None:
        """Set the upper value, at least the lower one."""
        self._set(self._values[0], max(value, self._values[0]))

    @Slot(float, float)
    def setValues(self, minimum: float, maximum: float) -> None:
        """Set both values within the limits; they may come in either order."""
        self._set(*sorted((minimum, maximum)))

    @Slot(float, float)
    def changeValues(self, minimum: float, maximum: float) -> None:
        """Follow the slider; without tracking nobody is told before it is let go."""
        self._set(minimum, maximum, by_slider=True)

    @Slot()
    def reset(self) -> None:
        """Span the limits."""
        self.setValues(self._slider.minimum, self._slider.maximum)

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

    def _set(self, minimum: float, maximum: float, *, by_slider: bool = False) -> None:
        low, high = self._slider.minimum, self._slider.maximum
        places = self._boxes[0].decimals()
        new = tuple(min(max(round(float(v), places), low), high) for v in (minimum, maximum))
        old, self._values = self._values, new
        self._show()
        if new[0] != old[0]:
            self.minimumValueIsChanging.emit(new[0])
        if new[1] != old[1]:
            self.maximumValueIsChanging.emit(new[1])
        if not (self._changing and by_slider):
            self._tell()

    def _tell(self) -> None:
        old, self._sent = self._sent, self._values
        if self._values == old:
            return
        self.valuesChanged.emit(*self._values)
        if self._values[0] != old[0]:
            self.minimumValueChanged.emit(self._values[0])
        if self._values[1] != old[1]:
            self.maximumValueChanged.emit(self._values[1])

    def _show(self) -> None:
        """Bring slider and boxes to the values; neither box can cross the other."""
        low, high = self._slider.minimum, self._slider.maximum
        limits = ((low, self._values[1]), (self._values[0], high))
        for widget in (self._slider, *self._boxes):
            widget.blockSignals(True)
        for box, limit, value in zip(self._boxes, limits, self._values, strict=True):
            box.setRange(*limit)
            box.setValue(value)
        self._slider.setValues(*self._values)
        for widget in (self._slider, *self._boxes):
            widget.blockSignals(False)
