"""The transforms that need nothing but the voxels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.transforms.bias_field import N4
from InvertSegLib.inversion.transforms.clahe import Clahe
from InvertSegLib.inversion.transforms.histogram_matching import HistogramMatching
from InvertSegLib.inversion.transforms.protocol import Transform

BUILT_IN: Mapping[str, Callable[..., Transform]] = MappingProxyType(
    {kind.name: kind for kind in (N4, Clahe, HistogramMatching)}
)


def make(name: str, parameters: Mapping[str, Any]) -> Transform:
    """A built-in transform.

    Raises:
        ParameterError: there is none of that name, or it has no such parameter.
    """
    if name not in BUILT_IN:
        raise ParameterError(
            f"There is no transform {name!r}.", f"Choose one of {', '.join(BUILT_IN)}, or a file."
        )
    try:
        return BUILT_IN[name](**parameters)
    except (TypeError, ValueError):
        raise ParameterError(
            f"The transform {name} does not take {dict(parameters)!r}.",
            f"It takes {', '.join(BUILT_IN[name]().parameters)}.",
        ) from None
