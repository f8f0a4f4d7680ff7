"""Several inversions of one volume through the same network, and one answer.

Engines that have the class probabilities average them (`averaging`). For all others each setting's label
counts as one vote, which this module counts. Either way each setting's own labels are compared, so that the
answer says where the settings disagree:

- for each voxel the share of pairs of settings that would give different labels. With probabilities p it is
  n / (n - 1) * (mean of sum(p^2) - sum((mean of p)^2)) over n settings and all classes, the unbiased variance
  between the settings; where each is certain of its label, this is the share of pairs that differ.
- for each structure 1 - Dice, the mean over the pairs of settings of which at least one found it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import combinations

import numpy as np

from InvertSegLib.engines.base import AveragingModel, EngineOutput, Inputs, LoadedModel, Reporter

# Uncertainties are kept in this many steps: fine enough to look at, and files of them become small.
_STEPS = 256


def segment_ensemble(
    model: LoadedModel,
    inputs: Inputs,
    structures: Sequence[str],
    background_weight: float,
    reporter: Reporter,
) -> EngineOutput:
    """Run a network on each input and put the answers together.

    Args:
        model: the network; it averages probabilities if it can, otherwise its labels are counted as votes.
        inputs: the inversions of one volume.
        structures: names to find, empty for all.
        background_weight: factor of the background's mean probability, or of its votes.
        reporter: told about stages, and about progress over all inputs.
    """
    if isinstance(model, AveragingModel):
        return model.segment_ensemble(inputs, structures, background_weight, reporter)
    reporter.log("This engine gives no probabilities: each setting's labels count as one vote.")
    outputs = [
        model.segment(volume, structures, MemberReporter(reporter, number, len(inputs)))
        for number, volume in enumerate(inputs)
    ]
    with reporter.stage("averaging"):
        return by_votes(outputs, background_weight)


def by_votes(outputs: Sequence[EngineOutput], background_weight: float) -> EngineOutput:
    """The label that most settings give each voxel; of equally many, that of the setting that came first."""
    label_maps = [output.label_map for output in outputs]
    labels = outputs[0].labels
    label_map, uncertainty = vote(label_maps, background_weight)
    confidence = {
        name: float(np.mean([o.confidence[name] for o in outputs if name in o.confidence]))
        for name in labels.values()
        if any(name in output.confidence for output in outputs)
    }
    differing = disagreement(label_maps, labels)
    return EngineOutput(label_map, labels, confidence, "labels", uncertainty, differing)


def vote(label_maps: Sequence[np.ndarray], background_weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Count votes.

    Args:
        label_maps: one for each setting, unsigned integers (K, J, I), 0 is background.
        background_weight: what a vote for the background counts, beside 1 for any other label.

    Returns:
        The label map, and the share of pairs of settings that differ, float16; both (K, J, I).
    """
    count = len(label_maps)
    chosen = np.empty(label_maps[0].shape, np.result_type(*label_maps))
    differing = np.empty(chosen.shape, np.float16)
    for k in range(len(chosen)):
        own = np.stack([label_map[k] for label_map in label_maps])
        votes = sum((own == each).astype(np.float32) for each in own)
        differing[k] = quantized(1 - (votes.sum(axis=0) - count) / (count * (count - 1)))
        votes[own == 0] *= background_weight
        chosen[k] = np.take_along_axis(own, votes.argmax(axis=0)[None], axis=0)[0]
    return chosen, differing


def quantized(uncertainty: np.ndarray) -> np.ndarray:
    """Uncertainties within 0..1 and in steps, as float16."""
    return (np.rint(np.clip(uncertainty, 0, 1) * _STEPS) / _STEPS).astype(np.float16)


def disagreement(label_maps: Sequence[np.ndarray], labels: Mapping[int, str]) -> dict[str, float]:
    """Of each structure that any setting found: 1 - Dice, the mean over pairs of settings.

    A pair of which neither setting found the structure does not count; one of which only one did counts 1.

    Args:
        label_maps: one for each setting, unsigned integers of the same shape.
        labels: label value to structure name.
    """
    size = max(labels, default=0) + 1
    sizes = [_count(label_map, size) for label_map in label_maps]
    total, pairs = np.zeros(size), np.zeros(size)
    for (one, size_of_one), (other, size_of_other) in combinations(zip(label_maps, sizes, strict=True), 2):
        common = _count(one[one == other], size)
        both = size_of_one + size_of_other
        total += 1 - 2 * common / np.maximum(both, 1)
        pairs += both > 0
        total[both == 0] -= 1
    return {name: float(total[value] / pairs[value]) for value, name in labels.items() if pairs[value]}


def _count(label_map: np.ndarray, size: int) -> np.ndarray:
    """Voxels of each label below `size`; those of the background, which nobody asks for, are left out."""
    return np.bincount(label_map[label_map > 0], minlength=size)[:size]


class MemberReporter:
    """Reports one run of several: its progress is a part of the whole."""

    def __init__(self, reporter: Reporter, number: int, count: int) -> None:
        self._reporter = reporter
        self._number = number
        self._count = count
        self._name = f"setting {number + 1} of {count}"
        self.check_cancelled, self.log = reporter.check_cancelled, reporter.log

    def stage(self, name: str, message: str = "") -> AbstractContextManager[None]:
        """Enter a stage for the `with` block."""
        return self._reporter.stage(name, self._with_name(message))

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how much of the innermost stage of this run is done (0..1)."""
        self._reporter.progress((self._number + fraction) / self._count, self._with_name(message))

    def _with_name(self, message: str) -> str:
        return f"{self._name}: {message}" if message else self._name
