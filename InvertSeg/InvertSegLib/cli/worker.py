"""`invertseg worker`: what another machine starts here by ssh, to compute on this one."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, gpu, install
from InvertSegLib.environment.messages import Messages
from InvertSegLib.session.environments import EngineFacts, InstalledEnvironments
from InvertSegLib.worker import remote_far
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
    parser.add_argument(
        "--remove", action="store_true", help="remove the engines here, and the models that were sent here"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve one engine until the connection ends."""
    if arguments.remove:
        Messages().done({"removed": remove()})
        return 0
    if arguments.facts or arguments.engine is None:
        remote_far.tell(gather())
        return 0
    here = InstalledEnvironments()
    facts = here.facts(arguments.engine)
    if not facts.installed:
        remote_far.tell({"missing": facts.why_not})
        return 0
    return remote_far.serve(
        here.command(arguments.engine),
        here.variables(),
        models=_models(),
        entries={"weights": str(facts.weights) if facts.weights else None},
    )


def gather() -> dict[str, Any]:
    """What this machine has, as JSON: engines and their weights, memory, graphics cards, disk."""
    here, home = InstalledEnvironments(), folders.home()
    return {
        "engines": {name: _engine(here.facts(name)) for name in ENGINES},
        "memory": memory(),
        "gpus": [{"name": card.name, "memory": card.memory} for card in gpu.nvidia_gpus()],
        "home": str(home),
        "disk_free": shutil.disk_usage(folders.existing_parent(home)).free,
    }


def remove() -> list[str]:
    """Remove all engines of InvertSeg's own, and all models that were sent here; weights stay.

    Returns:
        what was removed.
    """
    removed = [name for name in ENGINES if install.remove(name)]
    if _models().exists():
        shutil.rmtree(_models())
        removed.append("models")
    return removed


def _models() -> Path:
    return folders.home() / "models"


def _engine(facts: EngineFacts) -> dict[str, Any]:
    return {
        "installed": facts.installed,
        "why_not": facts.why_not,
        "version": facts.version,
        "models": list(facts.models),
    }
