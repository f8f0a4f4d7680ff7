"""`qt.QTimer.singleShot`: Slicer replaces it by a Python function, which hides the property of that name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore

from . import receivers
from .classes import wrapper_class


class _Internal:
    def __init__(self) -> None:
        def _singleShot(milliseconds: int, target: Callable) -> None:
            QtCore.QTimer.singleShot(int(milliseconds), lambda: receivers.call(target, ()) and None)

        self.single_shot = _singleShot


type.__setattr__(wrapper_class(QtCore.QTimer), "singleShot", staticmethod(_Internal().single_shot))
