"""Slicer's two themes: Fusion with a light or a dark palette."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets

_ROLE, _GROUP = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup
_LIGHT = {
    _ROLE.Window: "#efefef",
    _ROLE.WindowText: "#000000",
    _ROLE.Base: "#ffffff",
    _ROLE.AlternateBase: "#f7f7f7",
    _ROLE.Text: "#000000",
    _ROLE.Button: "#efefef",
    _ROLE.ButtonText: "#000000",
    _ROLE.ToolTipBase: "#ffffdc",
    _ROLE.ToolTipText: "#000000",
    _ROLE.Highlight: "#308cc6",
    _ROLE.HighlightedText: "#ffffff",
    _ROLE.Link: "#0000ff",
}
_DARK = {
    _ROLE.Window: "#3b3b3b",
    _ROLE.WindowText: "#f0f0f0",
    _ROLE.Base: "#242424",
    _ROLE.AlternateBase: "#2e2e2e",
    _ROLE.Text: "#f0f0f0",
    _ROLE.Button: "#4d4d4d",
    _ROLE.ButtonText: "#f0f0f0",
    _ROLE.ToolTipBase: "#2e2e2e",
    _ROLE.ToolTipText: "#f0f0f0",
    _ROLE.Highlight: "#2a82da",
    _ROLE.HighlightedText: "#ffffff",
    _ROLE.Link: "#6fb4ff",
}
_DISABLED = {False: "#a0a0a0", True: "#808080"}


def apply(*, dark: bool) -> None:
    """Give the application the light or the dark palette; widgets hear of it as of any change of palette."""
    chosen = QtGui.QPalette(QtGui.QColor((_DARK if dark else _LIGHT)[_ROLE.Button]))
    for role, color in (_DARK if dark else _LIGHT).items():
        chosen.setColor(role, QtGui.QColor(color))
    for role in (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText):
        chosen.setColor(_GROUP.Disabled, role, QtGui.QColor(_DISABLED[dark]))
    QtWidgets.QApplication.setPalette(chosen)
