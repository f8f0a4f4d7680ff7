"""Results into segmentation nodes: named, coloured, coded segments beside what is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import slicer

from InvertSegLib.errors import InputError
from InvertSegLib.labels import terminology
from InvertSegLib.labels.files.nrrd import CONFIDENCE_TAG, DISAGREEMENT_TAG, segment_ids
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import Structure
from InvertSegLib.scene import results
from InvertSegLib.scene.ending import end_quickly
from InvertSegLib.scene.exporting import segmentation_of_node
from InvertSegLib.scene.layers import LABEL_MAP, detach, oriented_image, slice_counts
from InvertSegLib.scene.placing import linear_matrix_between, place_beside
from InvertSegLib.scene.provenance import add_provenance, provenance_of
from InvertSegLib.scene.results import edited_segments, is_edited

__all__ = [
    "MODES",
    "ImportReport",
    "content_state",
    "edited_segments",
    "is_edited",
    "provenance_of",
    "put",
    "segmentation_of_node",
]

MODES = ("replace", "add", "merge")


@dataclass(frozen=True)
class ImportReport:
    """What `put` did; segment IDs everywhere.

    Attributes:
        node: the vtkMRMLSegmentationNode.
        added: segments that were not there before.
        updated: segments that have new voxels now.
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
    scene: Any = None,
    before_change: Callable[[Any], object] | None = None,
) -> ImportReport:
    """Put a result into the scene, as one undo step.

    A new node stands beside the input: its parent transform, its subject-hierarchy parent, its reference
    geometry. Segments have the structure's title, colour and terminology; their IDs are the structures'
    names, as in a .seg.nrrd written by the command line. The provenance becomes an attribute of the node.

    What happens to a target's segments:

    - ``"replace"``: all that InvertSeg put there before goes, edited or not, and so does a segment that has
      the ID of a new one; others that the user made stay. Ask first where `is_edited(target)`.
    - ``"add"``: nothing changes; the new segments come beside the old ones, ``spleen_2`` where
      ``spleen`` is taken, titled ``Spleen (2)``.
    - ``"merge"``: new structures come, earlier results that nobody edited get the new voxels, edited
      ones and those of the user stay as they are.

    The 3D representation of a target is dropped where voxels change; `surfaces.build` makes it anew.

    Args:
        segmentation: the result, label map (K, J, I) on the grid of the input's voxels. Its memory is shared
            with the scene, where it may be edited: the caller must not use it afterwards.
        input_node: the volume that was segmented; None where it is gone meanwhile.
        target: vtkMRMLSegmentationNode to put it into; None for a new one.
        mode: ``"replace"``, ``"add"`` or ``"merge"``; of no account for a new node.
        scene: vtkMRMLScene for a new node; None for that of the input or the target.
        before_change: called with the target before it changes: `UndoHistory.save`, or the Segment
            Editor's ``saveStateForUndo``, or both.

    Raises:
        InputError: the target is under another transform that is not linear, or holds no label maps.
        ValueError: an unknown mode, or label values that the table does not explain.
    """
    if mode not in MODES:
        raise ValueError(f"there is no mode {mode!r}: {', '.join(MODES)} are")
    labels = segmentation.compact()
    counts = slice_counts(labels, max(segmentation.table, default=0) + 1)
    _check_explained(labels, counts, segmentation)
    if target is None:
        target = _new_node(scene or input_node.GetScene(), input_node)
        image = oriented_image(labels, segmentation.ijk_to_ras)
    else:
        to_target = _to_target(input_node, target)
        _require_label_maps(target.GetSegmentation())
        if before_change:
            before_change(target)
        image = oriented_image(labels, to_target @ segmentation.ijk_to_ras)
    modifying = target.StartModify()
    try:
        report = _merge(target, _Incoming(segmentation, image, counts), mode)
        _set_reference_geometry(target, input_node, image)
        add_provenance(target, segmentation.provenance, keep=bool(report.kept))
    finally:
        target.EndModify(modifying)
    return report


def content_state(node: Any) -> object:
    """A value that is equal as long as nobody touches the node's segments; compare with ``==``.

    For a run: take it at the start, and put the result elsewhere when it is another at the end. Instant.
    """
    segmentation = node.GetSegmentation()
    state = []
    for identifier in segmentation.GetSegmentIDs():
        segment = segmentation.GetSegment(identifier)
        voxels = segment.GetRepresentation(LABEL_MAP)
        state.append(
            (
                identifier,
                segment.GetName(),
                segment.GetColor(),
                segment.GetLabelValue(),
                voxels.GetMTime() if voxels else None,
            )
        )
    return tuple(state)


@dataclass(frozen=True, eq=False)
class _Incoming:
    """A result on its way in: label map as an image in the target's space, voxels of each label per slice."""

    result: Segmentation
    image: Any
    counts: np.ndarray

    def slices(self, value: int) -> np.ndarray:
        return self.counts[:, value]


def _merge(node: Any, incoming: _Incoming, mode: str) -> ImportReport:
    segmentation = node.GetSegmentation()
    there = list(segmentation.GetSegmentIDs())
    wanted = segment_ids(incoming.result.table)
    own = {i for i in there if results.stamp_of(segmentation.GetSegment(i))}
    removed: list[str] = []
    if mode == "add":
        ids = _unique(wanted, there)
    elif mode == "merge":
        edited = edited_segments(node)
        ids = {value: i for value, i in wanted.items() if i not in there or i not in edited}
    else:
        ids = wanted
        removed = [i for i in there if i in own and i not in set(wanted.values())]
    updated = [i for i in there if i in set(ids.values())]
    _make_room(node, updated, removed)
    for value, identifier in ids.items():
        _set_segment(segmentation, identifier, incoming, value, renamed=identifier != wanted[value])
    results.stamp(
        {identifier: segmentation.GetSegment(identifier) for identifier in ids.values()},
        {identifier: incoming.slices(value) for value, identifier in ids.items()},
    )
    gone = {*updated, *removed}
    return ImportReport(
        node,
        added=tuple(i for i in ids.values() if i not in there),
        updated=tuple(updated),
        kept=tuple(i for i in there if i not in gone),
        removed=tuple(removed),
        empty=tuple(i for value, i in ids.items() if not incoming.slices(value).any()),
    )


