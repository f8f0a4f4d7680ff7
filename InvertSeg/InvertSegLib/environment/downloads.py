"""Downloading one large file: goes on where it was interrupted, and says why it cannot."""

from __future__ import annotations

from pathlib import Path


def bytes_kept(target: Path) -> int:
    """Bytes that an interrupted download of a file has left for the next one."""
    try:
        return _part_of(target).stat().st_size
    except OSError:
        return 0


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")
