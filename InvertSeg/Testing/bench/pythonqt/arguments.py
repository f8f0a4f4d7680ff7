"""Choosing the overload of a Qt method and converting its arguments, as PythonQt does.

Overloads with the right number of arguments are tried strictly first (an int is no float, a str no int),
then loosely: PythonQt takes `str(x)` for text, rounds a float down for an int, takes any int for an
enumeration.
"""

from __future__ import annotations

import collections.abc
import contextlib
import enum
import functools
import inspect
import math
import types
import typing
from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore, QtGui
from shibokensupport.signature import get_signature

from .enums import EnumValue
from .enums import to_qt as enum_to_qt
from .objects import to_qt


class Refused(Exception):
    """The value does not fit the parameter."""


@dataclass(frozen=True)
class Overload:
    """One way to call a method.

    Attributes:
        parameters: their types, without the object itself.
        required: how many of them have no default.
        bound: whether the object comes first.
        returns: the type of what comes back.
        text: how PySide6 writes it.
    """

    parameters: tuple[Any, ...]
    required: int
    bound: bool
    returns: Any
    text: str


# What PythonQt converts on its own, by the class wanted.
CONVERSIONS: dict[type, tuple[type, ...]] = {
    QtGui.QPen: (QtGui.QColor, QtCore.Qt.GlobalColor),
    QtGui.QBrush: (QtGui.QColor, QtCore.Qt.GlobalColor),
    QtGui.QColor: (QtCore.Qt.GlobalColor,),
    QtGui.QCursor: (QtCore.Qt.CursorShape,),
}
BYTES = {bytes, bytearray, memoryview}


@functools.cache
def overloads(function: Any) -> tuple[Overload, ...]:
    """The overloads of a PySide6 method, or of a Python method of a native class."""
    if isinstance(function, types.FunctionType):
        return (_of_python(function),)
    found = get_signature(function)
    if found is None:
        return ()
    return tuple(_overload(s, {}) for s in (found if isinstance(found, list) else [found]))


def _of_python(function: types.FunctionType) -> Overload:
    return _overload(inspect.signature(function), typing.get_type_hints(function))


def _overload(signature: inspect.Signature, hints: dict[str, Any]) -> Overload:
    parameters = list(signature.parameters.values())
    bound = bool(parameters) and parameters[0].name == "self"
    positional = [
        p for p in parameters[bound:] if p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}
    ]  # the keyword-only ones are PySide6's own idea
    required = sum(p.default is inspect.Parameter.empty for p in positional)
    return Overload(
        tuple(hints.get(p.name, p.annotation) for p in positional),
        required,
        bound,
        hints.get("return", signature.return_annotation),
        str(signature),
    )


def choose(name: str, found: tuple[Overload, ...], arguments: tuple) -> tuple[Overload, list]:
    """The overload of a method that takes these arguments, and the arguments as it takes them.

    Raises:
        ValueError: no overload takes them.
    """
    fitting = [o for o in found if o.required <= len(arguments) <= len(o.parameters)]
    for strict in (True, False):
        for overload in fitting:
            with contextlib.suppress(Refused):
                return overload, list(map(adapt, overload.parameters, arguments, [strict] * len(arguments)))
    if len(found) == 1:
        number = "" if fitting else "number of "
        message = f"Called {name}{found[0].text} with wrong {number}arguments: {arguments}"
        raise ValueError(message)
    known = "\n".join(f"{name}{o.text}" for o in found)
    message = "Could not find matching overload for given arguments"
    raise ValueError(f"{message}:\n{arguments}\n The following slots are available:\n{known}")


