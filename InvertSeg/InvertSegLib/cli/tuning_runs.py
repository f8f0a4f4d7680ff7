"""Tuning from the command line, for `tune` and for `segment --tune`: all settings through one warm worker."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from InvertSegLib import __version__
from InvertSegLib.cli.output import ProgressView
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.review.candidates import Candidate, candidates
from InvertSegLib.review.trials import TrialStore
from InvertSegLib.review.tune import Tuning, tune
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.client import Worker


def add_tune_option(parser: argparse.ArgumentParser) -> None:
    """``segment --tune``."""
    group = parser.add_argument_group("tuning")
    group.add_argument(
        "--tune",
        action="store_true",
        help="try settings on this scan and put their results together, without ground truth: takes about "
        "14 times as long. `invertseg tune` shows and keeps the single results",
    )


def check_tune_option(arguments: argparse.Namespace) -> None:
    """Refuse what cannot go together with it.

    Raises:
        ParameterError: an ensemble or a transform is asked for as well.
    """
    if arguments.tune and (arguments.ensemble or arguments.transforms):
        raise ParameterError(
            "Tuning tries settings of its own, and takes neither an ensemble nor a transform.",
            "Leave out --ensemble and --transform, or --tune.",
        )


def tuning_for(
    arguments: argparse.Namespace, volume: Volume, start: InversionParameters, structures: tuple[str, ...]
) -> Tuning | None:
    """What ``segment --tune`` is to try, None without the option.

    Raises:
        ParameterError: there is nothing to tune.
        InputError: the volume is no scan.
    """
    if not arguments.tune:
        return None
    return Tuning(volume, candidates(volume, start), structures)


def try_settings(
    tuning: Tuning,
    request: SegmentationRequest,
    worker: Worker,
    transformer: Worker | None,
    view: ProgressView,
    trials: Path | None = None,
) -> None:
    """Try all settings that remain; whatever interrupts it leaves those that are done in `tuning`.

    Args:
        tuning: takes the results.
        request: network and structures.
        worker: runs the network.
        transformer: applies the settings' transforms, see `transforms_of`.
        view: shows what goes on, and how long it will take.
        trials: folder that results are kept in and taken from, None for none.

    Raises:
        EngineError: a run failed.
        OutputError: a result cannot be kept.
    """

    def announce(candidate: Candidate) -> None:
        number = len(tuning.candidates) - len(tuning.remaining) + 1
        seconds = tuning.expected_seconds
        left = f", about {duration(seconds)} left" if seconds else ""
        view.prefix = f"setting {number} of {len(tuning.candidates)} ({candidate.name}{left}): "

    def segment(candidate: Candidate) -> Segmentation:
        own = replace(request, parameters=candidate.parameters, transforms=candidate.transforms)
        return segment_volume(tuning.volume, own, worker, transformer)

    store = None if trials is None else TrialStore(trials, _what_decides(tuning, request))
    try:
        tune(tuning, segment, store=store, on_start=announce)
    finally:
        view.prefix = ""


def transforms_of(tuning: Tuning) -> tuple[TransformChoice, ...]:
    """All transforms that settings need."""
    return tuple(choice for candidate in tuning.candidates for choice in candidate.transforms)


def last_change(choice: ModelChoice) -> int:
    """When the model's folder was changed last (ns): a network that was trained anew is another one."""
    files = Path(choice.model).rglob("*") if choice.model else ()
    return max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0)


def _what_decides(tuning: Tuning, request: SegmentationRequest) -> dict[str, Any]:
    """All that decides a result besides the setting."""
    network = asdict(replace(request.choice, device="", weights=None))
    return {
        "input": sha256_of(tuning.volume),
        "network": network,
        "changed": last_change(request.choice),
        "structures": list(request.structures),
        "software": __version__,
    }


def options_of(candidate: Candidate) -> list[str]:
    """The options of `invertseg segment` that stand for a setting."""
    parameters = candidate.parameters
    preset = next((name for name, value in PRESETS.items() if value.mapping is parameters.mapping), "none")
    words = ["--preset", preset]
    for name, option in _OPTIONS.items():
        value = getattr(parameters, name)
        if value != getattr(PRESETS[preset], name):
            words += [option, *_words(value)]
    if parameters.inverted != PRESETS[preset].inverted:
        words.append("--no-invert")
    for choice in candidate.transforms:
        words += ["--transform", choice.name]
    return words


_OPTIONS = {
    "clip": "--clip",
    "background": "--background",
    "background_percent": "--background-percent",
    "window": "--window",
    "tone": "--tone",
}


def _words(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [f"{number:g}" for number in value]
    return [f"{value:g}"] if isinstance(value, float) else [str(getattr(value, "value", value))]


def duration(seconds: float) -> str:
    """In words."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
