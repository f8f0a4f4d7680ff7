"""A run on another machine against the same run here: ssh to a server of its own on loopback.

Both sides get the same volume and the same folder of random weights in the shape of TotalSegmentator's 3 mm
network. Loopback has no line to wait for, so what is measured is what packing, ssh and unpacking cost on top
of the run; on a real line the bytes count, which are told beside. Each side runs once cold and twice warm.

Usage: python benchmarks/remote.py [--shape I J K] [--device auto|cpu|cuda]
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import SimpleITK as sitk

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import folders, installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command, worker_command

REPOSITORY = Path(__file__).resolve().parents[1]
ENGINE = "totalsegmentator"


class Side:
    """A worker, here or there, and how long its runs take.

    Args:
        command: starts it.
        choice: the network.
    """

    def __init__(self, command: list[str], choice: ModelChoice) -> None:
        self.packed = ""
        self._worker = Worker(command, environment=worker_environment(), on_event=self._hear)
        self._choice = choice

    def run(self, volume: Volume) -> tuple[float, object]:
        """Seconds of a whole run, and the label map."""
        began = time.monotonic()
        self._worker.load(self._choice)
        result = self._worker.segment(volume)
        return time.monotonic() - began, result.label_map

    def close(self) -> None:
        """End it."""
        self._worker.close()

    def _hear(self, event: object) -> None:
        if isinstance(event, events.Log) and "packed into" in event.text:
            self.packed = event.text


def main() -> int:
    """Measure and print."""
    sys.path[:0] = [str(REPOSITORY / "InvertSeg" / "Testing"), str(REPOSITORY / "benchmarks")]
    from tests.remote.ssh_server import SSHD, SshServer
    from worker import body, make_weights

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", nargs=3, type=int, default=(512, 512, 200), metavar=("I", "J", "K"))
    parser.add_argument("--spacing", nargs=3, type=float, default=(0.8, 0.8, 1.5), metavar=("I", "J", "K"))
    parser.add_argument("--device", default="auto")
    arguments = parser.parse_args()
    environment = installed.find(ENGINE)
    if environment is None or SSHD is None:
        print("This needs the engine totalsegmentator and an sshd (openssh-server).", file=sys.stderr)
        return 3
    image = body(tuple(arguments.shape), tuple(arguments.spacing))
    volume = Volume(sitk.GetArrayFromImage(image), _matrix(arguments.spacing))
    with tempfile.TemporaryDirectory(prefix="invertseg-benchmark-") as name:
        folder = Path(name)
        make_weights(environment.python, folder / "weights")
        server = SshServer(folder / "far", variables={"INVERTSEG_HOME": str(folders.home())})
        server.put_command(sys.executable, "-m", "InvertSegLib.cli")
        os.environ["INVERTSEG_SSH"] = server.ssh
        weights = str(folder / "weights")
        choice = ModelChoice(ENGINE, task="total", quality="fast", device=arguments.device, weights=weights)
        here = Side(worker_command(environment.python), choice)
        there = Side(remote_worker_command("far", ENGINE), choice)
        try:
            print("\n| run | here s | over ssh s | ratio |\n|---|---|---|---|")
            for run in ("first, with start and loading", "second, warm", "third, warm"):
                (own, labels), (far, others) = here.run(volume), there.run(volume)
                assert (labels == others).all()
                print(f"| {run} | {own:.1f} | {far:.1f} | {far / own:.2f} |", flush=True)
            there.close()
            sizes = [int(n) for n in re.findall(r"(\d+) MB", there.packed)]
            print(f"\n{there.packed}: {sizes[1] / sizes[0]:.2f}")
        finally:
            here.close()
            there.close()
            server.stop()
    return 0


def _matrix(spacing: tuple[float, float, float]) -> list[list[float]]:
    i, j, k = spacing
    return [[i, 0, 0, 0], [0, j, 0, 0], [0, 0, k, 0], [0, 0, 0, 1]]


if __name__ == "__main__":
    sys.exit(main())
