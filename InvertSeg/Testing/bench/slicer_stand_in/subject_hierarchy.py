"""The subject hierarchy follows the scene, as Slicer's plugins (Qt, not in the wheel) let it.

Left out: the items of single segments, and menus.
"""

from __future__ import annotations

from typing import Any

import vtk

# Which nodes a plugin takes into the hierarchy, and the plugin that owns their items.
_OWNERS = {
    "vtkMRMLSegmentationNode": "Segmentations",
    "vtkMRMLLabelMapVolumeNode": "LabelMaps",
    "vtkMRMLVolumeNode": "Volumes",
    "vtkMRMLModelNode": "Models",
    "vtkMRMLMarkupsNode": "Markups",
    "vtkMRMLTransformNode": "Transforms",
    "vtkMRMLTableNode": "Tables",
    "vtkMRMLTextNode": "Texts",
    "vtkMRMLPlotChartNode": "Charts",
}


class SubjectHierarchyFiller:
    """Adds items for new nodes and takes those of removed ones out."""

    def __init__(self, scene: Any) -> None:
        import slicer

        self._scene = scene
        scene.AddObserver(scene.NodeAddedEvent, self._on_node_added)
        scene.AddObserver(scene.NodeAboutToBeRemovedEvent, self._on_node_about_to_be_removed)
        scene.AddObserver(scene.EndImportEvent, self._on_many_added)
        scene.AddObserver(scene.EndBatchProcessEvent, self._on_many_added)
        scene.AddObserver(scene.EndCloseEvent, self._on_many_added)
        self._hierarchy_of = slicer.vtkMRMLSubjectHierarchyNode.ResolveSubjectHierarchy
        self._hierarchy_of(scene)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_node_added(self, scene: Any, _event: str, node: Any) -> None:
        if node.IsA("vtkMRMLSubjectHierarchyNode"):
            self._hierarchy_of(scene)
        elif not scene.IsImporting():
            self._add(node)

    def _add(self, node: Any) -> None:
        owner = next((owner for kind, owner in _OWNERS.items() if node.IsA(kind)), None)
        if owner is None or node.GetHideFromEditors():
            return
        hierarchy = self._scene.GetSubjectHierarchyNode()
        if hierarchy.GetItemByDataNode(node):
            return
        item = hierarchy.CreateItem(hierarchy.GetSceneItemID(), node)
        hierarchy.SetItemOwnerPluginName(item, owner)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_node_about_to_be_removed(self, scene: Any, _event: str, node: Any) -> None:
        if scene.IsClosing() or node.IsA("vtkMRMLSubjectHierarchyNode"):
            return
        hierarchy = scene.GetSubjectHierarchyNode()
        item = hierarchy.GetItemByDataNode(node)
        if item:
            hierarchy.RemoveItem(item, False, False)

    def _on_many_added(self, scene: Any, _event: str) -> None:
        self._hierarchy_of(scene)
        for i in range(scene.GetNumberOfNodes()):
            self._add(scene.GetNthNode(i))
