"""The Python side of Qt objects: which attributes they have and what touching one does."""

from __future__ import annotations

import enum
from typing import Any

import shiboken6
from PySide6 import QtCore

from . import enums, objects, properties, representation, signals, specials
from .arguments import choose, overloads
from .classes import Info, native_name, wrapper_class
from .shells import make_shell
from .slots import builtin_qt_slot, hand_over, invoke

_set = object.__setattr__


class WrapperType(type):
    """The type of the classes in the modules qt, ctk and slicer."""

    __bench_info__: Info

    def __new__(cls, name: str, bases: tuple, namespace: dict, info: Info | None = None) -> WrapperType:
        """A class that stands for a native one (`info`), or a Python class derived from such a class."""
        if info is not None:
            return super().__new__(cls, name, bases, {**namespace, "__slots__": (), "__bench_info__": info})
        if bases:
            for key, value in namespace.items():
                if isinstance(value, signals.Signal):
                    message = f"{name}.{key}: a qt.Signal declared on a Python class crashes Slicer"
                    raise TypeError(message)
        made = super().__new__(cls, name, bases, namespace)
        if hasattr(made, "__bench_info__"):
            base = made.__bench_info__
            made.__bench_shell__ = make_shell(made, base.native)
        return made

    def __init__(cls, name: str, bases: tuple, namespace: dict, **_keywords: Any) -> None:
        super().__init__(name, bases, namespace)

    def __getattr__(cls, name: str) -> Any:
        info = cls.__dict__.get("__bench_info__") or next(
            (base.__dict__["__bench_info__"] for base in cls.__mro__ if "__bench_info__" in base.__dict__),
            None,
        )
        if info is None or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        kind = kind_of(info, name)
        if kind in {"method", "slot"}:
            return unbound(cls, info, name)
        if kind == "signal":
            return builtin_qt_slot(cls, name, lambda owner, *a: signals.emit(owner, name, a))
        if kind == "property":
            return representation.nothing_of_type(info.property_type(name))
        return _enumeration(info, name, kind)


def kind_of(info: Info, name: str) -> str:
    """The kind of a member; PythonQt ignores an underscore at the end of a name it does not know."""
    return info.kind(name) or (info.kind(name[:-1]) if name.endswith("_") else "")


def _enumeration(info: Info, name: str, kind: str) -> Any:
    found = getattr(info.native, name, None)
    if kind == "enumeration" and not isinstance(found, enum.EnumMeta):
        found = info.enumeration(name)
    if isinstance(found, enum.EnumMeta):
        return enums.value_class(found)
    if isinstance(found, enum.Enum):
        made = enums.value_class(type(found))
        return made(enums.integer(found))
    message = f"{info.name} has no attribute named '{name}'"
    raise AttributeError(message)


def unbound(cls: type, info: Info, name: str) -> builtin_qt_slot:
    """A method reached through its class: static, or called with the object first."""
    name = name if info.kind(name) else name[:-1]
    special = specials.find(info.native, name)
    function = getattr(info.native, native_name(info.native, name), None)
    if function is None and special is None:
        raise specials.BenchLacks(info.name, name)

    def call(*arguments: Any) -> Any:
        if special is not None and special.static:
            return special.function(*arguments)
        if special is None and any(not o.bound for o in overloads(function)):
            return invoke(name, function, None, arguments)
        if not arguments or not isinstance(arguments[0], Wrapper):
            message = f"slot {name} requires {info.name} instance as first argument"
            raise ValueError(message)
        if special is not None:
            return special.function(*arguments)
        return invoke(name, function, native_of(arguments[0], name), arguments[1:])

    return builtin_qt_slot(cls, name, call)


def native_of(owner: Any, name: str) -> Any:
    """The native object, where it still exists.

    Raises:
        ValueError: it was deleted.
    """
    if not objects.is_alive(owner):
        message = f"Trying to call '{name}' on a destroyed {type(owner).__bench_info__.name} object"
        raise ValueError(message)
    return owner.__bench_native__


