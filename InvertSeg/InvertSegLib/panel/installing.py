"""Installing an engine or its weights from the panel: a process with a live log that nothing waits for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from slicer.i18n import tr as _

from InvertSegLib.environment import uv
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.session.carrier import Carrier
from InvertSegLib.worker.lines import LineSplitter

_ENVIRONMENT_ROOM = Path(uv.__file__).parent
_CANNOT_START = 127


@dataclass(frozen=True)
class Installed:
    """How an installation ended.

    Attributes:
        engine: what was to be installed, or to get weights.
        ok: it is there now.
        cancelled: the user has stopped it; nothing half-made is used, and it can be started again.
        message: what to tell the user after a failure.
    """

    engine: str
    ok: bool
    cancelled: bool = False
    message: str = ""


def slicer_python() -> str:
    """The Python that Slicer runs its scripts with, as a program."""
    return shutil.which("PythonSlicer") or sys.executable


def has_uv() -> bool:
    """Whether the installer uv is at hand."""
    try:
        uv.find()
    except InstallError:
        return False
    return True


def install_commands(engine: str) -> list[list[str]]:
    """The commands that install an engine, one after the other."""
    python = slicer_python()
    get_uv = [] if has_uv() else [[python, "-m", "pip", "install", "uv"]]
    return [*get_uv, [python, str(_ENVIRONMENT_ROOM), "install", engine]]


def import_commands(engine: str, archive: str) -> list[list[str]]:
    """The command that imports an engine's weights from its publisher's archive."""
    return [[slicer_python(), str(_ENVIRONMENT_ROOM), "import", engine, archive]]


def command_text(command: Sequence[str]) -> str:
    """A command as it can be pasted into a terminal."""
    return " ".join(f'"{word}"' if " " in word or "\\" in word else word for word in command)


class EngineInstaller:
    """Runs the commands that install something, one installation at a time.

    Args:
        carrier_factory: makes what carries a process; a fresh one is taken for each command.
        on_line: told each line that is printed.
        on_done: told the end.
    """

    def __init__(
        self,
        carrier_factory: Callable[[], Carrier],
        on_line: Callable[[str], None],
        on_done: Callable[[Installed], None],
    ) -> None:
        self._carrier_factory = carrier_factory
        self._on_line = on_line
        self._on_done = on_done
        self._carrier: Carrier | None = None
        self._engine = ""
        self._commands: list[list[str]] = []
        self._last: list[str] = []
        self._cancelled = False

    @property
    def engine(self) -> str:
        """What is being installed, empty when nothing is."""
        return self._engine

    def start(self, engine: str, commands: Sequence[Sequence[str]]) -> None:
        """Begin; what happens is told line by line.

        Args:
            engine: what it is for.
            commands: of `install_commands` or `import_commands`, one after the other.

        Raises:
            RuntimeError: one is under way.
        """
        if self._engine:
            raise RuntimeError("one installation at a time")
        self._engine = engine
        self._cancelled = False
        self._last = []
        self._commands = [list(command) for command in commands]
        self._next()

    def cancel(self) -> None:
        """Stop it with all its processes; the next attempt takes what was downloaded by then."""
        if self._carrier is not None:
            self._cancelled = True
            self._carrier.end()

    # ------------------------------------------------------------------ inside

    def _next(self) -> None:
        command = self._commands.pop(0)
        self._tell([command_text(command)])
        output, errors = LineSplitter(), LineSplitter()
        carrier = self._carrier = self._carrier_factory()
        carrier.on_output = lambda data: self._tell(output.feed(data))
        carrier.on_error_output = lambda data: self._tell(errors.feed(data))

        def on_exit(code: int | None) -> None:
            self._tell([*output.rest(), *errors.rest()])
            self._on_exit(code)

        carrier.on_exit = on_exit
        # Slicer's own Python needs Slicer's own variables; the installer cleans them for what it starts.
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PIP_REQUIRE")
        }
        carrier.start(command, environment | {"PYTHONUNBUFFERED": "1"})

    def _tell(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._last = [*self._last[-1:], line]
            self._on_line(line)

    def _on_exit(self, code: int | None) -> None:
        self._carrier = None
        if code == 0 and self._commands and not self._cancelled:
            self._next()
            return
        engine, self._engine = self._engine, ""
        if code == 0:
            done = Installed(engine, ok=True)
        elif self._cancelled:
            done = Installed(engine, ok=False, cancelled=True)
        elif code == _CANNOT_START:
            done = Installed(engine, ok=False, message=_("The installer could not be started."))
        else:
            done = Installed(engine, ok=False, message=" ".join(self._last))
        self._on_done(done)
