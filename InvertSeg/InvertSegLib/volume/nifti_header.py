"""The NIfTI header: what it says about the voxels and where they lie.

Fields after the official C headers nifti1.h and nifti2.h (NIfTI Data Format Working Group).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import complex_values, damaged, is_orthogonal, several_values
from InvertSegLib.volume.volume import LPS_TO_RAS

DTYPES = {
    2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8",
}  # fmt: skip
_COMPLEX = {32, 1792, 2048}
_COLOUR = {128: 3, 2304: 4}
_MILLIMETRES = {1: 1000.0, 3: 0.001}  # metres, micrometres; everything else is taken as millimetres

NIFTI1 = np.dtype([
    ("sizeof_hdr", "i4"), ("unused1", "S35"), ("dim_info", "u1"), ("dim", "i2", 8), ("intent_p", "f4", 3),
    ("intent_code", "i2"), ("datatype", "i2"), ("bitpix", "i2"), ("slice_start", "i2"), ("pixdim", "f4", 8),
    ("vox_offset", "f4"), ("scl_slope", "f4"), ("scl_inter", "f4"), ("slice_end", "i2"), ("slice_code", "u1"),
    ("xyzt_units", "u1"), ("cal_max", "f4"), ("cal_min", "f4"), ("slice_duration", "f4"), ("toffset", "f4"),
    ("unused2", "S8"), ("descrip", "S80"), ("aux_file", "S24"), ("qform_code", "i2"), ("sform_code", "i2"),
    ("quatern", "f4", 3), ("qoffset", "f4", 3), ("srow", "f4", (3, 4)), ("intent_name", "S16"),
    ("magic", "S4"),
])  # fmt: skip
NIFTI2 = np.dtype([
    ("sizeof_hdr", "i4"), ("magic", "S8"), ("datatype", "i2"), ("bitpix", "i2"), ("dim", "i8", 8),
    ("intent_p", "f8", 3), ("pixdim", "f8", 8), ("vox_offset", "i8"),
    ("scl_slope", "f8"), ("scl_inter", "f8"),
    ("cal_max", "f8"), ("cal_min", "f8"), ("slice_duration", "f8"), ("toffset", "f8"), ("slice_start", "i8"),
    ("slice_end", "i8"), ("descrip", "S80"), ("aux_file", "S24"), ("qform_code", "i4"), ("sform_code", "i4"),
    ("quatern", "f8", 3), ("qoffset", "f8", 3), ("srow", "f8", (3, 4)), ("slice_code", "i4"),
    ("xyzt_units", "i4"), ("intent_code", "i4"), ("intent_name", "S16"), ("dim_info", "u1"),
    ("unused", "S15"),
])  # fmt: skip


@dataclass(frozen=True, eq=False)
class NiftiHeader:
    """What a NIfTI header says, ready to use.

    Attributes:
        shape: (K, J, I).
        volumes: number of volumes along the fourth axis.
        dtype: of the stored voxels, in the file's byte order.
        offset: where the voxels start in the file that holds them.
        slope: stored value times slope plus intercept is the voxel's value.
        intercept: see slope.
        ijk_to_ras: 4x4 float64 matrix in millimetres.
        notes: what the user may want to know about the geometry.
        detached: the voxels are in another file (.hdr and .img).
    """

    shape: tuple[int, int, int]
    volumes: int
    dtype: np.dtype
    offset: int
    slope: float
    intercept: float
    ijk_to_ras: np.ndarray
    notes: tuple[str, ...]
    detached: bool


def parse_header(head: bytes, name: str) -> NiftiHeader:
    """Read a NIfTI-1 or NIfTI-2 header of either byte order.

    Args:
        head: the file's first 540 bytes or more (348 will do for NIfTI-1), uncompressed.
        name: what an error's sentence calls the file.

    Raises:
        InputError: the header is cut off, or its voxels are colours, vectors, complex or of an unknown type.
    """
    order = "<" if int.from_bytes(head[:4], "little") in (348, 540) else ">"
    layout = (NIFTI1 if head[4:7] not in (b"n+2", b"ni2") else NIFTI2).newbyteorder(order)
    if len(head) < layout.itemsize:
        raise damaged(name)
    header = np.frombuffer(head, layout, count=1)[0]
    rank = int(header["dim"][0])
    if not 1 <= rank <= 7:
        raise damaged(name)
    dim = [int(n) for n in header["dim"][1 : rank + 1]] + [1] * (7 - rank)
    _check_values(int(header["datatype"]), dim, name)
    slope, intercept = float(header["scl_slope"]), float(header["scl_inter"])
    if not np.isfinite([slope, intercept]).all() or slope == 0:
        slope, intercept = 1.0, 0.0
    matrix, notes = _geometry(header, dim)
    detached = bytes(header["magic"]).startswith(b"ni")
    offset = float(header["vox_offset"])
    if not (np.isfinite(offset) and 0 <= offset < 2**62):
        raise damaged(name)
    return NiftiHeader(
        shape=(dim[2], dim[1], dim[0]),
        volumes=dim[3],
        dtype=np.dtype(DTYPES[int(header["datatype"])]).newbyteorder(order),
        offset=int(offset) if detached else max(int(offset), layout.itemsize),
        slope=slope,
        intercept=intercept,
        ijk_to_ras=matrix,
        notes=notes,
        detached=detached,
    )


def _check_values(datatype: int, dim: list[int], name: str) -> None:
    components = dim[4] * dim[5] * dim[6]
    if datatype in _COLOUR:
        raise several_values(_COLOUR[datatype], name)
    if components > 1:
        raise several_values(components, name)
    if datatype in _COMPLEX:
        raise complex_values(name)
    if datatype not in DTYPES:
        raise InputError(
            f"{name} stores its voxels as a type that cannot be read here (NIfTI datatype {datatype}).",
            "Convert it to 16-bit integers or 32-bit floating point.",
        )


def _geometry(header: np.void, dim: list[int]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The IJK to RAS matrix, chosen as ITK (hence 3D Slicer) chooses it, and notes about it."""
    scale = _MILLIMETRES.get(int(header["xyzt_units"]) & 7, 1.0)
    sform, qform = _sform(header, dim), _qform(header)
    has_sform, has_qform = int(header["sform_code"]) > 0, int(header["qform_code"]) > 0
    notes: tuple[str, ...] = ()
    if has_sform and has_qform:
        matrix = sform if int(header["sform_code"]) == 1 and _is_plain(sform, qform) else qform
        distance = _largest_distance(sform, qform, dim) * scale
        if distance > 0.1:
            used = "sform" if matrix is sform else "qform"
            text = (
                f"The header gives two places for the scan (qform and sform, up to {distance:.1f} mm apart)"
            )
            notes = (f"{text}; the {used} is used, as 3D Slicer does.",)
    elif has_sform:
        matrix = sform
        if not np.allclose(np.linalg.norm(sform[:3, :3], axis=0), _pixdim(header), rtol=1e-2):
            notes = ("The header gives another spacing than its sform has; the sform is used.",)
    elif has_qform:
        matrix = qform
    else:
        # ITK's reading of "no orientation": axes along LPS, origin at zero.
        matrix = LPS_TO_RAS @ np.diag([*_pixdim(header), 1.0])
        notes = ("The header does not say how the scan lies, so left and right cannot be told from it.",)
    matrix = matrix.astype(np.float64)
    matrix[:3] *= scale
    return matrix, notes


