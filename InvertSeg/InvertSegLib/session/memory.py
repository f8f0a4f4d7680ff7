"""How much memory a run will need, roughly: enough to warn, not to promise."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Torch, the engine's package and a network with the layers of one patch, as measured on the processor.
BASE = 2 << 30
# A volume is held as it came, inverted, as float32 for the network, and as labels: bytes for each voxel.
_PER_VOXEL = 12
# The network's output is kept in half precision, once as the sum of all patches.
_PER_LOGIT = 2


def required_memory(
    shape: Sequence[int], spacing: Sequence[float], network_spacing: Sequence[float], classes: int
) -> int:
    """Bytes that a run takes at its peak, on the device and the machine together.

    Args:
        shape: voxels of the volume along three axes.
        spacing: its voxel size in mm along the same axes.
        network_spacing: the voxel size that the network works at.
        classes: number of its output channels, background among them.
    """
    grid = math.prod(
        max(1, math.ceil(n * own / network))
        for n, own, network in zip(shape, spacing, network_spacing, strict=True)
    )
    return BASE + math.prod(shape) * _PER_VOXEL + grid * classes * _PER_LOGIT


# Networks that are known without looking: engine, task and quality to voxel size in mm, and the most channels
# of any one of them, since they run one after the other.
NETWORKS = {
    ("totalsegmentator", "total", "fast"): ((3.0, 3.0, 3.0), 118),
    ("totalsegmentator", "total", "full"): ((1.5, 1.5, 1.5), 27),
    ("totalsegmentator", "total_mr", "fast"): ((3.0, 3.0, 3.0), 51),
    ("totalsegmentator", "total_mr", "full"): ((1.5, 1.5, 1.5), 30),
}
