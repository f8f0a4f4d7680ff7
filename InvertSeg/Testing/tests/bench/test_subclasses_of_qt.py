"""Python classes derived from Qt's: virtual methods, events, event filters, own attributes."""

# ruff: noqa: N802 - the methods bear the names by which Qt calls them

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest


def press(bench: SimpleNamespace, widget: Any, x: int, y: int) -> None:
    """Press and release the left button of the mouse."""
    from PySide6 import QtCore
    from PySide6.QtTest import QTest

    left, none = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(bench.pythonqt.to_qt(widget), left, none, QtCore.QPoint(x, y))


@pytest.fixture
def drawing_class(bench: SimpleNamespace) -> type:
    """A widget that draws itself and notes its events."""
    qt = bench.qt

    class Drawing(qt.QWidget):
        def __init__(self, parent: Any = None) -> None:
            qt.QWidget.__init__(self, parent)
            self.seen: list[object] = []

        def sizeHint(self) -> Any:
            return qt.QSize(120, 50)

        def paintEvent(self, _event: Any) -> None:
            painter = qt.QPainter(self)
            painter.fillRect(self.rect, qt.QColor("red"))
            path = qt.QPainterPath()
            path.moveTo(0, 0)
            path.lineTo(qt.QPointF(10, 10))
            painter.setPen(qt.QPen(qt.QColor("blue")))
            painter.drawPath(path)
            painter.end()
            self.seen.append("painted")

        def mousePressEvent(self, event: Any) -> None:
            self.seen.append((type(event).__name__, event.x(), event.button() == qt.Qt.LeftButton))
            qt.QWidget.mousePressEvent(self, event)

    return Drawing


def test_virtual_methods_are_called(bench: SimpleNamespace, drawing_class: type) -> None:
    qt = bench.qt
    widget = drawing_class()
    widget.resize(80, 40)
    widget.show()
    qt.QApplication.processEvents()
    press(bench, widget, 5, 6)
    assert widget.seen[0] == "painted"
    assert ("QMouseEvent", 5, True) in widget.seen
    assert widget.grab().toImage().pixelColor(60, 30).name() == "#ff0000"
    assert bench.pythonqt.to_qt(widget).sizeHint().width() == 120
    assert not bench.pythonqt.swallowed
    widget.hide()


def test_a_virtual_method_that_raises_is_printed(bench: SimpleNamespace) -> None:
    class Broken(bench.qt.QWidget):
        def resizeEvent(self, _event: Any) -> None:
            raise RuntimeError("no room")

    widget = Broken()
    widget.show()
    bench.qt.QApplication.processEvents()
    assert "no room" in bench.pythonqt.swallowed[0]
    widget.hide()


def test_event_filter(bench: SimpleNamespace) -> None:
    qt = bench.qt
    seen = []

    class Filter(qt.QObject):
        def eventFilter(self, watched: Any, event: Any) -> bool:
            if event.type() == qt.QEvent.MouseButtonPress:
                seen.append(watched)
                return True
            return False

    watching, button, clicks = Filter(), qt.QPushButton("x"), []
    button.clicked.connect(lambda: clicks.append(1))
    button.installEventFilter(watching)
    press(bench, button, 3, 3)
    assert seen == [button]
    assert seen[0] is button
    assert not clicks


def test_attributes_of_a_child_stay_without_references(bench: SimpleNamespace, drawing_class: type) -> None:
    parent = bench.qt.QWidget()
    child = drawing_class(parent)
    child.objectName = "drawing"
    child.mine = 3
    del child
    assert parent.children()[0].mine == 3
    assert parent.drawing.mine == 3  # PythonQt finds children by their names
    assert parent.findChild(bench.qt.QWidget, "drawing").mine == 3


def test_objects_without_a_parent_die_with_their_last_reference(bench: SimpleNamespace) -> None:
    qt = bench.qt
    gone = []
    timer = qt.QTimer()
    timer.destroyed.connect(lambda: gone.append("timer"))
    del timer
    label = qt.QLabel("a")
    label.destroyed.connect(lambda: gone.append("label"))
    layout = qt.QVBoxLayout()
    layout.addWidget(label)  # the layout takes it over
    del label
    assert gone == ["timer"]
    assert layout.itemAt(0).widget().text == "a"


def test_a_deleted_object_is_said_to_be_so(bench: SimpleNamespace) -> None:
    qt = bench.qt
    parent = qt.QWidget()
    child = qt.QPushButton("x", parent)
    del parent
    assert not child
    with pytest.raises(ValueError, match="destroyed"):
        _ = child.text
    with pytest.raises(ValueError, match="destroyed"):
        child.click()
    with pytest.raises(AttributeError, match="destroyed"):
        child.text = "y"


def test_connections_outlive_the_python_side_of_a_child(bench: SimpleNamespace) -> None:
    qt = bench.qt
    parent, clicks = qt.QWidget(), []

    def clicked() -> None:
        clicks.append(1)

    button = qt.QPushButton("x", parent)
    button.connect("clicked()", clicked)
    del button
    again = parent.children()[0]
    again.click()
    assert clicks == [1]
    assert again.disconnect("clicked()", clicked)
    again.click()
    assert clicks == [1]


def test_items_are_the_same_objects_as_long_as_they_are_kept(bench: SimpleNamespace) -> None:
    table, item = bench.qt.QTableWidget(1, 1), bench.qt.QTableWidgetItem("liver")
    changed = []
    table.itemChanged.connect(changed.append)
    table.setItem(0, 0, item)
    item.setText("spleen")
    assert table.item(0, 0) is item
    assert changed[-1] is item
