"""The client's state machine: its clockwork, and what it makes of a worker that misbehaves."""

import numpy as np
import pytest

from InvertSegLib.errors import Failure
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.events import frame_of_event
from InvertSegLib.worker.frames import FrameDecoder, encode
from InvertSegLib.worker.messages import PROTOCOL, Cancel, Quit, request_of_frame
from InvertSegLib.worker.protocol import ClientProtocol
from InvertSegLib.worker.results import SegmentationResult
from InvertSegLib.worker.watch import Patience

PATIENCE = Patience(silence=60, limit=300, greeting=30, cancel=1, last_words=0.1)


def wire(event):
    return b"".join(map(bytes, encode(frame_of_event(event))))


def sent(buffers):
    return [request_of_frame(frame) for frame in FrameDecoder().feed(b"".join(map(bytes, buffers)))]


def hello(number=1, protocol=PROTOCOL):
    return wire(events.Hello(number, protocol, 1, {"InvertSeg": "9.9"}, {}))


@pytest.fixture
def greeted():
    protocol = ClientProtocol(patience=PATIENCE)
    protocol.hello(0)
    assert [type(e) for e in protocol.receive(hello(), 0.5)] == [events.Hello]
    return protocol


@pytest.fixture
def segmenting(greeted):
    greeted.send(messages.Segment(np.zeros((1, 1, 1), np.uint8), np.eye(4)), 10)
    return greeted


def kinds(told):
    return [type(event).__name__ for event in told]


def test_silence_is_told_again_and_again_with_its_stage(segmenting):
    segmenting.receive(wire(events.Progress(2, "predict", 0.5)), 20)
    assert segmenting.deadline == 80
    assert segmenting.tick(79.9) == []
    assert segmenting.tick(80) == [events.Silent(2, "predict", 60)]
    assert segmenting.tick(81) == []
    assert segmenting.tick(140) == [events.Silent(2, "predict", 120)]
    segmenting.receive_stderr(b"still here\n", 150)
    assert segmenting.deadline == 210


def test_before_the_worker_names_a_stage_the_client_does(segmenting):
    assert segmenting.tick(70) == [events.Silent(2, "sending the volume", 60)]


def test_silence_beyond_the_limit_ends_the_process_as_stalled(segmenting):
    segmenting.receive(wire(events.Progress(2, "preprocess")), 20)
    for now in (80, 140, 200, 260):
        assert kinds(segmenting.tick(now)) == ["Silent"]
    (end,) = segmenting.tick(320)
    assert end.failure.kind == "stalled"
    assert "300 seconds while preprocess" in end.failure.sentence
    assert kinds(segmenting.exited(-9, 321)) == ["Failed", "Closed"]


def test_without_a_limit_it_waits_for_ever():
    protocol = ClientProtocol(patience=Patience(silence=60, limit=None))
    protocol.hello(0)
    protocol.receive(hello(), 0)
    protocol.send(messages.ListDevices(), 0)
    assert kinds(protocol.tick(1e6)) == ["Silent"]


def test_a_program_that_never_greets_is_ended():
    protocol = ClientProtocol(patience=PATIENCE)
    protocol.hello(0)
    assert protocol.deadline == 30
    (end,) = protocol.tick(30)
    assert (end.failure.kind, "while starting" in end.failure.sentence) == ("stalled", True)


def test_nothing_is_watched_while_nothing_is_asked(greeted):
    assert greeted.deadline is None
    assert greeted.tick(1e6) == []


def test_the_remaining_time_is_estimated_from_the_fraction(segmenting):
    def remaining(fraction, now, stage="predict"):
        return segmenting.receive(wire(events.Progress(2, stage, fraction)), now)[0].remaining

    assert remaining(None, 20) is None
    assert remaining(0.01, 21) is None
    assert remaining(0.25, 30) == pytest.approx(30)
    assert remaining(None, 35, "inner") is None
    assert remaining(0.5, 40) == pytest.approx(20)
    assert remaining(1.0, 60) == 0
    assert remaining(0.5, 70) is None
    assert remaining(0.75, 76) == pytest.approx(2)


def test_a_cancel_that_is_heeded_keeps_the_process(segmenting):
    assert sent(segmenting.cancel(20)) == [(2, Cancel())]
    assert segmenting.cancel(20.1) == []
    told = segmenting.receive(wire(events.Failed(2, Failure("cancelled", "Cancelled."))), 20.5)
    assert (kinds(told), told[0].failure.kind) == (["Failed"], "cancelled")
    assert not segmenting.busy
    segmenting.send(messages.Unload(), 21)


def test_a_cancel_that_is_not_heeded_ends_the_process(segmenting):
    segmenting.cancel(20)
    assert segmenting.deadline == 21
    assert segmenting.tick(20.9) == []
    assert kinds(segmenting.tick(21)) == ["EndProcess"]
    assert segmenting.tick(22) == []
    failed, closed = segmenting.exited(-9, 21.1)
    assert failed.failure.kind == closed.failure.kind == "cancelled"


