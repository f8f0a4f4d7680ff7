"""DICOM series: which ones a folder holds, and reading one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import check_geometry, too_large
from InvertSegLib.volume.dicom_frames import (
    Frame,
    Header,
    frames_of,
    is_dicom,
    lost_image,
    metadata_of,
    read_header,
)
from InvertSegLib.volume.dicom_geometry import stack
from InvertSegLib.volume.simpleitk import quiet
from InvertSegLib.volume.volume import Volume, VolumeSource

_NO_SCANS = {"SEG", "PR", "SR", "KO", "RTSTRUCT", "RTPLAN", "RTDOSE", "REG", "DOC"}
_LISTED = 12


@dataclass(frozen=True)
class DicomSeries:
    """One series of a folder.

    Attributes:
        uid: its Series Instance UID.
        description: Series Description, or the protocol's name where that is empty.
        modality: MR, CT...
        number: Series Number, as text.
        count: number of images, frames of multi-frame files included.
        files: its files, sorted by name.
        damaged: files that belong to it (or may) and cannot be read.
        headers: per file, its elements as text.
    """

    uid: str
    description: str
    modality: str
    number: str
    count: int
    files: tuple[Path, ...]
    damaged: tuple[Path, ...] = ()
    headers: tuple[Header, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        title = self.description or "without description"
        return f"{self.number or '?'}: {title} ({self.modality or '?'}, {self.count} images, {self.uid})"


def list_series(folder: str | Path) -> list[DicomSeries]:
    """The image series in a folder and its subfolders, by series number.

    Segmentations, reports and other objects that are no scans are left out.

    Args:
        folder: where to look.
    """
    groups: dict[str, dict[str, tuple[Path, Header]]] = {}
    lost: list[tuple[str, Path]] = []
    for path in dicom_files(Path(folder)):
        header = read_header(path)
        if header is None:
            uid = lost_image(path)
            if uid is not None:
                lost.append((uid, path))
        elif header.get("0008|0060", "") not in _NO_SCANS:
            # One entry for each image: folders often hold copies of a file.
            image = header.get("0008|0018") or str(path)
            groups.setdefault(header.get("0020|000e", ""), {}).setdefault(image, (path, header))
    for uid, _ in lost:
        if uid:
            groups.setdefault(uid, {})
    found = [_series(uid, list(images.values()), lost) for uid, images in groups.items()]
    return sorted(found, key=lambda s: (int(s.number) if s.number.isdigit() else 10**9, s.uid))


def _series(uid: str, images: list[tuple[Path, Header]], lost: list[tuple[str, Path]]) -> DicomSeries:
    headers = tuple(header for _, header in images)
    first: Header = headers[0] if headers else {}
    return DicomSeries(
        uid=uid,
        description=first.get("0008|103e") or first.get("0018|1030") or "",
        modality=first.get("0008|0060", ""),
        number=first.get("0020|0011", ""),
        count=sum(int(header.get("0028|0008") or 1) for header in headers),
        files=tuple(path for path, _ in images),
        damaged=tuple(path for other, path in lost if other in {uid, ""}),
        headers=headers,
    )


def dicom_files(folder: Path) -> Iterator[Path]:
    """The DICOM files in a folder and its subfolders, by name; hidden ones are left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and is_dicom(path):
                yield path


def read_dicom(path: str | Path, *, series: str | None = None, time_point: int | None = None) -> Volume:
    """Read one series of a folder, or the series that a DICOM file belongs to.

    The rescaling of the header is applied: the voxels are of the smallest integer type that holds them where
    slope and intercept are whole, float32 otherwise.

    Args:
        path: a folder, or one file of the series.
        series: UID, number or description of the series, where the folder holds several.
        time_point: which volume, counted from 0, where the series holds several at each place.

    Raises:
        InputError: no image, several series, a damaged file, or slices that make no regular volume.
    """
    path = Path(path)
    chosen = _of_file(path) if path.is_file() and series is None else _choose(path, series)
    name = f"The DICOM series {chosen.description or chosen.number or path.name!r}"
    if chosen.damaged:
        raise _damaged_files(chosen.damaged)
    frames = [
        frame
        for file, header in zip(chosen.files, chosen.headers, strict=True)
        for frame in frames_of(file, header)
    ]
    slices = stack(frames, time_point, name)
    check_geometry(slices.ijk_to_ras, name)
    try:
        voxels = _read_voxels(slices.frames)
    except MemoryError:
        raise too_large(name) from None
    files = tuple(dict.fromkeys(frame.file for frame in slices.frames))
    metadata = metadata_of(chosen.headers[chosen.files.index(files[0])])
    return Volume(voxels, slices.ijk_to_ras, VolumeSource(path, files, metadata, slices.notes))


