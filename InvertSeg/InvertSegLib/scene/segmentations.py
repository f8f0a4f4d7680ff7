"""Results into segmentation nodes, and back: named, coloured, coded segments that keep their history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from InvertSegLib.labels.segmentation import Segmentation


@dataclass(frozen=True)
class ImportReport:
    """What `put` did; segment IDs everywhere.

    Attributes:
        node: the vtkMRMLSegmentationNode.
        added: segments that were not there before.
        updated: earlier results that have new voxels now.
        kept: earlier segments that stayed as they were: drawn or edited by hand, or not in this result.
        removed: earlier results that are gone.
        empty: of the added and updated, those without a voxel.
    """

    node: Any
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def put(
    segmentation: Segmentation,
    input_node: Any,
    target: Any = None,
    mode: str = "replace",
    *,
    before_change: Callable[[Any], object] | None = None,
) -> ImportReport:
    """Put a result into the scene, as one undo step.

    A new node stands beside the input: its parent transform, its subject-hierarchy parent, its reference
    geometry, `InvertSeg.Provenance` as an attribute. Segments have the structure's title, colour and
    terminology; their IDs are the structures' names, as in a .seg.nrrd written by the command line.

    What happens to a target's segments:

    - ``"replace"``: all that InvertSeg put there before goes, edited or not; segments that the user
      made stay. Ask first where `is_edited(target)`.
    - ``"add"``: nothing changes; the new segments come beside the old ones, ``spleen_2`` where
      ``spleen`` is taken, titled ``Spleen (2)``.
    - ``"merge"``: new structures come, earlier results that nobody edited get the new voxels, edited
      ones and those of the user stay as they are.

    The 3D representation of a target is dropped where voxels change; `surfaces.build` makes it anew.

    Args:
        segmentation: the result, label map (K, J, I) on the grid of the input's voxels.
        input_node: the volume that was segmented.
        target: vtkMRMLSegmentationNode to put it into; None for a new one.
        mode: ``"replace"``, ``"add"`` or ``"merge"``; of no account for a new node.
        before_change: called with the target before it changes: `UndoHistory.save`, or the Segment
            Editor's ``saveStateForUndo``, or both.

    Raises:
        InputError: the target is under another transform that cannot be undone, or holds no label maps.
        ValueError: an unknown mode, or label values that the table does not explain.
    """
    raise NotImplementedError


def is_edited(node: Any) -> bool:
    """Whether a segmentation node holds manual work: changed, renamed, recoloured, removed or drawn segments.

    True as well for a node that InvertSeg did not make. Survives saving and loading (.mrb, .seg.nrrd).
    """
    raise NotImplementedError


def edited_segments(node: Any) -> frozenset[str]:
    """IDs of the segments that are not as InvertSeg left them, those that the user made included."""
    raise NotImplementedError


def content_state(node: Any) -> object:
    """A value that is equal as long as nobody touches the node's segments; compare with ``==``.

    For a run: take it at the start, and put the result elsewhere when it is another at the end. Instant.
    """
    raise NotImplementedError


def segmentation_of_node(node: Any, input_node: Any = None) -> Segmentation:
    """A segmentation node's segments as one label map on the reference geometry, for writing files.

    Where segments overlap the later one in the list wins.

    Args:
        node: vtkMRMLSegmentationNode.
        input_node: volume whose grid is wanted; None for the reference geometry of the segmentation.

    Raises:
        InputError: there is no segment, or no geometry.
    """
    raise NotImplementedError
