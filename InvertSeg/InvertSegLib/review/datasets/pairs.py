"""A user's own folder: ``images`` and ``labels`` with files of the same name.

``images/case1.nii.gz`` with ``labels/case1.seg.nrrd`` (or a label map with its names in a .json beside it).
With several sequences each has a folder: ``images/T1/case1.nii.gz``; its labels are in ``labels/T1`` where
there is such a folder, else in ``labels``. A folder of DICOM files stands for a file.
"""

from __future__ import annotations

from pathlib import Path

from InvertSegLib.review.datasets.cases import Case, DataSet, Scan, by_number, scans_in, stem_of
from InvertSegLib.review.datasets.references import LabelMapFile


def find(folder: Path) -> DataSet | None:
    """The cases in a folder, None where it has not this form."""
    images, labels = folder / "images", folder / "labels"
    if not (images.is_dir() and labels.is_dir()):
        return None
    found: dict[str, list[Scan]] = {}
    lacking = 0
    for sequence, place in _sequences(images, labels):
        drawn = labels / sequence if (labels / sequence).is_dir() else labels
        matched = _labels_of(place, drawn)
        lacking += len(_entries(place)) - len(matched)
        for image, label_map in matched:
            modality = "CT" if sequence.upper() == "CT" else "MR"
            scan = Scan(sequence, modality, image, LabelMapFile(label_map))
            found.setdefault(stem_of(image), []).append(scan)
    if not found:
        return None
    notes = (f"{lacking} images have no label map of their name and are left out.",) if lacking else ()
    return DataSet(folder.resolve().name, "", tuple(Case(n, tuple(s)) for n, s in found.items()), notes)


def _sequences(images: Path, labels: Path) -> list[tuple[str, Path]]:
    """Names and folders of the sequences; one where the scans lie in `images` itself."""
    if _labels_of(images, labels):
        return [("image", images)]
    return [(place.name, place) for place in by_number(p for p in images.iterdir() if p.is_dir())]


def _entries(folder: Path) -> list[Path]:
    """Scans of a folder: files, and folders (of DICOM files)."""
    folders = by_number(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    return [*scans_in(folder), *folders]


def _labels_of(images: Path, labels: Path) -> list[tuple[Path, Path]]:
    drawn = {stem_of(path): path for path in scans_in(labels)}
    return [(image, drawn[stem_of(image)]) for image in _entries(images) if stem_of(image) in drawn]
