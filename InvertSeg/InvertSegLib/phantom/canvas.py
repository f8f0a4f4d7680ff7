"""The canvas: a grid in the warped patient, on which tissues and structures are painted one after another."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from InvertSegLib.phantom.geometry import Array, Box, Grid, curve, smooth_noise
from InvertSegLib.phantom.tissues import LABEL, NUMBER


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one part of the patient: no part changes another's."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


@dataclass(eq=False)
class Canvas:
    """Tissue and structure of every voxel, and where it lies before the warp.

    Attributes:
        seed: the patient.
        grid: the voxels.
        x, y, z: coordinates of the undeformed patient, each (K, J, I) float32, in millimetres.
        rough: smooth field of unit variance (14 mm) that makes surfaces uneven.
        tissue: number into `TISSUES`, uint8 (K, J, I).
        label: structure, uint8 (K, J, I), 0 is none.
    """

    seed: int
    grid: Grid
    x: Array
    y: Array
    z: Array
    rough: Array
    tissue: Array
    label: Array

    @classmethod
    def blank(cls, seed: int, grid: Grid) -> Canvas:
        """An empty canvas whose coordinates are bent by a smooth random warp of about 5 mm."""
        rng = stream(seed, "warp")
        axes = np.meshgrid(*(grid.axis(d) for d in (2, 1, 0)), indexing="ij", sparse=True)
        bent = [
            axis + 4.0 * smooth_noise(rng, grid, 70.0) + 1.5 * smooth_noise(rng, grid, 34.0) for axis in axes
        ]
        z, y, x = (b.astype(np.float32) for b in bent)
        rough = smooth_noise(stream(seed, "rough"), grid, 14.0)
        return cls(seed, grid, x, y, z, rough, np.zeros(grid.shape, np.uint8), np.zeros(grid.shape, np.uint8))

    def rng(self, name: str) -> np.random.Generator:
        """Random numbers of the part `name`."""
        return stream(self.seed, name)

    def box(
        self, centre: tuple[float, float, float] | Array, half: float | tuple[float, float, float]
    ) -> Box:
        """The voxels around a point, with a margin for the warp."""
        halves = np.broadcast_to(np.asarray(half, float), 3) + 16.0
        centre = np.asarray(centre, float)
        return self.grid.box(tuple(centre - halves), tuple(centre + halves))

    def points(self, box: Box) -> tuple[Array, Array, Array]:
        """Coordinates x, y, z of a box's voxels."""
        return self.x[box], self.y[box], self.z[box]

    def paint(self, inside: Array, tissue: str, label: str | None = None, box: Box | None = None) -> None:
        """Give the voxels of a mask a tissue, and a structure (none where `label` is None)."""
        where = box if box is not None else (slice(None),) * 3
        self.tissue[where][inside] = NUMBER[tissue]
        self.label[where][inside] = LABEL[label] if label else 0

    def is_tissue(self, *names: str, box: Box | None = None) -> Array:
        """Mask of the voxels that hold one of these tissues now."""
        found = self.tissue[box] if box is not None else self.tissue
        mask = found == NUMBER[names[0]]
        for name in names[1:]:
            mask |= found == NUMBER[name]
        return mask

    def tube(self, points: Array, radii: Array, steps: int = 4, flatten: float = 1.0) -> tuple[Array, Box]:
        """Distance to a tube along a smooth curve.

        Args:
            points: control points (N, 3) as x, y, z.
            radii: radius at each control point (N,).
            steps: points of the curve between two control points.
            flatten: factor by which the tube is wider in x than in y.

        Returns:
            Distance to the wall (negative inside) in the box that holds the tube, and the box.
        """
        line = curve(np.column_stack([points, radii]), steps)
        low, high = line[:, :3].min(0), line[:, :3].max(0)
        margin = 16.0 + line[:, 3].max() * max(flatten, 1.0)
        box = self.grid.box(tuple(low - margin), tuple(high + margin))
        x, y, z = self.points(box)
        distance = np.full(x.shape, 1e3, np.float32)
        origin = [s.start for s in box]
        for a, b in pairwise(line):
            reach = 18.0 + max(a[3], b[3]) * max(flatten, 1.0)
            part = self.grid.box(tuple(np.minimum(a, b)[:3] - reach), tuple(np.maximum(a, b)[:3] + reach))
            inner = tuple(
                slice(max(s.start - o, 0), max(s.stop - o, 0)) for s, o in zip(part, origin, strict=True)
            )
            if distance[inner].size == 0:
                continue
            step = (b - a).astype(np.float32)
            dx, dy, dz = x[inner] - np.float32(a[0]), y[inner] - np.float32(a[1]), z[inner] - np.float32(a[2])
            t = np.clip(
                (dx * step[0] + dy * step[1] + dz * step[2]) / max(float(step[:3] @ step[:3]), 1e-6), 0, 1
            )
            ex, ey, ez = (dx - t * step[0]) / np.float32(flatten), dy - t * step[1], dz - t * step[2]
            d = np.sqrt(ex * ex + ey * ey + ez * ez) - (np.float32(a[3]) + t * step[3])
            np.minimum(distance[inner], d, out=distance[inner])
        return distance, box
