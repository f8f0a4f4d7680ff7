"""The library of the extension NNUNet, as far as others call it."""

from __future__ import annotations

from collections.abc import Callable

import slicer.util


class _Told:
    def __init__(self) -> None:
        self._listeners: list[Callable[[str], None]] = []

    def connect(self, listener: Callable[[str], None]) -> int:
        self._listeners.append(listener)
        return len(self._listeners)

    def __call__(self, text: str) -> None:
        for listener in self._listeners:
            listener(text)


class InstallLogic:
    """Installs nnU-Net without torch, SimpleITK and requests; says False where that fails."""

    def __init__(self, doAskConfirmation: bool = True) -> None:
        self.progressInfo = _Told()
        self.needsRestart = False
        self.doAskConfirmation = doAskConfirmation

    def setupPythonRequirements(self, nnUNetRequirements: str = "nnunetv2") -> bool:
        """Install it; whether that went well."""
        self.progressInfo(f"Start nnUNet install with requirements : {nnUNetRequirements}")
        try:
            slicer.util.pip_install(nnUNetRequirements, skip_packages=["SimpleITK", "torch", "requests"])
        except Exception as error:  # noqa: BLE001 - as the extension has it
            self.progressInfo(f"Error occurred during install : {error}")
            return False
        return True
