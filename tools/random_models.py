"""Write nnU-Net v2 model folders with random weights, to test and measure the engines without real ones.

Runs with the Python of an engine's environment (torch and nnunetv2):

    python tools/random_models.py totalsegmentator FOLDER [--datasets 297 298 ...]
    python tools/random_models.py nnunet FOLDER [--labels 5] [--folds 2] [--regions] ...

The folders have the names, plans and network shapes of the published ones; their weights are seeded, so
that the same command writes the same network. What such a network finds means nothing, but it finds many
labels that vary in space, so that two ways of running it can be compared voxel by voxel.
"""

from __future__ import annotations

import argparse
import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Of the published TotalSegmentator networks: intensities of the training set's foreground.
CT_INTENSITIES = {
    "max": 50000.0,
    "mean": -50.38697721419439,
    "median": -22.0,
    "min": -1024.0,
    "percentile_00_5": -1004.0,
    "percentile_99_5": 1588.0,
    "std": 503.39235619144,
}


@dataclass(frozen=True)
class TotalSegmentatorModel:
    """Shape of one TotalSegmentator network; spacing and patch along z, y, x."""

    folder: str
    configuration: str
    spacing: tuple[float, float, float]
    trainer: str
    patch: tuple[int, int, int]
    stages: int
    features: int
    labels: dict[int, str]


# Patch (z, y, x) and stages of the published networks, where they differ from those of 1.5 mm.
SHAPES = {297: ((112, 112, 128), 5), 298: ((80, 80, 80), 5), 300: ((80, 80, 80), 5)}
SMALL = ((32, 32, 32), 3)


def totalsegmentator_model(number: int, small: bool) -> TotalSegmentatorModel:
    """What the installed TotalSegmentator knows of the network of a data set.

    Args:
        number: of the data set, such as 297.
        small: a network of a thousandth of the weights, for tests.
    """
    from totalsegmentator import map_to_binary
    from totalsegmentator.map_tasks_config import DEFAULT_CONFIG, TASK_CONFIGS, TASK_ID_WEIGHTS_CONFIGS

    for task, entries in TASK_CONFIGS.items():
        for mode in entries.get("sub_modes", {"only": entries}).values():
            numbers = mode["task_id"] if isinstance(mode["task_id"], list) else [mode["task_id"]]
            if number not in numbers:
                continue
            parts = {**map_to_binary.map_taskid_to_partname_ct, **map_to_binary.map_taskid_to_partname_mr}
            tables = {**map_to_binary.class_map_5_parts, **map_to_binary.class_map_parts_mr}
            labels = tables[parts[number]] if number in parts else map_to_binary.class_map[task]
            resample = mode.get("resample") or 1.5
            x, y, z = resample if isinstance(resample, list) else [resample] * 3
            patch, stages = SMALL if small else SHAPES.get(number, ((128, 128, 128), 6))
            return TotalSegmentatorModel(
                folder=TASK_ID_WEIGHTS_CONFIGS[number]["foldername"],
                configuration=mode.get("model", DEFAULT_CONFIG["model"]),
                spacing=(z, y, x),
                trainer=mode["trainer"],
                patch=patch,
                stages=stages,
                features=8 if small else 32,
                labels=labels,
            )
    raise SystemExit(f"TotalSegmentator has no task with the data set {number}.")


def resampling() -> dict[str, Any]:
    """The resampling entries that every nnU-Net configuration has."""
    functions = {"data": (False, 3), "seg": (True, 1), "probabilities": (False, 1)}
    plans: dict[str, Any] = {}
    for name, (is_segmentation, order) in functions.items():
        plans[f"resampling_fn_{name}"] = "resample_data_or_seg_to_shape"
        plans[f"resampling_fn_{name}_kwargs"] = {
            "is_seg": is_segmentation,
            "order": order,
            "order_z": 0,
            "force_separate_z": None,
        }
    return plans


def plans_around(dataset: str, configuration: str, entries: dict[str, Any], reader: str) -> dict[str, Any]:
    """A plans.json around one configuration."""
    return {
        "dataset_name": dataset,
        "plans_name": "nnUNetPlans",
        "original_median_spacing_after_transp": [3.0, 3.0, 3.0],
        "original_median_shape_after_transp": [100, 100, 100],
        "image_reader_writer": reader,
        "transpose_forward": [0, 1, 2],
        "transpose_backward": [0, 1, 2],
        "configurations": {configuration: entries},
        "experiment_planner_used": "ExperimentPlanner",
        "label_manager": "LabelManager",
        "foreground_intensity_properties_per_channel": {"0": CT_INTENSITIES},
    }


