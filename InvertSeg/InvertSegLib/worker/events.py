"""What a client hears: from the worker's frames, and from the protocol's own clockwork.

The first group travels as frames; the second arises at the client, from standard error, the clock and the
end of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

import numpy as np

from InvertSegLib.errors import FAILURE_KINDS, Failure
from InvertSegLib.worker.frames import Frame, damaged
from InvertSegLib.worker.results import Device, SegmentationResult


@dataclass(frozen=True)
class Event:
    """Base of all events.

    Attributes:
        type: the header's word for it, empty for events that do not travel.
        request: number of the request that it belongs to, None for none.
    """

    type: ClassVar[str] = ""
    request: int | None

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "request"}, ()

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Event:
        """From a frame; raises what a wrong entry makes it raise."""
        return cls(number, **{f.name: frame.header[f.name] for f in fields(cls) if f.name != "request"})


# ----------------------------------------------------------------------------- from the worker


@dataclass(frozen=True)
class Hello(Event):
    """Who is there.

    Attributes:
        protocol: the worker's version of the protocol.
        pid: process id in the worker's machine.
        versions: package to version ("python", "InvertSeg", "torch" where installed...).
        memory: "total" and "available" bytes of the worker's machine, where the system says.
    """

    type: ClassVar[str] = "hello"
    protocol: int
    pid: int
    versions: Mapping[str, str]
    memory: Mapping[str, int]


@dataclass(frozen=True)
class Devices(Event):
    """What the worker can compute on, the best first."""

    type: ClassVar[str] = "devices"
    devices: tuple[Device, ...]

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        return {"devices": [asdict(device) for device in self.devices]}, ()

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Devices:
        """From a frame."""
        return cls(number, tuple(Device(**device) for device in frame.header["devices"]))


@dataclass(frozen=True)
class Described(Event):
    """What an engine has, as `Engine.describe` says it."""

    type: ClassVar[str] = "described"
    description: Mapping[str, Any]


@dataclass(frozen=True)
class Loaded(Event):
    """A network is in memory.

    Attributes:
        labels: label value to structure name.
        device: what it is loaded onto.
        versions: package to version.
        timings: stage to seconds.
        reused: it was there already.
    """

    type: ClassVar[str] = "loaded"
    labels: Mapping[int, str]
    device: str
    versions: Mapping[str, str]
    timings: Mapping[str, float]
    reused: bool = False

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Loaded:
        """From a frame."""
        labels = _int_keys(frame.header["labels"])
        return cls(
            number,
            labels,
            frame.header["device"],
            frame.header["versions"],
            frame.header["timings"],
            bool(frame.header["reused"]),
        )


@dataclass(frozen=True)
class Progress(Event):
    """How far a stage is.

    Attributes:
        stage: name of the innermost stage.
        fraction: 0..1, None where the stage cannot tell.
        message: what exactly is being done, may be empty.
        remaining: estimated seconds until this stage's end, None where unknown; the client's addition.
    """

    type: ClassVar[str] = "progress"
    stage: str
    fraction: float | None = None
    message: str = ""
    remaining: float | None = None


@dataclass(frozen=True)
class Log(Event):
    """A line that the engine printed or logged."""

    type: ClassVar[str] = "log"
    text: str


@dataclass(frozen=True, eq=False)
class Result(Event):
    """The answer to a `Segment`."""

    type: ClassVar[str] = "result"
    result: SegmentationResult

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        r = self.result
        header = {"labels": {int(value): str(name) for value, name in r.labels.items()}}
        header |= {"timings": r.timings, "versions": r.versions, "device": r.device}
        header |= {"input_sha256": r.input_sha256, "averaged": r.averaged}
        header |= {"confidence": _finite(r.confidence), "disagreement": _finite(r.disagreement)}
        return header, (r.label_map,) if r.uncertainty is None else (r.label_map, r.uncertainty)

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Result:
        """From a frame."""
        label_map, *others = frame.parts
        uncertainty = others[0] if others else None
        if uncertainty is not None and uncertainty.shape != label_map.shape:
            raise ValueError(f"an uncertainty of shape {uncertainty.shape} for labels of {label_map.shape}")
        names = (
            "confidence", "timings", "versions", "device", "input_sha256", "averaged", "disagreement",
        )  # fmt: skip
        values = {name: frame.header[name] for name in names}
        labels = _int_keys(frame.header["labels"])
        return cls(number, SegmentationResult(label_map, labels, uncertainty=uncertainty, **values))


@dataclass(frozen=True, eq=False)
class Transformed(Event):
    """The answer to an `ApplyTransform`.

    Attributes:
        voxels: array of the volume's shape (K, J, I).
        gives: `transforms.protocol.MRI` or `CT`, what the voxels are now.
        parameters: of the transform, as JSON.
        timings: stage to seconds.
    """

    type: ClassVar[str] = "transformed"
    voxels: np.ndarray
    gives: str
    parameters: Mapping[str, Any]
    timings: Mapping[str, float]

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        header = {"gives": self.gives, "parameters": dict(self.parameters), "timings": dict(self.timings)}
        return header, (self.voxels,)

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Transformed:
        """From a frame."""
        (voxels,) = frame.parts
        names = ("gives", "parameters", "timings")
        return cls(number, voxels, **{name: frame.header[name] for name in names})


@dataclass(frozen=True)
class Unloaded(Event):
    """The network's memory is released."""

    type: ClassVar[str] = "unloaded"


