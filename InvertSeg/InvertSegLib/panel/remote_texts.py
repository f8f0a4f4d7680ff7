"""What is said of other machines."""

from __future__ import annotations

from collections.abc import Sequence

from slicer.i18n import tr as _

from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding
from InvertSegLib.errors import Failure
from InvertSegLib.panel.texts import plain_html
from InvertSegLib.session.wording import without_commands

_MARKS = {OK: "\u2713", WARNING: "!", ERROR: "\u2717"}


def findings_html(found: Sequence[Finding]) -> str:
    """The test of a connection, a line for each question; what needs nothing is not explained."""
    lines = []
    for finding in found:
        sentence = plain_html(_(finding.sentence))
        strong = f"<b>{sentence}</b>" if finding.status == ERROR else sentence
        failure = without_commands(Failure("not_prepared", finding.sentence, finding.remedy))
        remedy = plain_html(_(failure.remedy))
        lines.append(" ".join(part for part in (_MARKS[finding.status], strong, remedy) if part))
    return "<br>".join(lines)


def prepare_question(host: str, engine: str) -> str:
    """What preparing a machine does."""
    return _(
        "{engine} and InvertSeg itself will be put onto {host}, over ssh, into a folder of their own in your"
        " home there:\n\n~/.local/share/invertseg\n\nNothing else of that machine changes; it needs Python,"
        " several GB of disk, and a way to the package index. What is there already stays."
    ).format(engine=engine, host=host)


def remove_question(host: str) -> str:
    """What removing does."""
    return _(
        "InvertSeg, its engines and the models that were sent to {host} will be removed there. Weights stay."
    ).format(host=host)
