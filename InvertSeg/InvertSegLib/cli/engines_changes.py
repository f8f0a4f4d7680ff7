"""`invertseg engines install`, `update`, `resume`, `remove`, `way` and `folder`: what changes something."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from InvertSegLib.cli.output import error_console, print_json
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, housekeeping, install, installed, ways
from InvertSegLib.environment.installed import EngineEnvironment
from InvertSegLib.environment.progress import InstallProgress, OnLine, OnProgress
from InvertSegLib.errors import ParameterError

# Told afterwards, for scripts: the state of an engine as `invertseg engines --json` has it.
Describe = Callable[[str], dict[str, Any]]


def add_actions(add: Callable[[str, str], argparse.ArgumentParser], describe: Describe) -> None:
    """Add the actions to `invertseg engines`.

    Args:
        add: makes the parser of an action from its name and what it does.
        describe: the state of an engine by its name.
    """
    action = add("install", "install an engine")
    _add_engine(action)
    action.add_argument(
        "--python", metavar="P", help="Python to make it with: a path, or a version such as 3.11"
    )
    action.add_argument(
        "--torch",
        default="auto",
        metavar="auto|cpu|cuda|cuNNN",
        help="build of PyTorch; auto takes CUDA if there is an NVIDIA card",
    )
    action.set_defaults(run=run_install, describe=describe)

    action = add("update", "bring engines to the newest versions that go together")
    _add_engine(action, optional="all that are installed")
    action.set_defaults(run=run_update, describe=describe)

    action = add("resume", "finish an installation that was interrupted")
    _add_engine(action, optional="all that were interrupted")
    action.set_defaults(run=run_resume, describe=describe)

    action = add("remove", "remove an engine's environment; its weights stay")
    _add_engine(action)
    action.set_defaults(run=run_remove)

    action = add("way", "run an engine in a private environment, or in 3D Slicer's own Python")
    _add_engine(action)
    action.add_argument("way", metavar="|".join(ways.WAYS), choices=ways.WAYS)
    action.add_argument("--python", metavar="PATH", help="Slicer's own Python: its program PythonSlicer")
    action.set_defaults(run=run_way, describe=describe)

    action = add("folder", "show what is in InvertSeg's folder, or choose another")
    action.add_argument("path", metavar="PATH", nargs="?", help="the folder from now on")
    action.add_argument("--usual", action="store_true", help="the usual folder from now on")
    action.add_argument("--delete", action="store_true", help="remove all that InvertSeg has put into it")
    action.add_argument("--yes", action="store_true", help="with --delete: do not ask")
    action.set_defaults(run=run_folder)


def _add_engine(action: argparse.ArgumentParser, optional: str = "") -> None:
    text = ", ".join(ENGINES) + (f"; {optional} if left out" if optional else "")
    action.add_argument(
        "engine", metavar="NAME", choices=list(ENGINES), nargs="?" if optional else None, help=text
    )


def run_install(arguments: argparse.Namespace) -> int:
    """Install an engine."""
    with _showing() as (on_line, on_progress):
        environment = install.install(
            arguments.engine,
            on_line,
            python=arguments.python,
            device=arguments.torch,
            on_progress=on_progress,
        )
    return _done(arguments, [environment])


def run_update(arguments: argparse.Namespace) -> int:
    """Update an engine, or all."""
    found = (installed.find(engine) for engine in ENGINES)
    engines = [arguments.engine] if arguments.engine else [e.engine for e in found if e is not None and e.own]
    return _one_after_the_other(arguments, engines, install.update, "No engine is installed.")


def run_resume(arguments: argparse.Namespace) -> int:
    """Finish an interrupted installation, or all."""
    engines = [arguments.engine] if arguments.engine else [was.engine for was in installed.interrupted()]
    return _one_after_the_other(arguments, engines, install.resume, "No installation was interrupted.")


def _one_after_the_other(
    arguments: argparse.Namespace,
    engines: list[str],
    do: Callable[..., EngineEnvironment],
    otherwise: str,
) -> int:
    environments = []
    for engine in engines:
        with _showing() as (on_line, on_progress):
            environments.append(do(engine, on_line, on_progress=on_progress))
    if not engines:
        error_console().print(otherwise, highlight=False)
    return _done(arguments, environments)


def run_remove(arguments: argparse.Namespace) -> int:
    """Remove an engine's environment."""
    removed = install.remove(arguments.engine)
    if arguments.json:
        print_json({"engine": arguments.engine, "removed": removed})
    text = "is removed; its weights stay" if removed else "was not installed"
    error_console().print(f"{arguments.engine} {text}", highlight=False)
    return 0


