"""`invertseg remote`: another machine that computes, over the user's own ssh."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from InvertSegLib import __version__
from InvertSegLib.cli.doctor import MARKS
from InvertSegLib.cli.output import error_console, print_json
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import settings
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding
from InvertSegLib.errors import EngineError
from InvertSegLib.session import remote_prepare
from InvertSegLib.session.remote import HostFacts, findings
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from InvertSegLib.worker.remote_login import facts
from InvertSegLib.worker.remote_ssh import far_command, ssh_environment

DESCRIPTION = """\
Compute on another machine, one with a graphics card for example, by the ssh that you have: its configuration,
keys, agent and jump hosts hold. No server has to be set up, and no password is kept. Volumes go to that
machine alone, through ssh.
"""

EPILOG = """\
examples:
  ssh gpu-box true                                  must work without a password
  invertseg remote prepare gpu-box --engine totalsegmentator
  invertseg remote test gpu-box
  invertseg segment mri.nii.gz -o organs.seg.nrrd --host gpu-box
  invertseg remote run gpu-box weights download totalsegmentator --task total
  invertseg remote remove gpu-box

HOST is what ssh takes: a name, user@name, or a Host of your ssh configuration. INVERTSEG_SSH names another
ssh, with options: INVERTSEG_SSH='ssh -F /path/to/config'
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "remote",
        help="compute on another machine over ssh",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    action = _action(actions, "test", "try the connection, and look at what is there")
    action.add_argument(
        "--engine", choices=ENGINES, metavar="NAME", help="also try this engine: it is started"
    )
    action.set_defaults(run=run_test)

    action = _action(
        actions, "prepare", "put this InvertSeg there, and engines; only Python and ssh are needed"
    )
    action.add_argument(
        "--engine",
        choices=ENGINES,
        metavar="NAME",
        action="append",
        default=[],
        help="may be given several times",
    )
    action.add_argument(
        "--python", default="", metavar="PATH", help="the Python there to make its environment with"
    )
    action.set_defaults(run=run_prepare)

    action = _action(actions, "remove", "take away what prepare put there; weights stay")
    action.set_defaults(run=run_remove)

    action = actions.add_parser("run", help="run a command of invertseg there", description=run_there.__doc__)
    action.add_argument("host", metavar="HOST")
    action.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="COMMAND...", help="as typed after invertseg"
    )
    action.set_defaults(run=run_there)


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    action.add_argument("host", metavar="HOST", help="as ssh takes it")
    action.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return action


def run_test(arguments: argparse.Namespace) -> int:
    """Try the connection; one line for each question."""
    notes = error_console()
    with notes.status(f"asking {arguments.host}"):
        found = list(examine(arguments.host, arguments.engine or ""))
    errors = sum(finding.status == ERROR for finding in found)
    if arguments.json:
        print_json({"host": arguments.host, "findings": [asdict(finding) for finding in found]})
        return int(errors > 0)
    console = Console()
    for finding in found:
        mark, style = MARKS[finding.status]
        console.print(Text(mark, style=style), Text(f"{finding.name}: {finding.sentence}"), soft_wrap=True)
        if finding.remedy:
            console.print(Text(f"        {finding.remedy}", style="dim"), soft_wrap=True)
    return int(errors > 0)


def examine(host: str, engine: str) -> tuple[Finding, ...]:
    """What stands in the way of computing there, and what is there.

    Args:
        host: as `ssh` takes it.
        engine: an engine to start there, empty for none.

    Raises:
        ParameterError: the host makes no sense.
    """
    try:
        there = HostFacts.from_json(host, facts(host))
    except EngineError as error:
        there = HostFacts(host, error.failure)
    found = findings(there, __version__, engine)
    if there.failure is not None or not engine or not there.engine(engine).installed:
        return found
    return (*found, _devices(host, engine))


def _devices(host: str, engine: str) -> Finding:
    try:
        with Worker(remote_worker_command(host, engine)) as worker:
            devices = worker.devices()
    except EngineError as error:
        return Finding("devices", ERROR, error.sentence, error.remedy)
    text = ", ".join(f"{device.title} ({device.name})" for device in devices)
    if all(device.name == "cpu" for device in devices):
        again = f"invertseg remote run {host} engines install {engine} --torch cuda"
        remedy = f"If there is a card, install the engine for it: {again}"
        return Finding(
            "devices", WARNING, f"{ENGINES[engine].title} runs on the processor there: {text}.", remedy
        )
    return Finding("devices", OK, f"{ENGINES[engine].title} runs there on: {text}.")


def run_prepare(arguments: argparse.Namespace) -> int:
    """Put InvertSeg and engines there, and remember the machine."""
    with _shown() as show:
        remote_prepare.prepare(arguments.host, arguments.engine, show, python=arguments.python)
    hosts = settings.read().hosts
    if arguments.host not in hosts:
        settings.change(hosts=(*hosts, arguments.host))
    if arguments.json:
        print_json({"host": arguments.host, "engines": arguments.engine})
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Take away what prepare put there, and forget the machine."""
    with _shown() as show:
        removed = remote_prepare.remove(arguments.host, show)
    hosts = settings.read().hosts
    if arguments.host in hosts:
        settings.change(hosts=tuple(host for host in hosts if host != arguments.host))
    if arguments.json:
        print_json({"host": arguments.host, "removed": list(removed)})
    text = f"removed from {arguments.host}: {', '.join(('InvertSeg', *removed))}; weights stay"
    error_console().print(text, markup=False, highlight=False, soft_wrap=True)
    return 0


def run_there(arguments: argparse.Namespace) -> int:
    """Run a command of invertseg on the other machine, with its output here."""
    command = far_command(arguments.host, arguments.words)
    return subprocess.run(command, check=False, env=ssh_environment(os.environ)).returncode


@contextlib.contextmanager
def _shown() -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Takes messages: lines are printed, how far a step is stands below them."""
    console = error_console()
    with console.status("") as status:

        def show(message: Mapping[str, Any]) -> None:
            if message["type"] == "line":
                console.print(message["text"], markup=False, highlight=False, soft_wrap=True)
            elif message["type"] == "progress":
                fraction = message.get("fraction")
                percent = "" if fraction is None else f" {100 * fraction:.0f} %"
                status.update(Text(f"{message['step']}{percent}"))

        yield show
