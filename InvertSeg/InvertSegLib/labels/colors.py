"""Colours for structures that no table knows: the same name always gets the same colour."""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Iterable

Color = tuple[int, int, int]

# Two colours further apart than this are told apart at a glance (see `distance`).
CLEARLY_DIFFERENT = 90.0


def color_of(name: str, taken: Iterable[Color] = ()) -> Color:
    """A colour made from a name.

    It depends on the name alone, not on the process or on Python's hash, unless it comes too close to a
    colour that is taken; then the next colour of the same name is tried, with less and less distance asked.

    Args:
        name: of the structure.
        taken: colours that the result must differ from.

    Returns:
        Red, green, blue, 0..255 each; saturated and neither dark nor pale.
    """
    others = list(taken)
    attempt = 0
    while True:
        color = _candidate(name, attempt)
        wanted = CLEARLY_DIFFERENT * 0.97**attempt
        if color not in others and all(distance(color, other) >= wanted for other in others):
            return color
        attempt += 1


def distance(first: Color, second: Color) -> float:
    """How different two colours look, 0 to about 765 (the "redmean" approximation of perceived distance)."""
    red = (first[0] + second[0]) / 2
    dr, dg, db = (a - b for a, b in zip(first, second, strict=True))
    return ((2 + red / 256) * dr * dr + 4 * dg * dg + (2 + (255 - red) / 256) * db * db) ** 0.5


def _candidate(name: str, attempt: int) -> Color:
    digest = hashlib.blake2b(f"{attempt}:{name}".encode(), digest_size=6).digest()
    hue, saturation, value = (int.from_bytes(digest[i : i + 2], "big") / 65535 for i in (0, 2, 4))
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.45 + 0.5 * saturation, 0.6 + 0.4 * value)
    return round(red * 255), round(green * 255), round(blue * 255)
