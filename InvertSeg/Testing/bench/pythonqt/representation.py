"""How PythonQt prints objects."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets

from .objects import address

_VALUES = {
    QtCore.QSize: lambda v: f"{v.width()}, {v.height()}",
    QtCore.QSizeF: lambda v: f"{v.width()}, {v.height()}",
    QtCore.QPoint: lambda v: f"{v.x()}, {v.y()}",
    QtCore.QPointF: lambda v: f"{v.x()}, {v.y()}",
    QtCore.QRect: lambda v: f"{v.x()}, {v.y()}, {v.width()}, {v.height()}",
    QtCore.QRectF: lambda v: f"{v.x()}, {v.y()}, {v.width()}, {v.height()}",
    QtGui.QFont: lambda v: v.toString(),
    QtGui.QColor: lambda v: v.name(),
    QtGui.QPixmap: lambda v: f"Pixmap {v.width()}, {v.height()}",
    QtGui.QImage: lambda v: f"Image {v.width()}, {v.height()}",
    QtCore.QUrl: lambda v: v.toString(),
}


def text(owner: Any) -> str:
    """The representation of an object, with its address."""
    native = owner.__bench_native__
    name = type(owner).__name__
    if isinstance(native, QtCore.QByteArray):
        return repr(bytes(native.data()))
    if not isinstance(native, shiboken6.Object) or not shiboken6.isValid(native):
        return f"{name} (QObject at: (nil))"
    at = f"{address(native):#x}"
    if isinstance(native, QtWidgets.QWidget):
        called = f', name="{native.objectName()}"' if native.objectName() else ""
        return f"{name}({at}{called}) "
    if isinstance(native, QtCore.QObject):
        return f"{name} ({name} at: {at})"
    if isinstance(native, QtGui.QPalette):
        return f"QPalette(resolve={int(native.resolveMask()):#x}) "
    for kind, value in _VALUES.items():
        if isinstance(native, kind):
            return f"{name} ({value(native)}, at: {at})"
    return f"{name} (C++ object at: {at})"


class _Nothing:
    """What PythonQt gives for a property that is asked from a class instead of an object."""

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"{name} ({name} at: 0x(nil))"


def nothing_of_type(cpp: str) -> object:
    """The placeholder for a property of a C++ type."""
    return type(cpp, (_Nothing,), {})()
