"""The solid organs of the upper abdomen and the stomach.

Volumes: liver 1000-2200 ml (Henderson et al., Radiology 141:525, 1981), spleen 107-315 ml (Prassopoulos et
al., Eur Radiol 7:246, 1997), kidney 90-220 ml (Cheong et al., CJASN 2:38, 2007), gallbladder 15-60 ml after
fasting (Dodds et al., AJR 145:1009, 1985), stomach 100-600 ml. Positions as in Gray's Anatomy for Students;
the right kidney lies one to two centimetres lower than the left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import (
    Array,
    Box,
    ellipsoid,
    local,
    rotation,
    smooth_max,
    smooth_min,
    smooth_noise,
)
from InvertSegLib.phantom.trunk import Trunk, ridge

EVERYWHERE = (slice(None),) * 3


@dataclass(frozen=True)
class Volumes:
    """Target volumes in millilitres."""

    liver: float
    spleen: float
    kidney_right: float
    kidney_left: float

    @classmethod
    def of(cls, rng: np.random.Generator) -> Volumes:
        """Volumes of one patient, within the published ranges."""
        kidney = np.clip(rng.normal(150, 24), 100, 205)
        return cls(
            liver=float(np.clip(rng.normal(1500, 230), 1050, 2050)),
            spleen=float(np.clip(np.exp(rng.normal(np.log(195), 0.28)), 110, 315)),
            kidney_right=float(np.clip(kidney * rng.normal(0.98, 0.04), 95, 215)),
            kidney_left=float(np.clip(kidney * rng.normal(1.03, 0.04), 95, 215)),
        )


def fit(shape: Callable[[float], Array], low: float, high: float, target_ml: float, voxel_ml: float) -> Array:
    """The shape whose parameter gives the wanted volume, by bisection; it must grow with the parameter."""
    for _ in range(7):
        middle = (low + high) / 2
        if np.count_nonzero(shape(middle) < 0) * voxel_ml < target_ml:
            low = middle
        else:
            high = middle
    return shape((low + high) / 2)


def paint_organs(canvas: Canvas, build: Build, trunk: Trunk, psoas: Array) -> None:
    """Liver, spleen, kidneys, gallbladder and stomach; later ones cut into earlier ones."""
    volumes = Volumes.of(canvas.rng("volumes"))
    voxel_ml = float(np.prod(canvas.grid.spacing)) / 1000
    liver = paint_liver(canvas, build, trunk, volumes.liver, voxel_ml)
    spleen = paint_spleen(canvas, build, trunk, volumes.spleen, voxel_ml)
    beside = smooth_min(liver, spleen, 4.0)
    for name in ("kidney_right", "kidney_left"):
        kidney, box = paint_kidney(canvas, build, trunk, psoas, name, getattr(volumes, name))
        beside[box] = np.minimum(beside[box], kidney - 3.0)
    paint_gallbladder(canvas)
    paint_stomach(canvas, build, trunk, beside)


def paint_liver(canvas: Canvas, build: Build, trunk: Trunk, target_ml: float, voxel_ml: float) -> Array:
    """The liver: under the right dome, its visceral surface rising to the left, a tapering left lobe."""
    rng = canvas.rng("liver")
    x, y, z = canvas.x, canvas.y, canvas.z
    slope, bend = rng.uniform(0.52, 0.72), rng.uniform(0.0, 0.0022)
    wave = 4.0 * smooth_noise(rng, canvas.grid, 48.0) + 1.2 * canvas.rough
    run = x + 0.85 * build.width
    to_left = 1 / (1 + np.exp(-(x - rng.uniform(-8, 8)) / 16))
    visceral = (
        slope * run - bend * (run - 90) ** 2 + (0.22 + rng.uniform(0.75, 1.05) * to_left) * (y + 25) + wave
    )
    # The bed of the kidney and the colon behind and below, the spine's bulge in the middle.
    spine = np.sqrt((x / 40) ** 2 + ((y - build.spine_y(z)) / 36) ** 2) - 1
    tip = rng.uniform(0.45, 0.75) * build.width
    outer = smooth_max(trunk.abdomen - 0.8, -(spine * 36).astype(np.float32), 12.0)
    outer = smooth_max(outer, (x - tip + 0.25 * (y + 30)).astype(np.float32), 25.0)
    tilt = np.float32(1 / np.sqrt(1 + slope**2))

    def shape(lower: float) -> Array:
        return smooth_max(outer, (visceral - np.float32(lower) - z) * tilt, 14.0)

    coarse = (slice(None, None, 2),) * 3
    small = [outer[coarse], visceral[coarse], z[coarse]]

    def coarse_shape(lower: float) -> Array:
        return smooth_max(small[0], (small[1] - np.float32(lower) - small[2]) * tilt, 14.0)

    low, high = -10.0, 150.0
    for _ in range(8):
        middle = (low + high) / 2
        if np.count_nonzero(coarse_shape(middle) < 0) * voxel_ml * 8 < target_ml * 1.04:
            low = middle
        else:
            high = middle
    liver = shape(middle)
    fissure = np.abs(x - rng.uniform(8, 22) + 0.15 * (y + 50)) - np.float32(2.0) + 1.4 * canvas.rough
    fissure = np.maximum(fissure, np.maximum(y + 25, z - (visceral - middle) - 38)).astype(np.float32)
    liver = smooth_max(liver, -fissure, 3.0)
    hilum = ellipsoid(local((x, y, z), (-24.0, -8.0, 30.0), rotation((0, 0.5, 0.4))), (26.0, 9.0, 11.0))
    liver = smooth_max(liver, -hilum, 5.0)
    canvas.paint(liver < 0, "liver", "liver")
    thin = ridge(canvas, "hepatic vessels", 34.0)
    canvas.paint((liver < -5) & (thin < 0.09 + 0.05 * np.clip(-liver / 30, 0, 1)), "hepatic vessel", "liver")
    return liver


def paint_spleen(canvas: Canvas, build: Build, trunk: Trunk, target_ml: float, voxel_ml: float) -> Array:
    """The spleen: a crescent along the left diaphragm behind, hollow towards stomach and kidney."""
    rng = canvas.rng("spleen")
    points = (canvas.x, canvas.y, canvas.z)
    centre = (0.68 * build.width, 0.30 * build.depth + rng.uniform(-6, 8), build.dome - rng.uniform(52, 66))
    frame = local(
        points, centre, rotation((rng.uniform(0.3, 0.6), rng.uniform(-0.35, -0.1), rng.uniform(-0.5, -0.2)))
    )
    aspect = rng.uniform(0.85, 1.15)
    hollow_at = (centre[0] - rng.uniform(46, 54), centre[1] - rng.uniform(12, 22), centre[2] - 8)
    hollow = ellipsoid(local(points, hollow_at, rotation((0, 0, 0))), (38.0, 46.0, 60.0))
    outer = trunk.abdomen + 0.5
    rough = 1.2 * canvas.rough

    def shape(size: float) -> Array:
        bulk = ellipsoid(frame, (0.62 * size, 0.95 * size * aspect, 1.12 * size / aspect)) + rough
        return smooth_max(smooth_max(bulk, outer, 8.0), -hollow, 12.0)

    spleen = fit(shape, 25.0, 110.0, target_ml, voxel_ml)
    free = canvas.is_tissue("visceral fat")
    canvas.paint((spleen < 0) & free, "spleen", "spleen")
    return spleen


def paint_kidney(
    canvas: Canvas, build: Build, trunk: Trunk, psoas: Array, name: str, target_ml: float
) -> tuple[Array, Box]:
    """A kidney beside the psoas: cortex, pyramids, sinus with fat and pelvis, and fat around it.

    Returns:
        Its shape (sinus included) in the box that holds it, and the box.
    """
    rng = canvas.rng(name)
    side = 1.0 if name == "kidney_left" else -1.0
    size = (target_ml / 150.0) ** (1 / 3)
    height = rng.uniform(2, 16) if side > 0 else rng.uniform(-14, 0)
    across = build.body[0] + rng.uniform(33, 40)
    centre = (side * across, float(build.spine_y(height)) - rng.uniform(1, 8), height)
    box = canvas.box(centre, 78.0 * size)
    turn = rotation(
        (rng.uniform(-0.30, -0.12), side * rng.uniform(-0.24, -0.10), side * rng.uniform(0.45, 0.85))
    )
    u, v, w = local(canvas.points(box), centre, turn)
    u = u * np.float32(side)  # u now points to the outer side
    u = u + 0.0035 / size * w * w  # the poles bend inwards
    rough = 0.8 * canvas.rough[box]
    whole = ellipsoid([u, v, w], (29.5 * size, 24.5 * size, 56.0 * size)) + rough
    sinus = ellipsoid([u + 19.0 * size, v, w], (21.0 * size, 10.5 * size, 25.0 * size)) + 1.6 * rough
    whole = smooth_max(whole, -psoas[box] + 1.5, 4.0)
    whole = smooth_max(whole, trunk.abdomen[box] + 3.5, 5.0)
    kidney = smooth_max(whole, -sinus, 5.0)
    margin = rng.uniform(2.5, 5.0) + 0.25 * build.fat
    soft = canvas.is_tissue("liver", "spleen", "hepatic vessel", box=box)
    canvas.paint((whole < 3.0) & soft, "visceral fat", None, box)
    canvas.paint(
        (whole < margin) & canvas.is_tissue("muscle", box=box) & (trunk.abdomen[box] < 0),
        "visceral fat",
        None,
        box,
    )
    canvas.paint((sinus < 0) & (whole < 4), "visceral fat", None, box)
    canvas.paint(kidney < 0, "renal cortex", name, box)
    deep = np.minimum(-whole, np.float32(99))
    angle = np.arctan2(v, u + 8)
    pyramids = np.cos(3.2 * angle + 1) * np.cos(w / (6.2 * size) + 0.5) + 0.25 * canvas.rough[box]
    canvas.paint(
        (kidney < -1) & (deep > 6.5 * size) & (deep < 19 * size) & (pyramids > -0.35),
        "renal medulla",
        name,
        box,
    )
    pelvis = ellipsoid([u + 17.0 * size, v, w], (11.0 * size, 4.5 * size, 11.0 * size)) + rough
    canvas.paint((pelvis < 0) & (sinus < -1), "urine", None, box)
    return whole, box


def paint_gallbladder(canvas: Canvas) -> None:
    """The gallbladder: a pear in its bed under the right lobe, the fundus in front and below."""
    rng = canvas.rng("gallbladder")
    target = float(np.clip(rng.normal(32, 9), 16, 58))
    size = (target / 32.0) ** (1 / 3)
    neck = np.array([-26.0 + rng.uniform(-4, 4), -14.0, 26.0 + rng.uniform(-5, 5)])
    way = np.array([-rng.uniform(0.35, 0.6), -rng.uniform(0.55, 0.75), -rng.uniform(0.5, 0.8)])
    way /= np.linalg.norm(way)
    steps = np.array([0, 0.3, 0.6, 0.85, 1.0]) * 62.0 * size
    sag = np.column_stack([0 * steps, -0.03 * steps, -0.05 * steps])
    radii = np.array([3.0, 8.5, 13.0, 13.5, 9.5]) * size
    bladder, box = canvas.tube(neck + steps[:, None] * way + sag, radii)
    bladder = bladder + 0.5 * canvas.rough[box]
    free = canvas.is_tissue("visceral fat", "liver", "hepatic vessel", box=box)
    canvas.paint((bladder < 1.2) & free, "bowel wall", None, box)
    canvas.paint((bladder < 0) & free, "bile", "gallbladder", box)


def paint_stomach(canvas: Canvas, build: Build, trunk: Trunk, neighbours: Array) -> None:
    """The stomach: fundus under the left dome, body, antrum crossing to the right; gas floats in front."""
    rng = canvas.rng("stomach")
    wide = float(rng.uniform(0.72, 1.12))
    w, d, top = build.width, build.depth, build.dome
    points = np.array(
        [
            [0.37 * w, 0.10 * d, top - 38],
            [0.43 * w, -0.05 * d, top - 58],
            [0.43 * w, -0.30 * d, top - 86],
            [0.34 * w, -0.45 * d, top - 110 - rng.uniform(0, 16)],
            [0.15 * w, -0.48 * d, top - 122 - rng.uniform(0, 22)],
            [-0.04 * w, -0.40 * d, top - 112 - rng.uniform(0, 12)],
            [-0.16 * w, -0.26 * d, top - 100],
        ]
    ) + rng.normal(0, 4, (7, 3))
    radii = wide * np.array([30.0, 36.0, 33.0, 27.0, 21.0, 17.0, 9.0])
    stomach, box = canvas.tube(points, radii)
    stomach = smooth_max(stomach + 1.5 * canvas.rough[box], -neighbours[box] + 1.2, 5.0)
    stomach = smooth_max(stomach, trunk.abdomen[box] + 1.5, 6.0)
    free = canvas.is_tissue("visceral fat", "pancreas", box=box)
    canvas.paint((stomach < 0) & free, "stomach wall", "stomach", box)
    folds = 3.2 + 1.4 * np.maximum(canvas.rough[box], -0.5)
    lumen = (stomach < -folds) & free
    canvas.paint(lumen, "stomach content", "stomach", box)
    level = -0.42 * d - rng.uniform(-16, 22)  # supine: gas lies in front
    canvas.paint(lumen & (canvas.y[box] + 1.5 * canvas.rough[box] < level), "gas", "stomach", box)
    gullet = np.array(
        [[6, 0.28 * d, build.top + 10], [10, 0.20 * d, top - 20], [0.30 * w, 0.10 * d, top - 46]]
    )
    tube, at = canvas.tube(gullet, np.array([7.5, 7.5, 7.0]))
    canvas.paint(
        (tube < 0) & ~canvas.is_tissue("stomach content", "stomach wall", "gas", "liver", box=at),
        "stomach wall",
        None,
        at,
    )
