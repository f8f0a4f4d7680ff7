"""Small MONAI bundles for tests, written and run by an engine's Python.

Their network is no network: it tells classes apart by intensity, so that what comes out is known beforehand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

LEVELS = (0.0, 50.0, 100.0)  # intensities of background, liver and spleen
METADATA = {
    "name": "Two levels",
    "version": "0.1.0",
    "network_data_format": {
        "inputs": {
            "image": {"type": "image", "format": "hounsfield", "num_channels": 1, "spatial_shape": [16] * 3}
        },
        "outputs": {
            "pred": {
                "type": "image",
                "format": "segmentation",
                "num_channels": 3,
                "channel_def": {"0": "background", "1": "liver", "2": "spleen"},
            }
        },
    },
}


class NearestLevel(torch.nn.Module):
    """Class scores that fall with the distance of a voxel's intensity to the class's level."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("levels", torch.tensor(LEVELS).reshape(1, -1, 1, 1, 1))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Scores (N, 3, X, Y, Z) for an image (N, 1, X, Y, Z)."""
        return -0.2 * (image - self.levels).abs()


def configuration(*, invert: bool = True) -> dict[str, Any]:
    """An inference.json as published bundles have it."""
    before = [
        {"_target_": "LoadImaged", "keys": "image"},
        {"_target_": "EnsureChannelFirstd", "keys": "image"},
        {"_target_": "Orientationd", "keys": "image", "axcodes": "RAS"},
        {"_target_": "Spacingd", "keys": "image", "pixdim": [2.0, 2.0, 2.0], "mode": "bilinear"},
        {"_target_": "EnsureTyped", "keys": "image"},
    ]
    back = {
        "_target_": "Invertd",
        "keys": "pred",
        "transform": "@preprocessing",
        "orig_keys": "image",
        "nearest_interp": False,
    }
    after = [
        {"_target_": "Activationsd", "keys": "pred", "softmax": True},
        *([back] if invert else []),
        {"_target_": "AsDiscreted", "keys": "pred", "argmax": True},
        {
            "_target_": "SaveImaged",
            "keys": "pred",
            "output_dir": "@output_dir",
            "output_postfix": "seg",
            "resample": not invert,
            "separate_folder": False,
        },
    ]
    return {
        "imports": ["$import glob"],
        "bundle_root": "/nowhere",
        "dataset_dir": "/nowhere/else",
        "output_dir": "$@bundle_root + '/eval'",
        "datalist": "$sorted(glob.glob(@dataset_dir + '/*.nii.gz'))",
        "device": "$torch.device('cuda:7')",
        "network_def": "$torch.jit.load(@bundle_root + '/models/model.ts', map_location=@device)",
        "network": "$@network_def.to(@device)",
        "preprocessing": {"_target_": "Compose", "transforms": before},
        "dataset": {
            "_target_": "Dataset",
            "data": "$[{'image': i} for i in @datalist]",
            "transform": "@preprocessing",
        },
        "inferer": {
            "_target_": "SlidingWindowInferer",
            "roi_size": [16] * 3,
            "sw_batch_size": 2,
            "overlap": 0.25,
        },
        "postprocessing": {"_target_": "Compose", "transforms": after},
    }


def write(folder: str, invert: bool = True, checkpoint: str = "", **changes: Any) -> str:
    """Write a bundle; `changes` replace or add entries of its configuration.

    Args:
        folder: where.
        invert: whether it inverts its transforms itself.
        checkpoint: instead of TorchScript, "plain", "wrapped" or "harmful": the kind of models/model.pt.
        changes: top entries of inference.json.
    """
    root = Path(folder)
    (root / "configs").mkdir(parents=True)
    (root / "models").mkdir()
    (root / "configs" / "metadata.json").write_text(json.dumps(METADATA))
    if checkpoint:
        network = {"_target_": "UNet", "spatial_dims": 3, "in_channels": 1, "out_channels": 3}
        network |= {"channels": [4, 8], "strides": [2], "_desc_": "small"}
        changes = {"network_def": network} | changes
        torch.save(_checkpoint(checkpoint, root), root / "models" / "model.pt")
    else:
        torch.jit.script(NearestLevel()).save(str(root / "models" / "model.ts"))
    (root / "configs" / "inference.json").write_text(json.dumps(configuration(invert=invert) | changes))
    return folder


class _Harm:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (open, (self.path, "w"))


def _checkpoint(kind: str, root: Path) -> Any:
    from monai.networks.nets import UNet

    torch.manual_seed(0)
    weights = UNet(spatial_dims=3, in_channels=1, out_channels=3, channels=[4, 8], strides=[2]).state_dict()
    if kind == "wrapped":
        return {"epoch": 3, "model": weights}
    return dict(weights) | {"harm": _Harm(str(root / "harm"))} if kind == "harmful" else weights


def to_yaml(folder: str) -> None:
    """Rewrite a bundle's configuration as YAML."""
    import yaml

    path = Path(folder) / "configs" / "inference.json"
    path.with_suffix(".yaml").write_text(yaml.safe_dump(json.loads(path.read_text())))
    path.unlink()


def run_on_files(folder: str, images: str, output: str) -> list[str]:
    """Run a bundle as its authors do, from files to files; returns the files written."""
    from monai.bundle import ConfigParser

    parser = ConfigParser()
    parser.read_config(str(next(Path(folder).glob("configs/inference.*"))))
    parser.read_meta(str(Path(folder) / "configs" / "metadata.json"))
    parser.update({"bundle_root": folder, "dataset_dir": images, "output_dir": output})
    parser["device"] = "$torch.device('cpu')"
    inferer, network = parser.get_parsed_content("inferer"), parser.get_parsed_content("network").eval()
    postprocessing = parser.get_parsed_content("postprocessing")
    for item in parser.get_parsed_content("dataset"):
        with torch.no_grad():
            item["pred"] = inferer(item["image"][None], network)[0]
        postprocessing(item)
    return sorted(str(path) for path in Path(output).rglob("*") if path.is_file())
