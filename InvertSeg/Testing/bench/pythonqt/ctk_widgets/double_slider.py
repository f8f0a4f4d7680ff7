"""ctkDoubleRangeSlider: a slider with two handles."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Property, Qt, Signal, Slot

from .members import stored

HANDLE = 10  # pixels


class ctkDoubleRangeSlider(QtWidgets.QWidget):
    """Two values between a minimum and a maximum; a press between the handles moves both."""

    valuesChanged = Signal(float, float)
    minimumValueChanged = Signal(float)
    maximumValueChanged = Signal(float)
    positionsChanged = Signal(float, float)
    minimumPositionChanged = Signal(float)
    maximumPositionChanged = Signal(float)
    rangeChanged = Signal(float, float)
    sliderPressed = Signal()
    sliderReleased = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._orientation = Qt.Orientation.Vertical.value
        self._range = (0.0, 99.0)
        self._values = (0.0, 99.0)
        self._positions = (0.0, 99.0)
        self._dragged: tuple[bool, bool] | None = None
        self._from = 0.0
        self._at_start = self._positions
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    minimum = Property(
        float, lambda self: self._range[0], lambda self, v: self.setRange(v, max(v, self._range[1]))
    )
    maximum = Property(
        float, lambda self: self._range[1], lambda self, v: self.setRange(min(v, self._range[0]), v)
    )
    minimumValue = Property(float, lambda self: self._values[0], lambda self, v: self.setMinimumValue(v))
    maximumValue = Property(float, lambda self: self._values[1], lambda self, v: self.setMaximumValue(v))
    minimumPosition = Property(
        float, lambda self: self._positions[0], lambda self, v: self._move(v, self._positions[1])
    )
    maximumPosition = Property(
        float, lambda self: self._positions[1], lambda self, v: self._move(self._positions[0], v)
    )
    orientation = Property(int, lambda self: self._orientation, lambda self, v: self._set_orientation(v))
    singleStep = stored(float, "singleStep", 1.0)
    symmetricMoves = stored(bool, "symmetricMoves", False)
    tickInterval = stored(float, "tickInterval", 0.0, QtWidgets.QWidget.update)
    tickPosition = stored(int, "tickPosition", 0, QtWidgets.QWidget.update)
    tracking = stored(bool, "tracking", True)

    def _set_orientation(self, orientation: int) -> None:
        self._orientation = orientation
        self.updateGeometry()
        self.update()

    @Slot(float, float)
    def setRange(self, minimum: float, maximum: float) -> None:
        """Set the limits; values outside move onto them."""
        new = (float(minimum), float(max(minimum, maximum)))
        if new == self._range:
            return
        self._range = new
        self.rangeChanged.emit(*new)
        self.setValues(*self._values)

    @Slot(float)
    def setMinimumValue(self, value: float) -> None:
        """Set the lower value, at most the upper one."""
        self.setValues(min(value, self._values[1]), self._values[1])

    @Slot(float)
    def setMaximumValue(self, value: float) -> None:
        """Set the upper value, at least the lower one."""
        self.setValues(self._values[0], max(value, self._values[0]))

    @Slot(float, float)
    def setValues(self, minimum: float, maximum: float) -> None:
        """Set both values within the limits."""
        low, high = self._range
        new = tuple(min(max(float(v), low), high) for v in sorted((minimum, maximum)))
        self._set_positions(new)
        old, self._values = self._values, new
        if new != old:
            self.valuesChanged.emit(*new)
            if new[0] != old[0]:
                self.minimumValueChanged.emit(new[0])
            if new[1] != old[1]:
                self.maximumValueChanged.emit(new[1])
        self.update()

    def _set_positions(self, new: tuple[float, float]) -> None:
        old, self._positions = self._positions, new
        if new != old:
            self.positionsChanged.emit(*new)
            if new[0] != old[0]:
                self.minimumPositionChanged.emit(new[0])
            if new[1] != old[1]:
                self.maximumPositionChanged.emit(new[1])

    def _move(self, minimum: float, maximum: float) -> None:
        low, high = self._range
        new = (min(max(minimum, low), high), min(max(maximum, low), high))
        if self.tracking or self._dragged is None:
            self.setValues(*new)
        else:
            self._set_positions(new)
            self.update()

    # ---- mouse and picture ----------------------------------------------------------------------------
    def _along(self, point: QtCore.QPointF) -> float:
        horizontal = self._orientation == Qt.Orientation.Horizontal.value
        length = (self.width() if horizontal else self.height()) - HANDLE
        share = ((point.x() if horizontal else self.height() - point.y()) - HANDLE / 2) / max(length, 1)
        return self._range[0] + share * (self._range[1] - self._range[0])

    def _pixel(self, value: float) -> float:
        horizontal = self._orientation == Qt.Orientation.Horizontal.value
        length = (self.width() if horizontal else self.height()) - HANDLE
        share = (value - self._range[0]) / ((self._range[1] - self._range[0]) or 1)
        return HANDLE / 2 + share * length

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Take the nearest handle, or both between them."""
        at = self._along(event.position())
        grip = HANDLE * (self._range[1] - self._range[0]) / max(self.width() - HANDLE, 1)
        low, high = self._positions
        if low + grip < at < high - grip:
            self._dragged = (True, True)
        else:
            self._dragged = (True, False) if abs(at - low) <= abs(at - high) else (False, True)
        self._from, self._at_start = at, self._positions
        self.sliderPressed.emit()

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Move what was taken."""
        if self._dragged is None:
            return
        by = self._along(event.position()) - self._from
        low, high = (v + by * taken for v, taken in zip(self._at_start, self._dragged, strict=True))
        if self.symmetricMoves and self._dragged != (True, True):
            by = by if self._dragged[0] else -by
            low, high = self._at_start[0] + by, self._at_start[1] - by
        if low <= high:
            self._move(low, high)

    def mouseReleaseEvent(self, _event: QtGui.QMouseEvent) -> None:
        """Let go."""
        self._dragged = None
        self.sliderReleased.emit()
        self.setValues(*self._positions)

    def sizeHint(self) -> QtCore.QSize:
        """As an ordinary slider."""
        flat = QtCore.QSize(84, 22)
        return flat if self._orientation == Qt.Orientation.Horizontal.value else flat.transposed()

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """A groove, the stretch between the handles, the handles."""
        painter = QtGui.QPainter(self)
        if self._orientation != Qt.Orientation.Horizontal.value:
            painter.rotate(-90)
            painter.translate(-self.height(), 0)
        across = self.height() if self._orientation == Qt.Orientation.Horizontal.value else self.width()
        low, high = (self._pixel(v) for v in self._positions)
        colours = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.mid())
        length = max(self.width(), self.height()) if across == self.height() else self.height()
        painter.drawRect(QtCore.QRectF(HANDLE / 2, across / 2 - 2, length - HANDLE, 4))
        painter.setBrush(colours.highlight())
        painter.drawRect(QtCore.QRectF(low, across / 2 - 2, high - low, 4))
        painter.setBrush(colours.button())
        painter.setPen(colours.color(QtGui.QPalette.ColorRole.Dark))
        for at in (low, high):
            painter.drawRoundedRect(QtCore.QRectF(at - HANDLE / 2, 2, HANDLE, across - 4), 2, 2)
