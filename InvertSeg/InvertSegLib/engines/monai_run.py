"""The steps of a MONAI bundle's run: a volume in, the network window by window, a label map out.

All of this runs in the worker; torch and monai are imported inside the functions only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from InvertSegLib.engines.base import Reporter
from InvertSegLib.engines.monai_failures import unsupported
from InvertSegLib.volume.volume import Volume

# Two grids are the same when their corners agree to this part of a voxel; files keep matrices in float32.
_GRID_TOLERANCE = 1e-2


class MemoryLoader:
    """Hands a volume in memory to the ``LoadImaged`` steps of a bundle's preprocessing.

    The step itself stays, with its options for types and channels; only its reader is given an image that is
    built in memory as nibabel would have read it: voxels (I, J, K) with a RAS affine.
    """

    file_name = "volume.nii.gz"

    def __init__(self, preprocessing: Any) -> None:
        from monai.transforms import LoadImage, LoadImaged

        steps = [step for step in _steps(preprocessing) if isinstance(step, (LoadImage, LoadImaged))]
        self.found = bool(steps)
        self._readers = []
        for step in steps:
            reader = _memory_reader(canonical=_is_canonical(step))
            step.register(reader)  # the reader registered last is asked first
            self._readers.append(reader)

    @contextmanager
    def holding(self, volume: Volume) -> Iterator[None]:
        """What the bundle loads inside the block is this volume."""
        import nibabel

        voxels = np.asarray(volume.voxels, dtype=np.float32).transpose(2, 1, 0)
        image = nibabel.Nifti1Image(voxels, np.asarray(volume.ijk_to_ras, dtype=np.float64))
        for reader in self._readers:
            reader.image = image
        try:
            yield
        finally:
            for reader in self._readers:
                reader.image = None


def predict(
    network: Any, inferer: Any, image: Any, *, device: str, mixed_precision: bool, reporter: Reporter
) -> Any:
    """Run the network through the bundle's inferer.

    Args:
        network: the torch module, on its device.
        inferer: a `monai.inferers.Inferer`.
        image: the preprocessed image, tensor (1, X, Y, Z), as a rule with its affine.
        device: where the network is.
        mixed_precision: the bundle asks for it; it counts on GPUs only.
        reporter: told after each forward pass; a cancel takes effect there.

    Returns:
        The network's output, tensor (C, X, Y, Z) with the image's affine.

    Raises:
        EngineError: unsupported_model when the network does not give one 3D image of channels.
    """
    import torch
    from monai.data import MetaTensor

    if image.ndim != 4:
        raise unsupported(f"The bundle's preprocessing gives an image of {image.ndim - 1} axes, not of 3.")
    inputs = torch.as_tensor(image.as_tensor() if hasattr(image, "as_tensor") else image)[None].to(device)
    total = forward_passes(inferer, inputs.shape)
    done = 0

    def forward(*args: Any, **kwargs: Any) -> Any:
        nonlocal done
        reporter.check_cancelled()
        output = network(*args, **kwargs)
        if device.startswith("cuda"):
            torch.cuda.synchronize()  # else this would count launches, not results
        done += 1
        if total:
            reporter.progress(min(1.0, done / total), f"{done} of {total}" if total > 1 else "")
        return output

    kind = torch.device(device).type
    with torch.no_grad(), torch.autocast(kind, enabled=mixed_precision and kind == "cuda"):
        output = inferer(inputs=inputs, network=forward)
    if not isinstance(output, torch.Tensor) or output.ndim != 5:
        raise unsupported("The bundle's network gives something else than one 3D image of channels.")
    if output.shape[2:] != inputs.shape[2:]:
        raise unsupported("The bundle's network gives an image of another size than its input.")
    return MetaTensor(output[0], affine=getattr(image, "affine", None))  # it lies where the input lies


def forward_passes(inferer: Any, shape: Sequence[int]) -> int | None:
    """How often an inferer calls the network for input (N, C, X, Y, Z); None if that cannot be told."""
    from monai.data.utils import dense_patch_slices
    from monai.inferers import SimpleInferer, SliceInferer, SlidingWindowInferer
    from monai.utils import ensure_tuple_rep, fall_back_tuple

    if isinstance(inferer, SimpleInferer):
        return 1
    if not isinstance(inferer, SlidingWindowInferer) or isinstance(inferer, SliceInferer):
        return None
    spatial = tuple(shape[2:])
    window = fall_back_tuple(inferer.roi_size, spatial)
    padded = tuple(max(size, edge) for size, edge in zip(spatial, window, strict=True))
    overlap = ensure_tuple_rep(inferer.overlap, len(spatial))
    step = tuple(
        edge if edge == size else max(1, int(edge * (1 - share)))
        for size, edge, share in zip(padded, window, overlap, strict=True)
    )
    windows = len(dense_patch_slices(padded, window, step, return_slice=False)) * shape[0]
    return math.ceil(windows / inferer.sw_batch_size)


@dataclass(frozen=True, eq=False)
class Found:
    """What a bundle found in a volume.

    Attributes:
        label_map: unsigned integers (K, J, I) on the volume's grid.
        probabilities: float tensor (C, I, J, K) on the same grid, None where the bundle's steps hide them.
    """

    label_map: np.ndarray
    probabilities: Any

    def confidence(self, labels: Mapping[int, str]) -> dict[str, float]:
        """The mean probability of each structure over the voxels where it was chosen."""
        if self.probabilities is None:
            return {}
        import torch

        chosen = torch.from_numpy(self.label_map.transpose(2, 1, 0).astype(np.int64))
        channels = len(self.probabilities)
        result = {}
        for value, name in labels.items():
            where = chosen == value
            channel = 0 if channels == 1 else value
            if channel < channels and bool(where.any()):
                result[name] = float(self.probabilities[channel].cpu()[where].mean())
        return result


def postprocess(
    postprocessing: Any,
    data: dict[Any, Any],
    key: str,
    volume: Volume,
    reporter: Reporter,
    exchange: Callable[[Any], Any] | None = None,
) -> Found:
    """Run the bundle's postprocessing, except for what writes files, and come back to the volume's grid.

    Args:
        postprocessing: the bundle's transforms.
        data: the preprocessed dictionary with the network's output, tensor (C, X, Y, Z), under `key`.
        key: name of the prediction.
        volume: where the image came from.
        reporter: asked for a cancel between the steps.
        exchange: given the channels from which labels are about to be chosen; what it returns takes their
            place.

    Raises:
        EngineError: unsupported_model when structures overlap or the volume's grid cannot be reached.
    """
    from monai.transforms import AsDiscreted

    before = None
    for step in _steps(postprocessing):
        reporter.check_cancelled()
        if type(step).__name__.startswith("Save"):
            continue
        if isinstance(step, AsDiscreted):
            if exchange:
                data = {**data, key: exchange(data[key])}
            before = data[key]
        data = step(data)
    result = data[key]
    if before is None and len(result) > 1:  # the bundle leaves its probabilities as they are
        before = exchange(result) if exchange else result
        result = before.argmax(dim=0, keepdim=True)
    if result.ndim != 4 or len(result) != 1:
        raise unsupported("The bundle's result is not one label map: its structures overlap.")
    found = on_grid(result, volume)
    label_map = np.rint(np.asarray(found.cpu()[0], dtype=np.float32)).transpose(2, 1, 0)
    label_map = np.ascontiguousarray(
        label_map, dtype=np.uint8 if label_map.max(initial=0) < 256 else np.uint16
    )
    return Found(label_map, probabilities_of(before) if before is not None and found is result else None)


def probabilities_of(channels: Any) -> Any:
    """The network's channels as probabilities; some bundles choose from the raw output."""
    plain = channels.as_tensor() if hasattr(channels, "as_tensor") else channels
    plain = plain.float()
    if float(plain.min()) >= 0 and float(plain.max()) <= 1 + 1e-3:
        return plain
    return plain.softmax(dim=0) if len(plain) > 1 else plain.sigmoid()


