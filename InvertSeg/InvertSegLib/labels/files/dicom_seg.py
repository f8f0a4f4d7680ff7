"""DICOM Segmentation objects (PS3.3, A.51), built by highdicom on the images of the segmented series."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from InvertSegLib import __version__
from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import Code, Structure
from InvertSegLib.volume.volume import LPS_TO_RAS

if TYPE_CHECKING:
    from highdicom.seg import SegmentDescription
    from pydicom import Dataset

# SNOMED CT's "Body structure", the root of all anatomy, normal or not. DICOM asks for a type of every
# segment; this one is true of whatever a network may have been trained to find in a body.
ANYTHING = Code("123037004", "SCT", "Anatomical Structure")

MANUFACTURER = "InvertSeg"
_LONGEST_COMMENT = 10240  # characters of a value of type LT


def write_dicom_seg(segmentation: Segmentation, path: Path) -> None:
    """Write a DICOM SEG with one binary segment for each structure that was found.

    The frames lie on the label map's own grid, in the frame of reference of the source series. DICOM has no
    empty segments: the provenance (Image Comments) names the structures that were not found.

    Raises:
        InputError: the source images cannot be read any more, or no structure was found at all.
    """
    import highdicom
    import pydicom
    from pydicom.uid import ExplicitVRLittleEndian

    counts = segmentation.voxel_counts()
    found = {value: segmentation.table[value] for value, count in counts.items() if count}
    if not found:
        raise InputError(
            "No structure was found, and DICOM SEG cannot hold an empty segmentation.",
            "Look at the input and its inversion; .seg.nrrd and .nii.gz can be written empty.",
        )
    sources = _source_images(segmentation)
    provenance = dict(segmentation.provenance) | {"not_found": segmentation.not_found()}
    with warnings.catch_warnings():
        # highdicom and pydicom warn about small faults of the source series, which are not ours to mend.
        warnings.simplefilter("ignore")
        dataset = highdicom.seg.Segmentation(
            source_images=sources,
            pixel_array=_volume(segmentation, found, sources[0]),
            segmentation_type=highdicom.seg.SegmentationTypeValues.BINARY,
            segment_descriptions=_descriptions(segmentation, found),
            series_instance_uid=highdicom.UID(),
            series_number=_series_number(sources[0]),
            sop_instance_uid=highdicom.UID(),
            instance_number=1,
            manufacturer=MANUFACTURER,
            manufacturer_model_name=_engine(provenance)[0],
            software_versions=__version__,
            device_serial_number="1",
            content_label="INVERTSEG",
            content_description="Segmentation by a network, for research",
            transfer_syntax_uid=ExplicitVRLittleEndian,
        )
        dataset.SeriesDescription = "InvertSeg segmentation"
        dataset.ImageComments = _comment(provenance)
        pydicom.dcmwrite(path, dataset, enforce_file_format=True)


def _source_images(segmentation: Segmentation) -> list[Dataset]:
    """The headers of the series, without their pixels."""
    import pydicom

    files = segmentation.source.dicom_files if segmentation.source else ()
    try:
        return [pydicom.dcmread(file, stop_before_pixels=True) for file in files]
    except (OSError, pydicom.errors.InvalidDicomError) as error:
        raise InputError(
            f"The DICOM images that were segmented cannot be read any more ({error}).",
            "Leave them in their place until the segmentation is written.",
        ) from None


def _volume(segmentation: Segmentation, found: dict[int, Structure], image: Dataset) -> Any:
    """The label map renumbered 1, 2, 3... (as DICOM wants segments) in the patient's coordinates."""
    import highdicom

    renumber = np.zeros(max(segmentation.table) + 1, np.uint8 if len(found) < 2**8 else np.uint16)
    renumber[list(found)] = np.arange(1, len(found) + 1)
    # highdicom's axes are slices, rows, columns: the columns of our matrix the other way round, in LPS.
    affine = (LPS_TO_RAS @ segmentation.ijk_to_ras)[:, [2, 1, 0, 3]]
    try:
        return highdicom.Volume(
            array=renumber[segmentation.label_map],
            affine=affine,
            coordinate_system="PATIENT",
            frame_of_reference_uid=image.FrameOfReferenceUID,
        )
    except (AttributeError, ValueError) as error:
        raise InputError(
            f"The geometry of the series cannot be written as DICOM SEG ({error}).",
            "Choose .seg.nrrd as output.",
        ) from None


def _descriptions(segmentation: Segmentation, found: dict[int, Structure]) -> list[SegmentDescription]:
    import highdicom
    from pydicom.sr.codedict import codes

    name, version = _engine(dict(segmentation.provenance))
    algorithm = highdicom.AlgorithmIdentificationSequence(
        name=name[:64], family=codes.DCM.ArtificialIntelligence, version=version[:64], source=MANUFACTURER
    )
    descriptions = []
    for number, structure in enumerate(found.values(), start=1):
        description = highdicom.seg.SegmentDescription(
            segment_number=number,
            segment_label=structure.title[:64],
            segmented_property_category=_coded(structure.category or ANYTHING),
            segmented_property_type=_coded(structure.type or ANYTHING),
            algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            algorithm_identification=algorithm,
            tracking_id=structure.name[:64],
            tracking_uid=highdicom.UID(),
            display_color=highdicom.color.CIELabColor.from_rgb(*structure.color),
        )
        if structure.modifier:
            description.SegmentedPropertyTypeCodeSequence[0].SegmentedPropertyTypeModifierCodeSequence = [
                _coded(structure.modifier)
            ]
        if structure.region:
            region = _coded(structure.region)
            if structure.region_modifier:
                region.AnatomicRegionModifierSequence = [_coded(structure.region_modifier)]
            description.AnatomicRegionSequence = [region]
        descriptions.append(description)
    return descriptions


def _coded(code: Code) -> Any:
    from highdicom.sr import CodedConcept

    return CodedConcept(code.value, code.scheme, code.meaning[:64])


def _engine(provenance: dict[str, Any]) -> tuple[str, str]:
    """Name and version of the engine, as far as the provenance tells them."""
    engine = provenance.get("engine")
    if not isinstance(engine, dict):
        return "unknown", __version__
    versions = engine.get("versions")
    known = versions if isinstance(versions, dict) else {}
    parts = (engine.get("name"), engine.get("task") or engine.get("model"), engine.get("quality"))
    name = " ".join(str(part) for part in parts if part)
    version = ", ".join(f"{package} {number}" for package, number in known.items())
    return name or "unknown", version or __version__


def _series_number(image: Dataset) -> int:
    """A number beside that of the source series, as DICOM asks for a positive one."""
    return int(getattr(image, "SeriesNumber", None) or 0) * 100 % 10**9 + 1


def _comment(provenance: dict[str, Any]) -> str:
    """The provenance as JSON; what can be spared is left out until the attribute holds it."""
    for spared in (
        (),
        ("seconds",),
        ("confidence",),
        ("not_found",),
        ("structures",),
        ("engine", "inversion"),
    ):
        provenance = {key: value for key, value in provenance.items() if key not in spared}
        text = json.dumps(provenance)
        if len(text) <= _LONGEST_COMMENT:
            return text
    return ""
