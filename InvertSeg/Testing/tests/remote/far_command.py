"""The far side's command with the engine of the worker's tests behind every engine's name.

Its process ids go to the file that INVERTSEG_FAR_PIDS names, so that a test can see what is left of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from InvertSegLib.worker import remote_far
from InvertSegLib.worker.command import worker_command

ENGINE_FILE = Path(__file__).parents[1] / "worker" / "engine_of_tests.py"


def main() -> int:
    engine = sys.argv[2]
    with Path(os.environ["INVERTSEG_FAR_PIDS"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    command = worker_command(sys.executable, engines={engine: ENGINE_FILE})
    models = Path(os.environ["HOME"]) / "models"
    return remote_far.serve(command, os.environ, models=models)


if __name__ == "__main__":
    sys.exit(main())
