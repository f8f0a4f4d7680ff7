"""A lock between processes that the system releases when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from InvertSegLib.errors import OutputError

_PATIENCE = 2.0  # seconds


@contextmanager
def only_one(path: Path, *, doing: str) -> Iterator[None]:
    """Hold a lock file for the `with` block; the file is gone afterwards.

    Args:
        path: the lock file; its folder exists.
        doing: what the lock is for, as it stands in the message ("installing monai").

    Raises:
        OutputError: another process holds it.
    """
    descriptor = _acquire(path)
    if descriptor is None:
        raise OutputError(
            f"Another process is already {doing}.", "Wait until it is done, or end it, and try again."
        )
    try:
        yield
    finally:
        # Windows deletes no open file; elsewhere deleting while the lock is held leaves no gap.
        if sys.platform == "win32":
            os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()
        if sys.platform != "win32":
            os.close(descriptor)


@contextmanager
def if_free(path: Path) -> Iterator[bool]:
    """Hold a lock file that is there for the `with` block, if nobody else does; says whether.

    A file that is not there is held by nobody; one that cannot be opened counts as held.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError as error:
        yield isinstance(error, FileNotFoundError)
        return
    try:
        yield _lock(descriptor)
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether some process holds a lock file just now."""
    with if_free(path) as free:
        return not free


def _acquire(path: Path) -> int | None:
    # Patience: a child of a killed holder has the lock too, until it becomes another program.
    end = time.monotonic() + _PATIENCE
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _lock(descriptor):
            # The holder before us may have deleted the file between our opening and our locking it.
            with contextlib.suppress(OSError):
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    return descriptor
        os.close(descriptor)
        if time.monotonic() > end:
            return None
        time.sleep(0.05)


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # Some network file systems know no locks; installing there is still better than not at all.
        return True
    return True
