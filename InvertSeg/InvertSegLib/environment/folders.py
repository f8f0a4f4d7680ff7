"""Where InvertSeg keeps what it installs: one folder, which the user can see, move and delete.

``INVERTSEG_HOME`` names it; without it, it is each system's usual folder for a user's data. The rules are
written out here because Slicer's Python has no platformdirs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from InvertSegLib.errors import OutputError


def home() -> Path:
    """The folder that holds everything InvertSeg installs; it need not exist yet."""
    chosen = os.environ.get("INVERTSEG_HOME", "").strip()
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local or Path.home() / "AppData" / "Local") / "invertseg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "invertseg"
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rules: a relative path there is to be ignored.
    return (Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share") / "invertseg"


def environments() -> Path:
    """The folder with one private environment for each installed engine."""
    return home() / "environments"


def weights() -> Path:
    """The folder with one folder of imported weights for each engine."""
    return home() / "weights"


def logs() -> Path:
    """The folder for logs that outlive a run."""
    return home() / "logs"


def existing_parent(path: Path) -> Path:
    """The nearest folder above (or at) a path that exists, for asking about disk space and permission."""
    for folder in (path, *path.parents):
        if folder.exists():
            return folder
    return Path(path.anchor or ".")


def make(folder: Path) -> Path:
    """Make a folder with its parents and try a file in it.

    Raises:
        OutputError: it cannot be made, or nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-test-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            f"InvertSeg cannot write to {folder} ({reason}).",
            "Set INVERTSEG_HOME to a folder that you may write to, or have this one's permissions changed.",
        ) from error
    return folder
