"""`invertseg engines`: what is installed, and how to install, remove, import and list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from InvertSegLib.cli import engines_changes
from InvertSegLib.cli.output import print_json
from InvertSegLib.cli.weights import add_import
from InvertSegLib.engines.catalogue import ENGINES, EngineDescription
from InvertSegLib.environment import folders, installed, unfinished, ways, weights
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.environment.installed import EngineEnvironment

DESCRIPTION = "What can run networks here, what is missing for it, and how to get it."

EPILOG = """\
An engine is a package that runs networks. Each is installed in an environment of its own, in InvertSeg's
folder; nothing of this Python or of 3D Slicer's changes. To use a Python that has an engine's packages
already, name it: INVERTSEG_PYTHON_TOTALSEGMENTATOR=/path/to/python

examples:
  invertseg engines                                  the list
  invertseg engines install totalsegmentator         about 2 GB of disk; CUDA is chosen if there is a card
  invertseg engines install monai --torch cpu --python 3.11
  invertseg engines tasks totalsegmentator           its tasks, and which have their weights
  invertseg engines update                           the newest versions that go together
  invertseg engines resume                           what was interrupted; downloads are kept
  invertseg engines remove totalsegmentator          its environment; weights stay
  invertseg engines folder /big/disk/invertseg       put environments and weights there from now on
  invertseg engines folder --delete                  all that InvertSeg has put into its folder

their weights: invertseg weights -h
"""

_FIRST_TASK = {"totalsegmentator": "total", "mrsegmentator": "base"}


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the command to the program's parser."""
    parser = _subparser(subparsers, "engines", "list, install and remove engines; import weights", EPILOG)
    parser.description = DESCRIPTION
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")

    engines_changes.add_actions(
        lambda name, text: _subparser(actions, name, text), lambda name: describe(ENGINES[name])
    )

    action = _subparser(actions, "import", "import weights that were downloaded elsewhere")
    add_import(action)

    action = _subparser(actions, "tasks", "list the tasks of an installed engine")
    action.add_argument(
        "engine", metavar="NAME", choices=ENGINES, help=", ".join(weights.ENGINES_WITH_WEIGHTS)
    )
    action.add_argument("--weights", metavar="FOLDER", help="look for the weights there")
    action.set_defaults(run=run_tasks)


