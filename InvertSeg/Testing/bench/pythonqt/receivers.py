"""Calling Python on behalf of Qt: arguments trimmed to what fits, exceptions printed and swallowed."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable, Sequence
from types import FunctionType, MethodType

# What a slot or an overridden method raised, newest last: a real Slicer only prints it, a test wants to know.
# (As text: an exception would keep the widgets of its frames alive.)
swallowed: list[str] = []


def accepted(target: Callable) -> int | None:
    """How many arguments are passed at most; None where all are.

    PythonQt looks only at functions and methods, and ignores defaults and keyword-only arguments.
    """
    bound = isinstance(target, MethodType)
    function = target.__func__ if bound else target
    if not isinstance(function, FunctionType) or function.__code__.co_flags & inspect.CO_VARARGS:
        return None
    return function.__code__.co_argcount - bound


def call(target: Callable, arguments: Sequence[object]) -> object:
    """The result of `target`; None after an exception, which is printed."""
    most = accepted(target)
    try:
        return target(*(arguments if most is None else arguments[:most]))
    except Exception as error:  # noqa: BLE001 - whatever it is, Qt's event loop goes on
        swallow(error)
        return None


def swallow(error: BaseException) -> None:
    """Print an exception as PythonQt does, and note it."""
    text = "".join(traceback.format_exception(error))
    swallowed.append(text)
    print(text, end="", file=sys.stderr)
