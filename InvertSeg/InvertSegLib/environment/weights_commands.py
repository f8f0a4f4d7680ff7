"""The subcommands ``weights ...`` of `python -m InvertSegLib.environment`, for hosts that must not wait.

What each says in its last message ("done"):

- ``status [ENGINE...]``: "engines", a list of `EngineWeights.to_json`, and "shared", as ``folder`` says it;
- ``sizes ENGINE [MODEL...] [--task NAME [--quality fast|full]] [--shared]``: "engine", "sizes" (bytes of each
  model that is missing, null where the publisher does not tell) and "here" (models that need no download);
- ``download`` with the same, and ``import ENGINE SOURCE [--shared]``: "engine", "models" (new ones),
  "folder", "size" (bytes) and "here" (models that were here already);
- ``remove ENGINE MODEL [--not-ours]``: "engine", "model", "folder", "size". It fails with the kind "not_ours"
  for what InvertSeg has not put there, until the user has agreed (``--not-ours``);
- ``folder [PATH | --none]``: "shared", the folder that is shared with others, or null.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import weights
from InvertSegLib.environment.messages import Messages


def run(words: Sequence[str], messages: Messages) -> Mapping[str, Any]:
    """Do what the words after ``weights`` say.

    Args:
        words: the command line.
        messages: told lines and progress on the way.

    Returns:
        What the last message says.

    Raises:
        InvertSegError: with what to tell the user.
    """
    arguments = _parser().parse_args(words)
    return arguments.run(arguments, messages)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which models are meant."""
    names = ", ".join(weights.ENGINES_WITH_WEIGHTS)
    parser.add_argument("engine", metavar="ENGINE", choices=ENGINES, help=names)
    parser.add_argument("models", metavar="MODEL", nargs="*", help="names of models, as they are listed")
    parser.add_argument("--task", metavar="NAME", help="all models that this task needs")
    parser.add_argument("--shared", action="store_true", help="into the folder that is shared with others")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="invertseg-environment weights", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("status")
    command.add_argument("engines", nargs="*")
    command.set_defaults(run=_status)
    for name, run_it in (("sizes", _sizes), ("download", _download)):
        command = commands.add_parser(name)
        add_selection(command)
        command.add_argument("--quality", choices=("fast", "full"))
        command.set_defaults(run=run_it)
    command = commands.add_parser("import")
    command.add_argument("engine", choices=ENGINES)
    command.add_argument("source")
    command.add_argument("--shared", action="store_true")
    command.set_defaults(run=_import)
    command = commands.add_parser("remove")
    command.add_argument("engine", choices=ENGINES)
    command.add_argument("model")
    command.add_argument("--not-ours", action="store_true")
    command.set_defaults(run=_remove)
    command = commands.add_parser("folder")
    command.add_argument("path", nargs="?")
    command.add_argument("--none", action="store_true")
    command.set_defaults(run=_folder)
    return parser


def _status(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    engines = arguments.engines or weights.ENGINES_WITH_WEIGHTS
    known = [weights.status(engine) for engine in engines]
    return {"engines": [each.to_json() for each in known if each], "shared": weights.shared_folder()}


def _sizes(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    selection = _selection(arguments)
    sizes = weights.sizes(arguments.engine, selection.missing)
    return {"engine": arguments.engine, "sizes": sizes, "here": selection.here}


def _download(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    selection = _selection(arguments)
    models: list[str] = []
    size, folder = 0, weights.folder(arguments.engine, shared=arguments.shared)
    for number, name in enumerate(selection.missing, start=1):
        messages.line(f"{name} ({number} of {len(selection.missing)})")
        done = weights.download(arguments.engine, name, messages.progress, shared=arguments.shared)
        models += done.models
        size += done.size
    return {
        "engine": arguments.engine,
        "models": models,
        "folder": folder,
        "size": size,
        "here": selection.here,
    }


def _selection(arguments: argparse.Namespace) -> weights.Selection:
    return weights.select(
        arguments.engine,
        arguments.models,
        task=arguments.task,
        quality=arguments.quality,
        shared=arguments.shared,
    )


def _import(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    done = weights.import_(arguments.engine, arguments.source, messages.progress, shared=arguments.shared)
    return {
        "engine": arguments.engine,
        "models": done.models,
        "folder": done.folder,
        "size": done.size,
        "here": (),
    }


def _remove(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    done = weights.remove(arguments.engine, arguments.model, not_ours=arguments.not_ours)
    return {"engine": arguments.engine, "model": done.model, "folder": done.folder, "size": done.size}


def _folder(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    if arguments.path or arguments.none:
        weights.share(arguments.path)
    return {"shared": weights.shared_folder()}
