"""What a MONAI bundle says is read, and what it would run is listed, without running any of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from InvertSegLib.engines.bundle import expressions, read_bundle, weight_files
from InvertSegLib.errors import EngineError


def write_bundle(folder: Path, *, inference: dict | None = None, **changes: object) -> Path:
    """A bundle of two structures; `changes` replace parts of its input (image_...) or output (pred_...)."""
    image = {
        "type": "image",
        "format": "hounsfield",
        "modality": "CT",
        "num_channels": 1,
        "spatial_shape": [8, 8, 8],
    }
    pred = {
        "type": "image",
        "format": "segmentation",
        "num_channels": 3,
        "channel_def": {"0": "background", "1": "liver", "2": "spleen"},
    }
    for name, value in changes.items():
        which, _, key = name.partition("_")
        {"image": image, "pred": pred}[which][key] = value
    metadata = {
        "name": "Two organs",
        "version": "1.2.3",
        "network_data_format": {"inputs": {"image": image}, "outputs": {"pred": pred}},
    }
    (folder / "configs").mkdir(parents=True, exist_ok=True)
    (folder / "models").mkdir(exist_ok=True)
    (folder / "configs" / "metadata.json").write_text(json.dumps(metadata))
    (folder / "configs" / "inference.json").write_text(json.dumps(inference or {}))
    return folder


def failure_of(folder: Path) -> tuple[str, str]:
    with pytest.raises(EngineError) as caught:
        read_bundle(folder)
    assert caught.value.remedy
    return caught.value.failure.kind, caught.value.failure.sentence


def test_a_bundles_structures_and_units_are_read(tmp_path: Path) -> None:
    bundle = read_bundle(write_bundle(tmp_path))
    assert bundle.labels == {1: "liver", 2: "spleen"}
    assert (bundle.name, bundle.version, bundle.modality) == ("Two organs", "1.2.3", "CT")
    assert bundle.intensity == "hounsfield"
    assert (bundle.image_key, bundle.prediction_key) == ("image", "pred")


def test_the_real_bundle_is_read(shared: Path) -> None:
    folder = shared / "models" / "abdominal_ct_unet"
    bundle = read_bundle(folder)
    assert bundle.labels[6] == "liver"
    assert len(bundle.labels) == 8
    assert bundle.intensity == "hounsfield"
    listed = expressions(folder)
    assert "imports::0: $import glob" in listed
    assert sum("torch.jit.load" in line for line in listed) == 1
    assert listed[-1] == "models/model.ts: a TorchScript program"
    assert len(listed) == 14
    assert [path.name for path in weight_files(folder)] == ["model.ts"]


def test_one_structure_told_by_a_threshold_gets_label_1(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path, pred_channel_def={"0": "tumour"}, pred_num_channels=1)
    assert read_bundle(folder).labels == {1: "tumour"}


def test_everything_that_would_run_is_listed_and_nothing_runs(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    folder = write_bundle(
        tmp_path,
        inference={
            "imports": ["$import os"],
            "network_def": {"_target_": "UNet", "spatial_dims": 3},
            "bad": {"_target_": "os.system", "command": f"touch {trace}"},
            "worse": [f"$open({str(trace)!r}, 'w')"],
            "layer": {"_target_": "torch.nn.Conv3d"},
            "pickled": {"_target_": "torch.load", "f": "x"},
            "disguised": {"_target_": "torch.nn.modules.module.os.system"},
            "fetched": {"_target_": "download", "name": "x"},
            "started": [{"_target_": "monai.apps.auto3dseg.AutoRunner"}],
            "read": {
                "_target_": "LoadImaged",
                "keys": "image",
                "reader": ["NibabelReader", "subprocess.Popen"],
            },
            "stopped": {"_target_": "UNet", "_mode_": "debug"},
            "name": "os.system",
            "copied": {"_target_": "%name"},
            "referred": {"_target_": "LoadImaged", "reader": "@name"},
            "spaced": {"_target_": "monai.transforms.Spacingd"},
            "elsewhere": "%other.json::network",
            "copy": "%network_def",
            "price": "5 $",
        },
    )
    found = {line.split(": ", 1)[0] for line in expressions(folder)}
    assert found == {
        "imports::0",
        "bad::_target_",
        "worse::0",
        "pickled::_target_",
        "disguised::_target_",
        "fetched::_target_",
        "started::0::_target_",
        "read::reader::1",
        "stopped::_mode_",
        "copied::_target_",
        "referred::reader",
        "elsewhere",
    }
    assert not trace.exists()


def test_a_bundle_of_plain_components_and_tensors_has_nothing_to_ask(tmp_path: Path) -> None:
    folder = write_bundle(
        tmp_path,
        inference={
            "network": {"_target_": "UNet", "spatial_dims": 3},
            "inferer": {"_target_": "monai.inferers.SlidingWindowInferer", "roi_size": [8, 8, 8]},
            "preprocessing": {
                "_target_": "Compose",
                "transforms": [{"_target_": "LoadImaged", "keys": "image"}],
            },
            "postprocessing": {"_target_": "Compose", "transforms": "%preprocessing::transforms"},
        },
    )
    (folder / "models" / "model.pt").touch()
    assert expressions(folder) == ()
    (folder / "models" / "model.ts").touch()
    assert expressions(folder) == ("models/model.ts: a TorchScript program",)


def test_a_yaml_bundle_where_yaml_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_bundle(tmp_path)
    (folder / "configs" / "inference.json").rename(folder / "configs" / "inference.yaml")
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(EngineError, match="PyYAML") as caught:
        expressions(folder)
    assert caught.value.failure.kind == "unreadable_model"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image_num_channels": 4}, "4 input channels"),
        ({"image_spatial_shape": [512, 512]}, "2D"),
        ({"pred_channel_def": None}, "does not name its structures"),
        ({"pred_channel_def": {"0": "core", "1": "whole"}}, "overlap"),
        ({"pred_type": "object", "pred_format": "dict"}, "not a segmentation"),
        ({"pred_format": "classification"}, "not a segmentation"),
    ],
)
def test_bundles_of_other_kinds_are_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    kind, sentence = failure_of(write_bundle(tmp_path, **changes))
    assert kind == "unsupported_model"
    assert words in sentence


def test_several_inputs_are_refused(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path)
    path = folder / "configs" / "metadata.json"
    metadata = json.loads(path.read_text())
    metadata["network_data_format"]["inputs"]["label"] = {"num_channels": 1}
    path.write_text(json.dumps(metadata))
    kind, sentence = failure_of(folder)
    assert kind == "unsupported_model"
    assert "2 network inputs" in sentence


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    assert failure_of(tmp_path)[0] == "unreadable_model"
    assert failure_of(tmp_path / "absent")[0] == "unreadable_model"
    write_bundle(tmp_path)
    (tmp_path / "configs" / "metadata.json").write_text('{"name": ')
    kind, sentence = failure_of(tmp_path)
    assert kind == "unreadable_model"
    assert "metadata.json" in sentence
    (tmp_path / "configs" / "metadata.json").unlink()
    assert "no configs/metadata.json" in failure_of(tmp_path)[1]


def test_reading_a_bundle_needs_neither_torch_nor_monai() -> None:
    assert not {"torch", "monai"} & set(sys.modules)
