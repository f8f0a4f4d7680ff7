"""Which build of PyTorch suits this machine: its GPUs, its driver, and what can be reached from here."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import ParameterError

TORCH_INDEX = "https://download.pytorch.org/whl/cpu/torch/"


@dataclass(frozen=True)
class Gpu:
    """An NVIDIA card as its driver describes it.

    Attributes:
        name: as published.
        memory: bytes.
        driver: version of the driver.
        capability: compute capability (major, minor), None where the driver is too old to say.
    """

    name: str
    memory: int
    driver: str
    capability: tuple[int, int] | None = None

    @property
    def driver_major(self) -> int:
        """First number of the driver's version, 0 where it is unknown."""
        match = re.match(r"\d+", self.driver)
        return int(match[0]) if match else 0


@dataclass(frozen=True)
class TorchBuild:
    """One build of PyTorch to ask the resolver for.

    Attributes:
        kind: "cpu" or "cuda"; decides how much disk space is needed.
        backend: what uv's ``--torch-backend`` is told; None takes what PyPI and local folders offer.
        note: what the user should know about this choice.
    """

    kind: str
    backend: str | None = None
    note: str = ""


def nvidia_gpus() -> tuple[Gpu, ...]:
    """The NVIDIA cards of this machine, by the driver's own tool; empty without card or driver."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    # Old drivers do not know compute_cap and answer nothing at all then.
    for fields in ("name,memory.total,driver_version,compute_cap", "name,memory.total,driver_version"):
        command = [tool, f"--query-gpu={fields}", "--format=csv,noheader,nounits"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=15, check=False, env=worker_environment()
            )
        except (OSError, subprocess.TimeoutExpired):
            return ()
        if done.returncode == 0:
            return tuple(gpu for line in done.stdout.splitlines() if (gpu := _parse(line)))
    return ()


def _parse(line: str) -> Gpu | None:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) < 3:
        return None
    memory = int(float(parts[1]) * 2**20) if re.fullmatch(r"[\d.]+", parts[1]) else 0
    match = re.fullmatch(r"(\d+)\.(\d+)", parts[3]) if len(parts) > 3 else None
    return Gpu(parts[0], memory, parts[2], (int(match[1]), int(match[2])) if match else None)


def cuda_backends(gpus: Sequence[Gpu]) -> tuple[str, ...]:
    """PyTorch's CUDA builds that the driver and all the cards can run, best first; empty if there are none.

    CUDA 13 needs a driver of series 580 and a card of compute capability 7.5; every CUDA 12 build runs on a
    driver of series 525 on (NVIDIA's minor version compatibility); the builds for 12.6 are the last ones
    with code for cards below 7.0.
    """
    if not gpus:
        return ()
    driver = min(gpu.driver_major for gpu in gpus)
    capability = min(gpu.capability or (7, 5) for gpu in gpus)
    found = []
    if driver >= 580 and capability >= (7, 5):
        found.append("cu130")
    if driver >= 525 and capability >= (7, 0):
        found.append("cu129")
    if driver >= 525:
        found.append("cu126")
    return tuple(found)


def torch_builds(
    device: str,
    gpus: Sequence[Gpu],
    *,
    ready_cpu_build: bool,
    index_reachable: Callable[[], bool] | None = None,
    system: str = sys.platform,
) -> tuple[TorchBuild, ...]:
    """The builds of PyTorch to try, one after the other, until the resolver finds one.

    Args:
        device: "auto", "cpu", "cuda", or a build by its name in uv ("cu126", "rocm6.4").
        gpus: the cards of this machine.
        ready_cpu_build: a local folder of packages holds a CPU build for the environment's Python.
        index_reachable: asked only if PyTorch's own index would be of use.
        system: as ``sys.platform``.

    Raises:
        ParameterError: the device makes no sense here.
    """
    reachable = index_reachable or torch_index_reachable
    if re.fullmatch(r"(cu|rocm)\d[\d.]*|xpu", device):
        return (TorchBuild("cuda", device),)
    if device not in {"auto", "cpu", "cuda"}:
        raise ParameterError(
            f"There is no build of PyTorch called '{device}'.", "Use auto, cpu, cuda or cuNNN."
        )
    if system == "darwin":
        if device == "cuda":
            raise ParameterError(
                "Macs have no CUDA.", "Use --torch auto: PyTorch's build for Macs uses their GPU."
            )
        return (TorchBuild("cpu"),)
    if device == "cuda" or (device == "auto" and cuda_backends(gpus)):
        return _cuda_builds(gpus, reachable, system)
    too_old = device == "auto" and gpus
    note = "The NVIDIA driver is too old for PyTorch, so its CPU build is taken." if too_old else ""
    return _cpu_builds(ready_cpu_build, reachable, system, note)


def _cuda_builds(gpus: Sequence[Gpu], reachable: Callable[[], bool], system: str) -> tuple[TorchBuild, ...]:
    backends = cuda_backends(gpus)
    if not gpus:
        raise ParameterError(
            "No NVIDIA card was found here (nvidia-smi).",
            "Install its driver; or, for use on another machine, name the build, for example --torch cu126.",
        )
    if not backends:
        raise ParameterError(
            f"The NVIDIA driver {gpus[0].driver} is too old for PyTorch.",
            "Update it to 525 or newer, or use --torch cpu.",
        )
    if reachable():
        return tuple(TorchBuild("cuda", backend) for backend in backends)
    if system == "win32":
        raise ParameterError(
            "PyTorch's own package index cannot be reached, and PyPI has no CUDA build for Windows.",
            "Allow download.pytorch.org, or use --torch cpu.",
        )
    return (TorchBuild("cuda", None, "PyTorch's own index cannot be reached; PyPI's CUDA build is taken."),)


def _cpu_builds(
    ready_cpu_build: bool, reachable: Callable[[], bool], system: str, note: str
) -> tuple[TorchBuild, ...]:
    # PyPI's build for Windows is the CPU one; its build for Linux is the CUDA one, several gigabytes.
    if ready_cpu_build or system == "win32":
        return (TorchBuild("cpu", None, note),)
    if reachable():
        return (TorchBuild("cpu", "cpu", note),)
    unreachable = "PyTorch's own index cannot be reached; PyPI's build is taken, which brings CUDA along."
    return (TorchBuild("cuda", None, f"{note} {unreachable}".strip()),)


def offers_cpu_build(find_links: str, python_version: str) -> bool:
    """Whether a folder of ready packages holds a CPU build of torch for a Python ("3.11.7")."""
    tag = "cp" + "".join(python_version.split(".")[:2])
    for place in find_links.replace(",", " ").split():
        folder = Path(place)
        if folder.is_dir():
            for wheel in folder.glob("torch-*.whl"):
                if (
                    re.search(r"(\+|%2B)cpu-", wheel.name)
                    and tag in wheel.name
                    and platform.machine() in wheel.name
                ):
                    return True
    return False


def torch_index_reachable() -> bool:
    """Whether PyTorch's own package index answers; behind a proxy, through it."""
    request = urllib.request.Request(TORCH_INDEX, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - a fixed https address
            return True
    except (OSError, ValueError):
        return False
