"""How much memory a machine has."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def memory() -> dict[str, int]:
    """Bytes of this machine's memory: "total" and "available", as far as the system says."""
    with contextlib.suppress(OSError, ValueError):
        lines = Path("/proc/meminfo").read_text().splitlines()
        entries = (line.partition(":") for line in lines)
        sizes = {name: int(size.split()[0]) * 1024 for name, _, size in entries}
        return {"total": sizes["MemTotal"], "available": sizes["MemAvailable"]}
    with contextlib.suppress(AttributeError, OSError, ValueError):
        return {"total": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")}
    return {}
