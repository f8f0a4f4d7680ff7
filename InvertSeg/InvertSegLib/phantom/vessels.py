"""Great vessels, pancreas, adrenal glands.

Calibres: abdominal aorta 15-25 mm (Rogers et al., Am J Cardiol 111:1510, 2013), inferior vena cava 15-30 mm
wide (Prince et al., Radiology 149:687, 1983), portal vein 10-18 mm (Stamm et al., Abdom Radiol 41:2167,
2016).
"""

from __future__ import annotations

import numpy as np

from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array


def paint_vessels(canvas: Canvas, build: Build) -> None:
    """Pancreas and glands first, then portal system, renal vessels, vena cava and aorta."""
    paint_pancreas(canvas, build)
    rng = canvas.rng("vessels")
    front = build.body[1] * 0.9

    def along_spine(x: float, forward: float, z: float) -> list[float]:
        return [x, float(build.spine_y(z)) - front - forward, z]

    radius = float(np.clip(rng.normal(9.6, 1.0), 7.6, 12.0))
    sway = rng.uniform(-3, 4)
    heights = np.linspace(build.top + 12, build.bottom - 12, 8)
    aorta = np.array(
        [
            along_spine(
                11 - 7 * (build.top - z) / 240 + sway * np.sin(z / 60), radius * 0.72 + (z < 90) * 2, z
            )
            for z in heights
        ]
    )
    aorta[0, :2] += (8, 12)  # in the chest it lies left of the spine
    aorta[1, :2] += (5, 6)
    cava_heights = np.array([build.dome + 12, build.dome - 12, 70, 35, 0, -40, -80, build.bottom - 12])
    cava = np.array(
        [along_spine(-21 - 3 * np.sin(z / 50), 8 + 9 * (z > 45) + 5 * (z > 85), z) for z in cava_heights]
    )
    cava[0] += (4, -8, 0)
    wide = float(np.clip(rng.normal(10.5, 1.2), 8, 13))
    for side in (1, -1):
        height = 6 if side > 0 else -6
        start = along_spine(-12 if side > 0 else -24, radius * (2.0 if side > 0 else 0.8), height)
        end = [side * (build.body[0] + 24), float(build.spine_y(height)) - 2, height]
        middle = [(start[0] + end[0]) / 2 + side * 6, start[1] + (0 if side > 0 else 4), height + 2]
        draw(canvas, np.array([start, middle, end]), np.array([5.0, 4.6, 3.6]), "caval blood")
        artery = [
            along_spine(0, 6, height + 4),
            [side * 28, float(build.spine_y(height)) - 4, height + 1],
            end,
        ]
        draw(canvas, np.array(artery), np.array([3.0, 2.6, 2.2]), "arterial blood")
    base = along_spine(2, radius * 2 + 12, 12)
    portal = np.array(
        [
            [-24, -4, 36],
            [-12, 0, 26],
            [base[0] - 2, base[1] - 2, 12],
            [6, base[1] - 6, -20],
            [4, base[1] - 12, -60],
        ]
    )
    draw(canvas, portal, np.array([6.0, 6.4, 6.0, 5.2, 3.5]), "portal blood")
    spleen_end = [0.55 * build.width, 0.22 * build.depth, build.dome - 66]
    draw(
        canvas,
        np.array([portal[2], [30, base[1] + 2, 24], spleen_end]),
        np.array([4.8, 4.2, 3.4]),
        "portal blood",
    )
    mesenteric = [
        along_spine(4, radius + 2, 20),
        along_spine(5, radius * 2 + 14, 0),
        along_spine(6, radius * 2 + 22, -60),
    ]
    draw(canvas, np.array(mesenteric), np.array([4.0, 3.6, 2.6]), "arterial blood")
    celiac = [
        along_spine(4, radius, 34),
        along_spine(3, radius * 2 + 10, 36),
        along_spine(-18, radius * 2 + 12, 38),
    ]
    draw(canvas, np.array(celiac), np.array([3.6, 3.2, 2.6]), "arterial blood")
    draw(
        canvas,
        cava,
        wide * np.array([1.05, 1.05, 1.0, 1.0, 0.98, 0.92, 0.9, 0.9]),
        "caval blood",
        "inferior_vena_cava",
        1.18,
    )
    draw(
        canvas,
        aorta,
        radius * np.array([1.18, 1.15, 1.1, 1.06, 1.0, 0.95, 0.9, 0.88]),
        "arterial blood",
        "aorta",
    )


def draw(
    canvas: Canvas, points: Array, radii: Array, tissue: str, label: str | None = None, flatten: float = 1.0
) -> None:
    """A vessel through whatever is soft; bone, lung, kidneys and other labelled vessels stay."""
    tube, box = canvas.tube(points, radii, flatten=flatten)
    keep = canvas.is_tissue(
        "air", "skin", "cortical bone", "red marrow", "disc", "lung", "renal cortex", "bile", box=box
    )
    if label is None:
        keep |= canvas.is_tissue(
            "liver", "muscle", "renal medulla", "stomach wall", "stomach content", box=box
        )
    else:
        rim = (tube < 1.5) & canvas.is_tissue("muscle", box=box) & ~keep
        canvas.paint(rim & (canvas.label[box] == 0), "visceral fat", None, box)
        keep = canvas.is_tissue("air", "skin", "cortical bone", "red marrow", "disc", box=box)
    canvas.paint((tube + 0.3 * canvas.rough[box] < 0) & ~keep, tissue, label, box)


def paint_pancreas(canvas: Canvas, build: Build) -> None:
    """Pancreas from the duodenum to the spleen's hilum, lobulated by fat; the two adrenal glands."""
    rng = canvas.rng("pancreas")
    front = float(build.spine_y(10)) - build.body[1] - 30
    points = np.array(
        [
            [-34, front + 6, -14],
            [-24, front + 4, 2],
            [2, front - 8, 14 + rng.uniform(-3, 5)],
            [34, front + 4, 26 + rng.uniform(-4, 6)],
            [0.52 * build.width, front + 22, 36 + rng.uniform(-4, 8)],
        ]
    )
    tube, box = canvas.tube(points, np.array([13.0, 12.5, 8.0, 9.0, 8.0]) * rng.uniform(0.85, 1.1))
    free = canvas.is_tissue("visceral fat", box=box)
    canvas.paint((tube + 1.6 * canvas.rough[box] < 0) & free, "pancreas", None, box)
    for side in (-1, 1):
        start = np.array([side * (build.body[0] + 9), float(build.spine_y(50)) - 10, 48 if side > 0 else 52])
        for way in ((side * 6, 16, -10), (side * 12, 13, -16)):
            limb, at = canvas.tube(np.array([start, start + np.array(way)]), np.array([2.6, 2.2]))
            canvas.paint((limb < 0) & canvas.is_tissue("visceral fat", box=at), "adrenal gland", None, at)
