"""How long the comparison with references takes, against the loop over labels that most scripts have.

100 pairs of 256x256x120 with 20 labels each (ellipsoids of organs' sizes, the prediction moved and swollen a
little; one label in ten missed). The loop takes one label after the other, in numpy and scipy on the whole
volume: Dice from two masks, border voxels by erosion, distances from two distance maps. It runs on fewer
pairs, since each takes as long as a hundred here. The package surface-distance on its own, which cuts the
structure out itself, is measured beside it and must give the same values.

Usage: python benchmarks/evaluation.py [--pairs 100] [--loop-pairs 1] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import ndimage

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.evaluate import evaluate_case
from InvertSegLib.review.metrics import StructureScore

SHAPE = (120, 256, 256)
SPACING = (3.0, 1.5, 1.5)
LABELS = 20
TOLERANCE_MM = 3.0
TABLE = LabelTable.from_names({value: f"structure {value}" for value in range(1, LABELS + 1)})
MATRIX = np.diag([*SPACING[::-1], 1.0])

Values = tuple[float, float, float, float]  # Dice, HD, HD95, NSD


def pair(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A prediction and its reference."""
    generator = np.random.default_rng(seed)
    centers = generator.uniform([20, 45, 45], [100, 211, 211], (LABELS, 3))
    radii = generator.uniform([5, 8, 8], [22, 42, 42], (LABELS, 3))
    reference, prediction = np.zeros(SHAPE, np.uint8), np.zeros(SHAPE, np.uint8)
    for value, (center, radius) in enumerate(zip(centers, radii, strict=True), start=1):
        draw(reference, value, center, radius)
        if generator.random() > 0.1:
            moved = center + generator.normal(0, [0.7, 1.5, 1.5])
            draw(prediction, value, moved, radius * generator.uniform(0.9, 1.1))
    return prediction, reference


def draw(label_map: np.ndarray, value: int, center: np.ndarray, radius: np.ndarray) -> None:
    """Draw an ellipsoid."""
    low = np.maximum(np.floor(center - radius), 0).astype(int)
    high = np.minimum(np.ceil(center + radius) + 1, SHAPE).astype(int)
    axes = np.ogrid[tuple(slice(a, b) for a, b in zip(low, high, strict=True))]
    inside = sum(((axis - c) / r) ** 2 for axis, c, r in zip(axes, center, radius, strict=True)) <= 1
    label_map[tuple(slice(a, b) for a, b in zip(low, high, strict=True))][inside] = value


def ours(prediction: np.ndarray, reference: np.ndarray) -> list[Values]:
    """As `invertseg evaluate` does it."""
    found, true = (Segmentation(labels, MATRIX, TABLE) for labels in (prediction, reference))
    return [values(row) for row in evaluate_case(found, true, tolerance_mm=TOLERANCE_MM).rows]


def values(row: StructureScore) -> Values:
    """The four measures that all alternatives have."""
    return row.dice, row.hausdorff_mm, row.hausdorff95_mm, row.surface_dice


def loop(prediction: np.ndarray, reference: np.ndarray) -> list[Values]:
    """Label by label on the whole volume."""
    found = []
    for value in range(1, LABELS + 1):
        masks = prediction == value, reference == value
        dice = 2 * (masks[0] & masks[1]).sum() / max(1, masks[0].sum() + masks[1].sum())
        if not (masks[0].any() and masks[1].any()):
            found.append((dice, np.inf, np.inf, 0.0))
            continue
        borders = [mask ^ ndimage.binary_erosion(mask) for mask in masks]
        maps = [ndimage.distance_transform_edt(~border, sampling=SPACING) for border in borders]
        distances = maps[1][borders[0]], maps[0][borders[1]]
        within = sum((d <= TOLERANCE_MM).sum() for d in distances) / sum(map(len, distances))
        found.append((
            dice, max(d.max() for d in distances), max(np.percentile(d, 95) for d in distances), within
        ))  # fmt: skip
    return found


def package(prediction: np.ndarray, reference: np.ndarray) -> list[Values]:
    """Label by label with surface-distance."""
    import surface_distance

    found = []
    for value in range(1, LABELS + 1):
        masks = prediction == value, reference == value
        dice = surface_distance.compute_dice_coefficient(masks[1], masks[0])
        if not (masks[0].any() and masks[1].any()):
            found.append((dice, np.inf, np.inf, 0.0))
            continue
        distances = surface_distance.compute_surface_distances(masks[1], masks[0], SPACING)
        hausdorff = [surface_distance.compute_robust_hausdorff(distances, p) for p in (100, 95)]
        within = surface_distance.compute_surface_dice_at_tolerance(distances, TOLERANCE_MM)
        found.append((dice, *hausdorff, within))
    return found


def seconds(
    measure: Callable[[np.ndarray, np.ndarray], list[Values]],
    pairs: int,
    memory: dict[int, float] | None = None,
) -> tuple[float, float, list[list[Values]]]:
    """Wall and processor seconds for a pair, and the values; making the pairs is not counted."""
    wall = processor = 0.0
    found = []
    for seed in range(pairs):
        both = pair(seed)
        started = time.perf_counter(), time.process_time()
        found.append(measure(*both))
        wall += time.perf_counter() - started[0]
        processor += time.process_time() - started[1]
        if memory is not None:
            memory[seed + 1] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return wall / pairs, processor / pairs, found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--loop-pairs", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)  # surface-distance's use of scipy

    memory: dict[int, float] = {}
    wall, processor, found = seconds(ours, arguments.pairs, memory)
    after = {count: memory[count] for count in (1, min(10, arguments.pairs), arguments.pairs)}
    print(f"InvertSeg, {arguments.pairs} pairs: {wall:.2f} s a pair ({processor:.2f} s processor)")
    print("largest memory, MB: " + ", ".join(f"{mb:.0f} after {n}" for n, mb in after.items()))
    result = {"ours": {"wall": wall, "processor": processor, "pairs": arguments.pairs, "memory_mb": after}}
    for name, measure in (("surface-distance", package), ("numpy and scipy loop", loop)):
        theirs = seconds(measure, arguments.loop_pairs)
        ratios = theirs[0] / wall, theirs[1] / processor
        print(
            f"{name}, {arguments.loop_pairs} pairs: {theirs[0]:.1f} s a pair ({theirs[1]:.1f} s processor): "
            f"{ratios[0]:.0f} x, processor {ratios[1]:.0f} x"
        )
        result[name] = {"wall": theirs[0], "processor": theirs[1], "ratio": ratios}
        if measure is package:
            with np.errstate(invalid="ignore"):  # both infinite is the same
                apart = np.abs(np.nan_to_num(np.subtract(theirs[2], found[: arguments.loop_pairs])))
            print(f"  largest difference of a value: {apart.max():.1e}")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
