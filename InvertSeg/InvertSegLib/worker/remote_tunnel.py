"""What goes through SSH: a worker's stream in chunks, packed where that pays, and signs of life between them.

A chunk is one byte that says what it is, four that give its size (little-endian), and its content. Before
the first one the far side writes a line that begins with `PREAMBLE`; what a login shell printed before that
line is no part of it. Both sides send a beat when they have had nothing else to send for `BEAT` seconds, so
that a line that is cut is noticed within `SILENCE`, whatever a library does in the worker meanwhile.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from InvertSegLib.worker.frames import Buffer, damaged, write_all
from InvertSegLib.worker.remote_packing import BLOCK, pack, unpack
from InvertSegLib.worker.remote_scanner import Piece

# Raised whenever an older side would misunderstand a newer one.
TUNNEL = 1
PREAMBLE = b"INVERTSEG-FAR-SIDE "
BEAT = 2.0
SILENCE = 8.0

# Kinds of chunks. A file's content comes as BYTES and PACKED too, after its FILE.
BEATS, BYTES, PACKED, EXIT, OFFER, WANTED, FILE = range(7)

_HEAD = struct.Struct("<BI")
_PACKED_HEAD = struct.Struct("<BI")
_LONGEST = BLOCK + (1 << 16)
_LONGEST_NOISE = 1 << 18
_CHUNK = 1 << 18


class Sender:
    """Writes chunks, whole, from any thread.

    Args:
        target: file descriptor to write to.

    Attributes:
        raw: bytes of arrays that were sent.
        sent: bytes that they took.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="pack")
        self._pending: deque[tuple[Piece, Future[bytes]]] = deque()
        self._last = time.monotonic()
        self.raw = self.sent = 0

    def preamble(self, entries: Mapping[str, Any]) -> None:
        """The line that tells the far side's chunks from what its shell prints."""
        with self._lock:
            write_all(self._target, [b"\n", PREAMBLE, json.dumps(entries).encode("ascii"), b"\n"])

    def send(self, kind: int, content: bytes = b"") -> None:
        """Write a chunk of any kind."""
        self._write([_HEAD.pack(kind, len(content)), content])

    def send_json(self, kind: int, content: Any) -> None:
        """Write a chunk whose content is JSON."""
        self.send(kind, json.dumps(content).encode("ascii"))

    def beat(self) -> None:
        """Give a sign of life if it is time for one; what is being written is one too."""
        if time.monotonic() - self._last >= BEAT and not self._lock.locked():
            self.send(BEATS)

    def relay(self, piece: Piece) -> None:
        """Write a piece of the stream; blocks are packed by several threads, and go in their order."""
        if not piece.width:
            self._finish(0)
            self._write_bytes(piece.data)
            return
        self._pending.append((piece, self._pool.submit(pack, piece.data, piece.width)))
        # What has to come yet cannot be used without this, so it may wait for the others.
        self._finish(8 if piece.within else 0)

    def _finish(self, may_wait: int) -> None:
        while len(self._pending) > may_wait:
            piece, future = self._pending.popleft()
            packed, plain = future.result(), piece.data
            self.raw += len(plain)
            self.sent += min(len(packed), len(plain))
            if len(packed) < len(plain):
                head = _PACKED_HEAD.pack(piece.width, len(plain))
                self._write([_HEAD.pack(PACKED, len(head) + len(packed)), head, packed])
            else:
                self._write_bytes(plain)

    def _write_bytes(self, data: bytes) -> None:
        for start in range(0, len(data), BLOCK):
            self.send(BYTES, data[start : start + BLOCK])

    def _write(self, buffers: Iterable[Buffer]) -> None:
        with self._lock:
            write_all(self._target, buffers)
            self._last = time.monotonic()


class Receiver:
    """Reads chunks; for one thread.

    Args:
        source: file descriptor to read from.
    """

    def __init__(self, source: int) -> None:
        self._source = source
        self._held = bytearray()
        self._waiting_since: float | None = None

    @property
    def silence(self) -> float:
        """Seconds for which nothing came; 0 while nobody waits for it. For any thread."""
        since = self._waiting_since
        return 0.0 if since is None else time.monotonic() - since

    def preamble(self) -> tuple[dict[str, Any] | None, bytes]:
        """What the far side says of itself, None when the stream ends before; and what stands before it.

        Raises:
            EngineError: of kind "protocol_mismatch".
        """
        mark = b"\n" + PREAMBLE
        while True:
            start = self._held.find(mark)
            end = self._held.find(b"\n", start + len(mark)) if start >= 0 else -1
            if end >= 0:
                break
            if len(self._held) > _LONGEST_NOISE:
                raise damaged("the other machine's shell prints without an end")
            if not self._read():
                return None, bytes(self._held)
        noise, line = bytes(self._held[:start]), bytes(self._held[start + len(mark) : end])
        del self._held[: end + 1]
        try:
            entries = json.loads(line)
        except ValueError as error:
            raise damaged("the far side's first line is not JSON") from error
        return dict(entries), noise

    def receive(self) -> tuple[int, bytes | memoryview] | None:
        """The next chunk but beats, its content unpacked; None at the end of the stream.

        Raises:
            EngineError: of kind "protocol_mismatch"; nothing more can be read.
        """
        while True:
            head = self._take(_HEAD.size)
            if head is None:
                return None
            kind, size = _HEAD.unpack(head)
            if kind > FILE or size > _LONGEST:
                raise damaged(f"a chunk of kind {kind} and {size} bytes")
            content = self._take(size)
            if content is None:
                return None
            if kind == PACKED:
                return BYTES, _unpacked(content)
            if kind != BEATS:
                return kind, content

    def _take(self, size: int) -> bytes | None:
        while len(self._held) < size:
            if not self._read():
                return None
        taken = bytes(memoryview(self._held)[:size])
        del self._held[:size]
        return taken

    def _read(self) -> bool:
        self._waiting_since = time.monotonic()
        try:
            data = os.read(self._source, _CHUNK)
        except OSError:
            data = b""
        self._waiting_since = None
        self._held += data
        return bool(data)


def _unpacked(content: bytes) -> memoryview:
    try:
        width, size = _PACKED_HEAD.unpack_from(content)
        if width not in (1, 2, 4, 8) or size > BLOCK:
            raise ValueError("a packed block of a size that is never made")
        return unpack(memoryview(content)[_PACKED_HEAD.size :], width, size)
    except (ValueError, struct.error) as error:
        raise damaged(str(error)) from error
