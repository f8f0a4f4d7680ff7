"""Native subclasses behind Python subclasses: Qt's virtual methods arrive in Python."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from . import objects, receivers


def make_shell(python_class: type, native: type) -> type:
    """A native subclass that calls the methods which a Python class overrides."""
    namespace: dict[str, Any] = {}
    for base in reversed(python_class.__mro__):
        if "__bench_info__" in vars(base):
            continue
        for name, value in vars(base).items():
            if (
                isinstance(value, FunctionType)
                and not name.startswith("__")
                and callable(getattr(native, name, None))
            ):
                namespace[name] = _forward(name, getattr(native, name))
    return type(python_class.__name__, (native,), namespace)


def _forward(name: str, original: Callable) -> Callable:
    def forward(self: Any, *arguments: Any) -> Any:
        reference = getattr(self, "__bench_python__", None)
        owner = reference() if reference is not None else None
        if owner is None:
            return original(self, *arguments)
        try:
            return objects.to_qt(getattr(owner, name)(*[objects.to_python(a) for a in arguments]))
        except Exception as error:  # noqa: BLE001 - printed, as Slicer does; Qt goes on
            receivers.swallow(error)
            return original(self, *arguments)

    return forward
