"""Whether a machine has the disk space and the memory for an engine, asked before anything is changed."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

from InvertSegLib.environment import folders
from InvertSegLib.environment.failures import InstallError

GIB = 2**30
# What an environment takes with the installer's cache on the same disk: measured 1.9 GB for the CPU; the
# CUDA libraries are about 5 GB more.
NEEDED_BYTES = {"cpu": 2_500_000_000, "cuda": 9_000_000_000}
# For what is written beside the packages themselves.
RESERVE = 300_000_000
# TotalSegmentator's 3 mm network on an abdomen took 5 to 6 GB here; below the least not even PyTorch starts.
LEAST_MEMORY, ENOUGH_MEMORY, GOOD_MEMORY = 2 * GIB, 6 * GIB, 12 * GIB


def check_memory() -> str:
    """What there is to say about this machine's memory, empty where it is enough.

    Raises:
        InstallError: no network would run here.
    """
    total = total_memory()
    if total is None or total >= ENOUGH_MEMORY:
        return ""
    has = f"This machine has {total / GIB:.1f} GiB of memory"
    if total < LEAST_MEMORY:
        raise InstallError(
            "memory",
            f"{has}, and no engine runs with less than {LEAST_MEMORY / GIB:.0f} GiB.",
            "Install InvertSeg on a larger machine, or give this one (or its container) more memory.",
        )
    return f"{has}; the networks take 5 GiB and more, so that only small volumes will do."


def check_disk(folder: Path, needed: int) -> None:
    """Raise InstallError unless a disk has room.

    Args:
        folder: on that disk; need not exist.
        needed: bytes.
    """
    parent = folders.existing_parent(folder)
    free = shutil.disk_usage(parent).free
    if free < needed:
        raise InstallError(
            "disk_full",
            f"{free / 1e9:.1f} GB are free at {parent}, and the installation needs {needed / 1e9:.1f} GB.",
            "Free some space, or choose a folder on a larger disk (invertseg engines folder PATH).",
        )


def is_same_disk(one: Path, other: Path) -> bool:
    """Whether two folders, which need not exist, are on one file system: files can have two names there."""
    return folders.existing_parent(one).stat().st_dev == folders.existing_parent(other).stat().st_dev


def total_memory() -> int | None:
    """Bytes of memory that this process may use at most: the machine's, or its container's if less."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(limit).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdigit():
            total = min(total, int(text))
    return total


def _windows_memory() -> int | None:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return int(status.total)
    return None
