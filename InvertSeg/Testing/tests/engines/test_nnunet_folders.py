"""nnU-Net folders that are found, refused or dangerous."""

from __future__ import annotations

import json
import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from InvertSegLib.environment.installed import find

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]

CHECKPOINT = Path("fold_0") / "checkpoint_final.pth"


def python_with_nnunet(engine_python: Callable[[str], Path]) -> Path:
    """The environment of TotalSegmentator holds nnU-Net too."""
    return engine_python("nnunet" if find("nnunet") else "totalsegmentator")


@pytest.fixture(scope="module")
def engine(engine_python: Callable[[str], Path]) -> Iterator[EngineProcess]:
    process = EngineProcess(python_with_nnunet(engine_python), "nnunet", "random_networks")
    yield process
    process.close()


@pytest.fixture(scope="module")
def original(engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(engine.call("write_small", folder=str(tmp_path_factory.mktemp("original"))))


@pytest.fixture
def model(original: Path, tmp_path: Path) -> Path:
    """A copy of a small network to change."""
    folder = tmp_path / original.parent.name / original.name
    shutil.copytree(original, folder)
    return folder


def failure(engine: EngineProcess, **choice: Any) -> tuple[str, str]:
    """Kind and words (sentence, remedy) of the failure to load."""
    reply = engine.load(**choice)
    assert "failure" in reply, reply
    kind, sentence, remedy, _ = reply["failure"]
    assert remedy
    return kind, f"{sentence} {remedy}"


def test_the_network_is_found_from_the_folders_around_it(engine: EngineProcess, model: Path) -> None:
    for path in (model, model.parent, model.parent.parent, model / "fold_0", model / CHECKPOINT):
        reply = engine.load(model=path)
        assert reply["answer"]["labels"] == {str(n): f"part_{n}" for n in range(1, 6)}
    assert reply["answer"]["stages"] == ["importing", "loading weights"]


def test_a_folder_with_two_networks_names_them(engine: EngineProcess, model: Path) -> None:
    shutil.copytree(model, model.parent / "nnUNetTrainer__nnUNetPlans__2d")
    kind, words = failure(engine, model=model.parent)
    assert kind == "unreadable_model"
    assert model.name in words
    assert "nnUNetTrainer__nnUNetPlans__2d" in words


def test_the_best_checkpoint_stands_in_for_the_final_one(engine: EngineProcess, model: Path) -> None:
    (model / CHECKPOINT).rename(model / "fold_0" / "checkpoint_best.pth")
    assert "answer" in engine.load(model=model)


@pytest.mark.parametrize(
    ("options", "kind", "word"),
    [
        (["--channels", "2"], "unsupported_model", "2 input images"),
        (["--cascade"], "unsupported_model", "3d_lowres"),
        (["--trainer", "nnUNetTrainerOfSomebody"], "unreadable_model", "nnUNetTrainerOfSomebody"),
    ],
)
def test_networks_of_other_kinds_are_refused(
    engine: EngineProcess, tmp_path: Path, options: list[str], kind: str, word: str
) -> None:
    model = engine.call("write_small", folder=str(tmp_path), options=options)
    found, words = failure(engine, model=model)
    assert found == kind
    assert word in words


def test_folders_that_are_no_network_are_refused(engine: EngineProcess, model: Path, tmp_path: Path) -> None:
    assert failure(engine, model=tmp_path / "nowhere")[0] == "unreadable_model"
    (tmp_path / "empty").mkdir()
    assert failure(engine, model=tmp_path / "empty")[0] == "unreadable_model"
    kind, words = failure(engine, model=model, folds=["3"])
    assert (kind, "it has 0" in words) == ("bad_request", True)
    (model / "plans.json").write_text("{")
    assert failure(engine, model=model)[0] == "unreadable_model"
    assert failure(engine)[0] == "bad_request"


def test_code_hidden_in_a_checkpoint_runs_only_when_trusted(
    engine: EngineProcess, model: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    engine.call("hide_code", checkpoint=str(model / CHECKPOINT), file=str(trace))
    kind, words = failure(engine, model=model)
    assert kind == "untrusted_model"
    assert "system" in words
    assert "--trust-model" in words
    assert not trace.exists()
    assert "answer" in engine.load(model=model, trusted=True)
    assert trace.exists()  # the trap is real


def test_checkpoints_of_numpy_1_are_safe_too(engine: EngineProcess, model: Path) -> None:
    engine.call("store_as_numpy_1", checkpoint=str(model / CHECKPOINT))
    assert "answer" in engine.load(model=model)


@pytest.mark.parametrize("trusted", [False, True])
def test_damaged_checkpoints_are_unreadable(engine: EngineProcess, model: Path, trusted: bool) -> None:
    whole = (model / CHECKPOINT).read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"<html>not found</html>"):
        (model / CHECKPOINT).write_bytes(damaged)
        assert failure(engine, model=model, trusted=trusted)[0] == "unreadable_model"


def test_weights_of_another_network_are_unreadable(engine: EngineProcess, model: Path) -> None:
    plans = json.loads((model / "plans.json").read_text())
    plans["configurations"]["3d_fullres"]["architecture"]["arch_kwargs"]["features_per_stage"] = [4, 8, 16]
    (model / "plans.json").write_text(json.dumps(plans))
    assert failure(engine, model=model)[0] == "unreadable_model"


@pytest.mark.parametrize(
    "name",
    ["os.system", "nnunetv2.paths.os.system", "torch.nn.functional.conv3d", "somebodys_package.Network"],
)
@pytest.mark.parametrize("place", ["network", "argument"])
def test_plans_that_name_other_code_are_refused(
    engine: EngineProcess, model: Path, name: str, place: str
) -> None:
    path = ["configurations", "3d_fullres", "architecture"]
    path += ["network_class_name"] if place == "network" else ["arch_kwargs", "nonlin"]
    engine.call("change_json", file=str(model / "plans.json"), path=path, value=name)
    kind, words = failure(engine, model=model)
    assert kind == "untrusted_model"
    assert name in words


def test_a_resampling_function_of_another_package_is_refused(engine: EngineProcess, model: Path) -> None:
    path = ["configurations", "3d_fullres", "resampling_fn_data"]
    engine.call("change_json", file=str(model / "plans.json"), path=path, value="map_coordinates")
    assert failure(engine, model=model)[0] == "untrusted_model"


def test_a_device_that_is_not_there_is_named(engine: EngineProcess, model: Path) -> None:
    assert failure(engine, model=model, device="cuda:99")[0] in {"wrong_device", "unsupported_gpu"}
    assert failure(engine, model=model, device="tpu")[0] == "wrong_device"
