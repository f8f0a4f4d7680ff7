"""The histogram in the panel: what is drawn, dragged and moved by keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.levels import levels_of
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS

ALL = frozenset({"background", "clip_low", "clip_high"})


@pytest.fixture(scope="module")
def histogram() -> IntensityHistogram:
    random = np.random.default_rng(5)
    voxels = random.gamma(3, 120, (20, 64, 64))
    voxels[:6] *= 0.03
    return IntensityHistogram.of(voxels.astype(np.int16))


class Hand:
    """Mouse and keys on a widget, and what the widget said."""

    def __init__(self, widget: Any) -> None:
        from PySide6 import QtCore, QtTest

        from bench import pythonqt

        self.widget, self.qt, self.core, self.test = widget, pythonqt.to_qt(widget), QtCore, QtTest.QTest
        self.said: list[tuple[str, float]] = []
        widget.moved.connect(lambda name, intensity: self.said.append((name, intensity)))

    def drag(self, x: int, y: int, to: int) -> None:
        left = self.core.Qt.MouseButton.LeftButton
        nothing = self.core.Qt.KeyboardModifier.NoModifier
        self.test.mousePress(self.qt, left, nothing, self.core.QPoint(x, y))
        for step in (x + (to - x) // 2, to):
            self.test.mouseMove(self.qt, self.core.QPoint(step, y))
        self.test.mouseRelease(self.qt, left, nothing, self.core.QPoint(to, y))

    def press(self, name: str) -> None:
        self.test.keyClick(self.qt, getattr(self.core.Qt.Key, f"Key_{name}"))

    def grey(self, x: int, y: int) -> int:
        return self.qt.grab().toImage().pixelColor(x, y).lightness()


@pytest.fixture
def show(slicer_with_qt, histogram):
    from InvertSegLib.panel.histogram_widget import HistogramWidget

    shown = []

    def with_parameters(parameters: InversionParameters, movable: frozenset[str] = ALL) -> Hand:
        widget = HistogramWidget()
        widget.resize(350, 132)
        widget.show_histogram(histogram)
        widget.show_levels(levels_of(parameters, histogram), movable)
        widget.show()
        slicer_with_qt.app.processEvents()
        shown.append(widget)
        return Hand(widget)

    yield with_parameters
    for widget in shown:
        widget.hide()


def test_a_clip_bound_follows_the_mouse(show):
    hand = show(InversionParameters(clip=(100, 900)))
    axis = hand.widget.axis()

    hand.drag(axis.x(900), 20, axis.x(600))

    assert {name for name, _ in hand.said} == {"clip_high"}
    assert hand.said[-1][1] == pytest.approx(600, abs=axis.step + 1)


def test_the_bounds_do_not_pass_each_other(show):
    hand = show(InversionParameters(clip=(300, 500)))
    axis = hand.widget.axis()

    hand.drag(axis.x(300), 20, axis.x(800))

    assert hand.said[-1] == ("clip_low", 500)


def test_a_bound_beyond_the_axis_is_fetched_from_its_end(show):
    hand = show(InversionParameters())  # 3000, while the scan ends near 1500
    axis = hand.widget.axis()

    hand.drag(axis.x(3000), 20, axis.x(700))

    assert hand.said[-1][0] == "clip_high"
    assert hand.said[-1][1] == pytest.approx(700, abs=axis.step + 1)


def test_the_background_is_dragged_below(show):
    hand = show(InversionParameters(clip=(0, 900), background_percent=20))
    axis = hand.widget.axis()

    hand.drag(axis.x(180), 80, axis.x(60))

    assert hand.said[-1][0] == "background"


def test_what_cannot_be_moved_is_not_moved(show):
    hand = show(PRESETS["calibrated"], frozenset({"clip_low", "clip_high"}))
    background = hand.widget._levels.background

    hand.drag(hand.widget.axis().x(background), 90, 300)

    assert "background" not in {name for name, _ in hand.said}


def test_a_drag_that_begins_elsewhere_moves_nothing(show):
    hand = show(InversionParameters(clip=(100, 900)))

    hand.drag(hand.widget.axis().x(500), 20, hand.widget.axis().x(700))

    assert hand.said == []


def test_keys_choose_a_handle_and_move_it(show):
    hand = show(InversionParameters(clip=(100, 900)))
    hand.qt.setFocus()
    hand.press("Up")
    names = [hand.widget.active_handle]
    for _ in range(3):
        hand.press("Up")
        names.append(hand.widget.active_handle)
    assert set(names) == ALL

    while hand.widget.active_handle != "clip_low":
        hand.press("Down")
    hand.press("Right")
    hand.press("PageDown")

    assert [name for name, _ in hand.said] == ["clip_low", "clip_low"]
    assert hand.said[0][1] > 100 > hand.said[1][1]
    assert all(isinstance(value, int) for _, value in hand.said)  # whole numbers stay whole


def test_it_can_be_reached_by_tab_and_says_what_it_holds(show):
    from PySide6 import QtCore

    hand = show(InversionParameters(clip=(100, 900)))

    assert hand.qt.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
    assert hand.qt.accessibleName()
    assert "900" in hand.qt.accessibleDescription()


def test_the_mouse_is_told_what_lies_under_it(show):
    hand = show(InversionParameters(clip=(100, 900)))
    axis = hand.widget.axis()

    hand.test.mouseMove(hand.qt, hand.core.QPoint(axis.x(500), 60))
    assert "% of the voxels are darker" in hand.qt.toolTip()
    hand.test.mouseMove(hand.qt, hand.core.QPoint(axis.x(900), 20))
    assert "900" in hand.qt.toolTip()


def test_the_strip_shows_bright_what_is_dark(show):
    hand = show(InversionParameters(clip=(100, 900), background_percent=5))
    axis = hand.widget.axis()
    strip = 132 - 16 - 6

    # Background black, the darkest tissue nearly white, what is brighter than the clip range black.
    assert hand.grey(axis.x(60), strip) < 10
    assert hand.grey(axis.x(170), strip) > 200
    assert hand.grey(axis.x(500), strip) == pytest.approx(127, abs=12)
    assert hand.grey(axis.x(1000), strip) < 10


def test_bars_are_pale_where_nothing_is_told_apart(show):
    hand = show(InversionParameters(clip=(100, 900)))
    axis = hand.widget.axis()
    image = hand.qt.grab().toImage()
    kept, clipped = image.pixelColor(axis.x(400), 100), image.pixelColor(axis.x(1000), 100)

    assert kept.saturation() > 60 > clipped.saturation()


def test_a_dark_theme_needs_nothing_else(show):
    from PySide6 import QtGui

    hand = show(InversionParameters(clip=(100, 900)))
    dark = QtGui.QPalette(QtGui.QColor("#353535"), QtGui.QColor("#353535"))
    dark.setColor(QtGui.QPalette.ColorRole.Base, QtGui.QColor("#232323"))
    dark.setColor(QtGui.QPalette.ColorRole.Text, QtGui.QColor("#ffffff"))
    hand.qt.setPalette(dark)

    assert hand.grey(340, 20) < 60  # the ground
    assert hand.grey(hand.widget.axis().x(900), 60) > 200  # a handle


def test_without_a_volume_it_says_so(slicer_with_qt):
    from InvertSegLib.panel.histogram_widget import HistogramWidget

    widget = HistogramWidget()
    widget.resize(350, 132)
    widget.show_histogram(None, "Choose a volume")
    hand = Hand(widget)
    hand.drag(20, 20, 200)
    hand.press("Right")

    assert widget.axis() is None
    assert hand.said == []
    image = hand.qt.grab().toImage()
    ground = image.pixelColor(3, 3)
    assert any(image.pixelColor(x, y) != ground for x in range(100, 250) for y in range(40, 80))


def test_painting_takes_little_time_at_any_width(show):
    import time

    hand = show(InversionParameters(clip=(100, 900)))
    hand.qt.resize(1200, 132)
    hand.qt.grab()
    begun = time.thread_time()
    for _ in range(5):
        hand.qt.grab()

    assert (time.thread_time() - begun) / 5 < 0.1
