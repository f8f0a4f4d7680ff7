"""What a transform is, and how one is named so that it can be made in another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

from InvertSegLib.errors import ParameterError
from InvertSegLib.volume.volume import Volume

# What comes out of a transform: an MRI, which is inverted next, or what the network is given as it is.
MRI = "mri"
CT = "ct"

MODEL_SUFFIXES = (".onnx", ".pt", ".ts", ".torchscript")


class Transform(Protocol):
    """Changes the intensities of a volume; a user's own file fits by having these four.

    Attributes:
        name: for tables and provenance.
        gives: `MRI` or `CT`.
        parameters: what it was made with, as JSON, for provenance.
    """

    name: str
    gives: str
    parameters: Mapping[str, Any]

    def apply(self, volume: Volume) -> Volume:
        """The transformed volume, on the same grid.

        Args:
            volume: voxels (K, J, I) of any real type, not to be changed.

        Raises:
            InputError: the volume cannot be transformed.
        """
        ...


@dataclass(frozen=True)
class TransformChoice:
    """Which transform to make, and where; travels over the wire as JSON.

    Attributes:
        name: a key of `built_in.BUILT_IN`, or "generator" or "own" for a file.
        file: of a generator (ONNX, TorchScript) or the user's own transform (Python), on the machine where
            it runs.
        parameters: of a built-in one, by their names there.
        trusted: the user has agreed that the file may run code.
        device: where a generator runs, as `ModelChoice.device`.
    """

    name: str
    file: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    trusted: bool = False
    device: str = "auto"

    @property
    def title(self) -> str:
        """What tables call it: its name, or that of its file."""
        return Path(self.file).name if self.file else self.name

    @property
    def runs_code(self) -> bool:
        """Whether making it runs code of its file: Python does, TorchScript may; ONNX is data."""
        return self.file is not None and not self.file.lower().endswith(".onnx")

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self) | {"parameters": dict(self.parameters)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TransformChoice:
        """From the JSON object of `to_json`; names of later versions are ignored."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def of_file(path: Path) -> TransformChoice:
    """The choice that a file stands for: a generator, or a Python file with a transform.

    Raises:
        ParameterError: it is neither, or not there.
    """
    suffix = path.suffix.lower()
    if suffix != ".py" and suffix not in MODEL_SUFFIXES:
        raise ParameterError(
            f"{path.name} is no transform.",
            f"Give a Python file (.py), or a generator as {', '.join(MODEL_SUFFIXES)}.",
        )
    if not path.is_file():
        raise ParameterError(f"There is no file {path}.", "Check the path of the transform.")
    return TransformChoice("own" if suffix == ".py" else "generator", str(path.resolve()))
