"""`invertseg weights`: which networks' weights are here, and how to get, import, share and remove them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from InvertSegLib.cli.output import error_console, print_json
from InvertSegLib.cli.weights_listing import print_weights, size_text
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import weights
from InvertSegLib.environment.progress import InstallProgress, OnProgress
from InvertSegLib.environment.weights_commands import add_selection
from InvertSegLib.errors import EngineError, Failure

DESCRIPTION = "Which networks' weights are on this machine, and how to get them."

EPILOG = """\
examples:
  invertseg weights                                            what is here
  invertseg weights list totalsegmentator --all                every task, and what it needs
  invertseg weights download totalsegmentator --task total     its fast network; --full for the others
  invertseg weights download mrsegmentator base
  invertseg weights import totalsegmentator /media/stick/Dataset297_TotalSegmentator_total_3mm_1559subj.zip
  invertseg weights folder /data/shared_weights                look there too, for weights of several users
  invertseg weights remove totalsegmentator Dataset297_TotalSegmentator_total_3mm_1559subj

Weights come from their publishers, at the addresses that the installed packages name; a download that was
interrupted goes on where it was. MRSegmentator's publisher gives checksums, which are compared;
TotalSegmentator's gives none, so that the checksums inside the archive are all there is. Tasks that need a
licence number have weights that only their publisher's own program can fetch.

They are looked for in: the folder that --weights names, then in no other; the one of TOTALSEG_WEIGHTS_PATH,
TOTALSEG_HOME_DIR or MRSEG_WEIGHTS_PATH; InvertSeg's own; the shared one; the one that the engine's package
uses by itself. New ones go into the first of them that may be written, or with --shared into the shared one.
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the command to the program's parser."""
    parser = _subparser(
        subparsers, "weights", "list, download, import, share and remove networks' weights", EPILOG
    )
    parser.description = DESCRIPTION
    parser.set_defaults(run=run_list, engine=None, all=False, weights=None)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")

    action = _subparser(actions, "list", "what is here and what is missing, by task")
    action.add_argument("engine", metavar="ENGINE", nargs="?", choices=weights.ENGINES_WITH_WEIGHTS)
    action.add_argument("--all", action="store_true", help="also the tasks of which nothing is here")
    _add_folder(action)
    action.set_defaults(run=run_list)

    action = _subparser(actions, "download", "get weights from their publisher")
    add_selection(action)
    quality = action.add_mutually_exclusive_group()
    quality.add_argument(
        "--fast", dest="quality", action="store_const", const="fast", help="of the task (default)"
    )
    quality.add_argument("--full", dest="quality", action="store_const", const="full", help="of the task")
    action.add_argument("--sizes", action="store_true", help="only ask how big they are")
    _add_folder(action)
    action.set_defaults(run=run_download, quality="fast")

    action = _subparser(actions, "import", "import weights that were downloaded elsewhere")
    add_import(action)
    action.add_argument("--shared", action="store_true", help="into the folder that is shared with others")

    action = _subparser(actions, "remove", "remove weights, or what is left of an interrupted download")
    action.add_argument("engine", metavar="ENGINE", choices=ENGINES)
    action.add_argument("model", metavar="MODEL", help="its name, as it is listed")
    action.add_argument("--not-ours", action="store_true", help="also what InvertSeg has not put there")
    _add_folder(action)
    action.set_defaults(run=run_remove)

    action = _subparser(actions, "folder", "show or choose the folder that is shared with others")
    action.add_argument("path", metavar="PATH", nargs="?", help="it may be read-only")
    action.add_argument("--none", action="store_true", help="look in no shared folder any more")
    action.set_defaults(run=run_folder)


