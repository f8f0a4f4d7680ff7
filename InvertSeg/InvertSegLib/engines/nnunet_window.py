"""Running an nnU-Net v2 network over a volume, patch by patch.

Positions, mirroring and weighting of the patches are nnU-Net's own (`nnUNetPredictor`). The loop around
them is written here: nnU-Net's own starts a thread that outlives a cancelled run and keeps its memory,
shows its progress on a terminal only, and makes several copies of all channels of each patch. The numbers
are the same ones, in the same precision.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from InvertSegLib.engines.devices import device_failures
from InvertSegLib.engines.memory import freed_memory_reused


class Patches:
    """Told about each patch, and about each layer within it; any of them may raise to end the run.

    Args:
        on_progress: called with the done part (0..1) of all patches, folds and mirrorings of one volume.
    """

    def __init__(self, on_progress: Callable[[float], None]) -> None:
        self._on_progress = on_progress
        self._forwards = 1
        self._forward = 0
        self._layers = 1
        self._layer = 0
        self.forward_seconds = 0.0
        self._entered = 0.0

    def begin(self, forwards: int, layers: int) -> None:
        """A volume begins that needs this many forward passes."""
        self._forwards, self._layers = max(1, forwards), max(1, layers)
        self._forward = self._layer = 0
        self.forward_seconds = 0.0

    def enter(self, *_: Any) -> None:
        """The network is called."""
        self._layer = 0
        self._entered = time.perf_counter()

    def leave(self, *_: Any) -> None:
        """The network has answered."""
        self.forward_seconds += time.perf_counter() - self._entered
        self._forward += 1
        self._layer = 0
        self._on_progress(min(1.0, self._forward / self._forwards))

    def layer(self, *_: Any) -> None:
        """A layer of the network is called: one pass may take ten seconds, a layer a fraction of one."""
        self._layer += 1
        done = self._forward + min(1.0, self._layer / self._layers)
        self._on_progress(min(1.0, done / self._forwards))


def predict_logits(predictor: Any, data: Any, patches: Patches) -> Any:
    """The network's output on preprocessed voxels, the mean over all folds.

    Args:
        predictor: of `load_predictor`.
        data: tensor (channels, z, y, x) in float32, as nnU-Net's preprocessor gives it.
        patches: told about progress; what it raises ends the run at once.

    Returns:
        Half-precision tensor (classes, z, y, x) of data's shape, on the predictor's device where that has the
        memory for it.

    Raises:
        EngineError: out_of_memory.
    """
    import torch
    from acvl_utils.cropping_and_padding.padding import pad_nd_image

    parameters = predictor.list_of_parameters
    patch_size = predictor.configuration_manager.patch_size
    with ExitStack() as stack:
        stack.enter_context(device_failures(str(predictor.device)))
        stack.enter_context(torch.inference_mode())
        stack.enter_context(_hooks(predictor.network, patches))
        if predictor.device.type == "cpu":
            stack.enter_context(freed_memory_reused())
        padded, inner = pad_nd_image(data, patch_size, "constant", {"value": 0}, True, None)
        slicers = predictor._internal_get_sliding_window_slicers(padded.shape[1:])  # noqa: SLF001
        patches.begin(len(slicers) * len(parameters) * _passes(predictor), _count_layers(predictor.network))
        total = None
        for weights in parameters:
            if len(parameters) > 1:
                predictor.network.load_state_dict(weights)
            logits = _sliding_window(predictor, padded, slicers)[(slice(None), *inner[1:])]
            if len(parameters) == 1:
                return logits
            total = logits.to("cpu") if total is None else total.add_(logits.to("cpu"))
        return total.div_(len(parameters))


def _passes(predictor: Any) -> int:
    axes = predictor.allowed_mirroring_axes if predictor.use_mirroring else None
    return 1 if axes is None else 2 ** len(axes)


def _count_layers(network: Any) -> int:
    return sum(1 for module in network.modules() if not any(module.children()))


@contextmanager
def _hooks(network: Any, patches: Patches) -> Iterator[None]:
    handles = [network.register_forward_pre_hook(patches.enter), network.register_forward_hook(patches.leave)]
    handles += [
        m.register_forward_pre_hook(patches.layer) for m in network.modules() if not any(m.children())
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _sliding_window(predictor: Any, data: Any, slicers: list[Any]) -> Any:
    """The logits of one fold; on the processor where a GPU lacks memory for those of the whole volume."""
    import torch

    if predictor.device.type != "cuda":
        return _run_patches(predictor, data, slicers, torch.device("cpu"))
    try:
        return _run_patches(predictor, data, slicers, predictor.device)
    except torch.cuda.OutOfMemoryError:
        pass  # out of this block first: the exception holds what has to be given back
    torch.cuda.empty_cache()
    return _run_patches(predictor, data, slicers, torch.device("cpu"))


def _run_patches(predictor: Any, data: Any, slicers: list[Any], target: Any) -> Any:
    import torch
    from nnunetv2.inference.sliding_window_prediction import compute_gaussian

    device = predictor.device
    data = data.to(target)
    heads = predictor.label_manager.num_segmentation_heads
    logits = torch.zeros((heads, *data.shape[1:]), dtype=torch.half, device=target)
    sums = torch.zeros(data.shape[1:], dtype=torch.half, device=target)
    patch_size = tuple(predictor.configuration_manager.patch_size)
    weights = compute_gaussian(patch_size, sigma_scale=1.0 / 8, value_scaling_factor=10, device=target)
    # As in nnU-Net: half precision where CUDA has it, and single precision elsewhere.
    precision = torch.autocast("cuda") if device.type == "cuda" else contextlib.nullcontext()
    with precision:
        for where in slicers:
            patch = torch.clone(data[where][None], memory_format=torch.contiguous_format).to(device)
            prediction = predictor._internal_maybe_mirror_and_predict(patch)[0].to(target)  # noqa: SLF001
            if target.type == "cpu":
                _add_in_groups(logits, prediction, weights.float(), where[1:])
            else:
                prediction *= weights
                logits[where] += prediction
            sums[where[1:]] += weights
    return logits.div_(sums)


def _add_in_groups(logits: Any, prediction: Any, weights: Any, where: tuple[Any, ...]) -> None:
    """``logits[where] += prediction * weights`` with its roundings, without copies of all channels."""
    import torch

    for part, answer in zip(_groups(logits), _groups(prediction, like=logits), strict=True):
        product = torch.mul(answer.float(), weights)
        if answer.dtype == torch.half:  # nnU-Net multiplies in the answer's own precision
            product = product.half().float()
        inner = part[(slice(None), *where)]
        inner.copy_(product.add_(inner))


def _groups(channels: Any, like: Any = None) -> tuple[Any, ...]:
    """The channels in groups of about 64 MB in single precision: few steps, and little memory for each."""
    voxels = (channels if like is None else like)[0].numel()
    return channels.split(max(1, 2**24 // voxels))
