"""The main job as one function: volume, inversion, worker, segmentation.

Every face (command line, batch, panel, browser) calls the same steps, so that the same input and the same
parameters give the same voxels everywhere.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

from InvertSegLib import __version__
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.inversion.ensemble import Ensemble
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.events import Loaded
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


@dataclass(frozen=True)
class SegmentationRequest:
    """Everything that decides what comes out, apart from the voxels.

    Attributes:
        parameters: how the volume is inverted.
        choice: which network runs, and where.
        structures: names to find, empty for all the network knows.
        ensemble: settings that are used in place of `parameters`, one after the other, and averaged; None for
            `parameters` alone.
    """

    parameters: InversionParameters
    choice: ModelChoice
    structures: tuple[str, ...] = ()
    ensemble: Ensemble | None = None


def segment_volume(volume: Volume, request: SegmentationRequest, worker: SegmentingWorker) -> Segmentation:
    """Invert a volume, run the network on it and name what it found.

    Args:
        volume: the MRI (or CT, with the preset `none`), voxels (K, J, I).
        request: parameters, network, structures.
        worker: runs the network; the caller starts and closes it, so that it can stay warm.

    Returns:
        The segmentation on the volume's own grid, with provenance.

    Raises:
        InputError: the volume cannot be inverted (constant, nothing finite...).
        EngineError: the run failed in the worker.
    """
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
