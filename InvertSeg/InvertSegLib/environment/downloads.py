"""Downloading one large file: goes on where it was interrupted, and says why it cannot.

Proxies are those of the environment (HTTPS_PROXY, NO_PROXY) or of the system's settings. What has arrived is
kept beside the target, with a note of what it is a part of: a file that was changed meanwhile is begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from InvertSegLib.environment import download_failures as failures
from InvertSegLib.environment.download_connection import open_url
from InvertSegLib.environment.progress import InstallProgress, OnProgress, no_progress

_CHUNK = 1 << 18
_ATTEMPTS = 4  # without a byte in between
_PAUSE = 1.0  # seconds before the second attempt, doubled for each further one
_TICK = 0.1  # seconds between two reports
_PATIENCE = 20.0  # seconds for an answer without content
# What servers say that know only the request for the content itself.
_NO_HEAD = {http.client.FORBIDDEN, http.client.METHOD_NOT_ALLOWED, http.client.NOT_IMPLEMENTED}
_SILENCE = 60.0  # seconds without a byte after which a connection is given up


def fetch(url: str, target: Path, on_progress: OnProgress = no_progress, *, copies: int = 1) -> Path:
    """Download a file; what has arrived is kept when it is interrupted, however that happens.

    Args:
        url: http or https.
        target: the file; its folder exists. It is there when all of it is.
        on_progress: told the step "downloading", with the bytes that are here and in all.
        copies: how many times its size the disk must have room for, where it is to be unpacked there.

    Returns:
        The target.

    Raises:
        DownloadError: by kinds "network", "proxy", "certificate", "not_found", "refused", "server",
            "web_page", "cut", "disk_full", "not_writable".
    """
    failed = 0
    while True:
        before = bytes_kept(target)
        try:
            _attempt(url, target, on_progress, copies)
        except (OSError, http.client.HTTPException) as error:
            problem = failures.explain(error, url, kept=bytes_kept(target))
            failed = 0 if bytes_kept(target) > before else failed + 1
            if not problem.passing or failed >= _ATTEMPTS:
                raise problem from error
            time.sleep(_PAUSE * 2**failed)
        else:
            _note_of(target).unlink(missing_ok=True)
            return _part_of(target).replace(target)


def size_of(url: str) -> int | None:
    """Bytes of a file on a server, without downloading it; None where the server does not tell.

    Raises:
        DownloadError: it cannot be reached, or has no such file.
    """
    try:
        with open_url(url, method="HEAD", timeout=_PATIENCE) as response:
            failures.refuse_web_page(response.headers, url)
            return _length(response.headers)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, urllib.error.HTTPError) and error.code in _NO_HEAD:
            error.close()
            return None
        raise failures.explain(error, url) from error


def sha256_of(path: Path, on_progress: OnProgress = no_progress) -> str:
    """The checksum of a file, in hexadecimal digits; the step is "checking"."""
    checksum, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum.update(chunk)
            done += len(chunk)
            on_progress(InstallProgress("checking", done / total, done, total))
    return checksum.hexdigest()


def bytes_kept(target: Path) -> int:
    """Bytes that an interrupted download has left; if the file is still the same, the next goes on there."""
    try:
        return _part_of(target).stat().st_size
    except OSError:
        return 0


def forget(target: Path) -> None:
    """Remove a file that was downloaded, or what is left of it; and its folder, if that is empty then."""
    for path in (target, _part_of(target), _note_of(target)):
        path.unlink(missing_ok=True)
    tidy(target.parent)


def tidy(folder: Path) -> None:
    """Remove a folder of downloads unless something is in it."""
    with contextlib.suppress(OSError):
        folder.rmdir()


# ---------------------------------------------------------------------- inside


def _attempt(url: str, target: Path, on_progress: OnProgress, copies: int) -> None:
    part = _part_of(target)
    kept, note = bytes_kept(target), _read_note(target, url)
    # Without the server's word for which version it was, a part is no use.
    wanted = {"Range": f"bytes={kept}-", "If-Range": note["version"]} if kept and note["version"] else {}
    try:
        response = open_url(url, headers=wanted, timeout=_SILENCE)
    except urllib.error.HTTPError as error:
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        error.close()
        if kept == note["total"]:
            return
        part.unlink()
        response = open_url(url, timeout=_SILENCE)
    with response:
        failures.refuse_web_page(response.headers, url)
        goes_on = response.status == http.client.PARTIAL_CONTENT
        if goes_on and not (response.headers.get("Content-Range") or "").startswith(f"bytes {kept}-"):
            part.unlink()
            raise failures.CutError("another part was sent than was asked for")
        done = kept if goes_on else 0
        length = _length(response.headers)
        total = None if length is None else done + length
        if total is not None:
            failures.require_space(target.parent, copies * total - done)
        _write_note(target, url, response.headers, total)
        report = _Report(on_progress, total)
        with failures.writing(part):
            file = part.open("ab" if goes_on else "wb")
        with file:
            report(done, force=True)
            for chunk in _chunks(response):
                with failures.writing(part):
                    file.write(chunk)
                done += len(chunk)
                report(done)
        report(done, force=True)
    if total is not None and done < total:
        raise failures.CutError(f"{done} of {total} bytes")


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            chunk = response.read1(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise failures.CutError(str(error) or type(error).__name__) from error
        if not chunk:
            return
        yield chunk


class _Report:
    """Reports the bytes that have arrived, but not for every few of them."""

    def __init__(self, on_progress: OnProgress, total: int | None) -> None:
        self._on_progress = on_progress
        self._total = total
        self._last = 0.0

    def __call__(self, done: int, *, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self._last >= _TICK:
            self._last = now
            fraction = min(1.0, done / self._total) if self._total else None
            self._on_progress(InstallProgress("downloading", fraction, done, self._total))


def _length(headers: Mapping[str, Any]) -> int | None:
    text = headers.get("Content-Length") or ""
    return int(text) if text.isdigit() else None


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _note_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")


def _read_note(target: Path, url: str) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        note = json.loads(_note_of(target).read_text(encoding="utf-8"))
        if isinstance(note, dict) and note.get("url") == url:
            return {"version": note.get("version"), "total": note.get("total")}
    return {"version": None, "total": None}


def _write_note(target: Path, url: str, headers: Mapping[str, Any], total: int | None) -> None:
    version = headers.get("ETag") or ""
    if not version or version.startswith("W/"):  # a weak one may not be asked for
        version = headers.get("Last-Modified") or ""
    with failures.writing(target):
        _note_of(target).write_text(json.dumps({"url": url, "version": version, "total": total}))
