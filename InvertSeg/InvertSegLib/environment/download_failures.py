"""Why a download failed, in words."""

from __future__ import annotations

import errno
import http.client
import shutil
import socket
import ssl
import urllib.error
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from InvertSegLib.environment.download_connection import proxy_for
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.environment.space import RESERVE

_FULL = {errno.ENOSPC, errno.EDQUOT}
_BY_HAND = "Or get the archive on another machine, and import it."


class DownloadError(InstallError):
    """A file could not be downloaded.

    Attributes:
        kind: "network", "proxy", "certificate", "not_found", "refused", "server", "web_page", "cut",
            "checksum", "disk_full" or "not_writable".
        passing: it may work in a moment.
    """

    def __init__(self, kind: str, sentence: str, remedy: str = "", *, passing: bool = False) -> None:
        super().__init__(kind, sentence, remedy)
        self.passing = passing


class CutError(OSError):
    """The connection ended before the file did."""


def explain(error: Exception, url: str, *, kept: int = 0) -> DownloadError:
    """The cause of a failed request.

    Args:
        error: as `urllib.request` and reading from it raise them.
        url: what was asked for.
        kept: bytes that have arrived and are kept.
    """
    server, proxy = urlsplit(url).netloc.rpartition("@")[2], proxy_for(url)
    if isinstance(error, urllib.error.HTTPError):
        with error:
            return _of_status(error.code, error.url or url, proxy)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    said = str(getattr(reason, "strerror", None) or reason or type(reason).__name__).strip(".")
    if "Tunnel connection failed" in said:
        return _refused_by_proxy(proxy, said)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return DownloadError(
            "certificate",
            f"The certificate of {server} is not trusted, as behind a firewall that inspects traffic.",
            f"Set SSL_CERT_FILE to your institution's certificates. {_BY_HAND}",
        )
    if isinstance(reason, CutError):
        return DownloadError(
            "cut",
            f"The connection to {server} was lost after {kept / 1e6:.1f} MB ({said}).",
            "What has arrived is kept: start the download again to go on from there.",
            passing=True,
        )
    if proxy:
        return DownloadError(
            "proxy",
            f"{server} could not be reached through the proxy {proxy} ({said}).",
            f"Check HTTPS_PROXY, or ask which proxy is the right one. {_BY_HAND}",
            passing=isinstance(reason, TimeoutError),
        )
    return DownloadError(
        "network",
        f"{server} could not be reached ({said}).",
        f"Check the network; behind a proxy set HTTPS_PROXY. {_BY_HAND}",
        # A name that nobody knows, or a computer that is off, will be so in a second.
        passing=isinstance(reason, TimeoutError | ConnectionResetError | http.client.HTTPException)
        and not isinstance(reason, socket.gaierror),
    )


def _of_status(code: int, url: str, proxy: str) -> DownloadError:
    parts = urlsplit(url)
    server, name = parts.netloc.rpartition("@")[2], parts.path.rpartition("/")[2]
    if code == http.client.PROXY_AUTHENTICATION_REQUIRED:
        return _refused_by_proxy(proxy, "it asks for a name and a password")
    if code in {http.client.NOT_FOUND, http.client.GONE}:
        return DownloadError(
            "not_found",
            f"{server} has no file {name} (status {code}).",
            "Update the engine, which knows where its weights are; or import the archive.",
        )
    if code in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
        return DownloadError(
            "refused",
            f"{server} refused to give {name} (status {code}).",
            f"A firewall may forbid it: ask who runs the network. {_BY_HAND}",
        )
    return DownloadError(
        "server",
        f"{server} could not give {name} (status {code}).",
        f"Try again later. {_BY_HAND}",
        passing=code >= http.client.INTERNAL_SERVER_ERROR or code == http.client.TOO_MANY_REQUESTS,
    )


def _refused_by_proxy(proxy: str, said: str) -> DownloadError:
    return DownloadError(
        "proxy",
        f"The network proxy {proxy} refused the connection ({said}).",
        "Check HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT), or ask which proxy is the right one. "
        + _BY_HAND,
    )


def refuse_web_page(headers: Mapping[str, Any], url: str) -> None:
    """Raise DownloadError for an answer that is a page to read, as networks send before one has logged in."""
    if (headers.get("Content-Type") or "").partition(";")[0].strip().lower() == "text/html":
        raise DownloadError(
            "web_page",
            f"Instead of the archive, {urlsplit(url).netloc} gave a web page.",
            f"Log in to the network with a browser, then try again. {_BY_HAND}",
        )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Within the block, what fails is the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_full(path.parent, f"{path.name} cannot be written") from error
        raise DownloadError(
            "not_writable",
            f"{path.name} cannot be written to {path.parent} ({error.strerror or error}).",
            "Have the folder's permissions changed, or choose another weights folder.",
        ) from error


def require_space(folder: Path, needed: int) -> None:
    """Raise DownloadError unless a folder's disk has room for so many bytes."""
    if shutil.disk_usage(folder).free < needed + RESERVE:
        raise _disk_full(folder, f"the download and what it unpacks to take {needed / 1e9:.1f} GB")


def _disk_full(folder: Path, why: str) -> DownloadError:
    free = shutil.disk_usage(folder).free
    return DownloadError(
        "disk_full",
        f"The disk of {folder} has {free / 1e9:.1f} GB free: {why}.",
        "Free some space, or choose a weights folder on a larger disk.",
    )
