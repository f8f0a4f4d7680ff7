"""The live preview: what a network would be given, in the slice views, without computing a voxel."""

from __future__ import annotations

from typing import Any

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.parameters import InversionParameters

MODES = ("off", "inverted", "side by side")


class Preview:
    """A second volume node that shares the input's image and shows it by an inverted colour table.

    Only display properties change: colours, window and level, and a threshold that hides the background.
    A step costs the same whatever the volume's size. The node is hidden from selectors and the data tree
    and never saved; saving the scene meanwhile saves the views as they were before.

    `close`, the scene's end and the input's removal put every view back as it was; a view in which the user
    chose another volume meanwhile keeps it.

    Args:
        node: vtkMRMLScalarVolumeNode that is previewed.
        histogram: of its voxels.
        parameters: what is shown first.
    """

    def __init__(self, node: Any, histogram: IntensityHistogram, parameters: InversionParameters) -> None:
        raise NotImplementedError

    @property
    def mode(self) -> str:
        """One of `MODES`."""
        raise NotImplementedError

    @property
    def exact(self) -> bool:
        """Whether the background is that of the computed volume; False for the rule `body`, which needs a mask."""
        raise NotImplementedError

    def show(self, mode: str, opacity: float = 1.0) -> None:
        """Choose what the slice views show.

        Args:
            mode: ``"off"``: the views as they were. ``"inverted"``: the preview in every slice view.
                ``"side by side"``: two views of the same slices, the input left, the preview right.
            opacity: of the preview over the input, 0..1.
        """
        raise NotImplementedError

    def update(self, parameters: InversionParameters, histogram: IntensityHistogram | None = None) -> None:
        """Show other parameters; also the histogram when the voxels are others now (another item).

        Raises:
            InputError: nothing is left by the clip range; the views keep what they show.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Put the views back and take the nodes away; may be called twice."""
        raise NotImplementedError
