"""Tuning: try settings on one patient, rank them without ground truth, put them together.

What runs the network is handed in as a function, so that command line, session and studies share the rest.
Hosts that must not wait take the generators `..._in_steps`, whose steps are short on a coarse grid.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from InvertSegLib.errors import InputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.candidates import Candidate
from InvertSegLib.review.quality import BodyFrame, SegmentQuality, assess_in_steps
from InvertSegLib.review.ranking import Ranking, SettingScore
from InvertSegLib.review.steps import Steps, coarse_segmentation, coarse_volume, result_of
from InvertSegLib.review.trials import TrialStore
from InvertSegLib.review.vote import Weights, vote_in_steps
from InvertSegLib.volume.volume import Volume

VOTE = "vote"

# Takes a setting, gives what the network found with it.
Segment = Callable[[Candidate], Segmentation]


@dataclass(frozen=True, eq=False)
class Trial:
    """A setting that was tried.

    Attributes:
        candidate: the setting.
        segmentation: what the network found.
        qualities: of its structures.
        seconds: what it took; 0 where an earlier tuning's result was taken.
    """

    candidate: Candidate
    segmentation: Segmentation
    qualities: tuple[SegmentQuality, ...]
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class Proposal:
    """What tuning proposes.

    Attributes:
        segmentation: of all settings together, each structure where a majority has it that is weighted by the
            settings' quality; `disagreement` says how far they were apart.
        best: the best single setting, to use again.
        scores: of all settings, the best first.
        doubts_inversion: the best single setting has the other sign than the one to start from. Inversion is
            probably wrong for this scan, and so is what most settings agree on (docs/evidence.md).
    """

    segmentation: Segmentation
    best: Trial
    scores: tuple[SettingScore, ...]
    doubts_inversion: bool = False


@dataclass
class Tuning:
    """The settings to try on one volume, and what came of those that were.

    Attributes:
        volume: the MRI.
        candidates: the settings, the one to start from first.
        structures: names that count, empty for all that are found.
        steps: results are judged on every so manieth slice, row and column (k, j, i).
        trials: those that are done, in the order of the candidates as far as they went.
        failed: setting to the reason, for settings that this volume cannot be inverted with.
    """

    volume: Volume
    candidates: Sequence[Candidate]
    structures: tuple[str, ...] = ()
    steps: Steps = (1, 1, 1)
    trials: list[Trial] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ranking = Ranking(self.structures)
        self._body: BodyFrame | None = None

    @property
    def remaining(self) -> tuple[Candidate, ...]:
        """The settings that are still to be tried."""
        done = {trial.candidate.name for trial in self.trials} | set(self.failed)
        return tuple(candidate for candidate in self.candidates if candidate.name not in done)

    @property
    def expected_seconds(self) -> float | None:
        """How long the remaining ones will take; None before the first."""
        runs = [trial.seconds for trial in self.trials if trial.seconds > 0]
        # The first one may have started the worker and loaded the network.
        known = runs[1:] or runs
        return len(self.remaining) * sum(known) / len(known) if known else None

    @property
    def body(self) -> BodyFrame:
        """Where the patient is, on the grid that results are judged on; found when first asked for."""
        if self._body is None:
            self._body = BodyFrame.of(coarse_volume(self.volume, self.steps))
        return self._body

    def take(self, candidate: Candidate, segmentation: Segmentation, seconds: float = 0.0) -> Trial:
        """Judge what the network found with a setting, and keep it."""
        return result_of(self.take_in_steps(candidate, segmentation, seconds))

    def take_in_steps(
        self, candidate: Candidate, segmentation: Segmentation, seconds: float = 0.0
    ) -> Generator[None, None, Trial]:
        """As `take`."""
        coarse = coarse_segmentation(segmentation, self.steps)
        qualities = []
        for quality in assess_in_steps(coarse, self.body):
            qualities.append(quality)
            yield
        self._ranking.add(candidate.name, coarse, qualities)
        trial = Trial(candidate, segmentation, tuple(qualities), seconds)
        self.trials.append(trial)
        return trial

    def fail(self, candidate: Candidate, error: InputError) -> None:
        """Go on without a setting that this volume cannot be inverted with."""
        self.failed[candidate.name] = error.sentence

    def scores(self) -> tuple[SettingScore, ...]:
        """Of the settings that were tried, the best first."""
        return self._ranking.scores()

    def proposal(self) -> Proposal:
        """What is best of what was tried so far.

        Raises:
            ValueError: nothing was tried.
        """
        return result_of(self.proposal_in_steps())

    def proposal_in_steps(self) -> Generator[None, None, Proposal]:
        """As `proposal`."""
        if not self.trials:
            raise ValueError("nothing was tried")
        scores = self.scores()
        trials = {trial.candidate.name: trial for trial in self.trials}
        best = trials[scores[0].name]
        together = best.segmentation
        if len(trials) > 1:
            weights = self._ranking.weights()
            results = {name: trial.segmentation for name, trial in trials.items()}
            label_map = yield from vote_in_steps(results, weights)
            told = {
                "confidence": _mean_confidence(results, weights),
                "disagreement": _disagreement(scores, weights),
            }
            provenance = {
                **best.segmentation.provenance,
                **{key: {name: round(x, 4) for name, x in of.items()} for key, of in told.items()},
                "tuning": self._provenance(trials, scores),
            }
            together = replace(best.segmentation, label_map=label_map, provenance=provenance, **told)
        sign = self.candidates[0].parameters.inverted
        return Proposal(together, best, scores, best.candidate.parameters.inverted != sign)

    def _provenance(self, trials: Mapping[str, Trial], scores: Sequence[SettingScore]) -> dict[str, Any]:
        return {
            "method": "majority of the settings, weighted by the squared quality of each structure",
            "structures": list(self.structures),
            "settings": [
                {**setting_json(trials[score.name].candidate), "score": round(score.score, 4)}
                for score in scores
            ],
        }


def _mean_confidence(results: Mapping[str, Segmentation], weights: Weights) -> dict[str, float]:
    """Structure to confidence, where the engine gives it."""
    known = {name for segmentation in results.values() for name in segmentation.confidence}
    return {
        name: sum(weight * results[setting].confidence.get(name, 0.0) for setting, weight in of.items())
        for name, of in weights.items()
        if name in known and any(of.values())
    }


def _disagreement(scores: Sequence[SettingScore], weights: Weights) -> dict[str, float]:
    """Structure to how far the settings are apart, each by its weight."""
    return {
        name: max(0.0, 1 - sum(of[score.name] * score.agreement.get(name, 0.0) for score in scores))
        for name, of in weights.items()
        if name in scores[0].agreement and any(of.values())
    }


def setting_json(candidate: Candidate) -> dict[str, Any]:
    """A setting as a JSON object."""
    return {
        "name": candidate.name,
        "inversion": candidate.parameters.to_json(),
        "transforms": [choice.to_json() for choice in candidate.transforms],
    }


def tune(
    tuning: Tuning,
    segment: Segment,
    *,
    store: TrialStore | None = None,
    on_start: Callable[[Candidate], object] = lambda _candidate: None,
    on_trial: Callable[[Trial], object] = lambda _trial: None,
) -> None:
    """Try all settings that remain.

    Whatever interrupts it (an exception of `segment` or of a callback, Ctrl-C) leaves the finished trials in
    `tuning`, and in the store.

    Args:
        tuning: takes the results.
        segment: runs the network with a setting.
        store: results of an earlier tuning are taken from here, new ones kept; None for neither.
        on_start: called with each setting before it is run.
        on_trial: called with each trial.

    Raises:
        OutputError: a result cannot be kept.
        EngineError: a run failed.
    """
    for candidate in tuning.remaining:
        found = store.load(candidate) if store else None
        seconds = 0.0
        if found is None:
            on_start(candidate)
            started = time.monotonic()
            try:
                found = segment(candidate)
            except InputError as error:
                tuning.fail(candidate, error)
                continue
            seconds = time.monotonic() - started
            if store:
                store.save(candidate, found)
        on_trial(tuning.take(candidate, found, seconds))
