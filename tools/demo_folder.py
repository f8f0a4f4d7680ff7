"""The demo model's files as nnU-Net v2 lays them out: plans, data set, network, checkpoint."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from demo_patches import CLASSES, PATCH, SPACING
from InvertSegLib.phantom.tissues import STRUCTURES

FEATURES = [16, 32, 64, 80, 96]


def plans(statistics: dict[str, float], shape: list[int]) -> dict:
    """nnU-Net's plans for this data set."""
    stages = len(FEATURES)
    network = {
        "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
        "arch_kwargs": {
            "n_stages": stages, "features_per_stage": FEATURES, "conv_op": "torch.nn.modules.conv.Conv3d",
            "kernel_sizes": [[3, 3, 3]] * stages, "strides": [[1, 1, 1]] + [[2, 2, 2]] * (stages - 1),
            "n_conv_per_stage": [2] * stages, "n_conv_per_stage_decoder": [1] * (stages - 1),
            "conv_bias": True,
            "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d",
            "norm_op_kwargs": {"eps": 1e-05, "affine": True}, "dropout_op": None, "dropout_op_kwargs": None,
            "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True},
        },
        "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"],
    }  # fmt: skip
    resample = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": False}
    back = resample | {"order": 1}
    to_shape = "resample_data_or_seg_to_shape"
    configuration = {
        "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor",
        "batch_size": 1,
        "patch_size": list(PATCH), "median_image_size_in_voxels": shape, "spacing": [SPACING] * 3,
        "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [False],
        "resampling_fn_data": to_shape, "resampling_fn_seg": to_shape,
        "resampling_fn_data_kwargs": resample, "resampling_fn_seg_kwargs": back | {"is_seg": True},
        "resampling_fn_probabilities": to_shape, "resampling_fn_probabilities_kwargs": back,
        "architecture": network, "batch_dice": False,
    }  # fmt: skip
    return {
        "dataset_name": "Dataset900_InvertSegPhantom", "plans_name": "nnUNetPlans",
        "original_median_spacing_after_transp": [SPACING] * 3, "original_median_shape_after_transp": shape,
        "image_reader_writer": "SimpleITKIO", "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2],
        "configurations": {"3d_fullres": configuration}, "experiment_planner_used": "train_demo_model.py",
        "label_manager": "LabelManager", "foreground_intensity_properties_per_channel": {"0": statistics},
    }  # fmt: skip


def dataset(cases: int) -> dict:
    """nnU-Net's dataset.json."""
    return {
        "channel_names": {"0": "CT"}, "labels": {"background": 0} | {n: v for v, n in STRUCTURES.items()},
        "numTraining": cases, "file_ending": ".nii.gz", "name": "Dataset900_InvertSegPhantom",
        "description": "Synthetic torso phantoms rendered as CT; for demonstration and tests only.",
        "licence": "Apache-2.0",
    }  # fmt: skip


def build(folder_plans: dict) -> torch.nn.Module:
    """The network, by nnU-Net's own factory."""
    from nnunetv2.utilities.get_network_from_plans import get_network_from_plans

    architecture = folder_plans["configurations"]["3d_fullres"]["architecture"]
    return get_network_from_plans(
        architecture["network_class_name"], architecture["arch_kwargs"], architecture["_kw_requires_import"],
        1, CLASSES, deep_supervision=True,
    )  # fmt: skip


def write(folder: Path, network: torch.nn.Module, all_plans: dict, made_by: dict[str, int]) -> None:
    """Write the model folder; weights as half precision, no optimizer."""
    (folder / "fold_0").mkdir(parents=True, exist_ok=True)
    for name, content in (("plans.json", all_plans), ("dataset.json", dataset(made_by["patients"]))):
        (folder / name).write_text(json.dumps(content, indent=1) + "\n")
    halves: dict[int, torch.Tensor] = {}  # nnU-Net's decoder names the encoder's weights again: stored once
    weights = {
        key: halves.setdefault(value.data_ptr(), value.detach().half().contiguous())
        for key, value in network.state_dict().items()
    }
    checkpoint = {
        "network_weights": weights, "trainer_name": "nnUNetTrainer", "inference_allowed_mirroring_axes": None,
        "init_args": {"configuration": "3d_fullres", "fold": 0}, "current_epoch": 0,
        "made_by": {"script": "tools/train_demo_model.py", **made_by},
    }  # fmt: skip
    torch.save(checkpoint, folder / "fold_0" / "checkpoint_final.pth")
