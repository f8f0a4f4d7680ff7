"""Inverting a volume, each way against a bare copy of the array and against plain numpy in the same run.

The ways take turns, so that other work on the machine disturbs all alike. Best and median of several rounds
are given: a way that allocates several volumes is at its best only when the system has large memory pages
ready, which the first run in a process seldom finds. Extra memory is the most that was allocated at once
beside the input and the result.

Usage: python benchmarks/inversion.py [--rounds N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

try:
    import InvertSegLib
except ImportError:  # run from a clone that nobody installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "InvertSeg"))
    import InvertSegLib  # noqa: F401

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS

SIZES = ((256, 256, 120), (512, 512, 400))  # columns, rows, slices
TYPES = ("int16", "float32")
PUBLISHED, CALIBRATED = PRESETS["published"], PRESETS["calibrated"]
PERCENTILE = replace(PUBLISHED, background="percentile")


@dataclass(frozen=True)
class Row:
    """One way to invert one volume.

    Attributes:
        volume: size and type of the volume.
        way: what was done.
        seconds: best of all rounds.
        copies: the same in multiples of the best bare copy.
        median_seconds: median of all rounds.
        median_copies: the same in multiples of the median bare copy.
        extra_volumes: peak memory beside input and result, in multiples of the input.
    """

    volume: str
    way: str
    seconds: float
    copies: float
    median_seconds: float
    median_copies: float
    extra_volumes: float


def scan(size: tuple[int, int, int], dtype: str) -> np.ndarray:
    """A body in noisy air, some negative and some above 3000; (K, J, I)."""
    columns, rows, slices = size
    rng = np.random.default_rng(0)
    j, i = np.ogrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    body = (j / 0.65) ** 2 + (i / 0.85) ** 2 < 1
    pattern = np.where(body, rng.gamma(6, 70, (8, rows, columns)), rng.normal(4, 9, (8, rows, columns)))
    if dtype == "int16":
        pattern = np.rint(pattern)
    return np.tile(pattern.astype(dtype), (-(-slices // 8), 1, 1))[:slices].copy()


def published_in_numpy(voxels: np.ndarray) -> np.ndarray:
    """The published algorithm, statement by statement."""
    clipped = np.clip(voxels, 0, 3000)
    high, low = np.max(clipped), np.min(clipped)
    negative = high - clipped + low
    negative[negative >= (high - low) * 0.99 + low] = 0
    return negative


def percentile_in_numpy(voxels: np.ndarray) -> np.ndarray:
    """The paper's equation 1 with numpy's percentile."""
    clipped = np.clip(voxels, 0, 3000)
    negative = np.max(clipped) - clipped + np.min(clipped)
    negative[clipped <= np.percentile(clipped, 1)] = 0
    return negative


def ways(voxels: np.ndarray) -> dict[str, Callable[[], object]]:
    """What is compared, by name; the copy comes first."""
    histogram = IntensityHistogram.of(voxels)
    return {
        "bare copy": voxels.copy,
        "published code in plain numpy": lambda: published_in_numpy(voxels),
        "invert published, range": lambda: invert(voxels, PUBLISHED),
        "  range, histogram known": lambda: invert(voxels, PUBLISHED, histogram=histogram),
        "np.percentile, then inversion": lambda: percentile_in_numpy(voxels),
        "invert published, percentile": lambda: invert(voxels, PERCENTILE),
        "  percentile, histogram known": lambda: invert(voxels, PERCENTILE, histogram=histogram),
        "invert published, body": lambda: invert(voxels, replace(PUBLISHED, background="body")),
        "invert calibrated, body": lambda: invert(voxels, CALIBRATED),
        "histogram": lambda: IntensityHistogram.of(voxels),
        "a percentile of the histogram": lambda: histogram.percentile(37.5),
        "a percentile by np.percentile": lambda: np.percentile(voxels, 37.5),
    }


def measure(size: tuple[int, int, int], dtype: str, rounds: int) -> list[Row]:
    """All ways on one volume."""
    voxels = scan(size, dtype)
    todo = ways(voxels)
    times: dict[str, list[float]] = {name: [] for name in todo}
    for _ in range(rounds):
        for name, way in todo.items():
            start = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - start)
    best_copy, median_copy = min(times["bare copy"]), median(times["bare copy"])
    volume = f"{'x'.join(map(str, size))} {dtype}"
    return [
        Row(
            volume,
            name,
            min(seconds),
            min(seconds) / best_copy,
            median(seconds),
            median(seconds) / median_copy,
            extra_memory(todo[name]) / voxels.nbytes,
        )
        for name, seconds in times.items()
    ]


def extra_memory(way: Callable[[], object]) -> float:
    """Bytes beside the input and the result."""
    tracemalloc.start()
    result = way()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return max(0, peak - (result.nbytes if isinstance(result, np.ndarray) else 0))


def main() -> int:
    """Measure, print the table, write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many counts (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    arguments = parser.parse_args()
    rows = []
    print(
        f"{'volume':22} {'way':32} {'best ms':>9} {'copies':>8} {'median ms':>10} {'copies':>8}  extra memory"
    )
    for size in SIZES:
        for dtype in TYPES:
            for row in measure(size, dtype, arguments.rounds):
                rows.append(row)
                print(
                    f"{row.volume:22} {row.way:32} {row.seconds * 1e3:9.2f} {row.copies:8.2f} "
                    f"{row.median_seconds * 1e3:10.2f} {row.median_copies:8.2f} {row.extra_volumes:9.3f} vol",
                    flush=True,
                )
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
