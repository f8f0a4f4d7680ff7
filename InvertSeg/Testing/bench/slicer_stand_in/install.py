"""Make the package `slicer` what a Slicer with Qt has: widgets, an application with Qt, a main window."""

from __future__ import annotations

from functools import cache
from typing import Any

from bench import pythonqt, slicer_core


@cache
def install() -> None:
    """Once for the process; a Slicer without a window."""
    slicer = slicer_core.boot()
    pythonqt.install()
    from PySide6 import QtWidgets

    from bench.slicer_stand_in import main_window, module_manager, segment_editor
    from bench.slicer_stand_in.modules import add_module
    from bench.slicer_stand_in.views import layout_manager, view_widgets
    from bench.slicer_stand_in.widgets import ALL

    of_the_package = (
        *ALL,
        layout_manager.qSlicerLayoutManager,
        main_window.qSlicerMainWindow,
        module_manager.qSlicerModuleManager,
        module_manager.qSlicerScriptedLoadableModule,
        module_manager.qSlicerScriptedLoadableModuleWidget,
        segment_editor.qMRMLSegmentEditorWidget,
        view_widgets.qMRMLSliceView,
        view_widgets.qMRMLSliceWidget,
        view_widgets.qMRMLThreeDView,
        view_widgets.qMRMLThreeDWidget,
    )
    for native in of_the_package:
        setattr(slicer, native.__name__, pythonqt.register("slicer", native))
    for native in (
        main_window.qSlicerModuleSelectorToolBar,
        module_manager.qSlicerModuleFactoryManager,
        segment_editor._Panel,
    ):
        pythonqt.register("slicer", native)
    slicer.app = pythonqt.wrap(QtWidgets.QApplication.instance())
    add_module(segment_editor.SegmentEditorModule())


def open_window() -> Any:
    """A main window with views; Slicer's Python finds it and its layout manager from now on."""
    import slicer

    from bench.slicer_stand_in.main_window import qSlicerMainWindow
    from bench.slicer_stand_in.views.layout_manager import qSlicerLayoutManager

    install()
    manager = qSlicerLayoutManager()
    slicer.app.__bench_native__.setLayoutManager(manager)
    window = qSlicerMainWindow(manager)
    slicer_core.core().commandOptions().noMainWindow = False
    return window


def close_window(window: Any) -> None:
    """Close the main window; Slicer's Python finds none afterwards."""
    import slicer

    application = slicer.app.__bench_native__
    window.moduleSelector()._leave()
    panel = window.panel_area().takeWidget()
    if panel is not None:
        panel.setParent(None)
    application.layoutManager().close_views()
    application.setLayoutManager(None)
    slicer_core.core().commandOptions().noMainWindow = True
    window.close()
    window.deleteLater()
