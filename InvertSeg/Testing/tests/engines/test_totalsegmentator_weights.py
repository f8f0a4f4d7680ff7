"""Tasks, weights and licences of TotalSegmentator, as the engine tells them without running a network."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def engine(engine_python: Callable[[str], Path], home: Path) -> Iterator[EngineProcess]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TOTALSEG_")}
    environment["TOTALSEG_HOME_DIR"] = str(home)
    process = EngineProcess(
        engine_python("totalsegmentator"), "totalsegmentator", "random_networks", environment
    )
    yield process
    process.close()


def put(weights: Path, *folders: str) -> None:
    """Put folders into a weights folder that look like networks."""
    for folder in folders:
        model = weights / folder / "nnUNetTrainer__nnUNetPlans__3d_fullres"
        model.mkdir(parents=True)
        (model / "plans.json").write_text("{}")


def tasks(engine: EngineProcess, weights: Path | None = None) -> dict[str, dict[str, Any]]:
    found = engine.ask("describe", weights=None if weights is None else str(weights))["answer"]
    return {task["name"]: task for task in found["tasks"]}


def test_tasks_are_listed_without_torch(engine: EngineProcess) -> None:
    found = tasks(engine)
    assert len(found) > 45
    names = found["total"].pop("names")
    assert (len(names), names[0], names[-1]) == (117, "spleen", "costal_cartilages")
    assert found["total"] == {
        "name": "total",
        "modality": "CT",
        "licence": "Apache-2.0",
        "qualities": {"full": False, "fast": False},
        "structures": 117,
    }
    assert found["total_mr"]["modality"] == "MR"
    assert found["lung_nodules"]["qualities"] == {"full": False}
    assert "licence number" in found["tissue_types"]["licence"]
    assert not engine.call("has_module", name="torch")


def test_weights_are_found_where_they_are(engine: EngineProcess, home: Path, tmp_path: Path) -> None:
    put(tmp_path / "chosen", "Dataset297_TotalSegmentator_total_3mm_1559subj")
    assert tasks(engine, tmp_path / "chosen")["total"]["qualities"] == {"full": False, "fast": True}
    own = home / "nnunet" / "results"
    put(own, "Dataset570_ct_liver_segments")
    assert tasks(engine)["liver_segments"]["qualities"] == {"full": False}  # its rough network is missing
    put(own, "Dataset298_TotalSegmentator_total_6mm_1559subj")
    assert tasks(engine)["liver_segments"]["qualities"] == {"full": True}


def test_the_networks_of_a_task_may_be_in_several_folders(engine: EngineProcess, tmp_path: Path) -> None:
    put(tmp_path / "own", "Dataset570_ct_liver_segments")
    put(tmp_path / "shared", "Dataset298_TotalSegmentator_total_6mm_1559subj")
    assert tasks(engine, tmp_path / "own")["liver_segments"]["qualities"] == {"full": False}
    both = Path(f"{tmp_path / 'own'}{os.pathsep}{tmp_path / 'shared'}")
    assert tasks(engine, both)["liver_segments"]["qualities"] == {"full": True}
    # A whole one goes before one that was copied in part; what fails then is reading it, which is none.
    put(tmp_path / "shared", "Dataset570_ct_liver_segments")
    model = tmp_path / "shared/Dataset570_ct_liver_segments/nnUNetTrainer__nnUNetPlans__3d_fullres"
    (model / "fold_0").mkdir()
    (model / "fold_0" / "checkpoint_final.pth").touch()
    kind, sentence, *_ = engine.load(task="liver_segments", weights=str(both))["failure"]
    assert kind == "unreadable_model"
    assert str(tmp_path / "shared") in sentence


def test_missing_weights_are_named_and_nothing_is_made(
    engine: EngineProcess, home: Path, tmp_path: Path
) -> None:
    for weights in (None, str(tmp_path / "weights")):
        kind, sentence, remedy, _ = engine.load(task="total", quality="fast", weights=weights)["failure"]
        assert kind == "no_weights"
        assert "Dataset297_TotalSegmentator_total_3mm_1559subj" in sentence
        assert "invertseg weights import totalsegmentator ZIP" in remedy
    assert list(home.iterdir()) == []
    assert not (tmp_path / "weights").exists()


@pytest.mark.parametrize("licence", ["", "aca_", "aca_ABCDEFGHIJKLMN"])
def test_a_licensed_task_needs_its_number(engine: EngineProcess, home: Path, licence: str) -> None:
    put(home / "nnunet" / "results", "Dataset481_tissue_1559subj")
    if licence:
        (home / "config.json").write_text(json.dumps({"license_number": licence, "send_usage_stats": False}))
    kind = engine.load(task="tissue_types")["failure"][0]
    # With a number of the right length, what fails next is the network that is none.
    assert kind == ("unreadable_model" if len(licence) == 18 else "licence_needed")


def test_unknown_tasks_are_refused_with_the_nearest(engine: EngineProcess) -> None:
    kind, sentence, remedy, _ = engine.load(task="lung_vessel")["failure"]
    assert kind == "bad_request"
    assert "lung_vessel" in sentence
    assert "lung_vessels" in remedy
