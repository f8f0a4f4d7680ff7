"""Installing TotalSegmentator with an empty cache: how long, after kill -9 how long, and what removal leaves.

Downloads about half a gigabyte twice, so `make benchmark` leaves it out:
``.venv/bin/python benchmarks/engine_installation.py``
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ENGINE = "totalsegmentator"
HERE = "InvertSegLib.environment"
# Where the process is killed: step, and how far it must be.
MOMENTS = (("resolving", 0.0), ("downloading", 0.5), ("installing", 0.5))


def main() -> int:
    """Measure, and print two tables."""
    with tempfile.TemporaryDirectory() as place:
        for name, moments in (("not interrupted", ()), ("killed three times", MOMENTS)):
            print(f"\n{name}", flush=True)
            folder = Path(place) / name
            variables = {
                **os.environ,
                "INVERTSEG_HOME": str(folder / "home"),
                "INVERTSEG_CONFIG": str(folder / "config"),
                "UV_CACHE_DIR": str(folder / "cache"),
            }
            total = sum(run("resume", variables, step, least) for step, least in moments)
            total += run("resume" if moments else "install", variables)
            print(f"  {total:6.1f} s together")
            started = time.monotonic()
            remove = [sys.executable, "-m", HERE, "remove", ENGINE]
            subprocess.run(remove, env=variables, stdout=subprocess.DEVNULL, check=True)
            left = [*folder.joinpath("home").rglob("*"), *folder.joinpath("cache").glob(".tmp*")]
            print(f"  {time.monotonic() - started:6.1f} s removing; left: {left or 'nothing'}")
    return 0


def run(command: str, variables: Mapping[str, str], step: str = "", least: float = 0.0) -> float:
    """Run a command to its end, or kill it at a moment; print and return the seconds."""
    started = time.monotonic()
    spent: dict[str, float] = {}
    with subprocess.Popen(
        [sys.executable, "-m", HERE, command, ENGINE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=variables,
        text=True,
    ) as process:
        last, since, told = "starting", started, 0
        for message in map(json.loads, process.stdout):
            if message["type"] == "failure":
                raise SystemExit(f"{message['sentence']} {message['remedy']}")
            if message["type"] != "progress":
                continue
            told += 1
            now = time.monotonic()
            if message["step"] != last:
                spent[last] = now - since
                last, since = message["step"], now
            if message["step"] == step and (message["fraction"] or 0.0) >= least:
                # Resolving has no fraction: a moment into it.
                time.sleep(0.0 if message["fraction"] is not None else 2.0)
                process.kill()
                break
    seconds = time.monotonic() - started
    spent[last] = time.monotonic() - since
    steps = ", ".join(f"{name} {value:.1f}" for name, value in spent.items() if name != "starting")
    print(
        f"  {seconds:6.1f} s {'kill -9 while ' + step if step else 'to the end':26} ({steps}; told {told} x)"
    )
    return seconds


if __name__ == "__main__":
    sys.exit(main())
