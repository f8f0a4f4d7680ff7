"""How much of what is being installed has arrived, counted on the disk."""

from __future__ import annotations

import os
from pathlib import Path

from InvertSegLib.environment.layout import folder_size, site_packages_of
from InvertSegLib.environment.progress import InstallProgress, OnProgress


class Arrivals:
    """Counts bytes that uv unpacks into its cache, and packages that it puts into an environment.

    uv unpacks what it downloads while it downloads it, into ``.tmp...`` folders of its cache, and gives each
    a place in ``archive-v0`` when it is complete.

    Args:
        cache: uv's cache.
        environment: the environment's folder.
        total_bytes: that are expected in the cache, None where that is unknown.
        count: packages that the environment will hold, 0 where that is unknown.
        on_progress: told how far it is.
    """

    def __init__(
        self, cache: Path, environment: Path, total_bytes: int | None, count: int, on_progress: OnProgress
    ) -> None:
        self._cache = cache
        self._environment = environment
        self._total = total_bytes
        self._count = count
        self._on_progress = on_progress
        self._known = set(self._complete() + self._incoming())
        self._sizes: dict[Path, int] = {}
        self._most = 0
        self._last: InstallProgress | None = None
        self._downloading = total_bytes != 0

    def on_line(self, line: str) -> None:
        """Take a line of uv's output: it says when all is downloaded."""
        if line.startswith("Prepared "):
            self._end_of_downloading()

    def on_tick(self) -> None:
        """Tell how far it is."""
        if self._downloading:
            # Never backwards: a download that fails is begun again.
            self._most = max(self._most, self._arrived())
            self._tell_bytes(self._most)
        else:
            places = site_packages_of(self._environment)
            self._tell_placed(sum(1 for p in places for _ in p.glob("*.dist-info/INSTALLER")))

    def done(self) -> None:
        """All is in its place."""
        self._end_of_downloading()
        self._tell_placed(self._count)

    # ------------------------------------------------------------------ inside

    def _end_of_downloading(self) -> None:
        if self._downloading:
            self._downloading = False
            self._tell_bytes(self._total if self._total is not None else self._arrived())

    def _tell_bytes(self, arrived: int) -> None:
        if self._total is not None:
            arrived = min(arrived, self._total)
        fraction = arrived / self._total if self._total else None
        self._tell(InstallProgress("downloading", fraction, arrived, self._total))

    def _tell_placed(self, placed: int) -> None:
        fraction = min(1.0, placed / self._count) if self._count else None
        self._tell(InstallProgress("installing", fraction))

    def _tell(self, progress: InstallProgress) -> None:
        if progress != self._last:
            self._last = progress
            self._on_progress(progress)

    def _arrived(self) -> int:
        for folder in self._complete():
            if folder not in self._known and folder not in self._sizes:
                self._sizes[folder] = folder_size(folder)
        incoming = (folder_size(folder) for folder in self._incoming() if folder not in self._known)
        return sum(self._sizes.values()) + sum(incoming)

    def _complete(self) -> list[Path]:
        return _folders(self._cache / "archive-v0")

    def _incoming(self) -> list[Path]:
        return [path for path in _folders(self._cache) if path.name.startswith(".tmp")]


def _folders(place: Path) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
