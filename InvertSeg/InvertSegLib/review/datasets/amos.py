"""AMOS22 (Ji et al., NeurIPS 2022): abdominal CT and MRI with 15 organs.

``imagesTr/amos_0507.nii.gz`` with ``labelsTr/amos_0507.nii.gz``, and the same with ``Va``; the numbers up to
500 are CT, those above MRI. The test images (``imagesTs``) have no labels.
"""

from __future__ import annotations

import re
from pathlib import Path

from InvertSegLib.review.datasets.cases import Case, DataSet, Scan, scans_in
from InvertSegLib.review.datasets.references import LabelMapFile

TITLE = "AMOS22"
CITATION = "Ji et al., AMOS, NeurIPS Datasets and Benchmarks 2022, arXiv 2206.08023"
# As TotalSegmentator names them; AMOS says postcava, bladder, gall bladder and arota.
NAMES = {
    1: "spleen", 2: "kidney_right", 3: "kidney_left", 4: "gallbladder", 5: "esophagus", 6: "liver",
    7: "stomach", 8: "aorta", 9: "inferior_vena_cava", 10: "pancreas", 11: "adrenal_gland_right",
    12: "adrenal_gland_left", 13: "duodenum", 14: "urinary_bladder", 15: "prostate_or_uterus",
}  # fmt: skip
_LAST_CT = 500
_NAME = re.compile(r"amos_(\d+)\.nii(\.gz)?", re.IGNORECASE)


def find(folder: Path) -> DataSet | None:
    """The labelled cases in a folder, or in its folder ``amos22``; None where it has none."""
    root = next((p for p in (folder, folder / "amos22") if _images(p)), None)
    if root is None:
        return None
    cases, lacking = [], 0
    for image in _images(root):
        labels = image.parent.with_name(image.parent.name.replace("images", "labels")) / image.name
        number = int(_NAME.fullmatch(image.name)[1])
        if not labels.is_file():
            lacking += 1
            continue
        modality = "CT" if number <= _LAST_CT else "MR"
        scan = Scan(modality, modality, image, LabelMapFile(labels, NAMES))
        cases.append(Case(f"amos_{number:04d}", (scan,)))
    notes = (f"{lacking} images have no labels and are left out.",) if lacking else ()
    return DataSet(TITLE, CITATION, tuple(cases), notes)


def _images(root: Path) -> list[Path]:
    folders = (root / name for name in ("imagesTr", "imagesVa", "imagesTs"))
    return [path for folder in folders for path in scans_in(folder) if _NAME.fullmatch(path.name)]
