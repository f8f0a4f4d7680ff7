"""Which of several settings did best on one patient, told without ground truth.

Settings that are right agree, settings that are wrong are wrong in their own ways. So each structure of each
setting is compared with that of all settings, and those whose own quality is good count more: its agreement
is the mean Dice coefficient with the others and itself, weighted by the square of their quality. The score is
the geometric mean of agreement and own quality, two witnesses that err differently. The same weights make the
vote, a segmentation of all settings together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.quality import SegmentQuality
from InvertSegLib.review.steps import coarse_steps, every

# Squared, a few plausible settings outvote many implausible ones, and are still averaged over.
_POWER = 2.0
# Comparing so many voxels of two label maps takes a few milliseconds; Dice changes by some thousandths.
_MOST_COMPARED = 1 << 20


@dataclass(frozen=True)
class SettingScore:
    """How one setting did.

    Attributes:
        name: of the setting.
        score: mean of `structures`, 0..1.
        structures: structure name to its score, 0..1.
        agreement: structure name to its weighted Dice with all settings, 0..1.
        quality: structure name to its own quality, 0..1.
    """

    name: str
    score: float
    structures: Mapping[str, float] = field(default_factory=dict)
    agreement: Mapping[str, float] = field(default_factory=dict)
    quality: Mapping[str, float] = field(default_factory=dict)


class Ranking:
    """Takes the results of one network with different settings, and ranks them; more can come at any time.

    Args:
        structures: names that count, empty for all that any setting has found.
    """

    def __init__(self, structures: Sequence[str] = ()) -> None:
        self._structures = tuple(structures)
        self._names: list[str] = []
        self._labels: dict[str, int] = {}
        self._samples: list[np.ndarray] = []
        self._quality: list[dict[str, float]] = []
        self._dice: dict[tuple[int, int], dict[str, float]] = {}

    def add(self, name: str, segmentation: Segmentation, qualities: Sequence[SegmentQuality]) -> None:
        """Take a result.

        Args:
            name: of the setting.
            segmentation: on the same grid and with the same label table as the others.
            qualities: of all its structures, see `quality.assess`.

        Raises:
            ValueError: there is one of that name, or it is on another grid, or of another network.
        """
        labels = {structure.name: value for value, structure in segmentation.table.items()}
        spacing = np.linalg.norm(segmentation.ijk_to_ras[:3, :3], axis=0)
        steps = coarse_steps(segmentation.label_map.shape, tuple(spacing.tolist()), _MOST_COMPARED)
        sample = every(segmentation.label_map, steps).copy()
        if name in self._names:
            raise ValueError(f"there is a setting {name!r} already")
        if self._samples and (sample.shape != self._samples[0].shape or labels != self._labels):
            raise ValueError("the results of a ranking are of one network on one grid")
        self._labels = labels
        for number, other in enumerate(self._samples):
            self._dice[number, len(self._samples)] = dice_of_structures(other, sample, labels)
        self._names.append(name)
        self._samples.append(sample)
        self._quality.append({quality.name: quality.score for quality in qualities})

    def scores(self) -> tuple[SettingScore, ...]:
        """All settings, the best first; of equal ones the one that came first."""
        counted = self._structures or tuple(
            name for name in self._labels if any(quality.get(name) for quality in self._quality)
        )
        rows = []
        for number, name in enumerate(self._names):
            quality = self._quality[number]
            agreement = {structure: self._agreement(number, structure) for structure in counted}
            each = {s: math.sqrt(value * quality.get(s, 0.0)) for s, value in agreement.items()}
            score = float(np.mean(list(each.values()))) if each else 0.0
            rows.append(SettingScore(name, score, each, agreement, quality))
        return tuple(sorted(rows, key=lambda row: -row.score))

    def weights(self) -> Mapping[str, Mapping[str, float]]:
        """Structure name to setting to its weight: 1 in all, or 0 where no setting is plausible."""
        table = {}
        for structure in self._labels:
            raw = self._raw_weights(structure)
            total = raw.sum()
            values = raw / total if total > 0 else raw
            table[structure] = dict(zip(self._names, values.tolist(), strict=True))
        return table

    def _raw_weights(self, structure: str) -> np.ndarray:
        return np.array([quality.get(structure, 0.0) for quality in self._quality]) ** _POWER

    def _agreement(self, number: int, structure: str) -> float:
        weights = self._raw_weights(structure)
        total = float(weights.sum())
        if total == 0:
            return 0.0
        dice = [self._dice_of(number, other, structure) for other in range(len(self._names))]
        return float(weights @ np.array(dice)) / total

    def _dice_of(self, one: int, other: int, structure: str) -> float:
        if one == other:
            # An empty segment agrees with nothing, itself included.
            return float(self._quality[one].get(structure, 0.0) > 0)
        return self._dice[min(one, other), max(one, other)].get(structure, 0.0)


def dice_of_structures(one: np.ndarray, other: np.ndarray, labels: Mapping[str, int]) -> dict[str, float]:
    """Dice similarity coefficient of each structure in two label maps of one shape; 0 where both lack it."""
    size = max(labels.values(), default=0) + 1
    joint = np.bincount(one[one == other], minlength=size)
    total = np.bincount(one.ravel(), minlength=size) + np.bincount(other.ravel(), minlength=size)
    return {name: 2 * float(joint[v]) / float(total[v]) if total[v] else 0.0 for name, v in labels.items()}
