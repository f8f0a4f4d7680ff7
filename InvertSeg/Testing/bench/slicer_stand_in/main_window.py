"""The main window: the module panel at the left, the views at the right; and what selects modules."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtWidgets

from bench.slicer_stand_in.views.layout_manager import qSlicerLayoutManager


class qSlicerModuleSelectorToolBar(QtWidgets.QToolBar):
    """Shows one module's panel after another."""

    moduleSelected = QtCore.Signal(str)

    def __init__(self, window: QtWidgets.QMainWindow) -> None:
        super().__init__(window)
        self._name = ""

    selectedModule = QtCore.Property(str, lambda self: self._name)

    def selectModule(self, name: str) -> None:
        import slicer

        module = getattr(slicer.modules, name.lower(), None)
        if module is None or name == self._name:
            return
        self._leave()
        self._name = name
        self.window().show_panel_of(module)
        self.moduleSelected.emit(name)

    def _leave(self) -> None:
        import slicer

        if self._name:
            panel = slicer.app.moduleManager().module(self._name).widgetRepresentation()
            if panel is not None and hasattr(panel, "exit"):
                panel.exit()
        self._name = ""


class qSlicerMainWindow(QtWidgets.QMainWindow):
    """Slicer's window."""

    def __init__(self, layout_manager: qSlicerLayoutManager) -> None:
        super().__init__()
        self.setObjectName("qSlicerMainWindow")
        self.setWindowTitle("3D Slicer")
        self._selector = qSlicerModuleSelectorToolBar(self)
        self._layout_manager = layout_manager
        self._scroll = QtWidgets.QScrollArea()
        self._scroll.setObjectName("ModulePanel")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._dock = QtWidgets.QDockWidget(self)
        self._dock.setObjectName("PanelDockWidget")
        self._dock.setTitleBarWidget(QtWidgets.QWidget())
        self._dock.setWidget(self._scroll)
        self.addDockWidget(QtCore.Qt.DockWidgetArea.LeftDockWidgetArea, self._dock)
        self.setCentralWidget(layout_manager.viewport())
        self.statusBar()

    def moduleSelector(self) -> QtWidgets.QToolBar:
        return self._selector

    def panel_area(self) -> QtWidgets.QScrollArea:
        """Where the panels are shown, for the bench."""
        return self._scroll

    def show_panel_of(self, module: Any) -> None:
        """Show a module's panel; one that has none leaves the place empty."""
        previous = self._scroll.takeWidget()
        if previous is not None:
            previous.setParent(None)
        panel = module.widgetRepresentation()
        native = getattr(panel, "__bench_native__", None)
        if native is not None:
            self._scroll.setWidget(native)
            native.show()
            panel.enter()
