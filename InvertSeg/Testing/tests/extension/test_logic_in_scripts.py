"""The logic as scripts use it, with a window and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from InvertSegLib.errors import EngineError, InputError, ParameterError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS


@pytest.fixture
def logic(engines_of_tests: None, headless: Any) -> Iterator[Any]:
    """A logic of the module, in a Slicer without a window."""
    from InvertSeg import InvertSegLogic

    made = InvertSegLogic()
    made.session.update(task="plain")
    yield made
    made.close()


def voxels_of(node: Any) -> np.ndarray:
    import slicer

    return slicer.util.arrayFromVolume(node)


def test_invert_makes_a_volume(logic: Any, add_volume: Callable[..., Any]) -> None:
    volume = add_volume("abdomen")
    made = logic.invert(volume)
    assert made is not volume
    assert made.GetName() == "abdomen inverted"
    assert np.array_equal(voxels_of(made), invert(voxels_of(volume), PRESETS["published"]))


@pytest.mark.parametrize("parameters", ["calibrated", PRESETS["calibrated"]])
def test_invert_into_a_volume_with_other_parameters(
    logic: Any, add_volume: Callable[..., Any], parameters: Any
) -> None:
    volume, output = add_volume(shape=(8, 30, 30)), add_volume("there already")
    assert logic.invert(volume, parameters, output) is output
    assert np.array_equal(voxels_of(output), invert(voxels_of(volume), PRESETS["calibrated"]))
    with pytest.raises(ParameterError, match="no preset"):
        logic.invert(volume, "nonsense")


def test_segment_and_wait_gives_the_node(logic: Any, add_volume: Callable[..., Any]) -> None:
    runs = []
    logic.session.run_changed.connect(runs.append)
    node = logic.segment(add_volume(), wait=True)
    assert node.IsA("vtkMRMLSegmentationNode")
    assert "inverting" in [run.stage for run in runs]
    assert not logic.progress().busy
    assert logic.segment(add_volume(), {"existing": "add"}, node, wait=True) is node
    identifiers = node.GetSegmentation().GetSegmentIDs()
    assert sorted(identifiers) == ["bright", "bright_2", "brighter", "brighter_2"]


def test_an_ensemble_leaves_its_uncertainty_beside_the_scan(
    logic: Any, add_volume: Callable[..., Any]
) -> None:
    from InvertSegLib.scene.overlay import uncertainty_of

    volume = add_volume(shape=(8, 30, 30))
    node = logic.segment(volume, {"preset": "calibrated", "ensemble": "tones"}, wait=True)
    uncertainty = uncertainty_of(node)
    assert voxels_of(uncertainty).shape == voxels_of(volume).shape
    assert 0 < voxels_of(uncertainty).max() <= 100
    logic.segment(volume, {"ensemble": ""}, node, wait=True)
    assert uncertainty_of(node) is None


def test_segment_without_waiting_returns_at_once(
    logic: Any, headless: Any, add_volume: Callable[..., Any]
) -> None:
    placed = []
    logic.runs.placed.connect(placed.append)
    assert logic.segment(add_volume()) is None
    assert logic.progress().busy
    assert placed == []
    headless.wait_until(lambda: placed, 30)
    assert placed[0].node is logic.runs.node


@pytest.mark.parametrize(("structures", "words"), [(["gpu memory"], "memory"), (["exit"], "exit|ended|code")])
def test_waiting_raises_what_went_wrong(
    logic: Any, add_volume: Callable[..., Any], structures: list[str], words: str
) -> None:
    with pytest.raises(EngineError, match=words) as caught:
        logic.segment(add_volume(), {"structures": structures}, wait=True)
    assert caught.value.failure.kind != "cancelled"
    # The next one finds another worker.
    assert logic.segment(add_volume(), {"structures": []}, wait=True) is not None


def test_cancelled_while_waiting(logic: Any, add_volume: Callable[..., Any]) -> None:
    logic.session.run_changed.connect(lambda run: logic.cancel() if run.stage == "napping" else None)
    with pytest.raises(EngineError, match="cancelled") as caught:
        logic.segment(add_volume(), {"structures": ["nap"]}, wait=True)
    assert caught.value.failure.kind == "cancelled"


def test_the_scene_is_closed_while_waiting(logic: Any, headless: Any, add_volume: Callable[..., Any]) -> None:
    def close_the_scene(run: Any) -> None:
        if run.stage == "napping" and run.state == "running":
            headless.slicer.mrmlScene.Clear()

    logic.session.run_changed.connect(close_the_scene)
    with pytest.raises(EngineError, match="scene was closed"):
        logic.segment(add_volume(), {"structures": ["nap"]}, wait=True)


def test_slicer_quits_while_waiting(
    logic: Any,
    headless: Any,
    add_volume: Callable[..., Any],
    worker_pids: list[int],
    gone: Callable[..., bool],
) -> None:
    def quit_slicer(run: Any) -> None:
        if run.stage == "napping" and run.state == "running":
            headless.slicer.app.aboutToQuit.emit()

    logic.session.run_changed.connect(quit_slicer)
    with pytest.raises(EngineError, match="cancelled"):
        logic.segment(add_volume(), {"structures": ["nap"]}, wait=True)
    assert worker_pids
    assert gone(worker_pids)


def test_what_cannot_be_segmented_is_refused_before_a_process_starts(
    logic: Any, headless: Any, worker_pids: list[int]
) -> None:
    empty = headless.slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "nothing in it")
    for wait in (False, True):
        with pytest.raises(InputError, match="nothing in it"):
            logic.segment(empty, wait=wait)
    with pytest.raises(ParameterError):
        logic.segment(empty, {"nonsense": 1})
    assert worker_pids == []


def test_closed_twice(logic: Any, add_volume: Callable[..., Any]) -> None:
    logic.close()
    logic.close()
    with pytest.raises(RuntimeError):
        logic.segment(add_volume())
