"""MONAI bundles run in memory as they run on files, and say clearly why they cannot."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]


class Bundles:
    """The engine's process, asked about bundles and NIfTI images."""

    def __init__(self, process: Any) -> None:
        self.call = process.call
        self._process = process

    def load(self, folder: Path | str, **choice: Any) -> dict[str, Any]:
        return self._process.load(**{"model": str(folder), "trusted": True} | choice)

    def segment(
        self, folder: Path, image: nibabel.Nifti1Image, **request: Any
    ) -> tuple[np.ndarray, dict[str, Any]]:
        return self._process.segment(folder, np.asarray(image.dataobj).T, image.affine, **request)

    def failure(self, folder: Path, image: nibabel.Nifti1Image, **request: Any) -> list[Any]:
        reply = self._process.try_segment(folder, np.asarray(image.dataobj).T, image.affine, **request)
        assert not (folder / "labels.npy").exists()
        return reply["failure"]


@pytest.fixture(scope="module")
def engine(engine_python: Callable[[str], Path]) -> Iterator[Bundles]:
    process = EngineProcess(engine_python("monai"), "monai", "make_bundle")
    yield Bundles(process)
    process.close()


@pytest.fixture
def levels(engine: Bundles, tmp_path: Path) -> Path:
    """A small bundle that tells three intensity levels apart."""
    return Path(engine.call("write", folder=str(tmp_path / "levels")))


