"""Training patches for the demo model: synthetic CT with Hounsfield units drawn anew for each patch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import gaussian_filter, zoom

from InvertSegLib.phantom.ct import attenuation, with_table
from InvertSegLib.phantom.patient import make_anatomy
from InvertSegLib.phantom.sampling import counts, majority
from InvertSegLib.phantom.tissues import NUMBER, STRUCTURES, TISSUES

SPACING = 4.0  # millimetres, isotropic
PATCH = (48, 64, 96)  # (z, y, x): 192 x 256 x 384 mm, nearly the whole trunk
CLASSES = max(STRUCTURES) + 1

# How far Hounsfield units reach in CT for any reason: phase, dose, disease, medication. Pairs of ranges are
# (usual, unusual, how often unusual).
WIDE: dict[str, tuple[float, float]] = {
    "skin": (0, 80), "muscle": (15, 95), "cortical bone": (300, 1400), "red marrow": (20, 350),
    "cartilage": (50, 300), "disc": (40, 150), "cerebrospinal fluid": (0, 30), "spinal cord": (20, 70),
    "myocardium": (30, 170), "arterial blood": (25, 450), "caval blood": (25, 300), "portal blood": (25, 260),
    "liver": (-10, 190), "spleen": (20, 220), "renal cortex": (15, 300), "renal medulla": (15, 300),
    "stomach wall": (15, 150), "bowel wall": (15, 150), "stool": (-100, 300), "pancreas": (0, 170),
    "adrenal gland": (0, 150), "mesenteric vessel": (25, 300), "hepatic vessel": (25, 260),
    "table": (-400, 0),
}  # fmt: skip
UNUSUAL: dict[str, tuple[tuple[float, float], tuple[float, float], float]] = {
    "lung": ((-930, -650), (-650, -350), 0.1),  # ground glass; a whole lung is never as dense as tissue
    "urine": ((0, 25), (25, 700), 0.4),  # excreted contrast medium
    "bile": ((-10, 40), (40, 200), 0.25),  # sludge, stones, vicarious excretion
    "stomach content": ((-60, 60), (60, 450), 0.45),  # food, positive oral contrast
    "bowel content": ((-60, 60), (60, 450), 0.45),
}


def varied_attenuation(rng: np.random.Generator) -> np.ndarray:
    """Hounsfield units of each tissue: a usual patient in four of ten, else everything at its own will."""
    hu = attenuation(rng, int(rng.integers(4)))
    if rng.random() < 0.4:
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
    low = [
        int(rng.integers(min(0, n - s), max(0, n - s) + 1)) for n, s in zip(image.shape, size, strict=True)
    ]
    pad = [(max(0, -a), max(0, a + s - n)) for a, s, n in zip(low, size, image.shape, strict=True)]
    box = tuple(slice(max(0, a), min(n, a + s)) for a, s, n in zip(low, size, image.shape, strict=True))
    return np.pad(image[box], pad, constant_values=-1024), np.pad(label[box], pad)


def augmentation() -> object:
    """nnU-Net's transforms with its own ranges, smaller turns (patients lie straight), no mirroring.

    Left and right kidney differ by their side alone; TotalSegmentator's networks are trained without
    mirroring for the same reason.
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
        RandomTransform(GaussianNoiseTransform(noise_variance=(0, 0.1), p_per_channel=1), 0.1),
        RandomTransform(GaussianBlurTransform(
            blur_sigma=(0.5, 1.0), p_per_channel=0.5, benchmark=False), 0.2),
        RandomTransform(MultiplicativeBrightnessTransform(
            multiplier_range=BGContrast((0.75, 1.25)), synchronize_channels=False, p_per_channel=1), 0.15),
        RandomTransform(ContrastTransform(
            contrast_range=BGContrast((0.75, 1.25)), preserve_range=True, synchronize_channels=False,
            p_per_channel=1), 0.15),
        RandomTransform(SimulateLowResolutionTransform(
            scale=(0.5, 1), synchronize_channels=False, synchronize_axes=True, ignore_axes=None,
            allowed_channels=None, p_per_channel=0.5), 0.25),
        RandomTransform(GammaTransform(
            gamma=BGContrast((0.7, 1.5)), p_invert_image=1, synchronize_channels=False, p_per_channel=1,
            p_retain_stats=1), 0.1),
        RandomTransform(GammaTransform(
            gamma=BGContrast((0.7, 1.5)), p_invert_image=0, synchronize_channels=False, p_per_channel=1,
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
        case = {
            "image": torch.from_numpy(image)[None],
            "segmentation": torch.from_numpy(label.astype(np.int16))[None],
        }
        case = self.transform(**case)
        return case["image"], case["segmentation"].long()


def normalise(image: np.ndarray, statistics: dict[str, float]) -> np.ndarray:
    """nnU-Net's CTNormalization."""
    clipped = np.clip(image, statistics["percentile_00_5"], statistics["percentile_99_5"])
    return ((clipped - statistics["mean"]) / statistics["std"]).astype(np.float32)


def fingerprint(cases: list, seed: int) -> dict[str, float]:
    """Intensities of the labelled voxels, as nnU-Net collects them; the clip is wide: no tissue is cut."""
    values = []
    for number, (parts, label) in enumerate(cases):
        image = render(parts, np.random.default_rng([seed, 77, number]))
        values.append(image[label > 0][::7])
    every = np.concatenate(values)
    return {
        "mean": float(every.mean()), "std": float(every.std()), "median": float(np.median(every)),
        "min": float(every.min()), "max": float(every.max()),
        "percentile_00_5": -1024.0, "percentile_99_5": 1500.0,
    }  # fmt: skip