@dataclass(frozen=True)
class Failed(Event):
    """A request failed; unless `Closed` follows, the worker is there for the next one."""

    type: ClassVar[str] = "failure"
    failure: Failure

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        return {"failure": asdict(self.failure)}, ()

    @classmethod
    def read(cls, number: int | None, frame: Frame) -> Failed:
        """From a frame."""
        data = frame.header["failure"]
        kind = data["kind"] if data["kind"] in FAILURE_KINDS else "internal"
        log = tuple(str(line) for line in data.get("log", ()))
        return cls(number, Failure(kind, str(data["sentence"]), str(data.get("remedy", "")), log))


# ----------------------------------------------------------------------------- at the client


@dataclass(frozen=True)
class Silent(Event):
    """Nothing was heard for a while, which may be right: some stages have nothing to tell.

    Attributes:
        stage: what was going on when it fell silent.
        seconds: how long ago that was.
    """

    stage: str
    seconds: float


@dataclass(frozen=True)
class EndProcess(Event):
    """The transport has to end the worker's whole process tree now, by force.

    Attributes:
        failure: why; the request fails with it as soon as the process is gone.
    """

    failure: Failure


@dataclass(frozen=True)
class Closed(Event):
    """The worker's process is gone.

    Attributes:
        exit_code: as `subprocess` gives it (negative for a signal), None when unknown.
        failure: why, None when it was asked to leave or left after its idle time.
    """

    exit_code: int | None
    failure: Failure | None = None


_EVENTS: tuple[type[Event], ...] = (
    Hello, Devices, Described, Loaded, Progress, Log, Result, Transformed, Unloaded, Failed,
)  # fmt: skip
_BY_TYPE: Mapping[str, type[Event]] = {event.type: event for event in _EVENTS}


def frame_of_event(event: Event) -> Frame:
    """The frame that carries an event."""
    header, parts = event.write()
    return Frame({"type": event.type, "id": event.request, **header}, parts)


def event_of_frame(frame: Frame) -> Event:
    """The event that a frame carries.

    Raises:
        EngineError: of kind "protocol_mismatch" when it carries none that this side knows.
    """
    kind = frame.header["type"]
    if kind not in _BY_TYPE:
        raise damaged(f"an event {kind[:40]!r}, which this version does not know")
    try:
        number = frame.header["id"]
        return _BY_TYPE[kind].read(None if number is None else int(number), frame)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(f"an event {kind!r} with missing or wrong entries ({error})") from error


def _finite(values: Mapping[str, float]) -> dict[str, float]:
    """Those that JSON has a word for."""
    return {name: float(value) for name, value in values.items() if np.isfinite(value)}


def _int_keys(labels: Mapping[str, str]) -> dict[int, str]:
    return {int(value): str(name) for value, name in labels.items()}
