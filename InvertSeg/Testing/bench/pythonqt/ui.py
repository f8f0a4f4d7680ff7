"""Reading .ui files as Slicer does, but failing where Slicer would only print a warning."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from PySide6 import QtCore, QtUiTools, QtWidgets

from . import classes, objects, properties, signals, specials, ui_values

# What Designer writes as a property although it is none of Qt's.
DESIGNER_ONLY = {"buddy"}
LAYOUT_ONLY = {
    "leftMargin",
    "topMargin",
    "rightMargin",
    "bottomMargin",
    "spacing",
    "horizontalSpacing",
    "verticalSpacing",
}


class UiError(ValueError):
    """A .ui file names a class, a property, a signal or a slot that does not exist."""


class _Loader(QtUiTools.QUiLoader):
    """Makes the widgets of ctk and slicer too."""

    def createWidget(
        self, name: str, parent: QtWidgets.QWidget | None = None, called: str = ""
    ) -> QtWidgets.QWidget:
        if name not in classes.registered:
            return super().createWidget(name, parent, called)
        made = classes.registered[name][1](parent)
        made.setObjectName(called)
        return made


def load_ui(path: str | Path, parent: Any = None) -> Any:
    """The top widget of a .ui file, as module code sees it.

    Args:
        path: the file.
        parent: a widget of module code that becomes the parent.

    Raises:
        UiError: an unknown class, property, signal or slot.
        OSError: there is no such file.
    """
    tree = ET.ElementTree(ET.fromstring(Path(path).read_bytes()))
    root = tree.getroot()
    later = [item for element in root.iter("widget") for item in _checked(element, path)]
    for element in (*root.iter("layout"), *root.iter("action")):
        _check_plain(element, path)
    for element in list(root):
        if element.tag in {"customwidgets", "connections"}:
            root.remove(element)
    connections = ET.fromstring(Path(path).read_bytes()).findall("connections/connection")
    text = io.BytesIO()
    tree.write(text, encoding="utf-8")
    buffer = QtCore.QBuffer()
    buffer.setData(text.getvalue())
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    native = _Loader().load(buffer, objects.to_qt(parent))
    if native is None:
        message = f"{path} is no .ui file that Qt can read"
        raise UiError(message)
    objects.keep(native)
    top = objects.wrap(native)
    for name, prop in later:
        _set(_named(top, name, path), prop, path)
    for connection in connections:
        _connect(top, connection, path)
    return top


def _checked(element: ET.Element, path: str | Path) -> list[tuple[str, ET.Element]]:
    """Check a widget's class and properties; take out and give back what Qt's loader cannot set itself."""
    name = element.get("class", "")
    native = QtWidgets.QFrame if name == "Line" else classes.find_native(name)
    if native is None or not issubclass(native, QtWidgets.QWidget):
        message = f"{path}: there is no widget class {name}"
        raise UiError(message)
    info = classes.wrapper_class(native).__bench_info__
    qt_base = next(base for base in native.__mro__ if base.__module__.startswith("PySide6"))
    later = []
    for prop in list(element.findall("property")):
        called = prop.get("name", "")
        if called in DESIGNER_ONLY or (name == "Line" and called == "orientation"):
            continue
        dynamic = prop.get("stdset") == "0"
        picture = (prop.findtext("iconset") or "").strip()
        if picture.startswith(":/") and not QtCore.QFile.exists(picture):
            message = f"{path}: {element.get('name')}: Slicer has no icon {picture}"
            raise UiError(message)
        if info.kind(called) != "property" and not dynamic:
            message = f"{path}: {name} {element.get('name')} has no property {called}"
            raise UiError(message)
        if called not in classes.property_types(qt_base) and not dynamic:
            element.remove(prop)
            later.append((element.get("name", ""), prop))
    return later


def _check_plain(element: ET.Element, path: str | Path) -> None:
    """Check the class and the properties of a layout or an action."""
    name = element.get("class", "QAction")
    native = classes.find_native(name)
    known = LAYOUT_ONLY | set(classes.property_types(native or QtCore.QObject))
    if native is None or not {prop.get("name") for prop in element.findall("property")} <= known:
        message = f"{path}: {name} {element.get('name')} does not exist or has unknown properties"
        raise UiError(message)


def _named(top: Any, name: str, path: str | Path) -> Any:
    if top.__bench_native__.objectName() == name:
        return top
    found = top.__bench_native__.findChild(QtCore.QObject, name)
    if found is None:
        message = f"{path}: nothing is called {name}"
        raise UiError(message)
    return objects.wrap(found)


def _set(owner: Any, prop: ET.Element, path: str | Path) -> None:
    info = type(owner).__bench_info__
    name = prop.get("name", "")
    try:
        properties.write(owner, info, name, ui_values.value(prop[0], info))
    except (AttributeError, ValueError) as error:
        message = f"{path}: {error}"
        raise UiError(message) from error


def _connect(top: Any, connection: ET.Element, path: str | Path) -> None:
    sender, receiver = (_named(top, connection.findtext(end, ""), path) for end in ("sender", "receiver"))
    signal, slot = connection.findtext("signal", ""), connection.findtext("slot", "")
    if not signals.connect_slot(sender, signal, receiver, slot):
        names = (
            f"{sender.__bench_native__.objectName()}.{signal}",
            f"{receiver.__bench_native__.objectName()}.{slot}",
        )
        message = f"{path}: {names[0]} cannot be connected to {names[1]}"
        raise UiError(message)


@specials.special(QtUiTools.QUiLoader, "load")
def _load(_owner: Any, device: Any, parent: Any = None) -> Any:
    return load_ui(device.__bench_native__.fileName(), parent)
