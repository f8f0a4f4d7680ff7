"""Draw the pictures that Slicer's Sample Data shows for the synthetic patient.

python tools/draw_sample_thumbnails.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "InvertSeg"))

from InvertSegLib.phantom import pictures  # noqa: E402
from InvertSegLib.phantom.patient import make_patient  # noqa: E402
from InvertSegLib.phantom.sample import SEED  # noqa: E402

ICONS = ROOT / "InvertSeg/Resources/Icons"
LEVELS = 48  # greys: few make small files


def main() -> None:
    """Write both thumbnails."""
    patient = make_patient(SEED)
    k, _ = pictures.best_planes(patient.labels, patient.table)
    t1, t2 = (
        pictures.grey(pictures.axial(scan, k), pictures.window_of(scan.voxels), LEVELS)
        for scan in (patient.t1, patient.t2)
    )
    ct = pictures.grey(pictures.axial(patient.ct, k), pictures.CT_WINDOW, LEVELS)
    truth = pictures.coloured(np.zeros_like(t1), pictures.axial(patient.labels, k), patient.table, 1.0)
    pictures.write_png(ICONS / "InvertSegPhantomT1.png", t1)
    rows = [pictures.row(pair, zoom=1, gap=2) for pair in ((t1, t2), (ct, truth))]
    both = pictures.stack(rows, gap=2)
    pictures.write_png(ICONS / "InvertSegPhantom.png", both[::2, ::2])


if __name__ == "__main__":
    main()
