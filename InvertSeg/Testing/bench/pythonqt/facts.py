"""What a real Slicer shows to Python of each class, read from the facts beside the bench."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "facts"


@dataclass(frozen=True)
class ClassFacts:
    """The members of one class, those of its bases included.

    Attributes:
        properties: C++ type name by property name; read-only ones are in `read_only`.
        signals: signatures by signal name, e.g. `{"clicked": ("clicked()", "clicked(bool)")}`.
        slots: signatures by slot name.
        others: names of public methods, enumerations and enumerators.
    """

    properties: dict[str, str]
    read_only: frozenset[str]
    signals: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]
    others: frozenset[str]
    internal: frozenset[str] = field(default=frozenset({"className", "help", "delete", "inherits"}))

    def kind(self, name: str) -> str:
        """One of property, slot, signal, member; empty where a real Slicer has no such name."""
        if name in self.properties:
            return "property"
        if name in self.signals:
            return "signal"
        if name in self.slots:
            return "slot"
        return "member" if name in self.others or name in self.internal else ""

    def names(self) -> set[str]:
        """Every name that a real Slicer knows."""
        return set(self.properties) | set(self.signals) | set(self.slots) | self.others | self.internal


def _by_name(signatures: list[str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for signature in signatures:
        name = signature.partition("(")[0]
        grouped[name] = (*grouped.get(name, ()), signature)
    return grouped


@lru_cache(maxsize=1)
def listing() -> dict[str, dict]:
    """All facts by qualified name (`qt.QWidget`, `ctk.ctkRangeWidget`, `slicer.qMRMLWidget`)."""
    together: dict[str, dict] = {}
    for module in ("qt", "ctk", "slicer", "application"):
        path = FOLDER / f"{module}.json"
        if path.exists():
            together.update(json.loads(path.read_text()))
    return together


@cache
def find(name: str) -> ClassFacts | None:
    """The facts of a class by its qualified name; None where they are not known."""
    everything = listing()
    if name not in everything:
        return None
    properties: dict[str, str] = {}
    signals: list[str] = []
    slots: list[str] = []
    others: set[str] = set()
    at: str | None = name
    while at:
        own = everything[at]
        properties = {**own.get("properties", {}), **properties}
        signals += [s for s in own.get("signals", ()) if s not in signals]
        slots += [s for s in own.get("slots", ()) if s not in slots]
        others.update(own.get("other_members", ()))
        at = own.get("inherits")
    suffix = " (read-only)"
    return ClassFacts(
        {k: v.removesuffix(suffix) for k, v in properties.items()},
        frozenset(k for k, v in properties.items() if v.endswith(suffix)),
        _by_name(signals),
        _by_name(slots),
        frozenset(others),
    )
