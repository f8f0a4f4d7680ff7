"""Settings by the name of what they suit."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from types import MappingProxyType

from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping

# calibrated: on the T1 in-phase scans of 20 CHAOS patients, with a CT network that takes Hounsfield units
# as they are, the window -150..250 HU gave a mean Dice of 0.58 at tone 0.35, 0.62 at 0.5, 0.62 at 0.65,
# 0.60 at 0.75 and 0.48 at 1 (liver, spleen, left kidney); the windows -150..150 and -150..350 were worse
# at their best tone (0.53, 0.58). The tone lies in the middle of that plateau.
PRESETS: MappingOf[str, InversionParameters] = MappingProxyType(
    {
        # TotalSegmentator, and other networks that normalize widely: the authors' code, voxel for voxel.
        "published": InversionParameters(),
        # Networks that expect Hounsfield units.
        "calibrated": InversionParameters(
            background=BackgroundRule.BODY, mapping=Mapping.CALIBRATED, window=(-150.0, 250.0), tone=0.6
        ),
        # CT and synthetic CT; MRI for networks trained on MRI.
        "none": InversionParameters(inverted=False, background=BackgroundRule.NONE, mapping=Mapping.NONE),
    }
)