def on_grid(result: Any, volume: Volume, mode: str = "nearest") -> Any:
    """The bundle's label map (1, I, J, K), or another image of one channel, on the volume's grid.

    Bundles that do not invert their transforms leave it to ``SaveImaged`` to come back to the input's grid by
    the affine (nearest neighbour); this does the same.
    """
    affine = getattr(result, "affine", None)
    shape = volume.voxels.shape[::-1]
    corners = np.array([(i, j, k, 1) for i in (0, shape[0]) for j in (0, shape[1]) for k in (0, shape[2])])
    if affine is None:
        same = True  # no geometry to compare: the shape has to tell
    else:
        back = np.linalg.inv(volume.ijk_to_ras) @ np.asarray(affine.cpu(), dtype=np.float64)
        same = bool(np.abs(corners @ back.T - corners).max() < _GRID_TOLERANCE)
    if same and tuple(result.shape[1:]) == shape:
        return result
    if affine is None:
        raise unsupported(f"The bundle gives {tuple(result.shape[1:])} voxels for a volume of {shape}.")
    from monai.transforms import SpatialResample

    resample = SpatialResample(mode=mode, padding_mode="zeros", align_corners=False)
    return resample(result, dst_affine=np.asarray(volume.ijk_to_ras, dtype=np.float64), spatial_size=shape)


def _steps(transform: Any) -> list[Any]:
    """The single transforms of a (nested) composition, in order."""
    from monai.transforms import Compose

    return list(transform.flatten().transforms) if isinstance(transform, Compose) else [transform]


def _is_canonical(step: Any) -> bool:
    """Whether the bundle reads its image reoriented to RAS."""
    loader = getattr(step, "_loader", step)
    return any(getattr(reader, "as_closest_canonical", False) for reader in loader.readers)


def _memory_reader(*, canonical: bool) -> Any:
    from monai.data import NibabelReader

    class MemoryReader(NibabelReader):
        """Gives the image it holds, whatever the file name."""

        image: Any = None

        def verify_suffix(self, filename: Any) -> bool:  # noqa: ARG002 - monai passes it by position
            return self.image is not None

        def read(self, data: Any, **_kwargs: Any) -> Any:
            self.filenames = (data,)
            return self.image

    return MemoryReader(as_closest_canonical=canonical)
