"""Where a new node goes: under the input's parents, in the patient's folder and in space."""

from __future__ import annotations

from typing import Any

import slicer


def place_beside(node: Any, beside: Any) -> None:
    """Put a node under the parent transform and the subject-hierarchy parent of another one.

    Args:
        node: displayable node in the same scene.
        beside: the volume it was made from; one of a sequence counts as the node that shows it.
    """
    if beside.IsA("vtkMRMLTransformableNode"):
        node.SetAndObserveTransformNodeID(beside.GetTransformNodeID())
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    if hierarchy is None:
        return
    item, other = hierarchy.GetItemByDataNode(node), hierarchy.GetItemByDataNode(beside)
    invalid = hierarchy.GetInvalidItemID()
    if item == invalid:
        item = hierarchy.CreateItem(hierarchy.GetSceneItemID(), node)
    if other != invalid:
        hierarchy.SetItemParent(item, hierarchy.GetItemParent(other))
