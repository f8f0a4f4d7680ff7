"""Situations that the tests of this room share."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable

PROVENANCE = {
    "software": "InvertSeg test",
    "note": 'quotes " and \\ backslashes, ümlauts, 100 %',
    "engine": {"name": "totalsegmentator", "task": "total", "versions": {"TotalSegmentator": "2.18.0"}},
}

NAMES = {1: "spleen", 2: "kidney_left", 3: "kidney_cyst_right", 5: "my thing", 9: "liver"}


def rotation(about_i: float, about_k: float) -> np.ndarray:
    """A rotation by angles in degrees."""
    (ci, si), (ck, sk) = ((np.cos(np.radians(a)), np.sin(np.radians(a))) for a in (about_i, about_k))
    return np.array([[1, 0, 0], [0, ci, -si], [0, si, ci]]) @ np.array([[ck, -sk, 0], [sk, ck, 0], [0, 0, 1]])


def _matrix(axes: np.ndarray, spacing: tuple[float, float, float]) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = axes * spacing
    matrix[:3, 3] = (-87.25, 43.1, -612.333)
    return matrix


GEOMETRIES = {
    "axial": _matrix(np.diag([-1.0, -1.0, 1.0]), (0.9, 1.1, 5.5)),
    "oblique": _matrix(rotation(17, -33), (0.7, 0.9, 4.0)),
    "left-handed": _matrix(rotation(17, -33) @ np.diag([1.0, -1.0, 1.0]), (1.5, 0.9, 2.0)),
    "coronal": _matrix(np.array([[-1.0, 0, 0], [0, 0, 1], [0, -1, 0]]), (1.0, 1.2, 3.0)),
}


def a_label_map(dtype: type = np.uint8) -> np.ndarray:
    """A lopsided label map of shape (7, 11, 13): no flip or swap of axes leaves it as it is."""
    labels = np.zeros((7, 11, 13), dtype)
    labels[1:4, 2:9, 3:6] = 1
    labels[5, 1:3, 8:12] = 2
    labels[2:6, 9, 10] = 3
    labels[6, 10, 12] = 5
    return labels


@pytest.fixture(params=GEOMETRIES)
def a_segmentation(request: pytest.FixtureRequest) -> Segmentation:
    """Four structures that were found and one (the liver) that was not, in one of several geometries."""
    table = LabelTable.from_names(NAMES)
    return Segmentation(a_label_map(), GEOMETRIES[request.param], table, PROVENANCE)


@pytest.fixture
def an_axial_segmentation() -> Segmentation:
    """The same in the plainest geometry."""
    return Segmentation(a_label_map(), GEOMETRIES["axial"], LabelTable.from_names(NAMES), PROVENANCE)
