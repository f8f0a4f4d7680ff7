"""What lies in the folder of a Python: its program, its packages, their size."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path


def python_of(folder: Path) -> Path:
    """The Python of a virtual environment."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def site_packages_of(prefix: Path) -> list[Path]:
    """Where the packages of a Python are: virtual environments, conda, Windows, Slicer."""
    patterns = (
        "lib/python3*/site-packages",
        "Lib/site-packages",
        "lib/Python/lib/python3*/site-packages",
        "lib/Python/Lib/site-packages",
    )
    return sorted({path for pattern in patterns for path in prefix.glob(pattern) if path.is_dir()})


def versions_in(places: Sequence[Path]) -> dict[str, str]:
    """Packages by the names of their folders: reading each one's metadata would take the panel's breath."""
    found = {}
    for place in reversed(places):
        for path in place.glob("*.dist-info"):
            name, _, version = path.name.removesuffix(".dist-info").partition("-")
            found[name.replace("_", "-")] = version
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder; links are not followed, and a file with two names counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for status in _files(folder):
        if status.st_nlink > 1:
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
        total += status.st_size
    return total


def _files(folder: Path | str) -> Iterator[os.stat_result]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path)
                else:
                    yield entry.stat(follow_symlinks=False)
    except OSError:
        return
