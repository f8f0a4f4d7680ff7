"""How values are written into the texts and node references of a parameter node, and read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import slicer

from .annotations import IsInstance, NotNone, Validator


class Codec:
    """One type of values.

    Attributes:
        validators: what a value must pass before it is written.
        cached: whether a value that was read may be kept until the node is modified.
    """

    cached = True

    def __init__(self, *validators: Validator) -> None:
        self.validators = validators

    def validate(self, value: Any) -> None:
        """Raise for a value that is not allowed."""
        for validator in self.validators:
            validator.validate(value)

    def initial(self) -> Any:
        """The value where no default is given."""
        raise NotImplementedError

    def keys(self, key: str) -> str:
        """The name that tells whether there is a value."""
        return key

    def stored(self, node: Any, key: str) -> bool:
        """Whether the node has a value."""
        return bool(node.HasParameter(self.keys(key)))

    def write(self, node: Any, key: str, value: Any) -> None:
        """Check and store a value, with one event."""
        self.validate(value)
        with slicer.util.NodeModify(node):
            self.put(node, key, value)

    def put(self, node: Any, key: str, value: Any) -> None:
        """Store a value that was checked."""
        raise NotImplementedError

    def read(self, node: Any, key: str) -> Any:
        """The stored value."""
        raise NotImplementedError

    def remove(self, node: Any, key: str) -> None:
        """Forget the value."""
        node.UnsetParameter(key)


class TextCodec(Codec):
    """Values that are one text: numbers, texts, truth values, paths, enumerations."""

    def __init__(self, kind: Any, initial: Any, to_text: Callable, from_text: Callable) -> None:
        super().__init__(NotNone(), IsInstance(kind))
        self.initial = lambda: initial
        self._to_text, self._from_text = to_text, from_text

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        node.SetParameter(key, self._to_text(value))

    def read(self, node: Any, key: str) -> Any:
        """See Codec."""
        return self._from_text(node.GetParameter(key))


class NodeCodec(Codec):
    """A node: an empty text, and a node reference of the same name."""

    def initial(self) -> None:
        """See Codec."""

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        node.SetParameter(key, "")
        node.SetNodeReferenceID(key, None if value is None else value.GetID())

    def read(self, node: Any, key: str) -> Any:
        """See Codec."""
        return node.GetNodeReference(key)

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        super().remove(node, key)
        node.RemoveNodeReferenceIDs(key)


class NoneCodec(Codec):
    """The None of an optional value."""

    def validate(self, value: Any) -> None:
        """See Codec."""
        if value is not None:
            raise ValueError("Value must be None")

    def initial(self) -> None:
        """See Codec."""

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        node.SetParameter(key, "None")

    def read(self, node: Any, key: str) -> None:
        """See Codec."""
