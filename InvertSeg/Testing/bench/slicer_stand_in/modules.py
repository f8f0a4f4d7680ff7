"""`slicer.modules`: one attribute for each module, in lower case, and none for others."""

from __future__ import annotations

from typing import Any

# The modules that the measured Slicer had, and the class of each one's logic in the slicer-core wheel
# (None: a module whose logic the wheel does not have).
MODULE_LOGICS: dict[str, str | None] = {
    "Terminologies": "vtkSlicerTerminologiesModuleLogic",
    "SubjectHierarchy": "vtkSlicerSubjectHierarchyModuleLogic",
    "Units": "vtkSlicerUnitsLogic",
    "Colors": "vtkSlicerColorLogic",
    "Annotations": "vtkSlicerAnnotationModuleLogic",
    "Cameras": "vtkSlicerCamerasModuleLogic",
    "Data": "vtkSlicerDataModuleLogic",
    "DataProbe": None,
    "EventBroker": None,
    "Markups": "vtkSlicerMarkupsLogic",
    "Models": "vtkSlicerModelsLogic",
    "Plots": "vtkSlicerPlotsLogic",
    "SampleData": None,
    "Segmentations": "vtkSlicerSegmentationsModuleLogic",
    "SegmentEditor": None,
    "SegmentStatistics": None,
    "SelfTests": None,
    "Tables": "vtkSlicerTablesLogic",
    "Texts": None,
    "Transforms": "vtkSlicerTransformLogic",
    "ViewControllers": "vtkSlicerViewControllersLogic",
    "VolumeRendering": "vtkSlicerVolumeRenderingLogic",
    "Volumes": "vtkSlicerVolumesLogic",
    "Welcome": None,
}
_TITLES = {
    "SegmentEditor": "Segment Editor",
    "SampleData": "Sample Data",
    "SubjectHierarchy": "Subject Hierarchy",
}


class CoreModule:
    """A loaded module without its widget: name, title, logic."""

    def __init__(self, name: str, logic: Any = None, path: str = "") -> None:
        self.name = name
        self.title = _TITLES.get(name, name)
        self.path = path
        self.hidden = False
        self._logic = logic

    def __repr__(self) -> str:
        return f"qSlicer{self.name}Module (qSlicer{self.name}Module at: {id(self):#x})"

    def logic(self) -> Any:
        """The module's logic, None where it has none."""
        return self._logic


def add_module(module: Any) -> None:
    """Let a module be found as `slicer.modules.<name in lower case>` and `slicer.moduleNames.<Name>`."""
    import slicer

    setattr(slicer.modules, module.name.lower(), module)
    setattr(slicer.moduleNames, module.name, module.name)
