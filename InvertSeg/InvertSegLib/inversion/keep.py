"""Which voxels are not background, slab by slab, for each of the background rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from InvertSegLib.inversion.background import find_body
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.negative import Negative
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters
from InvertSegLib.inversion.selection import percentiles
from InvertSegLib.inversion.slabs import Extent, own_floor, slabs

# Given a range of slices, a boolean array that is True where a voxel is kept.
Keep = Callable[[slice], np.ndarray]


def keep_rule(
    voxels: np.ndarray,
    parameters: InversionParameters,
    negative: Negative,
    extent: Extent,
    histogram: IntensityHistogram | None,
) -> Keep | None:
    """What is kept of the voxels; None where everything is.

    Args:
        voxels: array of shape (K, J, I).
        parameters: the background rule and its per cent.
        negative: clip and negative of these voxels.
        extent: range of the finite voxels.
        histogram: of these voxels, where there is one.
    """
    rule = parameters.background
    keep: Keep | None = None
    if rule is BackgroundRule.RANGE:
        keep = _above_share_of_range(voxels, negative, parameters.background_percent)
    elif rule is BackgroundRule.PERCENTILE:
        percent = parameters.background_percent
        keep = _above_percentile(voxels, negative, _percentile(voxels, percent, histogram))
    elif rule is BackgroundRule.BODY:
        body = find_body(voxels, float(extent.minimum))

        def keep(part: slice) -> np.ndarray:
            return body.mask(voxels, part)

    return _finite_only(voxels, keep) if extent.nonfinite else keep


def _percentile(voxels: np.ndarray, percent: float, histogram: IntensityHistogram | None) -> float:
    if histogram:
        return histogram.percentile(percent)
    return percentiles(lambda: (voxels[part] for part in slabs(voxels.shape)), voxels.dtype, [percent])[0]


def _above_share_of_range(voxels: np.ndarray, negative: Negative, percent: float) -> Keep:
    threshold = negative.threshold(percent)

    def keep(part: slice) -> np.ndarray:
        return np.less(negative.of(voxels[part]), threshold)

    return keep


def _above_percentile(voxels: np.ndarray, negative: Negative, percentile: float) -> Keep:
    # The percentile of the clipped voxels is the clipped percentile. Compared in the voxels' own type,
    # which is many times faster: the largest of its numbers that is not above the percentile parts
    # the voxels in the same way.
    limit = own_floor(min(max(percentile, float(negative.low)), float(negative.high)), voxels.dtype)

    def keep(part: slice) -> np.ndarray:
        return np.greater(negative.clipped(voxels[part]), limit)

    return keep


def _finite_only(voxels: np.ndarray, keep: Keep | None) -> Keep:
    def finite(part: slice) -> np.ndarray:
        mask = np.isfinite(voxels[part])
        if keep is not None:
            mask &= keep(part)
        return mask

    return finite
