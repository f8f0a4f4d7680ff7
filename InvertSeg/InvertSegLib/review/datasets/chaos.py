"""CHAOS (Kavur et al., Medical Image Analysis 69, 2021): abdominal MRI and CT, as published or as NIfTI.

As published: ``MR/<case>/T1DUAL/DICOM_anon/InPhase``, ``.../OutPhase``, ``MR/<case>/T2SPIR/DICOM_anon`` and
``CT/<case>/DICOM_anon``, each beside a folder ``Ground`` with one PNG for a slice; T1DUAL has one for both
phases. In MR masks liver, right kidney, left kidney and spleen are about 63, 126, 189 and 252; in CT the
liver is what is not 0. The test sets have no masks.

As NIfTI: ``chaos<case>_T1in.nii.gz``, ``_T1out``, ``_T2SPIR``, with ``_T1_label`` and ``_T2_label``.
"""

from __future__ import annotations

import re
from pathlib import Path

from InvertSegLib.review.datasets.cases import Case, DataSet, Reference, Scan, by_number
from InvertSegLib.review.datasets.references import LabelMapFile, PngMasks

TITLE = "CHAOS"
CITATION = "Kavur et al., Medical Image Analysis 69, 2021, doi 10.1016/j.media.2020.101950"
NAMES = {1: "liver", 2: "kidney_right", 3: "kidney_left", 4: "spleen"}
# The grey values that the challenge's evaluation takes for each organ.
MR_LEVELS = {1: (56, 70), 2: (111, 135), 3: (176, 200), 4: (241, 255)}
CT_LEVELS = {1: (1, 255)}

_SERIES = (
    # sequence, series below the case, masks below the case
    ("T1in", "T1DUAL/DICOM_anon/InPhase", "T1DUAL/Ground"),
    ("T1out", "T1DUAL/DICOM_anon/OutPhase", "T1DUAL/Ground"),
    ("T2SPIR", "T2SPIR/DICOM_anon", "T2SPIR/Ground"),
)
_NIFTI = re.compile(r"chaos(\w+?)_(T1in|T1out|T2SPIR)\.nii(\.gz)?", re.IGNORECASE)
_LABELS = {"t1in": "T1", "t1out": "T1", "t2spir": "T2"}
_SEQUENCES = {"t1in": "T1in", "t1out": "T1out", "t2spir": "T2SPIR"}


def find(folder: Path) -> DataSet | None:
    """The cases in a folder, or in a folder that its archive unpacks to; None where it has none."""
    root = next((place for place in _places(folder) if _is_root(place)), None)
    if root is None:
        return _nifti(folder)
    cases, lacking = [], 0
    for modality in ("MR", "CT"):
        for place in by_number(p for p in (root / modality).glob("*") if p.is_dir()):
            scans = _scans(place, modality)
            lacking += not scans
            if scans:
                cases.append(Case(f"{modality}{place.name}", scans))
    notes = (f"{lacking} cases have no masks (CHAOS keeps those of its test set) and are left out.",)
    return DataSet(TITLE, CITATION, tuple(cases), notes if lacking else ())


def _places(folder: Path) -> tuple[Path, ...]:
    inner = ("Train_Sets", "CHAOS_Train_Sets/Train_Sets", "Test_Sets", "CHAOS_Test_Sets/Test_Sets")
    return (folder, *(folder / name for name in inner))


def _is_root(folder: Path) -> bool:
    patterns = ("MR/*/T1DUAL/DICOM_anon", "MR/*/T2SPIR/DICOM_anon", "CT/*/DICOM_anon")
    return any(next(folder.glob(pattern), None) for pattern in patterns)


def _scans(case: Path, modality: str) -> tuple[Scan, ...]:
    if modality == "CT":
        series, ground = case / "DICOM_anon", case / "Ground"
        if not (series.is_dir() and ground.is_dir()):
            return ()
        return (Scan("CT", "CT", series, PngMasks(ground, {1: NAMES[1]}, CT_LEVELS)),)
    return tuple(
        Scan(sequence, "MR", case / series, PngMasks(case / ground, NAMES, MR_LEVELS))
        for sequence, series, ground in _SERIES
        if (case / series).is_dir() and (case / ground).is_dir()
    )


def _nifti(folder: Path) -> DataSet | None:
    found: dict[str, list[Scan]] = {}
    lacking = 0
    for path in by_number(folder.glob("chaos*.nii*")):
        match = _NIFTI.fullmatch(path.name)
        if match is None:
            continue
        case, sequence = match[1], match[2].lower()
        reference = _label_map(folder, case, _LABELS[sequence])
        lacking += reference is None
        if reference is not None:
            found.setdefault(case, []).append(Scan(_SEQUENCES[sequence], "MR", path, reference))
    if not found:
        return None
    notes = (f"{lacking} scans have no label map beside them and are left out.",) if lacking else ()
    return DataSet(TITLE, CITATION, tuple(Case(name, tuple(scans)) for name, scans in found.items()), notes)


def _label_map(folder: Path, case: str, sequence: str) -> Reference | None:
    paths = (folder / f"chaos{case}_{sequence}_label{suffix}" for suffix in (".nii.gz", ".nii"))
    path = next((path for path in paths if path.is_file()), None)
    return LabelMapFile(path, NAMES) if path else None