def run_way(arguments: argparse.Namespace) -> int:
    """Choose the way of an engine."""
    ways.choose(arguments.engine, arguments.way, arguments.python)
    if arguments.json:
        print_json(arguments.describe(arguments.engine))
    place = "a private environment" if arguments.way == ways.PRIVATE else "Slicer's own Python"
    error_console().print(f"{arguments.engine} runs in {place} from now on", highlight=False)
    return 0


def run_folder(arguments: argparse.Namespace) -> int:
    """Show, choose or empty InvertSeg's folder."""
    if bool(arguments.path) + arguments.usual + arguments.delete > 1:
        raise ParameterError("A folder is either chosen or emptied.", "Do one after the other.")
    if arguments.path or arguments.usual:
        folders.choose(arguments.path)
    if arguments.delete and not (arguments.yes or _is_agreed()):
        raise ParameterError("Nothing was deleted.", "Add --yes to delete without a question.")
    left = housekeeping.remove_everything() if arguments.delete else ()
    contents = housekeeping.contents()
    if arguments.json:
        chosen_by = folders.chosen_by()
        print_json({**asdict(contents), "folder": str(contents.folder), "chosen_by": chosen_by})
        return 0
    console = Console(soft_wrap=True, highlight=False, markup=False)
    how = {"usual": "the usual one", "user": "chosen by you"}.get(folders.chosen_by(), "INVERTSEG_HOME")
    console.print(f"{contents.folder} ({how})")
    for name, size in contents.parts.items():
        console.print(f"  {name:13} {size / 1e9:6.2f} GB")
    console.print(f"  {'together':13} {contents.size / 1e9:6.2f} GB, {contents.free / 1e9:.0f} GB are free")
    for path in left:
        console.print(f"left, because InvertSeg has not put it there: {path}")
    return 0


def _is_agreed() -> bool:
    """Ask on a terminal; elsewhere nobody has agreed."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    question = f"Delete all engines and weights that InvertSeg has put into {folders.home()}? [y/N] "
    return error_console().input(question, markup=False).strip().lower() in {"y", "yes"}


def _done(arguments: argparse.Namespace, environments: list[EngineEnvironment]) -> int:
    if arguments.json:
        described = [arguments.describe(environment.engine) for environment in environments]
        print_json(described[0] if arguments.engine else {"engines": described})
    return 0


@contextmanager
def _showing() -> Iterator[tuple[OnLine, OnProgress]]:
    """Lines as they come, and below them a bar on a terminal."""
    console = error_console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, amount="")
        shown = ""

        def on_line(line: str) -> None:
            console.print(line, markup=False, highlight=False, soft_wrap=True)

        def on_progress(progress: InstallProgress) -> None:
            nonlocal shown
            if progress.step != shown:
                # Each step has its own clock; that of a finished bar stands still.
                bar.reset(task, total=None)
                shown = progress.step
            bar.update(
                task,
                description=progress.step,
                total=None if progress.fraction is None else 1.0,
                completed=progress.fraction or 0.0,
                amount=_amount(progress),
            )

        yield on_line, on_progress


def _amount(progress: InstallProgress) -> str:
    if progress.done_bytes is None:
        return "" if progress.fraction is None else f"{100 * progress.fraction:3.0f} %"
    done = f"{progress.done_bytes / 1e9:.2f}"
    return f"{done} GB" if progress.total_bytes is None else f"{done} of {progress.total_bytes / 1e9:.2f} GB"
