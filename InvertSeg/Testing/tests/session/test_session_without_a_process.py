"""A session over a carrier that a test plays by hand: clocks, late and early ends, much at once."""

import time

import numpy as np
import pytest

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.session.session import Session
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.events import frame_of_event
from InvertSegLib.worker.frames import FrameDecoder, encode
from InvertSegLib.worker.messages import request_of_frame
from InvertSegLib.worker.results import SegmentationResult

QUALITIES = {"fast": True, "full": False}


class Timer:
    def __init__(self, due, function):
        self.due, self.function = due, function

    def cancel(self):
        self.function = None


class PlayedCarrier:
    """Notes what is written, and says what the test says."""

    def __init__(self, stage):
        self.stage = stage
        self.timers = []
        self.ended = 0
        self.requests = []
        self.decoder = FrameDecoder()

    def start(self, command, environment):
        self.command = command
        if self.stage.fails_to_start:
            self.on_exit(127)

    def write(self, buffers):
        for buffer in buffers:
            self.requests += [request_of_frame(frame) for frame in self.decoder.feed(buffer)]

    def end(self):
        self.ended += 1

    def call_later(self, seconds, function):
        self.timers.append(Timer(self.stage.now + seconds, function))
        return self.timers[-1]

    @property
    def pending(self):
        return [timer for timer in self.timers if timer.function is not None]

    def say(self, event):
        self.on_output(b"".join(map(bytes, encode(frame_of_event(event)))))


class Stage:
    """The session, its carriers and its clock."""

    def __init__(self):
        self.now = 100.0
        self.fails_to_start = False
        self.carriers = []
        self.session = Session(self._carrier, self, clock=lambda: self.now)
        self.runs, self.outcomes = [], []
        self.session.run_changed.connect(self.runs.append)
        self.session.finished.connect(self.outcomes.append)

    def _carrier(self):
        self.carriers.append(PlayedCarrier(self))
        return self.carriers[-1]

    @property
    def carrier(self):
        return self.carriers[-1]

    def facts(self, engine):
        return EngineFacts(True, models=("one",))

    def command(self, engine):
        return [engine]

    def variables(self):
        return {"A": "B"}

    def pass_time(self, seconds):
        end = self.now + seconds
        while True:
            due = [timer for carrier in self.carriers for timer in carrier.pending if timer.due <= end]
            if not due:
                break
            timer = min(due, key=lambda each: each.due)
            self.now = max(self.now, timer.due)
            function, timer.function = timer.function, None
            function()
        self.now = end

    def start(self, shape=(2, 3, 4)):
        self.session.start(Volume(np.zeros(shape, np.int16), np.eye(4)))

    def greet(self, protocol=messages.PROTOCOL):
        self.carrier.say(events.Hello(1, protocol, 7, {"InvertSeg": "9.9"}, {}))

    def segmenting(self):
        self.start()
        self.greet()
        self.carrier.say(events.Loaded(2, {1: "liver"}, "cpu", {}, {"loading": 1.0}))
        return self.carrier


@pytest.fixture
def stage():
    return Stage()


def test_requests_follow_each_other(stage):
    carrier = stage.segmenting()
    (_, hello), (_, load), (_, segment) = carrier.requests
    assert isinstance(hello, messages.SayHello)
    assert (load.choice.engine, load.choice.task, load.choice.model) == ("totalsegmentator", "total", None)
    assert segment.inversion == stage.session.parameters.inversion
    assert [run.stage for run in stage.runs] == ["starting", "loading", "sending the volume"]


def test_an_ensemble_is_asked_for_and_what_it_disagrees_about_is_kept(stage):
    stage.session.update(preset="calibrated", ensemble="tones")
    carrier = stage.segmenting()
    segment = carrier.requests[-1][1]
    assert segment.inversion is None
    assert segment.ensemble == stage.session.parameters.ensemble_settings()
    uncertainty = np.full((2, 3, 4), 0.5, np.float16)
    result = SegmentationResult(
        np.ones((2, 3, 4), np.uint8),
        {1: "liver"},
        timings={"inverting": 0.5},
        input_sha256="f" * 64,
        averaged="probabilities",
        uncertainty=uncertainty,
        disagreement={"liver": 0.25},
    )
    carrier.say(events.Result(3, result))
    found = stage.outcomes[0].segmentation
    np.testing.assert_array_equal(found.uncertainty, uncertainty)
    assert found.disagreement == {"liver": 0.25}
    ensemble = found.provenance["ensemble"]
    assert (ensemble["averaged"], len(ensemble["settings"])) == ("probabilities", 5)
    assert found.provenance["disagreement"] == {"liver": 0.25}
    assert found.provenance["seconds"]["inversion"] == 0.5


def test_an_ensemble_of_nothing_is_said_before_it_is_tried(stage):
    stage.session.update(preset="none", ensemble="tones")
    readiness = stage.session.readiness()
    assert not readiness.ready
    assert "no settings to average" in readiness.reason
    with pytest.raises(EngineError, match="no settings to average"):
        stage.start()
    stage.session.update(ensemble="")
    assert "settings" not in stage.session.readiness().reason


def test_a_result_that_comes_in_one_piece_keeps_nobody_waiting(stage):
    """Qt may have collected all of it by the time that it is read."""
    shape, longest = (200, 512, 512), []
    for _ in range(3):
        other = Stage()
        other.start(shape)
        other.greet()
        other.carrier.say(events.Loaded(2, {n: f"structure {n}" for n in range(1, 118)}, "cpu", {}, {}))
        labels = np.ones(shape, np.uint8)
        names = {n: f"structure {n}" for n in range(1, 118)}
        result = events.Result(3, SegmentationResult(labels, names, input_sha256="f" * 64))
        data = b"".join(map(bytes, encode(frame_of_event(result))))
        began = time.thread_time()  # it waits for nothing, and others may use the processor meanwhile
        other.carrier.on_output(data)
        longest.append(time.thread_time() - began)
        assert other.outcomes[0].segmentation.label_map.all()
    assert min(longest) < 0.1