def _is_plain(sform: np.ndarray, qform: np.ndarray) -> bool:
    """Whether the sform has no shear and the header's own spacing, which ITK asks before it takes it."""
    lengths = np.linalg.norm(sform[:3, :3], axis=0)
    usual = np.linalg.norm(qform[:3, :3], axis=0)
    return bool(lengths.min() > 0 and np.allclose(lengths, usual, rtol=1e-3) and is_orthogonal(sform, 1e-3))


def _largest_distance(a: np.ndarray, b: np.ndarray, dim: list[int]) -> float:
    """How far apart two matrices put the same corner of the volume."""
    corners = np.array(np.meshgrid(*[(0, n - 1) for n in dim[:3]])).reshape(3, -1)
    shift = (a - b)[:3, :3] @ corners + (a - b)[:3, 3:]
    return float(np.linalg.norm(shift, axis=0).max())


def _pixdim(header: np.void) -> np.ndarray:
    """Spacing along i, j, k; 1 where the header has none, as ITK reads it."""
    spacing = np.abs(header["pixdim"][1:4].astype(np.float64))
    spacing[spacing == 0] = 1.0
    return spacing


def _sform(header: np.void, dim: list[int]) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3] = header["srow"]
    if dim[2] == 1 and not matrix[:3, 2].any():
        # A single slice may leave out the direction of the slices.
        normal = np.cross(matrix[:3, 0], matrix[:3, 1])
        matrix[:3, 2] = normal / (np.linalg.norm(normal) or 1.0) * _pixdim(header)[2]
    return matrix


def _qform(header: np.void) -> np.ndarray:
    b, c, d = header["quatern"].astype(np.float64)
    if not np.isfinite([b, c, d]).all():
        return np.full((4, 4), np.nan)
    a = np.sqrt(max(0.0, 1.0 - (b * b + c * c + d * d)))
    matrix = np.eye(4)
    spacing = _pixdim(header)
    spacing[2] *= -1.0 if header["pixdim"][0] < 0 else 1.0
    matrix[:3, :3] = Rotation.from_quat([b, c, d, a]).as_matrix() * spacing
    matrix[:3, 3] = header["qoffset"]
    return matrix


def build_header(shape: tuple[int, int, int], dtype: np.dtype, ijk_to_ras: np.ndarray) -> bytes:
    """A NIfTI-1 header (352 bytes) of a scalar volume.

    Args:
        shape: (K, J, I), each at most 32767.
        dtype: little-endian type of the voxels, one of `DTYPES`.
        ijk_to_ras: 4x4 matrix; one with shear goes into the sform alone, which a qform cannot say.
    """
    header = np.zeros((), NIFTI1.newbyteorder("<"))
    axes = ijk_to_ras[:3, :3]
    spacing = np.linalg.norm(axes, axis=0)
    header["sizeof_hdr"], header["magic"], header["vox_offset"] = 348, b"n+1", 352
    header["dim"] = [3, *reversed(shape), 1, 1, 1, 1]
    header["datatype"] = next(
        code for code, name in DTYPES.items() if np.dtype(name) == dtype.newbyteorder("=")
    )
    header["bitpix"] = dtype.itemsize * 8
    header["pixdim"] = [1, *spacing, 0, 0, 0, 0]
    header["scl_slope"], header["xyzt_units"] = 1, 2 | 8  # millimetres, seconds
    header["sform_code"], header["srow"] = 1, ijk_to_ras[:3]
    if is_orthogonal(ijk_to_ras):
        rotation = axes / spacing
        if np.linalg.det(rotation) < 0:
            rotation[:, 2] *= -1
            header["pixdim"][0] = -1
        header["quatern"] = Rotation.from_matrix(rotation).as_quat(canonical=True)[:3]
        header["qoffset"], header["qform_code"] = ijk_to_ras[:3, 3], 1
    return header.tobytes() + bytes(4)
