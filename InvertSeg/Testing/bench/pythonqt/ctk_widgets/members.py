"""Short ways to declare the members of the stand-ins for CTK's widgets."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property


def stored(kind: Any, name: str, default: Any, changed: Callable[[Any], None] | None = None) -> Any:
    """A Qt property that only keeps its value, and calls `changed(self)` when it becomes another one."""
    attribute = f"_stored_{name}"

    def read(self: Any) -> Any:
        return getattr(self, attribute, default)

    def write(self: Any, value: Any) -> None:
        if value != read(self):
            setattr(self, attribute, value)
            if changed is not None:
                changed(self)

    return Property(kind, read, write)


def forwarded(kind: Any, inner: str, name: str) -> Any:
    """A Qt property that is the one of an inner widget."""
    return Property(
        kind,
        lambda self: getattr(self, inner).property(name),
        lambda self, value: getattr(self, inner).setProperty(name, value) and None,
    )


def with_enumerators(*enumerations: type[enum.Enum]) -> Callable[[type], type]:
    """Give a class its enumerations and, as C++ does, their enumerators."""

    def give(cls: type) -> type:
        for enumeration in enumerations:
            setattr(cls, enumeration.__name__, enumeration)
            for name, member in enumeration.__members__.items():
                setattr(cls, name, member)
        return cls

    return give
