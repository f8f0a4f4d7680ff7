"""How much each preset finds: a CT-trained network on real MRI against expert labels.

Needs the folder shared/ beside the clone (CHAOS abdominal MRI, Kavur et al., Medical Image Analysis 69, 2021,
CC BY-NC-SA 4.0; and a CT network as a MONAI bundle) and the engine `monai`. Prints the Dice similarity
coefficients of liver, spleen and left kidney, and their mean.

Usage: python benchmarks/method.py [--cases 01 02 15 33] [--json FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.worker.client import Worker

SHARED = Path(os.environ.get("INVERTSEG_SHARED", Path(__file__).resolve().parents[2] / "shared"))
EXPERT_LABELS = {"liver": 1, "spleen": 4, "kidney_left": 3}


def settings() -> Mapping[str, InversionParameters]:
    """What is compared, by name."""
    calibrated = PRESETS["calibrated"]
    return {
        "none (voxels as they are)": PRESETS["none"],
        "window, not inverted": dataclasses.replace(calibrated, inverted=False),
        "published": PRESETS["published"],
        "calibrated": calibrated,
        "calibrated, tone 1": dataclasses.replace(calibrated, tone=1.0),
        "calibrated, tone 0.5": dataclasses.replace(calibrated, tone=0.5),
    }


def dice(found: np.ndarray, truth: np.ndarray) -> float:
    """Dice similarity coefficient of two masks of the same shape; 1 when both are empty."""
    sizes = np.count_nonzero(found) + np.count_nonzero(truth)
    return 2 * np.count_nonzero(found & truth) / sizes if sizes else 1.0


def main() -> int:
    """Measure and print a table for each sequence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", default=["01", "02", "15", "33"])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not (SHARED / "data" / "chaos").is_dir():
        print(
            f"There is no {SHARED / 'data' / 'chaos'}; INVERTSEG_SHARED may name another place.",
            file=sys.stderr,
        )
        return 2
    choice = ModelChoice("monai", model=str(SHARED / "models" / "abdominal_ct_unet"), trusted=True)
    rows = []
    with Worker.start(installed.require("monai").python, environment=worker_environment()) as worker:
        for sequence, labels in (("T1in", "T1"), ("T2SPIR", "T2")):
            print(f"\n| {sequence} | case | {' | '.join(EXPERT_LABELS)} | mean |\n|---|---|---|---|---|---|")
            for name, parameters in settings().items():
                for case in arguments.cases:
                    folder = SHARED / "data" / "chaos"
                    volume = read_volume(folder / f"chaos{case}_{sequence}.nii.gz")
                    truth = read_volume(folder / f"chaos{case}_{labels}_label.nii.gz").voxels
                    result = segment_volume(volume, SegmentationRequest(parameters, choice), worker)
                    value_of = {structure.name: value for value, structure in result.table.items()}
                    scores = [
                        dice(result.label_map == value_of[organ], truth == label)
                        for organ, label in EXPERT_LABELS.items()
                    ]
                    rows.append({"sequence": sequence, "setting": name, "case": case, "dice": scores})
                    shown = " | ".join(f"{score:.2f}" for score in scores)
                    print(f"| {name} | {case} | {shown} | {np.mean(scores):.2f} |", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2))
    print("\nmeans over the cases")
    for sequence in ("T1in", "T2SPIR"):
        for name in settings():
            chosen = [row["dice"] for row in rows if (row["sequence"], row["setting"]) == (sequence, name)]
            print(f"{sequence:8} {name:28} {np.mean(chosen):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
