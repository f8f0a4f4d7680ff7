"""Follows a stream of frames without holding them: headers as a whole, arrays in blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from InvertSegLib.worker.frames import DTYPES, Limits, damaged
from InvertSegLib.worker.remote_packing import BLOCK


@dataclass(frozen=True)
class Piece:
    """The next bytes of the stream.

    Attributes:
        data: a header's whole line, or a block of an array.
        width: bytes of each number in a block, 0 for what is not to be packed.
        header: what the line says, None for blocks.
        within: the frame goes on after this piece.
    """

    data: bytes
    width: int = 0
    header: Mapping[str, Any] | None = field(default=None)
    within: bool = False


class FrameScanner:
    """Bytes in, pieces out; together the pieces are the stream."""

    def __init__(self) -> None:
        self._limits = Limits()
        self._held = bytearray()
        # Width and bytes that are still to come, of each array of the frame.
        self._parts: list[tuple[int, int]] = []

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take the next bytes of the stream.

        Raises:
            EngineError: of kind "protocol_mismatch"; these are no frames.
        """
        self._held += data
        while True:
            piece = self._next_block() if self._parts else self._next_header()
            if piece is None:
                return
            yield piece

    @property
    def within(self) -> bool:
        """Whether the stream so far ends within a frame."""
        return bool(self._held or self._parts)

    def _next_header(self) -> Piece | None:
        end = self._held.find(b"\n")
        if end < 0:
            if len(self._held) > self._limits.header:
                raise damaged("a header has no end")
            return None
        line = self._take(end + 1)
        try:
            header = json.loads(line)
            self._parts = [_part(part) for part in _list(header.get("parts", []))]
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            raise damaged(f"a header is {line[:80].decode('utf-8', 'replace')!r}") from error
        self._parts = [part for part in self._parts if part[1]]
        return Piece(line, header=header, within=bool(self._parts))

    def _next_block(self) -> Piece | None:
        width, left = self._parts[0]
        size = min(left, BLOCK)
        if len(self._held) < size:
            return None
        data = self._take(size)
        if left > size:
            self._parts[0] = (width, left - size)
        else:
            del self._parts[0]
        return Piece(data, width, within=bool(self._parts))

    def _take(self, size: int) -> bytes:
        taken = bytes(memoryview(self._held)[:size])
        del self._held[:size]
        return taken


def _list(parts: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(parts, list):
        raise TypeError("the parts are no list")
    return parts


def _part(description: Mapping[str, Any]) -> tuple[int, int]:
    size, dtype = description["size"], description["dtype"]
    if type(size) is not int or size < 0 or dtype not in DTYPES:
        raise ValueError("an array that no frame has")
    return int(dtype[2]), size
