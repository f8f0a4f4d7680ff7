"""A data set through a grid of settings, engines and sequences: the paper's Table 1 on anyone's data."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from InvertSegLib.errors import EngineError, InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.datasets.cases import Scan
from InvertSegLib.review.evaluate import CaseEvaluation, evaluate_case
from InvertSegLib.review.study_plan import Run, StudyEngine, StudyPlan
from InvertSegLib.review.study_settings import slug
from InvertSegLib.review.study_store import Entry, StudyStore
from InvertSegLib.volume.volume import Volume

# Failures of one run; any other would fail the next run as well.
_OF_ONE_RUN = frozenset({"out_of_memory", "killed", "stalled", "internal"})


# Inverts a scan as a run's setting says and runs its network on it; returns what was found, and a few words
# for the report (which setting tuning chose), mostly none.
Segment = Callable[[Volume, Run], "tuple[Segmentation, str]"]


@dataclass(frozen=True)
class StudyResult:
    """What a study has found.

    Attributes:
        plan: what was asked for.
        entries: run's place to its result.
        refused: scan (case and sequence) to why it could not be used.
    """

    plan: StudyPlan
    entries: Mapping[tuple[str, ...], Entry]
    refused: Mapping[str, str]

    def evaluations(self, engine: str, sequence: str, setting: str) -> list[CaseEvaluation]:
        """The scores of all cases that were computed, in their order."""
        return [
            entry.evaluation
            for (*cell, _case), entry in self.entries.items()
            if cell == [engine, slug(sequence), setting] and entry.evaluation is not None
        ]


class Watcher:
    """Is told what a study does; does nothing itself."""

    def begins(self, todo: list[Run], kept: int) -> None:
        """What is to be computed, and how many results are there from earlier."""

    def run(self, run: Run, number: int, total: int) -> None:
        """The next run begins; `total` counts those that were not computed earlier."""

    def refused(self, run: Run, why: str) -> None:
        """A scan cannot be used."""

    def failed(self, run: Run, why: str) -> None:
        """A run failed; the study goes on."""


def run_study(
    plan: StudyPlan,
    store: StudyStore,
    segmenter: Callable[[StudyEngine], AbstractContextManager[Segment]],
    watcher: Watcher | None = None,
) -> StudyResult:
    """Compute what has not been computed yet.

    Args:
        plan: what is compared.
        store: where results are kept; a study that was ended goes on from there. One at a time.
        segmenter: starts an engine; it runs for the `with` block, and is not asked for where nothing is left.
        watcher: told about the progress.

    Raises:
        EngineError: an engine cannot be started, or a failure that every run would have.
        OutputError: the folder cannot be written.
    """
    watcher = watcher or Watcher()
    store.open(plan.data.title)
    store.clear_remains()
    results: dict[tuple[str, ...], Entry] = {}
    refused: dict[str, str] = {}
    runs = list(plan.runs())
    for run in runs:
        earlier = store.load(run.place, run.key(plan))
        if earlier is not None:
            results[run.place] = earlier
    todo = [run for run in runs if run.place not in results]
    watcher.begins(todo, len(results))
    number = 0
    for engine in plan.engines:
        mine = [run for run in todo if run.engine == engine]
        if not mine:
            continue
        with segmenter(engine) as segment:
            reader = _Reader()
            for run in mine:
                number += 1
                watcher.run(run, number, len(todo))
                entry = _computed(run, plan, store, segment, reader)
                if isinstance(entry, InputError):
                    refused[f"{run.case.name} {run.scan.sequence}"] = str(entry)
                    watcher.refused(run, str(entry))
                    continue
                if entry.failure:
                    watcher.failed(run, entry.failure)
                results[run.place] = entry
    ordered = {run.place: results[run.place] for run in runs if run.place in results}
    return StudyResult(plan, ordered, refused)


class _Reader:
    """Reads each scan once for all of its settings."""

    def __init__(self) -> None:
        self._scan: Scan | None = None
        self._content: tuple[Volume, Segmentation] | InputError | None = None

    def read(self, scan: Scan) -> tuple[Volume, Segmentation]:
        if scan is not self._scan:
            self._scan, self._content = scan, None
            try:
                self._content = scan.read()
            except InputError as error:
                self._content = error
        if isinstance(self._content, InputError):
            raise self._content
        return self._content


def _computed(
    run: Run, plan: StudyPlan, store: StudyStore, segment: Segment, reader: _Reader
) -> Entry | InputError:
    try:
        volume, reference = reader.read(run.scan)
        started = time.monotonic()
        found, words = segment(volume, run)
        seconds = time.monotonic() - started
        evaluation = evaluate_case(
            found,
            reference,
            case=run.case.name,
            tolerance_mm=plan.tolerance_mm,
            structures=plan.structures,
        )
    except InputError as error:
        return error
    except EngineError as error:
        if error.failure.kind not in _OF_ONE_RUN:
            raise
        return Entry(None, 0.0, error.sentence)
    entry = Entry(evaluation, round(seconds, 2), "", words)
    store.save(run.place, run.key(plan), entry, found)
    return entry
