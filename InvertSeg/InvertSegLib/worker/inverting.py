"""The inversion inside the worker, for clients whose own process must not compute."""

from __future__ import annotations

from InvertSegLib.inversion.parameters import InversionParameters, Mapping
from InvertSegLib.volume.volume import Volume


def inverted(volume: Volume, parameters: InversionParameters) -> tuple[Volume, str]:
    """The inverted volume, and the SHA-256 of the volume as it was.

    Args:
        volume: voxels (K, J, I) as they were received; overwritten where the result has their type, so that a
            large volume is not held twice.
        parameters: see `inversion.invert`.

    Raises:
        InputError: the volume cannot be inverted.
    """
    # Imported here: a worker should say hello before it has imported what only some requests need.
    from InvertSegLib.inversion.invert import invert
    from InvertSegLib.volume.checksum import sha256_of

    checksum = sha256_of(volume)
    voxels = volume.voxels
    in_place = (
        parameters.mapping is not Mapping.CALIBRATED and voxels.dtype.isnative and voxels.flags.writeable
    )
    return volume.with_voxels(invert(voxels, parameters, out=voxels if in_place else None)), checksum
