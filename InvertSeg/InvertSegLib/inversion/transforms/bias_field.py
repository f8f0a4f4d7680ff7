"""N4 bias field correction (Tustison et al., IEEE Trans Med Imaging 29:1310, 2010) before the inversion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.transforms.protocol import MRI
from InvertSegLib.volume.simpleitk import quiet, to_sitk
from InvertSegLib.volume.volume import Volume


class N4:
    """Divides by a smooth field that N4 fits inside the body.

    The inversion makes a shading that nobody sees in the MRI as strong as a difference between organs.

    Args:
        shrink: the field is fitted to every so-manieth voxel along j and i; it is smooth, so little is lost.
        iterations: most iterations on each of the four levels.

    Raises:
        ParameterError: a value makes no sense.
    """

    name = "n4"
    gives = MRI

    def __init__(self, shrink: int = 4, iterations: int = 50) -> None:
        if int(shrink) < 1 or int(iterations) < 1:
            raise ParameterError(
                f"N4 with a shrink factor of {shrink} and {iterations} iterations makes no sense.",
                "Choose whole numbers from 1 on.",
            )
        self.shrink, self.iterations = int(shrink), int(iterations)
        self.parameters: Mapping[str, Any] = {"shrink": self.shrink, "iterations": self.iterations}

    def apply(self, volume: Volume) -> Volume:
        """Correct; float32, negative voxels as 0 (N4 works on logarithms).

        Raises:
            InputError: the voxels are no scan, or N4 finds no field.
        """
        mask = body_mask(volume.voxels)
        positive = np.nan_to_num(np.maximum(volume.voxels, 0).astype(np.float32), posinf=0.0)
        image, body = (to_sitk(volume.with_voxels(v)) for v in (positive, mask.astype(np.uint8)))
        shrink = [max(1, min(self.shrink, n // 8)) for n in image.GetSize()[:2]] + [1]
        n4 = sitk.N4BiasFieldCorrectionImageFilter()
        n4.SetMaximumNumberOfIterations([self.iterations] * 4)
        try:
            with quiet():
                n4.Execute(sitk.Shrink(image, shrink), sitk.Shrink(body, shrink))
                field = sitk.GetArrayFromImage(n4.GetLogBiasFieldAsImage(image))
        except RuntimeError:
            raise InputError(
                "N4 finds no bias field in this volume.", "Leave n4 out; the volume may have too few slices."
            ) from None
        # Beyond the body the splines run wild, and there is nothing to correct.
        corrected = np.where(mask, positive / np.exp(field), positive)
        return volume.with_voxels(corrected.astype(np.float32))
