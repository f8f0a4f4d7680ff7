"""Which widgets show which parameters, and how."""

from __future__ import annotations

import enum
import pathlib
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ctk
import qt
import slicer

from .annotations import (
    Choice,
    Decimals,
    Maximum,
    Minimum,
    RangeBounds,
    SingleStep,
    WithinRange,
    first,
    split,
)
from .ranges import FloatRange

_INT_LIMIT = 2**31


@dataclass(frozen=True)
class Connector:
    """One widget that shows one parameter.

    Attributes:
        widget: the widget.
        signal: the one that tells of a change by the user.
        read: gives the widget's value.
        write: shows a value.
    """

    widget: Any
    signal: Any
    read: Callable[[], Any]
    write: Callable[[Any], None]


def connector(widget: Any, kind: Any) -> Connector:
    """The connector of a widget and a parameter's type.

    Raises:
        RuntimeError: this widget cannot show such values.
    """
    bare, annotations = split(kind)
    for classes, fits, make in _KNOWN:
        if type(widget) in [found for found in map(_class, classes) if found] and fits(bare):
            return make(widget, bare, annotations)
    raise RuntimeError(
        f"Unable to create GUI connector from datatype '{kind}' to widget type '{type(widget)}'."
    )


def _class(name: str) -> type | None:
    module = {"q": slicer if name.startswith("qMRML") else qt, "Q": qt, "c": ctk}[name[0]]
    try:
        return getattr(module, name)
    except AttributeError:
        return None


def _attribute(widget: Any, name: str, signal: Any, convert: Callable = lambda value: value) -> Connector:
    return Connector(
        widget, signal, lambda: getattr(widget, name), lambda value: setattr(widget, name, convert(value))
    )


def _check_box(widget: Any, _bare: Any, _annotations: tuple) -> Connector:
    return _attribute(widget, "checked", widget.stateChanged)


def _button(widget: Any, _bare: Any, _annotations: tuple) -> Connector:
    widget.checkable = True
    return _attribute(widget, "checked", widget.toggled)


def _limits(annotations: tuple) -> tuple[float | None, float | None]:
    both = first(annotations, WithinRange)
    if both is not None:
        return both.minimum, both.maximum
    lower, upper = first(annotations, Minimum), first(annotations, Maximum)
    return (lower and lower.minimum), (upper and upper.maximum)


def _step(widget: Any, annotations: tuple) -> None:
    step = first(annotations, SingleStep)
    if step is not None:
        widget.singleStep = step.value


def _integers(widget: Any, _bare: Any, annotations: tuple) -> Connector:
    lower, upper = _limits(annotations)
    if type(widget) is qt.QSlider and None in (lower, upper):
        raise RuntimeError("Cannot have a connection to QSlider where the int type is unbounded.")
    _step(widget, annotations)
    widget.setMinimum(-_INT_LIMIT if lower is None else lower)
    widget.setMaximum(_INT_LIMIT - 1 if upper is None else upper)
    return _attribute(widget, "value", widget.valueChanged)


def _numbers(widget: Any, bare: Any, annotations: tuple) -> Connector:
    lower, upper = _limits(annotations)
    if type(widget).__name__ in ("ctkSliderWidget", "qMRMLSliderWidget") and None in (lower, upper):
        raise RuntimeError("Cannot have a connection to ctkSliderWidget where the float type is unbounded.")
    decimals = first(annotations, Decimals)
    if bare is int or decimals is not None:
        widget.decimals = 0 if bare is int else decimals.value
    _step(widget, annotations)
    widget.minimum = float("-inf") if lower is None else lower
    widget.maximum = float("inf") if upper is None else upper
    return Connector(
        widget,
        widget.valueChanged,
        lambda: bare(widget.value),
        lambda value: setattr(widget, "value", bare(value)),
    )


