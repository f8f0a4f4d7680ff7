"""One synthetic patient as files, for 3D Slicer's Sample Data.

The names are wanted whenever Slicer starts, the patient hardly ever: what makes it is imported with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from InvertSegLib import __version__

if TYPE_CHECKING:
    from InvertSegLib.labels.segmentation import Segmentation
    from InvertSegLib.phantom.patient import Patient

SEED = 10_042  # the demo model was neither trained nor measured on this patient

# What each file shows, by its name; another version of the phantom must not be taken for this one.
FILES = {
    f"InvertSeg-{__version__}-phantom-T1.nrrd": "t1",
    f"InvertSeg-{__version__}-phantom-T2.nrrd": "t2",
    f"InvertSeg-{__version__}-phantom-CT.nrrd": "ct",
    f"InvertSeg-{__version__}-phantom-truth.seg.nrrd": "labels",
}


def sample_file(folder: Path, name: str) -> Path:
    """A file of the synthetic patient; all of them are made when it is not there (a few seconds).

    Args:
        folder: where the files are, or will be.
        name: one of `FILES`.

    Raises:
        KeyError: there is no file of that name.
        OutputError: the folder cannot be written, or the disk is full.
    """
    if name not in FILES:
        raise KeyError(name)
    file = folder / name
    if not file.is_file():
        from InvertSegLib.phantom.patient import make_patient

        folder.mkdir(parents=True, exist_ok=True)
        write_sample(make_patient(SEED), folder)
    return file


def write_sample(patient: Patient, folder: Path) -> None:
    """Write a patient's scans and true labels into a folder, by the names of `FILES`."""
    from InvertSegLib.labels.files import write_segmentation
    from InvertSegLib.volume.writing import write_volume

    for name, scan in FILES.items():
        if scan == "labels":
            write_segmentation(_truth(patient), folder / name)
        else:
            write_volume(getattr(patient, scan), folder / name)


def _truth(patient: Patient) -> Segmentation:
    from InvertSegLib.labels.segmentation import Segmentation
    from InvertSegLib.labels.table import LabelTable

    return Segmentation(
        label_map=patient.labels.voxels,
        ijk_to_ras=patient.labels.ijk_to_ras,
        table=LabelTable.from_names(patient.table),
        provenance={
            "software": f"InvertSeg {__version__}",
            "note": "synthetic patient",
            "seed": patient.seed,
        },
    )
