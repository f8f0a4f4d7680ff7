"""Colon, duodenum, small bowel and mesenteric vessels, painted into the visceral fat that is left."""

from __future__ import annotations

import numpy as np

from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array, Box, smooth_max
from InvertSegLib.phantom.trunk import Trunk, ridge


def paint_bowel(canvas: Canvas, build: Build, trunk: Trunk) -> None:
    """Colon around, small bowel in the middle, vessels between."""
    paint_colon(canvas, build, trunk)
    paint_duodenum(canvas, build, trunk)
    paint_small_bowel(canvas, build, trunk)
    rough = canvas.is_tissue("visceral fat") & (trunk.abdomen < -6) & (canvas.z < 70)
    canvas.paint(rough & (ridge(canvas, "mesentery", 20.0) < 0.085), "mesenteric vessel")


def paint_colon(canvas: Canvas, build: Build, trunk: Trunk) -> None:
    """Ascending, transverse and descending colon with haustra, stool and gas."""
    rng = canvas.rng("colon")
    w, d, low = 0.70 * build.width, build.depth, build.bottom - 12
    right = [
        [-w, 0.05 * d, low],
        [-w, 0.02 * d, -70],
        [-w * 1.02, 0.10 * d, -44],
        [-0.86 * w, -0.22 * d, -32],
    ]
    sag = rng.uniform(-52, -18)
    across = [[-0.5 * w, -0.62 * d, sag + 4], [0, -0.66 * d, sag - 6], [0.55 * w, -0.56 * d, sag + 18]]
    left = [[0.98 * w, -0.10 * d, 32], [1.06 * w, 0.22 * d, 8], [1.04 * w, 0.26 * d, -40], [w, 0.20 * d, low]]
    points = np.array(right + across + left) + rng.normal(0, 4, (11, 3))
    radii = np.array([23, 23, 22, 19, 18, 17, 17, 17, 15, 13, 13.0]) * rng.uniform(0.8, 1.12) + rng.normal(
        0, 1.5, 11
    )
    tube, box = canvas.tube(points, radii, steps=6)
    haustra = 2.2 * np.cos(canvas.z[box] / 5.2 + canvas.x[box] / 5.6 + 2.0 * canvas.rough[box])
    tube = smooth_max(tube + haustra + canvas.rough[box], trunk.abdomen[box] + 2.5, 5.0)
    free = canvas.is_tissue("visceral fat", box=box)
    canvas.paint((tube < 0) & free, "bowel wall", None, box)
    lumen = (tube < -2.6) & free
    canvas.paint(lumen, "stool", None, box)
    # Gas lies in front of the stool of each stretch; how much differs along the colon.
    middle = np.interp(canvas.x[box], points[3:8, 0], points[3:8, 1])
    front = (canvas.y[box] - middle < rng.uniform(-6, 8)) & (canvas.y[box] < -0.25 * d)
    pockets = canvas.rough[box] + 0.5 * np.sin(canvas.z[box] / 17) > rng.uniform(0.1, 0.8)
    canvas.paint(lumen & (front | pockets) & (tube < -3.5), "gas", None, box)


def paint_duodenum(canvas: Canvas, build: Build, trunk: Trunk) -> None:
    """The duodenum: down on the right of the pancreas, back across the spine."""
    spine = float(build.spine_y(-25)) - build.body[1]
    points = np.array(
        [
            [-0.20 * build.width, -0.24 * build.depth, 14],
            [-46, spine - 26, 2],
            [-46, spine - 16, -24],
            [-22, spine - 26, -36],
            [14, spine - 27, -32],
            [34, spine - 22, -12],
        ]
    ) + canvas.rng("duodenum").normal(0, 2, (6, 3))
    hollow(canvas, trunk, canvas.tube(points, np.array([11, 12, 13, 12, 11, 11.0])), 0.0)


def paint_small_bowel(canvas: Canvas, build: Build, trunk: Trunk) -> None:
    """Loops of jejunum and ileum: random walks with inertia that stay in the middle of the abdomen."""
    rng = canvas.rng("small bowel")
    limits = np.array([0.70 * build.width, 0.42 * build.depth, 48.0])
    centre = np.array([0.04 * build.width, -0.32 * build.depth, -74.0])
    for _ in range(14):
        position = centre + rng.uniform(-0.8, 0.8, 3) * limits
        way = rng.normal(0, 1, 3)
        points = []
        for _ in range(26):
            way = 0.72 * way / np.linalg.norm(way) + 0.75 * rng.normal(0, 0.5, 3)
            off = (position - centre) / limits
            if np.linalg.norm(off) > 0.9:
                way -= 0.8 * off
            position = position + 13.0 * way / np.linalg.norm(way)
            points.append(position)
        radius = rng.uniform(9.0, 12.5)
        hollow(
            canvas, trunk, canvas.tube(np.array(points), np.full(26, radius), steps=3), rng.uniform(-3.0, 1.0)
        )


def hollow(canvas: Canvas, trunk: Trunk, tube: tuple[Array, Box], full: float) -> None:
    """A loop of bowel where there is fat: wall, content and some gas in front."""
    distance, box = tube
    rough = canvas.rough[box]
    distance = smooth_max(distance + 1.6 * rough, trunk.abdomen[box] + 3.0, 4.0)
    free = canvas.is_tissue("visceral fat", box=box)
    canvas.paint((distance < 0) & free, "bowel wall", None, box)
    lumen = (distance < -3.0 + full * 0.6) & free
    canvas.paint(lumen, "bowel content", None, box)
    canvas.paint(lumen & (rough > 1.75) & (canvas.y[box] < 0), "gas", None, box)
