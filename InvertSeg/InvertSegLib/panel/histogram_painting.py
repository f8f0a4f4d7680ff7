"""How the histogram is drawn: with whole pixels and the palette's colours, so that it suits any theme."""

from __future__ import annotations

from typing import Any

import numpy as np
import qt

from InvertSegLib.inversion.levels import Levels
from InvertSegLib.panel.intensity_axis import BACKGROUND, CLIP_LOW, IntensityAxis

MARGIN = 6  # pixels at both sides
_TOP = 12  # room for the grips of the clip range
_LABELS = 16  # room for the numbers below
_STRIP = 10  # height of the strip that shows the result
_GRIP = 5  # half the width of a grip
_STEPS = 48  # greys that the strip is drawn with: every call from Python costs time


class Canvas:
    """Draws on a widget, one layer with each call.

    Args:
        painter: an active QPainter.
        palette: the widget's QPalette.
        width: of the widget in pixels.
        height: of the widget in pixels.
    """

    def __init__(self, painter: Any, palette: Any, width: int, height: int) -> None:
        self._painter = painter
        self._palette = palette
        self._width = width
        self._height = height
        self._floor = height - _LABELS - _STRIP - 2  # y below the bars
        self._plot = self._floor - _TOP  # height of the highest bar

    def ground(self) -> None:
        """The empty plot."""
        self._painter.setRenderHint(qt.QPainter.Antialiasing, False)
        self._painter.fillRect(0, 0, self._width, self._height - _LABELS, self._colour(qt.QPalette.Base))

    def frame(self, *, focused: bool) -> None:
        """Around the plot, in the highlight's colour when keys go there."""
        role = qt.QPalette.Highlight if focused else qt.QPalette.Mid
        self._outline(0, 0, self._width - 1, self._height - _LABELS - 1, self._colour(role))

    def bars(self, axis: IntensityAxis, heights: np.ndarray, levels: Levels | None) -> None:
        """The counts: strong where intensities are told apart, pale where they are clipped or background."""
        pale = self._colour(qt.QPalette.Text, 70)
        first, last = axis.left, axis.left + axis.width
        if levels is None:
            self._area(axis, heights, first, last, pale)
            return
        dark_end = levels.clip[0] if levels.background is None else max(levels.background, levels.clip[0])
        start, stop = axis.x(dark_end), axis.x(levels.clip[1])
        if levels.background is not None:
            end = axis.x(levels.background)
            shade = self._colour(qt.QPalette.Text, 22)
            self._painter.fillRect(1, 1, max(0, end - 1), self._floor - 1, shade)
        self._area(axis, heights, first, min(start, stop), pale)
        # Half strength: the handles, in the text's colour, stand out from it in any theme.
        self._area(axis, heights, start, stop, self._colour(qt.QPalette.Highlight, 150))
        self._area(axis, heights, max(start, stop), last, pale)

    def strip(self, axis: IntensityAxis, levels: Levels) -> None:
        """What becomes of each intensity, as the grey that the network sees."""
        edges = (
            np.linspace(axis.left, axis.left + axis.width, min(_STEPS, axis.width) + 1).round().astype(int)
        )
        middles = axis.low + (np.arange(len(edges) - 1) + 0.5) * (axis.high - axis.low) / (len(edges) - 1)
        greys = np.rint(255 * levels.brightness(middles)).astype(int)
        top = self._floor + 2
        changes = np.flatnonzero(np.diff(greys, prepend=-1))  # neighbours of one grey are drawn at once
        stops = [*edges[changes][1:].tolist(), int(edges[-1])]
        for left, right, grey in zip(edges[changes].tolist(), stops, greys[changes].tolist(), strict=True):
            self._painter.fillRect(left, top, right - left, _STRIP - 2, qt.QColor(grey, grey, grey))

    def ends(self, axis: IntensityAxis) -> None:
        """The numbers at both ends of the axis."""
        self._painter.setPen(qt.QPen(self._colour(qt.QPalette.WindowText)))
        baseline = self._height - 3
        low, high = number(axis.low), number(axis.high)
        self._painter.drawText(axis.left, baseline, low)
        metrics = qt.QFontMetrics(self._painter.font())
        self._painter.drawText(axis.left + axis.width - metrics.horizontalAdvance(high), baseline, high)

    def handle(
        self, axis: IntensityAxis, name: str, intensity: float, *, active: bool, movable: bool
    ) -> None:
        """A line with a grip: the clip range's above, the background's below; its number where it is active.

        One that lies off the axis is drawn at its end, with an arrow that points there.
        """
        x, beyond = axis.x(intensity), axis.beyond(intensity)
        colour = self._colour(qt.QPalette.Text, 255 if movable else 130)
        pen = qt.QPen(colour)
        pen.setWidth(2 if active else 1)
        if name == BACKGROUND:
            pen.setStyle(qt.Qt.DashLine if movable else qt.Qt.DotLine)
        self._painter.setPen(pen)
        self._painter.drawLine(x, _TOP, x, self._floor)
        if movable:
            self._grip(name, x, beyond, colour)
        if active:
            self._caption(axis, x, number(intensity), above=name != BACKGROUND)

    def message(self, text: str) -> None:
        """Words in the middle."""
        if text:
            self._painter.setPen(qt.QPen(self._colour(qt.QPalette.Text)))
            flags = int(qt.Qt.AlignCenter) | int(qt.Qt.TextWordWrap)
            box = (4 * MARGIN, _TOP, max(1, self._width - 8 * MARGIN), self._plot)
            self._painter.drawText(*box, flags, text)

    # ------------------------------------------------------------------ inside

    def _area(self, axis: IntensityAxis, heights: np.ndarray, start: int, stop: int, colour: Any) -> None:
        if stop <= start:
            return
        path = qt.QPainterPath()
        tops = self._floor - np.rint(heights[start - axis.left : stop - axis.left] * self._plot)
        # One corner a pixel, and none where the height stays: every call from Python costs time.
        kept = np.flatnonzero((np.diff(tops, prepend=np.nan) != 0) | (np.diff(tops, append=np.nan) != 0))
        path.moveTo(start, self._floor)
        path.lineTo(start, tops[0])
        for x, top in zip((kept + start + 0.5).tolist(), tops[kept].tolist(), strict=True):
            path.lineTo(x, top)
        path.lineTo(stop, tops[-1])
        path.lineTo(stop, self._floor)
        path.closeSubpath()
        self._painter.fillPath(path, qt.QBrush(colour))

    def _grip(self, name: str, x: int, beyond: int, colour: Any) -> None:
        path = qt.QPainterPath()
        if beyond:  # an arrow to where it lies
            middle = self._floor - _GRIP if name == BACKGROUND else _TOP - _GRIP
            path.moveTo(x + beyond * _GRIP, middle)
            path.lineTo(x - beyond * _GRIP, middle - _GRIP)
            path.lineTo(x - beyond * _GRIP, middle + _GRIP)
        elif name == BACKGROUND:
            path.moveTo(x, self._floor - 2 * _GRIP)
            path.lineTo(x - _GRIP, self._floor)
            path.lineTo(x + _GRIP, self._floor)
        else:  # half a triangle that points into the range
            into = 2 * _GRIP if name == CLIP_LOW else -2 * _GRIP
            path.moveTo(x, _TOP - 2 * _GRIP)
            path.lineTo(x + into, _TOP - 2 * _GRIP)
            path.lineTo(x, _TOP + 2)
        path.closeSubpath()
        self._painter.setRenderHint(qt.QPainter.Antialiasing, True)
        self._painter.fillPath(path, qt.QBrush(colour))
        self._painter.setRenderHint(qt.QPainter.Antialiasing, False)

    def _caption(self, axis: IntensityAxis, x: int, text: str, *, above: bool) -> None:
        metrics = qt.QFontMetrics(self._painter.font())
        wide, high = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
        right_of = x + 8 + wide <= axis.left + axis.width
        left = x + 8 if right_of else x - 8 - wide
        top = _TOP + 2 if above else self._floor - 2 * _GRIP - high
        self._painter.fillRect(left, top, wide, high, self._colour(qt.QPalette.ToolTipBase))
        self._painter.setPen(qt.QPen(self._colour(qt.QPalette.ToolTipText)))
        self._painter.drawText(left, top, wide, high, int(qt.Qt.AlignCenter), text)

    def _outline(self, left: int, top: int, right: int, bottom: int, colour: Any) -> None:
        self._painter.setPen(qt.QPen(colour))
        for line in (
            (left, top, right, top),
            (right, top, right, bottom),
            (right, bottom, left, bottom),
            (left, bottom, left, top),
        ):
            self._painter.drawLine(*line)

    def _colour(self, role: Any, alpha: int = 255) -> Any:
        # A colour of one's own: what the palette gives may be the palette's, and must not be changed.
        found = self._palette.color(role)
        return qt.QColor(found.red(), found.green(), found.blue(), alpha)


def number(intensity: float) -> str:
    """An intensity in few characters: whole where it is large, three digits where it is small."""
    return (
        f"{intensity:.0f}" if abs(intensity) >= 100 or float(intensity).is_integer() else f"{intensity:.3g}"
    )
