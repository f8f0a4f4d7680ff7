"""From native objects to their Python side and back: one Python object for one C++ object."""

from __future__ import annotations

import enum
import weakref
from typing import Any

import shiboken6

from . import enums

# Python sides by the address of the C++ object.
_alive: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
# Natives that nothing in Python owns: PythonQt leaves them to C++, PySide6 would delete them.
_kept: list[object] = []


def keep(native: object) -> None:
    """Leave an object without a parent alive for good."""
    _kept.append(native)


def address(native: object) -> int:
    """Where the C++ object lies."""
    return shiboken6.getCppPointer(native)[0]


def remember(native: object, python: object) -> None:
    """Note which Python object stands for a native one."""
    _alive[address(native)] = python


def wrap(native: Any) -> Any:
    """The Python side of a native object: the same one as long as somebody keeps it."""
    from .wrapper import adopt

    if not shiboken6.isValid(native):
        return None
    known = _alive.get(address(native))
    if known is not None and is_alive(known) and known.__bench_native__ is native:
        return known
    return adopt(native)


def is_alive(python: Any) -> bool:
    """Whether the C++ object still exists."""
    native = python.__bench_native__
    return native is not None and shiboken6.isValid(native)


def to_python(value: Any) -> Any:
    """What PythonQt makes of a value that Qt returns."""
    if value is None or (
        isinstance(value, (bool, int, float, str, bytes)) and not isinstance(value, enum.Enum)
    ):
        return value
    if isinstance(value, enum.Enum):
        return enums.to_python(value)
    if isinstance(value, (list, tuple)):
        return tuple(to_python(item) for item in value)
    if isinstance(value, dict):
        return {key: to_python(item) for key, item in value.items()}
    if isinstance(value, shiboken6.Object):
        return wrap(value)
    return value


def to_qt(value: Any) -> Any:
    """What stands for a Python value where Qt takes any (a QVariant)."""
    native = getattr(type(value), "__bench_info__", None) and value.__bench_native__
    if native is not None:
        return native
    if isinstance(value, enums.EnumValue):
        return int(value)
    if isinstance(value, (list, tuple)):
        return [to_qt(item) for item in value]
    if isinstance(value, dict):
        return {key: to_qt(item) for key, item in value.items()}
    return value
