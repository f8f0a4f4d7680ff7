"""Calls that work in PySide6 and fail in Slicer fail on the bench, with the same kinds of errors."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

REFUSED = [
    ("qt.QPushButton('a').setText(text='b')", ValueError, "kwargs"),
    ("qt.QPushButton('a', default=True)", ValueError, "kwargs"),
    ("qt.QPushButton(1, 2, 3)", ValueError, "matching overload"),
    ("qt.QPushButton().setEnabled(True, False)", ValueError, "wrong number of arguments"),
    ("qt.QPushButton().setIcon(qt.QPixmap(3, 3))", ValueError, "wrong arguments"),
    ("qt.QPushButton().setShortcut('Ctrl+S')", ValueError, "matching overload"),
    ("qt.QSpinBox().setValue('three')", ValueError, "wrong arguments"),
    ("qt.QMenu().addAction('x', lambda: None)", ValueError, "matching overload"),
    ("qt.QPolygonF().append(qt.QPointF(1, 2))", ValueError, "append"),
    ("qt.QPainter().drawLine(qt.QPointF(1, 2), qt.QPoint(3, 4))", ValueError, "matching overload"),
    ("qt.QPushButton().clicked.emit(1, 2, 3)", ValueError, "number of arguments"),
    ("setattr(qt.QPushButton(), 'size', 3)", AttributeError, "does not accept"),
    ("setattr(qt.QPushButton(), 'width', 3)", AttributeError, "not writable"),
    ("setattr(qt.QPushButton(), 'click', 3)", AttributeError, "can not be overwritten"),
    ("setattr(qt.QPushButton(), 'clicked', 3)", AttributeError, "can not be overwritten"),
    ("setattr(qt.QSlider(), 'value', 'x')", AttributeError, "does not accept"),
    ("setattr(ctk.ctkColorPickerButton(), 'color', 'red')", AttributeError, "does not accept"),
    ("qt.QSlider().setMinimum", None, ""),
    ("ctk.ctkRangeWidget().setMinimum", AttributeError, "no attribute"),
    ("ctk.ctkSliderWidget().setMaximum", AttributeError, "no attribute"),
    ("qt.QLabel().setText.nothing", AttributeError, "nothing"),
    ("qt.QPoint(1, 2) + qt.QPoint(3, 4)", TypeError, "unsupported"),
    ("len(qt.QByteArray(b'abc'))", TypeError, "len"),
    ("qt.QDesktopWidget", AttributeError, "no attribute"),
    ("qt.QTextCodec", AttributeError, "no attribute"),
    ("qt.QLabel().nothing()", AttributeError, "no attribute"),
]


@pytest.mark.parametrize(("code", "error", "words"), REFUSED)
def test_refused(code: str, error: type[Exception] | None, words: str, bench: SimpleNamespace) -> None:
    scope = {"qt": bench.qt, "ctk": bench.ctk}
    if error is None:
        eval(code, scope)
        return
    with pytest.raises(error, match=words):
        eval(code, scope)


def test_classes_are_flat_as_in_pythonqt(bench: SimpleNamespace) -> None:
    button = bench.qt.QPushButton()
    assert isinstance(button, bench.qt.QPushButton)
    assert not isinstance(button, bench.qt.QWidget)
    assert button.inherits("QWidget")


def test_arguments_are_converted_as_loosely_as_in_pythonqt(bench: SimpleNamespace) -> None:
    qt = bench.qt
    label, bar, button = qt.QLabel(), qt.QProgressBar(), qt.QPushButton()
    label.setText(5)
    assert label.text == "5"
    label.text = None
    assert label.text == "None"
    bar.setValue(3.7)
    assert bar.value == 3
    button.setEnabled("")
    assert not button.enabled
    label.setAlignment(132)
    assert label.alignment == 132
    box = qt.QComboBox()
    box.addItems(("a", 2))
    assert box.itemText(1) == "2"


def test_a_signal_declared_on_a_python_class_is_refused(bench: SimpleNamespace) -> None:
    with pytest.raises(TypeError, match="crashes Slicer"):
        type("Broken", (bench.qt.QObject,), {"changed": bench.qt.Signal(int)})


def test_methods_get_every_argument_of_a_signal(
    bench: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    qt = bench.qt
    button, other = qt.QPushButton(), qt.QPushButton()
    other.setCheckable(True)
    button.clicked.connect(other.toggle)  # toggle() takes none, clicked(bool) gives one
    button.click()
    assert not other.checked
    assert "toggle" in bench.pythonqt.swallowed[-1]
    button.connect("clicked()", other.toggle)
    button.click()
    assert other.checked


def test_super_does_not_find_methods_of_qt(bench: SimpleNamespace) -> None:
    class Panel(bench.qt.QWidget):
        def minimum(self) -> object:
            return super().setMinimumWidth(3)

    with pytest.raises(AttributeError, match="setMinimumWidth"):
        Panel().minimum()


def test_what_slots_raise_is_noted(bench: SimpleNamespace) -> None:
    button = bench.qt.QPushButton()
    button.clicked.connect(lambda: 1 / 0)
    button.click()
    assert "ZeroDivisionError" in bench.pythonqt.swallowed[-1]
