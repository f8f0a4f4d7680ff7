"""Counting a volume's intensities between the events of a live user interface."""

from __future__ import annotations

import numpy as np
import qt

from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.progressive import ProgressiveHistogram
from InvertSegLib.session.signal import Signal

# Counting takes the event loop for so long at a time, and then leaves it alone for an instant.
_TURN = 0.012
_PAUSE_MS = 2
# After these shares of the volume the histogram is shown; making it takes up to 30 ms.
_MILESTONES = (1 / 8, 1 / 2, 1.0)


class VolumeReading:
    """The histogram of the chosen volume, as far as it is counted.

    One serves all that asks for it: the histogram's picture, the sliders' ranges, the preview.

    Attributes:
        changed: emitted without arguments when there is more of it, or another volume is read.
        histogram: None until there is a first one.
    """

    def __init__(self) -> None:
        self.changed = Signal()
        self.histogram: IntensityHistogram | None = None
        self._progressive: ProgressiveHistogram | None = None
        self._milestones: list[float] = []
        self._timer = qt.QTimer()
        self._timer.setInterval(_PAUSE_MS)
        self._timer.connect("timeout()", self._advance)

    @property
    def is_done(self) -> bool:
        """Whether all of the volume is counted."""
        return self._progressive is not None and self._progressive.is_done

    @property
    def is_exact(self) -> bool:
        """Whether `histogram` stands for every voxel of the volume, rather than for a sample."""
        return self.is_done and self._progressive is not None and self._progressive.is_exact

    @property
    def fraction(self) -> float:
        """Share of the volume that is counted, 0..1."""
        return self._progressive.fraction if self._progressive else 0.0

    def read(self, voxels: np.ndarray | None) -> None:
        """Begin with other voxels.

        Args:
            voxels: array of shape (K, J, I), not changed; None for no volume.
        """
        self._timer.stop()
        self.histogram, self._progressive = None, None
        if voxels is not None and voxels.size:
            self._progressive = ProgressiveHistogram(voxels)
            self._milestones = list(_MILESTONES)
            self._timer.start()
        self.changed.emit()

    def close(self) -> None:
        """Count no more, and let the voxels go."""
        self._timer.stop()
        self.changed.clear()
        self._progressive = None

    def _advance(self) -> None:
        if self._progressive is None or not self._progressive.advance(_TURN):
            self._timer.stop()
        if self._progressive and self._progressive.fraction >= self._milestones[0]:
            while self._milestones and self._progressive.fraction >= self._milestones[0]:
                self._milestones.pop(0)
            self.histogram = self._progressive.histogram()
            self.changed.emit()
