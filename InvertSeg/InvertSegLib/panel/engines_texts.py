"""The words of the Engines section."""

from __future__ import annotations

from collections.abc import Sequence

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import installed
from InvertSegLib.environment.ways import PROTECTED, SLICER
from InvertSegLib.panel import engines_facts as facts
from InvertSegLib.panel.installing import Ended, Order, Progress
from InvertSegLib.panel.texts import size_text


def state_text(row: facts.EngineRow) -> str:
    """A row's state, in one or two words."""
    return {
        facts.ABSENT: _("Not installed"),
        facts.READY: row.version or _("Installed"),
        facts.OUTDATED: _("Update available"),
        facts.INTERRUPTED: _("Interrupted"),
        facts.BROKEN: _("Damaged"),
        facts.NAMED: row.version or _("Yours"),
    }[row.state]


def detail_text(row: facts.EngineRow) -> str:
    """What there is to say of an engine below the list."""
    found = row.environment
    if row.state == facts.INTERRUPTED:
        text = _("Its installation was interrupted. Resume goes on with what was downloaded.")
        if row.since:
            return text + " " + _("It began on {time}.").format(time=time_text(row.since))
        return text
    if row.state == facts.BROKEN:
        return _("Its environment is not complete. Install it again; what was downloaded is kept.")
    if row.state == facts.ABSENT or found is None:
        return _(ENGINES[row.engine].summary)
    parts = []
    if found.python_version:
        parts.append(_("Python {version}").format(version=found.python_version))
    torch = next((version for name, version in found.versions.items() if name.lower() == "torch"), "")
    if torch:
        kind = _torch_kind(torch, found.torch_build)
        parts.append(_("PyTorch {version} for {kind}").format(version=torch.partition("+")[0], kind=kind))
    if found.installed:
        parts.append(_("installed {time}").format(time=time_text(found.installed)))
    text = ", ".join(parts) + "." if parts else ""
    if row.state == facts.NAMED:
        return _("An environment variable names its Python: {python}").format(python=found.python)
    if row.state == facts.OUTDATED:
        return " ".join([_("This version of InvertSeg asks for other packages."), text]).strip()
    return text or _(ENGINES[row.engine].summary)


def button_text(row: facts.EngineRow) -> str:
    """What the main button does for an engine."""
    return {
        facts.ABSENT: _("Install..."),
        facts.INTERRUPTED: _("Resume"),
        facts.BROKEN: _("Install again..."),
    }.get(row.state, _("Update..."))


def button_tip(row: facts.EngineRow) -> str:
    """What the main button would do."""
    if row.state in {facts.READY, facts.OUTDATED}:
        return _("Ask, then bring {engine} to the newest versions that go together").format(engine=row.title)
    if row.state == facts.INTERRUPTED:
        return _("Go on with what was downloaded")
    return _("Ask, then install {engine}").format(engine=row.title)


def install_question(row: facts.EngineRow) -> str:
    """What is asked before a private environment is made."""
    return _(
        "{engine} will be installed into a folder of its own:\n\n{folder}\n\nIts packages come from PyPI, the"
        " Python Package Index, and take several GB of disk and some minutes. Slicer's own packages stay as"
        " they are, and you can go on working."
    ).format(engine=row.title, folder=installed.folder_of(row.engine))


def update_question(row: facts.EngineRow) -> str:
    """What is asked before a private environment is made anew."""
    return _(
        "{engine} will be brought to the newest versions that go together. Where there are any, its"
        " environment is made anew beside the present one, which stays until the new one is complete:"
        "\n\n{folder}"
    ).format(engine=row.title, folder=installed.folder_of(row.engine))


def slicer_question(row: facts.EngineRow, plan: Sequence[str]) -> str:
    """What is asked before packages are added to Slicer's own Python."""
    return _(
        "{engine} will be installed into Slicer's own Python, and Slicer has to wait until that is done, for"
        " some minutes. These packages are added, with what they need:\n\n{packages}\n\nNone that is there"
        " now is changed; {protected} are compared before and after. torch comes by the extension PyTorch."
    ).format(engine=row.title, packages="\n".join(plan), protected=", ".join(PROTECTED))


def remove_question(row: facts.EngineRow, names: Sequence[str] = ()) -> str:
    """What is asked before an engine is removed."""
    if row.way == SLICER:
        listed = ", ".join(names) or _("none; other engines need them")
        return _(
            "These packages, which InvertSeg has added for {engine}, will be removed from Slicer's own"
            " Python:\n\n{names}"
        ).format(engine=row.title, names=listed)
    folder = row.environment.folder if row.environment is not None else ""
    return _("The environment of {engine} will be deleted:\n\n{folder}\n\nIts weights stay.").format(
        engine=row.title, folder=folder
    )


def order_text(order: Order) -> str:
    """What is being done, as a title."""
    return {
        "install": _("Installing {what}"),
        "update": _("Updating {what}"),
        "resume": _("Going on with {what}"),
        "remove": _("Removing {what}"),
        "download": _("Downloading the weights of {what}"),
        "import": _("Importing weights of {what}"),
        "remove weights": _("Removing the weights of {what}"),
        "delete": _("Deleting everything that InvertSeg has installed"),
        "restore": _("Putting Slicer's packages back"),
    }[order.action].format(what=order.title)


def progress_text(progress: Progress) -> str:
    """How far it is, in words."""
    step = {
        "": _("Starting"),
        "resolving": _("Looking which packages it needs"),
        "downloading": _("Downloading"),
        "installing": _("Putting files into their place"),
        "checking": _("Checking that everything can be loaded"),
    }.get(progress.step, _(progress.step[:1].upper() + progress.step[1:]))
    if progress.done_bytes is None:
        return step
    done = size_text(progress.done_bytes)
    if not progress.total_bytes:
        return _("{step}: {done}").format(step=step, done=done)
    return _("{step}: {done} of {total}").format(step=step, done=done, total=size_text(progress.total_bytes))


def ended_text(ended: Ended) -> tuple[str, str]:
    """How it ended: a title and what more there is to say."""
    order = ended.order
    if ended.failure is not None:
        return _(ended.failure.sentence), _(ended.failure.remedy)
    if ended.cancelled:
        if order.action in {"install", "update", "resume", "download"}:
            return _("Stopped."), _("What was downloaded is kept: the next time goes on from there.")
        return _("Stopped."), ""
    done = {
        "remove": _("{what} was removed."),
        "import": _("The weights of {what} were imported."),
        "download": _("The weights of {what} are here."),
        "remove weights": _("The weights of {what} were removed."),
        "delete": _("Everything that InvertSeg had installed was deleted."),
        "restore": _("Slicer's packages are as they were."),
    }.get(order.action, _("{what} is ready."))
    return done.format(what=order.title), ""


def time_text(iso: str) -> str:
    """Date and time of a note, without seconds and zone."""
    return iso[:16].replace("T", " ")


def _torch_kind(version: str, build: str) -> str:
    build = (build or version.partition("+")[2] or "").lower()
    if build.startswith(("cu", "cuda")):
        return f"CUDA {build[2:4]}.{build[4:]}" if build[2:].isdigit() and len(build) > 4 else "CUDA"
    return _("GPUs of AMD") if build.startswith("rocm") else _("CPU")
