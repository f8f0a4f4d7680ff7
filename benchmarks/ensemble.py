"""What an ensemble of settings finds, and what its uncertainty says: a CT network on real MRI, expert labels.

Needs what benchmarks/method.py needs. For each patient's T1 in-phase scan: Dice of liver, spleen and left
kidney for the preset `calibrated`, for each tone of the ensemble alone, and for the ensembles; for these also
each structure's disagreement, and how well the uncertainty tells wrong voxels from right ones (area under the
ROC curve, over the voxels that are uncertain at all or belong to one of the structures).

Usage: python benchmarks/ensemble.py [--cases 01 02 15 33] [--json FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.inversion.ensemble import ENSEMBLES, TONES, ensemble_of
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.worker.client import Worker
from method import EXPERT_LABELS, SHARED, dice

CHOICE = ModelChoice("monai", model=str(SHARED / "models" / "abdominal_ct_unet"), trusted=True)


def requests() -> Mapping[str, SegmentationRequest]:
    """What is compared, by name."""
    calibrated = PRESETS["calibrated"]
    single = {"calibrated": calibrated}
    single |= {f"tone {tone}": dataclasses.replace(calibrated, tone=tone) for tone in sorted(TONES)}
    found = {name: SegmentationRequest(parameters, CHOICE) for name, parameters in single.items()}
    for name in ENSEMBLES:
        ensemble = ensemble_of(name, calibrated)
        found[f"ensemble {name}"] = SegmentationRequest(calibrated, CHOICE, (), ensemble)
    return found


def measure(result: Segmentation, truth: np.ndarray) -> dict[str, Any]:
    """Scores of one result.

    Args:
        result: of the pipeline.
        truth: expert labels (K, J, I) with the values of `EXPERT_LABELS`.
    """
    value_of = {structure.name: value for value, structure in result.table.items()}
    expected = np.zeros_like(result.label_map)
    for organ, label in EXPERT_LABELS.items():
        expected[truth == label] = value_of[organ]
    found = np.where(np.isin(result.label_map, list(np.unique(expected))), result.label_map, 0)
    scores: dict[str, Any] = {
        "dice": [dice(found == value_of[organ], expected == value_of[organ]) for organ in EXPERT_LABELS]
    }
    if result.uncertainty is not None:
        wrong, counted = found != expected, (result.uncertainty > 0) | (expected > 0)
        scores["auc"] = roc_area(result.uncertainty[counted & wrong], result.uncertainty[counted & ~wrong])
        scores["disagreement"] = [result.disagreement.get(organ) for organ in EXPERT_LABELS]
    return scores


def roc_area(high: np.ndarray, low: np.ndarray) -> float:
    """Probability that one of `high` is above one of `low`, ties counted half."""
    ranks = stats.rankdata(np.concatenate([high, low]).astype(np.float32))
    return float((ranks[: len(high)].mean() - (len(high) + 1) / 2) / len(low))


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", default=["01", "02", "15", "33"])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not (SHARED / "data" / "chaos").is_dir():
        print(f"There is no {SHARED / 'data' / 'chaos'}.", file=sys.stderr)
        return 2
    rows = []
    print(f"| setting | case | {' | '.join(EXPERT_LABELS)} | mean | seconds | auc | disagreement |")
    with Worker.start(installed.require("monai").python, environment=worker_environment()) as worker:
        worker.load(CHOICE)
        for case in arguments.cases:
            volume = read_volume(SHARED / "data" / "chaos" / f"chaos{case}_T1in.nii.gz")
            truth = read_volume(SHARED / "data" / "chaos" / f"chaos{case}_T1_label.nii.gz").voxels
            for name, request in requests().items():
                began = time.monotonic()
                result = segment_volume(volume, request, worker)
                seconds = round(time.monotonic() - began, 1)
                row = {"setting": name, "case": case, "seconds": seconds, **measure(result, truth)}
                rows.append(row)
                shown = " | ".join(f"{score:.2f}" for score in row["dice"])
                others = f"{row.get('auc', '')} | {row.get('disagreement', '')}"
                print(
                    f"| {name} | {case} | {shown} | {np.mean(row['dice']):.3f} | {seconds} | {others} |",
                    flush=True,
                )
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2))
    print("\nmeans over the cases")
    for name in requests():
        means = [np.mean(row["dice"]) for row in rows if row["setting"] == name]
        print(f"{name:26} {np.mean(means):.3f}  ({', '.join(f'{mean:.2f}' for mean in means)})")
    tones = [row for row in rows if row["setting"] == "ensemble tones"]
    pairs = [
        pair
        for row in tones
        for pair in zip(row["disagreement"], row["dice"], strict=True)
        if pair[0] is not None
    ]
    rho = stats.spearmanr(*zip(*pairs, strict=True)).statistic
    print(f"disagreement against Dice, {len(pairs)} structures: Spearman {rho:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
