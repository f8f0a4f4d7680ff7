"""All that a user sets before a run, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import ENSEMBLES, Ensemble, ensemble_of
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.worker.remote_ssh import check_host

CUSTOM = "custom"
QUALITIES = ("fast", "full")
EXISTING = ("replace", "add", "merge")
PREVIEWS = ("off", "inverted", "side by side")
# The task that an engine runs when none is named, as its own command line has it.
DEFAULT_TASKS: Mapping[str, str] = {"totalsegmentator": "total", "mrsegmentator": "base"}

_FLAT_INVERSION = tuple(field.name for field in fields(InversionParameters))


@dataclass(frozen=True)
class SessionParameters:
    """What decides a run and how its result is taken in; saved with the scene.

    Attributes:
        inversion: how the volume is inverted.
        engine: name of the engine, a key of `catalogue.ENGINES`.
        task: the engine's task, empty for engines that take a model folder.
        quality: "fast" or "full", for tasks that come in both.
        model: folder of the model, empty for engines that have tasks.
        structures: names to find, empty for all.
        device: "auto", "cpu", "mps", "cuda" or "cuda:N".
        trust_model: the user has agreed that this model's files may run code. Never saved: a scene that
            somebody sends must not be able to agree in the user's place.
        existing: what happens to a segmentation that is there already: "replace" it, "add" the new segments
            beside the old ones, or "merge": same names are replaced, all others stay.
        preview: "off", "inverted" or "side by side".
        preview_opacity: 0..1.
        ensemble: name of the ensemble of settings around `inversion` whose answers are averaged, a key of
            `inversion.ensemble.ENSEMBLES`; empty for `inversion` alone.
        host: the machine that computes, as `ssh` takes it, empty for this one. Never saved either: a scene
            that somebody sends must not be able to send the user's volumes anywhere.

    Raises:
        ParameterError: a value makes no sense.
    """

    inversion: InversionParameters = PRESETS["published"]
    engine: str = "totalsegmentator"
    task: str = "total"
    quality: str = "fast"
    model: str = ""
    structures: tuple[str, ...] = ()
    device: str = "auto"
    trust_model: bool = False
    existing: str = "replace"
    preview: str = "off"
    preview_opacity: float = 1.0
    ensemble: str = ""
    host: str = ""

    def __post_init__(self) -> None:
        """Check every value and bring it into its one form."""
        set_ = object.__setattr__  # the way to normalize the fields of a frozen dataclass
        if not isinstance(self.inversion, InversionParameters):
            raise ParameterError("The inversion's parameters are of another kind.", "Choose a preset.")
        for name, choices in _CHOICES.items():
            _check_choice(name.replace("_", " "), getattr(self, name), choices)
        for name in ("task", "model", "device"):
            set_(self, name, str(getattr(self, name) or ""))
        set_(self, "device", self.device or "auto")
        set_(self, "host", check_host(self.host) if self.host else "")
        set_(self, "structures", tuple(dict.fromkeys(str(name) for name in self.structures)))
        set_(self, "trust_model", bool(self.trust_model))
        set_(self, "preview_opacity", _fraction(self.preview_opacity))

    def ensemble_settings(self) -> Ensemble | None:
        """The settings that the network is run with, one run for each; None for `inversion` alone.

        Raises:
            ParameterError: the inversion leaves the voxels as they are, so there is nothing to vary.
        """
        return ensemble_of(self.ensemble, self.inversion) if self.ensemble else None

    @property
    def preset(self) -> str:
        """The name of the preset whose values these are, else "custom"."""
        return next((name for name, preset in PRESETS.items() if preset == self.inversion), CUSTOM)

    def to_flat(self) -> dict[str, Any]:
        """As plain values by name: str, float, bool, and lists of str or float.

        The inversion's fields stand beside the others under their own names (`clip`: [low, high], or [] for
        the mapping's own). `host` and `trust_model` are left out, see there.
        """
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _NOT_FLAT}
        flat = {**self.inversion.to_json(), **own}
        flat["clip"] = flat["clip"] or []
        flat["structures"] = list(self.structures)
        return flat

    @classmethod
    def from_flat(cls, flat: Mapping[str, Any]) -> SessionParameters:
        """From the values of `to_flat`; what is missing has its default, unknown names are ignored.

        Raises:
            ParameterError: a value makes no sense.
        """
        inversion = {name: flat[name] for name in _FLAT_INVERSION if name in flat}
        if "clip" in inversion:
            inversion["clip"] = tuple(inversion["clip"] or ()) or None
        own = {f.name: flat[f.name] for f in fields(cls) if f.name in flat and f.name not in _NOT_FLAT}
        return cls(inversion=InversionParameters(**inversion), **own)

    def differences(self, other: SessionParameters) -> frozenset[str]:
        """Names of what is different: fields, and for the inversion its own fields and "preset" too."""
        names = {f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name)}
        own, others = self.inversion, other.inversion
        names |= {name for name in _FLAT_INVERSION if getattr(own, name) != getattr(others, name)}
        if self.preset != other.preset:
            names.add("preset")
        return frozenset(names)

    def changed(self, **changes: Any) -> SessionParameters:
        """With other values, and with what has to follow from them.

        Beside the fields, `preset="calibrated"` stands for that preset's `inversion`, and the inversion's own
        fields (`clip=...`, `tone=...`) for a change of it. Unless they are named too, another engine brings
        its own task, no model and no structures, and its own preset where the inversion was the preset of
        the engine before; another model or task brings no structures; another model is not trusted; another
        host brings the device "auto".

        Raises:
            ParameterError: a value makes no sense, or there is no parameter of that name.
        """
        changes = self._with_inversion(dict(changes))
        unknown = set(changes) - {field.name for field in fields(self)}
        if unknown:
            raise ParameterError(
                f"There is no parameter {', '.join(sorted(unknown))}.", "Check its spelling."
            )
        return replace(self, **{**self._consequences(changes), **changes})

    def _with_inversion(self, changes: dict[str, Any]) -> dict[str, Any]:
        name = changes.pop("preset", None)
        inversion = changes.pop("inversion", self.inversion)
        if name is not None and name != CUSTOM:
            _check_choice("preset", name, PRESETS)
            inversion = PRESETS[name]
        details = {key: changes.pop(key) for key in _FLAT_INVERSION if key in changes}
        if details:
            inversion = replace(inversion, **details)
        return changes if inversion is self.inversion else {**changes, "inversion": inversion}

    def _consequences(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        follow: dict[str, Any] = {}
        engine = changes.get("engine", self.engine)
        if engine != self.engine and engine in ENGINES:
            follow |= {"task": DEFAULT_TASKS.get(engine, ""), "model": "", "structures": ()}
            if self.preset == ENGINES[self.engine].preset:
                follow["inversion"] = PRESETS[ENGINES[engine].preset]
        if changes.get("host", self.host) != self.host:
            # A device is one of its machine.
            follow["device"] = "auto"
        if changes.get("task", self.task) != self.task:
            follow["structures"] = ()
        if {**follow, **changes}.get("model", self.model) != self.model:
            follow |= {"structures": (), "trust_model": False}
        return follow


_NOT_FLAT = frozenset({"inversion", "host", "trust_model"})
_CHOICES: Mapping[str, Any] = {
    "engine": ENGINES,
    "ensemble": ("", *ENSEMBLES),
    "quality": QUALITIES,
    "existing": EXISTING,
    "preview": PREVIEWS,
}


def _check_choice(name: str, value: Any, choices: Any) -> None:
    if value not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise ParameterError(f"There is no {name} {value!r}.", f"Choose one of {known}.")


def _fraction(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise ParameterError(f"An opacity of {value!r} makes no sense.", "Choose a number from 0 to 1.")
    return number
