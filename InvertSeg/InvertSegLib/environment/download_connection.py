"""One request to a server: through the user's proxy, with the certificates that are at hand."""

from __future__ import annotations

import functools
import http.client
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from InvertSegLib import __version__


def open_url(
    url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, timeout: float
) -> http.client.HTTPResponse:
    """Open an address; what comes is not packed for the way.

    Args:
        url: http or https.
        method: "GET" or "HEAD".
        headers: further ones.
        timeout: seconds without a byte.

    Raises:
        OSError, http.client.HTTPException: as `urllib.request` does.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise urllib.error.URLError(f"{url} is no address of a web server")
    sent = {"User-Agent": f"invertseg/{__version__}", "Accept-Encoding": "identity", **(headers or {})}
    request = urllib.request.Request(url, headers=sent, method=method)  # noqa: S310 - checked above
    return _opener().open(request, timeout=timeout)


def proxy_for(url: str) -> str:
    """The proxy that an address is asked through, as host and port; empty for none."""
    parts = urlsplit(url)
    proxy = urllib.request.getproxies().get(parts.scheme, "")
    if not proxy or urllib.request.proxy_bypass(parts.hostname or ""):
        return ""
    # Without the user's name and password.
    return (urlsplit(proxy).netloc or proxy).rpartition("@")[2]


class Redirects(urllib.request.HTTPRedirectHandler):
    """Publishers redirect to their storage: the method stays, and nothing goes on unencrypted."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
            raise urllib.error.URLError(f"{urlsplit(req.full_url).netloc} leads to an unencrypted address")
        further = super().redirect_request(req, fp, code, msg, headers, newurl)
        if further is not None:
            further.method = req.get_method()
        return further


def _opener() -> urllib.request.OpenerDirector:
    # Made each time, because proxies are read when it is made.
    return urllib.request.build_opener(Redirects, urllib.request.HTTPSHandler(context=_certificates()))


@functools.cache
def _certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    if not named and not context.cert_store_stats()["x509_ca"]:
        # A Python that was built elsewhere, such as Slicer's, may know no place of this system's.
        try:
            import certifi
        except ImportError:
            return context
        context.load_verify_locations(certifi.where())
    return context
