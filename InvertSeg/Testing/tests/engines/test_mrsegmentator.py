"""MRSegmentator's models run in memory, give the voxels that its package writes, and are never downloaded."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

HERE = Path(__file__).resolve().parent
EngineProcess = runpy.run_path(str(HERE / "engine_process.py"))["EngineProcess"]


class Models:
    """The engine's process, asked about weights folders and SimpleITK images."""

    def __init__(self, process: Any) -> None:
        self.call, self.ask = process.call, process.ask
        self.environment: dict[str, str] = process.environment
        self._process = process

    def load(self, weights: Path | None, **choice: Any) -> dict[str, Any]:
        return self._process.load(**{"weights": weights} | choice)

    def segment(self, folder: Path, image: sitk.Image, **request: Any) -> tuple[np.ndarray, dict[str, Any]]:
        return self._process.segment(folder, sitk.GetArrayFromImage(image), ijk_to_ras(image), **request)

    def package(self, weights: Path, runs: list[dict[str, Any]]) -> None:
        """Run the package's own function, as its users do."""
        subprocess.run(
            [self._process.python, str(HERE / "mrsegmentator_package.py"), json.dumps(runs)],
            check=True,
            capture_output=True,
            env=self.environment | {"MRSEG_WEIGHTS_PATH": str(weights)},
            timeout=500,
        )


@pytest.fixture(scope="module")
def engine(
    engine_python: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Models]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MRSEG")}
    environment["HOME"] = str(tmp_path_factory.mktemp("home"))  # the package's usual place is below it
    process = EngineProcess(
        engine_python("mrsegmentator"), "mrsegmentator", "mrsegmentator_package", environment
    )
    yield Models(process)
    process.close()


@pytest.fixture(scope="module")
def weights(engine: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weights folder with a small base model of two folds; its weights are random."""
    root = tmp_path_factory.mktemp("weights")
    for task, folds in (("base", 2), ("body_comp", 1)):
        engine.call("write_weights", root=str(root), task=task, folds=folds)
    return root


def ijk_to_ras(image: sitk.Image) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * image.GetSpacing()
    matrix[:3, 3] = image.GetOrigin()
    return np.diag([-1.0, -1.0, 1.0, 1.0]) @ matrix


def tilted(shared: Path) -> sitk.Image:
    """A piece of the real MRI, stored with other axes and a tilt."""
    image = sitk.ReadImage(str(shared / "data" / "totalsegmentator" / "example_mr_sm.nii.gz"))
    image = sitk.DICOMOrient(image[34:74, 28:60, :], "SAR")
    tilt = sitk.Euler3DTransform((0, 0, 0), 0.3, -0.2, 0.4).GetMatrix()
    direction = np.array(tilt).reshape(3, 3) @ np.array(image.GetDirection()).reshape(3, 3)
    image.SetDirection(direction.ravel().tolist())
    image.SetSpacing((4.0, 3.0, 2.5))
    return image


def test_a_volume_gets_the_labels_that_the_package_writes(
    engine: Models, weights: Path, shared: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.nii.gz"
    sitk.WriteImage(tilted(shared), str(scan))
    image = sitk.ReadImage(str(scan))
    folds = {"fast": [0], "full": [0, 1]}
    common = {"images": [str(scan)]}
    runs = [
        common | {"output": str(tmp_path / quality), "folds": numbers, "fast": quality == "fast"}
        for quality, numbers in folds.items()
    ]
    engine.package(weights, runs)
    for quality in folds:
        loaded = engine.load(weights, quality=quality)["answer"]
        assert loaded["labels"]["5"] == "liver"
        assert len(loaded["labels"]) == 40
        assert loaded["versions"]["mrsegmentator"].startswith("2.")
        assert loaded["versions"]["weights"] == "9.9"
        found, answer = engine.segment(tmp_path, image)
        assert answer["stages"] == ["preprocessing", "network", "resampling"]
        assert answer["fractions"][-1] == 1.0
        of_package = sitk.ReadImage(str(tmp_path / quality / "scan_seg.nii.gz"))
        assert len(np.unique(found)) > 5  # else agreement would mean little
        np.testing.assert_array_equal(found, sitk.GetArrayFromImage(of_package), err_msg=quality)
        np.testing.assert_allclose(ijk_to_ras(of_package), ijk_to_ras(image), atol=1e-4)


def test_a_second_volume_needs_no_loading_and_structures_can_be_chosen(
    engine: Models, weights: Path, shared: Path, tmp_path: Path
) -> None:
    assert "answer" in engine.load(weights)
    image = tilted(shared)
    everything, answer = engine.segment(tmp_path, image)
    value = int(np.bincount(everything.ravel())[1:].argmax()) + 1
    name = answer["labels"][str(value)]
    chosen, answer = engine.segment(tmp_path, image, structures=[name])
    assert answer["labels"] == {str(value): name}
    assert 0 < answer["confidence"][name] <= 1
    np.testing.assert_array_equal(chosen, np.where(everything == value, value, 0))


def test_body_composition_is_a_task_of_its_own(engine: Models, weights: Path) -> None:
    loaded = engine.load(weights, task="body_comp")["answer"]
    assert loaded["labels"]["1"] == "subcutaneous_fat"
    assert len(loaded["labels"]) == 10
    kind, _, remedy, _ = engine.load(weights, task="body")["failure"]
    assert kind == "bad_request"
    assert "body_comp" in remedy


def test_missing_weights_are_said_and_not_downloaded(engine: Models, tmp_path: Path) -> None:
    for place in (tmp_path, None):
        kind, sentence, remedy, _ = engine.load(place)["failure"]
        assert kind == "no_weights"
        assert "base" in sentence
        assert "weights.zip" in remedy
        assert "weights import mrsegmentator" in remedy
    home = Path(engine.environment["HOME"])
    assert not any(home.glob(".mrsegmentator/*"))
    assert list(tmp_path.iterdir()) == []


def test_models_are_listed_with_what_is_there(engine: Models, weights: Path, tmp_path: Path) -> None:
    described = engine.ask("describe", weights=str(weights))["answer"]
    tasks = {task["name"]: task for task in described["tasks"]}
    assert tasks["base"]["qualities"] == {"fast": True, "full": True}
    assert (tasks["base"]["structures"], tasks["body_comp"]["structures"]) == (40, 10)
    assert [len(tasks[name]["names"]) for name in ("base", "body_comp")] == [40, 10]
    assert described["weights"] == str(weights)
    described = engine.ask("describe", weights=str(tmp_path))["answer"]
    assert [task["qualities"]["fast"] for task in described["tasks"]] == [False, False]
    assert described["tasks"][0]["structures"] == 40


def test_a_folder_that_is_the_model_itself_is_taken_as_the_base_model(engine: Models, weights: Path) -> None:
    assert len(engine.load(weights / "base")["answer"]["labels"]) == 40
    assert engine.load(weights / "base", task="body_comp")["failure"][0] == "no_weights"
