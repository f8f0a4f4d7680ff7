"""Judging the segments of a node between the events of a live user interface."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.panel.turns import Turns
from InvertSegLib.review.quality import BodyFrame, SegmentQuality, assess_in_steps
from InvertSegLib.review.steps import Steps, coarse_steps, coarse_volume
from InvertSegLib.scene.layers import Layer, image_to_ras, layers_of
from InvertSegLib.scene.placing import linear_matrix_between
from InvertSegLib.scene.sampling import lies_on, sample
from InvertSegLib.scene.segmentations import content_state
from InvertSegLib.scene.volumes import volume_of_node, volume_state
from InvertSegLib.session.signal import Signal
from InvertSegLib.volume.volume import Volume

# On so many voxels each look at a segment takes a few milliseconds, and finding the body some 20.
_MOST_JUDGED = 1 << 19


class QualityJudge:
    """Knows the quality of one node's segments, see `review.quality`, once they are judged.

    Attributes:
        changed: emitted without arguments when all that are to be judged are.
        qualities: segment ID to what can be told of it.
    """

    def __init__(self) -> None:
        self.changed = Signal()
        self.qualities: dict[str, SegmentQuality] = {}
        self._node: Any = None
        self._state: object = None
        self._scan: object = None
        self._body: tuple[object, BodyFrame | None] = (None, None)
        self._turns = Turns()

    @property
    def busy(self) -> bool:
        """Whether segments are being judged."""
        return self._turns.busy

    def judge(self, node: Any, volume_node: Any, edited: Collection[str]) -> None:
        """Judge the segments of a node; those that nobody has touched since are not judged again.

        Args:
            node: vtkMRMLSegmentationNode; None for none.
            volume_node: the scan that it was made from; None where that is gone, and then neither sides nor
                the overlap with the body are judged.
            edited: IDs of segments that people have worked on: what the network said of them counts no more.
        """
        scan = (volume_node, volume_state(volume_node)) if volume_node is not None else ()
        state = (node, content_state(node), scan, frozenset(edited)) if node is not None else None
        if state == self._state:
            return
        if node is not self._node:
            self.qualities = {}
        self._node, self._scan, self._state = node, scan, state
        self._turns.stop()
        if node is not None:
            self._turns.begin(self._steps(node, volume_node, edited))

    def stop(self) -> None:
        """Leave off; the next `judge` begins again where it was not done."""
        if self._turns.busy:
            self._turns.stop()
            self._state = None

    # ------------------------------------------------------------------ inside

    def _steps(self, node: Any, volume_node: Any, edited: Collection[str]) -> Iterator[None]:
        volume = _volume_in_space_of(node, volume_node)
        found: dict[str, SegmentQuality] = {}
        for layer in layers_of(node):
            if not layer.voxels.size:
                continue
            yield from self._steps_of_layer(node, layer, volume, edited, found)
        self.qualities = found
        self._turns.stop()
        self.changed.emit()

    def _steps_of_layer(
        self,
        node: Any,
        layer: Layer,
        volume: Volume | None,
        edited: Collection[str],
        found: dict[str, SegmentQuality],
    ) -> Iterator[None]:
        on_volume = volume is not None and lies_on(layer, volume.ijk_to_ras)
        shape = volume.voxels.shape if on_volume else layer.voxels.shape
        matrix = volume.ijk_to_ras if on_volume else image_to_ras(layer.image)
        spacing = tuple(np.linalg.norm(matrix[:3, :3], axis=0).tolist())
        steps = coarse_steps(shape, spacing, _MOST_JUDGED)
        yield
        body = (yield from self._body_of(volume, steps)) if on_volume else None
        yield
        sampled = sample(node, layer, steps, (shape, matrix) if on_volume else None)
        ids = {value: identifier for identifier, value in layer.labels.items()}
        untouched = {structure.name for value, structure in sampled.table.items() if ids[value] not in edited}
        sampled = replace(
            sampled,
            confidence=_of(sampled.confidence, untouched),
            disagreement=_of(sampled.disagreement, untouched),
        )
        yield
        for quality in assess_in_steps(sampled, body):
            found[ids[quality.label]] = quality
            yield

    def _body_of(self, volume: Volume, steps: Steps) -> Generator[None, None, BodyFrame | None]:
        """Where the patient is; found once for each volume."""
        known = (self._scan, steps)
        if self._body[0] != known:
            coarse = coarse_volume(volume, steps)
            # Voxels that lie far apart in memory are slow to come by: once is enough.
            coarse = coarse.with_voxels(np.ascontiguousarray(coarse.voxels))
            yield
            try:
                self._body = (known, BodyFrame.of(coarse))
            except InputError:
                self._body = (known, None)  # a volume that is no scan; the rest can be judged
        return self._body[1]


def _of(numbers: Mapping[str, float], names: Collection[str]) -> dict[str, float]:
    return {name: number for name, number in numbers.items() if name in names}


def _volume_in_space_of(node: Any, volume_node: Any) -> Volume | None:
    """The scan, None where it is not in one space with the segmentation node."""
    if volume_node is None or volume_node.GetImageData() is None:
        return None
    matrix = linear_matrix_between(node, volume_node)
    if matrix is None or not np.allclose(matrix, np.eye(4), atol=1e-6):
        return None
    try:
        return volume_of_node(volume_node)
    except InputError:
        return None