def _make_room(node: Any, updated: Iterable[str], removed: Iterable[str]) -> None:
    """Take away what new voxels replace."""
    segmentation, leaving = node.GetSegmentation(), [*updated, *removed]
    for name in list(_representations(segmentation)):
        if name != LABEL_MAP:
            segmentation.RemoveRepresentation(name)
    results.forget(node, leaving)
    detach(node, leaving)
    for identifier in removed:
        segmentation.RemoveSegment(identifier)


def _set_segment(
    segmentation: Any, identifier: str, incoming: _Incoming, value: int, *, renamed: bool
) -> None:
    """Give a segment its voxels and what the table says of it; a new one where there is none of that ID."""
    structure: Structure = incoming.result.table[value]
    known = segmentation.GetSegment(identifier)
    segment = known or slicer.vtkSegment()
    # The counting number of an ID that was taken, so that people can tell the two apart.
    title = f"{structure.title} ({identifier.rsplit('_', 1)[1]})" if renamed else structure.title
    segment.SetName(title)
    segment.SetNameAutoGenerated(False)
    segment.SetColor(*(part / 255 for part in structure.color))
    segment.SetColorAutoGenerated(False)
    # Without the tag Slicer takes a segment for "Tissue"; an empty one says that nothing is known.
    segment.SetTag(terminology.TAG, terminology.serialize(structure) or "")
    segment.RemoveTag(slicer.vtkSlicerSegmentationsModuleLogic.GetStatusTagName())
    for tag, numbers in (
        (CONFIDENCE_TAG, incoming.result.confidence),
        (DISAGREEMENT_TAG, incoming.result.disagreement),
    ):
        if structure.name in numbers:
            segment.SetTag(tag, f"{numbers[structure.name]:.4f}")
        else:
            segment.RemoveTag(tag)  # of the result before
    segment.SetLabelValue(value)
    segment.AddRepresentation(LABEL_MAP, incoming.image)
    if known is None:
        segmentation.AddSegment(segment, identifier)


def _unique(wanted: dict[int, str], taken: Iterable[str]) -> dict[int, str]:
    """IDs that are not taken, numbered from 2 where they were."""
    used, ids = {*taken}, {}
    for value, identifier in wanted.items():
        unique, count = identifier, 1
        while unique in used:
            count += 1
            unique = f"{identifier}_{count}"
        ids[value] = unique
        used.add(unique)
    return ids


def _new_node(scene: Any, input_node: Any) -> Any:
    name = f"{input_node.GetName()} segmentation" if input_node else "Segmentation"
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", scene.GenerateUniqueName(name))
    node.CreateDefaultDisplayNodes()
    node.AddDefaultStorageNode()
    end_quickly(node)
    if input_node:
        place_beside(node, input_node)
    return node


def _to_target(input_node: Any, target: Any) -> np.ndarray:
    """Matrix from the input's space to the target's."""
    matrix = linear_matrix_between(input_node, target) if input_node else np.eye(4)
    if matrix is None:
        raise InputError(
            f"{target.GetName()} and the volume lie under different transforms, and one is not linear.",
            "Choose a new segmentation, or harden the transform of this one.",
        )
    return matrix


def _require_label_maps(segmentation: Any) -> None:
    """Refuse segments that are drawn as surfaces: to put voxels beside them would change their shape."""
    if segmentation.GetNumberOfSegments() == 0:
        segmentation.SetSourceRepresentationName(LABEL_MAP)
    elif segmentation.GetSourceRepresentationName() != LABEL_MAP:
        raise InputError(
            "The chosen segmentation is made of surfaces or contours, not of voxels.",
            "Choose a new segmentation, or make Binary labelmap its source in the module Segmentations.",
        )


def _representations(segmentation: Any) -> tuple[str, ...]:
    first = segmentation.GetNthSegment(0) if segmentation.GetNumberOfSegments() else None
    names = ("Closed surface", "Fractional labelmap", "Planar contour", LABEL_MAP)
    return tuple(name for name in names if first is not None and first.GetRepresentation(name) is not None)


def _set_reference_geometry(node: Any, input_node: Any, image: Any) -> None:
    """Let the Segment Editor work on the input's own grid, also where the input is gone."""
    converter = slicer.vtkSegmentationConverter
    name = converter.GetReferenceImageGeometryParameterName()
    if input_node is not None and input_node.IsA("vtkMRMLScalarVolumeNode"):
        node.SetReferenceImageGeometryParameterFromVolumeNode(input_node)
    elif not node.GetSegmentation().GetConversionParameter(name):
        geometry = converter.SerializeImageGeometry(image)
        node.GetSegmentation().SetConversionParameter(name, geometry)


def _check_explained(labels: np.ndarray, counts: np.ndarray, segmentation: Segmentation) -> None:
    totals = counts.sum(axis=0)
    unexplained = [int(v) for v in np.flatnonzero(totals[:-1]) if int(v) not in segmentation.table]
    if totals[-1]:
        unexplained += np.unique(labels[labels >= len(totals) - 1]).tolist()
    if unexplained:
        raise ValueError(f"the label map holds values that its table does not explain: {unexplained}")