def write_folder(
    folder: Path, plans: dict[str, Any], dataset: dict[str, Any], trainer: str, folds: list[str], seed: int
) -> None:
    """Write plans, dataset and one checkpoint for each fold.

    Args:
        folder: the trainer__plans__configuration folder.
        plans: content of plans.json, with one configuration.
        dataset: content of dataset.json.
        trainer: name of the trainer class in the checkpoint.
        folds: names of the folds: "0", "1", "all".
        seed: of the first fold; each further fold has the next one.
    """
    import numpy as np
    import torch

    configuration = next(iter(plans["configurations"]))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plans.json").write_text(json.dumps(plans, indent=2))
    (folder / "dataset.json").write_text(json.dumps(dataset, indent=2))
    for number, fold in enumerate(folds):
        weights = random_weights(plans, dataset, configuration, seed + number)
        mirroring = None if "NoMirroring" in trainer else (0, 1, 2)[: len(_entries(plans)["patch_size"])]
        checkpoint = {
            "network_weights": weights,
            "optimizer_state": {"state": {}, "param_groups": []},
            "grad_scaler_state": None,
            # nnU-Net keeps its losses as numpy scalars: a loader that is only safe for tensors fails on them.
            "logging": {"mean_fg_dice": [np.float32(0.5), np.float64(0.6)], "lrs": [0.01]},
            "_best_ema": np.float64(0.6),
            "current_epoch": 1,
            "init_args": {
                "plans": plans,
                "configuration": configuration,
                "fold": fold if fold == "all" else int(fold),
                "dataset_json": dataset,
                "unpack_dataset": True,
                "device": torch.device("cpu"),
            },
            "trainer_name": trainer,
            "inference_allowed_mirroring_axes": mirroring,
        }
        target = folder / f"fold_{fold}"
        target.mkdir(exist_ok=True)
        torch.save(checkpoint, target / "checkpoint_final.pth")


def random_weights(
    plans: dict[str, Any], dataset: dict[str, Any], configuration: str, seed: int
) -> dict[str, Any]:
    """A seeded state dict of the network that nnU-Net builds from the plans."""
    import torch
    from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
    from nnunetv2.utilities.label_handling.label_handling import determine_num_input_channels
    from nnunetv2.utilities.plans_handling.plans_handler import PlansManager

    manager = PlansManager(copy.deepcopy(plans))
    entries = manager.get_configuration(configuration)
    torch.manual_seed(seed)
    network = get_network_from_plans(
        entries.network_arch_class_name,
        entries.network_arch_init_kwargs,
        entries.network_arch_init_kwargs_req_import,
        determine_num_input_channels(manager, entries, dataset),
        manager.get_label_manager(dataset).num_segmentation_heads,
        allow_init=True,
        deep_supervision=False,
    )
    weights = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    for name, tensor in weights.items():
        # Normalisation that differs by channel makes the classes compete instead of one winning everywhere.
        if name.endswith(("norm.weight", "norm.bias")):
            tensor.add_(torch.randn(tensor.shape) * 0.3)
    return weights


def _entries(plans: dict[str, Any]) -> dict[str, Any]:
    return next(iter(plans["configurations"].values()))


def write_totalsegmentator(root: Path, number: int, seed: int = 0, small: bool = False) -> Path:
    """Write one TotalSegmentator network into a weights folder; returns its model folder."""
    model = totalsegmentator_model(number, small)
    dataset = {
        "channel_names": {"0": "CT"},
        "labels": {"background": 0} | {name: value for value, name in model.labels.items()},
        "numTraining": 1559,
        "file_ending": ".nii.gz",
        "overwrite_image_reader_writer": "NibabelIOWithReorient",
    }
    strides = [[1, 1, 1]] + [[2, 2, 2]] * (model.stages - 1)
    entries = {
        "data_identifier": f"nnUNetPlans_{model.configuration}",
        "preprocessor_name": "DefaultPreprocessor",
        "batch_size": 2,
        "patch_size": list(model.patch),
        "median_image_size_in_voxels": [100.0, 100.0, 100.0],
        "spacing": list(model.spacing),
        "normalization_schemes": ["CTNormalization"],
        "use_mask_for_norm": [False],
        # The published plans are of nnU-Net's older form, which names the parts of the network like this.
        "UNet_class_name": "PlainConvUNet",
        "UNet_base_num_features": model.features,
        "unet_max_num_features": 320,
        "n_conv_per_stage_encoder": [2] * model.stages,
        "n_conv_per_stage_decoder": [2] * (model.stages - 1),
        "num_pool_per_axis": [model.stages - 1] * 3,
        "pool_op_kernel_sizes": strides,
        "conv_kernel_sizes": [[3, 3, 3]] * model.stages,
        "batch_dice": False,
        **resampling(),
    }
    plans = plans_around(model.folder, model.configuration, entries, "NibabelIOWithReorient")
    folder = root / model.folder / f"{model.trainer}__nnUNetPlans__{model.configuration}"
    write_folder(folder, plans, dataset, model.trainer, ["0"], seed + number)
    return folder