class Wrapper(metaclass=WrapperType):
    """An object of C++ as Python sees it."""

    __slots__ = ("__bench_native__", "__bench_owned__", "__weakref__")

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        info = type(self).__bench_info__
        if keywords:
            message = f"Called {info.name} with keyword arguments, but called slot does not support kwargs."
            raise ValueError(message)
        native_class = getattr(type(self), "__bench_shell__", info.native)
        special = specials.constructor(info.native)
        arguments = special(*arguments) if special else arguments
        try:
            found = overloads(info.native) if not specials.is_own(info.native) else specials.OWN_CONSTRUCTORS
            converted = choose(info.name, found, arguments)[1]
            native = native_class(*converted)
        except (TypeError, NotImplementedError) as error:
            message = f"No constructors available for {info.name} and {arguments}: {error}"
            raise ValueError(message) from error
        _set(self, "__bench_native__", native)
        _set(self, "__bench_owned__", True)
        objects.remember(native, self)
        if hasattr(type(self), "__bench_shell__"):
            native.__bench_python__ = objects.weakref.ref(self)
        if (
            any(isinstance(a, QtCore.QObject) for a in converted)
            and isinstance(native, QtCore.QObject)
            and native.parent()
        ):
            hand_over((self,))

    def __getattr__(self, name: str) -> Any:
        info = type(self).__bench_info__
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        kind = kind_of(info, name)
        if kind == "property":
            return properties.read(self, info, name)
        if kind == "signal":
            return signals.Signal.of(self, name)
        if kind in {"slot", "method"}:
            return bound(self, info, name)
        if kind:
            return _enumeration(info, name, kind)
        return properties.read_dynamic(self, info, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__bench_"):
            _set(self, name, value)
            return
        info = type(self).__bench_info__
        kind = info.kind(name)
        shown = type(self).__name__
        if kind == "property":
            properties.write(self, info, name, value)
        elif kind:
            word = {"slot": "Slot", "method": "Slot", "signal": "Signal", "enumerator": "EnumValue"}.get(
                kind, "Enum"
            )
            message = f"{word} '{name}' can not be overwritten on {shown} object"
            raise AttributeError(message)
        elif name == "name" and isinstance(self.__bench_native__, QtCore.QObject):
            self.__bench_native__.setObjectName(str(value))  # PythonQt's short name of objectName
        elif properties.is_dynamic(self, name):
            self.__bench_native__.setProperty(name, objects.to_qt(value))
        elif hasattr(type(self), "__bench_shell__"):
            _set(self, name, value)
        else:
            message = f"'{name}' does not exist on {shown} and creating new attributes on C++ objects"
            raise AttributeError(f"{message} is not allowed")

    def __dir__(self) -> list[str]:
        known = type(self).__bench_info__.facts
        return sorted(known.names()) if known else dir(self.__bench_native__)

    def __eq__(self, other: object) -> bool:
        return _equal(self, other)

    def __ne__(self, other: object) -> bool:
        return not _equal(self, other)

    def __hash__(self) -> int:
        native = self.__bench_native__
        return objects.address(native) if shiboken6.isValid(native) else id(self)

    def __bool__(self) -> bool:
        return objects.is_alive(self)

    def __repr__(self) -> str:
        return representation.text(self)

    __str__ = __repr__

    def __del__(self) -> None:
        specials.release(self)


def _equal(one: Wrapper, other: object) -> bool:
    if other is None:
        return not objects.is_alive(one)
    if not isinstance(other, Wrapper):
        return False
    first, second = one.__bench_native__, other.__bench_native__
    if isinstance(first, QtCore.QObject) or isinstance(second, QtCore.QObject):
        return first is second
    return bool(first == second)


def bound(owner: Wrapper, info: Info, name: str) -> builtin_qt_slot:
    """A method of an object."""
    name = name if info.kind(name) else name[:-1]
    special = specials.find(info.native, name)
    if special is not None:
        return builtin_qt_slot(owner, name, special.function if special.static else special.bind(owner))
    function = getattr(info.native, native_name(info.native, name), None)
    if function is None:
        raise specials.BenchLacks(info.name, name)
    shown = name
    if all(not o.bound for o in overloads(function)) and overloads(function):
        declared = next(
            (b.__name__ for b in info.native.__mro__ if native_name(b, name) in vars(b)), info.name
        )
        shown = f"static_{declared}_{name}"
    return builtin_qt_slot(owner, shown, lambda *a: invoke(name, function, native_of(owner, name), a))


def make_class(module: str, info: Info) -> type:
    """The Python class of a native one; flat, as PythonQt's are: no class of it derives from another."""
    return WrapperType(info.name, (Wrapper,), {"__module__": module}, info=info)


def adopt(native: Any) -> Wrapper:
    """A Python side for an object that Qt made."""
    own = getattr(native, "__bench_python__", None)
    if own is not None and own() is not None:
        return own()
    cls = wrapper_class(type(native))
    made = cls.__new__(cls)
    _set(made, "__bench_native__", native)
    _set(made, "__bench_owned__", False)
    objects.remember(native, made)
    return made
