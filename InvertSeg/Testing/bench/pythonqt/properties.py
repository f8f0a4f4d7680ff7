"""Reading and writing Qt properties as attributes."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets

from . import arguments, enums, objects
from .classes import Info, find_enumeration, find_native

_SIMPLE = {
    "bool": bool, "int": int, "uint": int, "qlonglong": int, "double": float, "float": float, "QString": str,
}  # fmt: skip


def read(owner: Any, info: Info, name: str) -> Any:
    """The value of a property.

    Raises:
        ValueError: the object was deleted.
    """
    native = owner.__bench_native__
    if not shiboken6.isValid(native):
        message = f"Trying to read property '{name}' from a destroyed {info.name} object"
        raise ValueError(message)
    value = native.property(name)
    cpp = info.property_type(name)
    number = getattr(value, "value", value)
    if cpp.startswith("QFlags<"):
        return int(number)
    kind = find_enumeration(cpp)
    if kind is not None and isinstance(number, int):
        return enums.value_class(kind)(number)
    if isinstance(value, str) and name == "toolTip":
        return _rich(value)
    return objects.to_python(value)


def _rich(text: str) -> str:
    """Slicer's application wraps plain tool tips into a paragraph, so that long ones break into lines."""
    if not text or QtGui.Qt.mightBeRichText(text):
        return text
    return f"<p>{text}</p>"


def write(owner: Any, info: Info, name: str, value: Any) -> None:
    """Set a property.

    Raises:
        AttributeError: it is read-only, does not take such a value, or the object was deleted.
    """
    native = owner.__bench_native__
    if not shiboken6.isValid(native):
        message = f"Trying to set property '{name}' on a destroyed {info.name} object"
        raise AttributeError(message)
    meta = type(native).staticMetaObject
    index = meta.indexOfProperty(name)
    read_only = index < 0 or not meta.property(index).isWritable()
    if read_only or (info.facts is not None and name in info.facts.read_only):
        message = f"Property '{name}' of {type(owner).__name__} object is not writable"
        raise AttributeError(message)
    cpp = info.property_type(name)
    try:
        accepted = native.setProperty(name, convert(cpp, value))
    except (arguments.Refused, TypeError, OverflowError):
        accepted = False
    if not accepted:
        shown = type(value).__name__
        message = f"Property '{name}' of type '{cpp}' does not accept an object of type {shown} ({value!r})"
        raise AttributeError(message)


def convert(cpp: str, value: Any) -> Any:
    """A value as a property of a C++ type takes it.

    Raises:
        Refused: it takes no such value.
    """
    if cpp in _SIMPLE:
        return arguments.adapt(_SIMPLE[cpp], value, strict=False)
    if cpp == "QStringList":
        return arguments.adapt(list[str], value, strict=True)
    if cpp in {"QVariant", "QVariantList", "QVariantMap"}:
        return objects.to_qt(value)
    if cpp.startswith("QFlags<") or find_enumeration(cpp) is not None:
        return value if isinstance(value, str) else arguments.adapt(int, value, strict=False)
    native = objects.to_qt(value)
    wanted = find_native(cpp.rstrip("*"))
    if wanted is not None and not isinstance(native, wanted):
        raise arguments.Refused
    return native


def is_dynamic(owner: Any, name: str) -> bool:
    """Whether an object has got a property of this name by `setProperty`."""
    native = owner.__bench_native__
    if not isinstance(native, QtCore.QObject) or not shiboken6.isValid(native):
        return False
    return name.encode() in {bytes(known.data()) for known in native.dynamicPropertyNames()}


def read_dynamic(owner: Any, info: Info, name: str) -> Any:
    """A dynamic property, or else a child of that object name.

    Raises:
        AttributeError: there is neither.
    """
    native = getattr(owner, "__bench_native__", None)
    if isinstance(native, QtCore.QObject) and shiboken6.isValid(native):
        if is_dynamic(owner, name):
            return objects.to_python(native.property(name))
        if name == "name":  # PythonQt's short name of objectName
            return native.objectName()
        for child in native.children():
            if child.objectName() == name and not isinstance(child, QtWidgets.QGraphicsObject):
                return objects.wrap(child)
    message = f"{info.name} has no attribute named '{name}'"
    raise AttributeError(message)
