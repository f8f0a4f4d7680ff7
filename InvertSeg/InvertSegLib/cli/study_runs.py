"""What runs a study's networks: one worker for each engine, all settings through the same pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from InvertSegLib.cli import transforms
from InvertSegLib.cli.output import ProgressView, error_console
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import installed
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


class Segmenters:
    """Starts an engine for a study: one worker for all of its runs.

    Args:
        choices: the network's name to what the worker loads.
        folder: the study's, which keeps what tuning tries.
        view: shows what goes on.
    """

    def __init__(self, choices: dict[str, ModelChoice], folder: Path, view: ProgressView) -> None:
        self._choices = choices
        self._folder = folder
        self._view = view

    @contextmanager
    def __call__(self, engine: StudyEngine) -> Iterator[Segment]:
        """The function that segments with this engine, for the block."""
        choice = self._choices[engine.name]
        python = installed.require(choice.engine).python
        with Worker.start(python, environment=worker_environment(), on_event=self._on_event) as worker:

            def run_one(volume: Volume, run: Run) -> tuple[Segmentation, str]:
                base = SegmentationRequest(run.setting.parameters, choice)
                if run.setting.tuned:
                    return self._tuned(volume, run, base, worker)
                if run.setting.ensemble:
                    base = replace(base, ensemble=ensemble_of(run.setting.ensemble, base.parameters))
                return self._plain(volume, replace(base, transforms=run.setting.transforms), worker), ""

            yield run_one

    def _on_event(self, event: object) -> None:
        # In a log the name of each run is enough.
        if error_console().is_terminal or not isinstance(event, events.Progress):
            self._view.on_event(event)

    def _plain(self, volume: Volume, request: SegmentationRequest, worker: Worker) -> Segmentation:
        with transforms.transformer_for(request.transforms, worker, self._on_event) as transformer:
            return segment_volume(volume, request, worker, transformer)

    def _tuned(
        self, volume: Volume, run: Run, base: SegmentationRequest, worker: Worker
    ) -> tuple[Segmentation, str]:
        tuning = Tuning(volume, candidates(volume, base.parameters, run.setting.tuned))
        engine, sequence, _setting, case = run.place
        what = {"input": sha256_of(volume), "network": dict(run.engine.identity)}
        store = TrialStore(self._folder / "trials" / engine / sequence / case, what)
        prefix = self._view.prefix

        def announce(candidate: Candidate) -> None:
            self._view.prefix = f"{prefix}{candidate.name}: "

        def segment_one(candidate: Candidate) -> Segmentation:
            own = replace(base, parameters=candidate.parameters, transforms=candidate.transforms)
            return self._plain(volume, own, worker)

        tune(tuning, segment_one, store=store, on_start=announce)
        proposal = tuning.proposal()
        return proposal.segmentation, f"best single: {proposal.best.candidate.name}"


class Telling(Watcher):
    """Shows a study's progress."""

    def __init__(self, view: ProgressView) -> None:
        self._view = view

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
