"""Train the demo model: a small nnU-Net v2 network on synthetic CT alone.

Makes anatomies from seeds, draws the Hounsfield units of every tissue anew for each training patch (widely and
independently, as contrast phases, diseases and medication do in CT), trains nnU-Net's own network class with
nnU-Net's loss and augmentation, and writes a model folder that nnU-Net's predictor loads. No MRI is made, shown or
looked at here. Runs on two CPU cores in well under two hours:

    python tools/train_demo_model.py

It needs torch and nnunetv2 (the environment that `invertseg engines install nnunet` makes).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "InvertSeg"))

from InvertSegLib.phantom.ct import attenuation, with_table  # noqa: E402
from InvertSegLib.phantom.patient import make_anatomy  # noqa: E402
from InvertSegLib.phantom.sampling import counts, majority  # noqa: E402
from InvertSegLib.phantom.tissues import NUMBER, STRUCTURES, TISSUES  # noqa: E402

MODEL = ROOT / "InvertSeg/Resources/DemoModel/Dataset900_InvertSegPhantom/nnUNetTrainer__nnUNetPlans__3d_fullres"
SPACING = 4.0  # millimetres, isotropic
PATCH = (48, 64, 96)  # (z, y, x): 192 x 256 x 384 mm, nearly the whole trunk
FEATURES = [16, 32, 64, 80, 96]
TRAINING_SEEDS = 1000  # 1000, 1001, ...; the evaluation's seeds (9001...) are never among them
CLASSES = max(STRUCTURES) + 1

# How far Hounsfield units reach in CT for any reason: phase, dose, disease, medication. Pairs of ranges are
# (usual, unusual, how often unusual).
WIDE: dict[str, tuple[float, float]] = {
    "skin": (0, 80), "muscle": (15, 95), "cortical bone": (300, 1400), "red marrow": (-40, 400),
    "cartilage": (50, 300), "disc": (40, 150), "cerebrospinal fluid": (0, 30), "spinal cord": (20, 70),
    "myocardium": (30, 170), "arterial blood": (25, 450), "caval blood": (25, 300), "portal blood": (25, 260),
    "liver": (-10, 190), "spleen": (20, 220), "renal cortex": (15, 300), "renal medulla": (15, 300),
    "stomach wall": (15, 150), "bowel wall": (15, 150), "stool": (-100, 300), "pancreas": (0, 170),
    "adrenal gland": (0, 150), "mesenteric vessel": (25, 300), "hepatic vessel": (25, 260), "table": (-400, 0),
}  # fmt: skip
UNUSUAL: dict[str, tuple[tuple[float, float], tuple[float, float], float]] = {
    "lung": ((-930, -600), (-150, 110), 0.15),  # consolidation, atelectasis
    "urine": ((0, 25), (25, 700), 0.4),  # excreted contrast medium
    "bile": ((-10, 40), (40, 350), 0.3),  # sludge, stones, vicarious excretion
    "stomach content": ((-60, 60), (60, 450), 0.45),  # food, positive oral contrast
    "bowel content": ((-60, 60), (60, 450), 0.45),
}


def varied_attenuation(rng: np.random.Generator) -> np.ndarray:
    """Hounsfield units of each tissue: a usual patient in three of ten, else everything at its own will."""
    hu = attenuation(rng, int(rng.integers(4)))
    if rng.random() < 0.3:
        return hu
    for name, (low, high) in WIDE.items():
        hu[NUMBER[name]] = rng.uniform(low, high)
    for name, (usual, unusual, often) in UNUSUAL.items():
        hu[NUMBER[name]] = rng.uniform(*(unusual if rng.random() < often else usual))
    fat = rng.uniform(-135, -70)
    hu[NUMBER["subcutaneous fat"]], hu[NUMBER["visceral fat"]] = fat, fat + rng.normal(3, 8)
    return hu


def anatomy(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """How much of each tissue lies in each voxel (tissues, K, J, I) in eighths, and the labels (K, J, I)."""
    half = SPACING / 2
    canvas = make_anatomy(seed, (half, half, half))
    tissue = with_table(canvas, canvas.rng("ct"))
    return counts(tissue, len(TISSUES), (2, 2, 2)), majority(canvas.label, CLASSES, (2, 2, 2))


def kept_anatomy(folder: Path | None, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`anatomy`, kept in a folder for the next run where one is named."""
    if folder is None:
        return anatomy(seed)
    file = folder / f"{seed}.npz"
    if not file.exists():
        parts, label = anatomy(seed)
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(file, parts=parts, label=label)
    with np.load(file) as kept:
        return kept["parts"], kept["label"]


