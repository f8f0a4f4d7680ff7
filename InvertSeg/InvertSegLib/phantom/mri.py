"""The phantom as MRI at 1.5 T: signal equations, coil sensitivity, partial volume, Rician noise.

T1-weighted: breath-hold spoiled gradient echo, in phase (TR 110-200 ms, TE 4.6 ms, flip angle 80 degrees).
T2-weighted: turbo spin echo with spectral fat suppression (TR 1.8-3 s, effective TE 75-100 ms). Such a pair
is the usual abdominal protocol at this field strength (Kavur et al., Med Image Anal 69:101950, 2021).
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array, smooth_noise
from InvertSegLib.phantom.sampling import average
from InvertSegLib.phantom.tissues import NUMBER, TISSUES

FAT = ("subcutaneous fat", "visceral fat")


def relaxation(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """T1, T2, T2* (ms) and proton density of each tissue in one patient."""
    vary = np.array([t.vary for t in TISSUES])
    t1 = np.array([t.t1 for t in TISSUES]) * np.exp(vary * rng.standard_normal(len(TISSUES)))
    factor = np.exp(vary * rng.standard_normal(len(TISSUES)))
    t2 = np.array([t.t2 for t in TISSUES]) * factor
    t2_star = np.array([t.t2_star for t in TISSUES]) * factor
    for other in ("caval blood", "portal blood", "hepatic vessel", "mesenteric vessel"):
        t1[NUMBER[other]] = t1[NUMBER["arterial blood"]]  # one blood flows in all vessels
    return t1, t2, t2_star, np.array([t.density for t in TISSUES])


def spoiled_gradient_echo(
    t1: Array, t2_star: Array, density: Array, tr: float, te: float, flip_degrees: float
) -> Array:
    """Steady-state signal of a spoiled gradient echo (Ernst and Anderson, 1966; Haase et al., 1986)."""
    flip = np.deg2rad(flip_degrees)
    e1 = np.exp(-tr / t1)
    return density * np.sin(flip) * (1 - e1) / (1 - e1 * np.cos(flip)) * np.exp(-te / t2_star)


def turbo_spin_echo(t1: Array, t2: Array, density: Array, tr: float, te: float, train: float) -> Array:
    """Signal of a turbo spin echo: recovery after the echo train, decay to the effective echo time."""
    return density * (1 - np.exp(-(tr - train) / t1)) * np.exp(-te / t2)


def t1_signal(rng: np.random.Generator) -> Array:
    """T1-weighted signal of each tissue in one patient (arbitrary units)."""
    t1, _, t2_star, density = relaxation(rng)
    return spoiled_gradient_echo(t1, t2_star, density, rng.uniform(110, 200), 4.6, 80.0)


def t2_signal(rng: np.random.Generator) -> Array:
    """T2-weighted signal of each tissue in one patient (arbitrary units).

    Fat keeps a tenth to a fifth of its signal after suppression; flowing blood leaves the slice between
    excitation and refocusing (flow void; Bradley and Waluch, Radiology 154:443, 1985), arteries most.
    """
    t1, t2, _, density = relaxation(rng)
    signal = turbo_spin_echo(t1, t2, density, rng.uniform(1800, 3000), rng.uniform(75, 100), 150.0)
    for name in FAT:
        signal[NUMBER[name]] *= rng.uniform(0.10, 0.20)
    signal[NUMBER["red marrow"]] *= rng.uniform(0.45, 0.65)  # about half of marrow's signal is fat
    signal[NUMBER["arterial blood"]] *= rng.uniform(0.05, 0.20)
    for name in ("caval blood", "portal blood", "mesenteric vessel"):
        signal[NUMBER[name]] *= rng.uniform(0.1, 0.5)
    return signal


def render_mri(
    canvas: Canvas, name: str, signal: Array, gain: float, snr: float, factors: tuple[int, int, int]
) -> Array:
    """Render the canvas as MRI.

    Args:
        canvas: the anatomy.
        name: names the stream of random numbers.
        signal: signal of each tissue.
        gain: factor from signal to stored values.
        snr: signal of 1 divided by the noise of one channel.
        factors: fine voxels in a voxel along x, y, z.

    Returns:
        Magnitude, int16 (k, j, i) on the coarse grid.
    """
    rng = canvas.rng(name)
    grain = np.array([t.grain_mri for t in TISSUES], np.float32)[canvas.tissue]
    fine = signal.astype(np.float32)[canvas.tissue] * (1 + grain * smooth_noise(rng, canvas.grid, 6.0))
    fine *= coil_bias(canvas, rng)
    spacing = canvas.grid.spacing
    image = average(gaussian_filter(fine, [0, 0.9 / spacing[1], 0.9 / spacing[0]]), factors)
    real, imaginary = (rng.standard_normal(image.shape, dtype=np.float32) / np.float32(snr) for _ in range(2))
    magnitude = np.hypot(image + real, imaginary)
    return np.clip(np.rint(magnitude * gain), 0, 32767).astype(np.int16)


def coil_bias(canvas: Canvas, rng: np.random.Generator) -> Array:
    """Smooth gain of the surface coils: a slow random field, and more signal near the skin."""
    x, y = canvas.grid.axis(0), canvas.grid.axis(1)
    near = (x[None, :] / 170.0) ** 2 + (y[:, None] / 115.0) ** 2
    slow = np.exp(0.10 * smooth_noise(rng, canvas.grid, 150.0))
    return slow * (1 + np.float32(rng.uniform(0.05, 0.2)) * (np.clip(near, 0, 1.5) - 0.5))[None].astype(
        np.float32
    )
