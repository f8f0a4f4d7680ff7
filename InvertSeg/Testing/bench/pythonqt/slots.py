"""Methods of Qt objects as PythonQt shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import objects
from .arguments import choose, overloads

# Methods that hand an object over to C++, which deletes it from then on.
HAND_OVER = {
    "addWidget", "insertWidget", "addRow", "insertRow", "addLayout", "insertLayout", "setWidget",
    "addTab", "insertTab", "addItem", "insertItem", "setLayout", "setCellWidget", "setItemWidget",
    "setCornerWidget", "setParent", "replaceWidget", "addPermanentWidget", "setCentralWidget",
    "addToolBar", "setItem", "addTopLevelItem", "setViewport",
}  # fmt: skip


class builtin_qt_slot:
    """A method bound to an object; PythonQt passes it every argument of a signal it is connected to."""

    __slots__ = ("__name__", "__self__", "_call")

    def __init__(self, owner: Any, name: str, call: Callable) -> None:
        self.__self__ = owner
        self.__name__ = name
        self._call = call

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if keywords:
            message = (
                f"Called {self.__name__} with keyword arguments, but called slot does not support kwargs."
            )
            raise ValueError(message)
        return self._call(*arguments)

    def __repr__(self) -> str:
        if isinstance(self.__self__, type):
            return f"<unbound qt slot {self.__name__} of {self.__self__.__name__} type>"
        return (
            f"<qt slot {self.__name__} of {type(self.__self__).__name__} instance at {id(self.__self__):#x}>"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, builtin_qt_slot):
            return NotImplemented
        return self.__self__ is other.__self__ and self.__name__ == other.__name__

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__name__))


def invoke(name: str, function: Any, native: Any, arguments: tuple) -> Any:
    """Call a native method (unbound) on a native object, with PythonQt's conversions.

    Raises:
        ValueError: wrong number or kind of arguments, or the object was deleted.
    """
    found = overloads(function)
    try:
        if not found:
            return objects.to_python(function(native, *[objects.to_qt(a) for a in arguments]))
        overload, converted = choose(name, found, arguments)
        if len({o.bound for o in found}) > 1:
            # PySide6 takes such a method of the class for the static one.
            function = getattr(native, name, function)
            result = function(*converted)
        else:
            result = function(native, *converted) if overload.bound else function(*converted)
    except TypeError as error:
        message = f"Called {name} with wrong arguments: {arguments} ({error})"
        raise ValueError(message) from error
    except RuntimeError as error:
        if "already deleted" not in str(error):
            raise
        message = f"Trying to call '{name}' on a destroyed object"
        raise ValueError(message) from error
    if name in HAND_OVER:
        hand_over(arguments)
    if isinstance(result, tuple) and "uple[" in str(overload.returns):
        result = result[0]  # C++ returns the first, PySide6 adds what C++ writes through pointers
    return objects.to_python(result)


def hand_over(arguments: tuple) -> None:
    """Let C++ own the objects that were passed."""
    for argument in arguments:
        if hasattr(type(argument), "__bench_info__"):
            argument.__bench_owned__ = False