def add_import(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of an import; `invertseg engines import` is the same."""
    names = ", ".join(weights.ENGINES_WITH_WEIGHTS)
    parser.add_argument("engine", metavar="ENGINE", choices=ENGINES, help=names)
    parser.add_argument(
        "archive", metavar="ZIP|FOLDER", help="the publisher's archive, or a folder with the same"
    )
    parser.add_argument("--weights", metavar="FOLDER", help="put them there instead")
    parser.set_defaults(run=run_import, shared=False)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", metavar="FOLDER", help="this weights folder instead of the usual ones")


def _subparser(actions: Any, name: str, text: str, epilog: str | None = None) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name, help=text, description=text, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    # Suppressed, or an action's default would undo `weights --json ACTION`.
    default = argparse.SUPPRESS if epilog is None else False
    parser.add_argument(
        "--json", action="store_true", default=default, help="one JSON document on standard output"
    )
    return parser


def run_list(arguments: argparse.Namespace) -> int:
    """List tasks, models and folders."""
    names = [arguments.engine] if arguments.engine else weights.ENGINES_WITH_WEIGHTS
    listed = [known for name in names if (known := weights.status(name, arguments.weights))]
    if arguments.json:
        shared = weights.shared_folder()
        print_json(
            {"engines": [each.to_json() for each in listed], "shared": str(shared) if shared else None}
        )
        return 0
    console = Console(highlight=False)
    for known in listed:
        print_weights(console, known, everything=arguments.all)
    return 0


def run_download(arguments: argparse.Namespace) -> int:
    """Download what is missing of the models that are meant."""
    console = error_console()
    place = arguments.weights
    selection = weights.select(
        arguments.engine,
        arguments.models,
        task=arguments.task,
        quality=arguments.quality,
        chosen=place,
        shared=arguments.shared,
    )
    sizes = weights.sizes(arguments.engine, selection.missing)
    for name in selection.here:
        console.print(f"{name}: here already", markup=False, highlight=False)
    for name, size in sizes.items():
        text = "size unknown" if size is None else size_text(size)
        console.print(f"{name}: {text} to download", markup=False, highlight=False)
    if arguments.sizes:
        if arguments.json:
            print_json({"engine": arguments.engine, "sizes": sizes, "here": list(selection.here)})
        return 0
    done = [_download(arguments, name) for name in selection.missing]
    folder = weights.folder(arguments.engine, place, shared=arguments.shared)
    if arguments.json:
        new = [model for each in done for model in each.models]
        size = sum(each.size for each in done)
        print_json({"models": new, "folder": str(folder), "size": size, "here": list(selection.here)})
    return 0


def _download(arguments: argparse.Namespace, name: str) -> weights.ImportedWeights:
    try:
        with _bar(name) as show:
            done = weights.download(
                arguments.engine, name, show, chosen=arguments.weights, shared=arguments.shared
            )
    except KeyboardInterrupt:
        kept = Failure(
            "cancelled", "Cancelled; what has arrived is kept, and the next attempt goes on from there."
        )
        raise EngineError(kept) from None
    _say_done("downloaded", done)
    return done


def run_import(arguments: argparse.Namespace) -> int:
    """Import weights from a zip or a folder."""
    with _bar("importing") as show:
        done = weights.import_(
            arguments.engine, arguments.archive, show, chosen=arguments.weights, shared=arguments.shared
        )
    if arguments.json:
        print_json({"models": list(done.models), "folder": str(done.folder), "size": done.size})
    _say_done("imported", done)
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Remove a model's weights."""
    done = weights.remove(
        arguments.engine, arguments.model, chosen=arguments.weights, not_ours=arguments.not_ours
    )
    if arguments.json:
        print_json({"model": done.model, "folder": str(done.folder), "size": done.size})
    error_console().print(
        f"removed {done.model} ({size_text(done.size)}) from {done.folder.parent}",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    return 0


def run_folder(arguments: argparse.Namespace) -> int:
    """Show or choose the shared folder."""
    if arguments.path or arguments.none:
        weights.share(arguments.path)
    shared = weights.shared_folder()
    if arguments.json:
        print_json({"shared": str(shared) if shared else None})
        return 0
    text = f"shared weights are looked for in {shared}" if shared else "no shared folder is chosen"
    Console().print(text, soft_wrap=True, markup=False, highlight=False)
    return 0


@contextmanager
def _bar(title: str) -> Iterator[OnProgress]:
    console = error_console()
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def show(progress: InstallProgress) -> None:
            bar.update(
                task,
                description=f"{title}: {progress.step}",
                completed=progress.done_bytes or 0,
                total=progress.total_bytes,
            )

        yield show


def _say_done(word: str, done: weights.ImportedWeights) -> None:
    error_console().print(
        f"{word} {', '.join(done.models)} ({size_text(done.size)}) into {done.folder}",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