def _of_file(path: Path) -> DicomSeries:
    header = read_header(path)
    if header is None:
        raise _damaged_files([path])
    uid = header.get("0020|000e", "")
    for series in list_series(path.parent):
        if series.uid == uid:
            return series
    raise InputError(
        f"The DICOM file {path.name} is no scan (its modality is {header.get('0008|0060') or 'unknown'}).",
        "Choose a file of the MR or CT series.",
    )


def _choose(path: Path, wanted: str | None) -> DicomSeries:
    folder = path.parent if path.is_file() else path
    found = list_series(folder)
    if not found:
        raise InputError(
            f"The folder {folder} holds no DICOM images.",
            "Give the folder with the scan's files, or a NIfTI file.",
        )
    fitting = found
    if wanted is not None:
        fitting = [s for s in found if wanted in {s.uid, s.number, s.description}]
    if len(fitting) == 1:
        return fitting[0]
    listed = "; ".join(str(s) for s in (fitting or found)[:_LISTED])
    more = f"; and {len(fitting or found) - _LISTED} more" if len(fitting or found) > _LISTED else ""
    if wanted is None:
        sentence = f"The folder {folder} holds {len(found)} DICOM series, and one is needed."
    elif fitting:
        sentence = f"{len(fitting)} DICOM series in {folder} fit {wanted!r}."
    else:
        sentence = f"No DICOM series in {folder} has the UID, number or description {wanted!r}."
    raise InputError(sentence, f"Choose one with --series (number, description or UID): {listed}{more}.")


def _read_voxels(frames: Sequence[Frame]) -> np.ndarray:
    """The voxels (K, J, I), file by file into one array: no second copy of the volume."""
    voxels = np.empty((len(frames), *frames[0].size), _dtype(frames))
    wanted: dict[Path, list[tuple[int, int]]] = {}
    for k, frame in enumerate(frames):
        wanted.setdefault(frame.file, []).append((k, frame.index))
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    for file, pairs in wanted.items():
        reader.SetFileName(str(file))
        with quiet():
            try:
                image = reader.Execute()
            except RuntimeError:
                raise _damaged_files([file]) from None
        view = sitk.GetArrayViewFromImage(image)  # valid as long as the image is held
        view = view.reshape((-1, *view.shape[-2:])) if view.ndim in (2, 3) else view[0]
        if not _fits(view, voxels.dtype):
            voxels = voxels.astype(np.result_type(view.dtype, voxels.dtype))
        for k, index in pairs:
            voxels[k] = view[index]
    return voxels


def _dtype(frames: Sequence[Frame]) -> np.dtype:
    """The smallest type that holds every rescaled value the headers allow."""
    low = min(min(f.slope * v for v in f.stored) + f.intercept for f in frames)
    high = max(max(f.slope * v for v in f.stored) + f.intercept for f in frames)
    if all(float(x).is_integer() for f in frames for x in (f.slope, f.intercept)):
        for name in ("u1", "i1", "u2", "i2", "u4", "i4"):
            if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
                return np.dtype(name)
    return np.dtype(np.float32)


def _fits(view: np.ndarray, dtype: np.dtype) -> bool:
    """Whether values can be stored; files exist whose voxels use more bits than their header admits."""
    if dtype.kind == "f" or np.can_cast(view.dtype, dtype):
        return True
    limits = np.iinfo(dtype)
    return bool(limits.min <= view.min() and view.max() <= limits.max)


def _damaged_files(files: Sequence[Path]) -> InputError:
    first = files[0].name
    names = f"file {first}" if len(files) == 1 else f"files {first} and {len(files) - 1} more"
    return InputError(
        f"The DICOM {names} cannot be read: cut off, damaged, or compressed in an unusual way.",
        "Export the series again, uncompressed if that can be chosen.",
    )
