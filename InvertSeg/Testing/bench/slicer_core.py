"""Make the slicer-core wheel answer like the package `slicer` inside a Slicer without a window.

`boot()` gives it a scene with its colour nodes, logics, `slicer.app`, `slicer.modules`; what a real Slicer
does not have in the package is taken out again, so that calling it fails here as well. Qt is not needed:
`start()` of this package adds it. There is one scene for the process, as in Slicer; `clear()` empties it.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench.slicer_stand_in.headless_application import HeadlessApplication
from bench.slicer_stand_in.modules import MODULE_LOGICS, CoreModule, add_module
from bench.slicer_stand_in.subject_hierarchy import SubjectHierarchyFiller

_STAND_INS = Path(__file__).parent / "slicer_stand_in"
# What observes the scene for as long as the process lives.
_KEPT: list[Any] = []
# What the wheel's own way of importing leaves in the package.
_OF_THE_WHEEL = ("slicer_core", "MRMLCLI", "MRMLCore", "MRMLDisplayableManager", "MRMLLogic")


@cache
def boot() -> types.ModuleType:
    """The package `slicer`, made ready once for the process: `mrmlScene`, `app`, `modules`, `moduleNames`."""
    import slicer
    import slicer.util  # Slicer's own file, unchanged

    _take_out_what_slicer_lacks(slicer)
    # What follows is found by import, and absent from the package until somebody imports it, as in Slicer.
    slicer.__path__.append(str(_STAND_INS / "package"))
    sys.path.append(str(_STAND_INS / "scripted"))
    for name in ("modules", "moduleNames"):
        module = types.ModuleType(name)
        sys.modules[f"slicer.{name}"] = module
        setattr(slicer, name, module)
    slicer.mrmlScene = slicer.vtkMRMLScene()
    application_logic = slicer.vtkSlicerApplicationLogic()
    temporary = Path(tempfile.mkdtemp(prefix="invertseg-bench-"))
    slicer.mrmlScene.SetRootDirectory(str(temporary))
    _add_logics(slicer, application_logic)
    slicer.mrmlScene.RegisterNodeClass(slicer.vtkMRMLCommandLineModuleNode())
    crosshair = slicer.vtkMRMLCrosshairNode()
    crosshair.SetCrosshairName("default")
    slicer.mrmlScene.AddNode(crosshair)
    _carry_data(slicer, application_logic, temporary)
    slicer.app = HeadlessApplication(application_logic, temporary)
    _KEPT.append(slicer.app)
    _KEPT.append(SubjectHierarchyFiller(slicer.mrmlScene))
    return slicer


@cache
def core() -> HeadlessApplication:
    """The application without Qt, which stays behind `slicer.app` when the bench puts one with Qt there."""
    boot()
    return next(kept for kept in _KEPT if isinstance(kept, HeadlessApplication))


def clear() -> None:
    """Empty the scene as closing it does; what Slicer keeps (colours, views, selection) stays."""
    boot().mrmlScene.Clear(False)


def show_slice_views(names: tuple[str, ...] = ("Red", "Green", "Yellow")) -> dict[str, Any]:
    """Slice logics by the views' names, as a window's layout makes them; the same ones each time."""
    slicer = boot()
    application_logic = slicer.app.applicationLogic()
    layout = _layout_logic()
    layout.GetLayoutNode().SetViewArrangement(slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView)
    for name in names:
        if name not in _slice_logics():
            _slice_logics()[name] = _slice_logic_of(name, application_logic)
    if application_logic.GetSliceLogics() is None:
        application_logic.SetSliceLogics(_logic_collections()[0])
        application_logic.SetViewLogics(_logic_collections()[1])
    return {name: _slice_logics()[name] for name in names}


def layout_logic() -> Any:
    """The vtkMRMLLayoutLogic of the scene; it exists from `show_slice_views` on."""
    return _layout_logic()


@cache
def _layout_logic() -> Any:
    slicer = boot()
    logic = slicer.vtkMRMLLayoutLogic()
    logic.SetMRMLApplicationLogic(slicer.app.applicationLogic())
    logic.SetMRMLScene(slicer.mrmlScene)
    return logic


@cache
def _slice_logics() -> dict[str, Any]:
    return {}


@cache
def _logic_collections() -> tuple[Any, Any]:
    import vtk

    return vtk.vtkCollection(), vtk.vtkCollection()


def _slice_logic_of(name: str, application_logic: Any) -> Any:
    slicer = boot()
    node = slicer.mrmlScene.GetSingletonNode(name, "vtkMRMLSliceNode")
    logic = slicer.vtkMRMLSliceLogic()
    logic.SetMRMLApplicationLogic(application_logic)
    logic.SetMRMLScene(slicer.mrmlScene)
    if node is None:
        logic.AddSliceNode(name)
    else:
        logic.SetSliceNode(node)
    _logic_collections()[0].AddItem(logic)
    return logic


def _take_out_what_slicer_lacks(slicer: types.ModuleType) -> None:
    """In Slicer the package holds classes; the functions of slicer.util are only in slicer.util."""
    for name in list(vars(slicer)):
        if name.startswith("__") or name == "util":
            continue
        if not name.startswith(("vtk", "qMRML", "qSlicer", "itk")) or isinstance(
            vars(slicer)[name], types.ModuleType
        ):
            delattr(slicer, name)
    for name in _OF_THE_WHEEL:
        if hasattr(slicer, name):
            delattr(slicer, name)


def _carry_data(slicer: types.ModuleType, application_logic: Any, temporary: Path) -> None:
    """Give the scene a folder for what it unpacks; .mrb files cannot be read without one."""
    remote = slicer.vtkMRMLRemoteIOLogic()
    remote.GetCacheManager().SetRemoteCacheDirectory(str(temporary))
    carrying = slicer.vtkDataIOManagerLogic()
    carrying.SetMRMLApplicationLogic(application_logic)
    carrying.SetAndObserveDataIOManager(remote.GetDataIOManager())
    remote.SetMRMLScene(slicer.mrmlScene)
    remote.AddDataIOToScene()
    _KEPT.extend((remote, carrying))


def _add_logics(slicer: types.ModuleType, application_logic: Any) -> None:
    """Every module's logic sees the scene; that registers node classes, and what segmentations can be."""
    application_logic.SetMRMLScene(slicer.mrmlScene)
    with _without_messages_of_vtk():  # the wheel has neither terminology nor colour files, and says so
        for name, class_name in MODULE_LOGICS.items():
            logic = getattr(slicer, class_name)() if class_name else None
            if logic is not None:
                if hasattr(logic, "SetMRMLApplicationLogic"):
                    logic.SetMRMLApplicationLogic(application_logic)
                logic.SetMRMLScene(slicer.mrmlScene)
                application_logic.SetModuleLogic(name, logic)
            add_module(CoreModule(name, logic))
    application_logic.SetColorLogic(slicer.modules.colors.logic())
    _add_generic_colors(slicer)


def _add_generic_colors(slicer: types.ModuleType) -> None:
    """The table of label maps, which Slicer reads from a file that the wheel lacks; with other colours."""
    colors = slicer.vtkMRMLColorTableNode()
    colors.SetTypeToUser()
    colors.SetName("GenericColors")
    colors.SetNumberOfColors(256)
    colors.SetColor(0, "background", 0.0, 0.0, 0.0, 0.0)
    for label in range(1, 256):
        red, green, blue = ((label * step % 97) / 96 for step in (37, 61, 89))
        colors.SetColor(label, f"tissue {label}", red, green, blue, 1.0)
    colors.SetSingletonTag("FileGenericColors.txt")
    colors.SetSaveWithScene(False)
    slicer.mrmlScene.AddNode(colors)


@contextlib.contextmanager
def _without_messages_of_vtk() -> Iterator[None]:
    from vtkmodules.vtkCommonCore import vtkLogger

    before = vtkLogger.GetCurrentVerbosityCutoff()
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    try:
        yield
    finally:
        vtkLogger.SetStderrVerbosity(before)
