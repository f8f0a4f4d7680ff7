"""The end of a segmentation node that holds many segments."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import slicer
import vtk

from InvertSegLib.scene.layers import LABEL_MAP


def end_quickly(node: Any) -> None:
    """Have a segmentation node's end cost nothing, when it is deleted or its scene is closed.

    vtkSegmentation takes its segments out of their shared label map one by one when it ends: twenty seconds
    and more for a hundred segments of 512x512x300 voxels, with the window frozen.

    Args:
        node: vtkMRMLSegmentationNode; what it holds stays untouched for as long as anybody else has it.
    """
    node.AddObserver(vtk.vtkCommand.DeleteEvent, _LastHolder(node.GetSegmentation()).on_deleted)


class _LastHolder:
    """Holds a segmentation until its node has told that it ends, and then empties it at once.

    The node's observer keeps this object, and gives it up between that message and the end: nobody listens
    to the node any more, and it still has its segmentation.
    """

    def __init__(self, segmentation: Any) -> None:
        self._segmentation = segmentation
        self._ends = False

    def on_deleted(self, *_: Any) -> None:
        """The node is about to end."""
        self._ends = True

    def __del__(self) -> None:
        """Empty the segmentation where only the node and this have it."""
        with contextlib.suppress(Exception):  # Python itself may be ending
            # References from VTK: the node's and this one's; from Python: this one's and the call's. Python
            # has one wrapper for an object, however many variables hold it.
            alone = self._segmentation.GetReferenceCount() <= 2 and sys.getrefcount(self._segmentation) <= 2
            if self._ends and alone:
                for identifier in self._segmentation.GetSegmentIDs():
                    segment = self._segmentation.GetSegment(identifier)
                    segment.AddRepresentation(LABEL_MAP, slicer.vtkOrientedImageData())
