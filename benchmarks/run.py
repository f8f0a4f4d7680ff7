"""`make benchmark`: every measurement, each against its alternative in the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the measurements one after the other, each in a process of its own."""
    status = 0
    for name in ("inversion.py", "scene.py", "worker.py", "evaluation.py", "remote.py"):
        print(f"\n== {name}", flush=True)
        status |= subprocess.run([sys.executable, str(HERE / name)], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