def test_one_that_fails_to_start_while_it_is_started_is_told(stage):
    stage.fails_to_start = True
    stage.start()
    assert stage.outcomes[0].failure.kind == "no_environment"
    assert not stage.session.run.busy
    stage.fails_to_start = False
    assert stage.segmenting() is stage.carriers[1]


def test_one_that_cannot_be_ended_is_given_up(stage):
    carrier = stage.segmenting()
    stage.session.cancel()
    stage.pass_time(1.1)
    assert (carrier.ended, stage.outcomes) == (1, [])
    stage.pass_time(3.0)
    assert stage.outcomes[0].cancelled
    assert stage.session.run.state == "idle"
    carrier.on_exit(-9)  # too late to matter
    assert len(stage.outcomes) == 1


def test_a_cancel_before_the_greeting_ends_the_process_at_once(stage):
    stage.start()
    stage.session.cancel()
    assert stage.carrier.ended == 1
    stage.greet()
    assert len(stage.carrier.requests) == 1
    assert stage.outcomes[0].cancelled
    stage.carrier.on_exit(-9)
    assert len(stage.outcomes) == 1


def test_an_answer_that_crosses_the_cancel_is_no_result(stage):
    carrier = stage.segmenting()
    stage.session.cancel()
    result = SegmentationResult(np.zeros((2, 3, 4), np.uint8), {1: "liver"})
    carrier.say(events.Result(3, result))
    assert stage.outcomes[0].cancelled
    assert stage.session.run.warm


def test_a_worker_of_another_version_is_told_and_ended(stage):
    stage.start()
    stage.greet(protocol=1)
    assert stage.carrier.ended == 1
    stage.carrier.on_exit(-9)
    assert stage.outcomes[0].failure.kind == "protocol_mismatch"
    assert "9.9" in stage.outcomes[0].failure.sentence


def test_what_is_no_frame_is_told_and_ended(stage):
    carrier = stage.segmenting()
    carrier.on_output(b"Segmentation fault\n")
    assert carrier.ended == 1
    carrier.on_exit(-9)
    assert stage.outcomes[0].failure.kind == "protocol_mismatch"


def test_silence_is_told_again_and_again(stage):
    stage.segmenting()
    stage.pass_time(130)
    assert [run.message for run in stage.runs[-2:]] == ["nothing heard for 60 s", "nothing heard for 120 s"]


def test_many_events_leave_few_timers(stage):
    carrier = stage.segmenting()
    for step in range(1000):
        stage.now += 0.01
        carrier.say(events.Progress(3, "network", step / 1000))
    assert len(carrier.pending) == 1
    assert len(carrier.timers) < 10


def test_a_failure_of_the_worker_has_its_last_words(stage):
    carrier = stage.segmenting()
    carrier.say(events.Failed(3, Failure("out_of_memory", "Too large.", "Crop it.")))
    assert stage.outcomes == []
    carrier.on_error_output(b"the last words\n")
    stage.pass_time(0.2)
    assert stage.outcomes[0].failure.log == ("the last words",)
    assert stage.session.run.log == ("the last words",)


def test_a_released_worker_that_does_not_go_is_ended(stage):
    carrier = stage.segmenting()
    result = SegmentationResult(np.zeros((2, 3, 4), np.uint8), {1: "liver"})
    carrier.say(events.Result(3, result))
    stage.session.release()
    assert isinstance(carrier.requests[-1][1], messages.Quit)
    stage.pass_time(0.9)
    assert carrier.ended == 0
    stage.pass_time(0.2)
    assert carrier.ended == 1


def test_questions_to_several_engines_wait_for_each_other(stage):
    session = stage.session
    session.describe()
    session.ask_devices()
    session.update(engine="mrsegmentator")
    session.describe()
    assert len(stage.carriers) == 1
    task = {"name": "total", "qualities": QUALITIES, "names": ["spleen", "liver"]}
    stage.greet()
    stage.carrier.say(events.Described(2, {"tasks": [task]}))
    stage.carrier.say(events.Devices(3, ()))
    assert isinstance(stage.carriers[0].requests[-1][1], messages.Quit)
    assert stage.carrier.command == ["mrsegmentator"]
    assert session.describing
    stage.carrier.on_exit(1)
    assert session.description_failure.kind == "internal"
    assert not session.describing
    session.update(engine="totalsegmentator")
    assert session.structures == ("spleen", "liver")
    assert session.readiness().action == "choose_volume"
    session.update(quality="full")
    assert session.readiness().action == "import_weights"


def test_a_model_that_wants_trust_only_when_it_is_loaded_can_be_trusted(stage):
    session = stage.session
    session.use_demo_model()
    stage.start()
    stage.greet()
    refused = Failure("untrusted_model", "The checkpoint wants to call os.system.", "Say --trust-model.")
    stage.carrier.say(events.Failed(2, refused))
    stage.pass_time(0.2)
    assert "--" not in stage.outcomes[0].failure.remedy
    assert session.readiness().action == "trust_model"
    assert session.model_facts().code == (refused.sentence,)
    session.update(trust_model=True)
    assert session.readiness().action == "choose_volume"
    stage.start()
    assert stage.carrier.requests[-1][1].choice.trusted
