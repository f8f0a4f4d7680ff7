"""The running bench with a small module: panel, views, heartbeat, Segment Editor, the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6 import QtGui

import bench as package
from bench.running import Bench

MODULE = """
import logging

import qt
import slicer
import vtk
from slicer.i18n import tr as _
from slicer.ScriptedLoadableModule import *
from slicer.parameterNodeWrapper import parameterNodeWrapper
from slicer.util import VTKObservationMixin

told = []


class Little(ScriptedLoadableModule):
    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)
        self.parent.title = _("Little one")
        self.parent.categories = ["Tests"]
        slicer.app.connect("startupCompleted()", lambda: told.append("started"))


@parameterNodeWrapper
class LittleParameters:
    volume: slicer.vtkMRMLScalarVolumeNode
    on: bool = True


class LittleWidget(ScriptedLoadableModuleWidget, VTKObservationMixin):
    def __init__(self, parent=None):
        ScriptedLoadableModuleWidget.__init__(self, parent)
        VTKObservationMixin.__init__(self)

    def setup(self):
        ScriptedLoadableModuleWidget.setup(self)
        widget = slicer.util.loadUI(self.resourcePath("UI/Little.ui"))
        self.layout.addWidget(widget)
        self.ui = slicer.util.childWidgetVariables(widget)
        widget.setMRMLScene(slicer.mrmlScene)
        self.parameters = LittleParameters(ScriptedLoadableModuleLogic().getParameterNode())
        self.parameters.connectGui(self.ui)
        slicer.app.connect("aboutToQuit()", lambda: told.append("quit"))

    def enter(self):
        told.append("enter")

    def exit(self):
        told.append("exit")

    def cleanup(self):
        told.append("cleanup")
        self.removeObservers()
"""
UI = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>Little</class>
 <widget class="qMRMLWidget" name="Little"><layout class="QFormLayout" name="form">
  <item row="0" column="0"><widget class="QLabel" name="label">
   <property name="text"><string>Volume:</string></property></widget></item>
  <item row="0" column="1"><widget class="qMRMLNodeComboBox" name="selector">
   <property name="SlicerParameterName" stdset="0"><string>volume</string></property>
   <property name="nodeTypes"><stringlist><string>vtkMRMLScalarVolumeNode</string></stringlist></property>
   <property name="noneEnabled"><bool>true</bool></property></widget></item>
  <item row="1" column="1"><widget class="QCheckBox" name="onCheckBox">
   <property name="text"><string>On</string></property>
   <property name="SlicerParameterName" stdset="0"><string>on</string></property></widget></item>
 </layout></widget>
 <connections><connection><sender>Little</sender><signal>mrmlSceneChanged(vtkMRMLScene*)</signal>
  <receiver>selector</receiver><slot>setMRMLScene(vtkMRMLScene*)</slot></connection></connections>
</ui>
"""


@pytest.fixture
def running() -> Iterator[Bench]:
    """A Slicer with a window and views."""
    with package.start() as started:
        yield started


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A module of three files' size: a selector and a check box."""
    (tmp_path / "Resources" / "UI").mkdir(parents=True)
    (tmp_path / "Resources" / "UI" / "Little.ui").write_text(UI)
    path = tmp_path / "Little.py"
    path.write_text(MODULE)
    return path


def a_volume(slicer: Any, name: str = "ramp") -> Any:
    """Intensities that rise along all axes."""
    node = slicer.util.addVolumeFromArray(np.indices((20, 40, 40)).sum(0).astype(np.int16), name=name)
    node.CreateDefaultDisplayNodes()
    return node


def brightness(image: QtGui.QImage) -> float:
    """Mean of the red channel."""
    return float(np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, ::3].mean())


def test_a_module_goes_through_its_life(running: Bench, little: Path) -> None:
    module = running.load_module(little)
    told = __import__("Little").told
    assert (module.title, module.name) == ("Little one", "Little")
    assert running.slicer.modules.little.path == str(little)
    running.show_panel("Little", width=300)
    running.select_module("SegmentEditor")
    running.select_module("Little")
    running.close(quit_application=True)
    assert told == ["started", "enter", "exit", "enter", "quit", "exit", "cleanup"]
    assert not [error for error in running.errors if "Little" in error]
    assert not hasattr(running.slicer.modules, "little")


def test_the_panel_is_bound_to_the_scene(running: Bench, little: Path) -> None:
    running.load_module(little)
    widget = running.show_panel(width=300)
    node = a_volume(running.slicer)
    assert widget.parameters.volume is None
    widget.ui.selector.setCurrentNode(node)
    assert widget.parameters.volume is node
    running.slicer.mrmlScene.RemoveNode(node)
    assert (widget.parameters.volume, widget.ui.selector.currentNode()) == (None, None)
    widget.parameters.on = False
    assert running.find("onCheckBox").checked is False


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_of_the_panel(running: Bench, little: Path, tmp_path: Path, dark: bool) -> None:
    running.load_module(little)
    running.show_panel(width=320, dark=dark)
    picture = QtGui.QImage(str(running.grab(tmp_path / "panel.png")))
    assert picture.width() == 320
    assert (brightness(picture.convertToFormat(QtGui.QImage.Format.Format_RGB888)) < 128) is dark


