"""The trunk: skin, fat, muscular wall, ribs, spine and the muscles beside it, diaphragm, lungs and heart.

Landmarks follow the levels of the transpyloric plane (L1) and Drake et al., Gray's Anatomy for Students.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array, ellipsoid, rotation, smooth_max, smooth_min, smooth_noise


@dataclass(frozen=True, eq=False)
class Trunk:
    """Shapes that the organs lie against, each (K, J, I) float32, negative inside.

    Attributes:
        cavity: what the muscular wall and the ribs enclose.
        abdomen: the part of the cavity under the diaphragm.
        dome: height z of the diaphragm above each voxel's (x, y).
    """

    cavity: Array
    abdomen: Array
    dome: Array


def paint_trunk(canvas: Canvas, build: Build) -> Trunk:
    """Paint everything but the organs of the abdomen."""
    wall, angle = paint_wall(canvas, build)
    trunk = paint_cavity(canvas, build, wall, angle)
    paint_ribs(canvas, wall, angle)
    paint_chest(canvas, build, trunk)
    return trunk


def paint_wall(canvas: Canvas, build: Build) -> tuple[Array, Array]:
    """Skin, subcutaneous fat and the muscular wall.

    Returns:
        The wall's outer surface as a shape, and the angle from the back (0 at the spine, pi in front), (K,
        J, I).
    """
    rng = canvas.rng("wall")
    x, y, z = canvas.x, canvas.y, canvas.z
    radius = np.sqrt(x * x + y * y) + np.float32(1e-3)
    sine, cosine = np.abs(x) / radius, y / radius
    chest = 1 / (1 + np.exp(-(z - 45) / 22))
    hip = 1 / (1 + np.exp((z + 85) / 16))
    width = build.width * (1 + build.waist * (chest + 0.8 * hip) - 0.10 * chest * np.maximum(z - 70, 0) / 80)
    front = build.depth * (1 + build.belly * (1 - chest) - 0.04 * hip)
    depth = np.where(y < 0, front, build.depth * (0.96 + 0.02 * chest))
    power = np.where(y < 0, np.float32(2.15), np.float32(2.45)) + np.float32(rng.uniform(-0.1, 0.15))
    surface = ((sine / width) ** power + (np.abs(cosine) / depth) ** power) ** (-1 / power)
    # The furrow over the spine between the bulges of the back muscles, and a shallow one in front.
    surface -= np.float32(rng.uniform(5, 9)) * np.exp(-((sine / 0.16) ** 2)) * (cosine > 0)
    surface += np.float32(rng.uniform(2, 5)) * np.exp(-(((sine - 0.38) / 0.2) ** 2)) * (cosine > 0)
    surface -= np.float32(rng.uniform(0, 3)) * np.exp(-((sine / 0.12) ** 2)) * (cosine < 0)
    angle = np.arctan2(sine, cosine)
    wall = radius - surface
    fat = build.fat * (
        0.72
        + np.float32(rng.uniform(0.1, 0.45)) * np.exp(-(((angle - 0.75) / 0.5) ** 2)) * (1.2 - chest)
        + np.float32(rng.uniform(0.1, 0.6)) * np.exp(-(((angle - 3.14) / 0.9) ** 2)) * (1.15 - chest)
        + np.float32(rng.uniform(0.0, 0.35)) * hip
    )
    fat = np.maximum(fat + 1.2 * smooth_noise(rng, canvas.grid, 45.0), 3.0)
    canvas.paint(wall < fat + 2.0, "skin")
    canvas.paint(wall < fat, "subcutaneous fat")
    canvas.paint(wall < 0, "muscle")
    return wall, angle


def paint_cavity(canvas: Canvas, build: Build, wall: Array, angle: Array) -> Trunk:
    """The cavity, filled with visceral fat, the layers of the wall around it, and the diaphragm's shape."""
    rng = canvas.rng("cavity")
    x, y, z = canvas.x, canvas.y, canvas.z
    chest = 1 / (1 + np.exp(-(z - 45) / 22))
    flank = np.exp(-(((angle - 1.75) / 0.55) ** 2))
    thick = 9.5 + np.float32(rng.uniform(5, 10)) * flank * (1 - 0.5 * chest) + 5.0 * chest * (angle < 2.2)
    thick += 13.0 * np.exp(-(((angle - 0.45) / 0.35) ** 2)) * (1 - 0.45 * chest) + 0.8 * canvas.rough
    thick -= 3.5 * np.exp(-(((angle - 2.62) / 0.09) ** 2)) * (1 - chest)  # the edge of the rectus sheath
    # Fat between the layers of the flank and the gap between the two rectus muscles.
    layer = np.abs(np.sin((wall + thick) / thick * 1.6 * np.pi))
    septa = (layer < 0.34) & (angle > 0.6) & (angle < 2.3) & (wall < -2) & (wall > -thick + 1.5)
    septa &= canvas.rough > -0.9
    canvas.paint(septa, "subcutaneous fat")
    canvas.paint(
        (np.abs(x) < 2.2 + 0.03 * np.maximum(z, 0)) & (y < 0) & (wall < -1) & (wall > -thick) & (z < 70),
        "subcutaneous fat",
    )
    cavity = wall + thick
    lateral = np.maximum(np.abs(x) - 62, 0)
    rear = y - (build.spine_y(z) + np.float32(31.0) - 0.22 * lateral)  # the posterior wall beside the spine
    cavity = smooth_max(cavity, rear.astype(np.float32), 30.0)
    canvas.paint(cavity < 0, "visceral fat")
    left_drop = rng.uniform(8, 20)
    dome = diaphragm(canvas, build, build.dome, -0.47, rng.uniform(-0.12, 0.02))
    dome = smooth_max(
        dome, diaphragm(canvas, build, build.dome - left_drop, 0.50, rng.uniform(-0.1, 0.05)), 24.0
    )
    abdomen = smooth_max(cavity, z - dome + 2.0, 5.0)
    return Trunk(cavity, abdomen, dome)


