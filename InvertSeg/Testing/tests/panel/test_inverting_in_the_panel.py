"""The panel's volume and inversion sections on the bench: choose, drag, type, preview, create."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.session.session import Session
from InvertSegLib.session.signal import Signal

UI = Path(__file__).parents[3] / "Resources/UI/InvertSeg.ui"


class NodesOnly:
    """The chosen input node, as far as these two sections ask."""

    def __init__(self) -> None:
        self.nodes_changed, self.placed = Signal(), Signal()
        self._node: Any = None

    def input_node(self) -> Any:
        return self._node

    def set_input_node(self, node: Any) -> None:
        if node is not self._node:
            self._node = node
            self.nodes_changed.emit()


def no_process() -> Any:
    raise AssertionError("these sections start no process")


def tissue(dtype: type = np.int16, shape: tuple[int, int, int] = (24, 48, 40)) -> np.ndarray:
    random = np.random.default_rng(11)
    voxels = np.abs(random.normal(0, 6, shape))
    voxels[:, 8:40, 6:34] += random.gamma(6, 60, (shape[0], 32, 28))
    return voxels.astype(dtype)


@pytest.fixture
def bench(slicer_with_qt) -> Any:
    """The two sections over an empty scene with three slice views."""
    import slicer.util

    from bench import slicer_core
    from InvertSegLib.panel.inversion_section import InversionSection
    from InvertSegLib.panel.volume_section import VolumeSection

    slicer_core.clear()
    views = slicer_core.show_slice_views()
    frame = slicer.util.loadUI(str(UI))
    frame.setMRMLScene(slicer.mrmlScene)
    ui = slicer.util.childWidgetVariables(frame)
    session, services = Session(no_process), NodesOnly()
    volume = VolumeSection(ui, session, services)
    inversion = InversionSection(ui, session, services, volume.reading)
    frame.resize(350, 1000)
    frame.show()

    def wait(seconds: float = 3.0, until: Any = None) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (until() if until else volume.reading.is_done):
            slicer.app.processEvents()

    def add(voxels: np.ndarray, name: str = "t1_vibe") -> Any:
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
        slicer.util.updateVolumeFromArray(node, voxels)
        node.SetSpacing(1.25, 1.25, 3)
        node.CreateDefaultDisplayNodes()
        return node

    def choose(voxels: np.ndarray, name: str = "t1_vibe") -> Any:
        node = add(voxels, name)
        ui.volumeSelector.setCurrentNode(node)
        wait()
        return node

    yield SimpleNamespace(
        frame=frame,
        ui=ui,
        session=session,
        services=services,
        volume=volume,
        inversion=inversion,
        views=views,
        add=add,
        choose=choose,
        wait=wait,
        scene=slicer.mrmlScene,
    )
    inversion.close()
    volume.close()
    frame.hide()
    slicer_core.clear()


def test_choosing_a_volume_says_what_it_is(bench):
    bench.choose(tissue())

    text = bench.ui.factsLabel.text.replace("\N{MULTIPLICATION SIGN}", "x")
    assert "40 x 48 x 24 voxels of 1.25 x 1.25 x 3 mm" in text
    assert "looks like T1" in bench.ui.factsLabel.text
    assert bench.ui.warningFrame.visible is False
    assert bench.session.volume_facts.shape == (40, 48, 24)
    assert bench.services.input_node() is bench.ui.volumeSelector.currentNode()


@pytest.mark.parametrize(
    ("name", "words"),
    [("t2_spir", "does not help on T2"), ("CT chest", "CT needs no inversion")],
)
def test_what_is_not_helped_is_warned_of(bench, name, words):
    bench.choose(tissue(), name)

    assert bench.ui.warningFrame.visible
    assert words in bench.ui.warningLabel.text


def test_a_ct_that_is_not_inverted_needs_no_warning(bench):
    bench.choose(tissue(), "CT chest")
    bench.session.update(preset="none")

    assert bench.ui.warningFrame.visible is False


def test_a_constant_volume_is_refused_in_words(bench):
    bench.choose(np.full((4, 5, 6), 9, dtype=np.int16))

    assert "same intensity everywhere" in bench.ui.warningLabel.text
    assert not bench.session.readiness().ready


def test_voxels_that_are_not_finite_are_no_part_of_the_range(bench):
    voxels = tissue(np.float32)
    voxels[3, 3, 3], voxels[4, 4, 4] = np.nan, np.inf
    finite = voxels[np.isfinite(voxels)]

    bench.choose(voxels)

    assert bench.session.volume_facts.range == (finite.min(), finite.max())


def test_a_node_without_an_image_is_said_to_be_empty(bench):
    node = bench.scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "empty")
    bench.ui.volumeSelector.setCurrentNode(node)

    assert bench.ui.warningFrame.visible
    assert bench.session.volume_facts is None


def test_the_removed_volume_is_forgotten(bench):
    node = bench.choose(tissue())
    bench.scene.RemoveNode(node)
    bench.services.set_input_node(None)

    assert bench.session.volume_facts is None
    assert bench.ui.createVolumeButton.enabled is False
    assert "Choose a volume" in bench.ui.createVolumeButton.toolTip


def test_changed_voxels_are_counted_again(bench):
    import slicer.util

    node = bench.choose(tissue())
    slicer.util.updateVolumeFromArray(node, (tissue() * 2).astype(np.int16))
    bench.wait(3, lambda: bench.session.volume_facts.range[1] == 2 * int(tissue().max()))

    assert bench.session.volume_facts.range[1] == 2 * int(tissue().max())


def test_a_sequence_is_shown_by_its_time_points(bench):

    import slicer

    logic = slicer.vtkSlicerSequencesLogic()
    logic.SetMRMLScene(bench.scene)
    sequence = bench.scene.AddNewNodeByClass("vtkMRMLSequenceNode", "dynamic")
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("s")
    for index in range(3):
        node = bench.add((tissue() + 100 * index).astype(np.int16), f"t1 {index}")
        sequence.SetDataNodeAtValue(node, str(index * 2.5))
        bench.scene.RemoveNode(node)
    browser = bench.scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", "browser")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    proxy = bench.add(tissue(), "t1 dynamic")
    browser.AddProxyNode(proxy, sequence, False)

    bench.ui.volumeSelector.setCurrentNode(proxy)
    assert bench.ui.itemSlider.visible
    assert (bench.ui.itemSlider.minimum, bench.ui.itemSlider.maximum) == (1, 3)

    bench.ui.itemSlider.value = 3

    assert browser.GetSelectedItemNumber() == 2
    assert "5.0 s" in bench.ui.itemSlider.suffix
    browser.SetSelectedItemNumber(0)
    assert bench.ui.itemSlider.value == 1


def test_a_plain_volume_has_no_time_points(bench):
    bench.choose(tissue())

    assert bench.ui.itemSlider.visible is False


# ---------------------------------------------------------------------- inversion


def test_widgets_show_the_session_and_the_session_the_widgets(bench):
    bench.choose(tissue())
    ui, session = bench.ui, bench.session
    assert session.parameters.preset == "published"
    assert (ui.clipRangeWidget.minimumValue, ui.clipRangeWidget.maximumValue) == (0, 3000)

    ui.clipRangeWidget.setValues(20, 700)
    ui.backgroundComboBox.currentIndex = ui.backgroundComboBox.findData("percentile")
    ui.thresholdSlider.value = 30

    expected = InversionParameters(clip=(20, 700), background="percentile", background_percent=30)
    assert session.parameters.inversion == expected
    assert ui.presetComboBox.currentData == "custom"
    assert ui.automaticClipCheckBox.checked is False

    ui.presetComboBox.currentIndex = ui.presetComboBox.findData("calibrated")
    assert session.parameters.inversion == PRESETS["calibrated"]
    assert ui.windowRangeWidget.minimumValue == -150
    assert ui.toneSlider.enabled

    ui.windowRangeWidget.setValues(-100, 200)
    ui.toneSlider.value = 0.8
    ui.invertedCheckBox.checked = False
    assert session.parameters.inversion.window == (-100, 200)
    assert session.parameters.inversion.tone == pytest.approx(0.8)
    assert session.parameters.inversion.inverted is False

    ui.resetButton.click()
    assert session.parameters.preset == "published"
    assert ui.resetButton.enabled is False


def test_a_mapping_brings_what_it_needs(bench):
    bench.choose(tissue())
    combo = bench.ui.mappingComboBox
    bench.ui.clipRangeWidget.setValues(20, 700)

    combo.currentIndex = combo.findData("none")
    assert bench.session.parameters.preset == "none"
    combo.currentIndex = combo.findData("calibrated")
    assert bench.session.parameters.preset == "calibrated"
    combo.currentIndex = combo.findData("published")
    assert bench.session.parameters.inversion.mapping.value == "published"


def test_the_own_clip_range_begins_where_the_automatic_one_was(bench):
    bench.choose(tissue())
    bench.session.update(preset="calibrated")
    automatic = (bench.ui.clipRangeWidget.minimumValue, bench.ui.clipRangeWidget.maximumValue)

    bench.ui.automaticClipCheckBox.checked = False
    assert bench.session.parameters.inversion.clip == pytest.approx(automatic, abs=1)
    bench.ui.automaticClipCheckBox.checked = True
    assert bench.session.parameters.inversion.clip is None


def test_a_handle_that_is_moved_moves_the_numbers(bench):
    bench.choose(tissue())

    bench.inversion.histogram.moved.emit("clip_high", 640)
    bench.inversion.histogram.moved.emit("background", 64)

    assert bench.session.parameters.inversion.clip == (0, 640)
    assert bench.ui.clipRangeWidget.maximumValue == 640
    assert bench.session.parameters.inversion.background_percent == pytest.approx(10, abs=0.1)
    assert bench.ui.thresholdSlider.value == pytest.approx(10, abs=0.1)


def test_true_numbers_have_decimals(bench):
    bench.choose((tissue(np.float32) / 500).astype(np.float32))
    bench.inversion.histogram.moved.emit("clip_high", 0.6125)

    assert bench.ui.clipRangeWidget.decimals >= 3
    assert bench.session.parameters.inversion.clip[1] == 0.6125
    assert bench.ui.clipRangeWidget.maximumValue == pytest.approx(0.6125, abs=1e-3)


def test_a_clip_range_that_leaves_nothing_is_refused_and_said(bench):
    bench.choose(tissue())
    before = bench.session.parameters.inversion

    bench.ui.clipRangeWidget.setValues(2500, 2900)

    assert bench.session.parameters.inversion == before
    assert "none is left" in bench.ui.inversionMessageLabel.text
    assert bench.ui.clipRangeWidget.maximumValue == 3000
    bench.ui.clipRangeWidget.setValues(10, 300)
    assert bench.ui.inversionMessageLabel.visible is False


def test_a_range_of_another_scan_is_said_and_can_be_mended(bench):
    bench.session.update(clip=(2000, 2500))
    bench.choose(tissue())

    assert "none is left" in bench.ui.inversionMessageLabel.text
    bench.ui.automaticClipCheckBox.checked = True
    assert bench.ui.inversionMessageLabel.visible is False


def test_what_cannot_be_used_says_why(bench):
    names = ("previewInvertedButton", "opacitySlider", "createVolumeButton")
    for name in names:
        assert getattr(bench.ui, name).enabled is False
        assert "Choose a volume first" in getattr(bench.ui, name).toolTip
    bench.choose(tissue())
    bench.session.update(preset="none")
    reasons = {
        name: getattr(bench.ui, name).toolTip
        for name in (
            "clipRangeWidget",
            "automaticClipCheckBox",
            "backgroundComboBox",
            "thresholdSlider",
            "invertedCheckBox",
            "windowRangeWidget",
            "toneSlider",
            "createVolumeButton",
        )
    }
    for name, reason in reasons.items():
        assert getattr(bench.ui, name).enabled is False, name
        assert any(word in reason for word in ("preset", "Only for", "no threshold")), (name, reason)


def test_create_volume_computes_the_node(bench):
    node = bench.choose(tissue())
    bench.session.update(background="percentile", background_percent=20, clip=(0, 800))

    bench.ui.createVolumeButton.click()

    import slicer.util

    created = bench.scene.GetFirstNodeByName(f"{node.GetName()} inverted")
    expected = invert(tissue(), bench.session.parameters.inversion)
    assert np.array_equal(slicer.util.arrayFromVolume(created), expected)
    assert created.GetName() in bench.ui.inversionMessageLabel.text
    assert np.array_equal(slicer.util.arrayFromVolume(node), tissue())


# ---------------------------------------------------------------------- preview


def layers(views: dict[str, Any]) -> list[tuple[str | None, str | None, float]]:
    composites = [logic.GetSliceCompositeNode() for logic in views.values()]
    return [
        (each.GetBackgroundVolumeID(), each.GetForegroundVolumeID(), each.GetForegroundOpacity())
        for each in composites
    ]


def previews(bench: Any) -> list[Any]:
    """The nodes that the slice views show and no selector lists."""
    shown = {identifier for layer in layers(bench.views) for identifier in layer[:2] if identifier}
    nodes = [bench.scene.GetNodeByID(identifier) for identifier in shown]
    return [node for node in nodes if node is not None and node.GetHideFromEditors()]


def test_the_preview_follows_and_leaving_puts_the_views_back(bench):
    node = bench.choose(tissue())
    for logic in bench.views.values():
        logic.GetSliceCompositeNode().SetBackgroundVolumeID(node.GetID())
    before = layers(bench.views)
    bench.inversion.enter()
    assert previews(bench) == []
    bench.ui.previewInvertedButton.click()
    assert bench.session.parameters.preview == "inverted"
    (preview,) = previews(bench)
    window = preview.GetDisplayNode().GetWindow()

    bench.inversion.histogram.moved.emit("clip_high", 300)
    assert preview.GetDisplayNode().GetWindow() != window

    bench.inversion.exit()
    assert layers(bench.views) == before
    assert bench.scene.GetNodeByID(preview.GetID() or "") is None
    bench.inversion.enter()
    assert len(previews(bench)) == 1
    bench.ui.previewOffButton.click()
    assert layers(bench.views) == before


def test_the_opacity_is_for_a_preview_that_is_on(bench):
    bench.choose(tissue())
    bench.inversion.enter()
    assert bench.ui.opacitySlider.enabled is False
    bench.ui.previewInvertedButton.click()
    assert bench.ui.opacitySlider.enabled
    bench.ui.opacitySlider.value = 40

    assert bench.session.parameters.preview_opacity == pytest.approx(0.4)


def test_another_volume_takes_the_preview_over(bench):
    bench.choose(tissue())
    bench.inversion.enter()
    bench.ui.previewInvertedButton.click()
    (first,) = previews(bench)
    other = bench.choose((tissue() * 3).astype(np.int16), "t1 other")

    (second,) = previews(bench)
    assert second is not first
    assert second.GetImageData() is other.GetImageData()


def test_counting_a_large_volume_leaves_the_event_loop_alone(bench):
    import slicer.util

    voxels = np.random.default_rng(0).integers(0, 1200, (200, 400, 400), dtype=np.int16)
    node = bench.add(voxels, "t1 large")
    node.GetImageData().GetScalarRange()  # Slicer has asked for it while loading
    slicer.app.processEvents()  # the panel is drawn for the first time
    bench.services.set_input_node(node)
    longest = 0.0
    while not bench.volume.reading.is_done:
        begun = time.thread_time()
        slicer.app.processEvents()
        longest = max(longest, time.thread_time() - begun)

    assert bench.volume.reading.histogram.count == voxels.size
    assert longest < 0.1


# ---------------------------------------------------------------------- looks


def test_it_fits_into_350_pixels(bench):
    from bench.pythonqt import to_qt

    bench.choose(tissue(), "a T2 with a rather long name of several words")
    bench.ui.advancedGroup.collapsed = False

    assert to_qt(bench.frame).minimumSizeHint().width() <= 350


def test_every_control_can_be_reached_by_tab_in_the_order_of_its_place(bench):
    from PySide6 import QtCore

    from bench.pythonqt import to_qt

    bench.choose(tissue())
    bench.ui.advancedGroup.collapsed = False
    slicer_app_events(bench)
    frame = to_qt(bench.frame)
    seen, widget = [], frame
    for _ in range(200):
        widget = widget.nextInFocusChain()
        if widget is frame:
            break
        reachable = widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus and widget.isVisible()
        if reachable and widget.isEnabled():
            seen.append(widget)
    tops = [widget.mapTo(frame, QtCore.QPoint(0, 0)).y() for widget in seen]
    histogram = to_qt(bench.inversion.histogram)

    assert histogram in seen
    assert all(b >= a - 8 for a, b in pairwise(tops)), tops


def slicer_app_events(bench: Any) -> None:
    import slicer

    slicer.app.processEvents()


def test_every_control_explains_itself(bench):
    bench.choose(tissue())
    bare = [
        name
        for name in vars(bench.ui)
        if hasattr(getattr(bench.ui, name), "toolTip")
        and name.endswith(("ComboBox", "Slider", "Widget", "CheckBox", "Button", "Selector"))
        and not name.startswith("qt_")
        and not getattr(bench.ui, name).toolTip
    ]

    assert bare == []
