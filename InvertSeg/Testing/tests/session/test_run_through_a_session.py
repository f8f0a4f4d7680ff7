"""A run from a volume to a segmentation, through a real worker: what is told, what comes out, what stays."""

import logging

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError, InputError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.volume import Volume


def test_a_volume_becomes_a_segmentation_on_its_own_grid(warm_bench, volume):
    found = warm_bench.run(volume).segmentation
    inverted = invert(volume.voxels, PRESETS["published"])
    np.testing.assert_array_equal(found.label_map, (inverted > 0) * 1 + (inverted > 100) * 1)
    np.testing.assert_array_equal(found.ijk_to_ras, volume.ijk_to_ras)
    assert found.table.names == {1: "bright", 2: "brighter"}
    assert found.confidence == {"bright": 0.5}
    assert warm_bench.session.outcome.segmentation is found


def test_the_volume_itself_is_left_as_it_was(warm_bench, volume):
    before = volume.voxels.copy()
    warm_bench.run(volume)
    np.testing.assert_array_equal(volume.voxels, before)


def test_the_provenance_is_that_of_the_command_line(warm_bench, volume):
    """The same run, inverted here and by the pipeline."""
    from InvertSegLib.worker.client import Worker

    mine = warm_bench.run(volume).segmentation
    environments = warm_bench.environments
    request = SegmentationRequest(PRESETS["published"], ModelChoice("totalsegmentator", task="plain"))
    with Worker(environments.command("totalsegmentator")) as worker:
        theirs = segment_volume(volume, request, worker)
    np.testing.assert_array_equal(mine.label_map, theirs.label_map)
    assert mine.provenance["input"]["sha256"] == sha256_of(volume)
    timeless = [
        {key: value for key, value in s.provenance.items() if key not in {"created", "seconds"}}
        for s in (mine, theirs)
    ]
    assert timeless[0] == timeless[1]
    assert set(mine.provenance["seconds"]) <= set(theirs.provenance["seconds"])
    assert "inversion" in mine.provenance["seconds"]


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_preset_gives_what_inverting_beforehand_gives(warm_bench, preset):
    rng = np.random.default_rng(5)
    voxels = rng.integers(0, 900, (6, 20, 20)).astype(np.int16)
    warm_bench.session.update(preset=preset)
    found = warm_bench.run(Volume(voxels, np.eye(4))).segmentation
    inverted = invert(voxels, PRESETS[preset])
    np.testing.assert_array_equal(found.label_map, (inverted > 0) * 1 + (inverted > 100) * 1)
    warm_bench.session.update(preset="published")


def test_the_run_tells_its_stages_progress_and_remaining_time(warm_bench, volume):
    warm_bench.runs.clear()
    warm_bench.run(volume, "stages")
    # Others may come and go within one piece of what is read.
    assert [s for s in warm_bench.stages if s in {"starting", "loading", "predict"}] == ["loading", "predict"]
    predicting = [run for run in warm_bench.runs if run.stage == "predict" and run.fraction is not None]
    fractions = [run.fraction for run in predicting]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.8
    assert any(run.remaining is not None and 0 < run.remaining < 5 for run in predicting)
    assert {run.state for run in warm_bench.runs[:-1]} == {"running"}
    last = warm_bench.runs[-1]
    assert (last.state, last.stage, last.busy, last.warm) == ("idle", "", False, True)


def test_the_second_run_is_warm(warm_bench, volume):
    commands = warm_bench.environments.commands
    warm_bench.runs.clear()
    warm_bench.lines.clear()
    warm_bench.run(volume)
    assert warm_bench.environments.commands == commands
    assert "reading weights" not in warm_bench.stages
    assert "network made" not in warm_bench.lines
    assert all(run.warm for run in warm_bench.runs)


def test_what_the_engine_prints_is_told_and_kept(warm_bench, volume):
    warm_bench.lines.clear()
    warm_bench.run(volume, "print")
    warm_bench.run(volume)  # what comes from standard error may be late
    assert {"from python", "from c", "bar 2"} <= set(warm_bench.lines)
    # The log is that of the last run; a line of the one before may have come late and stand in it.
    log = warm_bench.session.run.log
    assert [line for line in log if line.startswith("run")] == [
        line for line in warm_bench.lines if line.startswith("run")
    ][-1:]


@pytest.mark.parametrize(
    ("structure", "kind", "words"),
    [
        ("memory", "out_of_memory", "not enough"),
        ("gpu memory", "out_of_memory", ""),
        ("exit", "internal", "ended the run"),
    ],
)
def test_a_failure_comes_as_words_and_the_worker_stays(warm_bench, volume, structure, kind, words):
    outcome = warm_bench.run(volume, structure)
    assert (outcome.segmentation, outcome.cancelled, outcome.failure.kind) == (None, False, kind)
    assert words in outcome.failure.sentence
    assert outcome.failure.remedy
    pids = list(warm_bench.pids)
    assert warm_bench.run(volume).segmentation
    assert warm_bench.pids == pids


