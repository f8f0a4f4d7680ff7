"""Small pictures of results on one patient, to choose among them at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.phantom.pictures import coloured, grey
from InvertSegLib.volume.volume import Volume

WIDTH = 220
_MOST_LOOKED_AT = 1 << 20
_PER_ROW = 5


def thumbnails(
    volume: Volume, segmentations: Mapping[str, Segmentation], width: int = WIDTH
) -> dict[str, np.ndarray]:
    """The same axial slice of each result over the MRI, as a radiologist sees it.

    The slice is the one that shows most of the first result's structures, large and small alike.

    Args:
        volume: the MRI.
        segmentations: name to result, on the volume's grid; at least one.
        width: pixels from the patient's right to his left.

    Returns:
        Name to picture, uint8 array (rows, columns, 3); front above, the patient's right on the left.
    """
    axes, flips = _patient_axes(volume.ijk_to_ras)
    first = _turned(next(iter(segmentations.values())).label_map, axes, flips)
    k = _fullest_slice(first)
    plane = _turned(volume.voxels, axes, flips)[k]
    spacing = [volume.spacing[::-1][axis] for axis in axes]
    rows, columns = _pixels(plane.shape, spacing[1:], width)
    window = _window(volume.voxels)
    pixels = grey(np.nan_to_num(plane[rows][:, columns]), window)
    found = {}
    for name, segmentation in segmentations.items():
        labels = _turned(segmentation.label_map, axes, flips)[k][rows][:, columns]
        found[name] = coloured(pixels, labels, segmentation.table.names or {1: ""})
    return found


def write_strip(path: Path, pictures: Mapping[str, np.ndarray], captions: Mapping[str, str]) -> None:
    """Write pictures in rows, each under its caption, as PNG.

    Args:
        path: the file.
        pictures: name to picture, in the order to be shown; of one size.
        captions: name to one or two lines of text.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = list(pictures)
    height, width = pictures[names[0]].shape[:2]
    columns = min(_PER_ROW, len(names))
    rows = -(-len(names) // columns)
    dpi, caption = 100, 40
    figure = Figure(
        figsize=(columns * (width + 8) / dpi, rows * (height + caption) / dpi), dpi=dpi, facecolor="white"
    )
    FigureCanvasAgg(figure)
    for number, name in enumerate(names):
        row, column = divmod(number, columns)
        box = [
            (column + 4 / (width + 8)) / columns,
            1 - (row + 1) / rows,
            width / (width + 8) / columns,
            height / (height + caption) / rows,
        ]
        axes = figure.add_axes(box)
        axes.imshow(pictures[name], interpolation="nearest")
        axes.set_axis_off()
        axes.set_title(captions[name], fontsize=8, loc="left", pad=3, linespacing=1.15)
    figure.savefig(path)


def _patient_axes(ijk_to_ras: np.ndarray) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Axes of a (K, J, I) array that go up, back and left, and which of them run the other way."""
    directions = ijk_to_ras[:3, :3] / np.linalg.norm(ijk_to_ras[:3, :3], axis=0)
    wanted = ((2, 1.0), (1, -1.0), (0, -1.0))  # up is +S, to the back -A, to the left -R
    taken: list[int] = []
    flips = []
    for row, sign in wanted:
        free = [axis for axis in range(3) if axis not in taken]
        ijk = max(free, key=lambda axis: abs(directions[row, axis]))
        taken.append(ijk)
        flips.append(bool(directions[row, ijk] * sign < 0))
    return tuple(2 - axis for axis in taken), tuple(flips)


def _turned(voxels: np.ndarray, axes: tuple[int, ...], flips: tuple[bool, ...]) -> np.ndarray:
    return voxels.transpose(axes)[tuple(slice(None, None, -1 if flip else 1) for flip in flips)]


def _fullest_slice(label_map: np.ndarray) -> int:
    """The slice that shows most structures, each by the share of it that it cuts."""
    size = int(label_map.max()) + 1
    profile = np.stack([np.bincount(plane.ravel(), minlength=size) for plane in label_map])
    counts = profile[:, 1:].astype(float)
    totals = counts.sum(axis=0)
    if not totals.any():
        return len(label_map) // 2
    return int(np.sqrt(counts[:, totals > 0] / totals[totals > 0]).sum(axis=1).argmax())


def _pixels(shape: tuple[int, ...], spacing: Sequence[float], width: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a plane that make square pixels, `width` of them from left to right."""
    pixel = shape[1] * spacing[1] / width
    height = max(1, round(shape[0] * spacing[0] / pixel))
    rows = ((np.arange(height) + 0.5) * shape[0] / height).astype(int)
    return rows, ((np.arange(width) + 0.5) * shape[1] / width).astype(int)


def _window(voxels: np.ndarray) -> tuple[float, float]:
    some = voxels.ravel()[:: max(1, voxels.size // _MOST_LOOKED_AT)]
    low, high = np.percentile(some[np.isfinite(some)], (1, 99.5))
    return float(low), float(high)
