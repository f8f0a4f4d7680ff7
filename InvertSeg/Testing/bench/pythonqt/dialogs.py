"""Modal dialogs: nobody sits at the bench, so tests say beforehand what is answered.

    pythonqt.dialogs.answer("question", qt.QMessageBox.Yes)
    pythonqt.dialogs.answer("getOpenFileName", "/data/scan.nrrd")
    pythonqt.dialogs.answer("exec", lambda dialog: dialog.accept())

A dialog without an answer is cancelled and noted in `unanswered`; every dialog is noted in `asked`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6 import QtGui, QtWidgets

from . import enums, objects
from .arguments import choose, overloads
from .specials import special

_Button = QtWidgets.QMessageBox.StandardButton


@dataclass(frozen=True)
class Question:
    """One modal dialog: the method that opened it, and its title, text or other arguments as text."""

    kind: str
    texts: tuple[str, ...]


asked: list[Question] = []
unanswered: list[Question] = []
_answers: dict[str, list[Any]] = {}


def answer(kind: str, value: Any) -> None:
    """Answer the next dialog of a kind, after those answered already.

    Args:
        kind: the method that opens it: exec, question, warning, getOpenFileName, getText, getColor...
        value: what it returns, or for `exec` also a function of the dialog.
    """
    _answers.setdefault(kind, []).append(value)


def forget() -> None:
    """Drop all questions and answers, so that one test does not see another's."""
    asked.clear()
    unanswered.clear()
    _answers.clear()


def ask(kind: str, cancelled: Any, *texts: object) -> Any:
    """The answer to a dialog; `cancelled` where there is none."""
    question = Question(kind, tuple(str(text) for text in texts if isinstance(text, str)))
    asked.append(question)
    waiting = _answers.get(kind)
    if waiting:
        return waiting.pop(0)
    unanswered.append(question)
    return cancelled


@special(QtWidgets.QDialog, "exec")
def _exec(owner: Any) -> int:
    native = owner.__bench_native__
    message = native.text() if isinstance(native, QtWidgets.QMessageBox) else ""
    cancelled = _Button.Cancel.value if message else 0
    given = ask("exec", cancelled, native.windowTitle(), message)
    if callable(given) and not isinstance(given, int):
        given(owner)
        return native.result()
    native.done(int(given))
    return int(given)


@special(QtWidgets.QMenu, "exec")
def _exec_menu(owner: Any, *_position: Any) -> Any:
    title = owner.__bench_native__.title()
    chosen = ask("menu", None, title)
    for action in owner.__bench_native__.actions():
        if chosen is not None and action.text() == chosen:
            action.trigger()
            return objects.wrap(action)
    return None


def _static(owner: type, kind: str, cancelled: Any, shape: Callable[[Any], Any]) -> None:
    function = getattr(owner, kind)

    def call(*arguments: Any) -> Any:
        converted = choose(kind, overloads(function), arguments)[1]
        return shape(ask(kind, cancelled, *converted))

    special(owner, kind, static=True)(call)


def _button(value: Any) -> enums.EnumValue:
    return enums.value_class(_Button)(int(value))


for _kind in ("question", "information", "warning", "critical"):
    _static(QtWidgets.QMessageBox, _kind, _Button.Cancel.value, _button)
for _kind in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
    _static(QtWidgets.QFileDialog, _kind, "", str)
_static(QtWidgets.QFileDialog, "getOpenFileNames", (), tuple)
for _kind in ("getText", "getMultiLineText", "getItem"):
    _static(QtWidgets.QInputDialog, _kind, "", str)
_static(QtWidgets.QInputDialog, "getInt", 0, int)
_static(QtWidgets.QInputDialog, "getDouble", 0.0, float)
_static(QtWidgets.QColorDialog, "getColor", None, lambda c: objects.wrap(QtGui.QColor()) if c is None else c)
