"""A volume as nnU-Net's image readers would give it to the network, and the label map back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume

_AS_STORED = frozenset({"SimpleITKIO", "NibabelIO", "Tiff3DIO"})
_TO_RAS = frozenset({"NibabelIOWithReorient", "SimpleITKIOWithReorient"})


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Which axis and direction of a volume each axis of the network's array is.

    Attributes:
        axes: for each axis of the network's array, the axis of the volume's (K, J, I) array.
        flips: for each axis of the network's array, whether it runs against the volume's.
        spacing: millimetres along each axis of the network's array.
    """

    axes: tuple[int, int, int]
    flips: tuple[bool, bool, bool]
    spacing: tuple[float, float, float]

    def apply(self, voxels: np.ndarray) -> np.ndarray:
        """The volume's (K, J, I) array in the network's axes (a view)."""
        return voxels.transpose(self.axes)[self._steps()]

    def revert(self, array: np.ndarray) -> np.ndarray:
        """An array in the network's axes as the volume's (K, J, I) array (a view)."""
        return array[self._steps()].transpose(np.argsort(self.axes))

    def _steps(self) -> tuple[slice, ...]:
        return tuple(slice(None, None, -1) if flip else slice(None) for flip in self.flips)


def arrangement(volume: Volume, reader: str) -> Arrangement:
    """How the reader that a network was trained with would turn the volume.

    Args:
        volume: the input.
        reader: `image_reader_writer` of plans.json. SimpleITKIO and NibabelIO keep the axes as stored (slices
            first); those "WithReorient" turn them so that they run to the right, anterior and superior.

    Raises:
        EngineError: unsupported_model for readers of photographs and those of other projects.
    """
    spacing = volume.spacing[::-1]
    if reader in _AS_STORED:
        return Arrangement((0, 1, 2), (False, False, False), spacing)
    if reader not in _TO_RAS:
        raise EngineError(
            Failure(
                "unsupported_model",
                f"This network was trained on images that nnU-Net reads with '{reader}', not on volumes.",
                "Choose a network that was trained on NIfTI or other volumes.",
            )
        )
    from nibabel.orientations import io_orientation

    # For each of i, j, k: which of R, A, S it runs along, and in which direction.
    orientation = io_orientation(volume.ijk_to_ras)
    of_world = {int(world): (ijk, direction < 0) for ijk, (world, direction) in enumerate(orientation)}
    order = [of_world[world] for world in (2, 1, 0)]  # the network's axes are S, A, R
    axes = tuple(2 - ijk for ijk, _ in order)
    flips = tuple(bool(flip) for _, flip in order)
    return Arrangement(axes, flips, tuple(spacing[axis] for axis in axes))  # type: ignore[arg-type]


class _WithoutSegmentation:
    """nnU-Net's configuration, without the resampling of a mask that is thrown away afterwards."""

    def __init__(self, configuration: Any) -> None:
        self._configuration = configuration

    def __getattr__(self, name: str) -> Any:
        return getattr(self._configuration, name)

    @staticmethod
    def resampling_fn_seg(mask: np.ndarray, *_: Any) -> np.ndarray:
        return mask


def preprocess(predictor: Any, voxels: np.ndarray, spacing: tuple[float, ...]) -> tuple[Any, dict[str, Any]]:
    """Crop, normalise and resample with the network's own preprocessor.

    Args:
        predictor: of `load_predictor`.
        voxels: (z, y, x) as `Arrangement.apply` gives them.
        spacing: millimetres along z, y, x.

    Returns:
        Tensor (1, z, y, x) in float32, and what the preprocessor noted about the input.
    """
    import torch

    configuration = predictor.configuration_manager
    preprocessor = configuration.preprocessor_class(verbose=False)
    data, _, properties = preprocessor.run_case_npy(
        voxels[None].astype(np.float32),
        None,
        {"spacing": list(spacing)},
        predictor.plans_manager,
        _WithoutSegmentation(configuration),
        predictor.dataset_json,
    )
    tensor = torch.from_numpy(np.ascontiguousarray(data, dtype=np.float32))
    return tensor, properties


@contextmanager
def uncropped() -> Iterator[None]:
    """Within the block, the preprocessor crops no image to what is not 0 in it, and notes where that is.

    What is 0 differs from one inversion of a volume to the next, and what is averaged has to lie on one grid.
    """
    from nnunetv2.preprocessing.cropping.cropping import create_nonzero_mask
    from nnunetv2.preprocessing.preprocessors import default_preprocessor

    def whole(data: np.ndarray, seg: Any = None, nonzero_label: int = -1) -> tuple[np.ndarray, Any, Any]:  # noqa: ARG001 - nnU-Net's own arguments
        mask = np.where(create_nonzero_mask(data)[None], np.int8(0), np.int8(nonzero_label))
        return data, mask, [[0, n] for n in data.shape[1:]]

    crop = default_preprocessor.crop_to_nonzero
    default_preprocessor.crop_to_nonzero = whole
    try:
        yield
    finally:
        default_preprocessor.crop_to_nonzero = crop
