"""Which codec keeps values of which type."""

from __future__ import annotations

import enum
import pathlib
import types
import typing
from typing import Any

import slicer

from .annotations import IsInstance, Validator, split
from .codecs import Codec, NodeCodec, NoneCodec, TextCodec
from .containers import DictCodec, ListCodec, TupleCodec, UnionCodec

_PATHS = (pathlib.Path, pathlib.PurePath, pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath)


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
