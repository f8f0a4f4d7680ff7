"""Signals and connections as PythonQt makes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore

from . import objects, receivers
from .classes import Info

_SPACE = re.compile(r"\s+|\bconst\b|&")


@dataclass
class Connection:
    """One Python callable behind one signal of one object."""

    signature: str
    target: Any
    signal: Any
    receive: Callable


# Connections by the address of the sender; dropped with it.
_connections: dict[int, list[Connection]] = {}


def normalized(signature: str) -> str:
    """A signature without blanks, const and references: how Qt compares them."""
    return _SPACE.sub("", signature.lstrip("0123456789"))


def parameters(signature: str) -> list[str]:
    """The C++ parameter types of a signature."""
    inside = signature.partition("(")[2].rpartition(")")[0]
    return [part for part in re.split(r",(?![^<]*>)", inside) if part]


def signatures(info: Info, name: str) -> tuple[str, ...]:
    """The signatures of a signal of a class."""
    if info.facts is not None and name in info.facts.signals:
        return info.facts.signals[name]
    meta = info.native.staticMetaObject
    methods = [meta.method(index) for index in range(meta.methodCount())]
    found = [
        bytes(m.methodSignature().data()).decode()
        for m in methods
        if m.methodType() == QtCore.QMetaMethod.MethodType.Signal
    ]
    return tuple(s for s in found if s.partition("(")[0] == name)


def main_signature(info: Info, name: str) -> str:
    """The signature that `object.signal` means: the one that C++ declares first."""
    known = {normalized(s) for s in signatures(info, name)}
    meta = info.native.staticMetaObject
    for index in range(meta.methodCount()):
        signature = bytes(meta.method(index).methodSignature().data()).decode()
        if signature in known and signature.partition("(")[0] == name:
            return signature
    return max(known, key=lambda s: len(parameters(s)))


def exists(info: Info, signature: str) -> bool:
    """Whether a class has exactly this signal."""
    signature = normalized(signature)
    name = signature.partition("(")[0]
    return info.kind(name) == "signal" and signature in {normalized(s) for s in signatures(info, name)}


def native_signal(native: QtCore.QObject, signature: str) -> Any:
    """PySide6's signal of a signature, or of its longer form of which the signature drops arguments."""
    name = signature.partition("(")[0]
    meta = type(native).staticMetaObject  # what native.metaObject() returns dies with the object, for all
    found = []
    for index in range(meta.methodCount()):
        method = meta.method(index)
        if (
            bytes(method.name().data()).decode() == name
            and method.methodType() == QtCore.QMetaMethod.MethodType.Signal
        ):
            found.append(bytes(method.methodSignature().data()).decode())
    signal = getattr(native, name)
    types = max(found, key=lambda s: (normalized(s) == signature, len(parameters(s))))
    try:
        return signal[tuple(parameters(types))] if len(found) > 1 else signal
    except (IndexError, KeyError, TypeError):
        return signal


def connect(sender: Any, signature: str, target: Callable) -> bool:
    """Connect a Python callable; False, and a line on standard error, for a signal that does not exist."""
    info = type(sender).__bench_info__
    if not exists(info, signature):
        print(
            f"PythonQt: QObject::connect() signal '{signature}' does not exist on {info.name}",
            file=sys.stderr,
        )
        return False
    signature = normalized(signature)
    count = len(parameters(signature))

    def receive(*arguments: Any) -> None:
        receivers.call(target, [objects.to_python(argument) for argument in arguments[:count]])

    signal = native_signal(sender.__bench_native__, signature)
    signal.connect(receive)
    at = objects.address(sender.__bench_native__)
    if at not in _connections:
        _connections[at] = []
        sender.__bench_native__.destroyed.connect(lambda *_: _connections.pop(at, None))
    _connections[at].append(Connection(signature, target, signal, receive))
    return True


def disconnect(sender: Any, signature: str, target: Callable | None = None) -> bool:
    """Undo one connection of `target`, or all of the signal; False where there was none."""
    signature = normalized(signature)
    known = _connections.get(objects.address(sender.__bench_native__), [])
    matching = [c for c in known if c.signature == signature and (target is None or c.target == target)]
    for connection in matching[: None if target is None else 1]:
        connection.signal.disconnect(connection.receive)
        known.remove(connection)
    return bool(matching)


class Signal:
    """A signal of an object: `button.clicked`."""

    def __init__(self, *_types: Any) -> None:
        self._owner: Any = None
        self._name = ""

    @classmethod
    def of(cls, owner: Any, name: str) -> Signal:
        """The signal of an object."""
        made = cls()
        made._owner, made._name = owner, name
        return made

    def _signature(self) -> str:
        return main_signature(type(self._owner).__bench_info__, self._name)

    def connect(self, target: Callable) -> bool:
        """Connect a Python callable."""
        return connect(self._owner, self._signature(), target)

    def disconnect(self, *target: Callable) -> bool:
        """Undo the connection of a callable, or all."""
        return disconnect(self._owner, self._signature(), *target)

    def emit(self, *arguments: Any) -> None:
        """Send the signal."""
        emit(self._owner, self._name, arguments)

    __call__ = emit

    def __repr__(self) -> str:
        if self._owner is None:
            return "Signal"
        return f"<qt signal {self._name} of {type(self._owner).__name__} instance at {id(self._owner):#x}>"


def emit(sender: Any, name: str, arguments: tuple) -> None:
    """Send a signal with as many arguments as one of its signatures has.

    Raises:
        ValueError: no signature has so many arguments, or they are of other types.
    """
    info = type(sender).__bench_info__
    fitting = [s for s in signatures(info, name) if len(parameters(s)) == len(arguments)]
    if not fitting:
        message = f"Called {name} with wrong number of arguments: {arguments}"
        raise ValueError(message)
    signal = native_signal(sender.__bench_native__, normalized(fitting[0]))
    try:
        signal.emit(*[objects.to_qt(argument) for argument in arguments])
    except TypeError as error:
        message = f"Called {name} with wrong arguments: {arguments}"
        raise ValueError(message) from error


def connect_slot(sender: Any, signature: str, receiver: Any, slot: str) -> bool:
    """Connect a signal to a slot by its signature, as .ui files do; False where they do not exist or fit."""
    info = type(receiver).__bench_info__
    slot = normalized(slot)
    name = slot.partition("(")[0]
    known = info.facts.slots.get(name, ()) if info.facts is not None else ()
    wanted = parameters(slot)
    if (
        slot not in {normalized(s) for s in known}
        or parameters(normalized(signature))[: len(wanted)] != wanted
    ):
        print(f"QObject::connect: No such slot {info.name}::{slot} for {signature}", file=sys.stderr)
        return False
    count = len(wanted)
    return connect(sender, signature, lambda *values: getattr(receiver, name)(*values[:count]))
