"""Where InvertSeg keeps what it installs: one folder, which the user can see, choose and delete.

``INVERTSEG_HOME`` names it; else it is the one that the user chose (`choose`), else each system's usual one
for a user's data. The rules are written out here because Slicer's Python has no platformdirs.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from InvertSegLib.environment import settings
from InvertSegLib.errors import OutputError, ParameterError

_VARIABLE = "INVERTSEG_HOME"


def home() -> Path:
    """The folder that holds everything InvertSeg installs; it need not exist yet."""
    chosen = os.environ.get(_VARIABLE, "").strip() or settings.read().home
    return Path(chosen).expanduser().absolute() if chosen else usual()


def chosen_by() -> str:
    """Who says where `home` is: "INVERTSEG_HOME" (the variable), "user" or "usual"."""
    if os.environ.get(_VARIABLE, "").strip():
        return _VARIABLE
    return "user" if settings.read().home else "usual"


def usual() -> Path:
    """The home where nobody has chosen one."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local or Path.home() / "AppData" / "Local") / "invertseg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "invertseg"
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rules: a relative path there is to be ignored.
    return (Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share") / "invertseg"


def choose(folder: str | Path | None) -> Path:
    """Choose the home for the future, and remember it; what is installed in another stays there.

    Args:
        folder: made if it is not there; None for the usual one.

    Returns:
        The home from now on.

    Raises:
        OutputError: nothing can be written there.
        ParameterError: the environment variable says another.
    """
    named = os.environ.get(_VARIABLE, "").strip()
    wanted = Path(folder).expanduser().absolute() if folder else usual()
    if named and Path(named).expanduser().absolute() != wanted:
        raise ParameterError(
            f"The environment variable {_VARIABLE} names {named}, and it goes before every choice.",
            f"Unset {_VARIABLE}, and choose again.",
        )
    if folder:
        make(wanted)
    settings.change(home="" if wanted == usual() else str(wanted))
    return wanted


def environments() -> Path:
    """The folder with one private environment for each installed engine."""
    return home() / "environments"


def weights() -> Path:
    """The folder with one folder of imported weights for each engine."""
    return home() / "weights"


def downloads() -> Path:
    """The folder of the installer's downloads, where it has none of its own on this machine (`uv`)."""
    return home() / "downloads"


def tools() -> Path:
    """The folder of the installer uv, where it was fetched because the machine had none."""
    return home() / "tools"


def pythons() -> Path:
    """The folder of Pythons that were installed because the machine had none that suits."""
    return home() / "python"


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
        try:
            # More than a block, which a file system may still have when it is full.
            probe.write_bytes(bytes(1 << 16))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        remedy = "Choose a folder that you may write to (invertseg engines folder PATH, or INVERTSEG_HOME)"
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            remedy = "Free some space, or choose a folder on another disk (invertseg engines folder PATH)"
        raise OutputError(f"InvertSeg cannot write to {folder} ({reason}).", f"{remedy}.") from error
    return folder
