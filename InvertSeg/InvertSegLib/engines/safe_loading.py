"""Loading models of unknown origin without running code that they hold.

A checkpoint of torch is a pickle, and a pickle may call anything when it is read. Torch's own restricted
reader (`weights_only`) knows tensors and plain containers; nnU-Net's checkpoints also hold a few numpy
scalars, which are harmless and allowed here. Everything else needs the user's word that the model is
trusted.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from InvertSegLib.errors import EngineError, Failure

# Packages whose classes a plans.json may name: nnU-Net looks them up by name and calls them.
TRUSTED_PACKAGES = ("dynamic_network_architectures.", "nnunetv2.", "torch.nn.")

TRUST_REMEDY = "If you trust where the model comes from, say so with --trust-model."
_REFUSALS = (
    re.compile(r"GLOBAL ([\w.]+)"),
    re.compile(r"Unsupported class ([\w.]+)"),
    re.compile(r"unrecognized function (?:<[\w -]+ )?([\w.]+)"),
    re.compile(r"[Cc]an only (?:build|create)[^<]*<class '([\w.]+)'"),
)


def load_checkpoint(path: Path, trusted: bool = False) -> Any:
    """Read a checkpoint of torch onto the processor's memory.

    Args:
        path: the file.
        trusted: the user has agreed that it may run code.

    Raises:
        EngineError: untrusted_model when it wants more than tensors and plain values, unreadable_model when
        it
            is damaged or no checkpoint.
    """
    import torch

    with safe_torch_load(trusted):
        return torch.load(path, map_location="cpu", weights_only=False)


@contextmanager
def safe_torch_load(trusted: bool) -> Iterator[None]:
    """Within the block, every `torch.load` is restricted (unless trusted), whatever its caller asks for.

    nnU-Net calls ``torch.load(..., weights_only=False)`` itself; this is how it can still be used.

    Raises:
        EngineError: out of the block's `torch.load`, as in `load_checkpoint`.
    """
    import torch

    original = torch.load

    def load(file: Any, *arguments: Any, **options: Any) -> Any:
        options["weights_only"] = not trusted
        with _readable(file):
            if trusted:
                return original(file, *arguments, **options)
            with torch.serialization.safe_globals(_harmless_globals()):
                return original(file, *arguments, **options)

    torch.load = load
    try:
        yield
    finally:
        torch.load = original


@contextmanager
def _readable(file: Any) -> Iterator[None]:
    name = Path(file).name if isinstance(file, (str, Path)) else "the checkpoint"
    try:
        yield
    except MemoryError:
        raise
    except pickle.UnpicklingError as error:
        wanted = _refused_name(str(error))
        if wanted is None:
            raise EngineError(_damaged(name)) from None
        raise EngineError(untrusted(f"{name} wants to use '{wanted}'")) from None
    except (
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        ImportError,
        TypeError,
    ) as error:
        if "alloc" in str(error).lower():
            raise
        raise EngineError(_damaged(name)) from error


def _refused_name(message: str) -> str | None:
    """What a refused pickle wanted to use, None when the message is about damage."""
    for pattern in _REFUSALS:
        match = pattern.search(message)
        if match:
            return match.group(1)
    return None


def untrusted(what: str) -> Failure:
    """The failure of a model that may not do what it wants.

    Args:
        what: which file wants what, without a full stop.
    """
    return Failure("untrusted_model", f"{what}, which could run any code on this computer.", TRUST_REMEDY)


def _damaged(name: str) -> Failure:
    return Failure(
        "unreadable_model",
        f"{name} is damaged or no checkpoint of torch.",
        "Copy or download the model again, and compare the file sizes.",
    )


def _harmless_globals() -> list[Any]:
    """What nnU-Net's checkpoints hold beside tensors: numpy scalars, arrays and their types."""
    import collections

    import numpy as np
    import torch

    multiarray = getattr(np, "_core", None) or np.core
    reconstruct, scalar = multiarray.multiarray._reconstruct, multiarray.multiarray.scalar  # noqa: SLF001
    types = {type(np.dtype(code)) for code in "?bBhHiIlLqQefdS"}
    return [
        np.ndarray,
        np.dtype,
        *types,
        collections.defaultdict,
        torch.device,
        # The same two functions are called differently in files of numpy 1 and of numpy 2.
        *(_renamed(reconstruct, module, "_reconstruct") for module in _MULTIARRAY),
        *(_renamed(scalar, module, "scalar") for module in _MULTIARRAY),
    ]


_MULTIARRAY = ("numpy.core.multiarray", "numpy._core.multiarray")


def _renamed(function: Callable[..., Any], module: str, name: str) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return function(*arguments)

    call.__module__, call.__name__, call.__qualname__ = module, name, name
    return call


def check_plans(plans: Mapping[str, Any]) -> None:
    """Refuse a plans.json that names classes outside the packages that networks are made of.

    nnU-Net imports these names and calls what it finds. A dotted name may lead out of a package again
    (``nnunetv2.paths.os.system``), so what it leads to is looked at as well: it has to be a network class.

    Raises:
        EngineError: untrusted_model.
    """
    for configuration in plans.get("configurations", {}).values():
        architecture = configuration.get("architecture") or {}
        arguments = architecture.get("arch_kwargs") or {}
        names = [architecture.get("network_class_name")]
        names += [arguments.get(key) for key in architecture.get("_kw_requires_import", ())]
        for name in names:
            if name is not None:
                _check_class(str(name))


def _check_class(name: str) -> None:
    import pydoc

    from torch import nn

    if not name.startswith(TRUSTED_PACKAGES):
        raise EngineError(untrusted(f"plans.json wants to use '{name}'"))
    found = pydoc.locate(name)
    if found is None:
        return  # nnU-Net then looks for the last part of the name among its own networks
    is_network = isinstance(found, type) and issubclass(found, nn.Module)
    if not is_network or not f"{found.__module__}.".startswith(TRUSTED_PACKAGES):
        raise EngineError(untrusted(f"plans.json wants to use '{name}'"))


def check_resolved(objects: Mapping[str, Any]) -> None:
    """Refuse functions and classes that nnU-Net found by a name of plans.json outside its own package.

    Args:
        objects: what plans.json calls it, and what nnU-Net found.

    Raises:
        EngineError: untrusted_model.
    """
    for name, found in objects.items():
        target = getattr(found, "func", found)
        if not str(getattr(target, "__module__", "")).startswith("nnunetv2."):
            raise EngineError(untrusted(f"plans.json wants to use '{target!r}' as its {name}"))
