"""Parameters in the scene: the same as the session's, saved with it, and still there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from InvertSegLib.session.parameters import SessionParameters

NODES = {"input_volume", "output_segmentation"}


@pytest.fixture
def widget(opened: Any) -> Any:
    """The module's widget."""
    return opened.slicer.modules.InvertSegWidget


def test_the_scene_has_the_sessions_names_and_defaults(headless: Any) -> None:
    from InvertSegLib.panel.parameter_node import InvertSegParameterNode

    node = InvertSegParameterNode(headless.slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode"))
    flat = SessionParameters().to_flat()
    assert set(node.allParameters) == NODES | set(flat)
    for name, value in flat.items():
        found = node.getValue(name)
        assert (list(found) if isinstance(value, list) else found) == value, name


def test_what_the_session_changes_is_in_the_scene_and_back(widget: Any) -> None:
    session, node = widget.logic.session, widget.logic.getParameterNode()
    session.update(engine="monai", model="/models/liver", preset="calibrated", clip=(1.5, 700), tone=0.5)
    raw = node.parameterNode
    assert raw.GetParameter("engine") == "monai"
    assert [raw.GetParameter(f"clip.{index}") for index in range(2)] == ["1.5", "700.0"]
    assert (node.background, node.mapping, node.tone) == ("body", "calibrated", 0.5)
    node.structures = ["liver", "spleen"]
    assert session.parameters.structures == ("liver", "spleen")
    raw.SetParameter("quality", "full")
    assert session.parameters.quality == "full"


def test_one_change_is_told_once(widget: Any) -> None:
    node, told = widget.logic.getParameterNode(), []
    node.AddObserver("ModifiedEvent", lambda *_: told.append(1))
    widget.logic.session.update(engine="nnunet", preset="calibrated", device="cpu")
    assert told == [1]


def test_saved_and_loaded_again(
    widget: Any, opened: Any, add_volume: Callable[..., Any], tmp_path: Path
) -> None:
    slicer, session = opened.slicer, widget.logic.session
    volume = add_volume("first one")
    wanted = add_volume("second one")
    output = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "mine")
    opened.wait_until(lambda: widget.services.input_node() is volume)
    widget.services.set_input_node(wanted)
    widget.services.set_output_node(output)
    session.update(engine="nnunet", model="/models/a", trust_model=True, clip=(3, 9), existing="merge")
    saved = session.parameters
    scene = tmp_path / "scene.mrb"
    assert slicer.util.saveScene(str(scene))

    slicer.mrmlScene.Clear()
    session.update(engine="totalsegmentator", clip=None, existing="add")
    slicer.util.loadScene(str(scene))
    assert session.parameters == saved.changed(trust_model=False)
    assert widget.services.input_node().GetName() == "second one"
    assert widget.services.output_node().GetName() == "mine"
    assert opened.find("volumeSelector").currentNode().GetName() == "second one"


def test_a_new_scene_begins_with_what_was_set(widget: Any, opened: Any) -> None:
    session = widget.logic.session
    session.update(engine="nnunet", model="/models/a", device="cpu")
    before = session.parameters
    opened.slicer.mrmlScene.Clear()
    assert session.parameters == before
    assert widget.logic.getParameterNode().model == "/models/a"


def test_a_scene_that_makes_no_sense_changes_nothing(widget: Any, caplog: pytest.LogCaptureFixture) -> None:
    session, raw = widget.logic.session, widget.logic.getParameterNode().parameterNode
    before = session.parameters
    raw.SetParameter("engine", "of a later version")
    assert session.parameters == before
    assert raw.GetParameter("engine") == before.engine
    assert "of a later version" in caplog.text


def test_a_scene_cannot_agree_to_run_code(widget: Any) -> None:
    session, node = widget.logic.session, widget.logic.getParameterNode()
    session.update(engine="monai", model="/models/mine", trust_model=True)
    node.parameterNode.SetParameter("device", "cpu")
    assert session.parameters.trust_model
    node.parameterNode.SetParameter("model", "/models/somebody's")
    assert not session.parameters.trust_model


def test_a_volume_that_is_loaded_is_chosen_where_none_is(
    widget: Any, opened: Any, add_volume: Callable[..., Any]
) -> None:
    hidden = add_volume("of somebody's preview")
    hidden.SetHideFromEditors(True)
    opened.slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode")
    opened.process_events(0.05)
    assert widget.services.input_node() is None
    first = add_volume()
    opened.wait_until(lambda: widget.services.input_node() is first, 5)
    add_volume("another")
    opened.process_events(0.05)
    assert widget.services.input_node() is first


def test_a_chosen_node_that_is_deleted_is_chosen_no_more(
    widget: Any, opened: Any, add_volume: Callable[..., Any]
) -> None:
    volume, told = add_volume(), []
    opened.wait_until(lambda: widget.services.input_node() is volume, 5)
    widget.services.nodes_changed.connect(lambda: told.append(widget.services.input_node()))
    opened.slicer.mrmlScene.RemoveNode(volume)
    assert told == [None]
