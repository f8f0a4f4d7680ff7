"""First and second request on the warm worker against the `TotalSegmentator` command line.

Both sides get the same inverted volume and the same folder of random weights in the shape of
TotalSegmentator's 3 mm network, so that what is measured is the way around the network and not the network.
Processor time is that of the process and all its children. Times are of one run each: read the ratios, these
machines are noisy.

Usage: python benchmarks/worker.py [--shape I J K] [--device auto|cpu|cuda] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events
from InvertSegLib.worker.client import Worker

REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass
class Row:
    """One measured run.

    Attributes:
        name: what ran.
        wall: seconds from the command or request to its result.
        cpu: processor seconds of the process and its children.
        network_wall: seconds in the network's forward passes, nan where it cannot be told.
        network_cpu: processor seconds there.
        stages: seconds by stage.
    """

    name: str
    wall: float
    cpu: float
    network_wall: float = float("nan")
    network_cpu: float = float("nan")
    stages: dict[str, float] = field(default_factory=dict)


def body(shape: tuple[int, int, int], spacing: tuple[float, float, float]) -> sitk.Image:
    """A T1-like volume: a bright trunk with organs in noise; shape and spacing in the order i, j, k."""
    rng = np.random.default_rng(7)
    k, j, i = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in shape[::-1]), indexing="ij")
    voxels = rng.rayleigh(12, shape[::-1]).astype(np.float32)
    voxels += 300 * ((i / 0.8) ** 2 + (j / 0.6) ** 2 < 1)
    for level in range(40):
        centre = rng.uniform(-0.5, 0.5, 3)
        radius = rng.uniform(0.08, 0.3)
        inside = (i - centre[0]) ** 2 + (j - centre[1]) ** 2 + (k - centre[2]) ** 2 < radius**2
        voxels += np.where(inside, 20.0 * (level % 11 - 3), 0)
    image = sitk.GetImageFromArray(voxels.clip(-50, 2000).astype(np.int16))
    image.SetSpacing(spacing)
    return image


def make_weights(python: Path, folder: Path) -> None:
    """Write the random 3 mm network with the engine's own python."""
    command = [
        str(python),
        str(REPOSITORY / "tools" / "random_models.py"),
        "totalsegmentator",
        str(folder),
        "--datasets",
        "297",
    ]
    subprocess.run(command, check=True)


