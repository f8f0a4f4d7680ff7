"""The main job as one function: volume, inversion, worker, segmentation.

Every face (command line, batch, panel, browser) calls the same steps, so that the same input and the same
parameters give the same voxels everywhere.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

from InvertSegLib import __version__
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import Ensemble
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.transforms.protocol import CT, TransformChoice
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.events import Loaded, Transformed
from InvertSegLib.worker.results import SegmentationResult


class SegmentingWorker(Protocol):
    """What the pipeline asks of a worker; `worker.client.Worker` is one."""

    def load(self, choice: ModelChoice) -> Loaded:
        """Have the network in memory."""
        ...

    def segment(
        self, volume: Volume, structures: Sequence[str] = (), ensemble: Ensemble | None = None
    ) -> SegmentationResult:
        """Run it on one volume; with an ensemble on one that is not inverted yet."""
        ...


class TransformingWorker(Protocol):
    """Who applies transforms; `worker.client.Worker` is one."""

    def transform(self, volume: Volume, choice: TransformChoice) -> Transformed:
        """Apply one."""
        ...


@dataclass(frozen=True)
class SegmentationRequest:
    """Everything that decides what comes out, apart from the voxels.

    Attributes:
        parameters: how the volume is inverted.
        choice: which network runs, and where.
        structures: names to find, empty for all the network knows.
        ensemble: settings that are used in place of `parameters`, one after the other, and averaged; None for
            `parameters` alone.
        transforms: what is done to the volume before all that.
    """

    parameters: InversionParameters
    choice: ModelChoice
    structures: tuple[str, ...] = ()
    ensemble: Ensemble | None = None
    transforms: tuple[TransformChoice, ...] = ()


def segment_volume(
    volume: Volume,
    request: SegmentationRequest,
    worker: SegmentingWorker,
    transformer: TransformingWorker | None = None,
) -> Segmentation:
    """Transform and invert a volume, run the network on it and name what it found.

    Args:
        volume: the MRI (or CT, with the preset `none`), voxels (K, J, I).
        request: parameters, network, structures.
        worker: runs the network; the caller starts and closes it, so that it can stay warm.
        transformer: applies the request's transforms; needed where there are any.

    Returns:
        The segmentation on the volume's own grid, with provenance.

    Raises:
        InputError: the volume cannot be inverted (constant, nothing finite...).
        EngineError: the run failed in the worker.
        ParameterError: an ensemble of settings is asked for, and a transform leaves nothing to invert.
    """
    if request.transforms:
        return _segment_transformed(volume, request, worker, transformer)
    if request.ensemble is not None:
        # Many inversions of one volume: the worker makes them, so that the volume is sent once.
        loaded = worker.load(request.choice)
        result = worker.segment(volume, request.structures, request.ensemble)
        return segmentation_of(volume, request, result, stages(loaded, result))
    # SciPy and SimpleITK take a second to import, and faces whose worker inverts need neither.
    from InvertSegLib.inversion.invert import invert

    started = time.monotonic()
    inverted = volume.with_voxels(invert(volume.voxels, request.parameters))
    inversion_seconds = time.monotonic() - started
    loaded = worker.load(request.choice)
    result = worker.segment(inverted, request.structures)
    timings = {"inversion": inversion_seconds, **loaded.timings, **result.timings}
    return segmentation_of(volume, request, result, timings)


def transform_volume(
    volume: Volume,
    choices: Sequence[TransformChoice],
    parameters: InversionParameters,
    transformer: TransformingWorker,
) -> tuple[Volume, InversionParameters, list[dict[str, Any]]]:
    """Apply transforms, one after the other.

    Args:
        volume: the MRI, voxels (K, J, I).
        choices: the transforms, the first one first.
        parameters: how the result is to be inverted.
        transformer: applies them.

    Returns:
        The transformed volume, how it is to be inverted (left as it is when a transform has made a CT of it),
        and what was done, for provenance.

    Raises:
        EngineError: a transform failed in the worker.
    """
    done: list[dict[str, Any]] = []
    for choice in choices:
        answer = transformer.transform(volume, choice)
        volume = volume.with_voxels(answer.voxels)
        parameters = PRESETS["none"] if answer.gives == CT else parameters
        seconds = round(sum(answer.timings.values()), 3)
        done.append({"name": choice.title, "parameters": dict(answer.parameters), "seconds": seconds})
    return volume, parameters, done


def _segment_transformed(
    volume: Volume,
    request: SegmentationRequest,
    worker: SegmentingWorker,
    transformer: TransformingWorker | None,
) -> Segmentation:
    if transformer is None:
        raise ValueError("transforms need a worker that applies them")
    changed, parameters, done = transform_volume(volume, request.transforms, request.parameters, transformer)
    if parameters is not request.parameters and request.ensemble is not None:
        raise ParameterError(
            f"{done[-1]['name']} makes a CT of the MRI, so there are no settings to average over.",
            "Leave the ensemble out, or the transform.",
        )
    found = segment_volume(changed, replace(request, parameters=parameters, transforms=()), worker)
    # The input is what came in, and not what the transforms made of it.
    whole = {**found.provenance, "transforms": done}
    whole["input"] = {**whole["input"], "sha256": _sha256_of(volume)}
    return replace(found, provenance=whole)


def stages(loaded: Loaded, result: SegmentationResult) -> dict[str, float]:
    """Seconds of each stage where the worker inverted the volume, under the names of `segment_volume`."""
    timings = {**loaded.timings, **result.timings}
    return {"inversion": timings.pop("inverting", 0.0), **timings}


def segmentation_of(
    volume: Volume, request: SegmentationRequest, result: SegmentationResult, timings: dict[str, float]
) -> Segmentation:
    """Name what the network found; quick, as nothing is computed from the voxels.

    Args:
        volume: the input, of which the geometry and the source are used (and the voxels' checksum, where the
            worker has not inverted them).
        request: what was asked for.
        result: the worker's answer.
        timings: stage to seconds.
    """
    return Segmentation(
        label_map=result.label_map,
        ijk_to_ras=volume.ijk_to_ras,
        table=LabelTable.from_names(result.labels),
        provenance=provenance(volume, request, result, timings),
        source=volume.source,
        confidence=dict(result.confidence),
        uncertainty=result.uncertainty,
        disagreement=dict(result.disagreement),
    )


def provenance(
    volume: Volume, request: SegmentationRequest, result: SegmentationResult, timings: dict[str, float]
) -> dict[str, Any]:
    """What made a segmentation, as JSON: enough to make it again, nothing that names the patient.

    File and folder names are left out: they may hold a patient's name; the checksum finds the input again.
    """
    choice = request.choice
    of_ensemble: dict[str, Any] = {}
    if request.ensemble is not None:
        ensemble = {**request.ensemble.to_json(), "averaged": result.averaged}
        of_ensemble = {"ensemble": ensemble, "disagreement": _rounded(result.disagreement)}
    return {
        "software": f"InvertSeg {__version__}",
        "note": "for research, not for clinical use",
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "input": {
            "sha256": result.input_sha256 or _sha256_of(volume),
            "shape_kji": list(volume.voxels.shape),
            "spacing_mm": [round(value, 6) for value in volume.spacing],
        },
        "inversion": request.parameters.to_json(),
        "engine": {
            "name": choice.engine,
            "task": choice.task,
            "quality": choice.quality if choice.task else None,
            "model": Path(choice.model).name if choice.model else None,
            "folds": list(choice.folds),
            "device": result.device,
            "versions": dict(result.versions),
        },
        "structures": list(request.structures),
        "confidence": _rounded(result.confidence),
        **of_ensemble,
        "seconds": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}


def _sha256_of(volume: Volume) -> str:
    from InvertSegLib.volume.checksum import sha256_of  # imports SimpleITK, see above

    return sha256_of(volume)