@pytest.mark.parametrize(
    "answer",
    [
        events.Result(2, SegmentationResult(np.zeros((1, 1, 1), np.uint8), {})),
        events.Failed(2, Failure("out_of_memory", "S.")),
    ],
    ids=["result", "failure"],
)
def test_an_answer_that_crosses_the_cancel_counts_as_cancelled(segmenting, answer):
    segmenting.cancel(20)
    (failed,) = segmenting.receive(wire(answer), 20.1)
    assert failed.failure.kind == "cancelled"


def test_cancelling_nothing_does_nothing(greeted):
    assert greeted.cancel(1) == []


def test_a_failure_waits_for_the_last_words_on_standard_error(segmenting):
    segmenting.receive_stderr(b"first\n", 20)
    assert segmenting.receive(wire(events.Failed(2, Failure("internal", "S.", "R.", ("Trace",)))), 21) == []
    assert segmenting.busy
    assert segmenting.deadline == pytest.approx(21.1)
    segmenting.receive_stderr(b"sec", 21.02)
    segmenting.receive_stderr(b"ond\n", 21.03)
    (failed,) = segmenting.tick(21.1)
    assert failed.failure.log == ("first", "second", "Trace")
    assert not segmenting.busy


def test_the_log_of_a_failure_is_its_own_requests(segmenting):
    segmenting.receive_stderr(b"of the first\n", 20)
    segmenting.receive(wire(events.Failed(2, Failure("internal", "S."))), 21)
    segmenting.tick(22)
    segmenting.send(messages.ListDevices(), 30)
    segmenting.receive(wire(events.Failed(3, Failure("internal", "S."))), 31)
    assert segmenting.tick(32)[0].failure.log == ()


def test_events_of_other_requests_are_not_told(segmenting):
    assert segmenting.receive(wire(events.Progress(1, "old", 0.5)), 11) == []
    assert segmenting.receive(wire(events.Unloaded(7)), 11) == []
    assert segmenting.busy


def test_stages_and_transfer_add_up_to_the_whole(segmenting):
    result = SegmentationResult(np.zeros((1, 1, 1), np.uint8), {}, timings={"a": 1.0, "b": 2.5})
    (event,) = segmenting.receive(wire(events.Result(2, result)), 14)
    assert event.result.timings == {"a": 1.0, "b": 2.5, "transfer": 0.5}


def test_another_version_of_the_protocol_is_named():
    protocol = ClientProtocol()
    protocol.hello(0)
    (end,) = protocol.receive(hello(protocol=PROTOCOL + 1), 1)
    assert end.failure.kind == "protocol_mismatch"
    assert "9.9" in end.failure.sentence
    assert f"version {PROTOCOL + 1}" in end.failure.sentence
    assert kinds(protocol.exited(-9, 2)) == ["Failed", "Closed"]


def test_garbage_ends_the_process_and_the_request(segmenting):
    (end,) = segmenting.receive(b"Segmentation fault? No, garbage\n", 20)
    assert (type(end), end.failure.kind) == (events.EndProcess, "protocol_mismatch")
    assert segmenting.receive(hello(), 21) == []
    failed, closed = segmenting.exited(-9, 22)
    assert failed.failure.kind == closed.failure.kind == "protocol_mismatch"


def test_a_worker_that_could_not_read_is_ended(segmenting):
    (end,) = segmenting.receive(wire(events.Failed(None, Failure("protocol_mismatch", "S."))), 20)
    assert end.failure.kind == "protocol_mismatch"


def test_an_end_without_an_answer_is_a_failure_with_stage_and_log(segmenting):
    segmenting.receive(wire(events.Progress(2, "predict", 0.5)), 20)
    segmenting.receive_stderr(b"last words, no newline", 21)
    log, failed, closed = segmenting.exited(-9, 22)
    assert log == events.Log(2, "last words, no newline")
    assert failed.failure.kind == "killed"
    assert "while predict" in failed.failure.sentence
    assert failed.failure.log == ("last words, no newline",)
    assert closed.exit_code == -9
    assert segmenting.closed
    assert segmenting.exited(-9, 23) == []
    with pytest.raises(RuntimeError):
        segmenting.send(messages.Unload(), 24)


def test_an_end_while_idle_is_no_failure_unless_it_was_killed(greeted):
    assert greeted.exited(0, 5) == [events.Closed(None, 0, None)]
    other = ClientProtocol()
    other.hello(0)
    other.receive(hello(), 1)
    assert other.exited(-9, 5)[0].failure.kind == "killed"


def test_an_end_that_was_asked_for_is_no_failure(greeted):
    assert sent(greeted.quit()) == [(0, Quit())]
    assert greeted.exited(1, 5) == [events.Closed(None, 1, None)]
    assert greeted.quit() == []


def test_one_request_at_a_time(segmenting):
    with pytest.raises(RuntimeError):
        segmenting.send(messages.Unload(), 11)
