"""A worker's process, carried by Qt's event loop.

Python threads starve inside Slicer, so the worker's pipes are Qt's: its bytes arrive as signals on the GUI
thread, and a volume is written a piece at a time, whenever the pipe has taken the last one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

import qt
import slicer

from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.worker import processes
from InvertSegLib.worker.frames import Buffer

# PythonQt copies what is written, and Qt again what the pipe does not take: pieces keep both short.
_PIECE = 4 << 20
# The next piece is handed over before Qt has run out of the last one.
_LOW_WATER = 1 << 20
# What a shell says of a program that cannot be started.
_CANNOT_START = 127
_LOOKS = 25
_LOOK_INTERVAL_MS = 20
_LOOK_NOW = 0.02
_REAP_MS = 30
# Those whose process runs. Qt's process must outlive its own signals, whoever drops its carrier meanwhile.
_running: set[QProcessCarrier] = set()
_QUIT_MS = 2000


def startup_environment() -> dict[str, str]:
    """The environment variables that Slicer was started with, without what breaks another Python."""
    return worker_environment(slicer.util.startupEnvironment())


def end_all() -> None:
    """End every process and wait until it is gone: Slicer quits."""
    for carrier in tuple(_running):
        carrier.end()
        carrier.wait_until_gone(_QUIT_MS)


class Later:
    """A call that is to come; it can be called off."""

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        self._function: Callable[[], None] | None = function
        qt.QTimer.singleShot(max(0, round(seconds * 1000)), self._run)

    def cancel(self) -> None:
        """Call it off; nothing when it has come already."""
        self._function = None

    def _run(self) -> None:
        function, self._function = self._function, None
        if function is not None:
            function()


class QProcessCarrier:
    """One process for one worker, and no blocking call (see `session.carrier.Carrier`).

    Attributes:
        on_output: called with what the process writes to its standard output (bytes, in pieces as they come).
        on_error_output: the same for standard error.
        on_exit: called once when it is gone and all that it wrote was handed over, with the exit code
            (negative for a signal, as `subprocess` has it; 127 when it could not be started).
    """

    def __init__(self) -> None:
        self.on_output: Callable[[bytes], None] = _ignore
        self.on_error_output: Callable[[bytes], None] = _ignore
        self.on_exit: Callable[[int | None], None] = _ignore
        self._queue: deque[memoryview] = deque()
        self._token = processes.new_token()
        self._pid = 0
        self._gone = False
        self._looks = 0
        self._killer: qt.QProcess | None = None
        self._process = qt.QProcess()
        self._process.setProcessChannelMode(qt.QProcess.SeparateChannels)
        self._process.connect("readyReadStandardOutput()", self._read_output)
        self._process.connect("readyReadStandardError()", self._read_error_output)
        self._process.connect("bytesWritten(qlonglong)", self._on_bytes_written)
        self._process.connect("started()", self._on_started)
        self._process.connect("finished(int,QProcess::ExitStatus)", self._on_finished)
        self._process.connect("errorOccurred(QProcess::ProcessError)", self._on_error)

    @property
    def pid(self) -> int:
        """Process id of the worker, 0 until it has started."""
        return self._pid

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the process; a failure to do so comes by `on_exit`.

        Args:
            command: program and arguments.
            environment: all of its environment variables, see `startup_environment`.
        """
        chosen = qt.QProcessEnvironment()
        for name, value in {**environment, processes.TOKEN_VARIABLE: self._token}.items():
            chosen.insert(name, value)
        self._process.setProcessEnvironment(chosen)
        program, *arguments = (str(word) for word in command)
        if not _running:
            slicer.app.connect("aboutToQuit()", end_all)
        _running.add(self)
        self._process.start(program, arguments)
        self._note_pid()

    def write(self, buffers: Sequence[Buffer]) -> None:
        """Send buffers in order, a piece for each turn of the event loop; nothing is copied before its turn.

        The memory must not change until it has been sent.
        """
        for buffer in buffers:
            view = memoryview(buffer)
            if view.nbytes:
                self._queue.append(view if view.format == "B" and view.ndim == 1 else view.cast("B"))
        self._pump()

    def end(self) -> None:
        """End the whole process tree by force; what is found now ends now, `on_exit` follows."""
        self._queue.clear()
        if self._gone:
            return
        self._note_pid()
        if not self._pid:
            self._process.kill()
        elif os.name != "posix":
            self._end_on_windows()
        else:
            self._look_for_members()
            self.wait_until_gone(_REAP_MS)

    def wait_until_gone(self, milliseconds: int) -> None:
        """Wait for the end of a process that was ended by force; who listens is told later all the same."""
        self._process.blockSignals(True)
        is_gone = self._process.waitForFinished(milliseconds)
        self._process.blockSignals(False)
        if is_gone:
            code, status = self._process.exitCode(), self._process.exitStatus()
            qt.QTimer.singleShot(0, lambda: self._on_finished(code, status))

    @staticmethod
    def call_later(seconds: float, function: Callable[[], None]) -> Later:
        """Call a function from the event loop after a time; its handle can cancel that."""
        return Later(seconds, function)

    # ------------------------------------------------------------------ signals of the process

    def _on_started(self) -> None:
        self._note_pid()
        self._pump()

    def _on_bytes_written(self, _count: int) -> None:
        self._pump()

    def _read_output(self) -> None:
        data = self._process.readAllStandardOutput().data()
        if data and not self._gone:
            self.on_output(data)

    def _read_error_output(self) -> None:
        data = self._process.readAllStandardError().data()
        if data and not self._gone:
            self.on_error_output(data)

    def _on_finished(self, code: int, status: int) -> None:
        self._read_output()
        self._read_error_output()
        self._told_gone(_subprocess_code(code, crashed=status == qt.QProcess.CrashExit))

    def _on_error(self, error: int) -> None:
        if error == qt.QProcess.FailedToStart:
            # Some systems tell it from within `start`, whose caller is not ready to hear of it.
            qt.QTimer.singleShot(0, self._on_cannot_start)

    def _on_cannot_start(self) -> None:
        if not self._gone:
            self.on_error_output(f"{self._process.errorString()}\n".encode())
            self._told_gone(_CANNOT_START)

    # ------------------------------------------------------------------ inside

    def _note_pid(self) -> None:
        self._pid = self._pid or int(self._process.processId())

    def _pump(self) -> None:
        """Hand one piece to Qt, unless it has enough; `bytesWritten` asks for the next."""
        if self._gone or not self._queue or self._process.state() != qt.QProcess.Running:
            return
        if self._process.bytesToWrite() >= _LOW_WATER:
            return
        pieces, room = [], _PIECE
        while self._queue and room:
            view = self._queue.popleft()
            if view.nbytes > room:
                self._queue.appendleft(view[room:])
                view = view[:room]
            pieces.append(view)
            room -= view.nbytes
        # Exactly bytes: of a memoryview or a bytearray, PythonQt would write the text that describes it.
        self._process.write(b"".join(pieces))

    def _told_gone(self, code: int | None) -> None:
        if self._gone:
            return
        self._gone = True
        self._queue.clear()
        if os.name == "posix" and self._pid:
            self._look_for_members()
        qt.QTimer.singleShot(0, self._forget)
        self.on_exit(code)

    def _forget(self) -> None:
        _running.discard(self)
        if not _running:
            slicer.app.disconnect("aboutToQuit()", end_all)

    def _look_for_members(self) -> None:
        """End what belongs to the tree; look again for what was just being started, later and not here."""
        soon = time.monotonic() + _LOOK_NOW
        self._looks = 0
        while self._end_members():
            if time.monotonic() > soon:
                qt.QTimer.singleShot(_LOOK_INTERVAL_MS, self._look_again)
                return
            time.sleep(0.004)

    def _look_again(self) -> None:
        if self._end_members() and self._looks < _LOOKS:
            qt.QTimer.singleShot(_LOOK_INTERVAL_MS, self._look_again)

    def _end_members(self) -> bool:
        # Once the exit status is collected the number may be another process's: only the mark is sure then.
        pid = self._pid if not self._gone else -1
        found = processes.members(pid, self._token) - {os.getpid()}
        for each in found:
            with contextlib.suppress(OSError):
                os.kill(each, signal.SIGKILL)
        self._looks += 1
        return bool(found)

    def _end_on_windows(self) -> None:
        self._killer = qt.QProcess()
        self._killer.start("taskkill", ["/T", "/F", "/PID", str(self._pid)])


def _subprocess_code(code: int, *, crashed: bool) -> int:
    """Qt's exit code as `subprocess` has it: -N for signal N, unsigned on Windows."""
    if os.name != "posix":
        return int(code) & 0xFFFFFFFF
    return -int(code) if crashed else int(code)


def _ignore(_told: object) -> None:
    """Nobody listens yet."""