def diaphragm(canvas: Canvas, build: Build, peak: float, side: float, back: float) -> Array:
    """Height of half the diaphragm over (x, y): a dome that falls steeply at the wall, lowest behind."""
    u = (canvas.x - side * build.width * 0.9) / (0.54 * build.width)
    v = (canvas.y - back * build.depth) / (0.86 * build.depth)
    away = np.sqrt(u * u + v * v)
    steep = np.where(canvas.y > 0, np.float32(60.0), np.float32(34.0))
    return (peak - steep * away**3.4 - 8.0 * away * away + 1.5 * canvas.rough).astype(np.float32)


def paint_ribs(canvas: Canvas, wall: Array, angle: Array) -> None:
    """Ribs 6 to 12: rings in the wall that fall towards the front; cartilage in front."""
    rng = canvas.rng("ribs")
    gap = rng.uniform(26, 29)
    slope = rng.uniform(30, 38)
    down = slope * angle - 20.0 * np.maximum(angle - 2.1, 0) ** 2 * 1.5
    level = (canvas.z + down) / gap
    number = np.round(level)
    offset = (level - number) * gap
    middle = wall + 6.5
    first = 2.0  # the twelfth rib
    length = np.where(
        number <= first, 0.95, np.where(number == first + 1, 1.75, np.where(number == first + 2, 2.5, 2.95))
    )
    core = np.sqrt((middle / 4.2) ** 2 + (offset / 6.3) ** 2)
    here = (number >= first) & (angle < length) & (angle > 0.13)
    bone = here & (core < 1) & (angle < 2.35)
    canvas.paint(bone, "cortical bone")
    canvas.paint(bone & (core < 0.62), "red marrow")
    canvas.paint(here & (core < 1.0) & (angle >= 2.35), "cartilage")


def paint_chest(canvas: Canvas, build: Build, trunk: Trunk) -> None:
    """Lungs above the diaphragm, the heart on it, vessels in the lungs, and the diaphragm itself."""
    rng = canvas.rng("chest")
    x, z = canvas.x, canvas.z
    over = trunk.dome - z
    middle = np.abs(x - 6.0) - (14.0 + 4.0 * canvas.rough)
    heart_at = (rng.uniform(16, 26), -0.36 * build.depth, build.dome + rng.uniform(8, 18))
    turn = rotation((0.25, 0.35, -0.55))
    points = canvas.points((slice(None),) * 3)
    offsets = [p - np.float32(c) for p, c in zip(points, heart_at, strict=True)]
    frame = [sum(o * turn[m, n] for m, o in enumerate(offsets)) for n in range(3)]
    heart = ellipsoid(frame, (60.0, 46.0, 42.0)) + 1.2 * canvas.rough
    heart = smooth_max(heart, over + 4, 6.0)
    keep = smooth_min(middle, heart - 5.0, 10.0)
    lung = smooth_max(smooth_max(trunk.cavity + 2.5, over + 1.5, 6.0), -keep, 8.0)
    chest = (trunk.cavity < 0) & (over < 0)
    canvas.paint(chest & (heart < 0), "myocardium")
    canvas.paint((heart < -11) & chest, "arterial blood")
    canvas.paint((heart < -5) & chest & (frame[0] < -4) & (frame[1] < 0), "portal blood")
    canvas.paint(lung < 0, "lung", "lung")
    canvas.paint((np.abs(over) < 2.0) & (trunk.cavity < 1), "muscle")
    vessels = ridge(canvas, "lung vessels", 18.0) < 0.075
    canvas.paint((lung < -3) & vessels & (canvas.rough > -0.6), "mesenteric vessel", "lung")


def ridge(canvas: Canvas, name: str, pitch: float) -> Array:
    """Distance-like field that is near zero along winding lines: where two random fields both vanish."""
    rng = canvas.rng(name)
    first, second = smooth_noise(rng, canvas.grid, pitch), smooth_noise(rng, canvas.grid, pitch)
    return np.sqrt(first * first + second * second)
