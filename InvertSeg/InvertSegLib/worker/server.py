"""The worker's process: reads requests, runs engines, writes events.

``python launch.py [--idle MINUTES] [--engine NAME=FILE.py]`` speaks frames on its standard input and output
and is not meant to be typed by hand. It leaves when it is asked to, after an idle time, and when its client
is gone.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from InvertSegLib.worker import guard, processes

IDLE_MINUTES = 15.0


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a worker until it has to leave; does not return, as libraries' leftovers could keep it alive."""
    options = _parse(arguments)
    _lead_a_tree()
    # Forks, so it has to come before numpy starts its threads; the rest is imported after it.
    guard_pid = guard.start()

    from InvertSegLib.worker import streams
    from InvertSegLib.worker.registry import Registry
    from InvertSegLib.worker.service import Service

    pipes = streams.claim()
    code = Service(pipes, Registry(dict(options.engine)), idle=options.idle * 60.0).run()
    sys.stdout.flush()
    sys.stderr.flush()
    processes.end_tree(os.getpid(), os.environ[processes.TOKEN_VARIABLE], spare={os.getpid(), guard_pid or 0})
    guard.stop(guard_pid)
    os._exit(code)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="invertseg worker", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--idle",
        type=_minutes,
        default=IDLE_MINUTES,
        metavar="MINUTES",
        help="leave after this long without a request (default: %(default)g)",
    )
    parser.add_argument(
        "--engine",
        type=_own_engine,
        action="append",
        default=[],
        metavar="NAME=FILE.py",
        help="an engine of one's own: a Python file that exposes ENGINE (see engines/base.py)",
    )
    return parser.parse_args(arguments)


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes < 60 * 24 * 365:
        raise argparse.ArgumentTypeError(f"{text} minutes make no sense")
    return minutes


def _own_engine(text: str) -> tuple[str, Path]:
    name, separator, file = text.partition("=")
    if not (name.isidentifier() and separator and Path(file).is_file()):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=FILE.py")
    return name, Path(file).resolve()


def _lead_a_tree() -> None:
    """Make sure that this process and its children can be found and ended together."""
    os.environ.setdefault(processes.TOKEN_VARIABLE, processes.new_token())
    if hasattr(os, "setsid"):
        # Refused to those who lead a group already, which is as good.
        with contextlib.suppress(OSError):
            os.setsid()
