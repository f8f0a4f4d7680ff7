"""The values that a worker's answers hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Device:
    """Something that networks can run on.

    Attributes:
        name: as `ModelChoice.device` takes it ("cpu", "mps", "cuda:0").
        title: what its maker calls it.
        memory_total: bytes, None where the system does not say.
        memory_free: bytes, None where the system does not say.
    """

    name: str
    title: str
    memory_total: int | None = None
    memory_free: int | None = None


@dataclass(frozen=True, eq=False)
class SegmentationResult:
    """What a network found, and what it took.

    Attributes:
        label_map: unsigned integers of the volume's shape (K, J, I), 0 is background.
        labels: label value to structure name, without background.
        confidence: structure name to mean probability, for engines that give probabilities.
        timings: stage to seconds; they add up to the time between request and answer.
        versions: package to version, of the worker's environment and the model.
        device: what computed it.
        input_sha256: `volume.checksum.sha256_of` the volume as it was sent, where the worker inverted it;
            empty otherwise.
        averaged: what an ensemble of settings averaged: "probabilities", or "labels" (each setting's label
            counts as one vote) for engines that give no probabilities; empty without an ensemble.
        uncertainty: how much the settings of an ensemble disagree about each voxel: float16 of the label
            map's shape (K, J, I), 0 (they agree) to 1, see `engines.ensemble`; None without an ensemble.
        disagreement: structure name to how much the settings' own results differ, 0..1: 1 - Dice, the mean
            over the pairs of settings of which at least one found the structure.
    """

    label_map: np.ndarray
    labels: Mapping[int, str]
    confidence: Mapping[str, float] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    device: str = ""
    input_sha256: str = ""
    averaged: str = ""
    uncertainty: np.ndarray | None = None
    disagreement: Mapping[str, float] = field(default_factory=dict)
