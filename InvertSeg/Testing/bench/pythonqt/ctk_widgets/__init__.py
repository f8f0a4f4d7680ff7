"""The widgets of CTK that Slicer shows to Python, made of Qt ones."""

from __future__ import annotations

from bench.pythonqt.classes import register

from .buttons import (
    ctkCheckablePushButton,
    ctkColorPickerButton,
    ctkExpandButton,
    ctkMenuButton,
    ctkPushButton,
)
from .collapsible import ctkCollapsibleButton, ctkCollapsibleGroupBox
from .combo_boxes import ctkCheckableComboBox, ctkComboBox
from .double_slider import ctkDoubleRangeSlider
from .paths import ctkDirectoryButton, ctkPathLineEdit
from .range_widget import ctkRangeWidget
from .slider_widget import ctkDoubleSlider, ctkSliderWidget
from .spin_box import ctkDoubleSpinBox
from .texts import ctkFittedTextBrowser, ctkMessageBox, ctkSearchBox

WIDGETS = (
    ctkCheckableComboBox,
    ctkCheckablePushButton,
    ctkCollapsibleButton,
    ctkCollapsibleGroupBox,
    ctkColorPickerButton,
    ctkComboBox,
    ctkDirectoryButton,
    ctkDoubleRangeSlider,
    ctkDoubleSlider,
    ctkDoubleSpinBox,
    ctkExpandButton,
    ctkFittedTextBrowser,
    ctkMenuButton,
    ctkMessageBox,
    ctkPathLineEdit,
    ctkPushButton,
    ctkRangeWidget,
    ctkSearchBox,
    ctkSliderWidget,
)

for widget in WIDGETS:
    register("ctk", widget)
