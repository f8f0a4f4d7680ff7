"""Entry point: one parser with a subcommand per file, and one place where errors become words."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime, timezone
from types import FrameType

from rich.text import Text

from InvertSegLib import __version__
from InvertSegLib.cli import (
    demo,
    doctor,
    engines,
    evaluate,
    invert,
    quality,
    remote,
    segment,
    study,
    tune,
    weights,
    worker,
)
from InvertSegLib.cli.output import error_console, print_json
from InvertSegLib.environment.messages import kind_of, log_of
from InvertSegLib.errors import EngineError, InvertSegError

DESCRIPTION = """\
Turn CT-trained segmentation models loose on T1-weighted MRI: the MRI is inverted and its background made
black, so that it looks enough like CT for TotalSegmentator, nnU-Net models and MONAI bundles.

For research only, not for clinical use. Nothing is sent anywhere.
"""

EPILOG = """\
first steps:
  invertseg demo --install                see it work on a synthetic patient
  invertseg engines                       which networks can run here, and what is missing
  invertseg engines install totalsegmentator
  invertseg weights download totalsegmentator --task total
  invertseg segment mri.nii.gz -o organs.seg.nrrd
  invertseg tune mri.nii.gz -o tuned/     try settings on one patient, and put them together
  invertseg invert mri.nii.gz inverted.nii.gz
  invertseg doctor                        what is wrong on this machine

exit codes: 0 done, 1 failed, 2 the input or an option is wrong, 3 something must be installed first,
130 cancelled
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser with all subcommands."""
    parser = argparse.ArgumentParser(
        prog="invertseg",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"invertseg {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (
        segment,
        tune,
        quality,
        invert,
        demo,
        evaluate,
        study,
        engines,
        weights,
        remote,
        doctor,
        worker,
    ):
        command.add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: arguments without the program's name, None for those of the process.

    Returns:
        The exit code; see the epilog of the help.
    """
    arguments = build_parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _interrupt)
    as_json = bool(getattr(arguments, "json", False))
    try:
        return int(arguments.run(arguments) or 0)
    except InvertSegError as error:
        _show_error(error, as_json=as_json)
        return error.exit_code
    except KeyboardInterrupt:
        sentence = getattr(arguments, "cancelled", "Cancelled; nothing was written.")
        _show_error(InvertSegError(sentence), as_json=as_json, kind="cancelled")
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (for example `| head`): nothing is left to tell it.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives until exit
        return 1
    except Exception as error:  # noqa: BLE001 - the last place before a traceback would reach the user
        _show_error(_unforeseen(error), as_json=as_json, kind="internal")
        return 1


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Let a polite termination take the way of Ctrl-C: cancel, clean up, leave nothing behind."""
    raise KeyboardInterrupt


def _show_error(error: InvertSegError, *, as_json: bool, kind: str = "") -> None:
    """Print an error for people on standard error and, if asked for, for scripts on standard output."""
    failure = error.failure if isinstance(error, EngineError) else None
    if as_json:
        document = {
            "error": {
                "kind": kind or kind_of(error),
                "sentence": error.sentence,
                "remedy": error.remedy,
                "log": log_of(error),
            }
        }
        print_json(document)
    console = error_console()
    console.print(Text("error:", style="bold red"), Text(error.sentence), soft_wrap=True)
    if error.remedy:
        console.print(" ", error.remedy, markup=False, highlight=False, soft_wrap=True)
    if failure and failure.log and failure.kind in {"internal", "killed", "unreadable_model"}:
        console.print("  the engine's last words:", style="dim")
        for line in failure.log[-8:]:
            console.print("   ", line, markup=False, highlight=False, style="dim", soft_wrap=True)


def _unforeseen(error: Exception) -> InvertSegError:
    """An error nobody foresaw: its traceback goes to a file that can be attached to a report."""
    from InvertSegLib.environment.folders import home

    sentence = f"Something unforeseen happened ({type(error).__name__}: {error})."
    if os.environ.get("INVERTSEG_DEBUG"):
        traceback.print_exc()
    try:
        folder = home() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        report = folder / f"error-{stamp}.txt"
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return InvertSegError(sentence, "Set INVERTSEG_DEBUG=1 and run it again to see where.")
    return InvertSegError(sentence, f"The details are in {report}; please report them.")
