"""From the panel into Slicer's Segment Editor."""

from __future__ import annotations

from typing import Any

import slicer


def open_segment_editor(segmentation_node: Any, source_volume_node: Any, segment_id: str = "") -> None:
    """Show the Segment Editor with a segmentation, the volume to edit on, and a segment.

    Args:
        segmentation_node: vtkMRMLSegmentationNode.
        source_volume_node: vtkMRMLScalarVolumeNode that effects look at, None to leave the editor's own.
        segment_id: which segment is chosen; empty for none in particular.
    """
    slicer.util.selectModule("SegmentEditor")
    # The editor is set up when its module is first shown.
    slicer.app.processEvents()
    editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
    editor.setSegmentationNode(segmentation_node)
    if source_volume_node is not None:
        editor.setSourceVolumeNode(source_volume_node)
    if segment_id:
        editor.setCurrentSegmentID(segment_id)
