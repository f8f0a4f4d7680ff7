"""Where the network computes, what is free there, and what this volume will need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.panel.binding import choose, connect, fill
from InvertSegLib.panel.texts import memory_text


class DeviceChoice:
    """Binds the list of devices and the line about memory.

    Args:
        ui: the widgets of Segmentation.ui.
        session: has the devices and the estimate.
        update: changes parameters of the session by name.

    Attributes:
        shown: the module is on the screen; devices are only asked for then.
    """

    def __init__(self, ui: Any, session: Any, update: Callable[..., None]) -> None:
        self._ui = ui
        self._session = session
        self._entries: list[tuple[str, str, str]] = []
        self.shown = False
        connect(
            ui.deviceComboBox,
            "currentIndexChanged(int)",
            lambda index: update(device=ui.deviceComboBox.itemData(index)) if index >= 0 else None,
        )

    def show(self) -> None:
        """Show what the session has."""
        parameters = self._session.parameters
        tip = _("The first graphics card that can be used, else the processor")
        automatic = _("Automatic")
        if parameters.host:
            automatic = _("Automatic, on {machine}").format(machine=parameters.host)
        entries = [("auto", automatic, tip)]
        entries += [_entry(device) for device in self._session.devices]
        if parameters.device not in [name for name, _text, _tip in entries]:
            entries.append((parameters.device, parameters.device, ""))
        if entries != self._entries:
            fill(self._ui.deviceComboBox, entries)
            self._entries = entries
        choose(self._ui.deviceComboBox, parameters.device)
        self._show_memory()

    def _show_memory(self) -> None:
        needed = self._session.required_memory()
        free = self._free()
        texts = []
        if needed is not None:
            texts.append(_("This volume will need about {needed}.").format(needed=memory_text(needed)))
        if free is not None and needed is not None:
            if free < needed:
                texts.append(_("Only {free} are free: close other programs.").format(free=memory_text(free)))
            else:
                texts.append(_("{free} are free.").format(free=memory_text(free)))
        self._ui.memoryLabel.text = " ".join(texts)
        self._ui.memoryLabel.visible = bool(texts)

    def _free(self) -> int | None:
        wanted = self._session.parameters.device
        devices = self._session.devices
        chosen = next((device for device in devices if wanted in ("auto", device.name)), None)
        return chosen.memory_free if chosen else None


def _entry(device: Any) -> tuple[str, str, str]:
    text = device.title if device.name == "cpu" else f"{device.title} ({device.name})"
    if device.memory_free is not None:
        text = _("{device}, {free} free").format(device=text, free=memory_text(device.memory_free))
    return device.name, text, ""
