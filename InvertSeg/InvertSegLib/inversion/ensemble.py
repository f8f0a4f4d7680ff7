"""Several settings for one volume, whose answers are averaged: no single one has to be chosen.

On the T1 in-phase scans of 20 CHAOS patients, with a CT network that takes Hounsfield units as they are, the
class probabilities averaged over the tones 0.35, 0.5, 0.65, 0.8 and 1 gave a mean Dice of 0.63 (liver,
spleen, left kidney), with the background's probability halved 0.64; the best single tone for all gave 0.62,
and each organ of each patient at its own best tone, found with the labels, 0.675.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping

# The middle one comes first: where only one setting can count, as when a network looks for the region that
# others are run on, it is the first.
TONES = (0.65, 0.5, 0.8, 0.35, 1.0)
# Of the windows -150..150, -150..250 and -150..350 HU the first is worse than the others at every tone.
_WIDER = 100.0


@dataclass(frozen=True)
class Ensemble:
    """Settings that the same network is run with, and how their answers are put together.

    Attributes:
        settings: how the volume is inverted, once for each run of the network; at least two.
        background_weight: the background's mean probability is multiplied by this before the most probable
            class is taken; below 1 structures are found that only some settings show.

    Raises:
        ParameterError: too few settings, or a weight that makes no sense.
    """

    settings: tuple[InversionParameters, ...]
    background_weight: float = 1.0

    def __post_init__(self) -> None:
        if len(self.settings) < 2:
            raise ParameterError(
                "An ensemble of fewer than two settings has nothing to average.",
                "Name more settings, or run without an ensemble.",
            )
        if not 0 < self.background_weight <= 1:
            raise ParameterError(
                f"A weight of {self.background_weight:g} for the background makes no sense.",
                "Choose a value above 0, up to 1.",
            )

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        settings = [setting.to_json() for setting in self.settings]
        return {"settings": settings, "background_weight": self.background_weight}

    @classmethod
    def from_json(cls, data: MappingOf[str, Any]) -> Ensemble:
        """From the JSON object of `to_json`.

        Raises:
            ParameterError: a value makes no sense.
        """
        settings = tuple(InversionParameters.from_json(setting) for setting in data["settings"])
        return cls(settings, float(data["background_weight"]))


def ensemble_of(name: str, chosen: InversionParameters) -> Ensemble:
    """The ensemble of that name around a setting.

    The tone curve is part of the mapping `calibrated`, so the members are of that mapping, with the chosen
    sign, window and clip range. A setting of the mapping `published` is one of the members itself.

    Args:
        name: a key of `ENSEMBLES`.
        chosen: the setting that would be used alone.

    Raises:
        ParameterError: there is none of that name, or the setting leaves the voxels as they are.
    """
    if name not in ENSEMBLES:
        raise ParameterError(f"There is no ensemble {name!r}.", f"Choose one of {', '.join(ENSEMBLES)}.")
    if chosen.mapping is Mapping.NONE:
        raise ParameterError(
            "The preset none leaves the voxels as they are, so there are no settings to average over.",
            "Choose the preset calibrated or published, or run without an ensemble.",
        )
    own: tuple[InversionParameters, ...] = ()
    if chosen.mapping is Mapping.PUBLISHED:
        own = (chosen,)
        chosen = replace(chosen, mapping=Mapping.CALIBRATED, background=BackgroundRule.BODY)
    make, background_weight = ENSEMBLES[name]
    return Ensemble(make(chosen) + own, background_weight)


def _tones(chosen: InversionParameters) -> tuple[InversionParameters, ...]:
    return tuple(replace(chosen, tone=tone) for tone in TONES)


def _tones_and_windows(chosen: InversionParameters) -> tuple[InversionParameters, ...]:
    low, high = chosen.window
    wider = replace(chosen, window=(low, high + _WIDER))
    return (*_tones(chosen), *_tones(wider)[:3])


Members = Callable[[InversionParameters], tuple[InversionParameters, ...]]

# Name to the members and the background's weight.
ENSEMBLES: MappingOf[str, tuple[Members, float]] = MappingProxyType(
    {
        "tones": (_tones, 1.0),
        "tones-sensitive": (_tones, 0.5),
        "tones-windows": (_tones_and_windows, 1.0),
    }
)
