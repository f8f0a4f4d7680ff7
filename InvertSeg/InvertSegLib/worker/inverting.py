"""The inversion inside the worker, for clients whose own process must not compute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from InvertSegLib.engines.base import Reporter
from InvertSegLib.inversion.parameters import InversionParameters, Mapping
from InvertSegLib.volume.volume import Volume

# The functions import what they need: a worker should say hello before it has imported what only some
# requests need.


def checksum_of(volume: Volume) -> str:
    """The SHA-256 of the volume as it came."""
    from InvertSegLib.volume.checksum import sha256_of

    return sha256_of(volume)


def inverted(volume: Volume, parameters: InversionParameters) -> tuple[Volume, str]:
    """The inverted volume, and the SHA-256 of the volume as it was.

    Args:
        volume: voxels (K, J, I) as they were received; overwritten where the result has their type, so that a
            large volume is not held twice.
        parameters: see `inversion.invert`.

    Raises:
        InputError: the volume cannot be inverted.
    """
    from InvertSegLib.inversion.invert import invert

    checksum = checksum_of(volume)
    voxels = volume.voxels
    in_place = (
        parameters.mapping is not Mapping.CALIBRATED and voxels.dtype.isnative and voxels.flags.writeable
    )
    return volume.with_voxels(invert(voxels, parameters, out=voxels if in_place else None)), checksum


class Inversions:
    """Several inversions of a volume, made one after the other as an engine asks for them.

    Args:
        volume: voxels (K, J, I) as they were received; left as they are.
        settings: see `inversion.invert`.
        reporter: told about each.
    """

    def __init__(self, volume: Volume, settings: Sequence[InversionParameters], reporter: Reporter) -> None:
        self._volume = volume
        self._settings = settings
        self._reporter = reporter

    def __len__(self) -> int:
        return len(self._settings)

    def __iter__(self) -> Iterator[Volume]:
        from InvertSegLib.inversion.invert import invert

        for number, parameters in enumerate(self._settings, start=1):
            with self._reporter.stage("inverting", f"setting {number} of {len(self)}"):
                voxels = invert(self._volume.voxels, parameters)
            yield self._volume.with_voxels(voxels)
            del voxels  # before the next one is made
