"""3D surfaces of all segments from the label map they share, in steps that keep a window alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def build(node: Any) -> None:
    """Make the closed surfaces of all segments and put them into the segmentation, unless they are there.

    They are the segmentation's "Closed surface" representation like any other: the Segment Editor updates
    those of the segments it changes, with the same method and smoothing.
    """
    for _fraction in build_stepwise(node):
        pass


def build_stepwise(node: Any) -> Iterator[float]:
    """The same in steps that fit between two events of a window; yields the fraction done, 0..1.

    Nothing is put into the segmentation before the last step; stop iterating to cancel.
    """
    raise NotImplementedError


def show_3d(node: Any, visible: bool) -> None:
    """Show or hide a segmentation in the 3D views; shows only surfaces that were built."""
    raise NotImplementedError


def is_shown_3d(node: Any) -> bool:
    """Whether the 3D views show the segmentation's surfaces."""
    raise NotImplementedError
