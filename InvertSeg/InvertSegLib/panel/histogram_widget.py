"""The histogram with what is done to the intensities drawn on it, to be dragged or moved by keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import qt
from slicer.i18n import tr as _

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.levels import Levels
from InvertSegLib.panel import histogram_painting as painting
from InvertSegLib.panel.intensity_axis import (
    BACKGROUND,
    CLIP_HIGH,
    CLIP_LOW,
    HANDLES,
    IntensityAxis,
    handle_at,
    heights,
    positions,
)
from InvertSegLib.session.signal import Signal

_HEIGHT = 132
_PAGE = 10  # pixels that Page Up and Page Down move a handle


class HistogramWidget(qt.QWidget):
    """A histogram on a logarithmic scale, with clip range, background and result drawn on it.

    All colours are those of the palette.

    Attributes:
        moved: emitted with the name of a handle and the intensity that the user has moved it to.
        released: emitted without arguments when the mouse lets a handle go.
    """

    def __init__(self) -> None:
        qt.QWidget.__init__(self)
        self.moved = Signal()
        self.released = Signal()
        self._histogram: IntensityHistogram | None = None
        self._levels: Levels | None = None
        self._movable: frozenset[str] = frozenset()
        self._heights: np.ndarray | None = None
        self._message = ""
        self._active = ""
        self._held = ""
        self.objectName = "histogramWidget"
        self.setMinimumHeight(_HEIGHT)
        self.setMaximumHeight(_HEIGHT)
        self.setSizePolicy(qt.QSizePolicy.Expanding, qt.QSizePolicy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(qt.Qt.StrongFocus)
        self.setAccessibleName(_("Histogram of the intensities"))

    # ------------------------------------------------------------------ what it shows

    def show_histogram(self, histogram: IntensityHistogram | None, message: str = "") -> None:
        """Show other counts; a message (while counting, or why there is nothing) stands over them."""
        self._histogram, self._heights, self._message = histogram, None, message
        self.update()

    def show_levels(self, levels: Levels | None, movable: frozenset[str]) -> None:
        """Show what is done; only the handles named can be moved."""
        self._levels, self._movable = levels, movable
        if self._active not in self._handles():
            self._active = ""
        self.setAccessibleDescription(self._values())
        self.update()

    def sizeHint(self) -> Any:  # noqa: N802 - Qt's name
        """As wide as the panel is at its narrowest."""
        return qt.QSize(320, _HEIGHT)

    @property
    def active_handle(self) -> str:
        """The handle that keys move, empty for none."""
        return self._active

    def axis(self) -> IntensityAxis | None:
        """Where the intensities lie now, in pixels; None while there is no histogram."""
        if self._histogram is None:
            return None
        return IntensityAxis.for_histogram(
            self._histogram, painting.MARGIN, max(1, self.width - 2 * painting.MARGIN)
        )

    # ------------------------------------------------------------------ Qt's events

    def paintEvent(self, _event: Any) -> None:  # noqa: N802
        """Draw everything anew."""
        painter = qt.QPainter(self)
        try:
            self._paint(painting.Canvas(painter, self.palette, self.width, self.height))
        finally:
            painter.end()

    def mousePressEvent(self, event: Any) -> None:  # noqa: N802
        """Take hold of the handle that is near."""
        if event.button() != qt.Qt.LeftButton:
            return
        self._held = self._handle_near(event)
        if self._held:
            self._active = self._held
            self.update()

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """Drag the handle that is held, or show that there is one."""
        axis = self.axis()
        if axis is None:
            return
        if self._held:
            self._move(self._held, axis.intensity(event.pos().x()))
            return
        near = self._handle_near(event)
        self.setCursor(qt.QCursor(qt.Qt.SizeHorCursor if near else qt.Qt.ArrowCursor))
        self.toolTip = self._tip(near, axis.intensity(event.pos().x()))

    def mouseReleaseEvent(self, _event: Any) -> None:  # noqa: N802
        """Let go."""
        if self._held:
            self._held = ""
            self.update()
            self.released.emit()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Up and Down choose a handle; Left, Right, Page Up and Page Down move it."""
        key, axis = event.key(), self.axis()
        if axis is None or not self._handles():
            event.ignore()
        elif key in (qt.Qt.Key_Up, qt.Qt.Key_Down):
            self._choose_next(1 if key == qt.Qt.Key_Up else -1)
        elif key in (qt.Qt.Key_Left, qt.Qt.Key_Right, qt.Qt.Key_PageDown, qt.Qt.Key_PageUp):
            pixels = 1 if key in (qt.Qt.Key_Left, qt.Qt.Key_Right) else _PAGE
            forward = key in (qt.Qt.Key_Right, qt.Qt.Key_PageUp)
            self._move_active(axis, pixels if forward else -pixels)
        else:
            event.ignore()

    def focusInEvent(self, _event: Any) -> None:  # noqa: N802
        """Show which handle the keys move."""
        if not self._active:
            self._choose_next(1)
        self.update()

    def focusOutEvent(self, _event: Any) -> None:  # noqa: N802
        """No key comes any more."""
        self.update()

    # ------------------------------------------------------------------ inside

    def _paint(self, canvas: painting.Canvas) -> None:
        canvas.ground()
        axis, levels = self.axis(), self._levels
        if axis is not None and self._histogram is not None:
            if self._heights is None or len(self._heights) != axis.width:
                self._heights = heights(self._histogram, axis)
            canvas.bars(axis, self._heights, levels)
            canvas.ends(axis)
            if levels is not None:
                canvas.strip(axis, levels)
                self._paint_handles(canvas, axis, levels)
        canvas.message(self._message)
        canvas.frame(focused=self.hasFocus())

    def _paint_handles(self, canvas: painting.Canvas, axis: IntensityAxis, levels: Levels) -> None:
        for name, intensity in positions(levels).items():
            movable = name in self._movable
            active = name == self._held or (name == self._active and self.hasFocus())
            if movable or name == BACKGROUND:
                canvas.handle(axis, name, intensity, active=active, movable=movable)

    def _handles(self) -> dict[str, float]:
        if self._levels is None or self._histogram is None:
            return {}
        return {name: x for name, x in positions(self._levels).items() if name in self._movable}

    def _handle_near(self, event: Any) -> str:
        axis = self.axis()
        if axis is None:
            return ""
        upper = event.pos().y() < self.height // 2
        return handle_at(axis, self._handles(), event.pos().x(), upper)

    def _choose_next(self, step: int) -> None:
        names = [name for name in HANDLES if name in self._handles()]
        if names:
            now = names.index(self._active) if self._active in names else -1 if step > 0 else 0
            self._active = names[(now + step) % len(names)]
            self.update()

    def _move_active(self, axis: IntensityAxis, pixels: int) -> None:
        if not self._active:
            self._choose_next(1)
        intensity = self._handles()[self._active]
        # From the end that it is drawn at, where it lies beyond; by whole numbers where these are wider.
        shown = min(max(intensity, axis.low), axis.high)
        step = max(axis.step, 1.0) if self._histogram.is_whole else axis.step
        self._move(self._active, shown + pixels * step)

    def _move(self, name: str, intensity: float) -> None:
        handles = self._handles()
        if name == CLIP_LOW:
            intensity = min(intensity, handles[CLIP_HIGH])
        elif name == CLIP_HIGH:
            intensity = max(intensity, handles[CLIP_LOW])
        self.moved.emit(name, round(intensity) if self._histogram.is_whole else intensity)

    def _tip(self, near: str, intensity: float) -> str:
        if near:
            return _("{name} {value:g}: drag it, or move it with the arrow keys").format(
                name=_names()[near], value=self._handles()[near]
            )
        if self._histogram is None:
            return ""
        share = 100 * self._histogram.fraction_below(intensity)
        return _("Intensity {value:.4g}; {share:.1f} % of the voxels are darker").format(
            value=intensity, share=share
        )

    def _values(self) -> str:
        names = _names()
        return ", ".join(f"{names[name]} {value:.4g}" for name, value in self._handles().items())


def _names() -> dict[str, str]:
    return {
        BACKGROUND: _("End of the background"),
        CLIP_LOW: _("Low end of the clip range"),
        CLIP_HIGH: _("High end of the clip range"),
    }
