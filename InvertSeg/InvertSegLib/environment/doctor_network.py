"""What the doctor looks at on the network, when it is asked to."""

from __future__ import annotations

import os
import urllib.request

from InvertSegLib.environment import gpu
from InvertSegLib.environment.doctor_machine import without_password
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding

_PROXY_WANTS_PASSWORD = 407
_PROXY_REMEDY = "Check HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT), or ask which proxy is the right one."


def examine_network() -> list[Finding]:
    """Whether packages, and PyTorch's own builds, can be downloaded from here."""
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    without = "Without it, PyPI's build of PyTorch is taken, which on Linux brings CUDA along."
    return [
        _reach(
            "package index",
            f"{index.rstrip('/')}/numpy/",
            ERROR,
            "Check the network; behind a proxy set HTTPS_PROXY, with a mirror UV_DEFAULT_INDEX.",
        ),
        _reach("pytorch index", gpu.TORCH_INDEX, WARNING, without),
    ]


def _reach(name: str, address: str, otherwise: str, remedy: str) -> Finding:
    shown = without_password(address)
    try:
        # An https address of ours, or the mirror that the user has named.
        request = urllib.request.Request(address, method="HEAD")  # noqa: S310
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310
            return Finding(name, OK, f"{shown} answers.")
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "reason", error))
        # What a proxy answers comes as the text of an error: "Tunnel connection failed: 407 Proxy ...".
        if "Tunnel connection failed" in reason or getattr(error, "code", 0) == _PROXY_WANTS_PASSWORD:
            sentence = f"The network proxy refused the connection to {shown} ({reason})."
            return Finding(name, otherwise, sentence, _PROXY_REMEDY)
        return Finding(name, otherwise, f"{shown} does not answer ({reason}).", remedy)
