"""How much memory a run will need, roughly: enough to warn, not to promise.

The constants fit what runs took on the processor at their peak. TotalSegmentator's fast network of 118
channels: 5.4 GiB for 128 x 128 x 60 voxels of 3 mm (estimated 5.2), and 5.8 for 400 x 400 x 200 voxels of
1 x 1 x 1.5 mm (5.8). The demo model: 0.8 for 334 x 246 x 47 voxels of 1 x 1 x 5 mm (0.9).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Python, torch and the engine's package.
_BASE = 600 << 20
# A volume is held as it came, inverted, as float32 for the network, and as labels: bytes for each voxel.
_PER_VOXEL = 12
# The volume as it came, beside each of its inversions, and the uncertainty.
_PER_VOXEL_OF_ENSEMBLE = 8
# The network's output is kept in half precision, as the sum of all patches.
_PER_LOGIT = 2
# One patch in single precision: copies of its output, and of its first layers' channels.
_OUTPUTS, _LAYERS = 3, 12


@dataclass(frozen=True)
class Network:
    """What of a network decides its memory.

    Attributes:
        spacing: its voxel size in mm along the volume's k, j, i.
        classes: number of output channels, background among them.
        patch: voxels that it sees at a time, along three axes.
        features: channels of its first layer.
    """

    spacing: tuple[float, float, float]
    classes: int
    patch: tuple[int, int, int] = (128, 128, 128)
    features: int = 32


# Networks that are known without looking, by engine, task and quality; of several that run one after the
# other the one with the most channels.
NETWORKS: Mapping[tuple[str, str, str], Network] = {
    ("totalsegmentator", "total", "fast"): Network((3.0, 3.0, 3.0), 118, (112, 112, 128)),
    ("totalsegmentator", "total", "full"): Network((1.5, 1.5, 1.5), 27),
    ("totalsegmentator", "total_mr", "fast"): Network((3.0, 3.0, 3.0), 51),
    ("totalsegmentator", "total_mr", "full"): Network((1.5, 1.5, 1.5), 30),
}


def network_of_plans(configuration: Mapping[str, Any], classes: int) -> Network | None:
    """The network of a configuration in nnU-Net's plans.json; None where that does not say enough."""
    spacing, patch = configuration.get("spacing"), configuration.get("patch_size")
    if not all(isinstance(each, list) and len(each) == 3 for each in (spacing, patch)):
        return None
    features: Any = configuration.get("UNet_base_num_features", 32)
    architecture = configuration.get("architecture")
    if isinstance(architecture, dict):
        features = (architecture.get("arch_kwargs") or {}).get("features_per_stage", [features])
    first = features[0] if isinstance(features, list) else features
    k, j, i = (float(value) for value in spacing)
    return Network((k, j, i), classes, tuple(int(n) for n in patch), int(first))


def required_memory(
    shape: Sequence[int], spacing: Sequence[float], network: Network, *, ensemble: bool = False
) -> int:
    """Bytes that a run takes at its peak, on the device and the machine together.

    Args:
        shape: voxels of the volume along k, j, i.
        spacing: its voxel size in mm along the same axes.
        network: what runs.
        ensemble: it runs several times, and the sum of its outputs is held beside each one.
    """
    grid = math.prod(
        max(1, math.ceil(n * own / wanted))
        for n, own, wanted in zip(shape, spacing, network.spacing, strict=True)
    )
    patch = math.prod(network.patch) * 4 * (_OUTPUTS * network.classes + _LAYERS * network.features)
    logits, per_voxel = grid * network.classes * _PER_LOGIT, _PER_VOXEL
    if ensemble:
        logits, per_voxel = 2 * logits, per_voxel + _PER_VOXEL_OF_ENSEMBLE
    return _BASE + patch + math.prod(shape) * per_voxel + logits
