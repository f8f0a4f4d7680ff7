"""What went wrong while an environment was made, in words: uv's output becomes a cause and a remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from InvertSegLib.errors import InvertSegError


class _Cause(NamedTuple):
    kind: str
    patterns: tuple[str, ...]
    sentence: str
    remedy: str


# The first that fits counts, so the narrow ones come first. The numbers are errno's and Windows' own.
_CAUSES = (
    _Cause(
        "disk_full",
        ("No space left", r"os error (28|112|122)\b", "[Dd]isk quota exceeded"),
        "The disk ran full while {what}.",
        "Free some space, or set INVERTSEG_HOME and UV_CACHE_DIR to folders on a larger disk.",
    ),
    _Cause(
        "proxy",
        ("proxy authorization required", "Proxy Authentication", "tunnel error", "unsuccessful tunnel"),
        "The network proxy refused the connection while {what}.",
        "Check HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT), or ask which proxy is the right one.",
    ),
    _Cause(
        "certificate",
        ("invalid peer certificate", "UnknownIssuer", "(?i)certificate.verify", "self.signed certificate"),
        "The package server's certificate is not trusted, as behind a firewall that inspects traffic.",
        "Set SSL_CERT_FILE to your institution's certificates, or UV_SYSTEM_CERTS=1 to trust the system's.",
    ),
    _Cause(
        "python",
        ("No interpreter found", "Failed to inspect Python", "Querying Python at"),
        "No usable Python was found for the environment.",
        "Name one of 3.10 to 3.13 with --python /path/to/python3.",
    ),
    _Cause(
        "wrong_python",
        ("matching Python (implementation|ABI|version)", "(requested|current) Python version"),
        "An engine's package has no build for this Python.",
        "Name another Python with --python; 3.11 or 3.12 suit all engines.",
    ),
    _Cause(
        "platform",
        ("matching platform tag",),
        "An engine's package has no build for this kind of machine.",
        "Run the engine on another machine: 64-bit Linux or Windows, or a Mac with an Apple chip.",
    ),
    _Cause(
        "find_links",
        ("Failed to read `--find-links`",),
        "The folder of ready packages named in UV_FIND_LINKS cannot be read.",
        "Correct UV_FIND_LINKS, or unset it.",
    ),
    _Cause(
        "network",
        (
            "dns error",
            "error sending request",
            "Failed to (fetch|download)",
            "[Nn]etwork (connectivity is|was) disabled",
            "timed out",
            "[Cc]onnection (refused|reset)",
            "Network is unreachable",
        ),
        "The package server could not be reached while {what}.",
        "Check the network; behind a proxy set HTTPS_PROXY, with a mirror UV_DEFAULT_INDEX; then try again.",
    ),
    _Cause(
        "not_writable",
        ("Permission denied", r"os error (5|13|20|30)\b", "Read-only file system", "Access is denied"),
        "A folder could not be written while {what}.",
        "Set INVERTSEG_HOME and UV_CACHE_DIR to folders that you may write to.",
    ),
    _Cause(
        "conflict",
        ("No solution found",),
        "The packages cannot be installed together.",
        "Update InvertSeg, or report this with the log.",
    ),
)


class InstallError(InvertSegError):
    """An environment could not be made.

    Attributes:
        kind: a word for scripts ("disk_full", "network", "proxy", "python", ...).
        log: the tail of the installer's output.
    """

    def __init__(self, kind: str, sentence: str, remedy: str = "", log: Sequence[str] = ()) -> None:
        super().__init__(sentence, remedy)
        self.kind = kind
        self.log = tuple(log)


def explain(log: Sequence[str], what: str) -> InstallError:
    """The cause of a failed call of uv.

    Args:
        log: its output, newest line last.
        what: what it was doing, as it stands in the message ("installing monai").
    """
    text = "\n".join(log)
    tail = tuple(log[-20:])
    for cause in _CAUSES:
        if any(re.search(pattern, text) for pattern in cause.patterns):
            return InstallError(cause.kind, cause.sentence.format(what=what), cause.remedy, tail)
    said = next((line for line in reversed(log) if line.startswith("error:")), "")
    said = f" ({said.removeprefix('error:').strip()})" if said else ""
    return InstallError(
        "unknown", f"The installer failed while {what}{said}.", "Its full output is above.", tail
    )
