"""Folders of weights as they travel to the worker: one text, several folders separated as in PATH."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def join_places(places: Iterable[Path]) -> str:
    """The folders as one text, in the order in which they are searched."""
    return os.pathsep.join(str(place) for place in places)


def split_places(text: str) -> list[Path]:
    """The folders in a text of `join_places`, or the one folder that a user has named."""
    whole = Path(text).expanduser()
    # A single folder may have the separator in its name.
    if os.pathsep not in text or whole.exists():
        return [whole]
    return [Path(part).expanduser() for part in text.split(os.pathsep) if part]