def write_nnunet(root: Path, options: argparse.Namespace) -> Path:
    """Write a small general nnU-Net folder; returns its trainer__plans__configuration folder."""
    names = [f"part_{number}" for number in range(1, options.labels + 1)]
    labels: dict[str, Any] = {"background": 0}
    labels |= {name: number for number, name in enumerate(names, start=1)}
    dataset = {
        "channel_names": {str(number): "CT" for number in range(options.channels)},
        "labels": labels,
        "numTraining": 1,
        "file_ending": ".nii.gz",
    }
    if options.regions:
        # As in BraTS: nested regions, the outermost first; what lies in several takes the last one's label.
        dataset["labels"] = {"background": 0} | {
            f"from_{name}": list(range(number, options.labels + 1))
            for number, name in enumerate(names, start=1)
        }
        dataset["regions_class_order"] = list(range(1, options.labels + 1))
    flat = options.dimensions == 2
    configuration = "2d" if flat else ("3d_cascade_fullres" if options.cascade else "3d_fullres")
    axes = 2 if flat else 3
    features = [min(options.features * 2**stage, 64) for stage in range(3)]
    operation = f"torch.nn.modules.conv.Conv{axes}d"
    entries = {
        "data_identifier": f"nnUNetPlans_{configuration}",
        "preprocessor_name": "DefaultPreprocessor",
        "batch_size": 2,
        "patch_size": [options.patch] * axes,
        "median_image_size_in_voxels": [100.0] * axes,
        "spacing": [options.spacing] * axes,
        "normalization_schemes": ["CTNormalization"] * options.channels,
        "use_mask_for_norm": [False] * options.channels,
        "architecture": {
            "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
            "arch_kwargs": {
                "n_stages": 3,
                "features_per_stage": features,
                "conv_op": operation,
                "kernel_sizes": [[3] * axes] * 3,
                "strides": [[1] * axes, [2] * axes, [2] * axes],
                "n_conv_per_stage": [1, 1, 1],
                "n_conv_per_stage_decoder": [1, 1],
                "conv_bias": True,
                "norm_op": f"torch.nn.modules.instancenorm.InstanceNorm{axes}d",
                "norm_op_kwargs": {"eps": 1e-05, "affine": True},
                "dropout_op": None,
                "dropout_op_kwargs": None,
                "nonlin": "torch.nn.LeakyReLU",
                "nonlin_kwargs": {"inplace": True},
            },
            "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"],
        },
        "batch_dice": False,
        **resampling(),
    }
    if options.cascade:
        entries["previous_stage"] = "3d_lowres"
    plans = plans_around(options.dataset, configuration, entries, options.reader)
    plans["foreground_intensity_properties_per_channel"] = {
        str(number): CT_INTENSITIES for number in range(options.channels)
    }
    plans["transpose_forward"] = list(options.transpose)
    plans["transpose_backward"] = [list(options.transpose).index(axis) for axis in range(3)]
    folder = root / options.dataset / f"{options.trainer}__nnUNetPlans__{configuration}"
    folds = options.fold_names or [str(number) for number in range(options.folds)]
    write_folder(folder, plans, dataset, options.trainer, folds, options.seed)
    return folder


def parser() -> argparse.ArgumentParser:
    """The command line."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = arguments.add_subparsers(dest="kind", required=True)
    total = kinds.add_parser(
        "totalsegmentator", help="networks of TotalSegmentator's shape, into a weights folder"
    )
    total.add_argument("folder", type=Path)
    total.add_argument(
        "--datasets", type=int, nargs="+", default=[297], help="297 is the fast network of total"
    )
    total.add_argument("--small", action="store_true", help="the same tables around a much smaller network")
    total.add_argument("--seed", type=int, default=0)
    small = kinds.add_parser("nnunet", help="a small network of any kind, into a results folder")
    small.add_argument("folder", type=Path)
    small.add_argument("--dataset", default="Dataset900_Random")
    small.add_argument("--trainer", default="nnUNetTrainer")
    small.add_argument("--labels", type=int, default=5)
    small.add_argument("--patch", type=int, default=32)
    small.add_argument("--features", type=int, default=16)
    small.add_argument("--spacing", type=float, default=3.0, help="millimetres, the same on all axes")
    small.add_argument("--folds", type=int, default=1)
    small.add_argument("--fold-names", nargs="+", help="instead of --folds, for example: 1 3 all")
    small.add_argument("--channels", type=int, default=1)
    small.add_argument("--dimensions", type=int, default=3, choices=[2, 3])
    small.add_argument("--regions", action="store_true")
    small.add_argument("--cascade", action="store_true")
    small.add_argument("--transpose", type=int, nargs=3, default=[0, 1, 2])
    small.add_argument("--reader", default="SimpleITKIO")
    small.add_argument("--seed", type=int, default=0)
    return arguments


def main() -> None:
    """Write what the command line asks for, and print the folders."""
    options = parser().parse_args()
    if options.kind == "totalsegmentator":
        for number in options.datasets:
            print(write_totalsegmentator(options.folder, number, options.seed, options.small))
    else:
        print(write_nnunet(options.folder, options))


if __name__ == "__main__":
    main()
