"""The review section on the bench: table, views, 3D, the Segment Editor, saving."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from InvertSegLib.labels.files import read_label_map
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.session.session import Session
from InvertSegLib.session.signal import Signal

UI = Path(__file__).parents[3] / "Resources/UI/Review.ui"
IJK_TO_RAS = np.array([[-2.0, 0, 0, 40], [0, -2.0, 0, 40], [0, 0, 5.0, -50], [0, 0, 0, 1]])
QUALITY, DIFFER, FLAGS = 2, 3, 4
NAMES = {1: "liver", 2: "spleen", 3: "gallbladder", 4: "aorta"}


class SaidServices:
    """The chosen nodes, as a test says."""

    def __init__(self) -> None:
        self.nodes_changed, self.placed, self.told = Signal(), Signal(), Signal()
        self.input: Any = None
        self.output: Any = None
        self.states: list[Callable[[], object]] = []

    def input_node(self) -> Any:
        return self.input

    def output_node(self) -> Any:
        return self.output

    def can_undo(self) -> bool:
        return bool(self.states)

    def undo(self) -> None:
        self.states.pop()()


def a_result() -> Segmentation:
    """A liver, a spleen that ends where the volume ends, an aorta, and no gallbladder; grid (20, 40, 40)."""
    labels = np.zeros((20, 40, 40), np.uint8)
    labels[5:15, 10:20, 5:15] = 1
    labels[10:20, 20:25, 25:35] = 2
    labels[2:18, 22:24, 18:20] = 4
    return Segmentation(labels, IJK_TO_RAS, LabelTable.from_names(NAMES), {"software": "InvertSeg test"})


def a_body() -> np.ndarray:
    """Tissue in air; the patient's right and most of the liver lie at low i."""
    voxels = np.full((20, 40, 40), 3, np.int16)
    voxels[:, 2:38, 2:38] = np.arange(36) + 200
    return voxels


def an_ensembles_result() -> Segmentation:
    """The same, with what an ensemble of settings tells: it doubts the aorta and the liver's surface."""
    uncertainty = np.zeros((20, 40, 40), np.float16)
    uncertainty[5:15, 10:20, 5] = 0.6
    told = {"confidence": {"aorta": 0.72}, "disagreement": {"liver": 0.05, "spleen": 0.1, "aorta": 0.55}}
    return replace(a_result(), uncertainty=uncertainty, **told)


@pytest.fixture
def made(slicer_with_qt: Any) -> Iterator[Any]:
    """The section with a result beside its volume, three slice views, and what the user would be asked."""
    import slicer.util

    from bench import slicer_core
    from InvertSegLib.panel.review_section import ReviewSection
    from InvertSegLib.panel.uncertainty_control import UncertaintyControl
    from InvertSegLib.scene.overlay import put_uncertainty
    from InvertSegLib.scene.segmentations import put
    from InvertSegLib.scene.volumes import node_of_volume
    from InvertSegLib.volume.volume import Volume

    slicer_core.clear()
    views = slicer_core.show_slice_views()
    widget = slicer.util.loadUI(str(UI))
    widget.setMRMLScene(slicer.mrmlScene)
    ui = slicer.util.childWidgetVariables(widget)
    services = SaidServices()
    services.input = node_of_volume(slicer.mrmlScene, Volume(a_body(), IJK_TO_RAS), "T1")
    paths: list[str] = []
    session = Session(lambda: pytest.fail("no process is needed"))
    control = UncertaintyControl(ui, session)
    section = ReviewSection(ui, services, control, lambda _proposal: paths.pop(0) if paths else "")
    section.enter()
    widget.resize(350, 500)
    widget.show()

    def place(result: Segmentation | None = None) -> Any:
        result = result or a_result()
        report = put(result, services.input)
        put_uncertainty(result, services.input, report.node)
        services.output = report.node
        services.placed.emit(report)
        wait(lambda: ui.segmentsTable.rowCount == len(NAMES))
        return report.node

    yield SimpleNamespace(
        widget=widget,
        ui=ui,
        services=services,
        section=section,
        session=session,
        place=place,
        paths=paths,
        views=views,
    )
    section.close()
    widget.hide()
    slicer_core.clear()


