"""The mean of a network's class probabilities over several inversions of one volume, in little memory.

Held are the sum over the settings so far, in half precision, and of each setting only its labels. So beside
the output of the run under way (classes x voxels of the network's grid, which one run takes as well), an
ensemble takes as much once more, however many settings it has. Torch is imported inside the functions only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from InvertSegLib.engines.ensemble import disagreement
from InvertSegLib.errors import EngineError, Failure

# Numbers in single precision that are worked on at a time.
_AT_A_TIME = 2**24
# The smallest number above 0 in half precision.
_SMALLEST = 2.0**-24


class MeanProbabilities:
    """Sums up probabilities, setting by setting.

    Args:
        labels: label value to name of the structures that were asked for; the disagreement is about these.
        background_weight: the background's mean probability is multiplied by this.
        region_order: None for classes that exclude one another, the first being the background. For regions
            that overlap, the label of each, in the order in which they are painted over one another.

    Attributes:
        own: the labels (z, y, x) that each setting would give by itself.
    """

    def __init__(
        self,
        labels: Mapping[int, str],
        background_weight: float = 1.0,
        region_order: Sequence[int] | None = None,
    ) -> None:
        self._labels = labels
        self._weight = background_weight
        self._order = None if region_order is None else [int(label) for label in region_order]
        self._sum: Any = None
        self._squares: Any = None
        self.own: list[np.ndarray] = []

    def add(self, channels: Any, activate: Callable[[Any], Any]) -> None:
        """Add one setting's.

        Args:
            channels: the network's output, tensor (classes or regions, z, y, x); not changed.
            activate: makes probabilities of part of it, in single precision.

        Raises:
            EngineError: unsupported_model when the setting before had another grid.
        """
        import torch

        if self._sum is None:
            self._begin(channels)
        if channels.shape != self._sum.shape:
            sentence = "The network's own preprocessing gives each setting an image of another size."
            raise EngineError(Failure("unsupported_model", sentence, "Run it without an ensemble."))
        highest = max(self._order or (len(channels) - 1,))
        own = np.empty(tuple(channels.shape[1:]), np.uint8 if highest < 256 else np.uint16)
        with torch.no_grad():
            for part in _parts(channels):
                probabilities = activate(channels[:, part].to(self._sum.device).float())
                self._sum[:, part] += probabilities
                self._squares[:, part] += self._squared(probabilities)
                own[part] = self._decide(probabilities).cpu().numpy()
        self.own.append(own)

    def mean(self, part: slice = slice(None)) -> Any:
        """Mean probabilities of some slices, in single precision, the background's with its weight.

        With a weight below 1 those of one voxel add up to less than 1.
        """
        mean = self._plain_mean(part)
        if self._order is None:
            mean[0] *= self._weight
        elif self._weight != 1:
            mean /= mean + self._weight * (1 - mean)
        return mean

    def logits(self) -> Any:
        """The tensor (classes, z, y, x) whose softmax (sigmoid for regions) is the mean, in half precision.

        It takes the memory of the sum: this is the end.
        """
        import torch

        with torch.no_grad():
            for part in _parts(self._sum):
                mean = self.mean(part).clamp_(_SMALLEST, 1)
                logits = mean.log() if self._order is None else torch.logit(mean, eps=_SMALLEST)
                self._sum[:, part] = logits
        found, self._sum = self._sum, None
        return found

    def uncertainty(self) -> Any:
        """How much the settings disagree about each voxel, tensor (z, y, x) in single precision, 0..1.

        To be asked before `logits`.
        """
        import torch

        count = len(self.own)
        with torch.no_grad():
            found = torch.empty_like(self._squares[0])
            for part in _parts(self._sum):
                squares = self._squared(self._plain_mean(part))
                variance = self._squares[:, part] / count - squares
                found[part] = variance.amax(dim=0) * (count / (count - 1))
        return found.clamp_(0, 1)

    def disagreement(self) -> dict[str, float]:
        """Structure name to how much the settings' own labels differ, see `ensemble.disagreement`."""
        return disagreement(self.own, self._labels)

    def _begin(self, channels: Any) -> None:
        """Have memory for the sums; the processor's where a GPU has no more."""
        import torch

        regions = 1 if self._order is None else len(channels)
        for device in (channels.device, torch.device("cpu")):
            try:
                self._sum = torch.zeros(channels.shape, dtype=torch.half, device=device)
                self._squares = torch.zeros((regions, *channels.shape[1:]), device=device)
            except torch.cuda.OutOfMemoryError:
                continue
            return

    def _plain_mean(self, part: slice) -> Any:
        return self._sum[:, part].float() / len(self.own)

    def _squared(self, probabilities: Any) -> Any:
        """Sum of the squared probabilities of all classes; those that nobody asked for count as one."""
        import torch

        if self._order is not None:  # each region, and what is not of it
            return probabilities.square() + (1 - probabilities).square()
        index = torch.tensor(sorted(self._labels), dtype=torch.long, device=probabilities.device)
        wanted = probabilities[index]
        return (wanted.square().sum(0) + (1 - wanted.sum(0)).square())[None]

    def _decide(self, probabilities: Any) -> Any:
        """The labels that this setting alone would give."""
        import torch

        if self._order is None:
            probabilities[0] *= self._weight
            return probabilities.argmax(0)
        chosen = torch.zeros(probabilities.shape[1:], dtype=torch.int16, device=probabilities.device)
        threshold = self._weight / (1 + self._weight)
        for label, probability in zip(self._order, probabilities, strict=True):
            chosen.masked_fill_(probability > threshold, label)
        return chosen


def _parts(channels: Any) -> list[slice]:
    """Slices of a tensor (classes, z, y, x) along z, each of which takes little memory."""
    step = max(1, _AT_A_TIME // max(1, len(channels) * math.prod(channels.shape[2:])))
    return [slice(start, start + step) for start in range(0, channels.shape[1], step)]
