"""The same scenarios, with the protocol carried by threads and by an asyncio event loop."""

import os
import signal
import time

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.watch import Patience

LOAD = messages.Load(ModelChoice("tests"))


def segment(*structures, shape=(4, 5, 6)):
    return messages.Segment(np.ones(shape, np.int16), np.eye(4), structures)


def at_stage(stage, action):
    def act(event):
        if isinstance(event, events.Progress) and event.stage == stage and not done:
            done.append(True)
            action()

    done = []
    return act


@pytest.fixture
def loaded(a_carrier):
    carrier = a_carrier()
    assert isinstance(carrier.ask(None), events.Hello)
    assert isinstance(carrier.ask(LOAD), events.Loaded)
    return carrier


def test_a_volume_is_segmented(loaded):
    answer = loaded.ask(segment("stages"))
    assert answer.result.label_map.sum() == 120
    assert answer.result.timings["filter"] == pytest.approx(0.2, abs=0.08)


def test_a_large_volume_goes_both_ways_without_a_deadlock(loaded):
    for _ in range(2):
        assert loaded.ask(segment(shape=(60, 512, 512))).result.label_map.min() == 1


def test_what_is_printed_becomes_log_lines(loaded):
    loaded.ask(segment("print"))
    loaded.ask(segment())
    texts = [event.text for event in loaded.told if isinstance(event, events.Log)]
    assert {"from python", "from c", "from a child", "bar 2"} <= set(texts)


def test_a_cancel_is_heeded(loaded):
    answer = loaded.ask(segment("nap"), at_stage("napping", loaded.cancel))
    assert answer.failure.kind == "cancelled"
    assert loaded.ask(segment()).result.label_map.all()


def test_a_cancel_is_forced(loaded, gone):
    start = time.monotonic()
    answer = loaded.ask(segment("family", "regex"), at_stage("regex", loaded.cancel))
    assert answer.failure.kind == "cancelled"
    assert time.monotonic() - start < 3.0
    pids = [int(e.text.split()[1]) for e in loaded.told if isinstance(e, events.Log) and "child" in e.text]
    assert len(pids) == 5
    assert gone(loaded.pid, *pids, within=0.5)


def test_a_kill_is_told(loaded):
    answer = loaded.ask(segment("sleep"), at_stage("sleep", lambda: os.kill(loaded.pid, signal.SIGKILL)))
    assert answer.failure.kind == "killed"
    assert "while sleep" in answer.failure.sentence
    assert isinstance(loaded.told[-1], events.Closed)


def test_silence_is_told_and_ended(a_carrier):
    carrier = a_carrier(Patience(silence=0.2, limit=0.9))
    carrier.ask(None)
    carrier.ask(LOAD)
    assert carrier.ask(segment("csleep")).failure.kind == "stalled"
    silences = [e.seconds for e in carrier.told if isinstance(e, events.Silent) and e.stage == "csleep"]
    assert len(silences) >= 2
    assert silences == sorted(silences)


def test_a_failure_keeps_the_worker(loaded):
    assert loaded.ask(segment("memory")).failure.kind == "out_of_memory"
    assert loaded.ask(segment()).result.label_map.all()
