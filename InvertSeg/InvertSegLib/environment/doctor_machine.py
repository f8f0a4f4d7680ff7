"""What the doctor looks at on the machine itself."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from InvertSegLib.environment import folders, gpu, packages, uv
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding

_GIB = 2**30
# TotalSegmentator's 3 mm network on an abdomen took 5 to 6 GB here.
_MEMORY_LEAST, _MEMORY_GOOD = 6 * _GIB, 12 * _GIB
_WINDOWS_PATH_LIMIT = 90  # the longest path inside torch is about 160 characters, and Windows stops at 260


def examine_machine(cards: Sequence[gpu.Gpu]) -> list[Finding]:
    """Python, system, folder, disk, memory, installer, GPU and environment variables."""
    return [_python(), _system(), *_home(), _disk(), _memory(), _installer(), _gpu(cards), *_variables(cards)]


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info >= (3, 14):
        return Finding(
            "python",
            WARNING,
            f"This is Python {version}, newer than the engines know.",
            "Install engines with another: invertseg engines install NAME --python 3.12",
        )
    return Finding("python", OK, f"Python {version} runs InvertSeg.")


def _system() -> Finding:
    name = f"{platform.system()} {platform.release()} on {platform.machine()}"
    if sys.maxsize < 2**32:
        return Finding("system", ERROR, f"{name}: this Python is a 32-bit one.", "Install a 64-bit Python.")
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        sentence = f"{name}: PyTorch is not built for Macs with Intel processors any more."
        return Finding("system", ERROR, sentence, "Run the engines on another machine.")
    return Finding("system", OK, f"{name}.")


def _home() -> list[Finding]:
    home = folders.home()
    parent = folders.existing_parent(home)
    try:
        with tempfile.TemporaryFile(dir=parent):
            pass
        if not parent.is_dir():
            raise NotADirectoryError(20, "Not a directory")
        findings = [Finding("folder", OK, f"InvertSeg keeps what it installs in {home}.")]
    except OSError as error:
        findings = [
            Finding(
                "folder",
                ERROR,
                f"InvertSeg cannot write to {home} ({error.strerror or error}).",
                "Set INVERTSEG_HOME to a folder that you may write to.",
            )
        ]
    text = str(home)
    if sys.platform == "win32" and (not text.isascii() or len(text) > _WINDOWS_PATH_LIMIT):
        why = "is long" if text.isascii() else "has letters beyond ASCII"
        findings.append(
            Finding(
                "path",
                WARNING,
                f"The path {home} {why}; some packages fail on that under Windows.",
                "Set INVERTSEG_HOME to a short plain one, for example C:\\invertseg.",
            )
        )
    return findings


def _disk() -> Finding:
    parent = folders.existing_parent(folders.home())
    free, needed = shutil.disk_usage(parent).free, packages.NEEDED_BYTES["cpu"]
    if free < needed:
        return Finding(
            "disk",
            WARNING,
            f"{free / 1e9:.1f} GB are free at {parent}; an engine needs {needed / 1e9:.1f} GB.",
            "Free some space, or set INVERTSEG_HOME to a folder on a larger disk.",
        )
    return Finding("disk", OK, f"{free / 1e9:.0f} GB are free at {parent}.")


def _memory() -> Finding:
    total = total_memory()
    if total is None:
        return Finding("memory", OK, "How much memory there is could not be found out.")
    if total < _MEMORY_GOOD:
        return Finding(
            "memory",
            ERROR if total < _MEMORY_LEAST else WARNING,
            f"This machine has {total / _GIB:.1f} GiB of memory; the networks take 5 GiB and more.",
            "Close other programs, use the fast networks, or run on a larger machine.",
        )
    return Finding("memory", OK, f"This machine has {total / _GIB:.0f} GiB of memory.")


def total_memory() -> int | None:
    """Bytes of memory that this process may use at most: the machine's, or its container's if less."""
    total: int | None = None
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


def _installer() -> Finding:
    try:
        program = uv.find()
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except InstallError as error:
        return Finding("installer", ERROR, error.sentence, error.remedy)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(
            "installer",
            ERROR,
            f"The installer uv does not run ({error}).",
            "Install it again: pip install uv",
        )
    return Finding("installer", OK, f"{done.stdout.strip()} is here to install engines.")


def _gpu(cards: Sequence[gpu.Gpu]) -> Finding:
    if cards:
        names = ", ".join(
            f"{card.name} ({card.memory / _GIB:.0f} GiB, driver {card.driver})" for card in cards
        )
        if not gpu.cuda_backends(cards):
            return Finding("gpu", WARNING, f"{names}: PyTorch needs a driver of series 525 or newer.",
                           "Update the NVIDIA driver.")  # fmt: skip
        return Finding("gpu", OK, f"{names}.")
    if Path("/proc/driver/nvidia").exists():
        return Finding("gpu", WARNING, "The NVIDIA driver is loaded, but nvidia-smi finds no card.",
                       "Restart the machine, or install the driver again.")  # fmt: skip
    if sys.platform == "darwin":
        return Finding("gpu", OK, "PyTorch uses the GPU of Macs with an Apple chip.")
    return Finding(
        "gpu", OK, "There is no NVIDIA card here; the networks run on the processor, which takes minutes."
    )


def _variables(cards: Sequence[gpu.Gpu]) -> list[Finding]:
    findings = []
    names = {"http_proxy", "https_proxy", "all_proxy"}
    proxies = [f"{n}={without_password(v)}" for n, v in os.environ.items() if v and n.lower() in names]
    if proxies:
        findings.append(Finding("proxy", OK, f"Downloads go through a proxy: {', '.join(sorted(proxies))}."))
    if cards and os.environ.get("CUDA_VISIBLE_DEVICES") in {"", "-1", "NoDevFiles"}:
        findings.append(
            Finding(
                "gpu",
                WARNING,
                "CUDA_VISIBLE_DEVICES hides the GPU from all programs.",
                "Unset it, or set it to 0.",
            )
        )
    foreign = [name for name in ("PYTHONPATH", "PYTHONHOME", "LD_PRELOAD") if os.environ.get(name)]
    if foreign:
        findings.append(
            Finding(
                "variables",
                OK,
                f"{' and '.join(foreign)} set here: the engines are started without what is not theirs.",
            )
        )
    if os.environ.get("UV_OFFLINE") in {"1", "true"}:
        findings.append(
            Finding(
                "variables", WARNING, "UV_OFFLINE forbids downloads.", "Unset it before installing an engine."
            )
        )
    return findings


def without_password(address: str) -> str:
    """A proxy's or mirror's address as it may be shown."""
    return re.sub(r"//[^/@]*@", "//***@", address)
