"""A worker that does what it is asked: answers, stages, prints, keeps its network, waits and leaves."""

import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError
from InvertSegLib.inversion.ensemble import Ensemble
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, inverting
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import LAUNCHER, worker_command
from InvertSegLib.worker.messages import PROTOCOL
from InvertSegLib.worker.watch import Patience

CHOICE = ModelChoice("tests")


def texts(told):
    return [event.text for event in told if isinstance(event, events.Log)]


def test_a_volume_is_segmented(warm_worker, volume):
    result = warm_worker.segment(volume)
    np.testing.assert_array_equal(result.label_map, (volume.voxels > 0) * 1 + (volume.voxels > 100) * 1)
    assert result.label_map.dtype == np.uint8
    assert result.labels == {1: "bright", 2: "brighter"}
    assert result.confidence == {"bright": 0.5}
    assert result.device == "cpu"
    assert result.versions["engine_of_tests"] == "1.0"
    assert result.versions["python"] == sys.version.split()[0]


def test_hello_is_quick_and_needs_no_torch(a_worker):
    start = time.monotonic()
    hello = a_worker().hello()
    assert time.monotonic() - start < 3.0
    assert hello.versions["numpy"] == np.__version__
    assert hello.memory["total"] >= hello.memory["available"] > 0


def test_the_processor_is_always_a_device(warm_worker):
    device = warm_worker.devices()[-1]
    assert device.name == "cpu"
    assert device.title
    assert device.memory_total > 0


def test_an_engine_describes_itself(warm_worker):
    assert warm_worker.describe("tests", "/w")["weights"] == "/w"


def test_an_unknown_engine_is_refused_with_the_known_ones(warm_worker):
    with pytest.raises(EngineError) as caught:
        warm_worker.describe("stardust")
    assert caught.value.failure.kind == "bad_request"
    assert "totalsegmentator" in caught.value.failure.remedy


def test_the_network_stays_loaded(a_worker, volume):
    worker = a_worker()
    first = worker.load(CHOICE)
    assert (first.reused, "reading weights" in first.timings) == (False, True)
    assert worker.load(CHOICE).reused
    worker.segment(volume)
    worker.segment(volume)
    assert any(text.startswith("run 2") for text in texts(worker.told))
    assert texts(worker.told).count("network made") == 1
    assert not worker.load(ModelChoice("tests", device="cpu")).reused
    assert "network closed" in texts(worker.told)


def test_after_unloading_there_is_no_network(a_worker, volume):
    worker = a_worker()
    worker.load(CHOICE)
    pid = worker.pid
    worker.unload()
    with pytest.raises(EngineError, match="No network is loaded"):
        worker.segment(volume)
    worker.load(CHOICE)
    worker.segment(volume)
    assert worker.pid == pid


def test_stages_are_told_timed_and_add_up(a_worker, volume):
    worker = a_worker()
    worker.load(CHOICE)
    del worker.told[:]
    start = time.monotonic()
    timings = worker.segment(volume, ["stages"]).timings
    wall = time.monotonic() - start
    assert sum(timings.values()) == pytest.approx(wall, abs=0.05)
    assert timings["filter"] == pytest.approx(0.2, abs=0.08)
    assert timings["resample"] == pytest.approx(0.2, abs=0.08)
    assert timings["segmenting"] < 0.1
    stages = [e.stage for e in worker.told if isinstance(e, events.Progress)]
    assert [name for name, _ in itertools.groupby(stages)][:5] == [
        "segmenting", "stages", "resample", "filter", "resample",
    ]  # fmt: skip
    assert stages[-1] == "sending the result"


def test_progress_is_throttled_and_its_last_word_is_kept(a_worker, volume):
    worker = a_worker()
    worker.load(CHOICE)
    del worker.told[:]
    seconds = worker.segment(volume, ["stages"]).timings["predict"]
    told = [e for e in worker.told if isinstance(e, events.Progress) and e.stage == "predict"]
    fractions = [e.fraction for e in told if e.fraction is not None]
    assert 5 <= len(fractions) <= seconds * 20 + 2
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert any(e.remaining is not None and 0 < e.remaining < 2 for e in told)


def test_prints_of_all_kinds_become_log_lines(a_worker, volume):
    """The frames come through unharmed, and standard input holds nothing for the engine's children."""
    worker = a_worker()
    worker.load(CHOICE)
    worker.segment(volume, ["print"])
    worker.close()
    expected = ["from python", "from descriptor 1", "from a child", "from c", "from stderr", "bar 1", "bar 3"]
    assert [text for text in texts(worker.told) if text in expected] == expected


