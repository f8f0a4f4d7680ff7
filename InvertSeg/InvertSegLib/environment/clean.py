"""The environment variables that another Python is started with.

Slicer, conda and virtual environments set variables for their own Python that break every other one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from InvertSegLib.environment import folders

# They belong to the Python, the virtual environment or the installer of the process that starts us.
_DROPPED = re.compile(
    r"PYTHON(PATH|HOME|STARTUP|EXECUTABLE|PLATLIBDIR|USERBASE|OPTIMIZE|INSPECT|SAFEPATH|WARNINGS)"
    r"|__PYVENV_LAUNCHER__|VIRTUAL_ENV(_.*)?|CONDA_.*|_CE_.*|PIP_(REQUIRE_VIRTUALENV|TARGET|PREFIX|USER)"
    r"|(QT_.*PLUGIN.*|QT_QPA_PLATFORM_PLUGIN_PATH|TCL_LIBRARY|TK_LIBRARY)"
)
# Lists of folders: only the entries of that other program are taken out, because clusters and containers
# put the folder of the GPU driver there.
_SEARCH_PATHS = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "PATH")
_OF_SLICER = re.compile(
    r"[/\\](slicer\.org|Slicer-?\d[\w.]*|Slicer\.app|Extensions-\d+)([/\\]|$)", re.IGNORECASE
)
_NNUNET_FOLDERS = ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results")


def worker_environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables for a worker process, or for any Python that is not the running one.

    What belongs to Slicer's, conda's or a virtual environment's Python is left out. Proxies, certificates,
    ``CUDA_VISIBLE_DEVICES``, thread counts, ``TOTALSEG_*`` and ``MRSEG_*`` stay as the user set them.

    Args:
        base: variables to start from, None for those of this process.
    """
    base = os.environ if base is None else base
    cleaned = {name: value for name, value in base.items() if not _DROPPED.fullmatch(name)}
    for name in _SEARCH_PATHS:
        if name in cleaned:
            kept = _foreign_entries_removed(name, base)
            if kept:
                cleaned[name] = kept
            else:
                del cleaned[name]
    cleaned |= {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    for name in _NNUNET_FOLDERS:
        # nnU-Net prints a warning for each one that is missing; running a network uses none of them.
        cleaned.setdefault(name, str(folders.home()))
    return cleaned


def _foreign_entries_removed(name: str, base: Mapping[str, str]) -> str:
    owners = [
        Path(base[owner]) for owner in ("SLICER_HOME", "VIRTUAL_ENV", "CONDA_PREFIX") if base.get(owner)
    ]
    # LD_PRELOAD may be separated by spaces too, but a path with a space cannot stand there anyway.
    entries = re.split(r"[: ]", base[name]) if name == "LD_PRELOAD" else base[name].split(os.pathsep)
    kept = [entry for entry in entries if entry and not _belongs(entry, owners)]
    return (":" if name == "LD_PRELOAD" else os.pathsep).join(kept)


def _belongs(entry: str, owners: list[Path]) -> bool:
    return bool(_OF_SLICER.search(entry)) or any(Path(entry).is_relative_to(owner) for owner in owners)
