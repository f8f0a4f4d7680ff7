"""A few exact percentiles of voxels too many to sort or to copy."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.slabs import finite_range

# Gives the voxels as arrays of any shape: anew, and the same ones, with each call.
Pieces = Callable[[], Iterable[np.ndarray]]

_DIGIT_BITS = 16


def percentiles(pieces: Pieces, dtype: np.dtype, percents: Sequence[float]) -> tuple[float, ...]:
    """What `np.percentile` gives for the finite ones of many voxels, without a copy of them.

    Radix selection: 16 bits at a time, the highest first, are counted among those voxels that agree with
    the answer so far. That takes one pass for 8 and 16-bit voxels, two for 32, four for 64.

    Args:
        pieces: gives the voxels.
        dtype: their type, integers or floating point.
        percents: 0..100 each.

    Raises:
        InputError: no voxel is finite.
    """
    dtype = dtype.newbyteorder("=")
    digits = -(-dtype.itemsize * 8 // _DIGIT_BITS)
    first = _digit_counts(pieces, dtype, (digits - 1) * _DIGIT_BITS, {0})[0]
    count = int(first.sum())
    if count == 0:
        raise InputError(
            "There is no voxel to take a percentile of.", "Choose a scan with finite intensities."
        )
    ranks = sorted({rank for percent in percents for rank in neighbours(count, percent)[:2]})
    values = dict(zip(ranks, _ranked(pieces, dtype, ranks, first), strict=True))
    return tuple(interpolated(count, percent, values.__getitem__) for percent in percents)


def neighbours(count: int, percent: float) -> tuple[int, int, float]:
    """The ranks that a percentile lies between, and how far along, by numpy's method `linear`."""
    position = (count - 1) * (percent / 100)
    before = min(math.floor(position), count - 1)
    return before, min(before + 1, count - 1), position - before


def interpolated(count: int, percent: float, value_at: Callable[[int], np.generic]) -> float:
    """A percentile from the values at its ranks.

    Floating-point values are interpolated in their own type, as numpy 2 does; integers in float64.
    """
    before, after, weight = neighbours(count, percent)
    low, high = value_at(before), value_at(after)
    if low.dtype.kind == "f":
        below, above = low.dtype.type(weight), low.dtype.type(1 - weight)
    else:
        low, high, below, above = low.item(), high.item(), weight, 1 - weight
    with np.errstate(over="ignore"):
        return float(high - (high - low) * above if weight >= 0.5 else low + (high - low) * below)


def _ranked(pieces: Pieces, dtype: np.dtype, ranks: Sequence[int], first: np.ndarray) -> list[np.generic]:
    """The values with so many voxels before them in sorted order, from the counts of their first digit."""
    found = [_next_digit(first, rank) for rank in ranks]
    for digit in range(-(-dtype.itemsize * 8 // _DIGIT_BITS) - 2, -1, -1):
        counts = _digit_counts(pieces, dtype, digit * _DIGIT_BITS, {prefix for prefix, _ in found})
        found = [_extended(prefix, *_next_digit(counts[prefix], rank)) for prefix, rank in found]
    return [_value(prefix, dtype) for prefix, _ in found]


def _next_digit(counts: np.ndarray, rank: int) -> tuple[int, int]:
    """The digit of the voxel of a rank, and its rank among the voxels with that digit."""
    up_to = np.cumsum(counts)
    digit = int(np.searchsorted(up_to, rank, side="right"))
    return digit, rank - int(up_to[digit] - counts[digit])


def _extended(prefix: int, digit: int, rank: int) -> tuple[int, int]:
    return prefix << _DIGIT_BITS | digit, rank


def _digit_counts(pieces: Pieces, dtype: np.dtype, shift: int, prefixes: set[int]) -> dict[int, np.ndarray]:
    """For each prefix, how often each digit follows it; the one prefix of the first digit is 0."""
    counts = {prefix: np.zeros(1 << _DIGIT_BITS, dtype=np.int64) for prefix in prefixes}
    is_first = shift + _DIGIT_BITS >= dtype.itemsize * 8
    for piece in pieces():
        bits = _ordered_bits(finite_range(piece)[0].astype(dtype, copy=False).ravel())
        for prefix, total in counts.items():
            chosen = bits if is_first else bits[bits >> (shift + _DIGIT_BITS) == prefix]
            digits = chosen >> shift if shift else chosen
            if not is_first:
                digits = digits & 0xFFFF
            found = np.bincount(digits.astype(np.intp))
            total[: len(found)] += found
    return counts


def _ordered_bits(values: np.ndarray) -> np.ndarray:
    """Unsigned integers in the same order as the values."""
    bits = values.view(f"u{values.itemsize}")
    top = bits.dtype.type(1 << (8 * values.itemsize - 1))
    if values.dtype.kind == "u":
        return bits
    if values.dtype.kind == "i":
        return bits ^ top
    # Floating point orders its magnitudes like integers: negative ones are to be turned around.
    flip = (bits.view(f"i{values.itemsize}") >> (8 * values.itemsize - 1)).view(bits.dtype)
    flip |= top
    flip ^= bits
    return flip


def _value(ordered: int, dtype: np.dtype) -> np.generic:
    """The value whose ordered bits these are."""
    size = dtype.itemsize * 8
    top = 1 << (size - 1)
    if dtype.kind == "i" or (dtype.kind == "f" and ordered & top):
        ordered ^= top
    elif dtype.kind == "f":
        ordered ^= (1 << size) - 1
    return np.array([ordered], dtype=f"u{dtype.itemsize}").view(dtype)[0]
