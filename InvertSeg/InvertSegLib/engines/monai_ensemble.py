"""A MONAI bundle on several inversions of one volume.

The probabilities are averaged where the bundle chooses labels from them, which for most is on the volume's
own grid, and its remaining steps go on with the mean. Where that grid differs between the inversions (a
bundle that crops, and comes back only with its labels), the labels are counted as votes instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from InvertSegLib.engines.averaging import MeanProbabilities
from InvertSegLib.engines.base import EngineOutput, Inputs, Reporter
from InvertSegLib.engines.ensemble import MemberReporter, by_votes, quantized
from InvertSegLib.engines.monai_run import Found, on_grid, probabilities_of
from InvertSegLib.engines.selection import keep
from InvertSegLib.volume.volume import Volume

# Network's answer to a volume; label map from it, with the channels exchanged on the way.
Predict = Callable[[Volume, Reporter], dict[Any, Any]]
Finish = Callable[[dict[Any, Any], Volume, Callable[[Any], Any]], Found]


def average(
    inputs: Inputs,
    predict: Predict,
    finish: Finish,
    labels: Mapping[int, str],
    background_weight: float,
    reporter: Reporter,
) -> EngineOutput:
    """Run a bundle on each input and put the answers together.

    Args:
        inputs: inversions of one volume.
        predict: the bundle's preprocessing and network.
        finish: its postprocessing, see `monai_run.postprocess`.
        labels: label value to name of the structures that are wanted.
        background_weight: factor of the background's mean probability.
        reporter: told about stages and progress.
    """
    channels = _Channels(labels, background_weight)
    outputs = []
    for number, volume in enumerate(inputs):
        data = predict(volume, MemberReporter(reporter, number, len(inputs)))
        with reporter.stage("averaging"):
            found = finish(dict(data), volume, channels.add)
        # Kept for a vote, should a later setting's grid be another one.
        confidence = {} if channels.all_on_one_grid(number + 1) else found.confidence(labels)
        outputs.append(EngineOutput(keep(found.label_map, labels), labels, confidence))
    with reporter.stage("resampling"):
        if not channels.all_on_one_grid(len(inputs)):
            reporter.log("The bundle's grids differ between the settings: their labels count as votes.")
            return by_votes(outputs, background_weight)
        uncertainty = on_grid(channels.uncertainty(), volume, "bilinear")[0].cpu().numpy()
        found = finish(data, volume, channels.exchanged)
    return EngineOutput(
        keep(found.label_map, labels),
        labels,
        found.confidence(labels),
        "probabilities",
        np.ascontiguousarray(quantized(uncertainty.transpose(2, 1, 0))),
        channels.mean.disagreement(),
    )


class _Channels:
    """The mean of what a bundle chooses its labels from."""

    def __init__(self, labels: Mapping[int, str], background_weight: float) -> None:
        self._labels = labels
        self._weight = background_weight
        self._affine: Any = None
        self._is_raw = False
        self._added = 0
        self.mean: Any = None

    def add(self, channels: Any) -> Any:
        """Add one setting's channels, tensor (C, X, Y, Z), and give them back unchanged."""
        probabilities = probabilities_of(channels)
        if self.mean is None:
            # One channel is told from the background by a threshold.
            order = list(self._labels) if len(channels) == 1 else None
            self.mean = MeanProbabilities(self._labels, self._weight, order)
            self._affine, self._shape = _affine_of(channels), channels.shape
        if self._shape == channels.shape and np.allclose(self._affine, _affine_of(channels), atol=1e-3):
            self.mean.add(probabilities, lambda part: part)
            self._is_raw = bool((channels.min() < 0) | (channels.max() > 1 + 1e-3))
            self._added += 1
        return channels

    def all_on_one_grid(self, count: int) -> bool:
        """Whether the channels of all settings could be added."""
        return self._added == count

    def uncertainty(self) -> Any:
        """See `MeanProbabilities.uncertainty`; tensor (1, X, Y, Z) with its affine."""
        from monai.data import MetaTensor

        return MetaTensor(self.mean.uncertainty()[None], affine=self._affine)

    def exchanged(self, channels: Any) -> Any:
        """The mean in place of the last setting's channels, of the kind that they are."""
        mean = self.mean.logits().float() if self._is_raw else self.mean.mean()
        exchanged = channels.clone()
        exchanged[...] = mean
        return exchanged


def _affine_of(channels: Any) -> Any:
    import torch

    affine = getattr(channels, "affine", None)
    return torch.eye(4) if affine is None else affine.cpu()
