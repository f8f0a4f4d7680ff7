"""How well settings are ranked without ground truth, and what tuning gains: real MRI against expert labels.

Needs the folder shared/ beside the clone (CHAOS abdominal MRI, Kavur et al., Medical Image Analysis 69, 2021,
CC BY-NC-SA 4.0; and a CT network as a MONAI bundle) and the engine `monai`. For each patient all settings of
`invertseg tune` are tried; their label-free scores are compared with their true Dice (mean of liver, spleen
and left kidney) by Spearman's rank correlation. `--phantoms` does the same on synthetic patients, on which
the score was designed.

Usage: python benchmarks/tuning.py [--cases 01 02 15 33] [--phantoms SEED ...] [--keep FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.phantom.patient import make_patient
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.review.candidates import Candidate, candidates
from InvertSegLib.review.trials import TrialStore
from InvertSegLib.review.tune import Tuning, tune
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.client import Worker
from method import EXPERT_LABELS, SHARED, dice

# The score that this one has to beat: volume near a usual one, times the network's confidence.
USUAL_ML = {"liver": 1500.0, "spleen": 180.0, "kidney_left": 150.0}
ORGANS = tuple(EXPERT_LABELS)
Case = tuple[str, Volume, dict[str, np.ndarray]]


def cases(names: Sequence[str], seeds: Sequence[int]) -> Iterator[Case]:
    """Name, MRI and the true masks of each patient."""
    for seed in seeds:
        patient = make_patient(seed)
        values = {name: value for value, name in patient.table.items()}
        yield f"phantom {seed}", patient.t1, {n: patient.labels.voxels == values[n] for n in ORGANS}
    for name in () if seeds else names:
        folder = SHARED / "data" / "chaos"
        truth = read_volume(folder / f"chaos{name}_T1_label.nii.gz").voxels
        masks = {organ: truth == value for organ, value in EXPERT_LABELS.items()}
        yield f"CHAOS {name}", read_volume(folder / f"chaos{name}_T1in.nii.gz"), masks


def true_dice(found: Segmentation, truth: dict[str, np.ndarray]) -> float:
    """Mean Dice over the organs."""
    values = {structure.name: value for value, structure in found.table.items()}
    return float(np.mean([dice(found.label_map == values[n], truth[n]) for n in ORGANS]))


def baseline(found: Segmentation) -> float:
    """Closeness of each organ's volume to a usual one times confidence, mean over the organs."""
    volumes = found.volumes_ml()
    terms = [
        min(volumes[n] / ml, ml / volumes[n]) * found.confidence.get(n, 0.0) if volumes[n] else 0.0
        for n, ml in USUAL_ML.items()
    ]
    return float(np.mean(terms))


def tuned(volume: Volume, worker: Worker, choice: ModelChoice, keep: Path) -> Tuning:
    """Try all settings on a volume."""
    tuning = Tuning(volume, candidates(volume, PRESETS["calibrated"]), ORGANS)

    def segment(candidate: Candidate) -> Segmentation:
        request = SegmentationRequest(candidate.parameters, choice, transforms=candidate.transforms)
        return segment_volume(volume, request, worker, worker)

    store = TrialStore(keep, {"input": sha256_of(volume), "network": asdict(choice)})
    tune(tuning, segment, store=store)
    return tuning


def measure(tuning: Tuning, truth: dict[str, np.ndarray]) -> dict[str, object]:
    """What one patient's tuning was worth."""
    proposal = tuning.proposal()
    found = {trial.candidate.name: trial.segmentation for trial in tuning.trials}
    scores = {score.name: score.score for score in proposal.scores}
    true = {name: true_dice(segmentation, truth) for name, segmentation in found.items()}
    names = list(true)

    def correlation(score: dict[str, float]) -> float:
        return float(spearmanr([score[n] for n in names], [true[n] for n in names]).statistic)

    confidence = {
        name: float(np.mean([segmentation.confidence.get(n, 0.0) for n in ORGANS]))
        for name, segmentation in found.items()
    }
    quality = {
        trial.candidate.name: float(np.mean([q.score for q in trial.qualities if q.name in ORGANS]))
        for trial in tuning.trials
    }
    return {
        "spearman": correlation(scores),
        "spearman_quality": correlation(quality),
        "spearman_baseline": correlation({name: baseline(s) for name, s in found.items()}),
        "spearman_confidence": correlation(confidence),
        "calibrated": true["start"],
        "tuned": true_dice(proposal.segmentation, truth),
        "best_single": true[proposal.best.candidate.name],
        "bound": max(true.values()),
        "chosen": proposal.best.candidate.name,
        "settings": {name: {"score": scores[name], "dice": true[name]} for name in names},
    }


COLUMNS = (
    "spearman", "spearman_quality", "spearman_baseline", "spearman_confidence",
    "calibrated", "tuned", "best_single", "bound",
)  # fmt: skip


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", default=["01", "02", "15", "33"])
    parser.add_argument("--phantoms", nargs="+", type=int, default=[], metavar="SEED")
    parser.add_argument("--keep", type=Path, help="keep the results here, and take them from here")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not (SHARED / "models").is_dir():
        print(f"There is no {SHARED / 'models'}; INVERTSEG_SHARED may name another place.", file=sys.stderr)
        return 2
    choice = ModelChoice("monai", model=str(SHARED / "models" / "abdominal_ct_unet"), trusted=True)
    rows: dict[str, dict[str, object]] = {}
    print(f"| patient | {' | '.join(COLUMNS)} | chosen |\n|{'---|' * (len(COLUMNS) + 2)}")
    with (
        tempfile.TemporaryDirectory() as temporary,
        Worker.start(installed.require("monai").python, environment=worker_environment()) as worker,
    ):
        for name, volume, truth in cases(arguments.cases, arguments.phantoms):
            folder = (arguments.keep or Path(temporary)) / name.replace(" ", "_")
            rows[name] = measure(tuned(volume, worker, choice, folder), truth)
            cells = " | ".join(f"{rows[name][column]:.2f}" for column in COLUMNS)
            print(f"| {name} | {cells} | {rows[name]['chosen']} |", flush=True)
    values = {column: [float(row[column]) for row in rows.values()] for column in COLUMNS}
    print(f"| mean | {' | '.join(f'{np.mean(values[column]):.2f}' for column in COLUMNS)} | |")
    print(f"| least | {' | '.join(f'{np.min(values[column]):.2f}' for column in COLUMNS)} | |")
    print(f"| most | {' | '.join(f'{np.max(values[column]):.2f}' for column in COLUMNS)} | |")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
