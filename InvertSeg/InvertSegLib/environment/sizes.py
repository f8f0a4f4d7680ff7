"""How many bytes packages unpack to, asked of their servers before they are downloaded.

A wheel is a zip archive, and what it unpacks to stands in the list at its end: a server that sends parts of a
file is asked for that list alone.
"""

from __future__ import annotations

import http.client
import io
import urllib.request
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

_AT_ONCE = 32
_TAIL = 1 << 16  # bytes: the whole list of nearly every wheel
_TIMEOUT = 10.0  # seconds


def unpacked_sizes(urls: Iterable[str]) -> dict[str, int]:
    """Bytes that wheels unpack to, by their addresses; those whose server does not tell are left out.

    Args:
        urls: of wheels, https or file.
    """
    urls = list(urls)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return {url: size for url, size in zip(urls, pool.map(_unpacked_size, urls), strict=True) if size}


def _unpacked_size(url: str) -> int | None:
    try:
        if urlsplit(url).scheme == "file":
            with zipfile.ZipFile(urllib.request.url2pathname(urlsplit(url).path)) as wheel:
                return sum(entry.file_size for entry in wheel.infolist())
        with zipfile.ZipFile(_RemoteFile(url)) as wheel:
            return sum(entry.file_size for entry in wheel.infolist())
    except (OSError, ValueError, http.client.HTTPException, zipfile.BadZipFile):
        return None


class _RemoteFile(io.RawIOBase):
    """A file on a server, read in parts; its end is fetched once and kept.

    Raises:
        OSError: not reachable, or the server sends whole files alone.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._position = 0
        self._end, self._length = self._fetch(f"-{_TAIL}")

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._length}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray) -> int:
        first, last = self._position, min(self._position + len(buffer), self._length)
        if first >= last:
            return 0
        kept_from = self._length - len(self._end)
        if first < kept_from:
            # The list is longer than what is kept; it is read in one piece, so this happens once.
            self._end, _ = self._fetch(f"{first}-{self._length - 1}")
            kept_from = first
        data = self._end[first - kept_from : last - kept_from]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _fetch(self, part: str) -> tuple[bytes, int]:
        """A part, and the length of the whole."""
        # An address that the resolver has found in the index of the user's choice.
        request = urllib.request.Request(self._url, headers={"Range": f"bytes={part}"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            whole = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status != http.client.PARTIAL_CONTENT or not whole.isdigit():
                raise OSError("the server sends whole files alone")
            return answer.read(), int(whole)
