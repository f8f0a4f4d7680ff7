"""What a study compares: the paper's settings, what goes beyond them, other transforms, a user's own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.transforms.protocol import TransformChoice

WINDOWED, ENSEMBLE, TUNED = "windowed", "ensemble", "tuned"


@dataclass(frozen=True)
class StudySetting:
    """One line of the report's table.

    Attributes:
        name: unique in a study, and fit to be a folder's name.
        title: for tables and figures.
        parameters: how the scan is inverted; where an ensemble or tuning starts from.
        ensemble: name of an ensemble around the parameters (`inversion.ensemble.ENSEMBLES`), empty for none.
        tuned: effort of tuning from the parameters on (`candidates.EFFORTS`), empty for none.
        transforms: what is done to the scan before that.
    """

    name: str
    title: str
    parameters: InversionParameters
    ensemble: str = ""
    tuned: str = ""
    transforms: tuple[TransformChoice, ...] = ()

    @property
    def leaves_scan(self) -> bool:
        """Whether the network is given the scan as it is."""
        return self.parameters == PRESETS["none"] and not self.transforms

    def to_json(self) -> dict[str, Any]:
        """As a JSON object: all that decides what comes out."""
        return {
            "parameters": self.parameters.to_json(),
            "ensemble": self.ensemble,
            "tuned": self.tuned,
            "transforms": [
                {"name": choice.title, "parameters": dict(choice.parameters)} for choice in self.transforms
            ],
        }


# none, inverted and black are the columns of the paper's Table 1; its inverted images without black
# background are those of equation 1 without the first case. windowed is the control for networks that take
# Hounsfield units as they are: all of the preset `calibrated` but the inversion.
KNOWN: Mapping[str, StudySetting] = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            StudySetting("none", "unprocessed", PRESETS["none"]),
            StudySetting(WINDOWED, "windowed, not inverted", replace(PRESETS["calibrated"], inverted=False)),
            StudySetting("inverted", "inverted", InversionParameters(background=BackgroundRule.NONE)),
            StudySetting("black", "inverted, black background", PRESETS["published"]),
            StudySetting("calibrated", "calibrated", PRESETS["calibrated"]),
            StudySetting(ENSEMBLE, "ensemble", PRESETS["calibrated"], ensemble="tones"),
            StudySetting(TUNED, "tuned", PRESETS["calibrated"], tuned="full"),
        )
    }
)


def of_transform(choice: TransformChoice) -> StudySetting:
    """A transform, with the preset `calibrated` after it where it leaves something to invert."""
    return StudySetting(slug(choice.title), choice.title, PRESETS["calibrated"], transforms=(choice,))


def of_file(path: Path) -> tuple[StudySetting, ...]:
    """A user's own settings.

    Args:
        path: JSON, ``{"softer": {"preset": "calibrated", "tone": 0.8}, ...}``: a preset, and what differs
            from it, by the names of `InversionParameters`.

    Raises:
        ParameterError: the file cannot be understood, or a value makes no sense.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = {str(name): dict(entry) for name, entry in content.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ParameterError(
            f"The settings in {path.name} cannot be understood ({error}).",
            'Write them as {"softer": {"preset": "calibrated", "tone": 0.8}}.',
        ) from None
    return tuple(_own(name, entry, path) for name, entry in entries.items())


def _own(name: str, entry: dict[str, Any], path: Path) -> StudySetting:
    preset = entry.pop("preset", "published")
    known = PRESETS["published"].to_json()
    unknown = sorted(set(entry) - set(known))
    if preset not in PRESETS or unknown:
        wrong = f"a preset {preset!r}" if preset not in PRESETS else f"an entry {unknown[0]!r}"
        raise ParameterError(
            f"The setting {name} in {path.name} has {wrong}, which is not known.",
            f"Presets are {', '.join(PRESETS)}; entries {', '.join(known)}.",
        )
    parameters = InversionParameters.from_json({**PRESETS[preset].to_json(), **entry})
    return StudySetting(slug(name), name, parameters)


def slug(name: str) -> str:
    """A name as that of a file or folder."""
    return re.sub(r"[^\w.-]+", "_", name)
