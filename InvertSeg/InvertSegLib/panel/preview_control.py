"""When the slice views show a preview, and of what."""

from __future__ import annotations

from typing import Any

from InvertSegLib.panel.services import Services
from InvertSegLib.panel.volume_reading import VolumeReading
from InvertSegLib.scene.preview import Preview

OFF = "off"


class PreviewControl:
    """Keeps one preview for as long as the module is shown, its mode is not off and there is a histogram.

    Args:
        session: parameters.
        services: the chosen volume.
        reading: its histogram.
    """

    def __init__(self, session: Any, services: Services, reading: VolumeReading) -> None:
        self._session = session
        self._services = services
        self._reading = reading
        self._preview: Preview | None = None
        self._node: Any = None
        self._shown: tuple[str, float] = (OFF, 1.0)
        self._entered = False

    def enter(self) -> None:
        """The module is shown."""
        self._entered = True

    def leave(self) -> None:
        """The module is left: the views become what they were."""
        self._entered = False
        self._close()

    @property
    def is_exact(self) -> bool:
        """Whether the preview's background is that of the computed volume; True where there is no preview."""
        return self._preview is None or self._preview.exact

    def update(self) -> None:
        """Have the views show what the session says.

        Raises:
            InvertSegError: it cannot be shown, in words; the views keep what they show.
        """
        parameters, histogram = self._session.parameters, self._reading.histogram
        node = self._services.input_node()
        wanted = self._entered and parameters.preview != OFF and node is not None
        if not wanted or node is not self._node:
            self._close()
        # While another item is counted, the preview of the last one stays.
        if not wanted or histogram is None:
            return
        if self._preview is None:
            self._preview, self._node = Preview(node, histogram, parameters.inversion), node
        else:
            self._preview.update(parameters.inversion, histogram)
        shown = (parameters.preview, parameters.preview_opacity)
        if shown != self._shown:
            self._preview.show(*shown)
            self._shown = shown

    def _close(self) -> None:
        preview, self._preview, self._node, self._shown = self._preview, None, None, (OFF, 1.0)
        if preview is not None:
            preview.close()
