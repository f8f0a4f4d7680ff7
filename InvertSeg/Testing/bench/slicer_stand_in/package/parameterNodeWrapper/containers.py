"""Lists, tuples, dictionaries and alternatives: values made of others."""

from __future__ import annotations

from typing import Any

from .annotations import IsInstance, NotNone
from .codecs import Codec, NoneCodec
from .observed import ObservedDict, ObservedList


class ListCodec(Codec):
    """A list: its length, and its elements by number."""

    def __init__(self, element: Codec) -> None:
        super().__init__(NotNone(), IsInstance((list, ObservedList)))
        self._element = element
        self.cached = element.cached

    def validate(self, value: Any) -> None:
        """See Codec."""
        super().validate(value)
        for element in value:
            self._element.validate(element)

    def initial(self) -> list:
        """See Codec."""
        return []

    def keys(self, key: str) -> str:
        """See Codec."""
        return f"{key}.len"

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        values = list(value)
        self.remove(node, key)
        node.SetParameter(self.keys(key), str(len(values)))
        for index, element in enumerate(values):
            self._element.put(node, f"{key}.{index}", element)

    def read(self, node: Any, key: str) -> ObservedList:
        """See Codec."""
        count = int(node.GetParameter(self.keys(key)) or 0)
        values = [self._element.read(node, f"{key}.{index}") for index in range(count)]
        return ObservedList(values, lambda changed: self.write(node, key, changed))

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        for index in range(int(node.GetParameter(self.keys(key)) or 0)):
            self._element.remove(node, f"{key}.{index}")
        node.UnsetParameter(self.keys(key))


class TupleCodec(Codec):
    """A tuple of fixed length: its elements by number."""

    def __init__(self, elements: list[Codec]) -> None:
        super().__init__(NotNone(), IsInstance(tuple))
        self._elements = elements
        self.cached = all(element.cached for element in elements)

    def validate(self, value: Any) -> None:
        """See Codec."""
        super().validate(value)
        if len(value) != len(self._elements):
            raise ValueError(f"{len(self._elements)} values are needed, not {len(value)}")
        for codec, element in zip(self._elements, value, strict=True):
            codec.validate(element)

    def initial(self) -> tuple:
        """See Codec."""
        return tuple(codec.initial() for codec in self._elements)

    def keys(self, key: str) -> str:
        """See Codec."""
        return self._elements[0].keys(f"{key}.0")

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        for index, (codec, element) in enumerate(zip(self._elements, value, strict=True)):
            codec.put(node, f"{key}.{index}", element)

    def read(self, node: Any, key: str) -> tuple:
        """See Codec."""
        return tuple(codec.read(node, f"{key}.{index}") for index, codec in enumerate(self._elements))

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        for index, codec in enumerate(self._elements):
            codec.remove(node, f"{key}.{index}")


class DictCodec(Codec):
    """A dictionary, as a list of pairs."""

    def __init__(self, key: Codec, value: Codec) -> None:
        super().__init__(NotNone(), IsInstance((dict, ObservedDict)))
        self._pairs = ListCodec(TupleCodec([key, value]))
        self.cached = self._pairs.cached

    def validate(self, value: Any) -> None:
        """See Codec."""
        super().validate(value)
        self._pairs.validate(list(value.items()))

    def initial(self) -> dict:
        """See Codec."""
        return {}

    def keys(self, key: str) -> str:
        """See Codec."""
        return self._pairs.keys(key)

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        self._pairs.put(node, key, list(value.items()))

    def read(self, node: Any, key: str) -> ObservedDict:
        """See Codec."""
        return ObservedDict(dict(self._pairs.read(node, key)), lambda changed: self.write(node, key, changed))

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        self._pairs.remove(node, key)


class UnionCodec(Codec):
    """One of several types: the value under the number of the type that takes it."""

    def __init__(self, options: list[Codec]) -> None:
        super().__init__()
        self._options = options
        self.cached = all(option.cached for option in options)

    def _option(self, value: Any) -> int:
        failure: Exception = TypeError(f"{value!r} is of none of the types")
        # A node's codec takes None as well; the type that is nothing but None goes before it.
        optional = any(isinstance(option, NoneCodec) for option in self._options)
        for index, option in enumerate(self._options):
            if optional and value is None and not isinstance(option, NoneCodec):
                continue
            try:
                option.validate(value)
            except (TypeError, ValueError) as error:
                failure = error
            else:
                return index
        raise failure

    def validate(self, value: Any) -> None:
        """See Codec."""
        self._option(value)

    def initial(self) -> Any:
        """See Codec."""
        return None if any(isinstance(o, NoneCodec) for o in self._options) else self._options[0].initial()

    def stored(self, node: Any, key: str) -> bool:
        """See Codec."""
        return any(option.stored(node, f"{key}.{index}") for index, option in enumerate(self._options))

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        self.remove(node, key)
        index = self._option(value)
        self._options[index].put(node, f"{key}.{index}", value)

    def read(self, node: Any, key: str) -> Any:
        """See Codec."""
        for index, option in enumerate(self._options):
            if option.stored(node, f"{key}.{index}"):
                return option.read(node, f"{key}.{index}")
        return self.initial()

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        for index, option in enumerate(self._options):
            option.remove(node, f"{key}.{index}")
