"""Pictures of a scan and its labels as PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.labels.structures import describe
from InvertSegLib.phantom.geometry import Array
from InvertSegLib.volume.volume import Volume

CT_WINDOW = (-160.0, 240.0)


def write_png(path: Path, pixels: Array) -> None:
    """Write an 8-bit image (rows, columns, 3) as PNG."""
    image = sitk.GetImageFromArray(np.ascontiguousarray(pixels, np.uint8), isVector=True)
    sitk.WriteImage(image, str(path), useCompression=True, compressionLevel=9)


def grey(plane: Array, window: tuple[float, float], levels: int = 256) -> Array:
    """A plane (rows, columns) in a window as grey pixels (rows, columns, 3), uint8."""
    low, high = window
    level = np.clip((plane.astype(np.float32) - low) / max(high - low, 1e-6), 0, 1)
    level = np.rint(level * (levels - 1)) * (255 / (levels - 1))
    return np.repeat(level.astype(np.uint8)[..., None], 3, axis=2)


def coloured(pixels: Array, labels: Array, table: Mapping[int, str], strength: float = 0.55) -> Array:
    """Pixels with the labels' colours laid over them."""
    palette = np.zeros((max(table) + 1, 3), np.float32)
    for value, name in table.items():
        palette[value] = describe(name).color
    mixed = pixels * (1 - strength) + palette[np.minimum(labels, max(table))] * strength
    return np.where((labels > 0)[..., None], mixed, pixels).astype(np.uint8)


def window_of(voxels: Array, percent: float = 99.5) -> tuple[float, float]:
    """A window for an MRI: from its minimum to a high percentile."""
    return float(voxels.min()), float(np.percentile(voxels, percent))


def axial(volume: Volume, k: int) -> Array:
    """Slice k as a radiologist sees it (front above, patient's right on the left); square pixels assumed."""
    return volume.voxels[k]


def coronal(volume: Volume, j: int) -> Array:
    """Plane j, head above, with rows repeated to the width of a pixel."""
    i_mm, _, k_mm = volume.spacing
    plane = volume.voxels[::-1, j]
    rows = np.minimum((np.arange(int(len(plane) * k_mm / i_mm)) * i_mm / k_mm).astype(int), len(plane) - 1)
    return plane[rows]


def best_planes(labels: Volume, table: Mapping[int, str]) -> tuple[int, int]:
    """The slice k and the plane j that show most structures, each by the share of it that they cut."""
    shares = np.stack(
        [(labels.voxels == value) / max(1, np.count_nonzero(labels.voxels == value)) for value in table]
    )
    seen_k = np.sqrt(shares.sum(axis=(2, 3))).sum(axis=0)
    seen_j = np.sqrt(shares.sum(axis=(1, 3))).sum(axis=0)
    return int(np.argmax(seen_k)), int(np.argmax(seen_j))


def row(panels: Sequence[Array], zoom: int = 2, gap: int = 4) -> Array:
    """Panels of one height beside each other, enlarged."""
    height = max(panel.shape[0] for panel in panels) * zoom
    parts = []
    for panel in panels:
        big = panel.repeat(zoom, axis=0).repeat(zoom, axis=1)
        parts += [
            np.pad(big, ((0, height - big.shape[0]), (0, 0), (0, 0))),
            np.full((height, gap, 3), 255, np.uint8),
        ]
    return np.concatenate(parts[:-1], axis=1)


def stack(rows: Sequence[Array], gap: int = 4) -> Array:
    """Rows of panels above each other."""
    width = max(r.shape[1] for r in rows)
    parts = []
    for r in rows:
        parts += [np.pad(r, ((0, 0), (0, width - r.shape[1]), (0, 0)), constant_values=255),
                  np.full((gap, width, 3), 255, np.uint8)]  # fmt: skip
    return np.concatenate(parts[:-1], axis=0)


def write_strip(
    path: Path,
    original: Volume,
    inverted: Volume,
    found: Array,
    truth: Volume,
    table: Mapping[int, str],
    window: tuple[float, float] = CT_WINDOW,
    zoom: int = 2,
    levels: int = 256,
    strength: float = 0.55,
) -> None:
    """Write the strip original, inverted, result, truth: an axial row above a coronal row.

    Args:
        path: PNG file to write.
        original: the MRI.
        inverted: the same inverted, shown in `window`.
        found: label map of the result (K, J, I).
        truth: true labels.
        table: label value to name.
        window: Hounsfield units from black to white for the inverted volume.
        zoom: size of a voxel in pixels.
        levels: number of greys; fewer make a smaller file.
        strength: how much the labels' colours cover, 0..1.
    """
    k, j = best_planes(truth, table)
    result = truth.with_voxels(found)
    lines = []
    for cut, index in ((axial, k), (coronal, j)):
        scan = grey(cut(original, index), window_of(original.voxels), levels)
        panels = [scan, grey(cut(inverted, index), window, levels)]
        panels += [coloured(scan, cut(labels, index), table, strength) for labels in (result, truth)]
        lines.append(row(panels, zoom))
    write_png(path, stack(lines))
