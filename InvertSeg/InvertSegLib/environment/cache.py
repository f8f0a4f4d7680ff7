"""Where uv keeps what it has downloaded, for the next environment and for an interrupted one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from InvertSegLib.environment import folders
from InvertSegLib.environment.lock import if_free


def folder() -> Path:
    """``UV_CACHE_DIR``, or the user's own cache of uv where there is one, or a folder in InvertSeg's home.

    Large downloads must not lie where nobody looks for them; who has uv knows of its cache.
    """
    named = os.environ.get("UV_CACHE_DIR", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    own, usual = folders.downloads(), _usual()
    return usual if usual.is_dir() and not own.is_dir() else own


def is_own() -> bool:
    """Whether it is InvertSeg's alone, and goes with it."""
    return folder() == folders.downloads()


def clear_halves() -> None:
    """Remove what a killed uv had not downloaded to the end, unless one is running."""
    place = folder()
    with if_free(place / ".lock") as free:
        if free:
            for path in place.glob(".tmp*"):
                shutil.rmtree(path, ignore_errors=True)


def _usual() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "uv" / "cache"
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache") / "uv"
