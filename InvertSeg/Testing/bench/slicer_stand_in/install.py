"""Make the package `slicer` what a Slicer with Qt has: widgets, modules of Python, an application with Qt."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from bench import pythonqt, slicer_core

_HERE = Path(__file__).parent


@cache
def install() -> None:
    """Once for the process."""
    slicer = slicer_core.boot()
    pythonqt.install()
    # Found by import, and absent from the package until somebody imports them, as in Slicer.
    slicer.__path__.append(str(_HERE / "package"))
    sys.path.append(str(_HERE / "scripted"))
    from PySide6 import QtWidgets

    from bench.slicer_stand_in import module_manager
    from bench.slicer_stand_in.widgets import ALL

    for native in ALL:
        setattr(slicer, native.__name__, pythonqt.register("slicer", native))
    for native in (module_manager.qSlicerModuleManager, module_manager.qSlicerModuleFactoryManager):
        pythonqt.register("slicer", native)
    for native in (
        module_manager.qSlicerScriptedLoadableModule,
        module_manager.qSlicerScriptedLoadableModuleWidget,
    ):
        setattr(slicer, native.__name__, pythonqt.register("slicer", native))
    slicer.app = pythonqt.wrap(QtWidgets.QApplication.instance())
