"""What can be chosen about the inversion, validated once and passed on as one value."""

from __future__ import annotations

import math
from collections import abc
from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any

from InvertSegLib.errors import ParameterError

# Clip range of the authors' code and of the paper's equation 1.
PUBLISHED_CLIP = (0.0, 3000.0)

# What lies outside the body in a calibrated volume: the Hounsfield units of air.
AIR_HU = -1000


class BackgroundRule(str, Enum):
    """Which voxels become background.

    RANGE: the authors' code. Every voxel within `background_percent` of the intensity range above the
        minimum. One hot voxel widens the range and with it the background; noise above that share
        of the range stays and becomes bright speckle.
    PERCENTILE: the paper's equation 1 to the letter. Voxels up to the `background_percent`th percentile
        of all voxels, ties included. A hot voxel does not matter; air that takes more of the image
        than that and is not all of one value stays, and becomes bright.
    BODY: everything outside the body: threshold, largest component, holes filled slice by slice.
        Neither noise nor hot voxels matter, and dark voxels inside the body stay.
    NONE: no voxel but those that are not finite.
    """

    RANGE = "range"
    PERCENTILE = "percentile"
    BODY = "body"
    NONE = "none"


class Mapping(str, Enum):
    """How intensities are mapped.

    PUBLISHED: maximum - x + minimum after the clip, background 0, in the input's data type.
    CALIBRATED: into Hounsfield units: `window` low + (high - low) * u ** tone, where u is 0..1 over the
        clip range; background -1000; int16.
    NONE: voxels as they are, for CT and synthetic CT.
    """

    PUBLISHED = "published"
    CALIBRATED = "calibrated"
    NONE = "none"


@dataclass(frozen=True)
class InversionParameters:
    """How a volume is inverted; the defaults are the authors' published code.

    Attributes:
        inverted: bright becomes dark; False keeps the sign, the control in the paper's comparison.
        clip: intensities (low, high) beyond which the input is clipped. None for the mapping's own:
            0..3000 when published, the 2nd..98th percentile of what is not background when calibrated.
        background: which voxels become background.
        background_percent: per cent of the range or of the voxels, for the rules `range` and
            `percentile`, 0 <= p < 100.
        mapping: how intensities are mapped.
        window: Hounsfield units that u = 0 and u = 1 are mapped to, calibrated mapping only.
        tone: exponent of the tone curve u ** tone, calibrated mapping only; below 1 it brightens the
            middle tones.

    Raises:
        ParameterError: a value makes no sense, or two contradict each other.
    """

    inverted: bool = True
    clip: tuple[float, float] | None = None
    background: BackgroundRule = BackgroundRule.RANGE
    background_percent: float = 1.0
    mapping: Mapping = Mapping.PUBLISHED
    window: tuple[float, float] = (-150.0, 250.0)
    tone: float = 0.6

    def __post_init__(self) -> None:
        """Check every value and bring it into its one form."""
        set_ = object.__setattr__  # the way to normalize the fields of a frozen dataclass
        set_(self, "background", _choice(BackgroundRule, self.background, "background rule"))
        set_(self, "mapping", _choice(Mapping, self.mapping, "mapping"))
        set_(self, "background_percent", _number(self.background_percent, "background per cent"))
        set_(self, "window", _interval(self.window, "window"))
        set_(self, "tone", _number(self.tone, "tone"))
        if self.clip is not None:
            set_(self, "clip", _interval(self.clip, "clip range"))
        if not isinstance(self.inverted, bool):
            raise ParameterError(f"Inverted is {self.inverted!r}.", "Choose true or false.")
        if not 0 <= self.background_percent < 100:
            raise ParameterError(
                f"A background of {self.background_percent:g} per cent makes no sense.",
                "Choose a value from 0 to below 100; the published one is 1.",
            )
        if self.tone <= 0:
            raise ParameterError(
                f"A tone of {self.tone:g} makes no sense.", "Choose a value above 0; 1 is a straight line."
            )
        if not (self.window[0] >= -32768 and self.window[1] <= 32767):
            raise ParameterError(
                f"The window {self.window[0]:g}..{self.window[1]:g} HU is beyond what 16 bits can hold.",
                "Choose Hounsfield units, for example -150 to 250.",
            )
        if self.mapping is Mapping.NONE:
            self._leave_as_is()

    def _leave_as_is(self) -> None:
        """Make the parameters say that nothing is done to the voxels, and refuse what asks for more."""
        if self.clip is not None or self.background in {BackgroundRule.PERCENTILE, BackgroundRule.BODY}:
            raise ParameterError(
                "The mapping none leaves the voxels as they are: it has no clip range and no background.",
                "Choose the mapping published or calibrated, or leave them out.",
            )
        object.__setattr__(self, "inverted", False)
        object.__setattr__(self, "background", BackgroundRule.NONE)

    def to_json(self) -> dict[str, Any]:
        """As a JSON object, for provenance and settings."""
        return {
            **asdict(self),
            "clip": list(self.clip) if self.clip else None,
            "background": self.background.value,
            "mapping": self.mapping.value,
            "window": list(self.window),
        }

    @classmethod
    def from_json(cls, data: abc.Mapping[str, Any]) -> InversionParameters:
        """From the JSON object of `to_json`; what is missing has its default, unknown names are ignored.

        Raises:
            ParameterError: it is no object, or a value makes no sense.
        """
        if not isinstance(data, abc.Mapping):
            raise ParameterError("The inversion's parameters are not a JSON object.", "Write them as {...}.")
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def _choice(kind: type[Enum], value: Any, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        names = ", ".join(choice.value for choice in kind)
        raise ParameterError(f"There is no {name} {value!r}.", f"Choose one of {names}.") from None


def _number(value: Any, name: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ParameterError(f"The {name} is {value!r}, and a number is needed.", "Write it like 1 or 0.5.")
    return number


def _interval(value: Any, name: str) -> tuple[float, float]:
    try:
        low, high = value
    except (TypeError, ValueError):
        raise ParameterError(
            f"The {name} is {value!r}, and two numbers are needed.", "Give a low and a high value."
        ) from None
    low, high = _number(low, name), _number(high, name)
    if low >= high:
        raise ParameterError(
            f"The {name} {low:g}..{high:g} is empty.", "Give the low value first, and a higher one after it."
        )
    return low, high
