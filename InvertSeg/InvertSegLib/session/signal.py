"""Tell several listeners that something has happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

_LOG = logging.getLogger(__name__)


class Signal:
    """Listeners that are called, in the order in which they came, whenever the signal is emitted.

    A plain-Python one, because Qt's signals cannot be declared in Slicer's Python and other faces have no Qt.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[..., Any]] = []

    def connect(self, listener: Callable[..., Any]) -> Callable[..., Any]:
        """Have a function called; once, however often it is connected. It is returned, for `disconnect`."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def disconnect(self, listener: Callable[..., Any]) -> None:
        """Leave a function alone from now on; nothing happens when it was not connected."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def clear(self) -> None:
        """Leave all of them alone."""
        self._listeners.clear()

    def emit(self, *arguments: Any) -> None:
        """Call the listeners; one that raises is logged and does not stop the others.

        Those that are disconnected meanwhile are not called any more, those that are connected meanwhile not
        yet.
        """
        for listener in tuple(self._listeners):
            if listener not in self._listeners:
                continue
            try:
                listener(*arguments)
            except Exception:  # noqa: BLE001 - whatever it is, the others have to hear
                _LOG.exception("A listener failed")