def adapt(wanted: Any, value: Any, strict: bool) -> Any:
    """A value as a parameter of type `wanted` takes it, or `Refused`."""
    if wanted in {inspect.Parameter.empty, Any, object}:
        return to_qt(value)
    origin = typing.get_origin(wanted)
    if origin in {types.UnionType, typing.Union}:
        return _one_of(typing.get_args(wanted), value, strict)
    if origin is not None:
        return _generic(origin, wanted, value, strict)
    if wanted in SIMPLE:
        return SIMPLE[wanted](value, strict)
    if wanted in BYTES:
        return _bytes(value, strict)
    if isinstance(wanted, enum.EnumMeta):
        return _enumerator(wanted, value, strict)
    if isinstance(wanted, type):
        return _instance(wanted, value, strict)
    return to_qt(value)


def _one_of(options: tuple, value: Any, strict: bool) -> Any:
    if value is None and type(None) in options:
        return None
    if BYTES & set(options):
        return str(value) if str in options and not isinstance(value, bytes) else _bytes(value, strict)
    if str in options and not _is_native_class(options[0]):
        return SIMPLE[str](value, strict)
    # What PySide6 converts beyond the first class, PythonQt does not.
    rest = () if _is_native_class(options[0]) else options[1:]
    for option in (options[0], *rest):
        if option is not type(None):
            try:
                return adapt(option, value, strict)
            except Refused:
                continue
    raise Refused


def _is_native_class(option: Any) -> bool:
    return (
        isinstance(option, type)
        and option.__module__.startswith("PySide6")
        and not isinstance(option, enum.EnumMeta)
    )


def _generic(origin: Any, wanted: Any, value: Any, strict: bool) -> Any:
    if origin is collections.abc.Callable:
        raise Refused  # a C++ method takes no Python function
    if origin in {list, collections.abc.Sequence, collections.abc.Iterable}:
        if (isinstance(value, (str, bytes)) and strict) or not isinstance(value, collections.abc.Sequence):
            raise Refused
        inner = (typing.get_args(wanted) or (Any,))[0]
        return [adapt(inner, item, inner is not str and strict) for item in value]
    return to_qt(value)


def _enumerator(wanted: type[enum.Enum], value: Any, strict: bool) -> Any:
    exact = isinstance(value, EnumValue) and type(value).qt_enum is wanted
    if not exact:
        if strict:
            raise Refused
        value = _int(value, strict=False)
    try:
        return enum_to_qt(wanted, value)
    except ValueError as error:
        raise Refused from error


def _instance(wanted: type, value: Any, strict: bool) -> Any:
    if value is None or (not strict and type(value) is int and value == 0):
        if issubclass(wanted, QtCore.QObject) or wanted.__name__.endswith("Item"):
            return None
        raise Refused
    for source in CONVERSIONS.get(wanted, ()):
        if isinstance(source, enum.EnumMeta):
            if isinstance(value, EnumValue) and type(value).qt_enum is source:
                return wanted(enum_to_qt(source, value))
        elif isinstance(to_qt(value), source):
            return wanted(to_qt(value))
    native = to_qt(value)
    if isinstance(native, wanted):
        return native
    raise Refused


def _str(value: Any, strict: bool) -> str:
    if isinstance(value, str):
        return value
    if strict:
        raise Refused
    return str(value)


def _bytes(value: Any, strict: bool) -> Any:
    native = to_qt(value)
    if isinstance(native, QtCore.QByteArray) or type(value) is bytes:
        return native
    if isinstance(value, str) and not strict:
        return value.encode()
    raise Refused


def _bool(value: Any, strict: bool) -> bool:
    if isinstance(value, bool) or not strict:
        return bool(value)
    raise Refused


def _int(value: Any, strict: bool) -> int:
    if type(value) is int:
        return value
    if not strict:
        if isinstance(value, float) and math.isfinite(value):
            return math.floor(value)
        if hasattr(value, "__index__"):
            return value.__index__()
    raise Refused


def _float(value: Any, strict: bool) -> float:
    if type(value) is float:
        return value
    if (
        not strict
        and not isinstance(value, (str, bytes))
        and (hasattr(value, "__float__") or hasattr(value, "__index__"))
    ):
        return float(value)
    raise Refused


SIMPLE = {str: _str, bool: _bool, int: _int, float: _float}
