"""The far side of a remote worker: what ``ssh HOST invertseg worker ENGINE`` runs.

A small process between SSH and the worker. It packs and unpacks what goes through the line, keeps the
models that are sent along, gives signs of life whatever the worker is busy with, and ends the worker's whole
tree when the line is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from InvertSegLib import __version__
from InvertSegLib.errors import EngineError
from InvertSegLib.worker import failures, processes, streams
from InvertSegLib.worker.frames import write_all
from InvertSegLib.worker.messages import PROTOCOL
from InvertSegLib.worker.remote_models import Incoming, ModelFile, ModelStore, to_json
from InvertSegLib.worker.remote_scanner import FrameScanner
from InvertSegLib.worker.remote_tunnel import (
    BYTES,
    EXIT,
    FILE,
    OFFER,
    SILENCE,
    TUNNEL,
    WANTED,
    Receiver,
    Sender,
)

_STEP = 0.25
_CHUNK = 1 << 20


def tell(entries: Mapping[str, Any]) -> None:
    """Say who is there, and nothing more: facts about this machine, or why nothing can be run."""
    Sender(streams.claim().target).preamble(_who() | dict(entries))


def serve(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    models: Path,
    entries: Mapping[str, Any] | None = None,
) -> int:
    """Run a worker for another machine until one of the two is gone.

    Args:
        command: starts the worker.
        environment: all of its environment variables.
        models: where models that come along are kept.
        entries: what the near side should know beforehand.

    Returns:
        The exit code of this process.
    """
    pipes = streams.claim()
    sender = Sender(pipes.target)
    sender.preamble(_who() | dict(entries or {}))
    return _Far(pipes.source, sender, ModelStore(models)).run(command, environment)


def _who() -> dict[str, Any]:
    return {"tunnel": TUNNEL, "protocol": PROTOCOL, "version": __version__}


class _Far:
    def __init__(self, source: int, sender: Sender, models: ModelStore) -> None:
        self._sender = sender
        self._receiver = Receiver(source)
        self._models = models
        self._token = processes.new_token()

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        # Its standard error is ours, and with it the one of ssh.
        self._worker = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            **processes.start_options(environment, self._token),
        )
        for work in (self._take_in, self._beat, self._watch):
            threading.Thread(target=work, daemon=True).start()
        try:
            self._give_out()
            code = self._worker.wait()
            self._sender.send_json(EXIT, {"code": code})
        except (OSError, EngineError):
            # Nobody listens any more.
            code = 1
        self._end()
        return 0 if code == 0 else 1

    def _take_in(self) -> None:
        """What the near side sends, to the worker; at its end, or at damage, all is over."""
        try:
            while (chunk := self._receiver.receive()) is not None:
                kind, content = chunk
                if kind == BYTES:
                    # A worker that is gone breaks the pipe; its exit code says more about it.
                    with contextlib.suppress(BrokenPipeError):
                        write_all(self._worker.stdin.fileno(), [content])
                elif kind == OFFER:
                    self._take_model(content)
        except (EngineError, OSError, ValueError) as error:
            with contextlib.suppress(OSError):
                self._sender.send_json(EXIT, {"failure": asdict(failures.failure_of(error))})
        self._leave()

    def _take_model(self, offer: bytes | memoryview) -> None:
        model, missing = self._models.place(json.loads(bytes(offer)))
        self._sender.send_json(WANTED, {"folder": str(model), "files": to_json(missing)})
        for file in missing:
            self._take_file(self._models.root_of(model), file)

    def _take_file(self, root: Path, file: ModelFile) -> None:
        incoming: Incoming | None = None
        while incoming is None or not incoming.complete:
            chunk = self._receiver.receive()
            if chunk is None:
                raise BrokenPipeError("the line is gone")
            if chunk[0] == FILE:
                incoming = Incoming(root, file)
                if not file.size:
                    incoming.write(b"")
            elif incoming is not None:
                incoming.write(chunk[1])

    def _give_out(self) -> None:
        scanner = FrameScanner()
        while data := os.read(self._worker.stdout.fileno(), _CHUNK):
            for piece in scanner.feed(data):
                self._sender.relay(piece)

    def _beat(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._sender.beat()
                time.sleep(_STEP)

    def _watch(self) -> None:
        while self._receiver.silence < SILENCE:
            time.sleep(_STEP)
        self._leave()

    def _leave(self) -> None:
        """The line is gone: nothing may be left here."""
        self._end()
        os._exit(1)

    def _end(self) -> None:
        processes.end_tree(self._worker.pid, self._token, spare={os.getpid()})
