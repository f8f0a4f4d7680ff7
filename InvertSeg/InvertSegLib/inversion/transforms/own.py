"""A transform of the user's own, from a Python file."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.inversion.transforms.protocol import CT, MRI, Transform
from InvertSegLib.volume.volume import Volume


def load(file: str | Path, *, trusted: bool) -> Transform:
    """The object ``TRANSFORM`` of a Python file.

    Args:
        file: with an object (or a class without arguments) that fits the protocol `Transform`.
        trusted: the user has agreed that it may run.

    Raises:
        EngineError: untrusted_model without the user's agreement, unreadable_model when the file cannot be
            run or holds no transform.
    """
    path = Path(file)
    if not trusted:
        raise EngineError(
            Failure(
                "untrusted_model",
                f"The transform {path.name} is a program, and was not run.",
                "Read it; if you trust it, pass --trust-transform.",
            )
        )
    name = f"invertseg_transform_{path.stem}"
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        found = module.TRANSFORM
        transform = found() if isinstance(found, type) else found
    except Exception as error:
        raise _unfit(path, f"it cannot be run ({type(error).__name__}: {error})") from error
    lacking = [a for a in ("name", "gives", "parameters", "apply") if not hasattr(transform, a)]
    if lacking:
        raise _unfit(path, f"its TRANSFORM has no {lacking[0]}")
    if transform.gives not in {MRI, CT}:
        raise _unfit(path, f"it gives {transform.gives!r}, which is neither {MRI!r} nor {CT!r}")
    return transform


def checked(transform: Transform, volume: Volume) -> Volume:
    """The volume transformed, made sure that it is one on the same grid.

    Raises:
        EngineError: unreadable_model when it is not.
    """
    result = transform.apply(volume)
    voxels = np.asarray(getattr(result, "voxels", None))
    fits = voxels.shape == volume.voxels.shape and voxels.dtype.kind in "iuf"
    if not fits or not np.allclose(result.ijk_to_ras, volume.ijk_to_ras):
        raise EngineError(
            Failure(
                "unreadable_model",
                f"The transform {transform.name} gave no volume of {volume.voxels.shape} on the same grid.",
                "Let it return volume.with_voxels(...) with an array of the same shape.",
            )
        )
    return volume.with_voxels(voxels)


def _unfit(path: Path, why: str) -> EngineError:
    return EngineError(
        Failure(
            "unreadable_model",
            f"{path.name} is no transform: {why}.",
            "It needs TRANSFORM with name, gives, parameters and apply(volume); see docs/transforms.md.",
        )
    )
