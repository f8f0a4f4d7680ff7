"""What DICOM says of a volume node that was loaded from Slicer's DICOM database."""

from __future__ import annotations

from typing import Any

import slicer

_TAGS = {
    "Modality": "0008,0060",
    "SeriesDescription": "0008,103E",
    "AcquisitionContrast": "0008,9209",
    "ScanningSequence": "0018,0020",
    "SequenceName": "0018,0024",
    "RepetitionTime": "0018,0080",
    "EchoTime": "0018,0081",
    "ProtocolName": "0018,1030",
}


def tags_of(node: Any) -> dict[str, str]:
    """DICOM attributes by keyword; empty for nodes that are not from DICOM, or no longer in the database."""
    instances = (node.GetAttribute("DICOM.instanceUIDs") or "").split()
    database = getattr(slicer, "dicomDatabase", None)
    if not instances or database is None:
        return {}
    file = database.fileForInstance(instances[0])
    if not file:
        return {}
    found = {keyword: database.fileValue(file, tag) for keyword, tag in _TAGS.items()}
    return {keyword: value for keyword, value in found.items() if value}
