"""The base classes of a scripted module: module, widget, logic, test."""

from __future__ import annotations

import importlib
import logging
import unittest
from pathlib import Path
from typing import Any

import qt
import slicer

__all__ = [
    "ScriptedLoadableModule",
    "ScriptedLoadableModuleLogic",
    "ScriptedLoadableModuleTest",
    "ScriptedLoadableModuleWidget",
]


def _resource(module_file: str, name: str) -> str:
    return str(Path(module_file).parent / "Resources" / name)


class ScriptedLoadableModule:
    """Says what a module is called and where it stands in the menu."""

    def __init__(self, parent: Any) -> None:
        super().__init__()
        self.parent = parent
        self.moduleName = type(self).__name__
        parent.title = ""
        parent.categories = []
        parent.dependencies = []
        parent.contributors = []
        parent.helpText = ""
        parent.acknowledgementText = ""
        for ending in (".svg", ".png"):
            icon = self.resourcePath(f"Icons/{self.moduleName}{ending}")
            if Path(icon).is_file():
                parent.icon = qt.QIcon(icon)
                break
        if not hasattr(slicer, "selfTests"):
            slicer.selfTests = {}
        slicer.selfTests[self.moduleName] = self.runTest

    def resourcePath(self, filename: str) -> str:
        """The absolute path of a file in Resources."""
        return _resource(self.parent.path, filename)

    def getDefaultModuleDocumentationLink(self, docPage: str | None = None) -> str:
        """A sentence with a link to the documentation."""
        address = slicer.app.documentationBaseUrl + docPage if docPage else None
        address = address or slicer.app.moduleDocumentationUrl(self.moduleName)
        return f'<p>For more information, see the <a href="{address}">online documentation</a>.</p>'

    def runTest(self, msec: int = 100, **kwargs: Any) -> None:
        """Run the module's own test."""
        name = f"{self.moduleName}Test"
        test_class = getattr(importlib.import_module(type(self).__module__), name, None)
        if test_class is None:
            raise AssertionError(f"Test case class not found: {name}")
        test = test_class()
        test.messageDelay = msec
        test.runTest(**kwargs)


class ScriptedLoadableModuleWidget:
    """Fills the panel."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__()
        self.moduleName = type(self).__name__.removesuffix("Widget")
        to_bool = slicer.util.toBool
        self.developerMode = slicer.util.settingsValue("Developer/DeveloperMode", False, converter=to_bool)
        self.parent = parent or slicer.qMRMLWidget()
        if not parent:
            self.parent.setLayout(qt.QVBoxLayout())
            self.parent.setMRMLScene(slicer.mrmlScene)
        self.layout = self.parent.layout()
        if not parent:
            self.setup()
            self.parent.show()
        manager = slicer.app.moduleManager()
        manager.connect("moduleAboutToBeUnloaded(QString)", self._onModuleAboutToBeUnloaded)

    def resourcePath(self, filename: str) -> str:
        """The absolute path of a file in Resources."""
        return _resource(slicer.util.modulePath(self.moduleName), filename)

    def setup(self) -> None:
        """Make the widgets; to be extended."""
        self.setupDeveloperSection()

    def setupDeveloperSection(self) -> None:
        """Nothing here: the buttons of developer mode are left out."""

    def cleanup(self) -> None:
        """The panel goes away; to be extended."""

    def _onModuleAboutToBeUnloaded(self, moduleName: str) -> None:
        if moduleName == self.moduleName:
            self.cleanup()
            manager = slicer.app.moduleManager()
            manager.disconnect("moduleAboutToBeUnloaded(QString)", self._onModuleAboutToBeUnloaded)

    def onReload(self) -> None:
        """Load the file anew."""
        slicer.util.reloadScriptedModule(self.moduleName)

    def onTest(self, **kwargs: Any) -> None:
        """Run the module's own test; errors are shown."""
        with slicer.util.tryWithErrorDisplay("Test failed."):
            slicer.selfTests[self.moduleName](**kwargs)

    def onReloadAndTest(self, **kwargs: Any) -> None:
        """Load anew and test."""
        self.onReload()
        self.onTest(**kwargs)

    def onEditSource(self) -> None:
        """Nothing here: there is no editor."""


class ScriptedLoadableModuleLogic:
    """Works without a panel."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__()
        self.moduleName = type(self).__name__.removesuffix("Logic")
        self.isSingletonParameterNode = True

    def getParameterNode(self) -> Any:
        """The module's parameter node, made at the first call in a scene."""
        if self.isSingletonParameterNode:
            node = slicer.mrmlScene.GetSingletonNode(self.moduleName, "vtkMRMLScriptedModuleNode")
            if node is not None:
                node.SetAttribute("ModuleName", self.moduleName)
                return node
        else:
            found = self.getAllParameterNodes()
            if found:
                return found[0]
        return slicer.mrmlScene.AddNode(self.createParameterNode())

    def getAllParameterNodes(self) -> list[Any]:
        """All parameter nodes of the module."""
        nodes = slicer.util.getNodesByClass("vtkMRMLScriptedModuleNode")
        return [node for node in nodes if node.GetAttribute("ModuleName") == self.moduleName]

    def createParameterNode(self) -> Any:
        """A new parameter node, not yet in the scene."""
        node = slicer.vtkMRMLScriptedModuleNode()
        if self.isSingletonParameterNode:
            node.SetSingletonTag(self.moduleName)
        node.SetAttribute("ModuleName", self.moduleName)
        node.SetName(slicer.mrmlScene.GenerateUniqueName(self.moduleName))
        return node


class ScriptedLoadableModuleTest(unittest.TestCase):
    """The module's own test: runs every method with `test` in its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enableScreenshots = False
        self.screenshotScaleFactor = 1.0
        own = (name for name in dir(self) if "test" in name and callable(getattr(self, name)))
        self.moduleTestNames = list(own)

    def delayDisplay(self, message: str, requestedDelay: int | None = None, msec: int | None = None) -> None:
        """Show a message for a moment."""
        chosen = next(
            (d for d in (getattr(self, "messageDelay", None), msec, requestedDelay) if d is not None), 100
        )
        slicer.util.delayDisplay(message, chosen)

    def takeScreenshot(self, name: str, description: str, type: int = -1) -> None:  # noqa: A002
        """Only the message: pictures are the bench's affair."""
        self.delayDisplay(description)

    def runTest(self) -> None:
        """Run all tests; the first error ends it."""
        if not self.moduleTestNames:
            logging.getLogger(__name__).warning("No test is defined in %s", type(self).__name__)
            return
        self.setUpClass()
        for name in self.moduleTestNames:
            self.setUp()
            getattr(self, name)()
            self.tearDown()
        self.tearDownClass()
