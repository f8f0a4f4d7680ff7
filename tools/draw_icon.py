"""Draw the module's icon: a body, inverted in its right half, with the same segment found across both.

    python tools/draw_icon.py

Shapes are in units of the icon's side, x to the right, y downwards, centre at 0.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import SimpleITK as sitk

ICON = Path(__file__).resolve().parents[1] / "InvertSeg/Resources/Icons/InvertSeg.png"
SIZE = 128
FINE = 8  # drawn so much finer, then averaged: smooth edges

LIGHT, DARK = (244, 246, 248), (30, 37, 45)
RING = (128, 142, 156)  # stands out from white and from black
SEGMENT = (221, 92, 62)


def draw(size: int = SIZE) -> np.ndarray:
    """The icon's pixels (rows, columns, RGBA), uint8."""
    axis = (np.arange(size * FINE) + 0.5) / (size * FINE) - 0.5
    x, y = np.meshgrid(axis, axis)
    body = ellipse(x, y, 0, 0, 0.485, 0.415)
    left = x < 0
    layers = [
        (body, RING),
        (ellipse(x, y, 0, 0, 0.445, 0.375) & left, LIGHT),
        (ellipse(x, y, 0, 0, 0.445, 0.375) & ~left, DARK),
        (ellipse(x, y, 0.0, 0.2, 0.11, 0.11) & left, DARK),  # the spine changes with the rest
        (ellipse(x, y, 0.0, 0.2, 0.11, 0.11) & ~left, LIGHT),
        # What the network finds does not: a liver, its right lobe on the left of the picture.
        (ellipse(x, y, -0.17, -0.07, 0.19, 0.21) | ellipse(x, y, 0.0, -0.15, 0.29, 0.13), SEGMENT),
    ]
    pixels = np.zeros((*x.shape, 4), np.float32)
    for where, colour in layers:
        pixels[where] = (*colour, 255)
    # Averaging is right for colours weighted with their opacity.
    pixels[..., :3] *= pixels[..., 3:] / 255
    mean = pixels.reshape(size, FINE, size, FINE, 4).mean(axis=(1, 3))
    mean[..., :3] /= np.maximum(mean[..., 3:] / 255, 1e-6)
    return np.rint(mean.clip(0, 255)).astype(np.uint8)


def ellipse(x: np.ndarray, y: np.ndarray, cx: float, cy: float, a: float, b: float) -> np.ndarray:
    """Where an ellipse with these half axes is."""
    return ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 <= 1


def main() -> None:
    """Write the icon."""
    ICON.parent.mkdir(parents=True, exist_ok=True)
    image = sitk.GetImageFromArray(draw(), isVector=True)
    sitk.WriteImage(image, str(ICON), useCompression=True, compressionLevel=9)


if __name__ == "__main__":
    main()
