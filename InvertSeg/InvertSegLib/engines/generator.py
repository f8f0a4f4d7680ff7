"""A learned generator that makes a CT of an MRI: CycleGAN, EssNet and the like, slice by slice or at once.

It takes the place of the inversion, to compare with. Nothing is trained here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from InvertSegLib.engines.generator_networks import GeneratorNetwork, load_network
from InvertSegLib.engines.generator_recipe import AXIAL, CORONAL, GeneratorRecipe, recipe_beside
from InvertSegLib.engines.nnunet_input import Arrangement, arrangement
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.inversion.slabs import extent_of
from InvertSegLib.inversion.transforms.protocol import CT
from InvertSegLib.volume.volume import Volume

Progress = Callable[[float], None]


class Generator:
    """Makes Hounsfield units of a volume with a network; fits the protocol `Transform`.

    Args:
        file: .onnx or TorchScript, its recipe as .json beside it.
        device: as in `ModelChoice`.
        trusted: the user has agreed that a TorchScript file may run code.

    Raises:
        EngineError: see `load_network` and `recipe_beside`; unsupported_model where file and recipe differ.
    """

    gives = CT

    def __init__(self, file: str | Path, *, device: str = "auto", trusted: bool = False) -> None:
        path = Path(file)
        self.name = path.name
        self._recipe = recipe_beside(path)
        self._network = load_network(path, device=device, trusted=trusted)
        self._rank, self._size = _form(self.name, self._network, self._recipe)
        self.parameters: Mapping[str, Any] = self._recipe.to_json() | {
            "mode": "volume" if self._rank == 3 else "slice",
            "size": [n or 0 for n in self._size],
        }

    def apply(self, volume: Volume, progress: Progress = lambda _fraction: None) -> Volume:
        """The synthetic CT, int16 Hounsfield units on the volume's grid.

        Raises:
            InputError: the voxels are no scan (see `extent_of`).
            EngineError: unsupported_model when the network gives another size, out_of_memory.
        """
        extent = extent_of(volume.voxels)
        turned = _upright(volume)
        source = turned.apply(volume.voxels)
        out = np.empty(source.shape, np.int16)
        views = [_slices(array, self._recipe.plane) for array in (source, out)]
        pieces = [(views[0], views[1])] if self._rank == 3 else list(zip(*views, strict=True))
        finite = volume.voxels[np.isfinite(volume.voxels)] if extent.nonfinite else volume.voxels
        low, high = (float(value) for value in np.percentile(finite, self._recipe.percentiles))
        if low == high:
            low, high = float(extent.minimum), float(extent.maximum)
        for number, (piece, result) in enumerate(pieces, start=1):
            result[...] = self._hounsfield(piece, low, high)
            progress(number / len(pieces))
        return volume.with_voxels(np.ascontiguousarray(turned.revert(out)))

    def _hounsfield(self, piece: np.ndarray, low: float, high: float) -> np.ndarray:
        first, last = self._recipe.input_range
        share = np.clip((np.nan_to_num(piece.astype(np.float32)) - low) / (high - low), 0, 1)
        size = tuple(fixed or n for fixed, n in zip(self._size, piece.shape, strict=True))
        resized = _resampled(first + (last - first) * share, size)
        padding = [(0, 0 if fixed else -n % self._recipe.multiple)
                   for n, fixed in zip(resized.shape, self._size, strict=True)]  # fmt: skip
        padded = np.pad(resized, padding, constant_values=first)
        made = np.asarray(self._network.run(np.ascontiguousarray(padded[None, None], np.float32)))
        if made.shape != (1, 1, *padded.shape):
            raise _unsupported(self.name, f"makes {made.shape} of {(1, 1, *padded.shape)}")
        made = _resampled(made[0, 0][tuple(slice(0, n) for n in size)], piece.shape)
        (low_out, high_out), (low_hu, high_hu) = self._recipe.output_range, self._recipe.hounsfield
        share = np.clip((np.nan_to_num(made) - low_out) / (high_out - low_out), 0, 1)
        return np.rint(low_hu + (high_hu - low_hu) * share)


def _resampled(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """An array at another size, linearly; itself where it has that size."""
    if array.shape == shape:
        return array
    factors = [wanted / n for wanted, n in zip(shape, array.shape, strict=True)]
    return ndimage.zoom(array, factors, order=1, grid_mode=True, mode="nearest")


def _form(
    name: str, network: GeneratorNetwork, recipe: GeneratorRecipe
) -> tuple[int, tuple[int | None, ...]]:
    """How many axes a piece has (2 or 3), and the size of each where it is fixed."""
    shape = network.shape
    asked = {"slice": 2, "volume": 3}.get(recipe.mode)
    rank = len(shape) - 2 if shape else asked or 2
    if rank not in {2, 3} or (asked or rank) != rank:
        raise _unsupported(name, f"takes an input of {len(shape)} axes, and {recipe.mode} is asked for")
    if shape and (shape[0] not in {None, 1} or shape[1] not in {None, 1}):
        raise _unsupported(name, f"takes {shape[1]} channels in batches of {shape[0]}")
    fixed = shape[2:] if shape else (None,) * rank
    own = recipe.size or (None,) * rank
    if len(own) != rank:
        raise _unsupported(name, f"is given a size of {len(own)} axes for pieces of {rank}")
    return rank, tuple(a or b for a, b in zip(fixed, own, strict=True))


def _upright(volume: Volume) -> Arrangement:
    """The axes as slices are looked at: foot to head, front to back, right to left."""
    ras = arrangement(volume, "NibabelIOWithReorient")
    head, front, right = ras.flips
    return Arrangement(ras.axes, (head, not front, not right), ras.spacing)


def _slices(array: np.ndarray, plane: str) -> np.ndarray:
    """A view of an upright array whose first axis counts the slices of a plane."""
    if plane == AXIAL:
        return array
    return array[::-1].transpose((1, 0, 2) if plane == CORONAL else (2, 0, 1))


def _unsupported(name: str, what: str) -> EngineError:
    return EngineError(
        Failure(
            "unsupported_model",
            f"The generator {name} {what}.",
            "It has to take one image of one channel, slice or volume, and give one of the same size; "
            "docs/transforms.md says how a .json beside it describes it.",
        )
    )