def _combo_box(widget: Any, bare: Any, annotations: tuple) -> Connector:
    if isinstance(bare, type) and issubclass(bare, enum.Enum):
        values, texts = list(bare), [member.name for member in bare]
    else:
        choice = first(annotations, Choice)
        if choice is None:
            raise RuntimeError("A combo box needs the Choice annotation.")
        values, texts = list(choice.choices), [str(value) for value in choice.choices]
    widget.clear()
    for text in texts:
        widget.addItem(text)
    return Connector(
        widget,
        widget.currentIndexChanged,
        lambda: values[widget.currentIndex],
        lambda value: setattr(widget, "currentIndex", values.index(value)),
    )


def _line(widget: Any, _bare: Any, _annotations: tuple) -> Connector:
    def write(value: str) -> None:
        if value != widget.text:
            widget.text = value

    return Connector(widget, widget.textChanged, lambda: widget.text, write)


def _label(widget: Any, _bare: Any, _annotations: tuple) -> Connector:
    return _attribute(widget, "text", None)


def _text(widget: Any, _bare: Any, _annotations: tuple) -> Connector:
    return Connector(widget, widget.textChanged, widget.toPlainText, widget.setPlainText)


def _range(_widget: Any, _bare: Any, annotations: tuple) -> Connector:
    """Refuse, as Slicer 5.12 does: its widgets take no FloatRange, with or without bounds."""
    if first(annotations, RangeBounds) is None:
        raise RuntimeError("Cannot have a connection to a range widget where the float is unbounded.")
    raise AttributeError("'int' object has no attribute 'minimum'")


def _path(widget: Any, bare: Any, _annotations: tuple) -> Connector:
    name = "directory" if type(widget).__name__ == "ctkDirectoryButton" else "currentPath"
    signal = getattr(widget, f"{name}Changed")
    return Connector(
        widget, signal, lambda: bare(getattr(widget, name)), lambda value: setattr(widget, name, str(value))
    )


def _node(widget: Any, bare: Any, _annotations: tuple) -> Connector:
    options = typing.get_args(bare) or (bare,)
    widget.nodeTypes = [option.__name__ for option in options if option is not type(None)]
    return Connector(widget, widget.currentNodeChanged, widget.currentNode, widget.setCurrentNode)


def _is_node(bare: Any) -> bool:
    if typing.get_origin(bare) in (typing.Union, types.UnionType):
        return all(option is type(None) or _is_node(option) for option in typing.get_args(bare))
    return isinstance(bare, type) and issubclass(bare, slicer.vtkMRMLNode)


def _is_choice(bare: Any) -> bool:
    return bare in (int, float, str, bool) or (isinstance(bare, type) and issubclass(bare, enum.Enum))


_KNOWN: tuple[tuple[tuple[str, ...], Callable[[Any], bool], Callable], ...] = (
    (("QCheckBox", "ctkCheckBox"), lambda bare: bare is bool, _check_box),
    (("QPushButton", "ctkCheckablePushButton"), lambda bare: bare is bool, _button),
    (("QSlider", "QSpinBox"), lambda bare: bare is int, _integers),
    (
        (
            "QDoubleSpinBox",
            "ctkSliderWidget",
            "qMRMLSliderWidget",
            "ctkDoubleSlider",
            "ctkDoubleSpinBox",
            "qMRMLSpinBox",
        ),
        lambda bare: bare in (int, float),
        _numbers,
    ),
    (("QComboBox", "ctkComboBox"), _is_choice, _combo_box),
    (("QLineEdit",), lambda bare: bare is str, _line),
    (("QLabel",), lambda bare: bare is str, _label),
    (("QTextEdit",), lambda bare: bare is str, _text),
    (("ctkRangeWidget", "ctkDoubleRangeSlider", "qMRMLRangeWidget"), lambda bare: bare is FloatRange, _range),
    (
        ("ctkPathLineEdit", "ctkDirectoryButton"),
        lambda bare: isinstance(bare, type) and issubclass(bare, pathlib.PurePath),
        _path,
    ),
    (("qMRMLNodeComboBox",), _is_node, _node),
)
