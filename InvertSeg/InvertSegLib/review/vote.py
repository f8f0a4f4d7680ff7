"""One segmentation out of several of the same patient: weighted majority, structure by structure."""

from __future__ import annotations

from collections.abc import Generator, Mapping

import numpy as np
from scipy import ndimage

from InvertSegLib.labels.segmentation import Segmentation

_MAJORITY = 0.5

Weights = Mapping[str, Mapping[str, float]]


def vote_in_steps(
    segmentations: Mapping[str, Segmentation], weights: Weights
) -> Generator[None, None, np.ndarray]:
    """What the settings say together: each structure where a weighted majority has it.

    A generator, for hosts that must not wait: it yields after each look at one structure in one result.

    Args:
        segmentations: setting to its result, all on one grid and with one label table.
        weights: structure name to setting to weight, see `ranking.Ranking.weights`.

    Returns:
        Label map (K, J, I) in the type of the first one. Where two structures have a majority, which their
        different weights make possible, the larger one wins. Besides the label maps it takes 5 bytes a voxel,
        and 4 a voxel of the box that is looked at.
    """
    first = next(iter(segmentations.values()))
    result = np.zeros_like(first.label_map)
    best = np.full(result.shape, _MAJORITY, np.float32)
    boxes = {}
    for name, segmentation in segmentations.items():
        boxes[name] = ndimage.find_objects(segmentation.label_map, max(first.table, default=0))
        yield
    for value, structure in first.table.items():
        voters = {
            name: weight
            for name, weight in weights[structure.name].items()
            if weight > 0 and boxes[name][value - 1] is not None
        }
        if not voters:
            continue
        box = _around([boxes[name][value - 1] for name in voters])
        share = np.zeros(result[box].shape, np.float32)
        for name, weight in voters.items():
            share[segmentations[name].label_map[box] == value] += np.float32(weight)
            yield
        wins = share > best[box]
        result[box][wins] = value
        best[box][wins] = share[wins]
    return result


def _around(boxes: list[tuple[slice, ...]]) -> tuple[slice, ...]:
    return tuple(
        slice(min(part.start for part in parts), max(part.stop for part in parts))
        for parts in zip(*boxes, strict=True)
    )
