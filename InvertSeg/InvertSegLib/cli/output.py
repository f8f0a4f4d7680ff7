"""How the command line shows things: people read standard error, scripts read standard output."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from InvertSegLib.worker import events

RESEARCH_NOTE = "For research only, not for clinical use."


@functools.cache
def error_console() -> Console:
    """The console for everything that is meant for people."""
    return Console(stderr=True)


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document for scripts."""
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
    sys.stdout.flush()


class ProgressView:
    """Shows what the worker reports: a bar on a terminal, a line for each stage elsewhere.

    Attributes:
        prefix: stands before every stage's name, where several volumes pass through the same stages.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.prefix = ""
        self._console = error_console()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._told: set[str] = set()

    @contextmanager
    def showing(self) -> Iterator[ProgressView]:
        """Keep the bar on the screen for the `with` block."""
        if self.quiet or not self._console.is_terminal:
            yield self
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[remaining]}"),
        )
        with Progress(*columns, console=self._console, transient=True) as bar:
            self._bar = bar
            self._task = bar.add_task("starting", total=None, remaining="")
            try:
                yield self
            finally:
                self._bar = None

    def stage(self, name: str) -> None:
        """Announce a stage that runs in this process."""
        self._show(name, None, "")

    def notes(self, notes: Iterable[str]) -> None:
        """Say what the reading found out that may matter."""
        for note in notes:
            self._console.print("note:", note, markup=False, highlight=False, style="yellow", soft_wrap=True)

    def on_event(self, event: object) -> None:
        """Take one event of the worker."""
        if isinstance(event, events.Progress):
            self._show(_describe(event), event.fraction, _remaining(event.remaining))
        elif isinstance(event, events.Silent):
            self._console.print(
                f"the stage '{event.stage}' has been silent for {event.seconds:.0f} s; "
                "press Ctrl-C to end it, or wait",
                style="yellow",
                highlight=False,
            )
        elif isinstance(event, events.Log) and self.verbose:
            self._console.print(event.text, markup=False, highlight=False, style="dim")

    def _show(self, text: str, fraction: float | None, remaining: str) -> None:
        if self.quiet:
            return
        text = self.prefix + text
        if self._bar is not None and self._task is not None:
            total = None if fraction is None else 1.0
            self._bar.update(
                self._task, description=text, total=total, completed=fraction or 0.0, remaining=remaining
            )
        elif text not in self._told:
            # Stages nest, so an outer one comes back when an inner one ends: a log needs each only once.
            self._console.print(text, markup=False, highlight=False)
            self._told.add(text)


def _describe(event: events.Progress) -> str:
    return f"{event.stage}: {event.message}" if event.message else event.stage


def _remaining(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"about {seconds:.0f} s left" if seconds < 90 else f"about {seconds / 60:.0f} min left"


def segments_table(rows: list[Mapping[str, Any]]) -> Table:
    """A table of segments: colour, name, volume, confidence, and disagreement where there was an ensemble."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("structure")
    table.add_column("ml", justify="right")
    table.add_column("confidence", justify="right")
    has_disagreement = any(row.get("disagreement") is not None for row in rows)
    if has_disagreement:
        table.add_column("disagreement", justify="right")
    for row in rows:
        red, green, blue = row["color"]
        numbers = [row.get("confidence"), row.get("disagreement")][: 1 + has_disagreement]
        table.add_row(
            f"[rgb({red},{green},{blue})]\u2588[/]",
            row["name"],
            f"{row['volume_ml']:.1f}",
            *("" if number is None else f"{number:.2f}" for number in numbers),
        )
    return table
