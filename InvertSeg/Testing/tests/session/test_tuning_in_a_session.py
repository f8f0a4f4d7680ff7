"""Tuning through a session with a real worker: what is tried, told and proposed, and how it is stopped."""

import time

import numpy as np
import pytest

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.session.tuning import SessionTuning
from InvertSegLib.volume.volume import Volume

QUICK = ["start", "tone 0.5", "tone 0.8", "tone 0.35", "tone 1"]


def a_body(shape=(10, 48, 48)) -> Volume:
    """A cylinder of tissue from dark to bright in air with a little noise."""
    k, j, i = np.indices(shape)
    inside = np.hypot(j - shape[1] / 2, i - shape[2] / 2) < 18
    voxels = np.where(inside, 200 + 20 * i, 3 + (i + 5 * j + k) % 4)
    return Volume(voxels.astype(np.int16), np.diag([-4.0, -4.0, 5.0, 1.0]))


class Told:
    """A tuning of a session, with what it has told."""

    def __init__(self, bench) -> None:
        self.bench = bench
        bench.session.update(preset="calibrated", structures=())
        self.tuning = SessionTuning(bench.session, bench.loop.call_later)
        self.states, self.trials, self.ends = [], [], []
        self.tuning.changed.connect(self.states.append)
        self.tuning.tried.connect(self.trials.append)
        self.tuning.finished.connect(lambda *end: self.ends.append(end))

    def until_the_end(self):
        assert self.bench.loop.run_until(lambda: self.ends, 60), self.states
        return self.ends[-1]


@pytest.fixture
def told(warm_bench):
    told = Told(warm_bench)
    yield told
    told.tuning.close()


def test_all_settings_are_tried_and_put_together(told):
    before = told.bench.session.parameters
    told.tuning.start(a_body(), "quick")
    assert told.tuning.state.busy
    proposal, failure = told.until_the_end()
    assert failure is None
    assert [trial.candidate.name for trial in told.trials] == QUICK
    assert len({trial.segmentation.label_map.tobytes() for trial in told.trials}) == 5
    names = [score.name for score in proposal.scores]
    assert sorted(names) == sorted(QUICK)
    assert proposal.best.candidate.name == names[0]
    assert len(proposal.segmentation.provenance["tuning"]["settings"]) == 5
    assert told.bench.session.parameters == before
    assert not told.tuning.state.busy
    assert told.tuning.state.done == 5


def test_its_cost_is_told_and_falls(told):
    told.tuning.start(a_body(), "quick")
    told.until_the_end()
    running = [state for state in told.states if state.name]
    assert [state.done for state in running] == [0, 1, 2, 3, 4]
    assert running[0].remaining is None
    assert all(state.remaining > 0 for state in running[1:])
    assert told.states[-1].remaining == 0


def test_a_setting_can_be_used_afterwards(told):
    told.tuning.start(a_body(), "quick")
    told.until_the_end()
    told.tuning.use("tone 0.35")
    assert told.bench.session.parameters.inversion.tone == 0.35
    told.bench.session.update(preset="calibrated")


def test_it_stops_with_what_is_done_and_goes_on_from_there(told):
    volume = a_body()
    told.tuning.tried.connect(lambda _trial: told.tuning.stop() if len(told.trials) == 2 else None)
    told.tuning.start(volume, "quick")
    proposal, failure = told.until_the_end()
    assert failure is None
    assert len(proposal.scores) == len(told.trials) == 2
    told.ends.clear()
    told.tuning.start(volume, "quick")
    proposal, _ = told.until_the_end()
    assert len(proposal.scores) == 5
    assert [trial.candidate.name for trial in told.trials] == QUICK  # none of them twice


def test_a_stop_while_the_network_runs_ends_the_run(told):
    told.bench.session.update(structures=("nap",))
    told.tuning.start(a_body(), "quick")
    told.bench.until_stage("napping")
    started = time.monotonic()
    told.tuning.stop()
    proposal, failure = told.until_the_end()
    assert (proposal, failure) == (None, None)
    assert time.monotonic() - started < 10
    assert not told.bench.session.run.busy
    told.bench.session.update(structures=())


def test_what_was_tried_can_be_forgotten_at_any_time(told):
    told.tuning.start(a_body(), "quick")
    assert told.bench.loop.run_until(lambda: told.trials, 60)
    assert [score.name for score in told.tuning.scores] == ["start"]
    told.tuning.forget()
    assert (told.tuning.trials, told.tuning.scores) == ((), ())
    assert not told.tuning.state.busy
    assert told.bench.loop.run_until(lambda: not told.bench.session.run.busy, 20)
    told.bench.loop.run_until(lambda: told.ends, 0.3)
    assert told.ends == []
    # Afterwards it begins anew.
    told.tuning.start(a_body(), "quick")
    told.until_the_end()
    assert len(told.tuning.trials) == 5


def test_a_start_that_is_refused_leaves_what_was_tried(told):
    volume, constant = a_body(), Volume(np.full((4, 8, 8), 7, np.int16), np.eye(4))
    told.tuning.tried.connect(lambda _trial: told.tuning.stop() if len(told.trials) == 1 else None)
    told.tuning.start(volume, "quick")
    told.until_the_end()
    told.bench.session.update(quality="full")
    with pytest.raises(InputError):
        told.tuning.start(constant, "quick")
    told.bench.session.update(quality="fast")
    assert len(told.tuning.trials) == 1
    told.ends.clear()
    told.tuning.start(volume, "quick")
    told.until_the_end()
    assert [trial.candidate.name for trial in told.trials] == QUICK  # none of them twice


def test_a_failing_network_ends_it_with_the_reason(told):
    told.bench.session.update(structures=("gpu memory",))
    told.tuning.start(a_body(), "quick")
    proposal, failure = told.until_the_end()
    assert proposal is None
    assert failure.kind == "out_of_memory"
    told.bench.session.update(structures=())


def test_another_networks_results_are_not_taken_up(told):
    volume = a_body()
    told.tuning.start(volume, "quick")
    told.until_the_end()
    told.ends.clear()
    told.bench.session.update(quality="full")
    told.tuning.start(volume, "quick")
    told.until_the_end()
    assert len(told.trials) == 10
    told.bench.session.update(quality="fast")


def test_what_cannot_be_tuned_is_refused_before_anything_is_run(told):
    told.bench.session.update(preset="none")
    with pytest.raises(ParameterError):
        told.tuning.start(a_body(), "quick")
    told.bench.session.update(preset="calibrated")
    constant = Volume(np.full((4, 8, 8), 7, np.int16), np.eye(4))
    with pytest.raises(InputError):
        told.tuning.start(constant, "quick")
    assert not told.tuning.state.busy
    assert not told.bench.session.run.busy


def test_nobody_can_start_it_twice(told):
    told.tuning.start(a_body(), "quick")
    with pytest.raises(RuntimeError):
        told.tuning.start(a_body(), "quick")
    told.tuning.stop()
    told.until_the_end()
