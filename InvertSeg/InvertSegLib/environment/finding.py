"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is about, one word or two.
        status: "ok", "warning" (something works less well than it could) or "error" (something cannot work).
        sentence: what was found.
        remedy: what to do about it, empty where nothing needs to be done.
    """

    name: str
    status: str
    sentence: str
    remedy: str = ""
