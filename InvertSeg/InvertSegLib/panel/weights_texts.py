"""The words of the list of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment.weights import EngineWeights
from InvertSegLib.panel import weights_facts as facts
from InvertSegLib.panel.texts import size_text


def summary_text(engine: str, known: EngineWeights | None, rows: Sequence[facts.WeightsRow]) -> str:
    """What there is, in a sentence."""
    title = ENGINES[engine].title
    if known is None:
        return _("{engine} runs a model folder of yours, which you choose in Segmentation.").format(
            engine=title
        )
    if not known.known:
        return _("Install {engine} to see its tasks: its package knows them.").format(engine=title)
    tasks = [row for row in rows if not row.alone]
    here = sum(row.state == facts.HERE for row in tasks)
    text = _("{here} of {count} tasks have their weights.").format(here=here, count=len(tasks))
    return f"{text} {size_text(known.size)}." if known.size else text


def task_text(row: facts.WeightsRow) -> str:
    """Name and quality."""
    quality = {"fast": _("fast"), "full": _("full")}.get(row.quality, "")
    return f"{row.task}, {quality}" if quality else row.task


def state_text(row: facts.WeightsRow) -> str:
    """A row's state in one or two words."""
    if row.state == facts.PARTLY:
        return _("{here} of {count}").format(here=len(row.models) - len(row.missing), count=len(row.models))
    if row.state == facts.ABSENT and row.kept:
        return _("Interrupted")
    return {
        facts.HERE: _("Here"),
        facts.ABSENT: _("Missing"),
        facts.DAMAGED: _("Damaged"),
        facts.LICENSED: _("Licence"),
    }[row.state]


def size_of(row: facts.WeightsRow) -> str:
    """Bytes on disk, as text."""
    return "" if row.size is None else size_text(row.size)


def tip_of(row: facts.WeightsRow) -> str:
    """The models with their folders, and what is wrong with them."""
    lines = []
    for model in row.models:
        lines.append(f"{model.name}: {model.folder}" if model.folder else model.name)
        if model.problem:
            lines.append(_(model.problem))
    return "\n".join(lines)


def words_of(row: facts.WeightsRow, *, shared: bool) -> tuple[str, ...]:
    """A row as the environment room's commands take it."""
    chosen = (row.task,) if row.alone else ("--task", row.task, "--quality", row.quality)
    return (*chosen, "--shared") if shared else chosen


def why_no_download(row: facts.WeightsRow | None) -> str:
    """Why a row cannot be downloaded, empty when it can."""
    if row is None:
        return _("Select a task first")
    if not row.missing:
        return _("They are here already")
    if row.state == facts.LICENSED:
        return _("Its publisher asks for a licence number; get the weights from there, then import them")
    if any(model.state == facts.DAMAGED for model in row.missing):
        return _("Remove what is damaged first")
    if not all(model.downloadable for model in row.missing):
        return _("The installed package does not say where they are published; import them")
    return ""


def why_no_removal(row: facts.WeightsRow | None) -> str:
    """Why a row cannot be removed, empty when it can."""
    if row is None:
        return _("Select a task first")
    if all(model.state == facts.ABSENT for model in row.models):
        return _("They are not here")
    if not row.removable:
        return _("Other tasks need them too")
    if not all(model.removable for model in row.removable):
        return _("You may not change the folder they are in")
    return ""


def download_question(title: str, row: facts.WeightsRow, sizes: Mapping[str, int | None]) -> str:
    """What is asked before a download."""
    known = [size for size in sizes.values() if size is not None]
    total = size_text(sum(known)) if known else _("an unknown size")
    if known and len(known) < len(sizes):
        total = _("more than {size}").format(size=total)
    text = _(
        "The weights of {task} will be downloaded from where {engine} publishes them: {count} archives,"
        " {total} together."
    ).format(task=task_text(row), engine=title, count=len(sizes), total=total)
    if row.kept:
        text += " " + _("{size} are here from an interrupted download.").format(size=size_text(row.kept))
    if any(model.checksum for model in row.missing):
        return text
    return text + "\n\n" + _("Their publisher gives no checksums to compare them with.")


def remove_question(row: facts.WeightsRow) -> str:
    """What is asked before weights are removed."""
    listed = "\n".join(str(model.folder) for model in row.removable)
    text = _("The weights of {task} will be deleted:\n\n{folders}").format(
        task=task_text(row), folders=listed
    )
    if all(model.ours for model in row.removable):
        return text
    return text + "\n\n" + _("InvertSeg has not put all of them there; other programs may use them.")
