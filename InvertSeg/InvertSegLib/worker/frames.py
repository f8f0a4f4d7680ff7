r"""Frames: how both ends of a worker's pipes write messages and arrays as bytes.

A frame is one line of JSON, whose ``parts`` entry says what follows, and then that many binary parts::

    {"type": "segment", "id": 3, "parts": [{"dtype": "<i2", "shape": [4, 5, 6],
     "size": 240}]}\n
    240 bytes

A part is one array: little-endian, C order. Nothing is ever unpickled. Where the line is slow, the stream is
packed on its way (`remote_tunnel`).
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from InvertSegLib.errors import EngineError, Failure

Part = np.ndarray
Buffer = bytes | memoryview

DTYPES = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8"})


@dataclass(frozen=True)
class Limits:
    """What a decoder accepts, so that a damaged stream cannot make it ask for absurd memory."""

    header: int = 1 << 20
    depth: int = 32
    parts: int = 16
    part: int = 16 << 30
    dimensions: int = 8


@dataclass(frozen=True, eq=False)
class Frame:
    """One message: a JSON object (without its ``parts`` entry) and the arrays that go with it."""

    header: Mapping[str, Any]
    parts: tuple[Part, ...] = ()


def damaged(what: str) -> EngineError:
    """The error of a stream that is not what InvertSeg writes."""
    return EngineError(
        Failure(
            "protocol_mismatch",
            f"What came through the worker's pipe is not InvertSeg's protocol: {what}.",
            "Check that both sides have the same version of InvertSeg; if they do, report this with the log.",
        )
    )


def encode(frame: Frame) -> list[Buffer]:
    """The bytes of a frame, to be written one after the other.

    Parts are views of the arrays themselves where those are contiguous and little-endian: nothing is
    copied, so the arrays must stay as they are until all is written.

    Args:
        frame: what to send; arrays of the dtypes in `DTYPES` (any byte order).

    Raises:
        TypeError: an array's dtype is not one that the protocol carries.
        ValueError: the header holds something that JSON has no word for (NaN).
    """
    descriptions: list[dict[str, Any]] = []
    buffers: list[Buffer] = []
    for part in frame.parts:
        little = part.dtype.newbyteorder("<")
        if little.str not in DTYPES:
            raise TypeError(f"the protocol carries no arrays of {part.dtype}")
        array = np.ascontiguousarray(part, dtype=little)
        data: Buffer = memoryview(array.reshape(-1).view(np.uint8))
        buffers.append(data)
        descriptions.append({"dtype": little.str, "shape": list(part.shape), "size": len(data)})
    header = dict(frame.header) | {"parts": descriptions}
    # JSON text in ASCII never holds a raw newline, so a line is a header.
    line = json.dumps(header, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
    return [line, *buffers]


def write_all(descriptor: int, buffers: Iterable[Buffer]) -> None:
    """Write buffers to a file descriptor, however little it takes at a time."""
    for buffer in buffers:
        view = memoryview(buffer)
        while view:
            view = view[os.write(descriptor, view) :]


class FrameDecoder:
    """Bytes in, frames out; takes the stream in pieces of any size, in time linear in their sum."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._line = bytearray()
        self._header: dict[str, Any] | None = None
        self._incoming: list[_IncomingPart] = []

    @property
    def within_frame(self) -> bool:
        """Whether the stream so far ends in the middle of a frame."""
        return bool(self._line) or self._header is not None

    def feed(self, data: bytes | bytearray | memoryview) -> list[Frame]:
        """Take the next bytes of the stream.

        Returns:
            the frames that are complete now.

        Raises:
            EngineError: of kind "protocol_mismatch"; the stream cannot be used any further.
        """
        rest = memoryview(data)
        frames: list[Frame] = []
        while True:
            if self._header is None:
                rest = self._read_header(rest)
                if self._header is None:
                    return frames
            for part in self._incoming:
                rest = part.fill(rest)
            if not all(part.complete for part in self._incoming):
                return frames
            frames.append(Frame(self._header, tuple(part.array for part in self._incoming)))
            self._header = None
            self._incoming = []

    def _read_header(self, rest: memoryview) -> memoryview:
        if not rest:
            return rest
        if not self._line and rest[0] != ord("{"):
            raise damaged(f"it begins with {bytes(rest[:80]).decode('utf-8', 'replace')!r}")
        room = self._limits.header - len(self._line) + 1
        piece = bytes(rest[:room])
        end = piece.find(b"\n")
        if end < 0:
            if len(piece) == room:
                raise damaged(f"a header is longer than {self._limits.header} bytes")
            self._line += piece
            return rest[len(piece) :]
        self._line += piece[:end]
        header = _parse_header(bytes(self._line), self._limits)
        self._line.clear()
        self._incoming = [
            _IncomingPart(description, self._limits)
            for description in _part_list(header.pop("parts", []), self._limits)
        ]
        self._header = header
        return rest[end + 1 :]


def _parse_header(line: bytes, limits: Limits) -> dict[str, Any]:
    try:
        header = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise damaged(f"a header is not JSON ({line[:80].decode('utf-8', 'replace')!r})") from error
    level: list[Any] = [header]
    for _ in range(limits.depth):
        level = [child for value in level for child in _children(value)]
        if not level:
            break
    else:
        raise damaged(f"a header is nested deeper than {limits.depth} levels")
    if not isinstance(header, dict) or not isinstance(header.get("type"), str):
        raise damaged("a header has no type")
    return header


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _children(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def _part_list(parts: Any, limits: Limits) -> Sequence[Mapping[str, Any]]:
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise damaged("the list of a frame's parts is not one")
    if len(parts) > limits.parts:
        raise damaged(f"a frame of {len(parts)} parts")
    return parts


class _IncomingPart:
    """An array that is being filled from the stream."""

    def __init__(self, description: Mapping[str, Any], limits: Limits) -> None:
        dtype, shape = description.get("dtype"), description.get("shape")
        size = description.get("size")
        if not isinstance(dtype, str) or dtype not in DTYPES:
            raise damaged(f"an array of type {str(dtype)[:40]!r}")
        if not isinstance(shape, list) or len(shape) > limits.dimensions or not all(map(_is_size, shape)):
            raise damaged(f"an array of shape {str(shape)[:80]}")
        count = math.prod(shape) * np.dtype(dtype).itemsize
        if not _is_size(size) or max(count, size) > limits.part:
            raise damaged(f"an array of {str(size)[:40]} bytes")
        if size != count:
            raise damaged(f"an array of {count} bytes that claims to have {size}")
        try:
            # Pages of np.empty are taken as they are filled: a false size in a header costs nothing.
            self.array = np.empty(shape, dtype)
        except (MemoryError, ValueError) as error:
            raise EngineError(
                Failure(
                    "out_of_memory",
                    f"There is no memory for an array of {count / 2**30:.1f} GiB.",
                    "Close other programs, or crop the volume.",
                )
            ) from error
        self._target = memoryview(self.array.reshape(-1).view(np.uint8))
        self._filled = 0
        self._left = size

    @property
    def complete(self) -> bool:
        return self._left == 0

    def fill(self, rest: memoryview) -> memoryview:
        """Take this part's bytes from the front of `rest`; the remaining ones are returned."""
        piece = rest[: self._left]
        if not piece:
            return rest
        self._left -= len(piece)
        self._target[self._filled : self._filled + len(piece)] = piece
        self._filled += len(piece)
        return rest[len(piece) :]


def _is_size(value: Any) -> bool:
    return type(value) is int and value >= 0