def render(parts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A CT of the anatomy with newly drawn Hounsfield units, texture, blur and noise; float32 (K, J, I)."""
    from scipy.ndimage import gaussian_filter, zoom

    hu = varied_attenuation(rng).astype(np.float32) / 8
    grain = np.array([t.grain for t in TISSUES], np.float32) / 8
    flat = parts.reshape(len(parts), -1)
    image, texture = np.zeros(flat.shape[1], np.float32), np.zeros(flat.shape[1], np.float32)
    for fraction, mean, rough in zip(flat, hu, grain, strict=True):
        image += fraction * mean
        texture += fraction * rough
    image, texture = image.reshape(parts.shape[1:]), texture.reshape(parts.shape[1:])
    noise = rng.standard_normal(image.shape, dtype=np.float32)
    image += texture * rng.uniform(0.3, 1.2) * gaussian_filter(noise, 0.7) / 0.35
    slow = zoom(rng.standard_normal([n // 10 + 2 for n in image.shape], dtype=np.float32),
                [n / (n // 10 + 2) for n in image.shape], order=1)  # fmt: skip
    image += np.where(image > -200, slow * rng.uniform(0, 6), 0)
    if rng.random() < 0.5:
        image = gaussian_filter(image, rng.uniform(0, 0.6))
    image += rng.standard_normal(image.shape, dtype=np.float32) * rng.uniform(0, 22)
    return np.clip(image, -1024, 3071)


def crop(image: np.ndarray, label: np.ndarray, size: list[int], rng: np.random.Generator) -> tuple:
    """A random box of this size; where the volume ends, air."""
    low = [int(rng.integers(min(0, n - s), max(0, n - s) + 1)) for n, s in zip(image.shape, size, strict=True)]
    pad = [(max(0, -a), max(0, a + s - n)) for a, s, n in zip(low, size, image.shape, strict=True)]
    box = tuple(slice(max(0, a), min(n, a + s)) for a, s, n in zip(low, size, image.shape, strict=True))
    return np.pad(image[box], pad, constant_values=-1024), np.pad(label[box], pad)


def augmentation() -> object:
    """nnU-Net's transforms, the ones of intensity more often and wider; no mirroring.

    Left and right kidney differ by their side alone, and no patient lies mirrored; TotalSegmentator's networks
    are trained without mirroring for the same reason.
    """
    from batchgeneratorsv2.transforms.intensity.brightness import MultiplicativeBrightnessTransform
    from batchgeneratorsv2.transforms.intensity.contrast import BGContrast, ContrastTransform
    from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform
    from batchgeneratorsv2.transforms.intensity.gaussian_noise import GaussianNoiseTransform
    from batchgeneratorsv2.transforms.noise.gaussian_blur import GaussianBlurTransform
    from batchgeneratorsv2.transforms.spatial.low_resolution import SimulateLowResolutionTransform
    from batchgeneratorsv2.transforms.spatial.spatial import SpatialTransform
    from batchgeneratorsv2.transforms.utils.compose import ComposeTransforms
    from batchgeneratorsv2.transforms.utils.random import RandomTransform

    turn = (-0.26, 0.26)  # 15 degrees
    return ComposeTransforms([
        SpatialTransform(
            PATCH, patch_center_dist_from_border=0, random_crop=False, p_elastic_deform=0, p_rotation=0.4,
            rotation=turn, p_scaling=0.4, scaling=(0.8, 1.25), p_synchronize_scaling_across_axes=0.7,
            bg_style_seg_sampling=False, border_mode_seg="constant", padding_value_seg=0,
        ),
        RandomTransform(GaussianNoiseTransform(noise_variance=(0, 0.03), p_per_channel=1), 0.15),
        RandomTransform(GaussianBlurTransform(blur_sigma=(0.4, 0.9), p_per_channel=1, benchmark=False), 0.2),
        RandomTransform(MultiplicativeBrightnessTransform(
            multiplier_range=BGContrast((0.7, 1.4)), synchronize_channels=False, p_per_channel=1), 0.25),
        RandomTransform(ContrastTransform(
            contrast_range=BGContrast((0.6, 1.7)), preserve_range=True, synchronize_channels=False,
            p_per_channel=1), 0.3),
        RandomTransform(SimulateLowResolutionTransform(
            scale=(0.6, 1), synchronize_channels=False, synchronize_axes=True, ignore_axes=None,
            allowed_channels=None, p_per_channel=1), 0.15),
        RandomTransform(GammaTransform(
            gamma=BGContrast((0.6, 1.7)), p_invert_image=1, synchronize_channels=False, p_per_channel=1,
            p_retain_stats=1), 0.2),
        RandomTransform(GammaTransform(
            gamma=BGContrast((0.6, 1.7)), p_invert_image=0, synchronize_channels=False, p_per_channel=1,
            p_retain_stats=1), 0.3),
    ])  # fmt: skip


class Patches(torch.utils.data.Dataset):
    """Endless training patches; item n is always the same for the same seed."""

    def __init__(self, cases: list, statistics: dict[str, float], length: int, seed: int) -> None:
        self.cases, self.statistics, self.length, self.seed = cases, statistics, length, seed
        self.transform = augmentation()

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        rng = np.random.default_rng([self.seed, index])
        np.random.seed(int(rng.integers(2**31)))  # noqa: NPY002 - the augmentation draws from numpy's and torch's
        torch.manual_seed(int(rng.integers(2**31)))
        parts, label = self.cases[int(rng.integers(len(self.cases)))]
        image, label = crop(render(parts, rng), label, [p + 12 for p in PATCH], rng)
        image = normalise(image, self.statistics)
        case = {"image": torch.from_numpy(image)[None], "segmentation": torch.from_numpy(label.astype(np.int16))[None]}
        case = self.transform(**case)
        return case["image"], case["segmentation"].long()


def normalise(image: np.ndarray, statistics: dict[str, float]) -> np.ndarray:
    """nnU-Net's CTNormalization."""
    clipped = np.clip(image, statistics["percentile_00_5"], statistics["percentile_99_5"])
    return ((clipped - statistics["mean"]) / statistics["std"]).astype(np.float32)


def fingerprint(cases: list, seed: int) -> dict[str, float]:
    """Intensities of the labelled voxels, as nnU-Net collects them; the clip is wide, so that no tissue is cut."""
    values = []
    for number, (parts, label) in enumerate(cases):
        image = render(parts, np.random.default_rng([seed, 77, number]))
        values.append(image[label > 0][::7])
    every = np.concatenate(values)
    return {
        "mean": float(every.mean()), "std": float(every.std()), "median": float(np.median(every)),
        "min": float(every.min()), "max": float(every.max()), "percentile_00_5": -1024.0, "percentile_99_5": 1500.0,
    }  # fmt: skip


def plans(statistics: dict[str, float], shape: list[int]) -> dict:
    """nnU-Net's plans for this data set."""
    stages = len(FEATURES)
    network = {
        "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
        "arch_kwargs": {
            "n_stages": stages, "features_per_stage": FEATURES, "conv_op": "torch.nn.modules.conv.Conv3d",
            "kernel_sizes": [[3, 3, 3]] * stages, "strides": [[1, 1, 1]] + [[2, 2, 2]] * (stages - 1),
            "n_conv_per_stage": [2] * stages, "n_conv_per_stage_decoder": [1] * (stages - 1), "conv_bias": True,
            "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d",
            "norm_op_kwargs": {"eps": 1e-05, "affine": True}, "dropout_op": None, "dropout_op_kwargs": None,
            "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True},
        },
        "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"],
    }  # fmt: skip
    resample = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": False}
    configuration = {
        "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
        "patch_size": list(PATCH), "median_image_size_in_voxels": shape, "spacing": [SPACING] * 3,
        "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [False],
        "resampling_fn_data": "resample_data_or_seg_to_shape", "resampling_fn_seg": "resample_data_or_seg_to_shape",
        "resampling_fn_data_kwargs": resample, "resampling_fn_seg_kwargs": resample | {"is_seg": True, "order": 1},
        "resampling_fn_probabilities": "resample_data_or_seg_to_shape",
        "resampling_fn_probabilities_kwargs": resample | {"order": 1},
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


def loss_function(stages: int) -> object:
    """nnU-Net's Dice and cross entropy with deep supervision."""
    from nnunetv2.training.loss.compound_losses import DC_and_CE_loss
    from nnunetv2.training.loss.dice import MemoryEfficientSoftDiceLoss

    dice = {"batch_dice": True, "smooth": 1e-5, "do_bg": False, "ddp": False}
    loss = DC_and_CE_loss(dice, {}, weight_ce=1, weight_dice=1, dice_class=MemoryEfficientSoftDiceLoss)
    weights = np.array([1 / 2**n for n in range(stages)])
    weights[-1] = 0
    weights /= weights.sum()

    def total(outputs: list[torch.Tensor], target: torch.Tensor) -> torch.Tensor:
        value = torch.zeros(())
        for weight, output in zip(weights, outputs, strict=True):
            if weight > 0:
                small = torch.nn.functional.interpolate(target.float(), output.shape[2:], mode="nearest-exact")
                value = value + weight * loss(output.float(), small)
        return value

    return total


def train(arguments: argparse.Namespace, cases: list, statistics: dict[str, float], all_plans: dict) -> dict:
    """Train, and return the weights."""
    torch.manual_seed(arguments.seed)
    network = build(all_plans)
    print(f"parameters {sum(p.numel() for p in network.parameters()) / 1e6:.2f} M", flush=True)
    loss_of = loss_function(len(FEATURES) - 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, arguments.rate, arguments.iterations, pct_start=0.1, div_factor=10, final_div_factor=200
    )
    patches = Patches(cases, statistics, arguments.iterations * arguments.batch, arguments.seed)
    loader = torch.utils.data.DataLoader(patches, arguments.batch, num_workers=1, prefetch_factor=3)
    begin, running = time.time(), None
    for step, (image, target) in enumerate(loader, 1):
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bf16):
            outputs = network(image)
        loss = loss_of(outputs, target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 12)
        optimizer.step()
        schedule.step()
        running = loss.item() if running is None else 0.97 * running + 0.03 * loss.item()
        if step % 25 == 0 or step == 1:
            print(f"{step}/{arguments.iterations} loss {running:.3f} {time.time() - begin:.0f} s", flush=True)
        if step % 250 == 0:
            write(arguments.output, network, all_plans, len(cases), arguments)
    return network