def wait(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    import slicer

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        slicer.app.processEvents()


def column(made: Any, index: int) -> list[str]:
    return [made.ui.segmentsTable.item(row, index).text() for row in range(made.ui.segmentsTable.rowCount)]


def test_without_a_result_nothing_can_be_done_and_it_says_why(made: Any) -> None:
    assert made.ui.segmentsTable.visible is False
    assert made.ui.reviewHintLabel.visible is True
    for button in (made.ui.editButton, made.ui.show3DButton, made.ui.saveButton):
        assert button.enabled is False
        assert "no segments" in button.toolTip


def test_the_table_tells_names_volumes_and_flags(made: Any) -> None:
    import qt

    made.place()
    assert column(made, 0) == ["Liver", "Spleen", "Gallbladder", "Aorta"]
    # Voxels of 2 x 2 x 5 mm: 1000 of the liver are 20 ml.
    assert column(made, 1) == ["20.0", "10.0", "0.0", "1.3"]
    assert column(made, FLAGS) == ["", "at the edge", "empty", ""]
    assert made.ui.segmentsTable.item(0, 0).checkState() == qt.Qt.Checked
    assert made.ui.reviewSummaryLabel.text == "3 segments, 31.3 ml. 1 not found."
    assert made.ui.reviewSelector.currentNode() is made.section.node


def test_quality_is_told_with_its_reasons(made: Any) -> None:
    made.place()
    wait(lambda: any(column(made, QUALITY)))
    # 20 ml are no liver; what ends with the scan may be small; nothing was found of the gallbladder.
    liver, spleen, gallbladder, aorta = column(made, QUALITY)
    assert float(liver) < 0.1
    assert spleen == aorta == "1.00"
    assert gallbladder == ""
    tip = made.ui.segmentsTable.item(0, QUALITY).toolTip()
    assert "Liver: poor" in tip
    assert "20 ml is small: healthy adults have 1505" in tip
    assert "select a segment" in made.ui.qualityLabel.text
    made.ui.segmentsTable.selectRow(1)
    assert made.ui.qualityLabel.text == (
        "Spleen: good (1.00), it is cut off by the end of the scan, so its volume says little."
    )
    made.ui.segmentsTable.selectRow(2)
    assert made.ui.qualityLabel.text == "Gallbladder: nothing was found."
    assert made.ui.segmentsTable.isColumnHidden(DIFFER)


def test_the_worst_come_first_when_asked_for(made: Any) -> None:
    made.place(an_ensembles_result())
    wait(lambda: any(column(made, QUALITY)))
    made.ui.segmentsTable.selectRow(3)
    made.ui.worstFirstButton.click()
    # The aorta is doubted, the gallbladder was not found: there is nothing to correct.
    assert column(made, 0) == ["Liver", "Aorta", "Spleen", "Gallbladder"]
    assert [item.row() for item in made.ui.segmentsTable.selectionModel().selectedRows()] == [1]
    made.ui.worstFirstButton.click()
    assert column(made, 0) == ["Liver", "Spleen", "Gallbladder", "Aorta"]


def test_an_ensembles_disagreement_stands_in_the_table_and_counts(made: Any) -> None:
    made.place(an_ensembles_result())
    wait(lambda: any(column(made, QUALITY)))
    assert not made.ui.segmentsTable.isColumnHidden(DIFFER)
    assert column(made, DIFFER) == ["0.05", "0.10", "", "0.55"]
    made.ui.segmentsTable.selectRow(3)
    # 0.72 sure, times 0.45 agreement.
    assert made.ui.qualityLabel.text == (
        "Aorta: doubtful (0.32), the settings disagree by 0.55; the network is unsure (confidence 0.72)."
    )


def test_what_the_network_said_of_an_edited_segment_counts_no_more(made: Any) -> None:
    import slicer

    node = made.place(an_ensembles_result())
    wait(lambda: any(column(made, QUALITY)))
    aorta = node.GetSegmentation().GetSegment("aorta")
    slicer.vtkSlicerSegmentationsModuleLogic.SetSegmentStatus(aorta, 1)
    wait(lambda: column(made, QUALITY)[3] == "1.00")
    assert "edited" in column(made, FLAGS)[3]


def test_a_segment_on_the_wrong_side_is_said_with_a_scan(made: Any) -> None:
    result = a_result()
    mirrored = replace(result, label_map=np.ascontiguousarray(result.label_map[:, :, ::-1]))
    made.place(mirrored)
    wait(lambda: any(column(made, QUALITY)))
    assert "lies on the other side of the body" in made.ui.segmentsTable.item(1, QUALITY).toolTip()


def test_the_settings_disagreement_is_shown_in_the_views_and_taken_away(made: Any) -> None:
    assert not made.ui.uncertaintyFrame.visible
    composites = [view.GetSliceCompositeNode() for view in made.views.values()]
    for composite in composites:
        composite.SetBackgroundVolumeID(made.services.input.GetID())
    node = made.place(an_ensembles_result())
    overlay = node.GetNodeReference("InvertSeg.Uncertainty")
    made.ui.uncertaintyCheckBox.click()
    assert {composite.GetForegroundVolumeID() for composite in composites} == {overlay.GetID()}
    assert composites[0].GetForegroundOpacity() == pytest.approx(0.6)
    # Segments are drawn over all volumes.
    assert node.GetDisplayNode().GetOpacity2DFill() == 0
    made.ui.uncertaintySlider.value = 30
    assert composites[0].GetForegroundOpacity() == pytest.approx(0.3)
    # Away with the module, back with it.
    made.section.exit()
    assert {composite.GetForegroundVolumeID() for composite in composites} == {None}
    assert node.GetDisplayNode().GetOpacity2DFill() == 0.5
    made.section.enter()
    assert {composite.GetForegroundVolumeID() for composite in composites} == {overlay.GetID()}
    # The preview takes the same views.
    made.session.update(preview="inverted")
    assert not made.ui.uncertaintyCheckBox.checked
    assert {composite.GetForegroundVolumeID() for composite in composites} == {None}
    made.ui.uncertaintyCheckBox.click()
    assert made.session.parameters.preview == "off"
    # A result of a single setting has none.
    made.place()
    wait(lambda: not made.ui.uncertaintyFrame.visible)
    assert {composite.GetForegroundVolumeID() for composite in composites} == {None}
    assert {c.GetBackgroundVolumeID() for c in composites} == {made.services.input.GetID()}


def test_an_overlay_that_was_saved_with_the_scene_can_be_taken_away(made: Any) -> None:
    node = made.place(an_ensembles_result())
    composite = made.views["Red"].GetSliceCompositeNode()
    made.section.set_node(None)
    wait(lambda: not made.ui.uncertaintyFrame.visible)
    overlay = node.GetNodeReference("InvertSeg.Uncertainty")
    composite.SetForegroundVolumeID(overlay.GetID())
    node.GetDisplayNode().SetOpacity2DFill(0)
    made.section.set_node(node)
    wait(lambda: made.ui.uncertaintyCheckBox.checked)
    made.ui.uncertaintyCheckBox.click()
    assert composite.GetForegroundVolumeID() is None
    assert node.GetDisplayNode().GetOpacity2DFill() == 0.5


def test_selecting_a_segment_centres_the_views(made: Any) -> None:
    import slicer

    made.place()
    made.ui.segmentsTable.selectRow(0)
    middle = IJK_TO_RAS @ [9.5, 14.5, 9.5, 1]
    for name in ("Red", "Yellow", "Green"):
        # How far in front of the view's plane the point lies, in mm.
        slice_to_ras = slicer.util.arrayFromVTKMatrix(made.views[name].GetSliceNode().GetSliceToRAS())
        assert abs((np.linalg.inv(slice_to_ras) @ middle)[2]) < 5, name
    made.ui.segmentsTable.selectRow(2)
    assert "not found" in made.ui.reviewStatusLabel.text


def test_a_tick_hides_a_segment_and_the_scene_ticks_back(made: Any) -> None:
    import qt

    node = made.place()
    made.ui.segmentsTable.item(1, 0).setCheckState(qt.Qt.Unchecked)
    assert node.GetDisplayNode().GetSegmentVisibility("spleen") is False
    node.GetDisplayNode().SetSegmentVisibility("liver", False)
    wait(lambda: made.ui.segmentsTable.item(0, 0).checkState() == qt.Qt.Unchecked)
    assert node.GetDisplayNode().GetSegmentVisibility("aorta") is True


def test_the_table_follows_edits_and_keeps_the_selection(made: Any) -> None:
    node = made.place()
    made.ui.segmentsTable.selectRow(1)
    node.GetSegmentation().GetSegment("spleen").SetName("My spleen")
    wait(lambda: column(made, 0)[1] == "My spleen")
    assert "edited" in column(made, FLAGS)[1]
    node.GetSegmentation().RemoveSegment("liver")
    wait(lambda: made.ui.segmentsTable.rowCount == 3)
    assert column(made, 0) == ["My spleen", "Gallbladder", "Aorta"]
    assert [item.row() for item in made.ui.segmentsTable.selectionModel().selectedRows()] == [0]


def test_a_left_module_looks_at_nothing_until_it_is_entered(made: Any) -> None:
    node = made.place()
    made.section.exit()
    node.GetSegmentation().RemoveSegment("liver")
    began = time.monotonic()
    wait(lambda: time.monotonic() > began + 0.5)
    assert made.ui.segmentsTable.rowCount == 4
    made.section.enter()
    assert made.ui.segmentsTable.rowCount == 3


def test_3d_on_and_off(made: Any) -> None:
    from InvertSegLib.scene import surfaces

    node = made.place()
    made.ui.show3DButton.click()
    wait(lambda: surfaces.is_shown_3d(node))
    assert made.ui.show3DButton.text == "3D"
    assert made.ui.show3DButton.checked is True
    assert node.GetSegmentation().ContainsRepresentation("Closed surface")
    made.ui.show3DButton.click()
    assert not surfaces.is_shown_3d(node)
    assert made.ui.show3DButton.checked is False


def test_edit_opens_the_segment_editor_on_the_original(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from InvertSegLib.panel import review_section

    opened: list[Any] = []
    monkeypatch.setattr(review_section, "open_segment_editor", lambda *arguments: opened.append(arguments))
    node, original = made.place(), made.services.input
    made.ui.segmentsTable.selectRow(1)
    # Another volume may be chosen in the panel by now.
    made.services.input = None
    made.ui.editButton.click()
    assert opened == [(node, original, "spleen")]


def test_a_result_is_counted_and_shown_in_turns_of_their_own(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from InvertSegLib.scene import review

    told: list[str] = []
    rows, show = review.rows, made.section._table.show

    def count(node: Any) -> Any:
        told.append("count")
        try:
            return rows(node)
        finally:
            told.append("counted")

    monkeypatch.setattr(review, "rows", count)
    monkeypatch.setattr(made.section._table, "show", lambda *shown: told.append("show") or show(*shown))
    made.services.placed.connect(lambda report: told.append("everybody was told"))
    made.place()
    assert told[:4] == ["everybody was told", "count", "counted", "show"]


def test_undo_is_there_only_where_there_is_something_to_undo(made: Any) -> None:
    node = made.place()
    assert made.ui.undoButton.visible is False
    made.services.states.append(lambda: node.GetSegmentation().RemoveSegment("aorta"))
    made.section.refresh()
    assert made.ui.undoButton.visible is True
    made.ui.undoButton.click()
    assert made.ui.undoButton.visible is False
    assert made.ui.segmentsTable.rowCount == 3


@pytest.mark.parametrize("name", ["organs.seg.nrrd", "organs.nii.gz", "organs.nrrd", "organs"])
def test_what_is_saved_is_what_was_segmented(made: Any, tmp_path: Path, name: str) -> None:
    made.place()
    made.paths.append(str(tmp_path / name))
    made.ui.saveButton.click()
    path = tmp_path / (name if "." in name else "organs.seg.nrrd")
    assert path.exists(), made.ui.reviewStatusLabel.text
    assert path.name in made.ui.reviewStatusLabel.text
    result, loaded = a_result(), read_label_map(path)
    found = {structure.title: value for value, structure in loaded.table.items()}
    for value, structure in result.table.items():
        if (result.label_map == value).any():
            saved = loaded.label_map == found[structure.title]
            assert places(saved, loaded.ijk_to_ras) == places(result.label_map == value, IJK_TO_RAS)


def places(mask: np.ndarray, ijk_to_ras: np.ndarray) -> set[tuple[float, ...]]:
    """Where the voxels lie, in RAS."""
    kji = np.argwhere(mask)
    points = np.c_[kji[:, ::-1], np.ones(len(kji))] @ ijk_to_ras.T
    return {tuple(point) for point in points[:, :3].round(3)}


def test_a_label_map_without_nibabel_still_has_its_names(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from InvertSegLib.panel import saving

    monkeypatch.setattr(saving, "find_spec", lambda name: None)
    made.place()
    made.paths.append(str(tmp_path / "organs.nii.gz"))
    made.ui.saveButton.click()
    table = json.loads((tmp_path / "organs.json").read_text(encoding="utf-8"))
    assert [entry["title"] for entry in table.values()] == ["Liver", "Spleen", "Gallbladder", "Aorta"]
    saved = read_label_map(tmp_path / "organs.nii.gz")
    assert places(saved.label_map == 1, saved.ijk_to_ras) == places(a_result().label_map == 1, IJK_TO_RAS)


def test_what_cannot_be_saved_is_said(made: Any, tmp_path: Path) -> None:
    made.place()
    made.paths += [str(tmp_path / "organs.dcm"), str(tmp_path / "nowhere" / "organs.nrrd")]
    made.ui.saveButton.click()
    assert "not a DICOM series" in made.ui.reviewStatusLabel.text
    made.ui.saveButton.click()
    assert "nowhere" in made.ui.reviewStatusLabel.text
    assert list(tmp_path.iterdir()) == []


def test_a_scene_that_closes_leaves_an_empty_table(made: Any) -> None:
    import slicer

    made.place()
    made.services.output = made.services.input = None
    slicer.mrmlScene.Clear(False)
    made.services.nodes_changed.emit()
    assert made.section.node is None
    wait(lambda: not made.ui.segmentsTable.visible)
    assert made.ui.editButton.enabled is False
