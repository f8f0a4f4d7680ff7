"""Intensities into Hounsfield units: the part of the body's range that counts, a window, a tone curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from InvertSegLib.inversion.parameters import InversionParameters

# Of what is not background; what lies beyond is clipped. So a few hot voxels or air bubbles do not count.
BODY_PERCENTILES = (2.0, 98.0)

# Largest range of whole numbers that are looked up in a table; 16 bits at most.
_MOST_ENTRIES = 1 << 16


@dataclass(frozen=True, eq=False)
class Calibration:
    """HU = window low + (window high - window low) * u ** tone.

    u is 0..1 over the intensities low..high, and 1..0 when inverted; beyond them it is clipped.

    Attributes:
        low: intensity at one end of u.
        high: intensity at the other.
        inverted: whether the high intensity becomes u = 0.
        window: Hounsfield units at u = 0 and u = 1.
        tone: exponent of the tone curve.
    """

    low: float
    high: float
    inverted: bool
    window: tuple[float, float]
    tone: float

    @classmethod
    def between(cls, low: float, high: float, parameters: InversionParameters) -> Calibration:
        """Over the intensities low..high, all else from the parameters."""
        return cls(low, high, parameters.inverted, parameters.window, parameters.tone)

    def hounsfield(self, intensities: np.ndarray) -> np.ndarray:
        """Hounsfield units, rounded to whole numbers, in the floating-point type of the intensities."""
        u = np.clip(intensities, self.low, self.high)
        if self.inverted:
            np.subtract(self.high, u, out=u)
        else:
            np.subtract(u, self.low, out=u)
        u /= self.high - self.low
        np.clip(u, 0, 1, out=u)  # a rounding error must not lead out of the window
        if self.tone == 0.5:
            np.sqrt(u, out=u)
        elif self.tone != 1:
            np.power(u, self.tone, out=u)
        u *= self.window[1] - self.window[0]
        u += self.window[0]
        return np.rint(u, out=u)

    def table(self, dtype: np.dtype) -> Table | None:
        """A table of the whole numbers of an integer type; None where it would be too long."""
        if dtype.kind == "f":
            return None
        limits = np.iinfo(dtype)
        first = int(max(np.floor(self.low), limits.min))
        last = int(min(np.ceil(self.high), limits.max))
        if last - first >= _MOST_ENTRIES:
            return None
        units = self.hounsfield(np.arange(first, last + 1, dtype=np.float64))
        return Table(dtype.type(first), dtype.type(last), units.astype(np.int16))


@dataclass(frozen=True, eq=False)
class Table:
    """Hounsfield units (int16) of the intensities first..last; those beyond have the unit of the nearest."""

    first: np.generic
    last: np.generic
    units: np.ndarray

    def look_up(self, intensities: np.ndarray, out: np.ndarray) -> None:
        """Hounsfield units of integers, into an int16 array of their shape."""
        index = np.clip(intensities, self.first, self.last).astype(np.intp)
        index -= int(self.first)
        # The index is inside already; saying so with a mode spares numpy a copy of the output.
        np.take(self.units, index, out=out, mode="clip")