def write(folder: Path, network: torch.nn.Module, all_plans: dict, cases: int, arguments: argparse.Namespace) -> None:
    """Write the model folder; weights as half precision, no optimizer."""
    (folder / "fold_0").mkdir(parents=True, exist_ok=True)
    for name, content in (("plans.json", all_plans), ("dataset.json", dataset(cases))):
        (folder / name).write_text(json.dumps(content, indent=1) + "\n")
    halves: dict[int, torch.Tensor] = {}  # nnU-Net's decoder names the encoder's weights again: stored once
    weights = {
        key: halves.setdefault(value.data_ptr(), value.detach().half().contiguous())
        for key, value in network.state_dict().items()
    }
    checkpoint = {
        "network_weights": weights, "trainer_name": "nnUNetTrainer", "inference_allowed_mirroring_axes": None,
        "init_args": {"configuration": "3d_fullres", "fold": 0}, "current_epoch": 0,
        "made_by": {"script": "tools/train_demo_model.py", "seed": arguments.seed, "patients": cases,
                    "iterations": arguments.iterations},
    }  # fmt: skip
    torch.save(checkpoint, folder / "fold_0" / "checkpoint_final.pth")


def main() -> None:
    """Make anatomies, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--keep", type=Path, help="folder that keeps the anatomies for another run")
    parser.add_argument("--patients", type=int, default=120)
    parser.add_argument("--iterations", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    begin = time.time()
    seeds = range(TRAINING_SEEDS, TRAINING_SEEDS + arguments.patients)
    with ProcessPoolExecutor(2) as pool:
        cases = list(pool.map(partial(kept_anatomy, arguments.keep), seeds))
    shape = [int(n) for n in np.median([label.shape for _, label in cases], axis=0)]
    print(f"{len(cases)} anatomies in {time.time() - begin:.0f} s, median shape {shape}", flush=True)
    statistics = fingerprint(cases[:40], arguments.seed)
    print(statistics, flush=True)
    all_plans = plans(statistics, shape)
    network = train(arguments, cases, statistics, all_plans)
    write(arguments.output, network, all_plans, len(cases), arguments)
    print(f"done in {(time.time() - begin) / 60:.0f} minutes: {arguments.output}", flush=True)


if __name__ == "__main__":
    main()
