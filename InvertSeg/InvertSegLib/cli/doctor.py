"""`invertseg doctor`: finds what is wrong on a machine."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from InvertSegLib.cli.output import error_console, print_json
from InvertSegLib.environment import doctor

EPILOG = """\
examples:
  invertseg doctor               looks at the machine, the installed engines and their weights
  invertseg doctor --network     and tries whether packages can be downloaded from here
  invertseg doctor --json        for a report or a script

exit codes: 0 nothing hinders, 1 something cannot work
"""

MARKS = {
    doctor.OK: ("ok     ", "green"),
    doctor.WARNING: ("warning", "yellow"),
    doctor.ERROR: ("error  ", "bold red"),
}


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the command to the program's parser."""
    parser = subparsers.add_parser(
        "doctor",
        help="find out what is wrong on this machine",
        description="Look for what is wrong on this machine, and say what to do. Nothing is changed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--network", action="store_true", help="also try to reach the package servers")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Examine, and print the findings."""
    notes = error_console()
    with notes.status("") as status:
        findings = doctor.examine(network=arguments.network, on_progress=status.update)
    errors = sum(finding.status == doctor.ERROR for finding in findings)
    warnings = sum(finding.status == doctor.WARNING for finding in findings)
    if arguments.json:
        print_json({
            "findings": [asdict(finding) for finding in findings], "errors": errors, "warnings": warnings
        })  # fmt: skip
        return int(errors > 0)
    console = Console()
    for finding in findings:
        mark, style = MARKS[finding.status]
        console.print(Text(mark, style=style), Text(f"{finding.name}: {finding.sentence}"), soft_wrap=True)
        if finding.remedy:
            console.print(Text(f"        {finding.remedy}", style="dim"), soft_wrap=True)
    console.print(f"\n{_counted(errors, 'error')}, {_counted(warnings, 'warning')}", highlight=False)
    return int(errors > 0)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
