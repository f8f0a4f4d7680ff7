"""Cancel within two seconds at any stage, kills, release, close: something is told and nothing is left."""

import os
import signal
import time

import numpy as np
import pytest

from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.watch import Patience


def begin(bench, *structures, volume, task="plain"):
    bench.session.update(task=task)
    bench.session.update(structures=structures)
    bench.session.start(volume)


def cancel_and_time(bench):
    began = time.monotonic()
    bench.session.cancel()
    assert bench.session.run.state == "cancelling"
    bench.session.cancel()  # once more changes nothing
    assert bench.loop.run_until(lambda: not bench.session.run.busy, 10)
    taken = time.monotonic() - began
    outcome = bench.outcomes[-1]
    assert (outcome.cancelled, outcome.segmentation, outcome.failure) == (True, None, None)
    return taken


def test_before_the_worker_has_answered(a_bench, volume, gone):
    bench = a_bench()
    begin(bench, volume=volume)
    assert bench.session.run.state == "starting"
    assert cancel_and_time(bench) < 2.0
    assert gone(*bench.pids, within=0.5)
    assert bench.run(volume).segmentation


@pytest.mark.parametrize(
    ("task", "structure", "stage"),
    [("sleep", "", "reading weights"), ("nap", "", "napping"), ("plain", "nap", "napping"),
     ("plain", "csleep", "csleep"), ("plain", "regex", "regex"), ("plain", "busy", "busy")],
)  # fmt: skip
def test_while_loading_and_segmenting(a_bench, volume, gone, task, structure, stage):
    bench = a_bench()
    begin(bench, *filter(None, [structure]), volume=volume, task=task)
    bench.until_stage(stage)
    bench.wait(0.1)
    assert cancel_and_time(bench) < 2.0
    if stage != "napping":
        assert gone(*bench.pids, within=0.5)
    bench.session.update(task="plain")
    assert bench.run(volume).segmentation
    assert len(bench.pids) == (1 if stage == "napping" else 2)


@pytest.mark.parametrize("stage", ["sending the volume", "inverting"])
def test_while_a_large_volume_is_sent_and_inverted(a_bench, stage):
    bench = a_bench()
    voxels = np.random.default_rng(1).integers(0, 1000, (200, 512, 512), np.int16)
    begin(bench, volume=Volume(voxels, np.eye(4)))
    bench.until_stage(stage)
    assert cancel_and_time(bench) < 2.0


def test_all_children_end_with_a_cancel(a_bench, volume, gone):
    bench = a_bench()
    begin(bench, "family", "busy", volume=volume)
    bench.until_stage("busy")
    bench.wait(0.1)
    cancel_and_time(bench)
    children = [int(line.split()[1]) for line in bench.lines if line.startswith("child")]
    assert len(children) == 5
    assert gone(*bench.pids, *children, within=0.5)


@pytest.mark.parametrize(("structure", "stage"), [("sleep", "sleep"), ("nap", "napping")])
def test_a_killed_worker_is_told_with_its_stage_and_replaced(a_bench, volume, structure, stage):
    bench = a_bench()
    begin(bench, structure, volume=volume)
    bench.until_stage(stage)
    began = time.monotonic()
    os.kill(bench.pids[0], signal.SIGKILL)
    assert bench.loop.run_until(lambda: not bench.session.run.busy, 10)
    assert time.monotonic() - began < 1.0
    failure = bench.outcomes[-1].failure
    assert failure.kind == "killed"
    assert f"while {stage}" in failure.sentence
    assert not bench.session.run.warm
    assert len(bench.outcomes) == 1
    assert bench.run(volume).segmentation
    assert len(bench.pids) == 2


def test_one_that_is_killed_while_it_is_idle_is_no_failure(a_bench, volume):
    bench = a_bench()
    bench.run(volume)
    os.kill(bench.pids[0], signal.SIGKILL)
    assert bench.loop.run_until(lambda: not bench.session.run.warm, 10)
    assert len(bench.outcomes) == 1
    assert bench.run(volume).segmentation


def test_one_that_has_left_when_it_is_asked_is_replaced_without_a_word(a_bench, volume):
    """Its idle time was over, and the news of its end has not been read yet."""
    bench = a_bench()
    bench.environments.idle_minutes = 0.02
    bench.run(volume)
    time.sleep(3.0)  # the loop does not run meanwhile
    bench.session.start(volume)
    assert bench.loop.run_until(lambda: not bench.session.run.busy, 30)
    assert bench.outcomes[-1].segmentation
    assert (len(bench.outcomes), len(bench.pids)) == (2, 2)


def test_one_that_crashes_in_the_run_is_not_tried_again(a_bench, volume):
    bench = a_bench()
    bench.run(volume)
    assert bench.run(volume, "quiet exit").failure.kind == "killed"
    assert len(bench.pids) == 1


def test_release_ends_the_worker_and_the_next_run_gets_another(a_bench, volume, gone):
    bench = a_bench()
    bench.run(volume)
    bench.session.release()
    assert not bench.session.run.warm
    assert not bench.runs[-1].warm
    bench.wait(0.2)
    assert gone(*bench.pids)
    assert bench.run(volume).segmentation
    assert len(bench.outcomes) == 2


def test_release_leaves_a_run_alone(a_bench, volume):
    bench = a_bench()
    begin(bench, "stages", volume=volume)
    bench.until_stage("predict")
    bench.session.release()
    assert bench.loop.run_until(lambda: not bench.session.run.busy, 30)
    assert bench.outcomes[-1].segmentation


def test_a_run_right_after_release_does_not_wait_for_the_old_worker(a_bench, volume, gone):
    bench = a_bench()
    bench.run(volume)
    bench.session.release()
    assert bench.run(volume).segmentation
    assert gone(bench.pids[0])
    assert bench.session.run.warm


@pytest.mark.parametrize("structure", ["", "family", "csleep"])
def test_close_leaves_nothing_at_once(a_bench, volume, gone, structure):
    bench = a_bench()
    bench.run(volume, *(["family"] if structure == "family" else []))
    bench.session.describe()
    if structure == "csleep":
        begin(bench, structure, volume=volume)
        bench.until_stage("csleep")
    bench.session.close()
    children = [int(line.split()[1]) for line in bench.lines if line.startswith("child")]
    # The loop does not run any more: Slicer is about to quit.
    assert gone(*bench.pids, *children)
    assert [outcome.cancelled for outcome in bench.outcomes] == [False] + [True] * (structure == "csleep")
    with pytest.raises(RuntimeError):
        bench.session.start(volume)


def test_a_worker_that_is_silent_for_too_long_is_ended(a_bench, volume):
    bench = a_bench(patience=Patience(silence=0.2, limit=1.5))
    outcome = bench.run(volume, "csleep")
    assert outcome.failure.kind == "stalled"
    assert any("nothing heard for" in run.message for run in bench.runs)


def test_a_program_that_cannot_be_started_is_told(a_bench, volume):
    bench = a_bench()
    bench.environments.command = lambda engine: ["/nowhere/python", "launch.py"]
    outcome = bench.run(volume)
    assert outcome.failure.kind == "no_environment"
    assert not bench.session.run.busy
