"""The live preview: what a network would be given, in the slice views, without computing a voxel."""

from __future__ import annotations

from typing import Any

import slicer
import vtk

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters
from InvertSegLib.scene.preview_nodes import PreviewNodes
from InvertSegLib.scene.shades import sampled_body_level, shades_of
from InvertSegLib.scene.views import BorrowedViews
from InvertSegLib.scene.volumes import volume_of_node

MODES = ("off", "inverted", "side by side")

# The views of Slicer's side-by-side layout, left and right.
_LEFT, _RIGHT = "Red", "Yellow"


class Preview:
    """A second volume node that shares the input's image and shows it by other colours.

    Only display properties change: colours, window and level. A step costs the same whatever the volume's
    size. The node is hidden from selectors and the data tree and never saved; a scene that is saved
    meanwhile shows the input when it is loaded.

    `close`, the scene's end and the input's removal put every view back as it was; a view in which the user
    chose another volume meanwhile keeps it.

    Args:
        node: vtkMRMLScalarVolumeNode that is previewed.
        histogram: of its voxels.
        parameters: what is shown first.

    Raises:
        InputError: the parameters leave nothing to show.
    """

    def __init__(self, node: Any, histogram: IntensityHistogram, parameters: InversionParameters) -> None:
        self._input, self._scene = node, node.GetScene()
        self._histogram, self._parameters = histogram, parameters
        self._body_level: float | None = None
        self._mode, self._opacity = "off", 1.0
        self._exact = True
        shades = self._shades(parameters)  # before anything is added to the scene: it may refuse
        self._views = BorrowedViews(self._scene)
        self._nodes: PreviewNodes | None = PreviewNodes(node)
        self._nodes.show(shades)
        self._observers: list[tuple[Any, int]] = []
        self._observe()

    @property
    def mode(self) -> str:
        """One of `MODES`."""
        return self._mode

    @property
    def exact(self) -> bool:
        """Whether the background is that of the computed volume; False for `body`, which needs a mask."""
        return self._exact

    @property
    def node(self) -> Any:
        """The volume node that shows the preview; None after `close`."""
        return self._nodes.volume if self._nodes else None

    def show(self, mode: str, opacity: float = 1.0) -> None:
        """Choose what the slice views show.

        Args:
            mode: ``"off"``: the views as they were. ``"inverted"``: the preview in every slice view.
                ``"side by side"``: two views of the same slices, the input left, the preview right.
            opacity: of the preview over the input, 0..1.
        """
        if mode not in MODES:
            raise ValueError(f"there is no mode {mode!r}: {', '.join(MODES)} are")
        if self._nodes is None:
            return
        if mode != self._mode:
            self._views.put_back()
        self._mode, self._opacity = mode, min(max(opacity, 0.0), 1.0)
        self._apply()

    def update(self, parameters: InversionParameters, histogram: IntensityHistogram | None = None) -> None:
        """Show other parameters; also the histogram when the voxels are others now (another item).

        Raises:
            InputError: nothing is left by the clip range; the views keep what they show.
        """
        if self._nodes is None:
            return
        if histogram is not None and histogram is not self._histogram:
            self._histogram, self._body_level = histogram, None
        self._nodes.show(self._shades(parameters))
        self._parameters = parameters

    def close(self) -> None:
        """Put the views back and take the nodes away; may be called twice."""
        nodes, self._nodes = self._nodes, None
        if nodes is None:
            return
        self._stop_observing()
        self._views.put_back()
        self._mode = "off"
        nodes.remove()

    def _shades(self, parameters: InversionParameters) -> Any:
        if parameters.background is BackgroundRule.BODY and self._body_level is None:
            self._body_level = sampled_body_level(volume_of_node(self._input).voxels)
        shades = shades_of(parameters, self._histogram, self._body_level)
        self._exact = shades.exact
        return shades

    def _apply(self) -> None:
        if self._mode == "inverted":
            for composite in self._views.composites():
                self._show_preview(composite)
        elif self._mode == "side by side":
            self._show_side_by_side()

    def _show_preview(self, composite: Any) -> None:
        opaque = self._opacity == 1  # one layer less to blend takes half as long
        below, above = (self._nodes.volume, None) if opaque else (self._input, self._nodes.volume)
        self._views.set(
            composite,
            BackgroundVolumeID=below.GetID(),
            ForegroundVolumeID=above.GetID() if above else None,
            ForegroundOpacity=self._opacity,
            Compositing=slicer.vtkMRMLSliceCompositeNode.Alpha,
        )
        self._views.set_successor(composite, self._input)

    def _show_side_by_side(self) -> None:
        left, right = self._views.slice_node(_LEFT), self._views.slice_node(_RIGHT)
        composites = {composite.GetLayoutName(): composite for composite in self._views.composites()}
        if left is None or right is None or not {_LEFT, _RIGHT} <= composites.keys():
            return
        if not self._views.is_aligned(right):
            self._views.set_layout(slicer.vtkMRMLLayoutNode.SlicerLayoutSideBySideView)
            self._views.align(right, left)
        self._views.set(composites[_LEFT], BackgroundVolumeID=self._input.GetID(), ForegroundVolumeID=None)
        self._show_preview(composites[_RIGHT])
        for name in (_LEFT, _RIGHT):  # so that the two scroll and zoom together
            self._views.set(composites[name], HotLinkedControl=1, LinkedControl=1)

    def _observe(self) -> None:
        @vtk.calldata_type(vtk.VTK_OBJECT)
        def on_removed(_scene: Any, _event: str, node: Any) -> None:
            if node is self._input or (self._nodes and node is self._nodes.volume):
                self.close()

        def on_close(*_: Any) -> None:
            self.close()

        def on_input(*_: Any) -> None:
            if self._nodes and self._nodes.follow():
                self._body_level = None

        scene, scene_class = self._scene, slicer.vtkMRMLScene
        for source, event, listener in (
            (scene, scene_class.NodeAboutToBeRemovedEvent, on_removed),
            (scene, scene_class.StartCloseEvent, on_close),
            (self._input, vtk.vtkCommand.ModifiedEvent, on_input),
            (self._input, slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent, on_input),
            (self._input, slicer.vtkMRMLTransformableNode.TransformModifiedEvent, on_input),
        ):
            self._observers.append((source, source.AddObserver(event, listener)))

    def _stop_observing(self) -> None:
        for source, tag in self._observers:
            source.RemoveObserver(tag)
        self._observers = []
