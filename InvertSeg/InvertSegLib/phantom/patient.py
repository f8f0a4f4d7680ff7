"""A synthetic patient: one anatomy, three scans of it, and the true labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from InvertSegLib.phantom.bowel import paint_bowel
from InvertSegLib.phantom.build import Build
from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.ct import render_ct
from InvertSegLib.phantom.mri import render_mri, t1_signal, t2_signal
from InvertSegLib.phantom.organs import paint_organs
from InvertSegLib.phantom.sampling import coarse_grid, majority
from InvertSegLib.phantom.spine import paint_spine
from InvertSegLib.phantom.tissues import NUMBER, STRUCTURES
from InvertSegLib.phantom.trunk import paint_trunk
from InvertSegLib.phantom.vessels import paint_vessels
from InvertSegLib.volume.volume import Volume

Spacing = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Patient:
    """A synthetic torso and its scans, all on one grid.

    Attributes:
        seed: what it was made from; the same seed gives the same patient.
        labels: the true structures, uint8 (K, J, I); `table` names them.
        ct: Hounsfield units, int16.
        t1: T1-weighted MRI in the scanner's arbitrary units, int16.
        t2: T2-weighted MRI with fat suppression, int16.
        table: label value to structure name.
        drawn: what was drawn for this patient (contrast phase, noise), for captions.
    """

    seed: int
    labels: Volume
    ct: Volume
    t1: Volume
    t2: Volume
    table: Mapping[int, str]
    drawn: Mapping[str, float | str]


def make_anatomy(seed: int, spacing: Spacing) -> Canvas:
    """The anatomy of a patient on a grid of this spacing (x, y, z in millimetres), before any scan."""
    build = Build.of(seed)
    canvas = Canvas.blank(seed, build.field(spacing))
    trunk = paint_trunk(canvas, build)
    psoas = paint_spine(canvas, build)
    paint_organs(canvas, build, trunk, psoas)
    paint_vessels(canvas, build)
    paint_bowel(canvas, build, trunk)
    return canvas


def make_patient(
    seed: int, spacing: Spacing = (2.0, 2.0, 5.0), oversampling: tuple[int, int, int] = (1, 1, 3)
) -> Patient:
    """Make a patient from a seed.

    Args:
        seed: 0 or more.
        spacing: distance of voxel centres along x, y, z in millimetres.
        oversampling: fine voxels in a voxel along x, y, z; their mean is the partial volume.

    Returns:
        Anatomy and scans; takes a few seconds.
    """
    fine = tuple(s / f for s, f in zip(spacing, oversampling, strict=True))
    canvas = make_anatomy(seed, fine)  # type: ignore[arg-type]
    matrix = coarse_grid(canvas.grid, oversampling).ijk_to_ras()
    ct, drawn = render_ct(canvas, oversampling)
    rng = canvas.rng("mri")
    one, two = t1_signal(rng), t2_signal(rng)
    # Stored values as scanners give them: fat at 350-900 on T1, kidney at 550-800 on T2.
    gain_one = rng.uniform(350, 900) / one[NUMBER["subcutaneous fat"]]
    gain_two = rng.uniform(550, 800) / two[NUMBER["renal cortex"]]
    t1 = render_mri(canvas, "t1", one, gain_one, rng.uniform(35, 60) / one[NUMBER["liver"]], oversampling)
    t2 = render_mri(canvas, "t2", two, gain_two, rng.uniform(40, 80) / two[NUMBER["liver"]], oversampling)
    labels = majority(canvas.label, max(STRUCTURES) + 1, oversampling)
    scans = [Volume(np.ascontiguousarray(voxels), matrix) for voxels in (labels, ct, t1, t2)]
    return Patient(seed, *scans, dict(STRUCTURES), drawn)
