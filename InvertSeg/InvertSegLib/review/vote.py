"""One segmentation out of several of the same patient: weighted majority, structure by structure."""

from __future__ import annotations

from collections.abc import Generator, Mapping

import numpy as np
from scipy import ndimage

from InvertSegLib.inversion.slabs import slabs
from InvertSegLib.labels.segmentation import Segmentation

_MAJORITY = 0.5

Box = tuple[slice, ...]
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
    # Fresh zeros cost nothing until they are touched, which happens box by box.
    result = np.zeros(first.label_map.shape, first.label_map.dtype)
    lead = np.zeros(result.shape, np.float32)  # of the winner over half of the votes
    boxes = {}
    for name, segmentation in segmentations.items():
        boxes[name] = yield from _boxes(segmentation.label_map, max(first.table, default=0))
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
            has_it = segmentations[name].label_map[box] == value
            np.add(share, np.float32(weight), out=share, where=has_it)
            yield
        share -= np.float32(_MAJORITY)
        wins = share > lead[box]
        yield
        np.copyto(result[box], value, where=wins)
        np.maximum(lead[box], share, out=lead[box])
        yield
    return result


def _boxes(label_map: np.ndarray, highest: int) -> Generator[None, None, list[Box | None]]:
    """The box of each label, None for those that no voxel has; a slab of slices at a time."""
    boxes: list[Box | None] = [None] * highest
    for part in slabs(label_map.shape):
        for number, found in enumerate(ndimage.find_objects(label_map[part], highest)):
            if found is not None:
                shifted = (slice(found[0].start + part.start, found[0].stop + part.start), *found[1:])
                known = boxes[number]
                boxes[number] = shifted if known is None else _around([known, shifted])
        yield
    return boxes


def _around(boxes: list[Box]) -> Box:
    return tuple(
        slice(min(part.start for part in parts), max(part.stop for part in parts))
        for parts in zip(*boxes, strict=True)
    )
