"""3D on and off: surfaces are made piece by piece, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import qt
from slicer.i18n import tr as _

from InvertSegLib.panel.binding import connect, quiet, set_available
from InvertSegLib.scene import surfaces


class SurfacesButton:
    """Binds a checkable button to the surfaces of a segmentation node.

    Args:
        button: the QPushButton.
    """

    def __init__(self, button: Any) -> None:
        self._button = button
        self._node: Any = None
        self._building: Iterator[float] | None = None
        connect(button, "toggled(bool)", self._on_toggled)

    def set_node(self, node: Any) -> None:
        """Show and hide another segmentation's surfaces; what was being made for the last one is dropped."""
        self._building = None
        self._node = node

    def refresh(self, reason: str) -> None:
        """Show whether the surfaces are shown.

        Args:
            reason: why there can be none; empty when there can.
        """
        set_available(self._button, _("Show the surfaces of the visible segments in the 3D views"), reason)
        if self._building is not None:
            return
        self._button.text = _("3D")
        with quiet(self._button):
            self._button.checked = self._node is not None and bool(surfaces.is_shown_3d(self._node))

    def _on_toggled(self, wanted: bool) -> None:
        if self._node is None:
            return
        self._building = surfaces.build_stepwise(self._node) if wanted else None
        if wanted:
            self._build_on()
        else:
            surfaces.show_3d(self._node, visible=False)
            self.refresh("")

    def _build_on(self) -> None:
        """One piece for each turn of the event loop."""
        if self._building is None or self._node is None:
            return
        fraction = next(self._building, None)
        if fraction is not None:
            self._button.text = _("3D {percent} %").format(percent=round(100 * fraction))
            qt.QTimer.singleShot(0, self._build_on)
            return
        self._building = None
        surfaces.show_3d(self._node, visible=True)
        self.refresh("")
