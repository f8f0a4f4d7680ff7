"""What the doctor looks at on the machine itself."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from InvertSegLib.environment import cache, folders, gpu, settings, space, uv
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding
from InvertSegLib.environment.space import GIB

_WINDOWS_PATH_LIMIT = 90  # the longest path inside torch is about 160 characters, and Windows stops at 260


def examine_machine(cards: Sequence[gpu.Gpu]) -> list[Finding]:
    """Python, system, folder, disk, memory, installer, GPU and environment variables."""
    return [
        _python(),
        _system(),
        *_home(),
        *_settings(),
        _disk(),
        _memory(),
        _installer(),
        _downloads(),
        _gpu(cards),
        *_variables(cards),
    ]


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
        how = {"usual": "", "user": ", as you have chosen"}.get(
            folders.chosen_by(), ", as INVERTSEG_HOME says"
        )
        findings = [Finding("folder", OK, f"InvertSeg keeps what it installs in {home}{how}.")]
    except OSError as error:
        findings = [
            Finding(
                "folder",
                ERROR,
                f"InvertSeg cannot write to {home} ({error.strerror or error}).",
                "Choose a folder that you may write to: invertseg engines folder PATH, or INVERTSEG_HOME.",
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
                "Choose a short plain one, for example: invertseg engines folder C:\\invertseg",
            )
        )
    return findings


def _settings() -> list[Finding]:
    if not settings.is_damaged():
        return []
    sentence = f"The file of your settings, {settings.path()}, cannot be understood, so the usual ones hold."
    return [Finding("settings", WARNING, sentence, "Correct it, or delete it and choose again.")]


def _downloads() -> Finding:
    whose = "with its other folders" if cache.is_own() else "shared with other uses of uv"
    return Finding("downloads", OK, f"What the installer downloads is kept in {cache.folder()}, {whose}.")


def _disk() -> Finding:
    parent = folders.existing_parent(folders.home())
    free, needed = shutil.disk_usage(parent).free, space.NEEDED_BYTES["cpu"]
    if free < needed:
        return Finding(
            "disk",
            WARNING,
            f"{free / 1e9:.1f} GB are free at {parent}; an engine needs {needed / 1e9:.1f} GB.",
            "Free some space, or choose a folder on a larger disk: invertseg engines folder PATH",
        )
    return Finding("disk", OK, f"{free / 1e9:.0f} GB are free at {parent}.")


def _memory() -> Finding:
    total = space.total_memory()
    if total is None:
        return Finding("memory", OK, "How much memory there is could not be found out.")
    if total < space.GOOD_MEMORY:
        return Finding(
            "memory",
            ERROR if total < space.ENOUGH_MEMORY else WARNING,
            f"This machine has {total / GIB:.1f} GiB of memory; the networks take 5 GiB and more.",
            "Close other programs, use the fast networks, or run on a larger machine.",
        )
    return Finding("memory", OK, f"This machine has {total / GIB:.0f} GiB of memory.")


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
            f"{card.name} ({card.memory / GIB:.0f} GiB, driver {card.driver})" for card in cards
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
