"""Grids, smooth random fields and implicit shapes that the anatomy is built from.

Coordinates are millimetres in the patient: x to the left, y to the back, z to the head (LPS, as in DICOM).
A shape is a function that is negative inside and grows by about one per millimetre to the outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
Box = tuple[slice, slice, slice]
DOMAIN_MM = 320.0  # random fields are defined on the cube of this half edge, so that no grid changes them


@dataclass(frozen=True)
class Grid:
    """A regular grid of voxel centres, aligned with the patient.

    Attributes:
        origin: (x, y, z) of voxel (0, 0, 0) in millimetres.
        spacing: distance of voxel centres along x, y, z in millimetres.
        shape: number of voxels as (K, J, I), that is along z, y, x.
    """

    origin: tuple[float, float, float]
    spacing: tuple[float, float, float]
    shape: tuple[int, int, int]

    def axis(self, dimension: int) -> Array:
        """Coordinates of the voxel centres along x (0), y (1) or z (2), float32."""
        count = self.shape[2 - dimension]
        return (self.origin[dimension] + self.spacing[dimension] * np.arange(count)).astype(np.float32)

    def box(self, low: tuple[float, float, float], high: tuple[float, float, float]) -> Box:
        """Slices (K, J, I) of the voxels between two corners (x, y, z)."""
        slices = []
        for dimension in (2, 1, 0):
            count = self.shape[2 - dimension]
            first = (low[dimension] - self.origin[dimension]) / self.spacing[dimension]
            last = (high[dimension] - self.origin[dimension]) / self.spacing[dimension]
            start = int(np.clip(np.floor(first), 0, count))
            slices.append(slice(start, int(np.clip(np.ceil(last) + 1, start, count))))
        return slices[0], slices[1], slices[2]

    def ijk_to_ras(self) -> Array:
        """4x4 matrix from voxel indices (i, j, k) to RAS millimetres."""
        matrix = np.diag([-self.spacing[0], -self.spacing[1], self.spacing[2], 1.0])
        matrix[:3, 3] = (-self.origin[0], -self.origin[1], self.origin[2])
        return matrix


def spline_weights(positions: Array, pitch: float) -> Array:
    """Uniform cubic B-spline weights, shape (positions, knots), of knots every `pitch` mm over the domain."""
    knots = int(np.ceil(2 * DOMAIN_MM / pitch)) + 4
    at = (positions + DOMAIN_MM) / pitch + 1.0
    base = np.clip(np.floor(at).astype(int), 1, knots - 3)
    t = at - base
    weights = np.zeros((len(positions), knots), np.float32)
    rows = np.arange(len(positions))
    for offset, value in (
        (-1, (1 - t) ** 3 / 6),
        (0, (3 * t**3 - 6 * t**2 + 4) / 6),
        (1, (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6),
        (2, t**3 / 6),
    ):
        weights[rows, base + offset] = value
    return weights


def smooth_noise(rng: np.random.Generator, grid: Grid, pitch: float) -> Array:
    """Smooth random field of about unit variance, shape (K, J, I), float32.

    The same generator state gives the same field on every grid: the coefficients lie on a lattice in the
    patient (`pitch` mm), and the grid only samples it.
    """
    knots = int(np.ceil(2 * DOMAIN_MM / pitch)) + 4
    field = rng.standard_normal((knots, knots, knots), dtype=np.float32)
    for dimension in (2, 1, 0):  # contracts z, then y, then x; the new axis goes to the end each time
        field = np.tensordot(field, spline_weights(grid.axis(dimension), pitch), axes=(0, 1))
    return np.ascontiguousarray(field) * np.float32(1 / 0.4794**1.5)  # 0.4794: mean square sum of the weights


def smooth_max(a: Array, b: Array, radius: float) -> Array:
    """Maximum whose edge is rounded over `radius` mm: the intersection of two shapes."""
    h = np.maximum(radius - np.abs(a - b), 0) / radius
    return np.maximum(a, b) + h * h * np.float32(radius / 4)


def smooth_min(a: Array, b: Array, radius: float) -> Array:
    """Minimum whose crease is rounded over `radius` mm: the union of two shapes."""
    return -smooth_max(-a, -b, radius)


def rotation(angles: tuple[float, float, float]) -> Array:
    """Rotation matrix from angles (radians) about x, then y, then z."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(angles), np.sin(angles)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return (about_z @ about_y @ about_x).astype(np.float32)


def local(points: tuple[Array, Array, Array], centre: tuple[float, float, float], turn: Array) -> list[Array]:
    """Coordinates in a frame at `centre` whose axes are the columns of `turn`."""
    x, y, z = (p - np.float32(c) for p, c in zip(points, centre, strict=True))
    return [x * turn[0, n] + y * turn[1, n] + z * turn[2, n] for n in range(3)]


def ellipsoid(points: list[Array] | tuple[Array, Array, Array], radii: tuple[float, float, float]) -> Array:
    """Ellipsoid about the origin; the distance is exact in direction, approximate in length."""
    u, v, w = (p / np.float32(r) for p, r in zip(points, radii, strict=True))
    return (np.sqrt(u * u + v * v + w * w) - 1) * np.float32(np.prod(radii) ** (1 / 3))


def curve(points: Array, steps: int) -> Array:
    """Catmull-Rom curve through control points of shape (N, M), `steps` points for each stretch."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    stretches = []
    for p0, p1, p2, p3 in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        stretches.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    return np.vstack([*stretches, points[-1:]])
