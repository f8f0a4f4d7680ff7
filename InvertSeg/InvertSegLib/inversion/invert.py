"""Turn a volume's intensities around: the step that lets a CT-trained network read T1-weighted MRI."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.calibrate import BODY_PERCENTILES, Calibration
from InvertSegLib.inversion.histogram import IntensityHistogram
from InvertSegLib.inversion.keep import Keep, keep_rule
from InvertSegLib.inversion.negative import Negative, nothing_left
from InvertSegLib.inversion.parameters import (
    AIR_HU,
    PUBLISHED_CLIP,
    BackgroundRule,
    InversionParameters,
    Mapping,
)
from InvertSegLib.inversion.selection import percentiles
from InvertSegLib.inversion.slabs import Extent, extent_of, slabs
from InvertSegLib.inversion.wrapped import WrappedNegative


def invert(
    voxels: np.ndarray,
    parameters: InversionParameters,
    *,
    histogram: IntensityHistogram | None = None,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Invert a volume's intensities.

    The mapping `published` with the background rule `range` equals the authors' code voxel for voxel,
    in the input's data type: clip to [0, 3000]; M, m = maximum, minimum after the clip; M - x + m; from
    (M - m) * 0.99 + m on it becomes 0 (Haentze et al., arXiv 2405.03713, equation 1 as it was coded).

    Works slab by slab, so that beside the result it needs the memory of a few slices only, whatever the
    rule and the mapping.

    Voxels that are NaN or infinite are left out of every statistic and become background.

    Args:
        voxels: array of shape (K, J, I), any integer or floating-point type. Not changed, unless it is `out`.
        parameters: what is done; see `InversionParameters` for what each rule and mapping does.
        histogram: of these voxels, where the caller has one; spares looking for their range and percentiles.
        out: array for the result, of the shape of `voxels` and the type that is returned; may be `voxels`.

    Returns:
        Array of the same shape. The input's type (native byte order) for the mappings `published` and
        `none`; int16 Hounsfield units for `calibrated`. Background is 0 when published (or the clip's
        lower bound where that is negative), -1000 HU when calibrated, and the smallest intensity for
        the voxels that are not finite when the mapping is `none`.

    Raises:
        InputError: not a 3D array of real numbers, empty, constant, nothing finite, or nothing left by
            the clip.
        ValueError: `out` has another shape or type.
    """
    extent = _extent(voxels, histogram)
    calibrated = parameters.mapping is Mapping.CALIBRATED
    out = _result(voxels, np.dtype(np.int16) if calibrated else voxels.dtype.newbyteorder("="), out)
    if parameters.mapping is Mapping.NONE:
        return _copy(voxels, out, extent)
    if calibrated:
        return _calibrated(voxels, parameters, extent, histogram, out)
    return _published(voxels, parameters, extent, histogram, out)


def _published(
    voxels: np.ndarray,
    parameters: InversionParameters,
    extent: Extent,
    histogram: IntensityHistogram | None,
    out: np.ndarray,
) -> np.ndarray:
    negative = Negative.for_range(parameters.clip or PUBLISHED_CLIP, extent, out.dtype)
    # 0 as published; darker than all else also where the user's clip range reaches below 0.
    background = min(out.dtype.type(0), negative.minimum)
    change = negative.of if parameters.inverted else negative.clipped
    # The rule of the authors' code can be read off the result, without computing it for the rule once more.
    from_result = (
        parameters.inverted and parameters.background is BackgroundRule.RANGE and not extent.nonfinite
    )
    threshold = negative.threshold(parameters.background_percent)
    wrapped = WrappedNegative.for_threshold(negative, threshold, extent) if from_result else None
    keep = None if from_result else keep_rule(voxels, parameters, negative, extent, histogram)
    for part in slabs(voxels.shape):
        if wrapped:
            wrapped.of(voxels[part], out[part])
            continue
        kept = keep(part) if keep else None  # before the slab is written: it may be the input's own
        piece = change(voxels[part], out=out[part])
        if from_result:
            kept = np.less(piece, threshold)
        if kept is None:
            continue
        if background == 0 and not extent.nonfinite:
            piece *= kept  # several times faster than assigning through a mask
        else:
            np.copyto(piece, background, where=~kept)
    return out


def _calibrated(
    voxels: np.ndarray,
    parameters: InversionParameters,
    extent: Extent,
    histogram: IntensityHistogram | None,
    out: np.ndarray,
) -> np.ndarray:
    clip = parameters.clip
    if clip and (extent.maximum <= clip[0] or extent.minimum >= clip[1]):
        raise nothing_left(extent, clip)
    negative = Negative.unclipped(extent)
    if clip and parameters.background in {BackgroundRule.RANGE, BackgroundRule.PERCENTILE}:
        negative = Negative.for_range(clip, extent, voxels.dtype.newbyteorder("="))
    keep = keep_rule(voxels, parameters, negative, extent, histogram)
    low, high = clip or _range_of_kept(voxels, keep, histogram)
    calibration = Calibration.between(low, high, parameters)
    table = calibration.table(voxels.dtype)
    # Half precision is too coarse to compute in, and integers that no table holds need double.
    working = np.result_type(voxels.dtype, np.float32)
    for part in slabs(voxels.shape):
        kept = keep(part) if keep else None
        if table:
            table.look_up(voxels[part], out[part])
        else:
            with np.errstate(invalid="ignore"):  # what is not finite becomes background just below
                out[part] = calibration.hounsfield(voxels[part].astype(working, copy=False)).astype(np.int16)
        if kept is not None:
            np.copyto(out[part], AIR_HU, where=~kept)
    return out


def _range_of_kept(
    voxels: np.ndarray, keep: Keep | None, histogram: IntensityHistogram | None
) -> tuple[float, float]:
    """The 2nd and 98th percentile of what is not background; its extremes where these two are the same."""

    def tissue() -> Iterator[np.ndarray]:
        for part in slabs(voxels.shape):
            yield voxels[part][keep(part)] if keep else voxels[part]

    if keep is None and histogram:
        low, high = (histogram.percentile(percent) for percent in BODY_PERCENTILES)
    else:
        low, high = percentiles(tissue, voxels.dtype, BODY_PERCENTILES)
    if low == high:
        low, high = percentiles(tissue, voxels.dtype, (0, 100))
    if low == high:
        raise InputError(
            f"All that is not background has the same intensity, {low:g}, and shows no tissue.",
            "Choose the scan itself (this may be a mask), or another background rule.",
        )
    return low, high


def _copy(voxels: np.ndarray, out: np.ndarray, extent: Extent) -> np.ndarray:
    if out is not voxels:
        np.copyto(out, voxels)
    if extent.nonfinite:
        for part in slabs(voxels.shape):
            np.copyto(out[part], extent.minimum, where=~np.isfinite(out[part]))
    return out


def _extent(voxels: np.ndarray, histogram: IntensityHistogram | None) -> Extent:
    if histogram is None:
        return extent_of(voxels)
    if histogram.count + histogram.nonfinite != voxels.size or histogram.dtype != voxels.dtype.newbyteorder(
        "="
    ):
        raise ValueError("the histogram is not of these voxels")
    extent = histogram.extent
    return extent_of(voxels) if extent.minimum == extent.maximum or voxels.ndim != 3 else extent


def _result(voxels: np.ndarray, dtype: np.dtype, out: np.ndarray | None) -> np.ndarray:
    if out is None:
        return np.empty(voxels.shape, dtype=dtype)
    if out.shape != voxels.shape or out.dtype != dtype:
        raise ValueError(f"out is {out.dtype} {out.shape}, and must be {dtype} {voxels.shape}")
    return out
