"""The values of properties in a .ui file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from PySide6 import QtCore, QtGui

from . import classes, enums
from .classes import Info
from .objects import wrap


def _number(element: ET.Element, name: str) -> int:
    return int(element.findtext(name, "0"))


READERS: dict[str, Callable[[ET.Element], Any]] = {
    "bool": lambda e: e.text == "true",
    "number": lambda e: int(e.text or 0),
    "double": lambda e: float(e.text or 0),
    "float": lambda e: float(e.text or 0),
    "string": lambda e: e.text or "",
    "cstring": lambda e: e.text or "",
    "stringlist": lambda e: [item.text or "" for item in e.findall("string")],
    "size": lambda e: wrap(QtCore.QSize(_number(e, "width"), _number(e, "height"))),
    "color": lambda e: wrap(QtGui.QColor(*(_number(e, part) for part in ("red", "green", "blue")))),
}


def value(element: ET.Element, info: Info) -> Any:
    """The value of the element below `<property>`, for a property of a class.

    Raises:
        ValueError: a kind of value or an enumerator that is not known.
    """
    if element.tag in READERS:
        return READERS[element.tag](element)
    if element.tag not in {"enum", "set"}:
        message = f"values of the kind {element.tag} are not read"
        raise ValueError(message)
    together = 0
    for name in (element.text or "").split("|"):
        together |= _enumerator(name, info)
    return together


def _enumerator(name: str, info: Info) -> int:
    owner, _, short = name.rpartition("::")
    native = classes.find_native(owner.partition("::")[0]) if owner else info.native
    found = getattr(native or QtCore.Qt, short, None)
    if found is None:
        message = f"there is no enumerator {name}"
        raise ValueError(message)
    return enums.integer(found)
