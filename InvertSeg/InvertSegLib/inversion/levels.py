"""Where an inversion cuts a volume's intensities: what a histogram draws and a display shows.

All of it is read off the histogram, so that every slider step costs microseconds, whatever the volume's size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.inversion.background import body_threshold
from InvertSegLib.inversion.calibrate import BODY_PERCENTILES
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.negative import Negative
from InvertSegLib.inversion.parameters import (
    PUBLISHED_CLIP,
    BackgroundRule,
    InversionParameters,
    Mapping,
)

# Quantiles that stand for the voxels where the body's threshold is looked for; they agree with it within 1 %.
_QUANTILES = 2048
# Shown as the whole range of a volume that is left as it is: a few hot voxels would darken all else.
_SHOWN_PERCENTILES = (0.1, 99.9)


@dataclass(frozen=True)
class Levels:
    """Where the intensities are cut.

    Attributes:
        clip: bounds that intensities are clipped to, as chosen or as the mapping has them.
        low: intensity at the dark end of what is left of the volume's range by the clip.
        high: the same at the bright end; above `low`.
        background: intensity up to which voxels are background; None where none are. Exact for the rules
            `range` and `percentile`; for `body` the threshold near the body's surface, approximately.
        inverted: whether `high` becomes dark.
        tone: exponent of the tone curve, 1 for a straight line.
    """

    clip: tuple[float, float]
    low: float
    high: float
    background: float | None
    inverted: bool
    tone: float = 1.0

    def brightness(self, intensities: np.ndarray) -> np.ndarray:
        """How bright intensities become, 0 (darkest, background too) to 1, any shape, float64."""
        u = np.clip((np.asarray(intensities, dtype=np.float64) - self.low) / (self.high - self.low), 0, 1)
        if self.inverted:
            u = 1 - u
        u = u**self.tone
        return u if self.background is None else np.where(intensities <= self.background, 0.0, u)


def levels_of(parameters: InversionParameters, histogram: IntensityHistogram) -> Levels:
    """The levels for a volume.

    Args:
        parameters: how it is inverted.
        histogram: of its voxels; one of a sample will do.

    Raises:
        InputError: nothing is left by the clip range.
    """
    if parameters.mapping is Mapping.NONE:
        shown = tuple(histogram.percentile(percent) for percent in _SHOWN_PERCENTILES)
        low, high = shown if shown[0] < shown[1] else _widened(histogram.minimum, histogram.maximum)
        return Levels((low, high), low, high, None, inverted=False)
    left = _left_by_clip(parameters, histogram)
    background = _background(parameters, histogram, left)
    if parameters.mapping is Mapping.PUBLISHED:
        clip = parameters.clip or PUBLISHED_CLIP
        return Levels(clip, *_widened(*left), background, parameters.inverted)
    clip = parameters.clip or _tissue(histogram, background)
    return Levels(clip, *clip, background, parameters.inverted, parameters.tone)


def percent_at(parameters: InversionParameters, histogram: IntensityHistogram, intensity: float) -> float:
    """The `background_percent` with which the background ends at an intensity, 0 to below 100.

    For the rules `range` and `percentile`; the others have no per cent, and keep theirs.

    Raises:
        InputError: nothing is left by the clip range.
    """
    if parameters.background is BackgroundRule.RANGE:
        low, high = _left_by_clip(parameters, histogram)
        percent = 100 * (intensity - low) / (high - low) if high > low else 0.0
    elif parameters.background is BackgroundRule.PERCENTILE:
        percent = 100 * histogram.fraction_below(intensity)
    else:
        return parameters.background_percent
    return min(max(percent, 0.0), 99.9)


def _left_by_clip(parameters: InversionParameters, histogram: IntensityHistogram) -> tuple[float, float]:
    """Smallest and largest intensity after the clip that the background rule looks at."""
    extent, clip = histogram.extent, parameters.clip
    if parameters.mapping is Mapping.PUBLISHED:
        clip = clip or PUBLISHED_CLIP
    if clip is None:
        return histogram.minimum, histogram.maximum
    negative = Negative.for_range(clip, extent, histogram.dtype)
    return float(negative.minimum), float(negative.maximum)


def _background(
    parameters: InversionParameters, histogram: IntensityHistogram, left: tuple[float, float]
) -> float | None:
    low, high = left
    if parameters.background is BackgroundRule.RANGE:
        return low + (high - low) * parameters.background_percent / 100
    if parameters.background is BackgroundRule.PERCENTILE:
        return min(max(histogram.percentile(parameters.background_percent), low), high)
    if parameters.background is BackgroundRule.BODY:
        return body_threshold(histogram.quantiles(_QUANTILES))
    return None


def _tissue(histogram: IntensityHistogram, background: float | None) -> tuple[float, float]:
    """The calibrated mapping's own clip range: the 2nd to 98th percentile of what is not background."""
    below = 0.0 if background is None else histogram.fraction_below(np.nextafter(background, np.inf))
    low, high = (
        histogram.percentile(min(100.0, 100 * below + percent * (1 - below))) for percent in BODY_PERCENTILES
    )
    return _widened(low, high)


def _widened(low: float, high: float) -> tuple[float, float]:
    """At least one apart, so that there is something to draw."""
    return (low, high) if low < high else (low, low + 1.0)
