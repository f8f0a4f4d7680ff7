"""What is installed, downloaded or removed from the panel: one process at a time, and nothing waits for it.

The process is `python -m InvertSegLib.environment` of Slicer's own Python. It tells what it does in lines of
JSON: lines of its log, how far it is, how it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib import environment
from InvertSegLib.environment import folders, uv
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.errors import Failure
from InvertSegLib.panel.conversation import Conversation, command_text, failure_of, slicer_python
from InvertSegLib.session.carrier import Carrier
from InvertSegLib.session.signal import Signal

# Run as a folder: Slicer's Python finds no package of ours by its name.
_ENVIRONMENT_ROOM = Path(environment.__file__).parent
_CANNOT_START = 127
NEED_UV = ("install", "update", "resume")


@dataclass(frozen=True)
class Order:
    """What is to be done.

    Attributes:
        action: "install", "update", "resume", "remove", "download", "import", "remove weights", "delete".
        subject: what for: the name of an engine, or of a task's weights.
        title: the same for people.
        engine: name of the engine.
        arguments: of the environment room's command.
    """

    action: str
    subject: str
    title: str
    engine: str
    arguments: tuple[str, ...]

    @property
    def commands(self) -> list[list[str]]:
        """The programs with their arguments, one after the other."""
        own = environment_command(*self.arguments)
        return [*_get_uv(), own] if self.action in NEED_UV else [own]


@dataclass(frozen=True)
class Progress:
    """How far it is.

    Attributes:
        step: what is being done, for people.
        fraction: 0..1 of all of it, None where that is not known.
        done_bytes, total_bytes: of what is fetched, None where nothing is.
    """

    step: str = ""
    fraction: float | None = None
    done_bytes: int | None = None
    total_bytes: int | None = None


@dataclass(frozen=True)
class Ended:
    """How it ended.

    Attributes:
        order: what was to be done.
        ok: it is done.
        cancelled: the user has stopped it; what was fetched by then is taken next time.
        failure: what went wrong, with cause and remedy; None when nothing did.
        facts: what else the process told with its end.
    """

    order: Order
    ok: bool
    cancelled: bool = False
    failure: Failure | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def environment_command(*words: str) -> list[str]:
    """The command that has the environment room do something."""
    return [slicer_python(), str(_ENVIRONMENT_ROOM), *words]


def has_uv() -> bool:
    """Whether the installer uv is at hand."""
    try:
        uv.find()
    except InstallError:
        return False
    return True


class Installer:
    """Carries out orders, one at a time, and tells all parts of the panel how it goes.

    Args:
        carrier_factory: makes what carries a process.

    Attributes:
        changed: emitted without arguments when an order has begun.
        line: emitted with each line of the log.
        progress: emitted with a `Progress`.
        ended: emitted with an `Ended`; `order` is None by then.
        looked: emitted without arguments when what is there may have changed otherwise.
        new_carrier: makes what carries a process.
    """

    def __init__(self, carrier_factory: Callable[[], Carrier]) -> None:
        self.changed, self.line, self.progress, self.ended = Signal(), Signal(), Signal(), Signal()
        self.order: Order | None = None
        self.last_progress = Progress()
        self.looked = Signal()
        self.new_carrier = carrier_factory
        self._conversation: Conversation | None = None
        self._failure: Failure | None = None
        self._facts: Mapping[str, Any] = {}
        self._commands: list[list[str]] = []
        self._last: list[str] = []
        self._cancelled = False

    def start(self, order: Order, commands: Sequence[Sequence[str]] = ()) -> None:
        """Begin; `ended` tells how it ended.

        Args:
            order: what is to be done.
            commands: instead of the order's own.

        Raises:
            RuntimeError: another order is being carried out.
        """
        self.begin(order)
        self._commands = [list(command) for command in commands or order.commands]
        self._next()

    def cancel(self) -> None:
        """Stop it with all its processes; nothing half-made is used, and what was fetched is kept."""
        if self._conversation is not None:
            self._cancelled = True
            self._conversation.end()

    def begin(self, order: Order) -> None:
        """Say that an order is being carried out, here or by whoever calls this and `finish`.

        Raises:
            RuntimeError: another one is.
        """
        if self.order is not None:
            raise RuntimeError("one installation at a time")
        self.order, self.last_progress = order, Progress()
        self._failure, self._facts, self._last, self._cancelled = None, {}, [], False
        self.changed.emit()

    def tell_line(self, line: str) -> None:
        """Put a line into the log."""
        self._last = [*self._last[-1:], line]
        self.line.emit(line)

    def tell_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        self.last_progress = progress
        self.progress.emit(progress)

    def finish(self, *, cancelled: bool = False, failure: Failure | None = None) -> None:
        """Say how it ended."""
        order, self.order = self.order, None
        self._conversation = None
        if order is not None:
            ok = failure is None and not cancelled
            self.ended.emit(Ended(order, ok, cancelled, failure, self._facts))

    # ------------------------------------------------------------------ inside

    def _next(self) -> None:
        command = self._commands.pop(0)
        self.tell_line(command_text(command))
        self._conversation = Conversation(self.new_carrier(), self._on_told, self.tell_line, self._on_exit)
        self._conversation.start(command)

    def _on_told(self, told: Mapping[str, Any]) -> None:
        kind = told["type"]
        if kind == "line":
            self.tell_line(str(told.get("text", "")))
        elif kind == "progress":
            names = ("step", "fraction", "done_bytes", "total_bytes")
            self.tell_progress(Progress(**{name: told.get(name) for name in names}))
        elif kind == "failure":
            self._failure = failure_of(told)
        elif kind == "done":
            self._facts = told

    def _on_exit(self, code: int | None) -> None:
        if code == 0 and self._failure is None and self._commands and not self._cancelled:
            self._next()
        elif code == 0 and self._failure is None:
            self.finish()
        elif self._cancelled:
            self.finish(cancelled=True)
        else:
            self.finish(failure=self._failure or _unsaid(code, self._last))


def _get_uv() -> list[list[str]]:
    """The command that fetches uv where it is missing: beside the engines, and not into Slicer's packages."""
    if has_uv():
        return []
    target = str(folders.home() / "tools")
    return [[slicer_python(), "-m", "pip", "install", "--quiet", "--upgrade", "--target", target, "uv"]]


def _unsaid(code: int | None, last: Sequence[str]) -> Failure:
    """What to say of a process that ended without a word."""
    if code == _CANNOT_START:
        sentence = _("The installer could not be started.")
        return Failure("no_environment", sentence, _("Install Slicer again if this stays so."), tuple(last))
    sentence = _("The installer ended unexpectedly ({code}).").format(code=code)
    return Failure("internal", sentence, _("Try again; the log says what it did last."), tuple(last))
