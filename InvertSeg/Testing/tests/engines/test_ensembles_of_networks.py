"""Probabilities averaged over several inversions: the arithmetic, and through each engine that has them."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from InvertSegLib.environment.installed import find

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]
AFFINE = np.diag([-2.5, -2.0, 4.0, 1.0])


@pytest.fixture(scope="module")
def torch_process(engine_python: Callable[[str], Path]) -> Iterator[EngineProcess]:
    engine = "nnunet" if find("nnunet") else "totalsegmentator"
    process = EngineProcess(engine_python(engine), "nnunet", "averaging_checks")
    yield process
    process.close()


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=0))
    return powers / powers.sum(axis=0)


@pytest.fixture(scope="module")
def logits() -> list[np.ndarray]:
    """Outputs of three settings: four classes on a grid (5, 3, 2)."""
    return [np.random.default_rng(seed).normal(0, 3, (4, 5, 3, 2)).astype(np.float16) for seed in range(3)]


def averaged(process: EngineProcess, logits: list[np.ndarray], **options: Any) -> dict[str, Any]:
    options = {"labels": {1: "a", 2: "b", 3: "c"}, "weight": 1.0, "regions": None} | options
    found = process.call("average", logits=[each.tolist() for each in logits], **options)
    return {name: value if name == "disagreement" else np.array(value) for name, value in found.items()}


def test_the_mean_is_that_of_the_probabilities(torch_process: EngineProcess, logits: Any) -> None:
    found = averaged(torch_process, logits)
    own = np.stack([softmax(each.astype(np.float64)) for each in logits])
    mean = own.mean(axis=0)
    np.testing.assert_allclose(found["mean"], mean, atol=2e-3)
    np.testing.assert_allclose(softmax(found["logits"]), mean, atol=3e-3)
    np.testing.assert_array_equal(found["own"], own.argmax(axis=1))
    variance = (own**2).mean(axis=0).sum(axis=0) - (mean**2).sum(axis=0)
    np.testing.assert_allclose(found["uncertainty"], variance * 3 / 2, atol=4e-3)


def test_sure_settings_are_as_uncertain_as_the_share_of_pairs_that_differ(
    torch_process: EngineProcess,
) -> None:
    sure = [np.zeros((3, 1, 1, 2), np.float16) for _ in range(3)]
    for each, (left, right) in zip(sure, [(1, 0), (1, 1), (2, 2)], strict=True):
        each[left, ..., 0] = each[right, ..., 1] = 40
    found = averaged(torch_process, sure, labels={1: "a", 2: "b"})
    np.testing.assert_allclose(found["uncertainty"][0, 0], [2 / 3, 1], atol=2e-3)
    assert found["disagreement"] == {"a": pytest.approx((1 / 3 + 1 + 1) / 3), "b": pytest.approx(1.0)}
    # What is not wanted counts as one with the background.
    only = averaged(torch_process, sure, labels={2: "b"})
    np.testing.assert_allclose(only["uncertainty"][0, 0], [2 / 3, 2 / 3], atol=2e-3)


def test_a_lighter_background_gives_way(torch_process: EngineProcess) -> None:
    unsure = [np.log(np.array([p, 1 - p]).reshape(2, 1, 1, 1)).astype(np.float16) for p in (0.55, 0.65)]
    assert averaged(torch_process, unsure, labels={1: "a"})["logits"].argmax(axis=0).item() == 0
    found = averaged(torch_process, unsure, labels={1: "a"}, weight=0.5)
    assert found["logits"].argmax(axis=0).item() == 1
    np.testing.assert_allclose(softmax(found["logits"]).ravel(), [0.3 / 0.7, 0.4 / 0.7], atol=3e-3)
    assert found["own"].ravel().tolist() == [1, 1]


def test_regions_are_averaged_each_for_itself(torch_process: EngineProcess) -> None:
    probabilities = np.array([[0.9, 0.2], [0.3, 0.3]])  # of two settings, of two regions
    logits = [np.log(p / (1 - p)).reshape(2, 1, 1, 1).astype(np.float16) for p in probabilities]
    found = averaged(torch_process, logits, labels={5: "organ", 7: "tumour"}, regions=[5, 7])
    np.testing.assert_allclose(found["mean"].ravel(), [0.6, 0.25], atol=2e-3)
    np.testing.assert_allclose(1 / (1 + np.exp(-found["logits"].ravel())), [0.6, 0.25], atol=2e-3)
    assert found["own"].ravel().tolist() == [5, 0]
    # Twice the unbiased variance of the region that differs most: 0.9 and 0.3.
    np.testing.assert_allclose(found["uncertainty"].item(), 2 * 0.18, atol=3e-3)
    lighter = averaged(torch_process, logits, labels={7: "tumour"}, regions=[5, 7], weight=0.25)
    np.testing.assert_allclose(lighter["mean"].ravel(), [0.6 / 0.7, 0.25 / 0.4375], atol=2e-3)


def test_memory_does_not_grow_with_the_number_of_settings(torch_process: EngineProcess) -> None:
    held = [
        torch_process.call("held_by_averaging", classes=118, shape=[16, 16, 16], settings=n) for n in (2, 8)
    ]
    assert held[0] < 1.05
    assert held[1] - held[0] < 0.1  # of each setting its labels stay


def test_grids_that_differ_are_refused(torch_process: EngineProcess) -> None:
    shapes = [np.zeros((2, 1, 1, n)).tolist() for n in (2, 3)]
    reply = torch_process.ask(
        "call",
        module="averaging_checks",
        function="average",
        arguments={"logits": shapes, "labels": {1: "a"}, "weight": 1.0, "regions": None},
    )
    kind, sentence, remedy, _ = reply["failure"]
    assert (kind, "another size" in sentence, "without an ensemble" in remedy) == (
        "unsupported_model", True, True,
    )  # fmt: skip


# ----------------------------------------------------------------------------- through the engines


@pytest.fixture(scope="module")
def scan() -> np.ndarray:
    """Voxels (K, J, I) with a border that is 0 and that nnU-Net crops away."""
    values = np.random.default_rng(1).normal(0, 300, (10, 20, 24))
    values[:, :4] = 0
    return np.asarray(values, np.int16)


@pytest.mark.parametrize("options", [[], ["--regions", "--transpose", "2", "0", "1"]], ids=str)
def test_nnunet_twice_the_same_is_once_the_same_and_two_that_differ_are_between(
    torch_process: EngineProcess, scan: np.ndarray, tmp_path: Path, options: list[str]
) -> None:
    model = torch_process.ask(
        "call",
        module="random_networks",
        function="write_small",
        arguments={"folder": str(tmp_path / "model"), "options": options},
    )["answer"]["returned"]
    torch_process.load(model=model)
    whole = scan + np.int16(1)  # nothing is 0, so nothing is cropped
    once, said = torch_process.segment(tmp_path, whole, AFFINE)
    assert (said["averaged"], said["disagreement"]) == ("", {})
    twice, said = torch_process.segment(tmp_path, np.stack([whole, whole]), AFFINE)
    assert (twice == once).mean() > 0.995  # probabilities are kept in half precision
    assert said["averaged"] == "probabilities"
    assert set(said["disagreement"].values()) == {0.0}
    assert np.load(tmp_path / "uncertainty.npy").max() <= 1 / 256
    assert said["fractions"] == sorted(said["fractions"])
    assert said["fractions"][-1] == 1.0

    other, _ = torch_process.segment(tmp_path, whole[:, ::-1].copy(), AFFINE)
    mixed, said = torch_process.segment(tmp_path, np.stack([whole, whole[:, ::-1]]), AFFINE)
    uncertainty = np.load(tmp_path / "uncertainty.npy")
    assert (uncertainty.dtype, uncertainty.shape) == (np.float16, scan.shape)
    differ = once != other
    assert uncertainty[differ].mean() > uncertainty[~differ].mean()
    agreeing = (mixed == once)[~differ].mean()
    assert agreeing > 0.9
    assert all(0 < value <= 1 for value in said["disagreement"].values())


def test_what_is_cropped_in_one_inversion_does_not_shift_it_against_another(
    torch_process: EngineProcess, scan: np.ndarray, tmp_path: Path
) -> None:
    model = torch_process.ask(
        "call", module="random_networks", function="write_small", arguments={"folder": str(tmp_path / "m")}
    )["answer"]["returned"]
    torch_process.load(model=model)
    inputs = np.stack([scan, scan + np.int16(1)])  # the second one has no border of 0
    found, said = torch_process.segment(tmp_path, inputs, AFFINE)
    assert found.shape == scan.shape
    assert max(said["disagreement"].values()) < 0.5
    # The next run without an ensemble is cropped again.
    reply = torch_process.try_segment(tmp_path, scan, AFFINE)
    assert "answer" in reply


def test_a_cancel_takes_effect_within_a_setting(
    torch_process: EngineProcess, scan: np.ndarray, tmp_path: Path
) -> None:
    model = torch_process.ask(
        "call", module="random_networks", function="write_small", arguments={"folder": str(tmp_path / "m")}
    )["answer"]["returned"]
    torch_process.load(model=model)
    reply = torch_process.try_segment(tmp_path, np.stack([scan, scan, scan]), AFFINE, cancel_at=3)
    assert reply["failure"][0] == "cancelled"
    assert not (tmp_path / "labels.npy").exists()


@pytest.fixture(scope="module")
def bundles(engine_python: Callable[[str], Path]) -> Iterator[EngineProcess]:
    process = EngineProcess(engine_python("monai"), "monai", "make_bundle")
    yield process
    process.close()


def levels(*values: float) -> np.ndarray:
    """A volume (K, J, I) of blocks with these intensities; the network knows 0, 50 and 100."""
    voxels = np.zeros((12, 16, 20), np.int16)
    for number, value in enumerate(values):
        voxels[2:10, 3:13, 1 + 6 * number : 6 + 6 * number] = value
    return voxels


@pytest.mark.parametrize("invert", [True, False])
def test_a_bundle_goes_on_with_the_mean(bundles: EngineProcess, tmp_path: Path, invert: bool) -> None:
    folder = bundles.call("write", folder=str(tmp_path / "bundle"), invert=invert)
    bundles.load(model=folder, trusted=True)
    inputs = np.stack([levels(50, 100, 60), levels(50, 100, 100), levels(50, 50, 100)])
    affine = np.diag([1.5, 2.0, 2.5, 1.0])  # the network works on a grid of 2 mm
    found, said = bundles.segment(tmp_path, inputs, affine)
    assert [int(found[6, 8, i]) for i in (3, 9, 15)] == [1, 2, 2]
    uncertainty = np.load(tmp_path / "uncertainty.npy")[6, 8].astype(float)
    assert uncertainty[3] < 0.01
    np.testing.assert_allclose(uncertainty[[9, 15]], 2 / 3, atol=0.05)
    assert said["averaged"] == "probabilities"
    assert set(said["disagreement"]) == {"liver", "spleen"}
    assert said["disagreement"]["spleen"] > said["disagreement"]["liver"] / 2 > 0
    only, said = bundles.segment(tmp_path, inputs, affine, structures=["liver"])
    assert set(np.unique(only)) == {0, 1}
    assert list(said["disagreement"]) == ["liver"]
