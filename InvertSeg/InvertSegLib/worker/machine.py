"""What a worker's machine and environment have: versions, memory, devices."""

from __future__ import annotations

import contextlib
import platform
from importlib import metadata
from pathlib import Path
from types import ModuleType

from InvertSegLib import __version__
from InvertSegLib.worker.memory import memory
from InvertSegLib.worker.results import Device

# Distributions whose versions tell what computed a result.
_PACKAGES = ("torch", "nnunetv2", "TotalSegmentator", "monai", "mrsegmentator", "numpy", "scipy", "SimpleITK")


def versions() -> dict[str, str]:
    """Name to version of what matters here and is installed; nothing is imported for it."""
    found = {"python": platform.python_version(), "InvertSeg": __version__}
    for package in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[package] = metadata.version(package)
    return found


def devices() -> tuple[Device, ...]:
    """What networks can run on here, GPUs first; imports torch where it is installed, which takes seconds."""
    found: list[Device] = []
    with contextlib.suppress(ImportError):
        import torch

        if torch.cuda.is_available():
            found += [_cuda_device(torch, index) for index in range(torch.cuda.device_count())]
        if getattr(torch.backends, "mps", None) is not None and torch.backends.mps.is_available():
            found.append(Device("mps", "Apple GPU"))
    room = memory()
    return (*found, Device("cpu", _processor(), room.get("total"), room.get("available")))


def _cuda_device(torch: ModuleType, index: int) -> Device:
    free = None
    # A device that is full cannot even tell how full it is.
    with contextlib.suppress(RuntimeError):
        free, _ = torch.cuda.mem_get_info(index)
    properties = torch.cuda.get_device_properties(index)
    return Device(f"cuda:{index}", properties.name, properties.total_memory, free)


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
