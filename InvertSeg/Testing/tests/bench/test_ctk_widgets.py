"""CTK's widgets on the bench work: values, limits, signals, mouse."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


def drag(bench: SimpleNamespace, native: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press at one place, move, let go at another."""
    from PySide6 import QtCore
    from PySide6.QtTest import QTest

    left, none = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.KeyboardModifier.NoModifier
    QTest.mousePress(native, left, none, QtCore.QPoint(*start))
    QTest.mouseMove(native, QtCore.QPoint((start[0] + end[0]) // 2, start[1]))
    QTest.mouseMove(native, QtCore.QPoint(*end))
    QTest.mouseRelease(native, left, none, QtCore.QPoint(*end))


def noted(owner: Any, *signatures: str) -> list:
    """A list that gets the arguments of signals, in order."""
    values: list = []
    for signature in signatures:
        name = signature.partition("(")[0]
        assert owner.connect(signature, lambda *a, name=name: values.append((name, *a)))
    return values


@pytest.fixture
def range_widget(bench: SimpleNamespace) -> Any:
    """A range of 0 to 1000 with whole numbers, 600 pixels wide."""
    widget = bench.ctk.ctkRangeWidget()
    widget.minimum, widget.maximum, widget.decimals = 0, 1000, 0
    widget.setValues(100, 800)
    widget.resize(600, 30)
    widget.show()
    bench.qt.QApplication.processEvents()
    yield widget
    widget.hide()


def slider_of(bench: SimpleNamespace, widget: Any) -> Any:
    """The native slider inside a range widget."""
    from bench.pythonqt.ctk_widgets.double_slider import ctkDoubleRangeSlider

    return bench.pythonqt.to_qt(widget).findChild(ctkDoubleRangeSlider)


def test_values_stay_within_limits_and_in_order(range_widget: Any) -> None:
    range_widget.minimumValue = 900  # not beyond the upper one
    assert (range_widget.minimumValue, range_widget.maximumValue) == (800, 800)
    range_widget.setValues(700, 300)
    assert (range_widget.minimumValue, range_widget.maximumValue) == (300, 700)
    range_widget.maximum = 500
    assert (range_widget.minimumValue, range_widget.maximumValue) == (300, 500)
    range_widget.minimumValue = 12.6
    assert range_widget.minimumValue == 13.0


def test_setting_the_same_values_says_nothing(range_widget: Any) -> None:
    seen = noted(range_widget, "valuesChanged(double,double)", "minimumValueChanged(double)")
    range_widget.setValues(100, 800)
    assert seen == []
    range_widget.setValues(100, 700)
    assert seen == [("valuesChanged", 100.0, 700.0)]


def test_dragging_a_handle_tells_all_the_way(bench: SimpleNamespace, range_widget: Any) -> None:
    slider = slider_of(bench, range_widget)
    seen = noted(range_widget, "valuesChanged(double,double)")
    at = round(slider._pixel(100))
    drag(bench, slider, (at, 10), (at + 60, 10))
    assert len(seen) >= 2
    assert seen[-1][1] > 150
    assert seen[-1][2] == 800.0


def test_without_tracking_only_the_end_is_told(bench: SimpleNamespace, range_widget: Any) -> None:
    range_widget.tracking = False
    slider = slider_of(bench, range_widget)
    seen = noted(range_widget, "valuesChanged(double,double)")
    moving = noted(range_widget, "minimumValueIsChanging(double)")
    at = round(slider._pixel(100))
    drag(bench, slider, (at, 10), (at + 60, 10))
    assert len(seen) == 1
    assert len(moving) >= 2


def test_dragging_between_the_handles_moves_both(bench: SimpleNamespace, range_widget: Any) -> None:
    slider = slider_of(bench, range_widget)
    at = round(slider._pixel(450))
    drag(bench, slider, (at, 10), (at + 20, 10))
    assert range_widget.maximumValue - range_widget.minimumValue == pytest.approx(700, abs=1)
    assert range_widget.minimumValue > 100


def test_a_slider_widget_rounds_to_its_decimals(bench: SimpleNamespace) -> None:
    slider = bench.ctk.ctkSliderWidget()
    slider.maximum, slider.decimals = 10, 1
    seen = noted(slider, "valueChanged(double)", "valueIsChanging(double)")
    slider.value = 2.26
    assert slider.value == 2.3
    assert seen == [("valueIsChanging", 2.3), ("valueChanged", 2.3)]
    slider.value = 99
    assert slider.value == 10
    slider.reset()
    assert slider.value == 0


def test_a_spin_box_says_numbers_and_text(bench: SimpleNamespace) -> None:
    box = bench.ctk.ctkDoubleSpinBox()
    box.suffix = " ml"
    seen = noted(box, "valueChanged(double)", "valueChanged(QString)", "decimalsChanged(int)")
    first = []
    box.valueChanged.connect(first.append)
    box.value = 2.5
    box.setDecimals(1)
    assert ("valueChanged", 2.5) in seen
    assert ("valueChanged", "2.50 ml") in seen
    assert ("decimalsChanged", 1) in seen
    assert first == [2.5]


def test_a_section_folds_its_children(bench: SimpleNamespace) -> None:
    qt = bench.qt
    section = bench.ctk.ctkCollapsibleButton("Inversion")
    layout = qt.QVBoxLayout(section)
    shown, hidden = qt.QLabel("shown"), qt.QLabel("hidden")
    layout.addWidget(shown)
    layout.addWidget(hidden)
    hidden.hide()
    section.show()
    qt.QApplication.processEvents()
    height = section.sizeHint.height()
    seen = noted(section, "contentsCollapsed(bool)")
    section.collapsed = True
    assert not shown.visible
    assert section.sizeHint.height() < height
    section.click()
    assert not section.collapsed
    assert shown.visible
    assert not hidden.visible  # it was hidden before
    assert seen == [("contentsCollapsed", True), ("contentsCollapsed", False)]
    section.hide()


def test_items_are_checked_one_by_one(bench: SimpleNamespace) -> None:
    qt = bench.qt
    box = bench.ctk.ctkCheckableComboBox()
    box.addItems(["liver", "spleen"])
    assert box.noneChecked()
    seen = noted(box, "checkedIndexesChanged()")
    box.setCheckState(box.model().index(1, 0), qt.Qt.Checked)
    box.setCheckState(box.model().index(1, 0), qt.Qt.Checked)
    assert len(seen) == 1
    assert [index.row() for index in box.checkedIndexes()] == [1]
    box.setCheckState(box.model().index(0, 0), qt.Qt.Checked)
    assert box.allChecked()


def test_a_path_is_told_checked_and_remembered(bench: SimpleNamespace, tmp_path: Path) -> None:
    line = bench.ctk.ctkPathLineEdit()
    line.filters = bench.ctk.ctkPathLineEdit.Dirs
    line.settingKey = "bench/folder"
    seen = noted(line, "currentPathChanged(QString)", "validInputChanged(bool)")
    line.currentPath = str(tmp_path)
    line.addCurrentPathToHistory()
    line.currentPath = str(tmp_path / "nosuch")
    assert seen == [
        ("currentPathChanged", str(tmp_path)),
        ("validInputChanged", True),
        ("currentPathChanged", str(tmp_path / "nosuch")),
        ("validInputChanged", False),
    ]
    other = bench.ctk.ctkPathLineEdit()
    other.settingKey = "bench/folder"
    assert other.currentPath == str(tmp_path)


def test_browsing_asks(bench: SimpleNamespace, tmp_path: Path) -> None:
    dialogs = bench.pythonqt.dialogs
    dialogs.answer("getExistingDirectory", str(tmp_path))
    button = bench.ctk.ctkDirectoryButton()
    seen = noted(button, "directoryChanged(QString)")
    button.browse()
    assert seen == [("directoryChanged", str(tmp_path))]
    button.browse()  # nobody answers: cancelled
    assert [question.kind for question in dialogs.unanswered] == ["getExistingDirectory"]
    assert button.directory == str(tmp_path)


def test_a_colour_is_picked(bench: SimpleNamespace) -> None:
    picker = bench.ctk.ctkColorPickerButton()
    picker.color = bench.qt.QColor("red")
    bench.pythonqt.dialogs.answer("getColor", bench.qt.QColor("#102030"))
    seen = []
    picker.colorChanged.connect(lambda color: seen.append(color.name()))
    picker.click()
    assert seen == ["#102030"]
    assert not picker.checked


def test_a_menu_is_only_borrowed(bench: SimpleNamespace) -> None:
    button, menu = bench.ctk.ctkMenuButton("Presets"), bench.qt.QMenu()
    button.setMenu(menu)
    assert button.menu() is menu
    del menu
    assert button.menu() is None


def test_text_is_fitted(bench: SimpleNamespace) -> None:
    browser = bench.ctk.ctkFittedTextBrowser()
    browser.resize(300, 10)
    browser.setPlainText("one line")
    low = browser.sizeHint.height()
    browser.setPlainText("line\n" * 20)
    assert browser.sizeHint.height() > 3 * low
