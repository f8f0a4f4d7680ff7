"""Install engines, fetch weights and look what is wrong, in a process of its own.

``python .../InvertSegLib/environment COMMAND ...`` or ``python -m InvertSegLib.environment COMMAND ...``

For hosts that must not wait, and whose Python has no command `invertseg` (Slicer). Each line of standard
output is one JSON object (`messages`). The exit code is 0, or that of the error. It ends with all it has
started when its standard input, if that is a pipe, closes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

if not __package__:
    # Run as a folder, that folder is first on the path, and its uv.py would hide the package uv.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import archive, doctor, folders, housekeeping, install, orphan
from InvertSegLib.environment.installed import EngineEnvironment
from InvertSegLib.environment.messages import Messages
from InvertSegLib.errors import EngineError, Failure, InvertSegError


def main() -> int:
    """Do it; the exit code is returned."""
    orphan.end_with_parent()
    messages = Messages()
    # What libraries print must not come between the messages.
    sys.stdout = sys.stderr
    try:
        arguments, others = _parser().parse_known_args()
        arguments.others = others
        messages.done(arguments.run(arguments, messages))
    except InvertSegError as error:
        messages.failure(error)
        return error.exit_code
    except KeyboardInterrupt:
        messages.failure(EngineError(Failure("cancelled", "Cancelled.")))
        return orphan.CANCELLED
    except Exception as error:  # noqa: BLE001 - the last place before a traceback would end the conversation
        sentence = f"Something unforeseen happened ({type(error).__name__}: {error})."
        messages.failure(EngineError(Failure("internal", sentence, "Try again; if it stays, report it.")))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="invertseg-environment", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("install", help="install an engine")
    command.add_argument("engine", choices=list(ENGINES))
    command.add_argument("--torch", default="auto", help="auto, cpu, cuda, or a build by its name in uv")
    command.add_argument("--python", help="a path, or a version such as 3.12")
    command.set_defaults(run=_install)
    for name, run, text in (
        ("update", _update, "bring an engine to the newest versions that go together"),
        ("resume", _resume, "finish an installation that was interrupted"),
        ("remove", _remove, "remove an engine's environment"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("engine", choices=list(ENGINES))
        command.set_defaults(run=run)
    command = commands.add_parser("folder", help="say what is in InvertSeg's folder, or choose another")
    command.add_argument("folder", nargs="?", help="the folder from now on")
    command.set_defaults(run=_folder)
    command = commands.add_parser("delete", help="remove all that InvertSeg has put into its folder")
    command.set_defaults(run=_delete)
    command = commands.add_parser("doctor", help="look what is wrong on this machine")
    command.add_argument("--network", action="store_true", help="also try to reach the package servers")
    command.set_defaults(run=_doctor)
    command = commands.add_parser("import", help="import the weights of an engine")
    command.add_argument("engine", choices=list(ENGINES))
    command.add_argument("archive", type=Path, help="zip or folder, as the publisher packs it")
    command.set_defaults(run=_import)
    commands.add_parser("weights", help="see there", add_help=False).set_defaults(run=_weights)
    return parser


def _install(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    done = install.install(
        arguments.engine,
        messages.line,
        python=arguments.python,
        device=arguments.torch,
        on_progress=messages.progress,
    )
    return _described(done)


def _update(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    return _described(install.update(arguments.engine, messages.line, on_progress=messages.progress))


def _resume(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    return _described(install.resume(arguments.engine, messages.line, on_progress=messages.progress))


def _described(environment: EngineEnvironment) -> dict[str, Any]:
    return {
        "engine": environment.engine,
        "version": environment.version,
        "folder": str(environment.folder),
        "size": environment.size,
    }


def _remove(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    return {"engine": arguments.engine, "removed": install.remove(arguments.engine)}


def _folder(arguments: argparse.Namespace, _messages: Messages) -> Mapping[str, Any]:
    if arguments.folder:
        folders.choose(arguments.folder)
    return {**asdict(housekeeping.contents()), "chosen_by": folders.chosen_by()}


def _delete(_arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    home = folders.home()
    left = housekeeping.remove_everything()
    for path in left:
        messages.line(f"not InvertSeg's, and left: {path}")
    return {"folder": home, "left": [str(path) for path in left]}


def _doctor(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    findings = doctor.examine(network=arguments.network, on_progress=messages.line)
    for finding in findings:
        messages.finding(finding)
    return {status: sum(f.status == status for f in findings) for status in ("ok", "warning", "error")}


def _import(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    done = archive.import_archive(arguments.engine, arguments.archive, messages.progress)
    return {"engine": arguments.engine, "models": list(done.models), "folder": str(done.folder)}


def _weights(arguments: argparse.Namespace, messages: Messages) -> Mapping[str, Any]:
    from InvertSegLib.environment import weights_commands

    return weights_commands.run(arguments.others, messages)


if __name__ == "__main__":
    sys.exit(main())
