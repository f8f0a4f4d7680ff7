"""Beside the result, an inversion needs the memory of a few slices."""

from __future__ import annotations

import dataclasses
import tracemalloc

import numpy as np
import pytest

from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS

SHAPE = (96, 512, 512)


def peak_beside_the_result(scan: np.ndarray, **arguments: object) -> float:
    """Most memory in use at once, in slices of the scan."""
    out = np.empty(scan.shape, dtype=arguments.pop("result", scan.dtype))
    tracemalloc.start()
    try:
        invert(scan, out=out, **arguments)
        return tracemalloc.get_traced_memory()[1] / scan[0].nbytes
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_a_few_slices(dtype: str) -> None:
    rng = np.random.default_rng(9)
    scan = np.tile(np.abs(rng.normal(0, 9, (8, *SHAPE[1:]))), (SHAPE[0] // 8, 1, 1)).astype(dtype)
    scan[:, 100:400, 100:400] += rng.integers(100, 400, (300, 300)).astype(dtype)
    published = PRESETS["published"]
    assert peak_beside_the_result(scan, parameters=published) < 3
    by_percentile = dataclasses.replace(published, background="percentile")
    assert peak_beside_the_result(scan, parameters=by_percentile) < 10
    # The body's shape is found on a coarse grid, which weighs as much as a few slices more.
    calibrated = PRESETS["calibrated"]
    assert peak_beside_the_result(scan, parameters=calibrated, result=np.int16) < SHAPE[0] * 0.8
