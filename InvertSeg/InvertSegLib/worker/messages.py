"""What a client can ask a worker for; each becomes one frame.

Every request has a number, and each event that belongs to it carries the same number. Each request but
`Cancel` and `Quit` is answered once: by its own kind of event, or by a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar

import numpy as np

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import Ensemble
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.worker.frames import Frame, damaged

# Raised whenever an older side would misunderstand a newer one.
PROTOCOL = 4

_Parameters = TypeVar("_Parameters", InversionParameters, Ensemble)


@dataclass(frozen=True)
class Request:
    """Base of all requests.

    Attributes:
        type: the header's word for it.
        stage: what the client says is going on until the worker names a stage.
    """

    type: ClassVar[str] = ""
    stage: ClassVar[str] = ""

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        return {f.name: getattr(self, f.name) for f in fields(self)}, ()

    @classmethod
    def read(cls, frame: Frame) -> Request:
        """From a frame; raises what a wrong entry makes it raise."""
        return cls(**{f.name: frame.header[f.name] for f in fields(cls)})


@dataclass(frozen=True)
class SayHello(Request):
    """Ask who is there; answered before torch is imported.

    Attributes:
        protocol: the client's version of the protocol.
    """

    type: ClassVar[str] = "hello"
    stage: ClassVar[str] = "starting"
    protocol: int = PROTOCOL


@dataclass(frozen=True)
class ListDevices(Request):
    """Ask what the worker can compute on; this imports torch."""

    type: ClassVar[str] = "devices"
    stage: ClassVar[str] = "listing devices"


@dataclass(frozen=True)
class Describe(Request):
    """Ask what an engine has: versions, tasks, weights (`Engine.describe`)."""

    type: ClassVar[str] = "describe"
    stage: ClassVar[str] = "describing"
    engine: str
    weights: str | None = None


@dataclass(frozen=True)
class Load(Request):
    """Load a network, unless it is the one that is loaded already."""

    type: ClassVar[str] = "load"
    stage: ClassVar[str] = "loading"
    choice: ModelChoice

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        return {"choice": self.choice.to_json()}, ()

    @classmethod
    def read(cls, frame: Frame) -> Load:
        """From a frame."""
        return cls(ModelChoice.from_json(frame.header["choice"]))


@dataclass(frozen=True, eq=False)
class Segment(Request):
    """Segment a volume with the loaded network.

    Attributes:
        voxels: array (K, J, I), as the network expects them, or as they were read where the worker has to
            invert them; not copied, so leave it alone until the answer.
        ijk_to_ras: 4x4 matrix, (i, j, k, 1) to RAS millimetres.
        structures: names to find, empty for all.
        inversion: how the worker inverts the voxels first, None where they are what the network expects.
        ensemble: several ways to invert them, which the network is run with one after the other and whose
            answers are averaged; None for one run. With it, `inversion` is None.
    """

    type: ClassVar[str] = "segment"
    stage: ClassVar[str] = "sending the volume"
    voxels: np.ndarray
    ijk_to_ras: np.ndarray
    structures: tuple[str, ...] = ()
    inversion: InversionParameters | None = None
    ensemble: Ensemble | None = None

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        matrix = np.asarray(self.ijk_to_ras, dtype=float).tolist()
        voxels = self.voxels.view(np.uint8) if self.voxels.dtype == bool else self.voxels
        header = {"ijk_to_ras": matrix, "structures": list(self.structures)}
        for name in ("inversion", "ensemble"):
            value = getattr(self, name)
            header[name] = None if value is None else value.to_json()
        return header, (voxels,)

    @classmethod
    def read(cls, frame: Frame) -> Segment:
        """From a frame."""
        matrix = np.array(frame.header["ijk_to_ras"], dtype=float)
        (voxels,) = frame.parts
        if matrix.shape != (4, 4) or voxels.ndim != 3:
            raise ValueError(f"voxels of shape {voxels.shape}, a matrix of shape {matrix.shape}")
        structures = tuple(str(name) for name in frame.header["structures"])
        inversion = _read(InversionParameters, frame.header["inversion"])
        ensemble = _read(Ensemble, frame.header["ensemble"])
        if inversion is not None and ensemble is not None:
            raise ValueError("one inversion and an ensemble of them")
        return cls(voxels, matrix, structures, inversion, ensemble)


def _read(kind: type[_Parameters], data: Mapping[str, Any] | None) -> _Parameters | None:
    try:
        return None if data is None else kind.from_json(data)
    except ParameterError as error:
        # The other side checks its parameters, so wrong ones are a damaged stream, not a user's mistake.
        raise ValueError(str(error)) from error


@dataclass(frozen=True, eq=False)
class ApplyTransform(Request):
    """Transform a volume's intensities; no network has to be loaded.

    Attributes:
        voxels: array (K, J, I); not copied, so leave it alone until the answer.
        ijk_to_ras: 4x4 matrix, (i, j, k, 1) to RAS millimetres.
        choice: which transform.
    """

    type: ClassVar[str] = "transform"
    stage: ClassVar[str] = "sending the volume"
    voxels: np.ndarray
    ijk_to_ras: np.ndarray
    choice: TransformChoice

    def write(self) -> tuple[Mapping[str, Any], tuple[np.ndarray, ...]]:
        """Header entries and arrays."""
        matrix = np.asarray(self.ijk_to_ras, dtype=float).tolist()
        return {"ijk_to_ras": matrix, "choice": self.choice.to_json()}, (self.voxels,)

    @classmethod
    def read(cls, frame: Frame) -> ApplyTransform:
        """From a frame."""
        (voxels,) = frame.parts
        matrix = np.array(frame.header["ijk_to_ras"], dtype=float)
        return cls(voxels, matrix, TransformChoice.from_json(frame.header["choice"]))


@dataclass(frozen=True)
class Unload(Request):
    """Release the loaded network's memory, and stay."""

    type: ClassVar[str] = "unload"
    stage: ClassVar[str] = "unloading"


@dataclass(frozen=True)
class Cancel(Request):
    """Stop the request with this message's number; that request is answered, this one is not."""

    type: ClassVar[str] = "cancel"


@dataclass(frozen=True)
class Quit(Request):
    """Leave; the answer is the end of the process."""

    type: ClassVar[str] = "quit"


_REQUESTS: tuple[type[Request], ...] = (
    SayHello, ListDevices, Describe, Load, Segment, ApplyTransform, Unload, Cancel, Quit,
)  # fmt: skip
_BY_TYPE: Mapping[str, type[Request]] = {request.type: request for request in _REQUESTS}


def frame_of_request(number: int, request: Request) -> Frame:
    """The frame that carries a request."""
    header, parts = request.write()
    return Frame({"type": request.type, "id": number, **header}, parts)


def request_of_frame(frame: Frame) -> tuple[int, Request]:
    """The number and the request that a frame carries.

    Raises:
        EngineError: of kind "protocol_mismatch" when it carries none that this side knows.
    """
    kind = frame.header["type"]
    if kind not in _BY_TYPE:
        raise damaged(f"a request {kind[:40]!r}, which this version does not know")
    try:
        return int(frame.header["id"]), _BY_TYPE[kind].read(frame)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(f"a request {kind!r} with missing or wrong entries ({error})") from error
