"""What a table of segments shows, and what it does to the views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SegmentRow:
    """One line of the table.

    Attributes:
        id: segment ID.
        name: as the views show it.
        color: red, green, blue, 0..255 each.
        volume_ml: voxels times their volume; parent transforms are not applied.
        visible: whether the views show it.
        flags: of ``"edited"``, ``"empty"``, ``"at the edge"`` (ends where the volume ends, and may be cut off).
        confidence: the network's mean probability where it chose the structure, None where unknown.
    """

    id: str
    name: str
    color: tuple[int, int, int]
    volume_ml: float
    visible: bool
    flags: tuple[str, ...] = ()
    confidence: float | None = None


def rows(node: Any) -> tuple[SegmentRow, ...]:
    """The segments of a segmentation node in its order."""
    raise NotImplementedError


def center_of_segment(node: Any, segment_id: str) -> tuple[float, float, float] | None:
    """A point inside the segment, near its middle: RAS in mm in the world, transforms applied; None if empty."""
    raise NotImplementedError


def show_segment(node: Any, segment_id: str, slice_nodes: Iterable[Any] | None = None) -> bool:
    """Move the slice views to a segment's middle, without changing their zoom.

    Args:
        node: vtkMRMLSegmentationNode.
        segment_id: which one.
        slice_nodes: vtkMRMLSliceNodes to move; None for all of the scene.

    Returns:
        False for a segment without voxels: the views stay.
    """
    raise NotImplementedError


def set_visible(node: Any, segment_id: str, visible: bool) -> None:
    """Show or hide one segment in all views."""
    raise NotImplementedError