def blocks(shape: tuple[int, int, int], affine: np.ndarray) -> nibabel.Nifti1Image:
    """A volume (I, J, K) with two blocks of the levels 50 and 100, and a little noise."""
    i, j, k = shape
    voxels = np.zeros(shape, np.int16)
    voxels[i // 8 : i // 2, j // 8 : j // 2, k // 4 : k - k // 4] = 50
    voxels[i // 2 + 2 : i - 3, j // 3 : j - 2, k // 3 : k - 1] = 100
    voxels += np.random.default_rng(1).integers(-5, 5, shape, np.int16)
    return nibabel.Nifti1Image(voxels, affine)


def oblique(
    spacing: tuple[float, float, float], *, left_handed: bool = False, shear: float = 0.0
) -> np.ndarray:
    """A tilted IJK to RAS matrix; as float32 keeps it, for files do."""
    a, b = np.deg2rad(20), np.deg2rad(-35)
    tilt = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    turn = np.array([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]])
    matrix = np.eye(4)
    matrix[:3, :3] = turn @ tilt @ np.array([[1, shear, 0], [0, 1, 0], [0, 0, 1]]) * spacing
    if left_handed:
        matrix[:3, 0] *= -1
    matrix[:3, 3] = (-40, 25, 310)
    return matrix.astype(np.float32).astype(np.float64)


GEOMETRIES = {
    "oblique": oblique((1.5, 1.5, 5.0)),
    "left-handed": oblique((2.0, 1.0, 3.0), left_handed=True),
    "sheared": oblique((2.0, 2.0, 2.0), shear=0.2),
}


def dice(a: np.ndarray, b: np.ndarray) -> float:
    return float(2 * np.sum(a & b) / (np.sum(a) + np.sum(b)))


@pytest.mark.parametrize("invert", [True, False], ids=["inverted", "resampled by its writer"])
def test_a_volume_in_memory_gives_what_its_file_gives(engine: Bundles, tmp_path: Path, invert: bool) -> None:
    folder = engine.call("write", folder=str(tmp_path / "bundle"), invert=invert)
    assert "answer" in engine.load(folder)
    (tmp_path / "in").mkdir()
    for name, matrix in GEOMETRIES.items():
        nibabel.save(blocks((40, 36, 24), matrix), tmp_path / "in" / f"{name}.nii.gz")
    engine.call("run_on_files", folder=folder, images=str(tmp_path / "in"), output=str(tmp_path / "out"))
    for name, matrix in GEOMETRIES.items():
        image = blocks((40, 36, 24), matrix)
        found, answer = engine.segment(tmp_path, image)
        of_file = np.asarray(nibabel.load(tmp_path / "out" / f"{name}_seg.nii.gz").dataobj).T
        assert found.dtype == np.uint8
        assert answer["labels"] == {"1": "liver", "2": "spleen"}
        truth = np.asarray(image.dataobj).T
        assert dice(found == 1, abs(truth - 50) < 10) > 0.8, name
        assert dice(found == 2, abs(truth - 100) < 10) > 0.8, name
        if invert:
            np.testing.assert_array_equal(found, of_file, err_msg=name)
        else:  # outside of the network's field the writer repeats the border; nothing was found there
            assert np.mean(found != of_file) < 0.01, name
    assert not (Path(folder) / "eval").exists()


def test_progress_counts_the_windows(engine: Bundles, levels: Path, tmp_path: Path) -> None:
    engine.load(levels)
    _, answer = engine.segment(tmp_path, blocks((40, 36, 24), GEOMETRIES["oblique"]))
    assert answer["stages"] == ["preprocessing", "network", "resampling"]
    fractions = answer["fractions"]
    assert len(fractions) > 4
    assert fractions == sorted(fractions)
    assert len(set(fractions)) == len(fractions)
    assert fractions[-1] == 1.0


def test_a_cancel_between_windows_ends_the_run_and_leaves_the_network(
    engine: Bundles, levels: Path, tmp_path: Path
) -> None:
    engine.load(levels)
    image = blocks((40, 36, 24), GEOMETRIES["oblique"])
    assert engine.failure(tmp_path, image, cancel_at=2)[0] == "cancelled"
    found, _ = engine.segment(tmp_path, image)
    assert set(np.unique(found)) == {0, 1, 2}


def test_chosen_structures_alone_are_given_with_their_confidence(
    engine: Bundles, levels: Path, tmp_path: Path
) -> None:
    engine.load(levels)
    image = blocks((40, 36, 24), np.diag([2.0, 2.0, 2.0, 1.0]))
    everything, answer = engine.segment(tmp_path, image)
    assert set(answer["confidence"]) == {"liver", "spleen"}
    # The score falls by 0.2 a unit: at the level +- 2.5 the next class, 50 units away, has no chance.
    assert 0.99 < answer["confidence"]["spleen"] <= 1.0
    spleen, answer = engine.segment(tmp_path, image, structures=["Spleen"])
    assert answer["labels"] == {"2": "spleen"}
    assert set(answer["confidence"]) == {"spleen"}
    np.testing.assert_array_equal(spleen, np.where(everything == 2, 2, 0))
    kind, sentence, remedy, _ = engine.failure(tmp_path, image, structures=["splen"])
    assert kind == "bad_request"
    assert "splen" in sentence
    assert "spleen" in remedy


def test_a_bundles_code_runs_only_after_the_user_agreed(engine: Bundles, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    harm = [f"$__import__('pathlib').Path({str(trace)!r}).touch()"]
    folder = engine.call("write", folder=str(tmp_path / "bundle"), network=harm[0])
    kind, sentence, remedy, log = engine.load(folder, trusted=False)["failure"]
    assert kind == "untrusted_model"
    assert f"{len(log)} expressions" in sentence
    assert "--trust-model" in remedy
    assert any("touch()" in line for line in log)
    assert not trace.exists()
    engine.load(folder)  # the same with the user's word: the code was able to run
    assert trace.exists()


def test_a_bundle_can_import_its_own_scripts(engine: Bundles, tmp_path: Path) -> None:
    folder = Path(
        engine.call(
            "write",
            folder=str(tmp_path / "open"),
            imports=["$import glob", "$import scripts_of_test"],
            network="$scripts_of_test.same(@network_def)",
        )
    )
    (folder / "scripts_of_test.py").write_text("def same(network):\n    return network\n")
    assert "answer" in engine.load(folder)


@pytest.mark.parametrize("kind", ["plain", "wrapped"])
def test_weights_beside_a_network_definition_are_loaded(engine: Bundles, tmp_path: Path, kind: str) -> None:
    loaded = engine.load(engine.call("write", folder=str(tmp_path / "bundle"), checkpoint=kind))
    assert loaded["answer"]["labels"] == {"1": "liver", "2": "spleen"}
    assert loaded["answer"]["device"] == "cpu"
    assert loaded["answer"]["versions"]["bundle"] == "Two levels 0.1.0"
    found, answer = engine.segment(tmp_path, blocks((20, 20, 20), np.eye(4)))
    assert found.shape == (20, 20, 20)
    assert all(0 < value < 1 for value in answer["confidence"].values())


def test_code_hidden_in_weights_does_not_run(engine: Bundles, tmp_path: Path) -> None:
    folder = engine.call("write", folder=str(tmp_path / "bundle"), checkpoint="harmful")
    kind, sentence, _, _ = engine.load(folder)["failure"]
    assert kind == "unsupported_model"
    assert "model.pt" in sentence
    assert not (Path(folder) / "harm").exists()


def test_a_yaml_configuration_works(engine: Bundles, levels: Path, tmp_path: Path) -> None:
    engine.call("to_yaml", folder=str(levels))
    assert "answer" in engine.load(levels)
    found, _ = engine.segment(tmp_path, blocks((20, 20, 20), np.eye(4)))
    assert set(np.unique(found)) == {0, 1, 2}


def test_missing_and_damaged_weights_are_told_apart(engine: Bundles, levels: Path) -> None:
    model = levels / "models" / "model.ts"
    whole = model.read_bytes()
    model.write_bytes(whole[: len(whole) // 2])
    kind, sentence, _, _ = engine.load(levels)["failure"]
    assert kind == "unreadable_model"
    assert "Two levels" in sentence
    model.unlink()
    kind, _, remedy, _ = engine.load(levels)["failure"]
    assert kind == "no_weights"
    assert str(levels / "models") in remedy
    (levels / "models" / "other.ts").write_bytes(whole)  # weights, and not those that it loads
    assert engine.load(levels)["failure"][0] == "no_weights"


def test_bundles_that_cannot_be_run_say_why(engine: Bundles, tmp_path: Path) -> None:
    two = [{"_target_": "EnsureChannelFirstd", "keys": "image"}]
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"preprocessing": {"_target_": "Compose", "transforms": two}}, "unsupported_model", "LoadImaged"),
        ({"network": "$1 + 1"}, "unsupported_model", "not a torch module"),
        ({"network": {"_target_": "NoSuchNet"}}, "unsupported_model", "NoSuchNet"),
        ({"network": "$@absent"}, "unreadable_model", "absent"),
        ({"inferer": "$1 / 0"}, "unreadable_model", "division by zero"),
    ]
    for number, (changes, expected, words) in enumerate(cases):
        folder = engine.call("write", folder=str(tmp_path / str(number)), **changes)
        kind, sentence, remedy, _ = engine.load(folder)["failure"]
        assert kind == expected, sentence
        assert words in sentence
        assert remedy


def test_a_step_that_fails_on_the_volume_is_named(engine: Bundles, tmp_path: Path) -> None:
    after = {
        "_target_": "Compose",
        "transforms": [{"_target_": "Activationsd", "keys": "nothing", "softmax": True}],
    }
    engine.load(engine.call("write", folder=str(tmp_path / "bundle"), postprocessing=after))
    kind, sentence, _, _ = engine.failure(tmp_path, blocks((20, 20, 20), np.eye(4)))
    assert kind == "internal"
    assert "nothing" in sentence


def test_a_device_that_is_not_there_is_refused(engine: Bundles, levels: Path) -> None:
    assert engine.load(levels, device="cuda:63")["failure"][0] == "wrong_device"


def test_organs_of_a_real_ct_are_found_however_it_is_stored(
    engine: Bundles, shared: Path, tmp_path: Path
) -> None:
    assert "answer" in engine.load(shared / "models" / "abdominal_ct_unet")
    ct = nibabel.load(shared / "data" / "totalsegmentator" / "example_ct.nii.gz").slicer[:, :, 55:]
    truth = nibabel.load(shared / "data" / "totalsegmentator" / "example_seg_fast_force_split.nii.gz")
    truth = np.asarray(truth.slicer[:, :, 55:].dataobj).T
    found, answer = engine.segment(tmp_path, ct)
    # Trained on other crops, the network finds a part of the spleen and hardly any other voxel.
    assert dice(found == 6, truth == 5) > 0.88
    assert dice(found == 4, truth == 4) > 0.7
    assert dice(found == 1, truth == 1) > 0.5
    assert np.mean(truth[found == 1] == 1) > 0.95
    assert np.mean(truth[found == 3] == 3) > 0.95  # the left kidney is the left one
    assert answer["confidence"]["liver"] > 0.85

    turned = ct.as_reoriented(np.array([[2, -1], [0, 1], [1, -1]]))
    again, _ = engine.segment(tmp_path, turned)
    assert again.shape != found.shape
    back = nibabel.Nifti1Image(again.T, turned.affine)
    back = back.as_reoriented(nibabel.io_orientation(np.linalg.inv(ct.affine) @ turned.affine))
    np.testing.assert_allclose(back.affine, ct.affine, atol=1e-4)
    same = np.asarray(back.dataobj).T
    assert np.mean(same == found) > 0.999