def test_slice_views_show_the_volume_and_its_segments(running: Bench) -> None:
    slicer = running.slicer
    node = a_volume(slicer)
    before = brightness(running.image_of_view("Red"))
    slicer.util.setSliceViewerLayers(background=node, fit=True)
    gray = brightness(running.image_of_view("Red"))
    assert before < 1 < gray
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    segmentation.CreateDefaultDisplayNodes()
    segmentation.GetSegmentation().AddEmptySegment("a", "A", (1.0, 0.0, 0.0))
    segmentation.SetReferenceImageGeometryParameterFromVolumeNode(node)
    ones = np.ones((20, 40, 40), np.uint8)
    slicer.util.updateSegmentBinaryLabelmapFromArray(ones, segmentation, "a", node)
    assert brightness(running.image_of_view("Red")) > gray + 20


def test_the_3d_view_shows_surfaces(running: Bench) -> None:
    slicer = running.slicer
    view = slicer.app.layoutManager().threeDWidget(0).threeDView()
    picture = view.__bench_native__.picture

    def reddish() -> int:
        view.forceRender()
        pixels = picture.image()
        values = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), -1)
        colors = values[:, : 3 * pixels.width()].reshape(-1, 3).astype(int)
        return int((colors[:, 0] > colors[:, 2] + 60).sum())

    before = reddish()
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    segmentation.CreateDefaultDisplayNodes()
    node = a_volume(slicer)
    segmentation.SetReferenceImageGeometryParameterFromVolumeNode(node)
    segmentation.GetSegmentation().AddEmptySegment("a", "A", (1.0, 0.0, 0.0))
    inner = np.zeros((20, 40, 40), np.uint8)
    inner[5:15, 10:30, 10:30] = 1
    slicer.util.updateSegmentBinaryLabelmapFromArray(inner, segmentation, "a", node)
    segmentation.CreateClosedSurfaceRepresentation()
    view.resetFocalPoint()
    assert reddish() > before + 100


def test_views_are_drawn_by_themselves_after_a_change(running: Bench) -> None:
    slicer = running.slicer
    slicer.util.setSliceViewerLayers(background=a_volume(slicer), fit=True)
    running.process_events(0.2)
    picture = slicer.app.__bench_native__.layoutManager().sliceWidget("Red").sliceView().picture
    drawn = picture.count
    slicer.app.layoutManager().sliceWidget("Red").sliceLogic().SetSliceOffset(7.0)
    running.wait_until(lambda: picture.count > drawn, 5)
    running.process_events(0.2)
    still = picture.count
    running.process_events(0.2)
    assert picture.count == still


def test_another_layout_brings_other_views(running: Bench) -> None:
    slicer, manager = running.slicer, running.slicer.app.layoutManager()
    changes: list[int] = []
    manager.connect("layoutChanged(int)", changes.append)
    side_by_side = slicer.vtkMRMLLayoutNode.SlicerLayoutSideBySideView
    manager.setLayout(side_by_side)
    assert (manager.layout, changes) == (side_by_side, [side_by_side])
    views = {name: manager.sliceWidget(name).visible for name in ("Red", "Green", "Yellow")}
    assert views == {"Red": True, "Green": False, "Yellow": True}
    manager.setLayout(slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView)


def test_the_segment_editor_gets_what_it_is_given(running: Bench) -> None:
    slicer = running.slicer
    volume = a_volume(slicer)
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    for name in "ab":
        segmentation.GetSegmentation().AddEmptySegment(name, name)
    slicer.util.selectModule("SegmentEditor")
    editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
    editor.setSegmentationNode(segmentation)
    editor.setSourceVolumeNode(volume)
    editor.setCurrentSegmentID("b")
    node = editor.mrmlSegmentEditorNode()
    assert node.GetSegmentationNode() is segmentation
    assert node.GetSourceVolumeNode() is volume
    assert node.GetSelectedSegmentID() == "b"


def test_heartbeat_notices_a_busy_gui_thread(running: Bench) -> None:
    with running.heartbeat(limit=0.05) as calm:
        running.process_events(0.2)
    with running.heartbeat(limit=0.05) as busy:
        time.sleep(0.15)
        running.process_events(0.02)
    assert calm.longest < 0.1, calm
    assert 0.14 < busy.longest < 0.5
    assert busy.longest_processor < 0.1
    assert "test_heartbeat_notices" in busy.culprits[0][1]


def test_a_bench_can_be_closed_and_started_again(little: Path) -> None:
    for window in (True, False, True):
        with package.start(window=window) as again:
            again.load_module(little)
            assert (again.slicer.app.layoutManager() is not None) is window
            assert (again.slicer.util.mainWindow() is not None) is window
            assert again.slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") == []
            a_volume(again.slicer)


def test_without_a_window_nothing_can_be_shown(little: Path) -> None:
    with package.start(window=False) as headless:
        headless.load_module(little)
        with pytest.raises(RuntimeError, match="main window"):
            headless.slicer.util.selectModule("Little")
        with pytest.raises(RuntimeError, match="without a window"):
            headless.show_panel()
