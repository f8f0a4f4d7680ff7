"""Write synthetic patients as a data set in nnU-Net's raw format: T1, T2 and CT with the true labels.

    python tools/write_phantom_data_set.py FOLDER [--seeds SEED ...]
    invertseg study FOLDER -o OUT --model demo

The six seeds 30001..30006 are for docs/evidence.md alone: neither the training of the demo model nor any
choice of a setting or a score uses them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "InvertSeg"))

from InvertSegLib.phantom.patient import make_patient  # noqa: E402
from InvertSegLib.phantom.tissues import STRUCTURES  # noqa: E402
from InvertSegLib.volume.writing import write_volume  # noqa: E402

SEEDS = range(30001, 30007)
CHANNELS = ("T1", "T2", "CT")  # as attributes of `Patient` in lower case


def write_data_set(folder: Path, seeds: Iterable[int], **options: Any) -> None:
    """Write one case for each seed; cases that lie there already are written again.

    Args:
        folder: of the data set; made where it does not exist.
        seeds: of the patients.
        options: of `make_patient`, such as its spacing.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    images, labels = folder / "imagesTr", folder / "labelsTr"
    for place in (images, labels):
        place.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        patient = make_patient(seed, **options)
        for number, channel in enumerate(CHANNELS):
            scan = getattr(patient, channel.lower())
            write_volume(scan, images / f"phantom{seed}_{number:04d}.nii.gz")
        write_volume(patient.labels, labels / f"phantom{seed}.nii.gz")
        print(f"phantom{seed}", flush=True)
    described = {
        "name": "Synthetic patients",
        "reference": "synthetic patients of InvertSeg, docs/demo.md",
        "channel_names": {str(number): channel for number, channel in enumerate(CHANNELS)},
        "labels": {"background": 0} | {name: value for value, name in STRUCTURES.items()},
        "numTraining": len(list(labels.glob("*.nii.gz"))),
        "file_ending": ".nii.gz",
    }
    (folder / "dataset.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where to write; made where it does not exist")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="one patient for each")
    arguments = parser.parse_args()
    write_data_set(arguments.folder, arguments.seeds)


if __name__ == "__main__":
    main()
