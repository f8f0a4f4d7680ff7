"""Which of a network's structures the user asked for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import numpy as np

from InvertSegLib.errors import EngineError, Failure


def choose(labels: Mapping[int, str], structures: Sequence[str]) -> dict[int, str]:
    """The labels of the asked structures, all of them when none is asked for.

    Args:
        labels: label value to structure name.
        structures: names as the network has them; case does not count.

    Raises:
        EngineError: bad_request with the nearest names when a structure is unknown.
    """
    known = {name.casefold(): value for value, name in labels.items()}
    values = set()
    for name in structures:
        value = known.get(name.strip().casefold())
        if value is None:
            raise EngineError(
                Failure("bad_request", f"This network has no structure '{name}'.", _advice(name, known))
            )
        values.add(value)
    return {value: name for value, name in labels.items() if value in values or not structures}


def keep(label_map: np.ndarray, labels: Mapping[int, str]) -> np.ndarray:
    """The label map with every value that is not among the labels set to 0."""
    table = np.zeros(int(label_map.max(initial=0)) + 1, dtype=label_map.dtype)
    for value in labels:
        if value < len(table):
            table[value] = value
    return table[label_map]


def _advice(name: str, known: Mapping[str, int]) -> str:
    near = difflib.get_close_matches(name.strip().casefold(), known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"It has: {', '.join(sorted(known)[:20])}{' ...' if len(known) > 20 else ''}."
