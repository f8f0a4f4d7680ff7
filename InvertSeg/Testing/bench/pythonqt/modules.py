"""The modules `qt` and `ctk` that module code imports."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

from PySide6 import QtCore

from . import classes, enums, facts
from .signals import Signal
from .wrapper import make_class

# Present in PySide6, absent from Slicer's Qt 6 (its Qt 5 has the first three).
ABSENT = {"QRegExp", "QTextCodec", "QDesktopWidget", "QVariant", "QT_VERSION_STR", "SIGNAL", "SLOT"}


class _LazyModule(types.ModuleType):
    """A module that makes its classes when they are asked for."""

    def __init__(self, name: str, find: Callable[[str], Any]) -> None:
        super().__init__(name, f"Stands for Slicer's module {name}.")
        self.__dict__["_find"] = find

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("__") else self._find(name)
        if found is None:
            message = f"module '{self.__name__}' has no attribute '{name}'"
            raise AttributeError(message)
        self.__dict__[name] = found
        return found


class Slot:
    """Marks slots of Python classes; only there to be found."""


class Property:
    """Marks properties of Python classes; only there to be found."""


Slot.__module__ = Property.__module__ = "PythonQt.QtCore"


def _qt(name: str) -> Any:
    own = {
        "Signal": Signal,
        "Slot": Slot,
        "Property": Property,
        "qVersion": QtCore.qVersion,
        "QT_VERSION": None,
    }
    if name in own:
        return own[name]
    if name in ABSENT or not name.startswith("Q"):
        return None
    if name == "Qt":
        info = classes.Info("Qt", QtCore.Qt, facts.find("qt.Qt"))
        made = make_class("qt", info)
        made.qVersion = staticmethod(QtCore.qVersion)
        return made
    native = classes.find_native(name)
    if native is None or not native.__module__.startswith("PySide6"):
        return None
    made = classes.wrapper_class(native)
    if made.__bench_info__.facts is None:
        classes.unverified.add(name)
    return made if made.__bench_info__.native is native else None


def _of_ctk(name: str) -> Any:
    module, native = classes.registered.get(name, ("", None))
    return classes.wrapper_class(native) if module == "ctk" else None


qt = _LazyModule("qt", _qt)
ctk = _LazyModule("ctk", _of_ctk)


def install() -> None:
    """Make `import qt` and `import ctk` give these modules."""
    from . import ctk_widgets, timers

    assert ctk_widgets, timers
    sys.modules["qt"] = qt
    sys.modules["ctk"] = ctk


__all__ = ["ctk", "enums", "install", "qt"]
