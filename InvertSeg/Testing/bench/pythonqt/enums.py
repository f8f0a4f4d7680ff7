"""Enumerators as PythonQt shows them: integers whose type bears the enumeration's name."""

from __future__ import annotations

import enum
from functools import cache

from . import facts


class EnumValue(int):
    """An enumerator or a set of flags; arithmetic on it gives plain integers."""

    qt_enum: type[enum.Enum] | None = None

    def __repr__(self) -> str:
        return int.__repr__(self)

    __str__ = __repr__


@cache
def value_class(qt_enum: type[enum.Enum]) -> type[EnumValue]:
    """The type of the enumerators of a PySide6 enumeration; it carries them as attributes."""
    made = type(qt_enum.__name__, (EnumValue,), {"qt_enum": qt_enum, "__module__": "PythonQt"})
    for name, member in qt_enum.__members__.items():
        setattr(made, name, made(integer(member)))
    return made


def integer(member: enum.Enum) -> int:
    """The C++ value of a PySide6 enumerator."""
    return int(member.value)


def flags_name(qt_enum: type[enum.Enum]) -> str:
    """How the set of flags of an enumeration is called: ItemFlag -> ItemFlags, AlignmentFlag -> Alignment."""
    name = qt_enum.__name__
    owner = qt_enum.__qualname__.rpartition(".")[0]
    known = facts.listing().get(f"qt.{owner}", {}).get("other_members", ())
    for candidate in (f"{name}s", name.removesuffix("Flag"), f"{name.removesuffix('Flag')}s"):
        if candidate != name and candidate in known:
            return candidate
    return f"{name}s"


@cache
def flags_class(qt_enum: type[enum.Enum]) -> type[EnumValue]:
    """The type of what a method returns that gives a set of flags."""
    return type(flags_name(qt_enum), (EnumValue,), {"qt_enum": qt_enum, "__module__": "PythonQt"})


def to_python(member: enum.Enum) -> EnumValue:
    """A PySide6 enumerator or set of flags as PythonQt returns it from a method."""
    kind = type(member)
    made = flags_class(kind) if issubclass(kind, enum.Flag) else value_class(kind)
    return made(integer(member))


def to_qt(qt_enum: type[enum.Enum], value: int) -> enum.Enum:
    """The PySide6 enumerator of an integer.

    Raises:
        ValueError: the enumeration has no such value.
    """
    return qt_enum(int(value))
