"""Which Python class stands for which Qt class, and what its members are."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore, QtGui, QtUiTools, QtWidgets

from . import enums, facts

# Where a Qt class is looked for, in this order.
QT_MODULES = (QtCore, QtGui, QtWidgets, QtUiTools)

# Python classes by native class; filled on demand and by `register`.
_by_native: dict[type, type] = {}
# Native classes of ctk and slicer by name.
registered: dict[str, tuple[str, type]] = {}
# Classes that were asked for by name although the facts do not list them: their members are PySide6's,
# unchecked.
unverified: set[str] = set()


@dataclass(frozen=True)
class Info:
    """What stands behind a Python class of the modules qt, ctk and slicer.

    Attributes:
        name: as C++ and Python call the class.
        native: the PySide6 class, or the bench's own one of ctk and slicer.
        facts: what a real Slicer shows; None where that is not known.
    """

    name: str
    native: type
    facts: facts.ClassFacts | None

    def kind(self, name: str) -> str:
        """One of property, signal, slot, method, static, enumeration, enumerator; empty for unknown names."""
        if self.facts is None:
            return self._native_kind(name)
        kind = self.facts.kind(name)
        if kind != "member":
            return kind
        return self._native_kind(name) or "method"

    def _native_kind(self, name: str) -> str:
        if name in property_types(self.native):
            return "property"
        found = getattr(self.native, native_name(self.native, name), None)
        if type(found) is QtCore.Signal:  # isinstance() loses a reference to False in PySide6 6.12
            return "signal"
        if isinstance(found, enum.Enum):
            return "enumerator"
        if isinstance(found, enum.EnumMeta):
            return "enumeration"
        if callable(found) and not name.startswith("__"):
            return "method"
        return "" if self.facts is None else self._enumeration_kind(name)

    def _enumeration_kind(self, name: str) -> str:
        return "enumeration" if self.enumeration(name) else ""

    def enumeration(self, name: str) -> type[enum.Enum] | None:
        """The PySide6 enumeration of a name, also of the name of its flags."""
        for value in vars_of(self.native).values():
            if isinstance(value, enum.EnumMeta) and enums.flags_name(value) == name:
                return value
        return None

    def property_type(self, name: str) -> str:
        """The C++ type of a property."""
        if self.facts is not None and name in self.facts.properties:
            return self.facts.properties[name]
        return property_types(self.native).get(name, "QVariant")


@functools.cache
def vars_of(native: type) -> dict[str, Any]:
    """All class attributes of a native class, those of its bases included."""
    together: dict[str, Any] = {}
    for base in reversed(native.__mro__):
        together.update(vars(base))
    return together


@functools.cache
def property_types(native: type) -> dict[str, str]:
    """C++ type by name of the Qt properties of a native class."""
    if not issubclass(native, QtCore.QObject):
        return {}
    meta = native.staticMetaObject
    found = [meta.property(index) for index in range(meta.propertyCount())]
    return {p.name(): p.typeName() for p in found}


@functools.cache
def native_name(native: type, name: str) -> str:
    """How PySide6 calls a member: words of Python's own get an underscore there, and lose it in PythonQt."""
    for candidate in (name, f"{name}_", name.removesuffix("_")):
        if hasattr(native, candidate):
            return candidate
    return name


def find_native(name: str) -> type | None:
    """The native class of a C++ class name."""
    if name in registered:
        return registered[name][1]
    for module in QT_MODULES:
        found = getattr(module, name, None)
        if isinstance(found, type):
            return found
    return None


@functools.cache
def find_enumeration(cpp_name: str) -> type[enum.Enum] | None:
    """The enumeration of a C++ name such as `Qt::Orientation`; None where it is none."""
    owner, separator, name = cpp_name.rpartition("::")
    if not separator:
        return None
    found = getattr(find_native(owner) or QtCore.Qt, name, None)
    return found if isinstance(found, enum.EnumMeta) else None


def wrapper_class(native: type) -> type:
    """The Python class that stands for a native class or for its nearest known base."""
    from .wrapper import make_class

    for base in native.__mro__:
        if base in _by_native:
            return _by_native[base]
        if base.__module__.startswith("PySide6.") or base is QtCore.Qt:
            known = facts.find(f"qt.{base.__name__}")
            return remember(base, make_class("qt", Info(base.__name__, base, known)))
    message = f"{native} is no class of Qt"
    raise TypeError(message)


def remember(native: type, made: type) -> type:
    """Keep the Python class of a native class."""
    _by_native[native] = made
    return made


def register(module: str, native: type, name: str = "") -> type:
    """Let a class of one's own stand for one of ctk or slicer.

    Args:
        module: "ctk" or "slicer".
        native: a PySide6 subclass with `Property`, `Signal` and `Slot` members.
        name: the class name where the native one has another.

    Returns:
        The class as module code sees it; also found by the .ui loader from now on.
    """
    from .wrapper import make_class

    name = name or native.__name__
    registered[name] = (module, native)
    return remember(native, make_class(module, Info(name, native, facts.find(f"{module}.{name}"))))
