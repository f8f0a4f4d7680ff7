"""The settings that tuning tries: one thing after the other is changed, around a setting to start from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.volume.volume import Volume

EFFORTS = ("quick", "full")
# About the range in which a CT network was seen to work; docs/method.md has the measurements.
_TONES = (0.5, 0.8, 0.35, 1.0)
_STEP_HU = 100.0
# Percentiles of the body, instead of the 2nd and 98th that the mapping takes itself.
_WIDE, _NARROW = (0.5, 99.5), (5.0, 95.0)
_DARK_PERCENT = 5.0


@dataclass(frozen=True)
class Candidate:
    """A setting to try.

    Attributes:
        name: what is changed, for tables and file names.
        parameters: how the volume is inverted.
        transforms: what is done to it before that.
    """

    name: str
    parameters: InversionParameters
    transforms: tuple[TransformChoice, ...] = ()


def candidates(volume: Volume, start: InversionParameters, effort: str = "full") -> tuple[Candidate, ...]:
    """The settings to try on a volume, the one to start from first.

    Args:
        volume: the MRI; looked at with the effort "full" only.
        start: what would be used without tuning.
        effort: "quick" for tone curves alone (5 settings), "full" for windows, clip ranges, background, sign,
            the published recipe and histogram matching as well (14).

    Raises:
        ParameterError: there is no such effort, or the setting leaves the voxels as they are.
        InputError: the volume is no scan.
    """
    if effort not in EFFORTS:
        raise ParameterError(f"There is no effort {effort!r}.", f"Choose one of {', '.join(EFFORTS)}.")
    if start.mapping is Mapping.NONE:
        raise ParameterError(
            "The preset none leaves the voxels as they are, so there is nothing to tune.",
            "Start from the preset calibrated or published.",
        )
    found = [Candidate("start", start)]
    tried = _tones(start) if effort == "quick" else (*_tones(start), *_others(volume, start))
    for candidate in tried:
        known = [(other.parameters, other.transforms) for other in found]
        if (candidate.parameters, candidate.transforms) not in known:
            found.append(candidate)
    return tuple(found)


def _calibrated(start: InversionParameters) -> InversionParameters:
    """The setting itself, or the preset `calibrated` where it is of another mapping."""
    if start.mapping is Mapping.CALIBRATED:
        return start
    return replace(PRESETS["calibrated"], inverted=start.inverted)


def _tones(start: InversionParameters) -> Iterator[Candidate]:
    base = _calibrated(start)
    if base is not start:
        yield Candidate("calibrated", base)
    for tone in _TONES:
        yield Candidate(f"tone {tone:g}", replace(base, tone=tone))


def _others(volume: Volume, start: InversionParameters) -> Iterator[Candidate]:
    base = _calibrated(start)
    low, high = base.window
    for name, window in {
        "wider window": (low, high + _STEP_HU),
        "narrower window": (low, high - _STEP_HU),
        "inner window": (low + _STEP_HU / 2, high - _STEP_HU / 2),
    }.items():
        if window[0] < window[1]:
            yield Candidate(name, replace(base, window=window))
    wide, narrow = _clips(volume)
    yield Candidate("wider clip range", replace(base, clip=wide))
    yield Candidate("narrower clip range", replace(base, clip=narrow))
    yield Candidate(
        "dark tissue black",
        replace(base, background=BackgroundRule.RANGE, background_percent=_DARK_PERCENT),
    )
    yield Candidate("published", PRESETS["published"])
    yield Candidate("other sign", replace(base, inverted=not base.inverted, tone=1.0))
    histogram = TransformChoice("histogram")
    yield Candidate("histogram of a CT", PRESETS["none"], (histogram,))


def _clips(volume: Volume) -> tuple[tuple[float, float], tuple[float, float]]:
    body = volume.voxels[body_mask(volume.voxels)]
    body = body[np.isfinite(body)]
    low, lower, upper, high = np.percentile(body, (_WIDE[0], _NARROW[0], _NARROW[1], _WIDE[1]))
    return (float(low), float(high)), (float(lower), float(upper))
