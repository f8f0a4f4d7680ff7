"""Install an engine or import its weights in a process of its own.

``python .../InvertSegLib/environment install ENGINE``, ``... import ENGINE ARCHIVE``

For hosts that must not wait, and whose Python has no command `invertseg` (Slicer). Each line of what happens
is printed as it comes; after a failure the last two lines are its sentence and its remedy.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:
    # Run as a folder, that folder is first on the path, and its uv.py would hide the package uv.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import archive, install
from InvertSegLib.errors import InvertSegError


def main() -> int:
    """Do it; the exit code is returned."""
    arguments = _parse()
    try:
        if arguments.command == "install":
            install.install(arguments.engine, _say, device=arguments.torch)
        else:
            done = archive.import_archive(arguments.engine, arguments.archive, _Percent())
            _say(f"imported {', '.join(done.models)} into {done.folder}")
    except InvertSegError as error:
        _say(error.sentence)
        _say(error.remedy)
        return error.exit_code
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="invertseg-environment", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("install", help="install an engine")
    command.add_argument("engine", choices=list(ENGINES))
    command.add_argument("--torch", default="auto", help="auto, cpu, cuda, or a build by its name in uv")
    command = commands.add_parser("import", help="import the weights of an engine")
    command.add_argument("engine", choices=list(ENGINES))
    command.add_argument("archive", type=Path, help="zip or folder, as the publisher packs it")
    return parser.parse_args()


class _Percent:
    """Says how far an import is, in steps worth a line."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, fraction: float, name: str) -> None:
        percent = int(20 * fraction) * 5
        if percent != self._said:
            self._said = percent
            _say(f"{percent} % {name}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
