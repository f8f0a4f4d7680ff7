"""Frames of enhanced (multi-frame) DICOM files.

SimpleITK reads their voxels, but gives a wrong geometry without a word where frames are not stored evenly and
in order; so the place of each frame is read from its functional groups, with pydicom.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.volume.dicom_frames import Frame, no_place, stored_range, unit_axes

if TYPE_CHECKING:
    from pydicom import Dataset


def multiframe_frames(path: Path) -> list[Frame]:
    """The frames of an enhanced multi-frame file.

    Raises:
        InputError: pydicom is not installed, the file is not of the enhanced kind, or frames have no place.
    """
    name = f"The DICOM file {path.name}"
    try:
        from pydicom import dcmread
    except ImportError:
        raise InputError(
            f"{name} holds many frames (enhanced DICOM), and reading their places needs the package pydicom.",
            "Install it (pip install pydicom), or convert the series with dcm2niix and give the NIfTI file.",
        ) from None
    dataset = dcmread(path, stop_before_pixels=True)
    groups = dataset.get("PerFrameFunctionalGroupsSequence")
    if not groups:
        raise no_place(name)
    shared = (dataset.get("SharedFunctionalGroupsSequence") or [None])[0]
    frames = [_frame(path, index, own, shared, dataset, name) for index, own in enumerate(groups)]
    if len({(f.slope, f.intercept) for f in frames}) > 1:
        # GDCM scales all frames by the first one's.
        raise InputError(
            f"{name} scales its frames differently, which cannot be read here.",
            "Convert the series with dcm2niix and give the NIfTI file.",
        )
    return frames


def _frame(
    path: Path, index: int, own: Dataset, shared: Dataset | None, dataset: Dataset, name: str
) -> Frame:
    def value(sequence: str, keyword: str, default: Any = None) -> Any:
        for group in (own, shared):
            items = group.get(sequence) if group is not None else None
            if items and items[0].get(keyword) is not None:
                return items[0].get(keyword)
        return default

    position = value("PlanePositionSequence", "ImagePositionPatient")
    axes = value("PlaneOrientationSequence", "ImageOrientationPatient")
    spacing = value("PixelMeasuresSequence", "PixelSpacing")
    if position is None or axes is None or spacing is None:
        raise no_place(name)
    order = (
        value("FrameContentSequence", "TemporalPositionIndex", 0),
        value("MREchoSequence", "EffectiveEchoTime", 0),
        value("FrameContentSequence", "FrameAcquisitionNumber", 0),
        value("CardiacSynchronizationSequence", "NominalCardiacTriggerDelayTime", 0),
        index,
    )
    return Frame(
        file=path,
        index=index,
        position=np.array([float(x) for x in position]),
        orientation=unit_axes([float(x) for x in axes], name),
        spacing=(float(spacing[0]), float(spacing[1])),
        size=(int(dataset.Rows), int(dataset.Columns)),
        slope=float(value("PixelValueTransformationSequence", "RescaleSlope", 1)),
        intercept=float(value("PixelValueTransformationSequence", "RescaleIntercept", 0)),
        stored=stored_range(int(dataset.BitsStored), int(dataset.PixelRepresentation) == 1),
        order=tuple(float(x) for x in order),
        thickness=float(
            value("PixelMeasuresSequence", "SpacingBetweenSlices")
            or value("PixelMeasuresSequence", "SliceThickness")
            or 1.0
        ),
    )
