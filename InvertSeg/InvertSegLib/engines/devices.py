"""Where a network computes: choosing the device, and saying what went wrong with it.

Shared by all engines. Torch is imported inside the functions only: this file is also read where it is absent.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from InvertSegLib.errors import EngineError, Failure

_OUT_OF_MEMORY = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "cannot allocate memory",
    "cublas_status_alloc_failed",
)
_NO_KERNEL = ("no kernel image is available", "not compatible with the current pytorch installation")
_NO_DEVICE = (
    "invalid device ordinal",
    "no cuda gpus are available",
    "not compiled with cuda",
    "found no nvidia driver",
    "cuda driver version is insufficient",
)


def resolve_device(name: str, log: Callable[[str], None] = lambda _text: None) -> str:
    """The torch device for what the user asked for.

    Args:
        name: "auto", "cpu", "mps", "cuda" or "cuda:N". "auto" takes the first NVIDIA or AMD card that the
            installed torch has code for, and the processor otherwise.
        log: told when "auto" passes over a card.

    Returns:
        "cpu", "mps" or "cuda:N".

    Raises:
        EngineError: wrong_device when it is not there, unsupported_gpu when torch has no code for it.
    """
    wanted = name.strip().lower()
    if wanted == "auto":
        return _automatic(log)
    if wanted == "cpu":
        return "cpu"
    if wanted == "mps":
        return _mps()
    match = re.fullmatch(r"cuda(?::(\d+))?", wanted)
    if match is None:
        raise EngineError(
            Failure(
                "wrong_device", f"There is no device called '{name}'.", "Use auto, cpu, mps, cuda or cuda:N."
            )
        )
    return _cuda(int(match.group(1) or 0))


def list_devices() -> list[dict[str, Any]]:
    """The devices of this machine, for listings.

    Returns:
        One ``{"name": "cuda:0", "title": card, "memory": bytes or None, "usable": bool}`` for each; the
        processor is always the last.
    """
    import torch

    found: list[dict[str, Any]] = []
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        card = torch.cuda.get_device_properties(index)
        usable = _has_code_for(index)
        found.append(
            {"name": f"cuda:{index}", "title": card.name, "memory": int(card.total_memory), "usable": usable}
        )
    if torch.backends.mps.is_available():
        found.append({"name": "mps", "title": "Apple GPU", "memory": None, "usable": True})
    found.append({"name": "cpu", "title": f"{cpu_count()} processor cores", "memory": None, "usable": True})
    return found


def cpu_count() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def use_all_cores() -> None:
    """Let torch compute on every core of this process."""
    import torch

    if torch.get_num_threads() != cpu_count():
        torch.set_num_threads(cpu_count())


def free_memory(device: str) -> None:
    """Give back what the device's allocator keeps of networks that are gone."""
    gc.collect()
    import torch

    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()


def device_failure(error: BaseException, device: str) -> Failure | None:
    """What an exception out of torch or numpy says about the device, None when it is about something else."""
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in _OUT_OF_MEMORY):
        return _out_of_memory(device)
    if not isinstance(error, (RuntimeError, AssertionError)):
        return None
    if any(words in text for words in _NO_KERNEL):
        return _unsupported(device)
    if any(words in text for words in _NO_DEVICE):
        return _absent(device, "it cannot be used")
    return None


@contextmanager
def device_failures(device: str) -> Iterator[None]:
    """Turn the device's own exceptions inside the block into an `EngineError`, and free its memory then.

    Raises:
        EngineError: out_of_memory, unsupported_gpu or wrong_device.
    """
    failure = None
    try:
        yield
    except (MemoryError, RuntimeError, AssertionError) as error:
        failure = device_failure(error, device)
        if failure is None:
            raise
    if failure is not None:
        # Raised outside the handler: the old traceback would keep the network's arrays alive.
        free_memory(device)
        raise EngineError(failure)


def _automatic(log: Callable[[str], None]) -> str:
    import torch

    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            if _has_code_for(index):
                return f"cuda:{index}"
            log(f"{torch.cuda.get_device_name(index)} is passed over: this torch has no code for it.")
    return "cpu"


def _cuda(index: int) -> str:
    import torch

    name = f"cuda:{index}"
    if not torch.backends.cuda.is_built() and torch.version.hip is None:
        raise EngineError(_absent(name, "the engine's torch is a build for processors only"))
    if not torch.cuda.is_available():
        raise EngineError(_absent(name, "no usable GPU or driver was found"))
    if index >= torch.cuda.device_count():
        raise EngineError(
            _absent(name, f"this machine has {torch.cuda.device_count()} GPU(s), counted from 0")
        )
    if not _has_code_for(index):
        raise EngineError(_unsupported(name))
    return name


def _mps() -> str:
    import torch

    if not torch.backends.mps.is_available():
        raise EngineError(_absent("mps", "it needs an Apple computer with its own GPU"))
    return "mps"


def _has_code_for(index: int) -> bool:
    """Whether torch was compiled for the card, by NVIDIA's rules of compatibility."""
    import torch

    if torch.version.hip is not None:  # AMD: names instead of numbers; torch itself refuses others
        return True
    return runs_on(torch.cuda.get_arch_list(), torch.cuda.get_device_capability(index))


def runs_on(architectures: list[str], capability: tuple[int, int]) -> bool:
    """Whether code compiled for the architectures runs on a card of this compute capability.

    Machine code (``sm_86``) runs on the same major and an equal or higher minor version; intermediate code
    (``compute_90``) on anything equal or newer; a trailing letter binds to that version (NVIDIA CUDA C++
    programming guide, binary and PTX compatibility).
    """
    for architecture in architectures:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)([a-z]?)", architecture)
        if match is None:
            continue
        kind, version, bound = match[1], (int(match[2]), int(match[3])), match[4]
        if bound == "a":
            fits = version == capability
        elif kind == "sm" or bound == "f":
            fits = version[0] == capability[0] and version[1] <= capability[1]
        else:
            fits = version <= capability
        if fits:
            return True
    return not architectures


def _out_of_memory(device: str) -> Failure:
    if device == "cpu":
        return Failure(
            "out_of_memory",
            "The computer's memory is not enough for this volume and network.",
            "Close other programs, use the fast network, or cut the volume to the region you need.",
        )
    return Failure(
        "out_of_memory",
        f"The memory of {device} is not enough for this volume and network.",
        "Close other programs that use the GPU, use the fast network, or choose the device cpu.",
    )


def _unsupported(device: str) -> Failure:
    return Failure(
        "unsupported_gpu",
        f"The engine's torch has no code for the GPU {device}.",
        "Choose the device cpu, or install the engine with a torch build that supports this GPU.",
    )


def _absent(device: str, why: str) -> Failure:
    return Failure(
        "wrong_device", f"The device {device} is not there: {why}.", "Choose the device auto or cpu."
    )
