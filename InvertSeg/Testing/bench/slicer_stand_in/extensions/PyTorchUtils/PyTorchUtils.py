"""The module of the extension PyTorch, as far as others call it: pip is asked for torch and torchvision."""

from __future__ import annotations

import importlib.metadata
from types import SimpleNamespace
from typing import Any

import slicer.util


class PyTorchUtilsLogic:
    """Installs PyTorch."""

    def installTorch(
        self,
        askConfirmation: bool = False,
        forceComputationBackend: str | None = None,
        torchVersionRequirement: str | None = None,
        torchvisionVersionRequirement: str | None = None,
    ) -> Any:
        """Install it; the module `torch`, None when the user does not want it."""
        if askConfirmation and not slicer.util.confirmOkCancelDisplay("PyTorch will be installed."):
            return None
        wanted = f"torch{torchVersionRequirement or ''}", f"torchvision{torchvisionVersionRequirement or ''}"
        slicer.util.pip_install(list(wanted))
        from slicer import packaging

        folder = str(packaging.python.site_packages)
        found = next(importlib.metadata.distributions(name="torch", path=[folder]))
        return SimpleNamespace(__version__=found.version)
