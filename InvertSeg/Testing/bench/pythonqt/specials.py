"""What is neither PySide6's way nor a rule of PythonQt: single methods that answer in their own way."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets

from . import objects, signals
from .arguments import Overload


class BenchLacks(AttributeError):
    """A real Slicer has this member, the bench has not."""

    def __init__(self, owner: str, name: str) -> None:
        super().__init__(f"the bench has no {owner}.{name}, which Slicer has")


@dataclass(frozen=True)
class Special:
    """A method of our own; `static` ones take no object."""

    function: Callable
    static: bool = False

    def bind(self, owner: Any) -> Callable:
        """The method of one object."""
        return functools.partial(self.function, owner)


_specials: dict[tuple[type, str], Special] = {}
_constructors: dict[type, Callable] = {}

# The bench's own widgets are made with a parent, with a text, or with both.
OWN_CONSTRUCTORS = (
    Overload((), 0, False, None, "()"),
    Overload((QtWidgets.QWidget,), 1, False, None, "(QWidget* parent)"),
    Overload((str,), 1, False, None, "(QString text)"),
    Overload((str, QtWidgets.QWidget), 2, False, None, "(QString text, QWidget* parent)"),
)


def special(native: type, name: str, *, static: bool = False) -> Callable:
    """Let a function answer for a method."""

    def note(function: Callable) -> Callable:
        _specials[native, name] = Special(function, static)
        return function

    return note


def find(native: type, name: str) -> Special | None:
    """The function that answers for a method of a native class."""
    for base in native.__mro__:
        if (base, name) in _specials:
            return _specials[base, name]
    return None


def constructor(native: type) -> Callable | None:
    """What prepares the arguments of a constructor."""
    return _constructors.get(native)


def is_own(native: type) -> bool:
    """Whether a native class is the bench's own."""
    return not native.__module__.startswith("PySide6")


def release(owner: Any) -> None:
    """The Python side of an object goes away: PythonQt deletes what nothing else owns."""
    native = getattr(owner, "__bench_native__", None)
    if not isinstance(native, QtCore.QObject) or isinstance(native, QtCore.QCoreApplication):
        return
    if shiboken6 is None or not shiboken6.isValid(native):
        return
    if native.parent() is not None or not owner.__bench_owned__:
        if hasattr(type(owner), "__bench_shell__"):
            native.__bench_kept__ = owner  # the Python half lives as long as the C++ half
        elif native.parent() is None:
            objects.keep(native)
        return
    shiboken6.delete(native)


# ---- QObject ------------------------------------------------------------------------------------------
@special(QtCore.QObject, "connect")
def _connect(owner: Any, signal: str, *target: Any) -> bool:
    if len(target) == 1:
        return signals.connect(owner, signal, target[0])
    if len(target) == 2 and isinstance(target[1], str):
        return signals.connect_slot(owner, signal, *target)
    message = f"Called connect with wrong arguments: {(signal, *target)}"
    raise ValueError(message)


@special(QtCore.QObject, "disconnect")
def _disconnect(owner: Any, signal: str, *target: Any) -> bool:
    return signals.disconnect(owner, signal, *target[:1])


def _matches(native: object, kind: Any) -> bool:
    if isinstance(kind, str):
        return any(base.__name__ == kind for base in type(native).__mro__)
    return isinstance(native, kind.__bench_info__.native)


@special(QtCore.QObject, "findChild")
def _find_child(owner: Any, kind: Any, name: str | None = None) -> Any:
    return next(iter(_find_children(owner, kind, name)), None)


@special(QtCore.QObject, "findChildren")
def _find_children(owner: Any, kind: Any, name: str | None = None) -> tuple:
    found: list[QtCore.QObject] = []
    level = owner.__bench_native__.children()
    while level:
        found += [c for c in level if (name is None or c.objectName() == name) and _matches(c, kind)]
        level = [grandchild for child in level for grandchild in child.children()]
    return tuple(objects.wrap(native) for native in found)


@special(object, "inherits")
def _inherits(owner: Any, name: str) -> bool:
    return _matches(owner.__bench_native__, name)


@special(QtCore.QObject, "metaObject")
def _meta_object(owner: Any) -> Any:
    return objects.wrap(type(owner.__bench_native__).staticMetaObject)


@special(object, "className")
def _class_name(owner: Any) -> str:
    return type(owner).__name__


@special(object, "help")
def _help(owner: Any) -> None:
    print("\n".join(dir(owner)))


@special(object, "delete")
def _delete(owner: Any) -> None:
    shiboken6.delete(owner.__bench_native__)


@special(QtGui.QPolygonF, "append")
def _append_point(_owner: Any, *arguments: Any) -> None:
    """PythonQt does not know the points' type here."""
    message = f"Called append with wrong arguments: {arguments}"
    raise ValueError(message)


# ---- the mouse: Qt 6 calls these deprecated, Qt 5 has no others, Slicer warns of neither ----------------
def _mouse(name: str, get: Callable) -> None:
    special(QtGui.QMouseEvent, name)(lambda owner: objects.to_python(get(owner.__bench_native__)))


_mouse("x", lambda event: event.position().toPoint().x())
_mouse("y", lambda event: event.position().toPoint().y())
_mouse("pos", lambda event: event.position().toPoint())
_mouse("localPos", lambda event: event.position())
_mouse("windowPos", lambda event: event.scenePosition())
_mouse("screenPos", lambda event: event.globalPosition())
_mouse("globalX", lambda event: event.globalPosition().toPoint().x())
_mouse("globalY", lambda event: event.globalPosition().toPoint().y())
_mouse("globalPos", lambda event: event.globalPosition().toPoint())


# ---- bytes ----------------------------------------------------------------------------------------------
@special(QtCore.QIODevice, "write")
def _write(owner: Any, data: Any) -> int:
    """Bytes are written as they are; of anything else PythonQt writes the text that Python prints of it."""
    native = objects.to_qt(data)
    if not isinstance(native, (bytes, QtCore.QByteArray)):
        native = str(data).encode()
    return owner.__bench_native__.write(native)


@special(QtCore.QByteArray, "data")
def _data(owner: Any) -> bytes:
    return bytes(owner.__bench_native__.data())


def _bytes_of(*arguments: Any) -> tuple:
    return tuple(a.encode() if isinstance(a, str) else a for a in arguments)


_constructors[QtCore.QByteArray] = _bytes_of
