"""The near side of a remote worker: to whoever starts it, it is the worker.

``python remote_near.py HOST ENGINE`` starts SSH, packs and unpacks what goes through the line, sends a model
along where the other machine does not have it, and says in words why a machine cannot be used or that a line
was cut. A process of its own, so that no host (least of all Slicer) ever waits for the packing. With
``--facts`` it prints what the other machine has, as one line of JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

if not __package__:
    # Run as a file, its folder is first on the path, where `frames` or `events` would hide other modules.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from InvertSegLib.errors import EngineError, Failure, InvertSegError
from InvertSegLib.worker import events, failures, remote_causes, streams
from InvertSegLib.worker.frames import encode, write_all
from InvertSegLib.worker.remote_login import Login, facts
from InvertSegLib.worker.remote_models import ModelFile, ModelReader, path_of, to_json
from InvertSegLib.worker.remote_packing import BLOCK
from InvertSegLib.worker.remote_scanner import FrameScanner, Piece
from InvertSegLib.worker.remote_tunnel import BYTES, EXIT, FILE, OFFER, SILENCE, WANTED, Sender

_STEP = 0.25
_CHUNK = 1 << 20
# Shorter transfers are not worth a word.
_LONG = 4 << 20


class Near:
    """A worker on another machine, through this process's own standard streams.

    Args:
        host: as `ssh` takes it.
        engine: name of the engine.
    """

    def __init__(self, host: str, engine: str) -> None:
        self._host, self._engine = host, engine
        self._parent = os.getppid()
        self._pipes = streams.claim()
        self._lock = threading.Lock()
        self._within = False
        self._down = FrameScanner()
        self._answers: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self._models = ModelReader()
        self._login: Login | None = None
        self._sender: Sender | None = None
        self._lost = False
        # What the far side said of itself, and the request that is on its way there.
        self._entries: Mapping[str, Any] = {}
        self._header: Mapping[str, Any] = {}
        self._size = self._raw = self._sent = 0

    def run(self) -> int:
        """Be the worker until one of the three is gone: the client, the line, the worker there.

        Returns:
            the worker's exit code, as a shell gives it.

        Raises:
            EngineError: the other machine cannot be used, or the line was cut.
            ParameterError: the host makes no sense.
        """
        self._login = Login(self._host, ["worker", self._engine], _print)
        threading.Thread(target=self._watch, daemon=True).start()
        self._entries = self._login.greet()
        if "missing" in self._entries:
            self._login.wait()
            raise EngineError(
                remote_causes.no_engine(self._host, self._engine, str(self._entries["missing"]))
            )
        self._sender = Sender(self._login.process.stdin.fileno())
        for work in (self._take_in, self._beat):
            threading.Thread(target=work, daemon=True).start()
        end = self._give_out()
        if end is None:
            raise EngineError(self._failure_of_line())
        self._login.wait()
        if "failure" in end:
            raise EngineError(Failure(**{**end["failure"], "log": ()}))
        code = int(end["code"])
        return code if code >= 0 else 128 - code

    def _failure_of_line(self) -> Failure:
        code = self._login.wait()
        lines = tuple(self._login.lines)
        # 255 is ssh's own, with a word on the connection, or that of a process that a signal has ended there.
        if self._lost or (code == 255 and remote_causes.cause_of(lines[-3:])):
            return remote_causes.lost(self._host, lines)
        return remote_causes.ended(self._host, lines)

    def _watch(self) -> None:
        """End all when the client is gone, and the line when nothing comes from there any more."""
        while os.getppid() == self._parent:
            if self._sender is not None and self._login.receiver.silence >= SILENCE:
                self._lost = True
                self._login.process.kill()
                return
            time.sleep(_STEP)
        self._leave()

    def _beat(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._sender.beat()
                time.sleep(_STEP)

    def _leave(self, code: int = 0) -> NoReturn:
        self._login.process.kill()
        os._exit(code)

    # ------------------------------------------------------------------ from there

    def _give_out(self) -> Mapping[str, Any] | None:
        """What comes from the far side, to the client; how the worker there ended, None for a cut line."""
        while (chunk := self._login.receiver.receive()) is not None:
            kind, content = chunk
            if kind == BYTES:
                for piece in self._down.feed(content):
                    self._write(piece)
            elif kind == WANTED:
                self._answers.put(json.loads(bytes(content)))
            elif kind == EXIT:
                return json.loads(bytes(content))
        return None

    def _write(self, piece: Piece) -> None:
        with self._lock:
            write_all(self._pipes.target, [piece.data])
            self._within = piece.within

    def _progress(self, number: int, stage: str, fraction: float) -> None:
        """Say how far a transfer is, between the worker's own frames."""
        frame = events.frame_of_event(events.Progress(number, stage, fraction))
        with self._lock:
            if not self._within:
                write_all(self._pipes.target, encode(frame))

    # ------------------------------------------------------------------ to there

    def _take_in(self) -> None:
        """What the client sends, to the far side; when the client is gone, so is the connection."""
        scanner, code = FrameScanner(), 0
        try:
            while data := os.read(self._pipes.source, _CHUNK):
                for piece in scanner.feed(data):
                    self._relay(piece)
        except (EngineError, FileNotFoundError, PermissionError) as error:
            _print([failures.told(failures.failure_of(error))])
            code = 1
        except OSError:
            # The line is gone, and whoever reads from it says so.
            return
        self._leave(code)

    def _relay(self, piece: Piece) -> None:
        header = piece.header
        if header is not None:
            self._header = header
            self._size = sum(int(part["size"]) for part in header.get("parts", ()))
            self._raw, self._sent = self._sender.raw, self._sender.sent
            if header["type"] in ("load", "describe"):
                piece = self._with_places_of_there(header)
        self._sender.relay(piece)
        if header is None and self._size >= _LONG:
            done = self._sender.raw - self._raw
            self._progress(int(self._header["id"]), "sending the volume", done / self._size)
            if not piece.within:
                sent = (self._sender.sent - self._sent) / 1e6
                _print([f"sent {self._size / 1e6:.0f} MB to {self._host}, packed into {sent:.0f} MB"])

    def _with_places_of_there(self, header: Mapping[str, Any]) -> Piece:
        """A request whose folders are the other machine's: of weights, and of a model that is sent there."""
        changed = dict(header)
        if header["type"] == "describe":
            changed["weights"] = header["weights"] or self._entries.get("weights")
        else:
            choice = dict(header["choice"])
            choice["weights"] = choice.get("weights") or self._entries.get("weights")
            if choice.get("model") and Path(choice["model"]).is_dir():
                choice["model"] = self._send_model(Path(choice["model"]), int(header["id"]))
            changed["choice"] = choice
        line = json.dumps(changed, separators=(",", ":")).encode("ascii") + b"\n"
        return Piece(line, header=changed)

    def _send_model(self, folder: Path, number: int) -> str:
        """Have a model on the other machine; its folder there."""
        files = self._models.files(folder)
        self._sender.send_json(OFFER, to_json(files))
        answer = self._answers.get()
        wanted = [ModelFile(*entry) for entry in answer["files"]]
        total, done = sum(file.size for file in wanted), 0
        for file in wanted:
            self._sender.send(FILE)
            with path_of(folder, file).open("rb") as stream:
                while data := stream.read(BLOCK):
                    self._sender.send(BYTES, data)
                    done += len(data)
                    self._progress(number, "sending the model", done / total)
        return str(answer["folder"])


def _print(lines: Sequence[str]) -> None:
    """Lines for the log of whoever started this."""
    os.write(2, "".join(f"{line}\n" for line in lines).encode())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the near side; a failure is the last line of standard error."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("host")
    parser.add_argument("engine", nargs="?")
    parser.add_argument("--facts", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if options.facts:
            _print_facts(options.host)
            code = 0
        else:
            code = Near(options.host, options.engine).run()
    except EngineError as error:
        _print([failures.told(error.failure)])
        code = 1
    except InvertSegError as error:
        _print([failures.told(Failure("bad_request", error.sentence, error.remedy))])
        code = 1
    # Threads that wait for a pipe are left behind.
    os._exit(code)


def _print_facts(host: str) -> None:
    sys.stdout.write(json.dumps(facts(host)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
