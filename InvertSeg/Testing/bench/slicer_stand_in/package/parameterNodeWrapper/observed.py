"""Lists and dictionaries that write themselves into the node when they are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from typing import Any


class ObservedList(MutableSequence):
    """A list of a parameter."""

    def __init__(self, values: list, save: Callable[[list], None]) -> None:
        self._values, self._save = values, save

    def __repr__(self) -> str:
        return f"ObservedList({self._values})"

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (list, ObservedList)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: Any) -> Any:
        return self._values[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self._change(lambda values: values.__setitem__(index, value))

    def __delitem__(self, index: Any) -> None:
        self._change(lambda values: values.__delitem__(index))

    def insert(self, index: int, value: Any) -> None:
        """Put a value before another."""
        self._change(lambda values: values.insert(index, value))

    def _change(self, change: Callable[[list], Any]) -> None:
        changed = list(self._values)
        change(changed)
        self._save(changed)
        self._values = changed


class ObservedDict(MutableMapping):
    """A dictionary of a parameter."""

    def __init__(self, values: dict, save: Callable[[dict], None]) -> None:
        self._values, self._save = values, save

    def __repr__(self) -> str:
        return f"ObservedDict({self._values})"

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __getitem__(self, key: Any) -> Any:
        return self._values[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        changed = {**self._values, key: value}
        self._save(changed)
        self._values = changed

    def __delitem__(self, key: Any) -> None:
        changed = dict(self._values)
        del changed[key]
        self._save(changed)
        self._values = changed
