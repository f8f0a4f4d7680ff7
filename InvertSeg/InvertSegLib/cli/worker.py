"""`invertseg worker`: what another machine starts here by ssh, to compute on this one."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import asdict
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, gpu, installed, weights
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import EngineError
from InvertSegLib.session.environments import InstalledEnvironments
from InvertSegLib.worker import remote_far
from InvertSegLib.worker.command import worker_command
from InvertSegLib.worker.memory import memory

EPILOG = """\
Nobody types this. On the machine in front of you it is:
  invertseg segment mri.nii.gz -o organs.seg.nrrd --host gpu-box
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "worker",
        help="compute for another machine, which starts this by ssh",
        description="Compute for another machine: volumes come on standard input, packed, and results go to "
        "standard output. It ends with the connection.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("engine", metavar="NAME", nargs="?", choices=list(ENGINES), help=", ".join(ENGINES))
    parser.add_argument("--facts", action="store_true", help="only say what this machine has")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve one engine until the connection ends."""
    if arguments.facts or arguments.engine is None:
        remote_far.tell(gather())
        return 0
    try:
        environment = installed.require(arguments.engine)
    except EngineError as error:
        remote_far.tell({"missing": error.sentence})
        return 0
    place = weights.folder(arguments.engine)
    return remote_far.serve(
        worker_command(environment.python),
        worker_environment(),
        models=folders.home() / "models",
        entries={"weights": str(place) if place else None},
    )


def gather() -> dict[str, Any]:
    """What this machine has, as JSON: engines and their weights, memory, graphics cards, disk."""
    found = InstalledEnvironments()
    engines = {}
    for name in ENGINES:
        facts = found.facts(name)
        engines[name] = asdict(facts) | {"weights": str(facts.weights) if facts.weights else None}
    home = folders.home()
    return {
        "engines": engines,
        "memory": memory(),
        "gpus": [{"name": card.name, "memory": card.memory} for card in gpu.nvidia_gpus()],
        "home": str(home),
        "disk_free": shutil.disk_usage(folders.existing_parent(home)).free,
    }
