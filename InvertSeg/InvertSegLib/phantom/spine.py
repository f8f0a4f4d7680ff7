"""The spine with canal and discs, and the muscles beside it."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array, Box, smooth_max, smooth_min


def paint_spine(canvas: Canvas, build: Build) -> Array:
    """Back muscles, psoas, quadratus lumborum, crura, then the vertebrae over them.

    Returns:
        Shape of the psoas muscles and crura (full grid), which kidneys and vessels keep away from.
    """
    psoas = paint_muscles(canvas, build)
    half = build.width
    box = canvas.grid.box(
        (-half * 0.7, -30, build.bottom - 20), (half * 0.7, build.depth + 10, build.top + 20)
    )
    x, y, z = canvas.points(box)
    lower = 1 / (1 + np.exp((z - 20) / 30))  # bodies are larger in the lumbar spine
    y = y - build.spine_y(z).astype(np.float32)
    along = height_in_level(build, z)
    paint_arches(canvas, box, (x, y, along), build)
    paint_bodies(canvas, box, (x, y, along), build, lower)
    return psoas


def height_in_level(build: Build, z: Array) -> Array:
    """Height from the centre of the nearest vertebra, scaled to 36 mm from one to the next."""
    stretched = np.where(z < 15, z - 15, (z - 15) * 1.22)  # thoracic vertebrae are lower
    level = np.round((stretched + 15 - 18) / build.pitch)
    along = stretched + 15 - 18 - level * build.pitch
    return (along * (36.0 / build.pitch)).astype(np.float32)


def paint_bodies(
    canvas: Canvas, box: Box, points: tuple[Array, Array, Array], build: Build, lower: Array
) -> None:
    """Vertebral bodies with waist and end plates, discs between them."""
    x, y, along = points
    grow = 0.84 + 0.16 * lower
    waist = 1 - 0.07 * (1 - (along / 13.0) ** 2)
    u = np.abs(x) / (build.body[0] * grow * waist)
    v = y / (build.body[1] * grow * waist)
    v = v + np.where(y > 0, 0.22 * np.exp(-((u / 0.35) ** 2)), 0)  # hollow towards the canal
    body = ((u**2.4 + np.abs(v) ** 2.4) ** (1 / 2.4) - 1) * 19.0 + 0.5 * canvas.rough[box]
    height = np.abs(along) - 13.2
    disc = (body < 0) & (height > 0)
    canvas.paint(disc, "disc", None, box)
    bone = np.maximum(body, height)
    canvas.paint(bone < 0, "cortical bone", "vertebrae", box)
    canvas.paint(bone < -1.3, "red marrow", "vertebrae", box)


def paint_arches(canvas: Canvas, box: Box, points: tuple[Array, Array, Array], build: Build) -> None:
    """Pedicles, laminae, articular, transverse and spinous processes, and what the canal holds."""
    x, y, along = points
    back = build.body[1]
    canal_y = back + 6.5
    ring = np.sqrt((x / 1.25) ** 2 + (y - canal_y) ** 2)
    arch_height = np.abs(along - 3.0) - np.where(y > canal_y, 11.0, 7.0)
    arch = np.maximum(ring - 13.5, arch_height)
    facet = np.sqrt(
        ((np.abs(x) - 16.0) / 7.5) ** 2 + ((y - canal_y - 8.0) / 7.0) ** 2 + ((along + 14.0) / 17.0) ** 2
    )
    arch = np.minimum(arch, (facet - 1) * 7)
    droop = np.abs(along - 2.0 + 0.25 * np.abs(x)) - 4.5
    reach = 36.0
    transverse = np.maximum(
        np.maximum(np.abs(x) - reach, droop), np.abs(y - canal_y - 1.0 - 0.16 * np.abs(x)) - 3.6
    )
    arch = np.minimum(arch, np.where(np.abs(x) > 10, transverse, 99))
    spinous = np.maximum(np.abs(x) - 3.0, np.abs(along + 4.0 + 0.35 * (y - canal_y - 12)) - 9.0)
    spinous = np.maximum(spinous, np.abs(y - canal_y - 24.0) - 16.0)
    arch = smooth_min(arch.astype(np.float32), spinous.astype(np.float32), 4.0) + 0.5 * canvas.rough[box]
    canvas.paint(arch < 0, "cortical bone", "vertebrae", box)
    canvas.paint(arch < -2.0, "red marrow", "vertebrae", box)
    canal = np.sqrt((x / 11.0) ** 2 + ((y - canal_y) / 8.2) ** 2)
    canvas.paint(canal < 1.0, "visceral fat", None, box)
    canvas.paint(canal < 0.86, "cerebrospinal fluid", None, box)
    z = canvas.z[box]
    cord = np.sqrt((x / 5.2) ** 2 + ((y - canal_y) / 4.2) ** 2)
    roots = np.sqrt(((np.abs(x) - 4.0) / 2.6) ** 2 + ((y - canal_y - 3.0) / 2.2) ** 2)
    canvas.paint(np.where(z > 12, cord < 1, roots < 1), "spinal cord", None, box)  # the conus ends at L1


def paint_muscles(canvas: Canvas, build: Build) -> Array:
    """Erector spinae with multifidus (autochthon), psoas, quadratus lumborum, crura of the diaphragm."""
    rng = canvas.rng("muscles")
    bulk = float(np.clip(rng.normal(1.0, 0.09), 0.8, 1.2))
    x, y, z = canvas.x, canvas.y, canvas.z
    spine = build.spine_y(z).astype(np.float32)
    side = np.abs(x)
    back = spine + np.float32(build.body[1])
    # The extensor compartment: between the transverse processes, the ribs and the wall's outer surface.
    wide = np.float32(37.0 * bulk) - 0.055 * np.maximum(z, 0)
    thick = np.float32(23.0 * bulk) - 0.05 * np.maximum(z, 0)
    across, deep = (side - 2 - wide) / (wide + 1), (y - back - 12.5 - thick) / (thick + 1)
    erector = ((np.abs(across) ** 2.2 + np.abs(deep) ** 2.2) ** (1 / 2.2) - 1) * 22.0
    outer = outer_wall(canvas)
    erector = smooth_max(erector.astype(np.float32), outer + 2.5, 5.0) + 0.7 * canvas.rough
    canvas.paint((erector < 2.2) & (outer < -0.5), "subcutaneous fat")
    canvas.paint(erector < 0, "muscle", "autochthon")
    cleft = np.abs(side - 0.42 * 2 * wide - 0.25 * (y - back)) < 0.9
    canvas.paint((erector < -2) & cleft & (canvas.rough > -0.2), "subcutaneous fat", "autochthon")
    # Quadratus lumborum: a plate lateral to the transverse processes, below the twelfth rib.
    lateral, height = (side - 52 - 0.06 * (30 - z)) / (17 * bulk), (y - back - 9) / (7.5 * bulk)
    quadratus = (np.sqrt(lateral**2 + height**2) - 1) * 10
    canvas.paint((quadratus < 0) & (z < 32), "muscle")
    # Psoas: from T12 along the lumbar bodies, thicker downwards.
    full = np.clip((52 - z) / 125, 0.02, 1.05)
    rx, ry = bulk * (4 + 19 * full), bulk * (5 + 20 * full)
    middle = build.body[0] * 0.93 + 0.62 * rx + 4 * full
    psoas = (np.sqrt(((side - middle) / rx) ** 2 + ((y - spine - 6) / ry) ** 2) - 1) * np.minimum(rx, ry)
    psoas = np.where(z < 48, psoas, np.float32(30)).astype(np.float32) + 0.6 * canvas.rough
    canvas.paint(psoas < 1.5, "visceral fat")
    canvas.paint(psoas < 0, "muscle", "iliopsoas")
    crus_y = spine - build.body[1] * 0.86
    crus = (np.sqrt(((side - 15 + 4 * (x < 0)) / 5.5) ** 2 + ((y - crus_y + 3) / 8.0) ** 2) - 1) * 6.0
    crus = np.where((z > -5) & (z < build.dome - 20), crus, np.float32(30)).astype(np.float32)
    canvas.paint(crus < 0, "muscle")
    return np.minimum(psoas, crus)


def outer_wall(canvas: Canvas) -> Array:
    """A cheap shape of the wall behind: negative where tissue is not skin, fat or air."""
    solid = ~canvas.is_tissue("air", "skin", "subcutaneous fat")
    solid[canvas.y < 0] = True
    edge = np.where(solid, np.float32(-6), np.float32(6))
    spacing = canvas.grid.spacing[::-1]
    return gaussian_filter(edge, [2.5 / s for s in spacing])
