"""The far side's command with the engine of the worker's tests behind every engine's name.

Its process id goes to a file in its home, so that a test can see what is left of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from InvertSegLib.worker import remote_far
from InvertSegLib.worker.command import worker_command

ENGINE_FILE = Path(__file__).parents[1] / "worker" / "engine_of_tests.py"


def main() -> int:
    home, engine = Path.home(), sys.argv[2]
    with (home / "pids").open("a") as file:
        file.write(f"{os.getpid()}\n")
    command = worker_command(sys.executable, engines={engine: ENGINE_FILE})
    return remote_far.serve(command, os.environ, models=home / "models")


if __name__ == "__main__":
    sys.exit(main())
