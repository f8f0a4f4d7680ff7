"""Lines out of a stream of bytes that arrives in pieces."""

from __future__ import annotations

import re

# Progress bars redraw themselves after a carriage return; each state of theirs is a line of the log.
_ENDS = re.compile(rb"[\r\n]+")
_LONGEST = 1 << 14


class LineSplitter:
    """Splits what a process prints; empty lines are left out, endless ones are cut."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The lines that are complete now."""
        *lines, self._rest = _ENDS.split(self._rest + data)
        if len(self._rest) > _LONGEST:
            lines.append(self._rest)
            self._rest = b""
        return _texts(lines)

    def rest(self) -> list[str]:
        """The last line, which had no end."""
        last, self._rest = self._rest, b""
        return _texts([last])


def _texts(lines: list[bytes]) -> list[str]:
    return [text for line in lines if (text := line[:_LONGEST].decode("utf-8", "replace").rstrip())]