def _subparser(actions: Any, name: str, text: str, epilog: str | None = None) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name, help=text, description=text, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    # Suppressed, or an action's default would undo `engines --json ACTION`.
    default = argparse.SUPPRESS if epilog is None else False
    parser.add_argument(
        "--json", action="store_true", default=default, help="one JSON document on standard output"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """List the engines."""
    rows = [describe(engine) for engine in ENGINES.values()]
    if arguments.json:
        print_json({"home": str(folders.home()), "engines": rows})
        return 0
    table = Table(box=None, pad_edge=False)
    for title in ("engine", "installed", "size", "devices", "weights", "licence number"):
        table.add_column(title, overflow="fold", justify="right" if title == "size" else "left")
    for row in rows:
        table.add_row(
            row["name"],
            _installed_text(row),
            "" if row["size"] is None else f"{row['size'] / 1e9:.1f} GB",
            ", ".join(row["devices"]),
            _weights_text(row),
            "for some tasks" if "licence number" in row["licence"] else "",
        )
    console = Console()
    console.print(table)
    console.print("\nnext:")
    for row in rows:
        console.print(f"  {row['name']:17} {row['next']}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"\nEnvironments and weights are in {folders.home()}", highlight=False, soft_wrap=True)
    return 0


def describe(engine: EngineDescription) -> dict[str, Any]:
    """The state of an engine as JSON, from files alone."""
    environment = installed.find(engine.name)
    place = weights.locate(engine.name)
    models = list(weights.found(engine.name))
    complete = bool(environment and environment.complete)
    return {
        "name": engine.name,
        "title": engine.title,
        "summary": engine.summary,
        "state": _state(environment),
        "way": environment.way if environment else ways.chosen(engine.name),
        "installed": complete,
        "version": environment.version if environment else None,
        "python": str(environment.python) if environment and environment.python else None,
        "folder": str(environment.folder) if environment and environment.folder else None,
        "size": environment.size if environment else None,
        "devices": _devices(environment),
        "weights": {"folder": str(place.path), "chosen_by": place.chosen_by, "models": models}
        if place
        else None,
        "takes_model": engine.takes_model,
        "licence": engine.licence,
        "next": _next(engine, environment, models),
    }


def _state(environment: EngineEnvironment | None) -> str:
    if environment is None:
        return "absent"
    if not environment.complete:
        return "interrupted" if environment.own else "lacking" if environment.lacking else "misnamed"
    if not environment.own:
        return environment.way
    return "current" if environment.requirements_current else "outdated"


def _devices(environment: EngineEnvironment | None) -> list[str]:
    if environment is None or not environment.complete:
        return []
    torch = environment.versions.get("torch", "")
    if sys.platform == "darwin":
        return ["cpu", "mps"]
    # PyPI's build for Linux is a CUDA one without a suffix; for Windows it is the CPU one.
    cuda = "+cu" in torch or "+rocm" in torch or ("+" not in torch and sys.platform == "linux" and torch)
    return ["cpu", "cuda"] if cuda else ["cpu"]


def _next(engine: EngineDescription, environment: EngineEnvironment | None, models: list[str]) -> str:
    state = _state(environment)
    if environment is not None and environment.way == ways.SLICER and not environment.complete:
        return f"install it in Slicer, or: invertseg engines way {engine.name} {ways.PRIVATE}"
    if state == "misnamed":
        return f"correct {installed.override_variable(engine.name)}"
    if unfinished.interruption_of(engine.name) is not None:
        return f"invertseg engines resume {engine.name}"
    if state in {"absent", "interrupted"}:
        return f"invertseg engines install {engine.name}"
    if state == "outdated":
        return f"invertseg engines update {engine.name}"
    if engine.takes_model:
        return f"invertseg segment MRI -o OUT --engine {engine.name} --model FOLDER"
    if not models:
        return f"invertseg weights download {engine.name} --task {_FIRST_TASK[engine.name]}"
    return f"invertseg segment MRI -o OUT --engine {engine.name}"


def _installed_text(row: Mapping[str, Any]) -> str:
    texts = {
        "absent": "no",
        "interrupted": "half, interrupted",
        "misnamed": "no: the Python named for it is missing",
        "outdated": f"{row['version']}, outdated",
        "named": f"{row['version']}, in a Python of yours",
        "slicer": f"{row['version']}, in Slicer's Python",
        "lacking": "not all, in Slicer's Python",
    }
    return texts.get(row["state"], str(row["version"]))


def _weights_text(row: Mapping[str, Any]) -> str:
    if row["weights"] is None:
        return "in your model"
    count = len(row["weights"]["models"])
    return f"{count} models" if count != 1 else "1 model"


def run_tasks(arguments: argparse.Namespace) -> int:
    """List the tasks of an engine, as its installed package knows them."""
    from InvertSegLib.worker.client import Worker

    environment = installed.require(arguments.engine)
    with Worker.start(environment.python, environment=worker_environment()) as worker:
        description = worker.describe(
            arguments.engine, weights.search_path(arguments.engine, arguments.weights)
        )
    if arguments.json:
        print_json(dict(description))
        return 0
    if not description["tasks"]:
        Console().print(
            f"{arguments.engine} runs a model of yours: invertseg segment MRI -o OUT --model FOLDER"
        )
        return 0
    table = Table(box=None, pad_edge=False)
    for title in ("task", "modality", "structures", "fast", "full", "licence"):
        table.add_column(title, overflow="fold")
    for task in description["tasks"]:
        qualities = [_quality_text(task["qualities"], name) for name in ("fast", "full")]
        table.add_row(task["name"], task["modality"], str(task["structures"]), *qualities, task["licence"])
    console = Console()
    console.print(table)
    console.print(f"\nweights in {description['weights']}", highlight=False, markup=False, soft_wrap=True)
    return 0


def _quality_text(qualities: Mapping[str, bool], name: str) -> str:
    if name not in qualities:
        return ""
    return "here" if qualities[name] else "no weights"
