"""TotalSegmentator through the engine, against the package itself on a file of the same volume."""

from __future__ import annotations

import json
import os
import runpy
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest

EngineProcess = runpy.run_path(str(Path(__file__).with_name("engine_process.py")))["EngineProcess"]
SETTINGS = {"totalseg_id": "test", "send_usage_stats": True, "prediction_counter": 7}
FAST, ROUGH, PARTS = 297, 298, [291, 292, 293, 294, 295]
LIVER_SEGMENTS, KIDNEY_CYSTS = 570, 789


class Proxy:
    """A proxy for the internet that only counts who asks for it."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.connections += 1
            connection.close()


@pytest.fixture(scope="module")
def proxy() -> Proxy:
    return Proxy()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's TotalSegmentator folder, whose settings say that each run is to be reported."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config.json").write_text(json.dumps(SETTINGS))
    return folder


@pytest.fixture(scope="module")
def engine(engine_python: Callable[[str], Path], home: Path, proxy: Proxy) -> Iterator[EngineProcess]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TOTALSEG_")}
    environment |= {"TOTALSEG_HOME_DIR": str(home), "https_proxy": proxy.address, "http_proxy": proxy.address}
    python = engine_python("totalsegmentator")
    process = EngineProcess(python, "totalsegmentator", "random_networks", environment)
    datasets = [FAST, ROUGH, *PARTS, LIVER_SEGMENTS, KIDNEY_CYSTS]
    process.call("write_totalsegmentator", folder=str(weights_of(home)), datasets=datasets)
    yield process
    process.close()


def weights_of(home: Path) -> Path:
    """Where the package itself keeps its weights."""
    return home / "nnunet" / "results"


@pytest.fixture(scope="module")
def scan(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, np.ndarray, Path]:
    """A part of a real MRI, inverted: voxels (K, J, I), IJK to RAS, and the same as a file."""
    image = nibabel.load(shared / "data" / "totalsegmentator" / "example_mr_sm.nii.gz").slicer[
        40:84, 30:66, 4:16
    ]
    voxels = np.clip(np.asanyarray(image.dataobj), 0, 3000)
    voxels = (voxels.max() - voxels + voxels.min()).astype(np.int16)
    # Spacing and axes of its own, so that every resampling and turning has something to do.
    affine = np.array([[0, 0, 2.4, 10], [-1.7, 0, 0, 20], [0, 1.9, 0, -30], [0, 0, 0, 1.0]])
    file = tmp_path_factory.mktemp("scan") / "inverted.nii.gz"
    nibabel.save(nibabel.Nifti1Image(voxels, affine), file)
    return voxels.T, nibabel.load(file).affine, file


def agreement(found: np.ndarray, file: Path) -> float:
    expected = np.asanyarray(nibabel.load(file).dataobj).T
    assert expected.shape == found.shape
    assert len(np.unique(expected)) >= 3  # one label everywhere would agree by chance
    return float((found == expected).mean())


def test_the_fast_task_gives_the_voxels_of_the_command_line(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], home: Path, proxy: Proxy, tmp_path: Path
) -> None:
    voxels, affine, file = scan
    reply = engine.load(task="total", quality="fast")
    assert len(reply["answer"]["labels"]) == 117
    found, answer = engine.segment(tmp_path, voxels, affine)
    again, _ = engine.segment(tmp_path, voxels, affine)
    assert json.loads((home / "config.json").read_text()) == SETTINGS
    assert proxy.connections == 0
    np.testing.assert_array_equal(again, found)
    assert answer["stages"].count("network") == 1
    assert "loading weights" not in answer["stages"]
    assert answer["fractions"][-1] == 1.0
    assert all(0 < value <= 1 for value in answer["confidence"].values())
    output = tmp_path / "command.nii.gz"
    (home / "config.json").write_text(json.dumps(SETTINGS | {"send_usage_stats": False}))
    engine.call("totalsegmentator_command", image=str(file), output=str(output), options=["--fast"])
    (home / "config.json").write_text(json.dumps(SETTINGS))
    assert agreement(found, output) >= 0.999


def test_what_would_be_sent_would_be_noticed(engine: EngineProcess, proxy: Proxy) -> None:
    before = proxy.connections
    engine.call("connect")
    assert proxy.connections > before
    proxy.connections = 0


def test_a_task_that_crops_first_gives_the_packages_own_voxels(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, file = scan
    engine.load(task="kidney_cysts")
    found, answer = engine.segment(tmp_path, voxels, affine)
    assert answer["stages"].count("network") == 2
    assert answer["fractions"] == sorted(answer["fractions"])
    output = tmp_path / "package.nii.gz"
    options = {"task": "kidney_cysts"}
    engine.call("totalsegmentator_itself", image=str(file), output=str(output), options=options)
    assert agreement(found, output) >= 0.999


def test_nothing_is_found_where_there_is_nothing_to_crop_to(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, _ = scan
    engine.load(task="liver_segments")
    found, answer = engine.segment(tmp_path, voxels, affine)
    assert answer["stages"].count("network") == 1  # the rough network sees no liver here
    assert not found.any()


def test_some_structures_of_the_full_task_run_only_their_networks(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, file = scan
    engine.load(task="total", quality="full")
    _, answer = engine.segment(tmp_path, voxels, affine)
    assert answer["stages"].count("network") == 5
    assert answer["fractions"] == sorted(answer["fractions"])
    assert answer["fractions"][-1] == 1.0
    chosen = ["autochthon_left", "rib_left_1"]
    found, answer = engine.segment(tmp_path, voxels, affine, structures=chosen)
    assert answer["stages"].count("network") == 3  # the rough one, muscles, ribs
    assert set(answer["labels"].values()) == set(chosen)
    output = tmp_path / "package.nii.gz"
    options = {"task": "total", "roi_subset": chosen}
    engine.call("totalsegmentator_itself", image=str(file), output=str(output), options=options)
    expected = np.asanyarray(nibabel.load(output).dataobj).T
    assert (found == expected).mean() >= 0.999
    assert expected.any()


def test_some_structures_of_the_fast_task_are_those_of_the_whole(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, _ = scan
    engine.load(task="total", quality="fast")
    everything, answer = engine.segment(tmp_path, voxels, affine)
    value = int(np.unique(everything)[-1])
    found, answer = engine.segment(tmp_path, voxels, affine, structures=[answer["labels"][str(value)]])
    np.testing.assert_array_equal(found, np.where(everything == value, value, 0))


def test_a_cancelled_run_leaves_everything_as_it_was(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, _ = scan
    engine.load(task="total", quality="fast")
    before, _ = engine.segment(tmp_path, voxels, affine)
    threads = engine.call("thread_count")
    assert engine.try_segment(tmp_path, voxels, affine, cancel_at=5)["failure"][0] == "cancelled"
    assert engine.call("thread_count") == threads
    after, _ = engine.segment(tmp_path, voxels, affine)
    np.testing.assert_array_equal(after, before)


def test_float_voxels_of_a_left_handed_slab_come_back_in_its_shape(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, _, _ = scan
    engine.load(task="total", quality="fast")
    slab = voxels[:3].astype(">f8")
    found, _ = engine.segment(tmp_path, slab, np.diag([-2.0, 2.0, 8.0, 1.0]))
    assert found.shape == slab.shape
    assert found.dtype == np.uint8


def test_settings_are_averaged_network_by_network(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, _ = scan
    engine.load(task="total", quality="fast")
    once, answer = engine.segment(tmp_path, voxels, affine)
    twice, said = engine.segment(tmp_path, np.stack([voxels, voxels]), affine)
    assert (twice == once).mean() > 0.99  # probabilities are kept in half precision
    assert said["averaged"] == "probabilities"
    assert set(said["disagreement"].values()) == {0.0}
    assert np.load(tmp_path / "uncertainty.npy").max() <= 1 / 256
    assert said["fractions"] == sorted(said["fractions"])
    assert said["fractions"][-1] == 1.0
    # Both are resampled once, and only the last one's labels come back.
    assert said["stages"].count("resampling") == answer["stages"].count("resampling") + 1


def test_the_region_that_is_cropped_to_is_found_once_for_all_settings(
    engine: EngineProcess, scan: tuple[np.ndarray, np.ndarray, Path], tmp_path: Path
) -> None:
    voxels, affine, _ = scan
    engine.load(task="kidney_cysts")
    once, answer = engine.segment(tmp_path, voxels, affine)
    assert answer["stages"].count("network") == 2
    found, said = engine.segment(tmp_path, np.stack([voxels, voxels, voxels]), affine)
    assert said["stages"].count("network") == 4  # the rough one, and the task's own for each
    assert said["fractions"] == sorted(said["fractions"])
    assert (found == once).mean() > 0.99
    engine.load(task="liver_segments")
    found, said = engine.segment(tmp_path, np.stack([voxels, voxels]), affine)
    assert said["stages"].count("network") == 1  # the rough network sees no liver here
    assert not found.any()
    assert not np.load(tmp_path / "uncertainty.npy").any()
    assert said["disagreement"] == {}
