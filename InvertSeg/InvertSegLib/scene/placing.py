"""Finding nodes, and where one goes: under another one's parents, in the patient's folder and in space."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk


def place_beside(node: Any, beside: Any) -> None:
    """Put a node under the parent transform and the subject-hierarchy parent of another one.

    Args:
        node: displayable node in the same scene.
        beside: the volume it was made from.
    """
    if beside.IsA("vtkMRMLTransformableNode"):
        node.SetAndObserveTransformNodeID(beside.GetTransformNodeID())
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    if hierarchy is None:
        return
    item, other = hierarchy.GetItemByDataNode(node), hierarchy.GetItemByDataNode(beside)
    # Slicer with a window adds an item for every node by itself, without one nobody does.
    if not item:
        item = hierarchy.CreateItem(hierarchy.GetSceneItemID(), node)
    if other:
        hierarchy.SetItemParent(item, hierarchy.GetItemParent(other))


def nodes_of_class(scene: Any, class_name: str) -> list[Any]:
    """All nodes of a class and of those derived from it, in the scene's order."""
    number = scene.GetNumberOfNodesByClass(class_name)
    return [scene.GetNthNodeByClass(index, class_name) for index in range(number)]


def linear_matrix_between(source: Any, target: Any) -> np.ndarray | None:
    """4x4 matrix from one node's space to another's; None where a transform between them is not linear."""
    transforms = [node.GetParentTransformNode() for node in (source, target)]
    if transforms[0] is transforms[1]:
        return np.eye(4)
    if not all(transform is None or transform.IsTransformToWorldLinear() for transform in transforms):
        return None
    matrix = vtk.vtkMatrix4x4()
    slicer.vtkMRMLTransformNode.GetMatrixTransformBetweenNodes(*transforms, matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)
