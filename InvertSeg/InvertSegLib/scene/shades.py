"""How intensities are shown so that the picture is what a network would be given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.background import body_threshold
from InvertSegLib.inversion.calibrate import BODY_PERCENTILES
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.negative import Negative, nothing_left
from InvertSegLib.inversion.parameters import (
    PUBLISHED_CLIP,
    BackgroundRule,
    InversionParameters,
    Mapping,
)

# The body's threshold is looked for on about this many voxels along each axis.
_BODY_SAMPLES = 64


@dataclass(frozen=True)
class Shades:
    """Grey levels for a volume's own intensities.

    Attributes:
        low: intensity at one end of the grey levels.
        high: intensity at the other end.
        inverted: whether `high` is black.
        tone: exponent of the tone curve, 1 for a straight line.
        background_up_to: intensities up to this one are background; None where nothing is.
        exact: whether the background is that of the computed volume.
    """

    low: float
    high: float
    inverted: bool
    tone: float = 1.0
    background_up_to: float | None = None
    exact: bool = True

    def levels(self, intensities: np.ndarray) -> np.ndarray:
        """Brightness 0..1 of intensities."""
        share = np.clip((intensities - self.low) / max(self.high - self.low, 1e-6), 0, 1)
        return (1 - share if self.inverted else share) ** self.tone


def shades_of(
    parameters: InversionParameters, histogram: IntensityHistogram, body_level: float | None = None
) -> Shades:
    """The grey levels that show a volume as `invert` would compute it.

    Args:
        parameters: how it would be inverted.
        histogram: of the volume.
        body_level: threshold of `sampled_body_level`, for the background rule `body`.

    Raises:
        InputError: nothing is left by the clip range, or all intensities are the same.
    """
    low, high = histogram.minimum, histogram.maximum
    if parameters.mapping is Mapping.NONE:
        return Shades(low, high, inverted=False)
    clip = parameters.clip
    if parameters.mapping is Mapping.PUBLISHED:
        clip = clip or PUBLISHED_CLIP
    if clip and (high <= clip[0] or low >= clip[1]):
        raise nothing_left(histogram.extent, clip)
    clipped = Negative.unclipped(histogram.extent)
    if clip and not (
        parameters.mapping is Mapping.CALIBRATED and parameters.background is BackgroundRule.BODY
    ):
        clipped = Negative.for_range(clip, histogram.extent, histogram.dtype)
    background = _background(parameters, histogram, clipped, body_level)
    exact = parameters.background is not BackgroundRule.BODY
    if parameters.mapping is Mapping.CALIBRATED:
        low, high = clip or _range_of_kept(histogram, background)
        return Shades(low, high, parameters.inverted, parameters.tone, background, exact)
    low, high = float(clipped.minimum), float(clipped.maximum)
    return Shades(low, high, parameters.inverted, 1.0, background, exact)


def shades_of_result(voxels: np.ndarray, parameters: InversionParameters) -> tuple[float, float]:
    """Window and level for a computed volume: what a network is given, from black to white."""
    if parameters.mapping is Mapping.CALIBRATED:
        low, high = parameters.window
    else:
        low, high = float(voxels.min()), float(voxels.max())
    return max(high - low, 1e-6), (low + high) / 2


def sampled_body_level(voxels: np.ndarray) -> float:
    """The intensity that parts air from tissue, from every few voxels; close to that of `find_body`.

    Args:
        voxels: array of shape (K, J, I).
    """
    steps = tuple(slice(None, None, max(1, n // _BODY_SAMPLES)) for n in voxels.shape)
    sample = voxels[steps].astype(np.result_type(voxels.dtype, np.float32))
    sample = sample[np.isfinite(sample)]
    if sample.size == 0:
        raise InputError("The volume holds no number where it was looked at.", "Choose the scan itself.")
    return body_threshold(sample)


def _background(
    parameters: InversionParameters,
    histogram: IntensityHistogram,
    clipped: Negative,
    body_level: float | None,
) -> float | None:
    """The brightest intensity that is background."""
    rule, percent = parameters.background, parameters.background_percent
    low, high = float(clipped.minimum), float(clipped.maximum)
    if rule is BackgroundRule.RANGE:
        # maximum - x + minimum >= threshold, solved for x.
        return high + low - float(clipped.threshold(percent))
    if rule is BackgroundRule.PERCENTILE:
        return min(max(histogram.percentile(percent), low), high)
    return body_level if rule is BackgroundRule.BODY else None


def _range_of_kept(histogram: IntensityHistogram, background: float | None) -> tuple[float, float]:
    """The 2nd and 98th percentile of what is not background."""
    below = 0.0 if background is None else 100 * histogram.fraction_below(np.nextafter(background, np.inf))
    low, high = (histogram.percentile(below + (100 - below) * p / 100) for p in BODY_PERCENTILES)
    if low == high:
        low, high = histogram.percentile(below), histogram.maximum
    if low == high:
        raise InputError(
            f"All that is not background has the same intensity, {low:g}, and shows no tissue.",
            "Choose the scan itself (this may be a mask), or another background rule.",
        )
    return low, high