def test_a_huge_volume_goes_both_ways():
    voxels = np.zeros((100, 512, 512), np.int16)
    voxels[::2] = 50
    engine = Path(__file__).with_name("engine_of_tests.py")
    command = worker_command(sys.executable, engines={"tests": engine})
    with Worker(command) as worker:
        worker.load(CHOICE)
        result = worker.segment(Volume(voxels, np.eye(4)))
        np.testing.assert_array_equal(result.label_map[:2].max(axis=(1, 2)), [1, 0])
        assert result.label_map.shape == voxels.shape
        assert result.timings["transfer"] < 10


def test_a_failure_is_told_with_what_was_printed(warm_worker):
    with pytest.raises(EngineError) as caught:
        warm_worker.load(ModelChoice("tests", task="damaged"))
    failure = caught.value.failure
    assert failure.kind == "internal"
    assert "ValueError: not like this" in failure.sentence
    assert failure.log[-1] == "ValueError: not like this"
    assert any("engine_of_tests.py" in line for line in failure.log)
    warm_worker.load(CHOICE)


@pytest.mark.parametrize(
    ("action", "kind"), [("memory", "out_of_memory"), ("gpu memory", "out_of_memory"), ("exit", "internal")]
)
def test_after_a_failure_the_network_is_still_warm(warm_worker, volume, action, kind):
    pid = warm_worker.pid
    with pytest.raises(EngineError) as caught:
        warm_worker.segment(volume, [action])
    assert caught.value.failure.kind == kind
    warm_worker.segment(volume)
    assert (warm_worker.pid, warm_worker.load(CHOICE).reused) == (pid, True)


def test_an_engines_own_failure_arrives_as_it_is(warm_worker):
    with pytest.raises(EngineError) as caught:
        warm_worker.load(ModelChoice("tests", task="none there"))
    assert (caught.value.failure.kind, caught.value.failure.remedy) == ("no_weights", "Get them.")
    assert caught.value.exit_code == 3
    warm_worker.load(CHOICE)


def test_a_process_with_a_broken_gpu_is_replaced(a_worker, volume, gone):
    worker = a_worker()
    worker.load(CHOICE)
    pid = worker.pid
    with pytest.raises(EngineError, match="unforeseen"):
        worker.segment(volume, ["gpu broken"])
    assert gone(pid)
    assert worker.segment(volume).label_map.shape == volume.voxels.shape
    assert worker.pid != pid


def test_it_leaves_after_its_idle_time_and_comes_back(a_worker, volume, gone):
    worker = a_worker(idle_minutes=0.3 / 60)
    worker.load(CHOICE)
    pid = worker.pid
    assert gone(pid, within=3)
    time.sleep(0.5)
    worker.segment(volume)
    assert worker.pid != pid
    closed = [e for e in worker.told if isinstance(e, events.Closed)]
    assert [(e.exit_code, e.failure) for e in closed] == [(0, None)]


def test_one_that_leaves_while_it_is_asked_is_asked_again(a_worker, volume):
    """The first process leaves without an answer, as if its idle time had come just then."""
    worker = a_worker(idle_minutes=0.4 / 60)
    worker.load(CHOICE)
    end = time.monotonic() + 0.8
    while time.monotonic() < end:
        worker.segment(volume)
        time.sleep(0.39)


def test_silence_is_told_while_it_works(a_worker, volume):
    worker = a_worker(patience=Patience(silence=0.3))
    worker.load(CHOICE)
    timer = threading.Timer(1.0, worker.cancel)
    timer.start()
    with pytest.raises(EngineError, match="cancelled"):
        worker.segment(volume, ["sleep"])
    assert len([e for e in worker.told if isinstance(e, events.Silent) and e.stage == "sleep"]) >= 2


def test_one_that_is_silent_for_too_long_is_ended(a_worker, volume, gone):
    worker = a_worker(patience=Patience(limit=0.5))
    worker.load(CHOICE)
    pid = worker.pid
    with pytest.raises(EngineError) as caught:
        worker.segment(volume, ["sleep"])
    assert caught.value.failure.kind == "stalled"
    assert "while sleep" in caught.value.failure.sentence
    assert gone(pid)


