"""How values are written into the texts and node references of a parameter node, and read again."""

from __future__ import annotations

import enum
import pathlib
import types
import typing
from collections.abc import Callable
from typing import Any

import slicer

from .annotations import IsInstance, NotNone, Validator, split
from .observed import ObservedDict, ObservedList

_PATHS = (pathlib.Path, pathlib.PurePath, pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath)


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


def codec_of(annotated: Any) -> Codec:
    """The codec of a possibly annotated type, with the limits of its annotations.

    Raises:
        TypeError: values of this type cannot be parameters.
    """
    kind, annotations = split(annotated)
    codec = _codec_of_bare(kind)
    limits = [a() if isinstance(a, type) else a for a in annotations if _is_validator(a)]
    codec.validators = (*codec.validators, *limits)
    return codec


def _is_validator(annotation: Any) -> bool:
    kind = annotation if isinstance(annotation, type) else type(annotation)
    return issubclass(kind, Validator)


def _codec_of_bare(kind: Any) -> Codec:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return UnionCodec([codec_of(option) for option in inner])
    if origin is list:
        return ListCodec(codec_of(inner[0]))
    if origin is tuple:
        return TupleCodec([codec_of(element) for element in inner])
    if origin is dict:
        return DictCodec(codec_of(inner[0]), codec_of(inner[1]))
    return _codec_of_class(kind)


def _codec_of_class(kind: Any) -> Codec:
    simple = {
        int: lambda: TextCodec(int, 0, str, int),
        float: lambda: TextCodec((int, float), 0, str, float),
        bool: lambda: TextCodec(bool, False, str, lambda text: text == "True"),
        str: lambda: TextCodec(str, "", str, str),
        type(None): NoneCodec,
    }
    if kind in simple:
        return simple[kind]()
    if kind in _PATHS:
        return TextCodec(kind, kind(), str, kind)
    if hasattr(kind, "__parameter_pack__"):
        from .packs import PackCodec

        return PackCodec(kind)
    if isinstance(kind, type) and issubclass(kind, slicer.vtkMRMLNode):
        return NodeCodec(IsInstance(kind))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return TextCodec(kind, next(iter(kind)), lambda member: member.name, kind.__getitem__)
    raise TypeError(f"values of type {kind} cannot be kept in a parameter node")
