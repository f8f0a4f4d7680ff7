"""A folder of weights that several users share: chosen once, read by all, written by those who may."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from InvertSegLib.environment import folders, settings
from InvertSegLib.errors import ParameterError

# Who can read the shared folder shall read what is in it; strangers shall write nothing.
_STICKY_AND_OTHERS_WRITE, _OF_A_FILE = 0o1002, 0o664


def shared_folder() -> Path | None:
    """The shared folder, None where none was chosen; it has one folder for each engine in it."""
    chosen = settings.read().weights
    return Path(chosen) if chosen else None


def share(folder: str | Path | None) -> Path | None:
    """Choose the shared folder for the future, and remember it; weights that are elsewhere stay there.

    Args:
        folder: there already, and may be read-only; None for none.

    Returns:
        The shared folder from now on.

    Raises:
        OutputError: the choice cannot be remembered.
        ParameterError: there is no such folder, or its name is not possible.
    """
    if folder is None:
        settings.change(weights="")
        return None
    path = Path(folder).expanduser().absolute()
    if not path.is_dir():
        raise ParameterError(
            f"There is no folder {path}.", "Make it first, or check that its disk is connected."
        )
    if not os.access(path, os.R_OK | os.X_OK):
        raise ParameterError(f"You may not read {path}.", "Have the folder's permissions changed.")
    if os.pathsep in str(path):
        raise ParameterError(
            f"A folder of weights may have no '{os.pathsep}' in its path, as {path} has.",
            "Choose another folder, or rename it.",
        )
    settings.change(weights=str(path))
    return path


def make_shared(target: Path) -> None:
    """Make an engine's folder in the shared one, open to whom that is open to.

    Raises:
        OutputError: it cannot be made, or nothing can be written there.
    """
    fresh = not target.exists()
    folders.make(target)
    if fresh and os.name != "nt":
        target.chmod(_mode_of(target.parent))


def open_to_others(fresh: Path, target: Path) -> None:
    """Let whoever can read a shared folder read what will be put into it, whatever the user's umask says.

    Args:
        fresh: a folder below `target`; what is in it is opened, not the folder itself.
        target: the shared folder.
    """
    if os.name == "nt":  # there the folder's own rules are inherited
        return
    mode = _mode_of(target)
    for path in fresh.rglob("*"):
        path.chmod(mode if path.is_dir() else mode & _OF_A_FILE)


def _mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode) & ~_STICKY_AND_OTHERS_WRITE
