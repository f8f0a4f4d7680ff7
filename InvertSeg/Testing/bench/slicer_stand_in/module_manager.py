"""`slicer.app.moduleManager()`, and what a scripted module and its panel are to Qt."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from bench.slicer_stand_in.widgets.mrml_widget import qMRMLWidget


class qSlicerModuleFactoryManager(QtCore.QObject):
    """Knows the names of modules."""

    def loadedModuleNames(self) -> list[str]:
        import slicer

        return sorted(vars(slicer.moduleNames)[name] for name in vars(slicer.moduleNames) if name[0] != "_")

    def isLoaded(self, name: str) -> bool:
        return name in self.loadedModuleNames()


class qSlicerModuleManager(QtCore.QObject):
    """Tells of modules that come and go."""

    moduleLoaded = QtCore.Signal(str)
    moduleAboutToBeUnloaded = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._factory = qSlicerModuleFactoryManager(self)

    def factoryManager(self) -> QtCore.QObject:
        return self._factory

    def modulesNames(self) -> list[str]:
        return self._factory.loadedModuleNames()

    def module(self, name: str) -> Any:
        import slicer

        return getattr(slicer.modules, name.lower(), None)


def _text(name: str) -> Any:
    def read(self: QtCore.QObject) -> str:
        return self.__dict__.get(name, "")

    def write(self: QtCore.QObject, value: str) -> None:
        self.__dict__[name] = value

    return QtCore.Property(str, read, write)


def _texts(name: str) -> Any:
    def read(self: QtCore.QObject) -> list[str]:
        return self.__dict__.get(name, [])

    def write(self: QtCore.QObject, value: list[str]) -> None:
        self.__dict__[name] = list(value)

    return QtCore.Property("QStringList", read, write)


class _Module(QtCore.QObject):
    """A scripted module: what its Python class says of itself, its logic, its panel."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__()
        self.__dict__.update(name=name, path=path, icon=QtGui.QIcon(), hidden=False, index=-1, widget=None)
        self.instance: Any = None

    name = QtCore.Property(str, lambda self: self.__dict__["name"], constant=True)
    path = _text("path")
    title = _text("title")
    helpText = _text("helpText")
    acknowledgementText = _text("acknowledgementText")
    categories = _texts("categories")
    contributors = _texts("contributors")
    dependencies = _texts("dependencies")
    associatedNodeTypes = _texts("associatedNodeTypes")
    hidden = QtCore.Property(
        bool, lambda self: self.__dict__["hidden"], lambda self, value: self.__dict__.update(hidden=value)
    )
    index = QtCore.Property(
        int, lambda self: self.__dict__["index"], lambda self, value: self.__dict__.update(index=value)
    )
    icon = QtCore.Property(
        QtGui.QIcon, lambda self: self.__dict__["icon"], lambda self, value: self.__dict__.update(icon=value)
    )

    def logic(self) -> Any:
        """The C++ logic that every scripted module has; its Python logic is the panel's affair."""
        import slicer

        if "logic" not in self.__dict__:
            self.__dict__["logic"] = slicer.vtkSlicerScriptedLoadableModuleLogic()
            self.__dict__["logic"].SetMRMLScene(slicer.mrmlScene)
        return self.__dict__["logic"]

    def mrmlScene(self) -> Any:
        import slicer

        return slicer.mrmlScene

    def widgetRepresentation(self) -> QtWidgets.QWidget:
        if self.__dict__["widget"] is None:
            self.__dict__["widget"] = self.createNewWidgetRepresentation()
        return self.__dict__["widget"]

    def createNewWidgetRepresentation(self) -> QtWidgets.QWidget:
        return qSlicerScriptedLoadableModuleWidget.of(self)


qSlicerScriptedLoadableModule = type("qSlicerScriptedLoadableModule", (_Module,), {"__module__": __name__})


class qSlicerScriptedLoadableModuleWidget(qMRMLWidget):
    """The panel that a module's Python widget class fills."""

    @classmethod
    def of(cls, module: _Module) -> qSlicerScriptedLoadableModuleWidget:
        """The panel of a module, set up."""
        import slicer

        from bench.pythonqt import wrap

        made = cls()
        made.__dict__["of"] = module
        made.__dict__["shown"] = wrap(made)  # keeps the Python side: module code holds on to it as `parent`
        made.setLayout(QtWidgets.QVBoxLayout())
        made.layout().setContentsMargins(0, 0, 0, 0)
        made.setMRMLScene(slicer.mrmlScene)
        made.reload()
        return made

    def reload(self) -> None:
        """Make the Python object of the module's widget class, and set it up."""
        import slicer

        module = self.__dict__["of"]
        name = module.property("name")
        made = getattr(sys.modules[name], f"{name}Widget")(self.__dict__["shown"])
        self.__dict__["python"] = made
        setattr(slicer.modules, f"{name}Widget", made)
        self.setup()

    def self(self) -> Any:
        """The Python object."""
        return self.__dict__["python"]

    def module(self) -> QtCore.QObject:
        return self.__dict__["of"]

    def moduleName(self) -> str:
        return self.__dict__["of"].property("name")

    def setup(self) -> None:
        self.__dict__["python"].setup()

    def enter(self) -> None:
        self.__dict__["entered"] = True
        getattr(self.__dict__["python"], "enter", lambda: None)()

    def exit(self) -> None:
        self.__dict__["entered"] = False
        getattr(self.__dict__["python"], "exit", lambda: None)()

    def isEntered(self) -> bool:
        return self.__dict__.get("entered", False)


def load(path: Path) -> Any:
    """Load a scripted module as Slicer's start does: file and module class; the panel comes when asked for.

    Raises:
        AttributeError: the file has no class of its own name.
    """
    import slicer

    from bench.pythonqt import wrap
    from bench.slicer_stand_in.modules import add_module

    name = path.stem
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    file = importlib.util.module_from_spec(spec)
    sys.modules[name] = file
    spec.loader.exec_module(file)
    native = qSlicerScriptedLoadableModule(name, str(path))
    module = wrap(native)
    module.__bench_native__.shown = module
    module.title = name
    instance = getattr(file, name)(module)
    native.instance = instance
    setattr(slicer.modules, f"{name}Instance", instance)
    add_module(module)
    if hasattr(instance, "setup"):
        instance.setup()
    slicer.app.moduleManager().moduleLoaded.emit(name)
    return module
