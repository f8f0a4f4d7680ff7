"""Distances between two surfaces, each piece of a surface counting by its area.

The surface elements, their areas and the percentiles are those of DeepMind's package `surface-distance`
(Nikolov et al., arXiv 1809.04430): an element lies on each corner that voxels inside and outside share, and
its area comes from the triangles that marching cubes would draw there. So the rim of a slice 5 mm thick
counts five times that of one of 1 mm, where border voxels would give both the same weight.

The distances themselves are found here: in the box around the structure, by a k-d tree of the elements
instead of a distance map, and not at all for elements that both surfaces share. The results are the
package's own.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from InvertSegLib.errors import InvertSegError

if TYPE_CHECKING:
    from types import ModuleType

# As the package calls them; each pair is sorted by the distance.
Distances = dict[str, np.ndarray]
_ROUNDING = 1e-6
_INSIDE = 0xFF  # the code of a corner between eight voxels of the structure


def surface_distances(prediction: np.ndarray, reference: np.ndarray, spacing: tuple[float, ...]) -> Distances:
    """Distance from each surface element to the nearest one of the other surface.

    Args:
        prediction: boolean mask (K, J, I) with a voxel at least.
        reference: mask of the same shape, the same.
        spacing: millimetres along k, j, i. What lies outside the arrays counts as outside of the structures.

    Returns:
        ``distances_pred_to_gt`` and ``distances_gt_to_pred`` (mm, ascending) with the areas of their
        elements, ``surfel_areas_pred`` and ``surfel_areas_gt`` (mm2), as `surface-distance` gives them.
    """
    areas = _areas(tuple(map(float, spacing)))
    codes = _codes(prediction), _codes(reference)
    borders = [(code != 0) & (code != _INSIDE) for code in codes]
    places = [np.argwhere(border) for border in borders]
    found: Distances = {}
    for one, other, name in ((0, 1, "pred"), (1, 0, "gt")):
        apart = ~borders[other][borders[one]]  # the rest lies on the other surface
        distances = np.zeros(len(places[one]))
        if apart.any():
            distances[apart] = _to_nearest(places[one][apart], places[other], spacing)
        order = np.argsort(distances)
        goal = "gt" if name == "pred" else "pred"
        found[f"distances_{name}_to_{goal}"] = distances[order]
        found[f"surfel_areas_{name}"] = areas[codes[one][borders[one]]][order]
    return found


def _to_nearest(places: np.ndarray, others: np.ndarray, spacing: tuple[float, ...]) -> np.ndarray:
    """Distance in mm from each place to the nearest of the others; both are indices along k, j, i."""
    from scipy.spatial import cKDTree

    tree = cKDTree(others * np.asarray(spacing), balanced_tree=False, compact_nodes=False)
    nearest = tree.query(places * np.asarray(spacing))[1]
    # From the difference of indices: two voxels of 0.8 mm are 1.6 mm wherever they lie, not a little more.
    return np.sqrt(np.square((places - others[nearest]) * np.asarray(spacing)).sum(axis=1))


def hausdorff(distances: Distances, percent: float = 100.0) -> float:
    """Hausdorff distance in mm: the larger of the two directions' percentiles, weighted by area.

    Args:
        distances: of `surface_distances`.
        percent: 100 for the Hausdorff distance itself, 95 for HD95.
    """
    if percent >= 100:
        return float(max(distances["distances_pred_to_gt"][-1], distances["distances_gt_to_pred"][-1]))
    return float(_package().compute_robust_hausdorff(distances, percent))


def surface_dice(distances: Distances, tolerance_mm: float) -> float:
    """Normalised surface Dice: the share of both surfaces' area within a tolerance of the other surface."""
    # Files keep spacings in 32 bits: two voxels of 1.5000001 mm are within 3 mm.
    return float(_package().compute_surface_dice_at_tolerance(distances, tolerance_mm * (1 + _ROUNDING)))


def _codes(mask: np.ndarray) -> np.ndarray:
    """Which of its eight voxels belong to the mask, as bits for each corner; uint8, (K+1, J+1, I+1)."""
    kernel = _package().lookup_tables.ENCODE_NEIGHBOURHOOD_3D_KERNEL
    padded = np.pad(mask, 1).view(np.uint8)
    codes = np.zeros([n + 1 for n in mask.shape], np.uint8)
    for offset in itertools.product((0, 1), repeat=3):
        window = tuple(slice(o, o + n) for o, n in zip(offset, codes.shape, strict=True))
        codes += padded[window] * np.uint8(kernel[offset])
    return codes


@lru_cache(maxsize=64)
def _areas(spacing: tuple[float, ...]) -> np.ndarray:
    """Area in mm2 of the surface element of each code."""
    return _package().lookup_tables.create_table_neighbour_code_to_surface_area(spacing)


def _package() -> ModuleType:
    try:
        import surface_distance
    except ImportError:
        raise InvertSegError(
            "Distances between surfaces need the package surface-distance, which is not installed.",
            'Install it with: pip install "invertseg[review]"',
        ) from None
    return surface_distance