def run_command_line(python: Path, weights: Path, inverted: Path, device: str, folder: Path) -> Row:
    """`TotalSegmentator -i ... --fast --ml` on the inverted file, its usage statistics off."""
    home = folder / "totalsegmentator_home"
    home.mkdir()
    settings = {"totalseg_id": "benchmark", "send_usage_stats": False, "prediction_counter": 0}
    (home / "config.json").write_text(json.dumps({**settings, "statistics_disclaimer_shown": True}))
    # Its search for a trainer imports timm, which no network of its own uses and our environment leaves out.
    stand_in = subprocess.run(
        [sys.executable, str(REPOSITORY / "tools" / "timm_stand_in.py"), str(folder / "stand_in")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    environment = {
        **worker_environment(),
        "TOTALSEG_HOME_DIR": str(home),
        "TOTALSEG_WEIGHTS_PATH": str(weights),
        "PYTHONPATH": stand_in,
    }
    command = [str(python.parent / "TotalSegmentator"), "-i", str(inverted), "-o", str(folder / "cli.nii.gz")]
    command += ["--fast", "--ml", "--device", "cpu" if device == "cpu" else "gpu"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Row("TotalSegmentator command line", wall, cpu)


def cpu_of(pid: int) -> float:
    """Processor seconds of a process and its ended children (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(value) for value in fields[11:15]) / os.sysconf("SC_CLK_TCK")


class NetworkMeter:
    """Reads the worker's processor time when it enters and leaves the network."""

    def __init__(self) -> None:
        self.pid = 0
        self.cpu = 0.0
        self._entered: float | None = None

    def on_event(self, event: object) -> None:
        """Take one event of the worker."""
        if not isinstance(event, events.Progress) or not self.pid:
            return
        now = cpu_of(self.pid)
        if event.stage == "network" and self._entered is None:
            self._entered = now
        elif event.stage != "network" and self._entered is not None:
            self.cpu += now - self._entered
            self._entered = None


def run_worker(python: Path, weights: Path, volume: Volume, device: str) -> tuple[list[Row], np.ndarray]:
    """Three requests on one worker; the first includes its start and the loading of the network."""
    choice = ModelChoice(
        "totalsegmentator", task="total", quality="fast", device=device, weights=str(weights)
    )
    meter, rows = NetworkMeter(), []
    started, cpu = time.monotonic(), 0.0
    with Worker.start(python, environment=worker_environment(), on_event=meter.on_event) as worker:
        meter.pid = worker.pid
        for name in (
            "warm worker, first request",
            "warm worker, second request",
            "warm worker, third request",
        ):
            meter.cpu = 0.0
            loaded = worker.load(choice)
            result = worker.segment(volume)
            now, used = time.monotonic(), cpu_of(worker.pid)
            stages = {**(dict(loaded.timings) if not rows else {}), **result.timings}
            rows.append(Row(name, now - started, used - cpu, stages.get("network", 0.0), meter.cpu, stages))
            started, cpu = now, used
    return rows, result.label_map


def show(rows: list[Row]) -> None:
    """Print the table and the stages."""
    # The command line runs the same network on the same patches; its time there is taken from the worker's.
    network_cpu = rows[1].network_cpu
    rows[0].network_cpu, rows[0].network_wall = network_cpu, rows[1].network_wall
    print("\n| run | wall s | outside the network s | processor s | outside the network s |")
    print("|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row.name} | {row.wall:.1f} | {row.wall - row.network_wall:.1f} "
            f"| {row.cpu:.1f} | {row.cpu - row.network_cpu:.1f} |"
        )
    first = rows[1]
    outside = (first.cpu - first.network_cpu) / (rows[0].cpu - rows[0].network_cpu)
    print(f"\nfirst request: {first.wall / rows[0].wall:.2f} of the command line's time, ", end="")
    print(f"{outside:.2f} of its processor time outside the network")
    for row in rows[1:]:
        print(
            f"{row.name}: " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in row.stages.items())
        )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", nargs=3, type=int, default=(256, 256, 120), metavar=("I", "J", "K"))
    parser.add_argument("--spacing", nargs=3, type=float, default=(1.5, 1.5, 3.0), metavar=("I", "J", "K"))
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    environment = installed.find("totalsegmentator")
    if environment is None:
        print(
            "TotalSegmentator is not installed: invertseg engines install totalsegmentator", file=sys.stderr
        )
        return 3
    with tempfile.TemporaryDirectory(prefix="invertseg-benchmark-") as name:
        folder = Path(name)
        make_weights(environment.python, folder / "weights")
        sitk.WriteImage(body(tuple(arguments.shape), tuple(arguments.spacing)), str(folder / "mri.nii.gz"))
        volume = read_volume(folder / "mri.nii.gz")
        inverted = volume.with_voxels(invert(volume.voxels, PRESETS["published"]))
        image = sitk.GetImageFromArray(inverted.voxels)
        image.CopyInformation(sitk.ReadImage(str(folder / "mri.nii.gz")))
        sitk.WriteImage(image, str(folder / "inverted.nii.gz"))
        worker_rows, label_map = run_worker(
            environment.python, folder / "weights", inverted, arguments.device
        )
        command_line = run_command_line(
            environment.python, folder / "weights", folder / "inverted.nii.gz", arguments.device, folder
        )
        theirs = sitk.GetArrayFromImage(sitk.ReadImage(str(folder / "cli.nii.gz")))
    rows = [command_line, *worker_rows]
    show(rows)
    print(f"same voxels: {np.mean(theirs == label_map):.4%}, {len(np.unique(theirs))} labels")
    if arguments.json:
        arguments.json.write_text(json.dumps([vars(row) for row in rows], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
