"""Where the patient is: a mask that noise, hot voxels and dark organs do not disturb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from InvertSegLib.inversion.slabs import extent_of, own_floor, slabs

# The body's shape is found on a grid of about this many samples along each axis: fast, and the mean of
# several voxels is less noisy than each. Its surface is then drawn at full resolution.
_COARSE_SAMPLES = 128
_BINS = 512
# Share of Otsu's threshold that is taken. Otsu cuts halfway between the classes' means, and coils reach the
# far side of the body weakly: on 12 abdominal series (T1 in and out of phase, fat-suppressed T2) the whole
# threshold loses up to 0.15 % of the voxels that experts gave to liver, kidneys and spleen, 0.7 of it
# less than 0.02 %; half of it takes in ghosts and noise.
_SHARE_OF_OTSU = 0.7
_LARGEST_SHARE_OF_EDGE = 0.25
_SEPARABILITY_OF_TWO = 0.85
_SMALLEST_CLASS = 0.1
_IN_PLANE = np.zeros((3, 3, 3), dtype=bool)
_IN_PLANE[1] = ndimage.generate_binary_structure(2, 1)
_IN_SPACE = ndimage.generate_binary_structure(3, 1)


def body_mask(voxels: np.ndarray) -> np.ndarray:
    """The body in a volume.

    Threshold (see `body_threshold`), thin bridges of noise cut, largest connected component, holes
    filled slice by slice, so that lungs, bowel gas and vessels belong to the body however dark they are.
    On more than 128 samples along an axis the shape comes from a coarser grid; a voxel less than one
    sample from its surface then belongs to the body when it is above the threshold itself.

    Args:
        voxels: array of shape (K, J, I); voxels that are not finite count as dark.

    Returns:
        Boolean array of the same shape.

    Raises:
        InputError: the voxels are no scan (see `extent_of`).
    """
    body = find_body(voxels, float(extent_of(voxels).minimum))
    mask = np.empty(voxels.shape, dtype=bool)
    for part in slabs(voxels.shape):
        mask[part] = body.mask(voxels, part)
    return mask


@dataclass(frozen=True, eq=False)
class Body:
    """A body mask that is drawn where it is asked for, so that the whole of it is never in memory.

    Attributes:
        threshold: intensity above which a voxel near the surface belongs to the body.
        inside: coarse grid, samples that are body to their last voxel.
        near: coarse grid, samples that may hold body.
        steps: voxels of a sample along k, j, i.
    """

    threshold: float
    inside: np.ndarray
    near: np.ndarray
    steps: tuple[int, int, int]

    def mask(self, voxels: np.ndarray, part: slice) -> np.ndarray:
        """The mask for a range of slices of the volume that the body was found in."""
        if self.steps == (1, 1, 1):
            return self.inside[part]
        mask = np.empty(voxels[part].shape, dtype=bool)
        threshold = own_floor(self.threshold, voxels.dtype)  # comparing across types takes a conversion
        for row, k in enumerate(range(part.start, part.stop)):
            np.greater(voxels[k], threshold, out=mask[row])  # False for NaN
            mask[row] &= self._stretched(self.near, k, voxels.shape)
            mask[row] |= self._stretched(self.inside, k, voxels.shape)
        return mask

    def _stretched(self, grid: np.ndarray, k: int, shape: tuple[int, ...]) -> np.ndarray:
        rows = grid[k // self.steps[0]].repeat(self.steps[2], axis=1)[:, : shape[2]]
        return rows.repeat(self.steps[1], axis=0)[: shape[1]]


def find_body(voxels: np.ndarray, darkest: float) -> Body:
    """Find the body; see `body_mask`.

    Args:
        voxels: array of shape (K, J, I).
        darkest: intensity that voxels count for which are not finite: the smallest one that is.
    """
    in_plane = -(-max(voxels.shape[1:]) // _COARSE_SAMPLES)
    steps = (-(-voxels.shape[0] // _COARSE_SAMPLES), in_plane, in_plane)
    grid = _coarse(voxels, steps, darkest)
    threshold = body_threshold(grid)
    body = _filled(_largest_component(grid > threshold))
    lower = dim_body_threshold(grid)
    if lower is not None:
        wider = _filled(_largest_component(grid > lower))
        # A region of noise beside zeros that fill the corners parts from them as dim tissue does from noise,
        # but reaches the edges of the slices, where a body hardly does.
        if _share_of_edge(wider) <= max(_LARGEST_SHARE_OF_EDGE, 1.5 * _share_of_edge(body)):
            threshold, body = lower, wider
    if steps == (1, 1, 1):
        return Body(threshold, body, body, steps)
    # Between two coarse slices the body may end as well as between two coarse voxels of a slice.
    axes = (1, 2) if steps[0] == 1 else (0, 1, 2)
    return Body(threshold, ~_grown(~body, axes), _grown(body, axes), steps)


def body_threshold(intensities: np.ndarray) -> float:
    """The intensity that parts air from tissue.

    0.7 of Otsu's threshold on the square root of the intensities, clipped at their 99th percentile. Otsu
    parts two classes of like spread, and the magnitudes of MRI have nothing of the kind: air is narrow,
    tissue wide, with a long tail of fat, vessels or fluid. On plain intensities the threshold therefore lands
    among the tissues wherever a few are very bright (fat-suppressed T2); the root evens the spreads
    out up to about ten times the other tissues' brightness, and the clip keeps hot voxels from counting.

    Args:
        intensities: array of any shape, finite.

    Returns:
        The threshold; lower than all intensities where these cannot be told apart.
    """
    dark, roots = _roots(intensities)
    found, _ = _otsu(roots)
    if found is None:
        return float(np.nextafter(intensities.min(), -np.inf))
    return float(dark + _SHARE_OF_OTSU * found**2)


def dim_body_threshold(intensities: np.ndarray) -> float | None:
    """The threshold between air and tissue where a part of the tissue is as dim as fat that is suppressed.

    Then bright organs part from all the rest, and Otsu's threshold lands between the two. The sign of it is
    that the dark class itself falls into two. Otsu's separability tells: on 13 abdominal series (T1 in and
    out of phase, fat-suppressed T2) the dark class is noise and ghosts and has 0.6 to 0.81; with dim fat and
    muscle in it (synthetic T2) it has 0.87 to 0.97.

    Args:
        intensities: array of any shape, finite.

    Returns:
        The threshold, None where the dark class is air alone.
    """
    dark, roots = _roots(intensities)
    first, _ = _otsu(roots)
    if first is None:
        return None
    rest = roots[roots <= first]
    second, separability = _otsu(rest)
    if second is None or separability < _SEPARABILITY_OF_TWO or (rest > second).mean() < _SMALLEST_CLASS:
        return None
    return float(dark + _SHARE_OF_OTSU * second**2)


def _roots(intensities: np.ndarray) -> tuple[float, np.ndarray]:
    """The darkest intensity that counts, and the square roots above it, clipped; see `body_threshold`."""
    low, high = np.percentile(intensities, (1, 99))
    dark = min(float(low), 0.0)  # magnitudes start at 0, whatever the darkest voxel; shifted data do not
    if high <= dark:
        high = float(intensities.max())
    return dark, np.sqrt(np.clip(intensities, dark, high) - dark)


def _otsu(values: np.ndarray) -> tuple[float | None, float]:
    """Otsu's threshold, and the share of the variance that lies between its classes (his separability)."""
    if values.size == 0:
        return None, 0.0
    counts, edges = np.histogram(values, _BINS)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    sum_below = np.cumsum(counts * centres)[:-1]
    above, total = values.size - below, float((counts * centres).sum())
    apart = (below > 0) & (above > 0)
    if not apart.any():
        return None, 0.0
    below, above, sum_below = below[apart], above[apart], sum_below[apart]
    between = below * above * (sum_below / below - (total - sum_below) / above) ** 2
    # The middle of the best range: between two well-parted classes a whole range of thresholds is best.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    mean = total / values.size
    variance = float((counts * (centres - mean) ** 2).sum()) / values.size
    share = float(between.max()) / values.size**2 / variance if variance > 0 else 0.0
    return float(edges[1:-1][apart][best].mean()), share


