"""Slicer's widgets that show nodes, as working widgets bound to the real scene."""

from __future__ import annotations

from bench.slicer_stand_in.widgets.mrml_widget import qMRMLWidget
from bench.slicer_stand_in.widgets.node_combo_box import qMRMLNodeComboBox

ALL = (qMRMLWidget, qMRMLNodeComboBox)
