"""The phantom as CT: attenuation by contrast phase and disease, scanner blur and noise."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from InvertSegLib.phantom.canvas import Canvas
from InvertSegLib.phantom.geometry import Array, smooth_noise
from InvertSegLib.phantom.sampling import average
from InvertSegLib.phantom.tissues import NUMBER, TISSUES

PHASES = ("none", "arterial", "portal venous", "delayed")


def attenuation(rng: np.random.Generator, phase: int) -> Array:
    """Hounsfield units of each tissue in one patient: phase, variation between patients, common findings.

    Findings: fatty liver in one of five, positive oral contrast in one of five, sludge or excreted contrast
    in the gallbladder in one of ten.
    """
    hu = np.array([tissue.hu[phase] for tissue in TISSUES], np.float32)
    hu += np.array([tissue.spread for tissue in TISSUES], np.float32) * rng.standard_normal(len(TISSUES))
    strength = rng.normal(1.0, 0.12)  # dose by weight and circulation
    plain = np.array([tissue.hu[0] for tissue in TISSUES], np.float32)
    hu += (strength - 1) * (np.array([tissue.hu[phase] for tissue in TISSUES]) - plain)
    if rng.random() < 0.2:
        hu[NUMBER["liver"]] -= rng.uniform(15, 50)
    hu[NUMBER["red marrow"]] = max(hu[NUMBER["red marrow"]], 30)
    hu[NUMBER["hepatic vessel"]] = hu[NUMBER["portal blood"]] - rng.uniform(0, 10)
    if rng.random() < 0.2:
        contrast = rng.uniform(120, 320)
        hu[NUMBER["stomach content"]] = contrast
        hu[NUMBER["bowel content"]] = contrast * rng.uniform(0.3, 1.0)
    if rng.random() < 0.1:
        hu[NUMBER["bile"]] = rng.uniform(25, 90)
    return hu


def render_ct(canvas: Canvas, factors: tuple[int, int, int]) -> tuple[Array, dict[str, float | str]]:
    """Render the canvas as CT.

    Returns:
        Hounsfield units, int16 (k, j, i) on the coarse grid, and what was drawn (phase, noise).
    """
    rng = canvas.rng("ct")
    phase = int(rng.choice(4, p=[0.15, 0.15, 0.55, 0.15]))
    hu = attenuation(rng, phase)
    tissue = with_table(canvas, rng)
    grain = np.array([t.grain for t in TISSUES], np.float32)[tissue] * smooth_noise(rng, canvas.grid, 6.0)
    fine = hu[tissue] + grain
    spacing = canvas.grid.spacing
    blur = rng.uniform(0.8, 1.3)  # millimetres: a soft-tissue kernel
    image = average(gaussian_filter(fine, [0, blur / spacing[1], blur / spacing[0]]), factors)
    sigma = rng.uniform(7, 18)
    image += scanner_noise(rng, image.shape, sigma)
    drawn: dict[str, float | str] = {"phase": PHASES[phase], "noise": round(float(sigma), 1)}
    return np.clip(np.rint(image), -1024, 3071).astype(np.int16), drawn


def scanner_noise(rng: np.random.Generator, shape: tuple[int, ...], sigma: float) -> Array:
    """Noise of standard deviation `sigma`, correlated within the slice as a soft kernel leaves it."""
    noise = gaussian_filter(rng.standard_normal(shape, dtype=np.float32), [0, 0.6, 0.6])
    return noise * np.float32(sigma / noise.std())


def with_table(canvas: Canvas, rng: np.random.Generator) -> Array:
    """The tissues with the scanner's table under the patient."""
    tissue = canvas.tissue.copy()
    rows = np.flatnonzero((tissue != NUMBER["air"]).any(axis=(0, 2)))
    y = canvas.grid.axis(1)
    x = canvas.grid.axis(0)
    top = y[rows[-1]] + rng.uniform(2, 7) - 14 * (x / 200.0) ** 2
    plate = np.abs(y[:, None] - top[None, :] - 2.0) < 2.2
    tissue[(tissue == NUMBER["air"]) & plate[None]] = NUMBER["table"]
    return tissue