def test_a_volume_is_inverted_in_the_worker_when_it_is_told_how(volume):
    rng = np.random.default_rng(3)
    for dtype in (np.int16, np.uint8, np.float32):
        voxels = rng.integers(0, 200, (5, 9, 9)).astype(dtype)
        for parameters in PRESETS.values():
            sent = Volume(voxels.copy(), volume.ijk_to_ras)
            received = Volume(voxels.copy(), volume.ijk_to_ras)
            inverted, checksum = inverting.inverted(received, parameters)
            np.testing.assert_array_equal(inverted.voxels, invert(voxels, parameters))
            assert checksum == sha256_of(sent)


def test_an_ensemble_is_inverted_setting_by_setting_and_put_together(warm_worker, volume):
    bright, dark = InversionParameters(), InversionParameters(inverted=False)
    voxels = volume.voxels.copy()
    result = warm_worker.segment(volume, (), Ensemble((dark, bright, dark)))
    # The engine of the tests calls what is above 0 bright, and what is above 100 brighter.
    own = [invert(voxels, each) for each in (dark, bright, dark)]
    labels = [(each > 0).astype(int) + (each > 100) for each in own]
    np.testing.assert_array_equal(result.label_map, labels[0])
    np.testing.assert_allclose(result.uncertainty, np.where(labels[0] != labels[1], 2 / 3, 0), atol=1 / 256)
    assert result.averaged == "labels"
    assert result.input_sha256 == sha256_of(Volume(voxels, volume.ijk_to_ras))
    assert 0 < result.disagreement["bright"] < 1
    assert {"inverting", "averaging"} <= result.timings.keys()
    np.testing.assert_array_equal(volume.voxels, voxels)


def test_an_ensembles_progress_is_that_of_all_its_runs_and_it_can_be_cancelled(a_worker, volume):
    ensemble = Ensemble((InversionParameters(), InversionParameters(inverted=False)))
    worker = a_worker()
    worker.load(CHOICE)
    worker.segment(volume, ["stages"], ensemble)
    told = [e for e in worker.told if isinstance(e, events.Progress) and e.stage == "predict" and e.fraction]
    assert [e.fraction for e in told] == sorted(e.fraction for e in told)
    assert told[-1].fraction == 1.0
    assert any(e.message.startswith("setting 2 of 2: window") for e in told)
    first = [e.fraction for e in told if e.message.startswith("setting 1")]
    assert 0.4 < max(first) <= 0.5
    threading.Timer(1.0, worker.cancel).start()
    with pytest.raises(EngineError, match="cancelled"):
        worker.segment(volume, ["nap"], ensemble)


def test_the_launcher_leaves_the_path_alone(tmp_path):
    """The folder beside InvertSegLib may be another environment's site-packages."""
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import sys\nimport InvertSegLib\n"
        "class E:\n"
        "    def describe(self, weights):\n"
        "        return {'path': sys.path, 'file': InvertSegLib.__file__, 'torch': 'torch' in sys.modules}\n"
        "ENGINE = E()\n"
    )
    # A copy, because this environment may have the original's folder on its path already.
    copy = tmp_path / "modules" / "InvertSegLib"
    shutil.copytree(LAUNCHER.parents[1], copy, ignore=shutil.ignore_patterns("__pycache__"))
    launcher = copy / LAUNCHER.relative_to(LAUNCHER.parents[1])
    command = [
        str(launcher) if part == str(LAUNCHER) else part
        for part in worker_command(sys.executable, engines={"probe": probe})
    ]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    with Worker(command, environment=environment) as worker:
        found = worker.describe("probe")
    assert not {str(copy.parent), str(copy), str(launcher.parent), ""} & set(found["path"])
    assert found["file"] == str(copy / "__init__.py")
    assert not found["torch"]


def test_an_installed_package_starts_as_a_module(volume):
    environment = dict(os.environ, PYTHONPATH=str(LAUNCHER.parents[2]))
    with Worker([sys.executable, "-m", "InvertSegLib.worker"], environment=environment) as worker:
        assert worker.hello().protocol == PROTOCOL


def test_wrong_arguments_are_refused_as_another_version():
    with (
        Worker([sys.executable, str(LAUNCHER), "--colour", "blue"]) as worker,
        pytest.raises(EngineError) as caught,
    ):
        worker.hello()
    assert caught.value.failure.kind == "protocol_mismatch"


def test_help_says_what_it_is():
    done = subprocess.run([sys.executable, LAUNCHER, "--help"], capture_output=True, text=True, check=True)
    assert "--engine NAME=FILE.py" in done.stdout
