"""From the frames of a DICOM series to an ordered stack with an IJK to RAS matrix.

ITK takes every series for evenly spaced along the normal of its first slice; here a series that is not
(missing slices, uneven distances, a scout among the slices) is noticed, and one whose slices are shifted
evenly (gantry tilt) gets the shear that it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import pick_time_point
from InvertSegLib.volume.dicom_frames import Frame
from InvertSegLib.volume.volume import LPS_TO_RAS

_SAME_PLACE = 0.01  # millimetres: positions are written with that many digits at least
_UNEVEN = 0.1  # of the slice distance: the voxels would lie visibly elsewhere
_NOTEWORTHY = 0.01


@dataclass(frozen=True, eq=False)
class Stack:
    """Frames that make one volume.

    Attributes:
        frames: in slice order, k ascending; the volume is right-handed.
        ijk_to_ras: 4x4 matrix.
        notes: what the user may want to know about the geometry.
    """

    frames: tuple[Frame, ...]
    ijk_to_ras: np.ndarray
    notes: tuple[str, ...]


def stack(frames: Sequence[Frame], time_point: int | None, name: str) -> Stack:
    """Order the frames of a series in space, and choose one of the volumes it holds.

    Args:
        frames: of one series, in any order, at least one.
        time_point: which volume, counted from 0, when several frames lie at each place.
        name: what an error's sentence calls the series.

    Raises:
        InputError: frames of different kinds, missing or uneven slices, several volumes and none chosen.
    """
    first = frames[0]
    _check_alike(frames, name)
    normal = np.cross(*first.orientation)
    places = _places(frames, normal)
    counts = {len(place) for place in places}
    if len(counts) > 1:
        raise InputError(
            f"{name} has {len(frames)} images at {len(places)} places, more at some than at others, so that "
            "images are missing or of several kinds.",
            "Export the whole series again, or choose another one with --series.",
        )
    point = pick_time_point(counts.pop(), time_point, name)
    chosen = [sorted(place, key=lambda frame: frame.order)[point] for place in places]
    step, notes = _step(chosen, normal, name)
    matrix = np.eye(4)
    matrix[:3, 0] = first.orientation[0] * first.spacing[1]
    matrix[:3, 1] = first.orientation[1] * first.spacing[0]
    matrix[:3, 2] = step
    matrix[:3, 3] = chosen[0].position
    return Stack(tuple(chosen), LPS_TO_RAS @ matrix, notes)


def _check_alike(frames: Sequence[Frame], name: str) -> None:
    first = frames[0]
    for frame in frames:
        if frame.size != first.size or not np.allclose(frame.spacing, first.spacing, rtol=1e-3):
            what = "images of different sizes"
        elif not np.allclose(frame.orientation, first.orientation, atol=2e-3):
            what = "images that are not parallel"
        else:
            continue
        raise InputError(
            f"{name} mixes {what}, so it is not one volume.",
            "Remove the scout (localizer) images from the folder, or choose another series with --series.",
        )


def _places(frames: Sequence[Frame], normal: np.ndarray) -> list[list[Frame]]:
    """Frames grouped by where they lie along the normal, ascending."""
    places: list[list[Frame]] = []
    last = -np.inf
    for frame in sorted(frames, key=lambda frame: float(frame.position @ normal)):
        depth = float(frame.position @ normal)
        if depth - last > _SAME_PLACE:
            places.append([])
            last = depth
        places[-1].append(frame)
    return places


def _step(frames: Sequence[Frame], normal: np.ndarray, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """The vector from one slice to the next, and notes; refuses slices that have no common one."""
    if len(frames) == 1:
        return normal * (frames[0].thickness or 1.0), ()
    positions = np.array([frame.position for frame in frames])
    distances = np.diff(positions @ normal)
    usual = float(np.median(distances))
    wide = np.flatnonzero(distances > 1.5 * usual)
    if wide.size:
        missing = int(np.round(distances[wide] / usual - 1).sum())
        at = wide[0]
        raise InputError(
            f"{name} has slices missing: about {missing} of {len(frames) + missing}, the first after slice "
            f"{at + 1}, where the distance is {distances[at]:.2f} mm instead of {usual:.2f} mm.",
            "Export the whole series again, or resample it to even slices in 3D Slicer and save it as NRRD.",
        )
    step = (positions[-1] - positions[0]) / (len(frames) - 1)
    even = positions[0] + np.arange(len(frames))[:, None] * step
    off = float(np.linalg.norm(positions - even, axis=1).max())
    if off > _UNEVEN * usual:
        raise InputError(
            f"{name} has unevenly placed slices: their distances go from {distances.min():.2f} to "
            f"{distances.max():.2f} mm, and slices lie up to {off:.2f} mm off an even grid.",
            "Load it in 3D Slicer with acquisition geometry regularization, and save that as NRRD.",
        )
    notes = ()
    if off > _NOTEWORTHY * usual:
        notes = (f"The slices are not quite evenly spaced: up to {off:.2f} mm off an even grid.",)
    return step, notes
