"""TotalSegmentator's data sets (MRI: Akinci D'Antonoli et al., Radiology 2025; CT: Wasserthal et al., 2023).

A folder for each case with ``mri.nii.gz`` (or ``ct.nii.gz``) and ``segmentations/<structure>.nii.gz``.
"""

from __future__ import annotations

from pathlib import Path

from InvertSegLib.review.datasets.cases import Case, DataSet, Scan, by_number
from InvertSegLib.review.datasets.references import MaskFiles

_SCANS = {"mri.nii.gz": "MR", "ct.nii.gz": "CT"}
_CITATIONS = {
    "MR": "Akinci D'Antonoli et al., Radiology 314, 2025, doi 10.1148/radiol.241613",
    "CT": "Wasserthal et al., Radiology: Artificial Intelligence 5, 2023, doi 10.1148/ryai.230024",
}


def find(folder: Path) -> DataSet | None:
    """The cases in a folder, None where it has none."""
    cases = []
    for place in by_number(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        scans = tuple(
            Scan(modality, modality, place / name, MaskFiles(place / "segmentations"))
            for name, modality in _SCANS.items()
            if (place / name).is_file() and (place / "segmentations").is_dir()
        )
        if scans:
            cases.append(Case(place.name, scans))
    if not cases:
        return None
    modalities = dict.fromkeys(scan.modality for case in cases for scan in case.scans)
    title = " and ".join(f"TotalSegmentator {'MRI' if m == 'MR' else m}" for m in modalities)
    return DataSet(title, "; ".join(_CITATIONS[m] for m in modalities), tuple(cases))
