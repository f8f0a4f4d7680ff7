"""What an engine is, seen from the worker process that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol, runtime_checkable

import numpy as np

from InvertSegLib.volume.volume import Volume


@dataclass(frozen=True)
class ModelChoice:
    """Which network to load, and where; travels over the wire as JSON.

    Attributes:
        engine: name of the engine, a key of `catalogue.ENGINES`.
        model: folder of the model, for engines that take one (nnunet, monai).
        task: task of the engine's package, for engines that have tasks (totalsegmentator, mrsegmentator).
        quality: "fast" or "full", for tasks that come in both.
        folds: folds to use, empty for all that are there.
        device: "auto", "cpu", "mps", "cuda" or "cuda:N".
        trusted: the user has agreed that this model's files may run code.
        weights: folder that holds the engine's weights, or several separated as in PATH, None for its usual
            place.
    """

    engine: str
    model: str | None = None
    task: str | None = None
    quality: str = "fast"
    folds: tuple[str, ...] = ()
    device: str = "auto"
    trusted: bool = False
    weights: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self) | {"folds": list(self.folds)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelChoice:
        """From the JSON object of `to_json`; names of later versions are ignored."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        values["folds"] = tuple(str(fold) for fold in values.get("folds", ()))
        return cls(**values)


@dataclass(frozen=True, eq=False)
class EngineOutput:
    """What a network found.

    Attributes:
        label_map: unsigned integers of the volume's shape (K, J, I), 0 is background.
        labels: label value to structure name, without background.
        confidence: structure name to the network's mean probability where it chose that structure,
            for engines that give probabilities.
        averaged: of several inputs, what was averaged: "probabilities" or "labels"; empty for one input.
        uncertainty: of several inputs, how much they disagree about each voxel: float16 of the volume's
            shape, 0..1; None for one input.
        disagreement: of several inputs, structure name to how much their own labels differ, 0..1.
    """

    label_map: np.ndarray
    labels: Mapping[int, str]
    confidence: Mapping[str, float] = field(default_factory=dict)
    averaged: str = ""
    uncertainty: np.ndarray | None = None
    disagreement: Mapping[str, float] = field(default_factory=dict)


class Reporter(Protocol):
    """How an engine tells what it does; handed in by the worker."""

    def stage(self, name: str, message: str = "") -> AbstractContextManager[None]:
        """Enter a stage for the `with` block: announced to the client, timed, cancellable at its edges.

        Stages may nest; only the innermost one's time counts, so that the times add up.
        """
        ...

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how much of the innermost stage is done (0..1); raises `Cancelled` after a cancel."""
        ...

    def check_cancelled(self) -> None:
        """Raise `Cancelled` when the client asked for it."""
        ...

    def log(self, text: str) -> None:
        """Send a line to the client's log."""
        ...


class Cancelled(Exception):  # noqa: N818 - it is no error: the user asked for it
    """Raised inside an engine when the client has cancelled the run."""


class LoadedModel(Protocol):
    """A network in memory, ready for any number of volumes."""

    labels: Mapping[int, str]
    device: str
    versions: Mapping[str, str]

    def segment(self, volume: Volume, structures: Sequence[str], reporter: Reporter) -> EngineOutput:
        """Segment one volume (voxels as the network expects them, already inverted).

        Args:
            volume: voxels (K, J, I) and geometry.
            structures: names to find, empty for all.
            reporter: told about stages and progress.

        Raises:
            EngineError: with the failure to show.
            Cancelled: after a cancel.
        """
        ...

    def close(self) -> None:
        """Release the network's memory."""
        ...


class Inputs(Protocol):
    """Several inversions of one volume, on its own grid, made one after the other as they are asked for."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __iter__(self) -> Iterator[Volume]:
        """Each of them once; the one before is not kept."""
        ...


@runtime_checkable
class AveragingModel(Protocol):
    """A loaded network that also averages its class probabilities over several inputs."""

    def segment_ensemble(
        self, inputs: Inputs, structures: Sequence[str], background_weight: float, reporter: Reporter
    ) -> EngineOutput:
        """Run the network on each input and take the class of the highest mean probability.

        Args:
            inputs: several inversions of one volume.
            structures: names to find, empty for all.
            background_weight: factor of the background's mean probability.
            reporter: told about stages, and about progress over all inputs.

        Raises:
            EngineError: with the failure to show.
            Cancelled: after a cancel.
        """
        ...


class Engine(Protocol):
    """One way of running networks; a module of this room exposes one as ``ENGINE``."""

    name: str

    def describe(self, weights: str | None) -> Mapping[str, Any]:
        """State for listings, without loading a network (JSON).

        Returns:
            "versions" (package to version), "weights" (folder) and "tasks", each with "name", "modality",
            "licence", "structures" (how many), "names" (of the structures by ascending label value, empty
            where only the weights know them) and "qualities": "fast" and "full" to whether their weights are
            there. Tasks is empty for engines that take a model folder.
        """
        ...

    def load(self, choice: ModelChoice, reporter: Reporter) -> LoadedModel:
        """Load the chosen network onto its device.

        Raises:
            EngineError: with the failure to show.
        """
        ...
