"""Where the settings of an ensemble disagree, as a volume node that is shown over the scan."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.scene.placing import nodes_of_class, place_beside
from InvertSegLib.scene.views import BorrowedViews
from InvertSegLib.scene.volumes import node_of_volume, set_volume
from InvertSegLib.volume.volume import Volume

# From a segmentation node to the node of its uncertainty.
REFERENCE = "InvertSeg.Uncertainty"

# Per cent below which nothing is drawn, and from which the colours are at their brightest. Of five settings
# one that differs from the others gives 40.
_FAINTEST, _BRIGHTEST = 5, 60
# Opacity of the segments' fill in slice views where nobody has changed it.
_SLICERS_FILL = 0.5
_COLORS_TAG = "InvertSegUncertainty"
_COLORS = 256


def put_uncertainty(segmentation: Segmentation, input_node: Any, segmentation_node: Any) -> Any:
    """Put the uncertainty of a result into the scene, beside the volume that it is about.

    Args:
        segmentation: the result, on the grid of the input.
        input_node: the volume that was segmented; None where it is gone meanwhile.
        segmentation_node: where the result was put. It refers to the uncertainty of its last result; the
            node of an earlier one gets the new voxels.

    Returns:
        The vtkMRMLScalarVolumeNode, whole per cent in 8 bits, not yet shown in any view. None without an
        ensemble: the node of an earlier result stays in the scene, and nothing refers to it any more.
    """
    scene, node = segmentation_node.GetScene(), uncertainty_of(segmentation_node)
    if segmentation.uncertainty is None:
        segmentation_node.SetNodeReferenceID(REFERENCE, None)
        return None
    volume = Volume(_percent(segmentation.uncertainty), segmentation.ijk_to_ras)
    if node is None:
        name = f"{input_node.GetName() if input_node else segmentation_node.GetName()} uncertainty (%)"
        node = node_of_volume(scene, volume, name)
        segmentation_node.SetNodeReferenceID(REFERENCE, node.GetID())
    else:
        set_volume(node, volume)
    place_beside(node, input_node or segmentation_node)
    _color(node)
    return node


def uncertainty_of(segmentation_node: Any) -> Any:
    """The volume node with the uncertainty of a segmentation node's last result, None where there is none."""
    return segmentation_node.GetNodeReference(REFERENCE)


def is_shown(node: Any) -> bool:
    """Whether a slice view shows this uncertainty over its background."""
    return bool(_showing(node))


def _showing(node: Any) -> list[Any]:
    composites = nodes_of_class(node.GetScene(), "vtkMRMLSliceCompositeNode")
    return [composite for composite in composites if composite.GetForegroundVolumeID() == node.GetID()]


class UncertaintyOverlay:
    """Shows an uncertainty over what the slice views show, and puts them back.

    Segments lie over all volumes, so meanwhile only their outlines are drawn. Views that show the uncertainty
    already, as in a scene that was saved so, are put back without it.

    Args:
        node: of `put_uncertainty`.
        segmentation_node: that it is about.
    """

    def __init__(self, node: Any, segmentation_node: Any) -> None:
        self._node = node
        self._views = BorrowedViews(node.GetScene())
        self._display = segmentation_node.GetDisplayNode()
        self._fill = self._display.GetOpacity2DFill() if self._display else 0.0
        for composite in _showing(node):
            composite.SetForegroundVolumeID(None)
            self._fill = self._fill or _SLICERS_FILL

    def show(self, opacity: float = 0.6) -> None:
        """Show it in all slice views, over their background; again for another opacity (0..1)."""
        if self._display:
            self._display.SetOpacity2DFill(0.0)
        for composite in self._views.composites():
            self._views.set(
                composite,
                ForegroundVolumeID=self._node.GetID(),
                ForegroundOpacity=min(max(opacity, 0.0), 1.0),
                Compositing=slicer.vtkMRMLSliceCompositeNode.Alpha,
            )

    def hide(self) -> None:
        """Put the views and the segments' fill back; what the user changed meanwhile stays."""
        self._views.put_back()
        if self._display and self._display.GetOpacity2DFill() == 0:
            self._display.SetOpacity2DFill(self._fill)


def _percent(uncertainty: np.ndarray) -> np.ndarray:
    """Whole per cent; looked up for half precision, in which computing takes many times as long."""
    if uncertainty.dtype != np.float16:
        return np.rint(uncertainty * 100).astype(np.uint8)
    numbers = np.nan_to_num(np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float32))
    table = np.rint(np.clip(numbers, 0, 1) * 100).astype(np.uint8)
    return np.take(table, uncertainty.view(np.uint16))


def _color(node: Any) -> None:
    display = node.GetDisplayNode()
    modifying = display.StartModify()
    display.SetAndObserveColorNodeID(_colors(node.GetScene()).GetID())
    display.AutoWindowLevelOff()
    display.SetWindowLevelMinMax(0, _BRIGHTEST)
    display.AutoThresholdOff()
    display.SetThreshold(_FAINTEST, 100)
    display.ApplyThresholdOn()
    display.EndModify(modifying)


def _colors(scene: Any) -> Any:
    """Dark red over orange to pale yellow; saved with the scene, and one for all."""
    colors = scene.GetSingletonNode(_COLORS_TAG, "vtkMRMLColorTableNode")
    if colors is not None:
        return colors
    colors = scene.CreateNodeByClass("vtkMRMLColorTableNode")
    colors.UnRegister(None)  # made with a reference of its own, which Python would never give up
    colors.SetName("InvertSeg uncertainty")
    colors.SetSingletonTag(_COLORS_TAG)
    colors.SetHideFromEditors(True)
    colors.SetTypeToUser()
    colors.SetNumberOfColors(_COLORS)
    ramp = vtk.vtkColorTransferFunction()
    for share, color in ((0, (0.35, 0, 0.1)), (0.35, (0.85, 0.2, 0)), (0.7, (1, 0.65, 0)), (1, (1, 1, 0.7))):
        ramp.AddRGBPoint(share, *color)
    for index in range(_COLORS):
        colors.SetColor(index, f"{index}", *ramp.GetColor(index / (_COLORS - 1)), 1.0)
    return scene.AddNode(colors)
