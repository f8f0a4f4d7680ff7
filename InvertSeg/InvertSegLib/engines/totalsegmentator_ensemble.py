"""TotalSegmentator on several inversions of one volume: the probabilities of its networks are averaged.

The package resamples each inversion as it does any volume; for all but the last it is stopped there, and the
resampled images are kept. With the last one it goes on, and each network that it asks answers with the mean
over all of them, so that only one network's probabilities are in memory at a time. The region that some tasks
crop to is found once, with the first inversion, as all have to lie on the same grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from InvertSegLib.engines.averaging import MeanProbabilities
from InvertSegLib.engines.ensemble import disagreement, quantized
from InvertSegLib.engines.nnunet_labels import on_input_grid
from InvertSegLib.engines.totalsegmentator_run import Network, Run
from InvertSegLib.volume.volume import Volume

# Voxels by which the parts overlap into which the package splits a very large image, along its last axis.
_MARGIN = 20


# Affine and shape, both (i, j, k).
_Grid = tuple[np.ndarray, tuple[int, ...]]


class _CapturedError(Exception):
    """Ends the package's work on an inversion: its images are all that is needed."""


@dataclass
class EnsembleRun(Run):
    """One request with several inversions; `average` sets it up.

    Attributes:
        disagreement: structure name to how much the inversions' own labels differ.
    """

    disagreement: dict[str, float] = field(default_factory=dict)

    def average(self, own: Mapping[int, Mapping[int, str]], count: int, background_weight: float) -> None:
        """Say what is averaged.

        Args:
            own: data set number of each of the task's own networks to its labels by value, the wanted ones.
            count: how many inversions will come.
            background_weight: factor of the background's mean probability.
        """
        self._own = own
        self._count = count
        self._weight = background_weight
        self._inputs: list[dict[str, Any]] = []
        self._regions: list[dict[str, Any]] = []
        self._asked = 0
        # Affine of the last image that was resampled, and affine and shape that it had before.
        self._resampled: tuple[np.ndarray, _Grid] | None = None
        self._grid: _Grid | None = None
        self._uncertainty: np.ndarray | None = None

    def take(self, call_package: Callable[[], np.ndarray]) -> np.ndarray | None:
        """Have the package work on the next inversion; its label map is returned for the last one."""
        self._asked = 0
        try:
            return call_package()
        except _CapturedError:
            return None

    def segment(self, network: Network, images: Mapping[str, Any]) -> dict[str, Any]:
        """The label image of each of the images that the package has split one into, by name."""
        if network.number not in self._own:
            return self._region(network, images)
        if len(self._inputs) < self._count:
            self._inputs.append(dict(images))
            if len(self._inputs) < self._count:
                raise _CapturedError
        means = {name: self._mean(network, name, 1 / len(images)) for name in images}
        self._compare(self._own[network.number], [mean for mean, _ in means.values()])
        found, uncertain = {}, []
        for name, (mean, place) in means.items():
            turned = place[0]
            uncertainty = on_input_grid(network.predictor, mean.uncertainty(), place[1])
            uncertain.append(turned.revert(uncertainty).T)
            found[name] = self.label_image(network, mean.logits(), place, images[name])
        whole = _joined(uncertain)
        affine = next(iter(images.values())).affine
        self._grid = affine, whole.shape
        if self._resampled and np.allclose(self._resampled[0], affine, atol=1e-3):
            self._grid = self._resampled[1]
        self._uncertainty = whole if self._uncertainty is None else np.maximum(self._uncertainty, whole)
        return found

    def resampled(self, before: Any, after: Any) -> None:
        """Note the grid that an image had before it was resampled."""
        self._resampled = after.affine, (before.affine, before.shape)

    def uncertainty_on(self, volume: Volume) -> np.ndarray:
        """How much the inversions disagree about each voxel of a volume, (K, J, I), float16."""
        from scipy import ndimage

        if self._uncertainty is None or self._grid is None:
            return np.zeros(volume.voxels.shape, np.float16)  # nothing was found to crop to
        affine, shape = self._grid
        to_before = np.linalg.inv(affine) @ volume.ijk_to_ras
        # The package resamples from the first voxel's centre to the last one's.
        zoom = [(after - 1) / max(1, n - 1) for after, n in zip(self._uncertainty.shape, shape, strict=True)]
        matrix = np.diag([*zoom, 1.0]) @ to_before
        found = ndimage.affine_transform(
            self._uncertainty.astype(np.float32),
            matrix[:3, :3],
            matrix[:3, 3],
            volume.voxels.shape[::-1],
            order=1,
            mode="grid-constant",  # a rounding error beyond the border changes nothing
        )
        return np.ascontiguousarray(quantized(found.T))

    def _region(self, network: Network, images: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of a network that finds the region to crop to: that to the first inversion."""
        if self._asked == len(self._regions):
            self._regions.append(super().segment(network, images))
        self._asked += 1
        return self._regions[self._asked - 1]

    def _mean(self, network: Network, name: str, share: float) -> tuple[MeanProbabilities, Any]:
        labels = network.predictor.label_manager
        mean = MeanProbabilities(self._own[network.number], self._weight)
        for number, images in enumerate(self._inputs, start=1):
            note = f"setting {number} of {self._count}"
            logits, place = self.run(network, images[name], share, note)
            with self.reporter.stage("averaging"):
                mean.add(logits, labels.apply_inference_nonlin)
        return mean, place

    def _compare(self, labels: Mapping[int, str], parts: list[MeanProbabilities]) -> None:
        own = [np.concatenate([each.ravel() for each in maps]) for maps in zip(*(p.own for p in parts))]  # noqa: B905
        self.disagreement |= disagreement(own, labels)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """Images (I, J, K) of the parts of one, as the package joins their labels."""
    if len(parts) == 1:
        return parts[0]
    first, *inner, last = parts
    cut = [part[:, :, _MARGIN - 1 : -_MARGIN] for part in inner]
    return np.concatenate([first[:, :, :-_MARGIN], *cut, last[:, :, _MARGIN - 1 :]], axis=2)