def test_a_volume_that_cannot_be_inverted_is_told_in_words(warm_bench):
    outcome = warm_bench.run(Volume(np.full((4, 5, 6), 7, np.int16), np.eye(4)))
    assert outcome.failure.kind == "bad_request"
    assert "constant" in outcome.failure.sentence


def test_a_failure_while_loading_is_told(a_bench):
    bench = a_bench()
    bench.session.update(task="none there")
    outcome = bench.run()
    assert (outcome.failure.kind, outcome.failure.remedy) == ("no_weights", "Get them.")
    assert not bench.session.run.warm
    bench.session.update(task="plain")
    assert bench.run().segmentation
    assert len(bench.pids) == 1


def test_another_engine_gets_another_worker_and_the_first_one_leaves(a_bench, gone):
    bench = a_bench()
    bench.run()
    bench.session.update(engine="mrsegmentator", task="plain")
    assert bench.run().segmentation.provenance["engine"]["name"] == "mrsegmentator"
    first, second = bench.pids
    bench.wait(0.1)
    assert gone(first)
    assert not gone(second, within=0)


def test_parameters_that_change_during_a_run_count_for_the_next(warm_bench, volume):
    warm_bench.session.update(structures=("stages",))
    warm_bench.session.start(volume)
    warm_bench.session.update(structures=(), preset="none")
    assert warm_bench.loop.run_until(lambda: not warm_bench.session.run.busy, 30)
    provenance = warm_bench.outcomes[-1].segmentation.provenance
    assert (provenance["structures"], provenance["inversion"]["mapping"]) == (["stages"], "published")
    warm_bench.session.update(preset="published")


def test_a_listener_that_starts_the_next_run_is_served(warm_bench, volume):
    def again(outcome):
        if len(told) < 2:
            warm_bench.session.start(volume)
        told.append(outcome)

    told = []
    warm_bench.session.finished.connect(again)
    warm_bench.session.update(structures=())
    warm_bench.session.start(volume)
    assert warm_bench.loop.run_until(lambda: len(told) == 3, 30)
    warm_bench.session.finished.disconnect(again)
    assert all(outcome.segmentation for outcome in told)


def test_a_listener_that_fails_stops_nobody(warm_bench, volume, caplog):
    def fail(_told):
        raise ValueError("not my day")

    warm_bench.session.run_changed.connect(fail)
    with caplog.at_level(logging.ERROR):
        assert warm_bench.run(volume).segmentation
    warm_bench.session.run_changed.disconnect(fail)
    assert "not my day" in caplog.text


def test_one_run_at_a_time(warm_bench, volume):
    warm_bench.session.update(structures=("stages",))
    warm_bench.session.start(volume)
    with pytest.raises(RuntimeError):
        warm_bench.session.start(volume)
    assert warm_bench.loop.run_until(lambda: not warm_bench.session.run.busy, 30)
    assert warm_bench.outcomes[-1].segmentation


@pytest.mark.parametrize(
    "voxels",
    [np.zeros((4, 5)), np.zeros((4, 5, 6, 3)), np.zeros((4, 5, 6), complex), np.zeros((0, 5, 6))],
    ids=["2D", "colour", "complex", "empty"],
)
def test_what_is_no_scan_is_refused_at_once(warm_bench, voxels):
    with pytest.raises(InputError):
        warm_bench.session.start(Volume(voxels, np.eye(4)))
    assert not warm_bench.session.run.busy


def test_what_is_not_ready_is_refused_in_the_words_of_readiness(a_bench, volume):
    bench = a_bench()
    bench.session.update(engine="nnunet")
    with pytest.raises(EngineError, match="No model is chosen"):
        bench.session.start(volume)
    assert (bench.session.run.state, bench.runs, bench.pids) == ("idle", [], [])


def test_engines_are_asked_beside_a_run(a_bench, volume):
    bench = a_bench()
    told = []
    bench.session.tasks_changed.connect(lambda: told.append(bench.session.describing))
    bench.session.update(structures=("nap",))
    bench.session.start(volume)
    bench.session.describe()
    bench.session.describe()
    bench.session.ask_devices()
    assert bench.loop.run_until(lambda: bench.session.devices, 60)
    assert told == [True, False]
    assert bench.session.devices[-1].name == "cpu"
    assert bench.session.devices[-1].memory_free > 0
    assert len(bench.pids) == 2
    assert bench.session.run.busy


def test_what_the_volume_needs_is_estimated(a_bench):
    session = a_bench().session
    session.update(task="total")
    assert session.required_memory() is None
    facts = VolumeFacts.of(np.zeros((300, 512, 512), np.int16), (0.8, 0.8, 1.5), value_range=(0, 1000))
    session.set_volume_facts(facts)
    fast = session.required_memory()
    assert 5 << 30 < fast < 8 << 30
    session.update(quality="full")
    assert session.required_memory() != fast
    session.use_demo_model()
    assert session.required_memory() < fast / 3
    session.update(engine="totalsegmentator")
    session.update(task="another")
    assert session.required_memory() is None
