"""Matching the inverted histogram of the body to that of a CT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.parameters import AIR_HU
from InvertSegLib.inversion.transforms.protocol import CT
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume

PERCENTILES = (0, 1, 2, *range(5, 100, 5), 98, 99, 100)
# Hounsfield units at these percentiles of the body without gas: the mean of ten synthetic patients' CT in
# the portal venous phase (InvertSegLib.phantom, seeds from 20000 on). The contrast counts: what is matched to
# a CT without contrast medium shows a network trained on others next to nothing.
PORTAL_VENOUS = (
    -242, -166, -152, -124, -114, -108, -102, -97, -90, -78, -66, -7, 26, 45, 57, 66, 74, 85, 98, 111, 132,
    180, 246, 631, 809,
)  # fmt: skip
# Below lies gas, which no MRI tells from bone: both are dark there.
_GAS_HU = -250


class HistogramMatching:
    """Gives the body's brightest voxels the Hounsfield units of a CT's darkest tissue, and so on.

    The shares of the CT's tissues are forced upon the MRI, whatever either shows: a reference of another
    region or contrast phase misleads.

    Args:
        quantiles: Hounsfield units of the reference at `PERCENTILES`; see `quantiles_of`.

    Raises:
        ParameterError: they are not as many, or do not ascend.
    """

    name = "histogram"
    gives = CT

    def __init__(self, quantiles: Sequence[float] = PORTAL_VENOUS) -> None:
        values = np.asarray(quantiles, dtype=float)
        wrong = values.shape != (len(PERCENTILES),) or not np.isfinite(values).all()
        if wrong or (np.diff(values) < 0).any() or values[0] == values[-1]:
            raise ParameterError(
                f"The histogram's quantiles are not {len(PERCENTILES)} ascending numbers.",
                "Take them from a CT volume with histogram=CT_FILE.",
            )
        self._units = values
        self.parameters: Mapping[str, Any] = {"quantiles": [round(float(value), 1) for value in values]}

    def apply(self, volume: Volume) -> Volume:
        """Match; int16 Hounsfield units, -1000 outside the body.

        Raises:
            InputError: the voxels are no scan, or the body is of one intensity.
        """
        mask = body_mask(volume.voxels)
        tissue = volume.voxels[mask]
        tissue = tissue[np.isfinite(tissue)]
        levels = np.percentile(tissue, PERCENTILES) if tissue.size else np.zeros(2)
        if levels[0] == levels[-1]:
            raise InputError(
                "The body has the same intensity everywhere, and shows no tissue.",
                "Choose the scan itself; this may be a mask.",
            )
        out = np.full(volume.voxels.shape, AIR_HU, np.int16)
        # Bright in the MRI is dark in CT, so the one's quantiles go with the other's turned around.
        places = 100.0 - np.asarray(PERCENTILES, float)
        units = np.interp(places, PERCENTILES, self._units)
        values = np.nan_to_num(volume.voxels[mask].astype(np.float64), posinf=levels[-1], neginf=levels[0])
        out[mask] = np.rint(np.interp(values, levels, units))
        return volume.with_voxels(out)


def quantiles_of(path: str | Path) -> tuple[float, ...]:
    """The quantiles of a CT's body without gas, for `HistogramMatching`.

    Args:
        path: a CT volume in Hounsfield units, as `read_volume` takes it.

    Raises:
        InputError: it cannot be read, or has no air around a body as CT has.
    """
    voxels = read_volume(path).voxels
    tissue = voxels > _GAS_HU
    if not 0.02 < tissue.mean() < 0.98 or voxels.min() > -500:
        raise InputError(
            f"{Path(path).name} does not look like CT in Hounsfield units: it has no air around a body.",
            "Choose a CT volume whose values are Hounsfield units.",
        )
    components, _ = ndimage.label(tissue)
    sizes = np.bincount(components.ravel())
    sizes[0] = 0
    body = voxels[components == sizes.argmax()]
    return tuple(float(value) for value in np.percentile(body, PERCENTILES))
