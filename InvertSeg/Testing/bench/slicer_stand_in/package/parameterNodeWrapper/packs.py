"""`@parameterPack`: several values that are one parameter; FloatRange is one."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .annotations import Default, IsInstance, NotNone, first, split
from .choosing import codec_of
from .codecs import Codec


@dataclass(frozen=True)
class Field:
    """One value of a pack or a wrapper.

    Attributes:
        kind: its type with the annotations, as it was written.
        codec: how it is checked and stored.
        default: what it is before it was set.
    """

    kind: Any
    codec: Codec
    default: Default


def fields_of(cls: type) -> dict[str, Field]:
    """The annotated attributes of a class, in order."""
    fields = {}
    for name, kind in typing.get_type_hints(cls, include_extras=True).items():
        codec = codec_of(kind)
        if name in cls.__dict__:
            default = Default(cls.__dict__[name])
        else:
            default = first(split(kind)[1], Default) or Default(codec.initial())
        fields[name] = Field(kind, codec, default)
    return fields


def parameterPack(cls: type | None = None) -> Any:
    """Make a class of annotated attributes a pack; used as decorator."""
    if cls is None:
        return parameterPack
    fields = fields_of(cls)
    if not fields:
        raise ValueError("Unable to find any members in parameterPack")
    for field in fields.values():
        field.codec.validate(field.default.value)
    cls.__parameter_pack__ = fields
    own_start = cls.__dict__.get("__init__")
    for name in fields:
        setattr(cls, name, _property(name))

    def start(self: Any, *values: Any, **named: Any) -> None:
        given = {} if own_start else _given(fields, values, named)
        for name, field in fields.items():
            _set(self, name, given.get(name, field.default.value))
        if own_start:
            own_start(self, *values, **named)

    _add_methods(cls)
    cls.__init__ = start
    cls.dataType = staticmethod(lambda name: kind_of(fields, name))
    return cls


def _add_methods(cls: type) -> None:
    additions = {"getValue": _get_value, "setValue": _set_value}
    if "__eq__" not in cls.__dict__:
        additions |= {"__eq__": _equal, "__hash__": None}
    if "__repr__" not in cls.__dict__:
        additions |= dict.fromkeys(("__repr__", "__str__"), lambda self: _text(self))
    for name, value in additions.items():
        setattr(cls, name, value)


def _given(fields: dict[str, Field], values: tuple, named: dict) -> dict[str, Any]:
    given = dict(zip(fields, values, strict=False))
    for name, value in named.items():
        if name not in fields or name in given:
            raise TypeError(f"__init__() got an unexpected or repeated argument '{name}'")
        given[name] = value
    return given


def _property(name: str) -> property:
    def write(self: Any, value: Any) -> None:
        _set(self, name, value)
        _saved(self)

    return property(lambda self: self.__dict__[f"_pack_{name}"], write)


def _set(pack: Any, name: str, value: Any) -> None:
    field = pack.__parameter_pack__[name]
    field.codec.validate(value)
    # What is kept is of the declared type: a float for an int.
    is_number = split(field.kind)[0] is float and not isinstance(value, float)
    pack.__dict__[f"_pack_{name}"] = float(value) if is_number and "_pack_save" in pack.__dict__ else value


def _saved(pack: Any) -> None:
    save = pack.__dict__.get("_pack_save")
    if save is not None:
        save(pack)


def _values(pack: Any) -> Iterator[tuple[str, Any]]:
    for name in pack.__parameter_pack__:
        yield name, pack.__dict__[f"_pack_{name}"]


def _text(pack: Any, of: type | None = None) -> str:
    shown = (
        f'{name}="{value}"' if isinstance(value, str) else f"{name}={value}" for name, value in _values(pack)
    )
    return f"{(of or type(pack)).__name__}({', '.join(shown)})"


def _equal(self: Any, other: object) -> bool:
    if getattr(other, "__parameter_pack__", None) is not self.__parameter_pack__:
        return False
    return dict(_values(self)) == dict(_values(other))


def _get_value(self: Any, name: str) -> Any:
    top, _, rest = name.partition(".")
    if top not in self.__parameter_pack__:
        raise ValueError(f"{self} has no member '{top}'")
    value = getattr(self, top)
    return value.getValue(rest) if rest else value


def _set_value(self: Any, name: str, value: Any) -> None:
    top, _, rest = name.partition(".")
    if top not in self.__parameter_pack__:
        raise ValueError(f"{self} has no member '{top}'")
    if rest:
        getattr(self, top).setValue(rest, value)
        _saved(self)
    else:
        setattr(self, top, value)


def kind_of(fields: dict[str, Field], name: str) -> Any:
    """The type of a value by its name, of a nested one by dotted names."""
    top, _, rest = name.partition(".")
    if top not in fields:
        raise ValueError(f"there is no member '{top}'")
    kind = fields[top].kind
    if not rest:
        return kind
    inner = getattr(split(kind)[0], "__parameter_pack__", None)
    if inner is None:
        raise ValueError(f"'{top}' is no pack that could have '{rest}'")
    return kind_of(inner, rest)


_observed: dict[type, type] = {}


def observed(pack_class: type, values: dict[str, Any], save: Callable[[Any], None]) -> Any:
    """A pack that writes itself into the node when a value of it is set."""
    if pack_class not in _observed:

        def refuse_new(self: Any, name: str, value: Any) -> None:
            if not hasattr(self, name):
                raise AttributeError(
                    f"'ObservedParameterPack({pack_class.__name__})' has no attribute '{name}'"
                )
            object.__setattr__(self, name, value)

        shown = lambda self: f"Observed({_text(self, pack_class)})"  # noqa: E731
        members = {"__repr__": shown, "__str__": shown, "__setattr__": refuse_new}
        _observed[pack_class] = type("ObservedParameterPack", (pack_class,), members)
    made = _observed[pack_class].__new__(_observed[pack_class])
    made.__dict__.update({f"_pack_{name}": value for name, value in values.items()})
    made.__dict__["_pack_save"] = save
    return made


class PackCodec(Codec):
    """A pack: its values under dotted names."""

    def __init__(self, pack_class: type) -> None:
        super().__init__(NotNone(), IsInstance(pack_class))
        self._class = pack_class
        self._fields: dict[str, Field] = pack_class.__parameter_pack__
        self.cached = all(field.codec.cached for field in self._fields.values())

    def initial(self) -> Any:
        """See Codec."""
        return self._class()

    def stored(self, node: Any, key: str) -> bool:
        """See Codec."""
        name, field = next(iter(self._fields.items()))
        return field.codec.stored(node, f"{key}.{name}")

    def put(self, node: Any, key: str, value: Any) -> None:
        """See Codec."""
        for name, inner in _values(value):
            self._fields[name].codec.put(node, f"{key}.{name}", inner)

    def read(self, node: Any, key: str) -> Any:
        """See Codec."""
        values = {name: field.codec.read(node, f"{key}.{name}") for name, field in self._fields.items()}
        return observed(self._class, values, lambda changed: self.write(node, key, changed))

    def remove(self, node: Any, key: str) -> None:
        """See Codec."""
        for name, field in self._fields.items():
            field.codec.remove(node, f"{key}.{name}")
