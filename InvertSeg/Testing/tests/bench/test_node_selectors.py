"""Slicer's selectors on the bench follow the scene as the real ones do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import bench as package

VOLUME = "vtkMRMLScalarVolumeNode"


@pytest.fixture
def slicer() -> Iterator[Any]:
    """A Slicer without a window."""
    with package.start(window=False) as running:
        yield running.slicer


def a_selector(slicer: Any, **properties: Any) -> Any:
    """A selector of scalar volumes in the scene."""
    selector = slicer.qMRMLNodeComboBox()
    for name, value in {"nodeTypes": [VOLUME], **properties}.items():
        setattr(selector, name, value)
    selector.setMRMLScene(slicer.mrmlScene)
    return selector


def volumes(slicer: Any, *names: str) -> list[Any]:
    """New volume nodes."""
    return [slicer.mrmlScene.AddNewNodeByClass(VOLUME, name) for name in names]


def offered(selector: Any) -> list[str]:
    """Names of the nodes in the list."""
    return [selector.nodeFromIndex(index).GetName() for index in range(selector.nodeCount())]


def test_without_a_scene_it_is_disabled(slicer: Any) -> None:
    selector = slicer.qMRMLNodeComboBox()
    assert selector.enabled is False
    selector.setMRMLScene(slicer.mrmlScene)
    assert selector.enabled is True


def test_the_first_node_is_chosen_unless_none_is_allowed(slicer: Any) -> None:
    demanding, generous = a_selector(slicer), a_selector(slicer, noneEnabled=True)
    (first, _) = volumes(slicer, "a", "b")
    assert demanding.currentNode() is first
    assert generous.currentNode() is None


def test_after_the_chosen_node_is_gone_its_neighbour_is_chosen(slicer: Any) -> None:
    selector = a_selector(slicer, noneEnabled=True)
    first, second = volumes(slicer, "a", "b")
    selector.setCurrentNode(first)
    told: list[Any] = []
    selector.connect("currentNodeChanged(vtkMRMLNode*)", told.append)
    slicer.mrmlScene.RemoveNode(first)
    assert (selector.currentNode(), told) == (second, [second])
    slicer.mrmlScene.Clear(0)
    assert (selector.currentNode(), told[-1]) == (None, None)


def test_hidden_and_derived_nodes_are_left_out(slicer: Any) -> None:
    selector = a_selector(slicer, showChildNodeTypes=False)
    shown, hidden = volumes(slicer, "shown", "hidden")
    slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "labels")
    hidden.SetHideFromEditors(True)
    assert offered(selector) == ["shown"]
    selector.showChildNodeTypes = True
    assert offered(selector) == ["shown", "labels"]
    shown.SetHideFromEditors(True)
    assert offered(selector) == ["labels"]


def test_nodes_need_the_attributes_that_are_asked_for(slicer: Any) -> None:
    selector = a_selector(slicer)
    selector.addAttribute(VOLUME, "Kind", "1")
    marked, _ = volumes(slicer, "marked", "plain")
    marked.SetAttribute("Kind", "1")
    assert offered(selector) == ["marked"]
    selector.removeAttribute(VOLUME, "Kind")
    assert offered(selector) == ["marked", "plain"]


def test_a_new_name_is_shown_and_told(slicer: Any) -> None:
    selector = a_selector(slicer)
    (node,) = volumes(slicer, "old")
    told: list[str] = []
    selector.connect("currentNodeRenamed(QString)", told.append)
    node.SetName("new")
    assert (offered(selector), told) == (["new"], ["new"])


def test_a_node_chosen_before_there_is_a_scene_is_chosen_in_it(slicer: Any) -> None:
    _, second = volumes(slicer, "a", "b")
    selector = slicer.qMRMLNodeComboBox()
    selector.nodeTypes = [VOLUME]
    selector.setCurrentNode(second)
    selector.setMRMLScene(slicer.mrmlScene)
    assert selector.currentNode() is second


def test_a_node_made_by_the_selector_is_chosen(slicer: Any) -> None:
    selector = a_selector(slicer, noneEnabled=True, baseName="Output")
    node = selector.addNode()
    assert (node.GetName(), selector.currentNode()) == ("Output", node)


def test_wrong_arguments_are_refused(slicer: Any) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        slicer.qMRMLNodeComboBox().setCurrentNode(3)


def test_several_nodes_are_ticked(slicer: Any) -> None:
    selector = slicer.qMRMLCheckableNodeComboBox()
    selector.nodeTypes = [VOLUME]
    selector.setMRMLScene(slicer.mrmlScene)
    first, second = volumes(slicer, "a", "b")
    told: list[int] = []
    selector.connect("checkedNodesChanged()", lambda: told.append(1))
    selector.check(second)
    assert selector.checkedNodes() == (second,)
    assert selector.uncheckedNodes() == (first,)
    assert told == [1]


def test_an_item_of_the_subject_hierarchy_is_chosen(slicer: Any) -> None:
    selector = slicer.qMRMLSubjectHierarchyComboBox()
    selector.setMRMLScene(slicer.mrmlScene)
    (node,) = volumes(slicer, "a")
    item = slicer.mrmlScene.GetSubjectHierarchyNode().GetItemByDataNode(node)
    selector.setCurrentItem(item)
    assert selector.currentItem() == item
