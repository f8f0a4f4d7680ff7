"""Small helpers between Qt's widgets and plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import qt


def connect(sender: Any, signature: str, slot: Callable[..., Any]) -> None:
    """Have a function called on a Qt signal.

    Raises:
        ValueError: there is no such signal; Qt itself would only say False, and never call.
    """
    if not sender.connect(signature, slot):
        raise ValueError(f"{sender.className()} has no signal {signature}")


@contextmanager
def quiet(*widgets: Any) -> Iterator[None]:
    """Let widgets show other values without telling anyone."""
    before = [widget.blockSignals(True) for widget in widgets]
    try:
        yield
    finally:
        for widget, blocked in zip(widgets, before, strict=True):
            widget.blockSignals(blocked)


def fill(combo_box: Any, entries: Sequence[tuple[str, str, str]]) -> None:
    """Put entries into a combo box: (data, text, tooltip) each, without telling anyone."""
    with quiet(combo_box):
        combo_box.clear()
        for row, (data, text, tip) in enumerate(entries):
            combo_box.addItem(text, data)
            combo_box.setItemData(row, tip, qt.Qt.ToolTipRole)


def choose(combo_box: Any, data: str) -> None:
    """Show the entry with this data, without telling anyone."""
    with quiet(combo_box):
        combo_box.currentIndex = combo_box.findData(data)


def set_available(widget: Any, tip: str, reason: str = "") -> None:
    """Enable a widget, or disable it and say why where its tooltip was.

    Args:
        widget: any widget.
        tip: tooltip while it can be used.
        reason: why it cannot be used now; empty when it can.
    """
    widget.enabled = not reason
    widget.toolTip = reason or tip
