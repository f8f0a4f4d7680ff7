"""What runs a study's networks: one worker for each engine, all settings through the same pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from InvertSegLib.cli import transforms
from InvertSegLib.cli.output import ProgressView, error_console
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.inversion.ensemble import ensemble_of
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.review.candidates import Candidate, candidates
from InvertSegLib.review.study import Segment, Watcher
from InvertSegLib.review.study_plan import Run, StudyEngine
from InvertSegLib.review.trials import TrialStore
from InvertSegLib.review.tune import Tuning, tune
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events
from InvertSegLib.worker.client import Worker


@dataclass(frozen=True)
class Network:
    """What runs for an engine of a study.

    Attributes:
        choice: what the worker loads.
        command: starts the worker.
        remote: the worker is on another machine, where the files of transforms are not.
    """

    choice: ModelChoice
    command: Sequence[str]
    remote: bool = False


class Segmenters:
    """Starts an engine for a study: one worker for all of its runs.

    Args:
        networks: name of the study's engine to what runs for it.
        folder: the study's, which keeps what tuning tries.
        view: shows what goes on.
    """

    def __init__(self, networks: Mapping[str, Network], folder: Path, view: ProgressView) -> None:
        self._networks = networks
        self._folder = folder
        self._view = view

    @contextmanager
    def __call__(self, engine: StudyEngine) -> Iterator[Segment]:
        """The function that segments with this engine, for the block."""
        network = self._networks[engine.name]
        environment = worker_environment()
        with Worker(network.command, environment=environment, on_event=self._on_event) as worker:

            def segment(volume: Volume, request: SegmentationRequest) -> Segmentation:
                near = None if network.remote else worker
                with transforms.transformer_for(request.transforms, near, self._on_event) as transformer:
                    return segment_volume(volume, request, worker, transformer)

            def run_one(volume: Volume, run: Run) -> tuple[Segmentation, str]:
                request = SegmentationRequest(run.setting.parameters, network.choice)
                if run.setting.tuned:
                    return self._tuned(volume, run, request, segment)
                if run.setting.ensemble:
                    request = replace(request, ensemble=ensemble_of(run.setting.ensemble, request.parameters))
                return segment(volume, replace(request, transforms=run.setting.transforms)), ""

            yield run_one

    def _on_event(self, event: object) -> None:
        # In a log the name of each run is enough.
        if error_console().is_terminal or not isinstance(event, events.Progress):
            self._view.on_event(event)

    def _tuned(
        self,
        volume: Volume,
        run: Run,
        request: SegmentationRequest,
        segment: Callable[[Volume, SegmentationRequest], Segmentation],
    ) -> tuple[Segmentation, str]:
        tuning = Tuning(volume, candidates(volume, request.parameters, run.setting.tuned))
        engine, sequence, _setting, case = run.place
        what = {"input": sha256_of(volume), "network": dict(run.engine.identity)}
        store = TrialStore(self._folder / "trials" / engine / sequence / case, what)
        prefix = self._view.prefix

        def announce(candidate: Candidate) -> None:
            self._view.prefix = f"{prefix}{candidate.name}: "

        def segment_one(candidate: Candidate) -> Segmentation:
            own = replace(request, parameters=candidate.parameters, transforms=candidate.transforms)
            return segment(volume, own)

        tune(tuning, segment_one, store=store, on_start=announce)
        proposal = tuning.proposal()
        return proposal.segmentation, f"best single: {proposal.best.candidate.name}"


class Telling(Watcher):
    """Shows a study's progress."""

    def __init__(self, view: ProgressView) -> None:
        self._view = view

    def begins(self, todo: list[Run], kept: int) -> None:
        """Say how much there is to do."""
        dear = {run.setting.title for run in todo if run.setting.ensemble or run.setting.tuned}
        note = f"{len(todo)} runs to do, {kept} done before"
        if dear:
            note += f"; each of {' and '.join(sorted(dear))} is several runs of the network"
        self._view.notes([f"{note}."])

    def run(self, run: Run, number: int, total: int) -> None:
        """Name the run, then before each stage of it."""
        case = f"{run.case.name} {run.scan.sequence}"
        title = f"{number} of {total}, {case}, {run.setting.title}"
        self._view.prefix = ""
        self._view.stage(title)
        self._view.prefix = f"{title}: "

    def refused(self, run: Run, why: str) -> None:
        """Say which scan is left out."""
        self._view.notes([f"{run.case.name} {run.scan.sequence} is left out. {why}"])

    def failed(self, run: Run, why: str) -> None:
        """Say which run failed."""
        self._view.notes([f"{' / '.join(run.place)} failed. {why} It is tried again next time."])
