"""How a segment that InvertSeg made is known again, and whether somebody has worked on it since.

Each one carries the tag `TAG`, which Slicer saves with the segment (.mrb, .seg.nrrd) and undo restores. It
holds what the segment was when it was put: the number of its voxels, a checksum of how many each slice has,
its name and colour, and of how many segments it was one. A segment that differs, or that Slicer's Segment
Editor has marked as worked on, is edited.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import slicer
import vtk

from InvertSegLib.scene.layers import layers_of, slice_counts

TAG = "InvertSeg.Result"


@dataclass(frozen=True)
class Stamp:
    """What a segment was when it was put into the scene.

    Attributes:
        run: names the result it came with.
        members: segments of that result, those that later results replaced not counted.
        voxels: number of its voxels.
        profile: checksum of the number of its voxels in each slice.
        look: checksum of its name and colour.
    """

    run: str
    members: int
    voxels: int
    profile: int
    look: int

    def to_text(self) -> str:
        """As the value of a tag: no ``:`` and no ``|``, which part tags from each other in files."""
        return f"{self.run} {self.members} {self.voxels} {self.profile:08x} {self.look:08x}"

    @classmethod
    def from_text(cls, text: str) -> Stamp | None:
        """From the value of a tag, None where it is not one."""
        try:
            run, members, voxels, profile, look = text.split()
            return cls(run, int(members), int(voxels), int(profile, 16), int(look, 16))
        except ValueError:
            return None


def stamp_of(segment: Any) -> Stamp | None:
    """The stamp that a segment carries, None for one that InvertSeg did not put."""
    return Stamp.from_text(tag_of(segment, TAG))


def tag_of(segment: Any, name: str) -> str:
    """The value of a segment's tag, empty where it has none."""
    value = vtk.reference("")
    return str(value) if segment.GetTag(name, value) else ""


def number_of(segment: Any, name: str) -> float | None:
    """The number in a segment's tag, None where it has none."""
    text = tag_of(segment, name)
    return float(text) if text else None


def stamp(segments: Mapping[str, Any], counts: Mapping[str, np.ndarray]) -> None:
    """Stamp segments that were just put, as those of one result.

    Args:
        segments: by ID, with name and colour set.
        counts: by ID, number of voxels in each slice.
    """
    run = uuid.uuid4().hex[:12]
    for identifier, segment in segments.items():
        number, profile = _measure(counts[identifier])
        found = Stamp(run, len(segments), number, profile, _look(segment))
        segment.SetTag(TAG, found.to_text())


def edited_segments(node: Any, measured: Mapping[str, tuple[int, int]] | None = None) -> frozenset[str]:
    """IDs of the segments that are not as InvertSeg left them, those that the user made included.

    Args:
        node: vtkMRMLSegmentationNode.
        measured: what `measure` gives, where the caller has it.
    """
    segmentation = node.GetSegmentation()
    edited: set[str] = set()
    measured = measure(node) if measured is None else measured
    for identifier in segmentation.GetSegmentIDs():
        segment = segmentation.GetSegment(identifier)
        before = stamp_of(segment)
        if (
            before is None
            or _look(segment) != before.look
            or measured.get(identifier) != (before.voxels, before.profile)
            or _worked_on(segment)
        ):
            edited.add(identifier)
    return frozenset(edited)


def is_edited(node: Any) -> bool:
    """Whether a segmentation node holds manual work: changed, renamed, recoloured, removed or drawn segments.

    True as well for segments that InvertSeg did not make. Survives saving and loading (.mrb, .seg.nrrd).
    """
    return bool(edited_segments(node)) or any(
        stamped.members != len(ids) for ids, stamped in _runs(node).values()
    )


def measure(node: Any) -> dict[str, tuple[int, int]]:
    """Of each segment, the number of voxels and the checksum of how many each slice has."""
    measured = {}
    for layer in layers_of(node):
        counts = slice_counts(layer.voxels, max(layer.labels.values(), default=0) + 1)
        for identifier, value in layer.labels.items():
            measured[identifier] = _measure(counts[:, value])
    return measured


def forget(node: Any, leaving: Iterable[str]) -> None:
    """Before InvertSeg takes segments away: the others of their results no longer expect them.

    Results from which the user removed some stay known as such.
    """
    leaving = set(leaving)
    for ids, stamped in _runs(node).values():
        staying = [identifier for identifier in ids if identifier not in leaving]
        fewer = stamped.members - (len(ids) - len(staying))
        if fewer != stamped.members:
            for identifier in staying:
                segment = node.GetSegmentation().GetSegment(identifier)
                segment.SetTag(TAG, replace(stamp_of(segment), members=fewer).to_text())


def _runs(node: Any) -> dict[str, tuple[list[str], Stamp]]:
    """Results by name: the segments that are left of each, and the stamp of one of them."""
    runs: dict[str, tuple[list[str], Stamp]] = {}
    for identifier in node.GetSegmentation().GetSegmentIDs():
        stamped = stamp_of(node.GetSegmentation().GetSegment(identifier))
        if stamped:
            runs.setdefault(stamped.run, ([], stamped))[0].append(identifier)
    return runs


def _measure(counts: np.ndarray) -> tuple[int, int]:
    """Number of voxels, and a checksum of the slices' numbers that holds when slices are turned around."""
    present = np.flatnonzero(counts)
    if present.size == 0:
        return 0, 0
    profile = np.ascontiguousarray(counts[present[0] : present[-1] + 1], np.int64)
    checksums = zlib.crc32(profile.tobytes()), zlib.crc32(profile[::-1].tobytes())
    return int(profile.sum()), min(checksums)


def _look(segment: Any) -> int:
    color = " ".join(str(round(part * 255)) for part in segment.GetColor())
    return zlib.crc32(f"{segment.GetName()}|{color}".encode())


def _worked_on(segment: Any) -> bool:
    """Whether the Segment Editor has changed it, or the user has given it a status."""
    logic = slicer.vtkSlicerSegmentationsModuleLogic
    return logic.GetSegmentStatus(segment) != logic.NotStarted
