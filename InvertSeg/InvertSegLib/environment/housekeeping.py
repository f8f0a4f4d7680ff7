"""How much InvertSeg's home holds, and removing all that InvertSeg has put there."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, install, unfinished, weights_record
from InvertSegLib.environment.layout import folder_size
from InvertSegLib.environment.making import clear
from InvertSegLib.errors import OutputError


@dataclass(frozen=True)
class Contents:
    """What lies in the home.

    Attributes:
        folder: the home.
        size: bytes of all of it; a file with two names counts once.
        parts: bytes of each folder in it, by its name; added up they may be more than `size`, because an
            environment and the downloads it was made from share their files.
        free: bytes free on its disk.
    """

    folder: Path
    size: int
    parts: dict[str, int]
    free: int


def contents() -> Contents:
    """What lies in the home; a second or two with several engines."""
    home = folders.home()
    parts = {}
    if home.is_dir():
        parts = {path.name: folder_size(path) for path in sorted(home.iterdir()) if path.is_dir()}
    free = shutil.disk_usage(folders.existing_parent(home)).free
    return Contents(home, folder_size(home), parts, free)


def remove_everything() -> tuple[Path, ...]:
    """Remove all engines, downloads, Pythons and logs, and the weights that InvertSeg has put into its home.

    Returns:
        What is left, because somebody else has put it there.

    Raises:
        OutputError: something is being installed, or a file is in use.
    """
    for engine in ENGINES:
        if unfinished.is_noted(engine) and unfinished.interruption_of(engine) is None:
            raise OutputError(
                f"Another process is just installing {engine}.", "Wait until it is done, or end it."
            )
    for engine in ENGINES:
        install.remove(engine)
    for folder in (folders.downloads(), folders.pythons(), folders.tools(), folders.logs()):
        clear(folder)
    _remove_weights()
    for folder in (folders.environments(), folders.weights(), folders.home()):
        with contextlib.suppress(OSError):
            folder.rmdir()
    home = folders.home()
    return tuple(sorted(home.rglob("*"))) if home.is_dir() else ()


def _remove_weights() -> None:
    for place in folders.weights().glob("*/"):
        for model in place.iterdir():
            # Half a download, or a model with InvertSeg's note; what has none is the user's own.
            if model.name.startswith(".") or weights_record.read(model) is not None:
                clear(model)
        with contextlib.suppress(OSError):
            place.rmdir()
