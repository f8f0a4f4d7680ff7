"""Draw the pictures of docs/demo.md: a phantom's three scans with its labels, and the demo model's results.

    python tools/draw_demo_pictures.py

The results need torch and nnunetv2; without them only the phantom is drawn.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "InvertSeg"))

from InvertSegLib.inversion.invert import invert  # noqa: E402
from InvertSegLib.inversion.presets import PRESETS  # noqa: E402
from InvertSegLib.phantom import pictures  # noqa: E402
from InvertSegLib.phantom.demo import MODEL  # noqa: E402
from InvertSegLib.phantom.patient import Patient, make_patient  # noqa: E402

PICTURES = ROOT / "docs/pictures"
LEVELS = 32  # greys: few make small files
SEED = 42  # neither a training nor an evaluation patient


def draw_scans(patient: Patient, path: Path) -> None:
    """Rows CT, T1, T2, truth; three axial slices and a coronal plane."""
    labels = patient.labels.voxels
    _, j = pictures.best_planes(patient.labels, patient.table)
    first, last = np.flatnonzero((labels == 6).any(axis=(1, 2)))[[0, -1]]  # the stomach's extent
    slices = [int(first + part * (last - first)) for part in (0.95, 0.6, 0.2)]
    rows = []
    for scan, window in (
        (patient.ct, pictures.CT_WINDOW),
        (patient.t1, pictures.window_of(patient.t1.voxels)),
        (patient.t2, pictures.window_of(patient.t2.voxels, 97.5)),  # fluid is far brighter than the rest
    ):
        planes = [pictures.axial(scan, k) for k in slices] + [pictures.coronal(scan, j)]
        rows.append(pictures.row([pictures.grey(plane, window, LEVELS) for plane in planes], zoom=1))
    planes = [pictures.axial(patient.labels, k) for k in slices] + [pictures.coronal(patient.labels, j)]
    black = [pictures.coloured(np.zeros((*p.shape, 3), np.uint8), p, patient.table, 1.0) for p in planes]
    rows.append(pictures.row(black, zoom=1))
    pictures.write_png(path, pictures.stack(rows))


def draw_result(patient: Patient, path: Path) -> None:
    """The demo's strip: original, inverted, result, truth."""
    from evaluate_demo_model import Network

    preset = PRESETS["calibrated"]
    found = Network(MODEL)(patient.t1, preset)
    inverted = patient.t1.with_voxels(invert(patient.t1.voxels, preset))
    pictures.write_strip(
        path, patient.t1, inverted, found, patient.labels, patient.table, zoom=1, levels=LEVELS, strength=1.0
    )


def main() -> None:
    """Draw what can be drawn here."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    patient = make_patient(SEED)
    draw_scans(patient, PICTURES / "phantom.png")
    if find_spec("nnunetv2"):
        draw_result(patient, PICTURES / "demo.png")
    for file in sorted(PICTURES.glob("*.png")):
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
