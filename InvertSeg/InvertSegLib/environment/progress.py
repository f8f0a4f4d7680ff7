"""How far something is that takes minutes: counted, never guessed from the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class InstallProgress:
    """How far one step of an installation is.

    Attributes:
        step: "resolving" (which packages), "downloading", "installing" (putting files into their place) or
            "checking" (everything is imported once).
        fraction: of this step, 0 to 1; None where it cannot be known.
        done_bytes: what of the packages is on this disk, unpacked; None where nothing is counted in bytes.
        total_bytes: of `done_bytes`; None where a server does not tell the sizes.
    """

    step: str
    fraction: float | None = None
    done_bytes: int | None = None
    total_bytes: int | None = None


OnLine = Callable[[str], None]
OnProgress = Callable[[InstallProgress], None]


def no_line(_line: str) -> None:
    """Stands for an `OnLine` where nobody reads."""


def no_progress(_progress: InstallProgress) -> None:
    """Stands for an `OnProgress` where nobody looks."""
