"""How `invertseg weights` shows an engine's weights to people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment.weights import EngineWeights, TaskStatus


def print_weights(console: Console, known: EngineWeights, *, everything: bool) -> None:
    """Print tasks, what is wrong, and the folders.

    Args:
        console: where to.
        known: an engine's weights.
        everything: also the tasks of which nothing is here.
    """
    title = ENGINES[known.engine].title
    console.print(f"[bold]{title}[/]  {size_text(known.size) if known.size else 'no weights here'}")
    rows = [task for task in known.tasks if everything or len(task.missing) < len(task.models)]
    if rows:
        console.print(_tasks_table(known, rows))
    _print_other_models(console, known)
    more = f"invertseg weights list {known.engine} --all"
    if not known.known:
        install = f"invertseg engines install {known.engine}"
        _print_line(console, f"its tasks are known when it is installed: {install}")
    elif len(rows) < len(known.tasks):
        names = {task.name for task in known.tasks} - {task.name for task in rows}
        text = f"without weights: {len(names)} tasks" if names else "some qualities are without weights"
        _print_line(console, f"{text}; they are listed by: {more}")
    for place in known.places:
        if place.path.is_dir() or place == known.target:
            rights = "" if place.writable else ", read-only"
            _print_line(console, f"in {place.path} ({place.chosen_by}{rights})", "dim")
    console.print()


def _tasks_table(known: EngineWeights, rows: list[TaskStatus]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("task", "quality", "weights"):
        table.add_column(column, overflow="fold")
    for task in rows:
        table.add_row(task.name, task.quality, _task_text(known, task))
    return table


def _task_text(known: EngineWeights, task: TaskStatus) -> str:
    if not task.missing:
        found = [known.model(name) for name in task.models]
        return f"here, {size_text(sum(model.size or 0 for model in found if model))}"
    if any((model := known.model(name)) and model.licensed for name in task.missing):
        return "needs a licence number"
    if len(task.missing) < len(task.models):
        return f"missing: {', '.join(task.missing)}"
    return f"missing: {len(task.models)} archive{'s' if len(task.models) > 1 else ''}"


def _print_other_models(console: Console, known: EngineWeights) -> None:
    of_tasks = {name for task in known.tasks for name in task.models}
    for model in known.models:
        if model.problem:
            _print_line(console, model.problem, "red")
        elif model.kept:
            text = f"{model.name}: {size_text(model.kept)} of an interrupted download"
            _print_line(console, f"{text}; the next goes on from there", "yellow")
        elif model.size and model.name not in of_tasks:
            _print_line(console, f"{model.name}  {size_text(model.size)}")


def _print_line(console: Console, text: str, style: str = "") -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def size_text(size: int) -> str:
    """Bytes as people read them."""
    if size >= 1e9:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.0f} MB" if size >= 1e7 else f"{size / 1e6:.1f} MB"
