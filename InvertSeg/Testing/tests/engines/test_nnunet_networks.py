"""nnU-Net folders through the engine, against nnU-Net itself on a file of the same volume."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest

from InvertSegLib.environment.installed import find

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]


def python_with_nnunet(engine_python: Callable[[str], Path]) -> Path:
    """The environment of TotalSegmentator holds nnU-Net too."""
    return engine_python("nnunet" if find("nnunet") else "totalsegmentator")


@pytest.fixture(scope="module")
def engine(engine_python: Callable[[str], Path]) -> Iterator[EngineProcess]:
    process = EngineProcess(python_with_nnunet(engine_python), "nnunet", "random_networks")
    yield process
    process.close()


@pytest.fixture(scope="module")
def small(engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one small network, for tests that do not change it."""
    return Path(engine.call("write_small", folder=str(tmp_path_factory.mktemp("small"))))


def oblique_affine(flip: bool) -> np.ndarray:
    """IJK to RAS of an oblique, anisotropic image, left-handed or not."""
    angle = np.deg2rad(12)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    affine = np.eye(4)
    affine[:3, :3] = turn @ np.diag([-2.5 if flip else 2.5, -2.0, 4.0])
    affine[:3, 3] = [30.0, -12.5, 100.25]
    return affine


def image(tmp_path: Path, flip: bool = False) -> tuple[np.ndarray, np.ndarray, Path]:
    """Voxels (K, J, I), IJK to RAS, and the same as a file."""
    values = np.random.default_rng(1).normal(0, 300, (12, 20, 24))
    values[:, :4] = 0  # an empty border: nnU-Net cuts it off first
    voxels = np.asarray(values, dtype=np.int16)
    affine = oblique_affine(flip)
    file = tmp_path / "image_0000.nii.gz"
    nibabel.save(nibabel.Nifti1Image(voxels.T, affine), file)
    return voxels, nibabel.load(file).affine, file


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--regions"],
        ["--folds", "2", "--trainer", "nnUNetTrainer"],
        ["--dimensions", "2"],
        ["--transpose", "2", "0", "1"],
        ["--reader", "NibabelIOWithReorient"],
        ["--reader", "SimpleITKIOWithReorient"],
        ["--labels", "40"],
    ],
    ids=lambda options: " ".join(options) or "plain",
)
def test_the_label_map_is_nnunets_own(engine: EngineProcess, tmp_path: Path, options: list[str]) -> None:
    model = engine.call("write_small", folder=str(tmp_path), options=options)
    voxels, affine, file = image(tmp_path, flip="Nibabel" in " ".join(options))
    folds = ["0", "1"] if "--folds" in options else ["0"]
    reference = tmp_path / "reference.nii.gz"
    engine.call("nnunet_itself", model=model, image=str(file), output=str(reference), folds=folds)
    engine.load(model=model)
    found, answer = engine.segment(tmp_path, voxels, affine)
    expected = np.asanyarray(nibabel.load(reference).dataobj).T
    assert len(np.unique(expected)) >= 3  # one label everywhere would agree by chance
    np.testing.assert_array_equal(found, expected)
    assert answer["stages"] == ["preprocessing", "network", "resampling"]
    assert set(answer["confidence"]) >= {answer["labels"][str(v)] for v in np.unique(found) if v}
    assert all(0 < value <= 1 for value in answer["confidence"].values())


def test_progress_rises_to_the_end_over_folds_and_mirrorings(engine: EngineProcess, tmp_path: Path) -> None:
    options = ["--folds", "2", "--trainer", "nnUNetTrainer"]
    engine.load(model=engine.call("write_small", folder=str(tmp_path), options=options))
    voxels, affine, _ = image(tmp_path)
    _, answer = engine.segment(tmp_path, voxels, affine)
    fractions = answer["fractions"]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(fractions) > 2 * 8 * 4  # two folds, eight mirrorings, at least four patches


def test_a_cancel_ends_the_run_without_a_thread_and_keeps_the_network(
    engine: EngineProcess, small: Path, tmp_path: Path
) -> None:
    engine.load(model=small)
    voxels, affine, _ = image(tmp_path)
    before, answer = engine.segment(tmp_path, voxels, affine)
    threads = engine.call("thread_count")
    middle = len(answer["fractions"]) // 2
    assert engine.try_segment(tmp_path, voxels, affine, cancel_at=middle)["failure"][0] == "cancelled"
    assert engine.call("thread_count") == threads
    after, _ = engine.segment(tmp_path, voxels, affine)
    np.testing.assert_array_equal(after, before)


def test_chosen_structures_are_left_alone(engine: EngineProcess, small: Path, tmp_path: Path) -> None:
    engine.load(model=small)
    voxels, affine, _ = image(tmp_path)
    everything, _ = engine.segment(tmp_path, voxels, affine)
    chosen, answer = engine.segment(tmp_path, voxels, affine, structures=["part_2", "part_4"])
    assert answer["labels"] == {"2": "part_2", "4": "part_4"}
    np.testing.assert_array_equal(chosen, np.where(np.isin(everything, [2, 4]), everything, 0))
    reply = engine.try_segment(tmp_path, voxels, affine, structures=["part2"])
    assert reply["failure"][0] == "bad_request"
    assert "part_2" in reply["failure"][2]


def test_a_chosen_fold_is_the_one_that_runs(engine: EngineProcess, tmp_path: Path) -> None:
    both = Path(engine.call("write_small", folder=str(tmp_path / "both"), options=["--folds", "2"]))
    alone = tmp_path / "alone"
    shutil.copytree(both, alone, ignore=shutil.ignore_patterns("fold_0"))
    voxels, affine, _ = image(tmp_path)
    results = []
    for choice in (
        {"model": alone},
        {"model": both, "folds": ["1"]},
        {"model": both / "fold_1"},
        {"model": both},
    ):
        engine.load(**choice)
        results.append(engine.segment(tmp_path, voxels, affine)[0])
    np.testing.assert_array_equal(results[1], results[0])
    np.testing.assert_array_equal(results[2], results[0])
    assert (results[3] != results[0]).any()


def test_too_little_memory_is_said_and_survived(
    engine_python: Callable[[str], Path], small: Path, tmp_path: Path
) -> None:
    # A process of its own: one that has run networks before holds freed memory, and needs no more.
    fresh = EngineProcess(python_with_nnunet(engine_python), "nnunet", "random_networks")
    fresh.load(model=small)
    voxels, affine, _ = image(tmp_path)
    fresh.call("limit_memory", spare=100_000_000)
    reply = fresh.try_segment(tmp_path, np.tile(voxels, (4, 8, 8)), affine)
    fresh.call("limit_memory", spare=0)
    assert reply["failure"][0] == "out_of_memory"
    assert "memory" in reply["failure"][1]
    found, _ = fresh.segment(tmp_path, voxels, affine)
    assert found.shape == voxels.shape
    fresh.close()


def test_a_trainer_is_found_without_importing_the_others(
    engine_python: Callable[[str], Path], tmp_path: Path
) -> None:
    fresh = EngineProcess(python_with_nnunet(engine_python), "nnunet", "random_networks")
    options = ["--trainer", "nnUNetTrainer_4000epochs_NoMirroring"]
    reply = fresh.load(model=fresh.call("write_small", folder=str(tmp_path), options=options))
    assert "answer" in reply, reply
    assert not fresh.call("has_module", name="nnunetv2.training.nnUNetTrainer.primus.primus_trainers")
    fresh.close()