def _share_of_edge(mask: np.ndarray) -> float:
    """Share of the voxels on the edges of the slices that belong to the mask."""
    edges = np.concatenate([mask[:, edge].ravel() for edge in (0, -1)]
                           + [mask[:, :, edge].ravel() for edge in (0, -1)])  # fmt: skip
    return float(edges.mean())


def _coarse(voxels: np.ndarray, steps: tuple[int, int, int], darkest: float) -> np.ndarray:
    """Means over the in-plane blocks of every steps[0]-th slice, floating point."""
    step_k, step_j, step_i = steps
    count_k, count_j, count_i = (-(-n // step) for n, step in zip(voxels.shape, steps, strict=True))
    kind = np.result_type(voxels.dtype, np.float32)
    grid = np.empty((count_k, count_j, count_i), dtype=kind)
    starts_j, starts_i = np.arange(count_j) * step_j, np.arange(count_i) * step_i
    sizes_j = np.diff(np.append(starts_j, voxels.shape[1])).astype(kind)
    sizes_i = np.diff(np.append(starts_i, voxels.shape[2])).astype(kind)
    for k in range(count_k):
        plane = voxels[min(k * step_k + step_k // 2, voxels.shape[0] - 1)].astype(kind)
        if voxels.dtype.kind == "f" and not (finite := np.isfinite(plane)).all():
            plane[~finite] = darkest
        if step_j > 1 or step_i > 1:
            rows = np.add.reduceat(plane, starts_j, axis=0) / sizes_j[:, None]
            plane = np.add.reduceat(rows, starts_i, axis=1) / sizes_i
        grid[k] = plane
    return grid


def _largest_component(mask: np.ndarray) -> np.ndarray:
    """The largest part that hangs together by more than single samples; all of an empty mask."""
    opened = _grown(~_grown(~mask))
    # A body of single samples' width is better than none.
    core = opened if opened.any() else mask
    components, number = ndimage.label(core, _IN_SPACE)
    if number == 0:
        return np.ones_like(mask)
    sizes = np.bincount(components.ravel())
    sizes[0] = 0
    largest = components == sizes.argmax()
    # What the opening took from the surface comes back; the bridges it cut do not.
    return _grown(largest) & mask


def _grown(mask: np.ndarray, axes: tuple[int, ...] = (1, 2)) -> np.ndarray:
    """By the direct neighbours along some axes; many times faster than scipy's dilation."""
    grown = mask.copy()
    for axis in axes:
        source, target = np.moveaxis(mask, axis, 0), np.moveaxis(grown, axis, 0)
        target[1:] |= source[:-1]
        target[:-1] |= source[1:]
    return grown


def _filled(mask: np.ndarray) -> np.ndarray:
    """With the holes of each slice filled: all that its border cannot reach."""
    outside, number = ndimage.label(~mask, _IN_PLANE)
    open_ = np.zeros(number + 1, dtype=bool)
    for edge in (outside[:, 0], outside[:, -1], outside[:, :, 0], outside[:, :, -1]):
        open_[edge.ravel()] = True
    open_[0] = False
    return ~open_[outside]
