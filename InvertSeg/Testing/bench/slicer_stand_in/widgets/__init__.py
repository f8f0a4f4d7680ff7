"""Slicer's widgets that show nodes, as working widgets bound to the real scene."""

from __future__ import annotations

from bench.slicer_stand_in.widgets.mrml_widget import qMRMLWidget
from bench.slicer_stand_in.widgets.node_combo_box import qMRMLNodeComboBox
from bench.slicer_stand_in.widgets.other_selectors import (
    qMRMLCheckableNodeComboBox,
    qMRMLCollapsibleButton,
    qMRMLRangeWidget,
    qMRMLSequenceBrowserPlayWidget,
    qMRMLSliderWidget,
    qMRMLSpinBox,
    qMRMLSubjectHierarchyComboBox,
)
from bench.slicer_stand_in.widgets.segments_table_view import (
    qMRMLSegmentationShow3DButton,
    qMRMLSegmentSelectorWidget,
    qMRMLSegmentsTableView,
)

ALL = (
    qMRMLCheckableNodeComboBox,
    qMRMLCollapsibleButton,
    qMRMLNodeComboBox,
    qMRMLRangeWidget,
    qMRMLSegmentSelectorWidget,
    qMRMLSegmentationShow3DButton,
    qMRMLSegmentsTableView,
    qMRMLSequenceBrowserPlayWidget,
    qMRMLSliderWidget,
    qMRMLSpinBox,
    qMRMLSubjectHierarchyComboBox,
    qMRMLWidget,
)
