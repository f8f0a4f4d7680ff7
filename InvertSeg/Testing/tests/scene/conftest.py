"""A scene, and volumes in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from bench import slicer_core
from InvertSegLib.volume.volume import Volume
from tests.scene.scene_situations import AXIAL


@pytest.fixture
def slicer() -> Iterator[Any]:
    """The package slicer, with an empty scene."""
    package = slicer_core.boot()
    slicer_core.clear()
    yield package
    slicer_core.clear()


@pytest.fixture
def scene(slicer: Any) -> Any:
    """An empty scene."""
    return slicer.mrmlScene


@pytest.fixture
def add_volume(scene: Any) -> Callable[..., Any]:
    """Adds a volume node of a geometry."""
    from InvertSegLib.scene.volumes import node_of_volume

    def add(ijk_to_ras: np.ndarray = AXIAL, voxels: np.ndarray | None = None, name: str = "MRI") -> Any:
        if voxels is None:
            voxels = np.arange(7 * 11 * 13, dtype=np.int16).reshape(7, 11, 13)
        return node_of_volume(scene, Volume(voxels, ijk_to_ras), name)

    return add


@pytest.fixture
def mri(add_volume: Callable[..., Any]) -> Any:
    """An axial volume node."""
    return add_volume()


@pytest.fixture
def add_transform(slicer: Any, scene: Any) -> Callable[[np.ndarray], Any]:
    """Adds a linear transform node."""

    def add(matrix: np.ndarray) -> Any:
        node = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
        node.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(matrix))
        return node

    return add
