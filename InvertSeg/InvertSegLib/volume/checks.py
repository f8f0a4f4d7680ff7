"""What makes a volume unusable, found before anything is computed or written."""

from __future__ import annotations

import numpy as np

from InvertSegLib.errors import InputError


def check_intensities(voxels: np.ndarray) -> int:
    """Refuse voxels that hold no image.

    Works slice by slice, so that it needs the memory of a few slices only.

    Args:
        voxels: array of shape (K, J, I).

    Returns:
        The number of voxels that are NaN or infinite.

    Raises:
        InputError: there are no voxels, none is a finite number, or all have the same value.
    """
    if voxels.size == 0:
        raise InputError(
            f"The volume is empty: its size is {_size(voxels.shape)} voxels.",
            "Load or export the scan again, all of its slices included.",
        )
    if not np.issubdtype(voxels.dtype, np.inexact):
        low, high, bad = voxels.min(), voxels.max(), 0
    else:
        low, high, bad = _finite_range(voxels)
    if bad == voxels.size:
        raise InputError(
            "The volume holds no number at all: every voxel is NaN or infinite.",
            "Look at how the file was made: a computation before it has probably failed.",
        )
    if low == high:
        raise InputError(
            f"The volume is constant: every voxel is {low:g}.",
            "Choose the scan itself; this may be an empty mask or a failed export.",
        )
    return bad


def _finite_range(voxels: np.ndarray) -> tuple[float, float, int]:
    """Minimum, maximum of the finite voxels, and how many are not finite."""
    low, high, bad = np.inf, -np.inf, 0
    for part in voxels:
        finite = np.isfinite(part)
        count = int(np.count_nonzero(finite))
        bad += part.size - count
        if count:
            values = part if count == part.size else part[finite]
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    return low, high, bad


def check_geometry(ijk_to_ras: np.ndarray, name: str) -> None:
    """Refuse a matrix that puts the voxels nowhere.

    Args:
        ijk_to_ras: 4x4 matrix.
        name: what the sentence calls the volume, a file name usually.

    Raises:
        InputError: an entry is NaN or infinite, or an axis has no length or no direction of its own.
    """
    axes = ijk_to_ras[:3, :3]
    if np.isfinite(ijk_to_ras).all():
        lengths = np.linalg.norm(axes, axis=0)
        # Relative to the spacing, so that micrometres and metres are judged alike.
        if lengths.min() > 0 and abs(np.linalg.det(axes / lengths)) > 1e-4:
            return
    raise InputError(
        f"{name} does not say where its voxels lie: its geometry has an axis without length or direction.",
        "Convert the scan again from its original DICOM, or set its spacing and directions in 3D Slicer.",
    )


def is_orthogonal(ijk_to_ras: np.ndarray, tolerance: float = 1e-4) -> bool:
    """Whether the voxel axes are at right angles, that is without shear.

    Args:
        ijk_to_ras: 4x4 matrix.
        tolerance: largest cosine between two axes that still counts as a right angle.
    """
    axes = ijk_to_ras[:3, :3] / np.linalg.norm(ijk_to_ras[:3, :3], axis=0)
    return bool(np.abs(axes.T @ axes - np.eye(3)).max() <= tolerance)


def not_perpendicular(name: str) -> InputError:
    """The error for a NIfTI file whose axes SimpleITK refuses."""
    return InputError(
        f"{name} has axes that are not perpendicular, or have no length: its voxels cannot be placed.",
        "Resample the scan, or convert its original to NRRD.",
    )


def largest_distance(one: np.ndarray, other: np.ndarray, size: tuple[int, ...]) -> float:
    """How far apart two 4x4 matrices put the same corner of an image; infinite where one is not finite.

    Args:
        one: IJK to RAS.
        other: IJK to RAS.
        size: number of voxels along i, j and, unless it is 2D, k.
    """
    corners = np.array(np.meshgrid(*[(0, n - 1) for n in (*size, 1)[:3]])).reshape(3, -1)
    shift = (one - other)[:3, :3] @ corners + (one - other)[:3, 3:]
    return float(np.nan_to_num(np.linalg.norm(shift, axis=0).max(), nan=np.inf))


def check_size(shape: tuple[int, ...], name: str) -> None:
    """Refuse an image with an axis of no length.

    Args:
        shape: number of voxels along each axis.
        name: what the sentence calls the image.

    Raises:
        InputError: an axis has no voxel.
    """
    if min(shape, default=0) < 1:
        raise InputError(
            f"{name} is empty: its size is {_size(shape)} voxels.",
            "Export the scan again, all of its slices included.",
        )


def pick_time_point(count: int, time_point: int | None, name: str) -> int:
    """The time point to read of an image that has `count` of them, counted from 0.

    Args:
        count: number of volumes in the file or series.
        time_point: what the user asked for, None for the only one.
        name: what the sentence calls the image.

    Raises:
        InputError: there are several and none was chosen, or the chosen one does not exist.
    """
    if time_point is None:
        if count == 1:
            return 0
        raise InputError(
            f"{name} holds {count} volumes (time points, echoes or channels), and one is needed.",
            f"Choose one with --time-point, from 0 to {count - 1}.",
        )
    if 0 <= time_point < count:
        return time_point
    there = "one volume" if count == 1 else f"{count} volumes"
    raise InputError(
        f"{name} has no time point {time_point}: it holds {there}.",
        "Leave --time-point out." if count == 1 else f"Choose one from 0 to {count - 1}.",
    )


def several_values(count: int, name: str) -> InputError:
    """The error for an image with several values in a voxel."""
    return InputError(
        f"{name} has {count} values in each voxel (a colour or vector image), and a scan has one.",
        "Choose the scan itself, or make a single-channel volume of it (3D Slicer: Vector to Scalar Volume).",
    )


def complex_values(name: str) -> InputError:
    """The error for an image of complex numbers."""
    return InputError(
        f"{name} holds complex numbers, and a scan's magnitudes are needed.", "Export the magnitude image."
    )


def damaged(name: str) -> InputError:
    """The error for a file that breaks off or does not decode."""
    return InputError(
        f"{name} is cut off or damaged: its voxels cannot be read completely.",
        "Copy, download or export the file again.",
    )


def too_large(name: str) -> InputError:
    """The error for an image that does not fit into memory."""
    return InputError(
        f"{name} does not fit into this machine's memory.",
        "Crop or resample the scan, or use a larger machine.",
    )


def _size(shape: tuple[int, ...]) -> str:
    return " x ".join(str(n) for n in reversed(shape))
