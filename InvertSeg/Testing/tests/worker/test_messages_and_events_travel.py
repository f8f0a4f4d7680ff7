"""Requests and events survive the wire; wrong ones are refused in words."""

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.inversion.ensemble import ensemble_of
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.events import event_of_frame, frame_of_event
from InvertSegLib.worker.frames import Frame, FrameDecoder, encode
from InvertSegLib.worker.messages import frame_of_request, request_of_frame
from InvertSegLib.worker.results import Device, SegmentationResult


def travel(frame):
    (arrived,) = FrameDecoder().feed(b"".join(map(bytes, encode(frame))))
    return arrived


CHOICE = ModelChoice("nnunet", "/a/mödel", None, "full", ("0", "1"), "cuda:1", True, "/w")


@pytest.mark.parametrize(
    "request_",
    [
        messages.SayHello(1), messages.ListDevices(), messages.Describe("monai", "/w"),
        messages.Load(CHOICE), messages.Unload(), messages.Cancel(), messages.Quit(),
    ],
)  # fmt: skip
def test_requests_arrive_equal(request_):
    assert request_of_frame(travel(frame_of_request(5, request_))) == (5, request_)


def test_a_volume_arrives_with_its_geometry():
    matrix = np.array([[0.3, 0, 1, -5], [0, 2, 0, 1e-9], [1, 0, 0.1, 7], [0, 0, 0, 1]])
    sent = messages.Segment(np.arange(24, dtype=np.int16).reshape(2, 3, 4), matrix, ("spleen", "ü"))
    _, got = request_of_frame(travel(frame_of_request(1, sent)))
    np.testing.assert_array_equal(got.voxels, sent.voxels)
    np.testing.assert_array_equal(got.ijk_to_ras, matrix)
    assert got.structures == sent.structures
    assert got.inversion is None


@pytest.mark.parametrize("preset", list(PRESETS))
def test_an_inversion_travels_with_its_volume(preset):
    sent = messages.Segment(np.ones((1, 2, 3), np.int16), np.eye(4), (), PRESETS[preset])
    assert request_of_frame(travel(frame_of_request(1, sent)))[1].inversion == PRESETS[preset]


def test_an_ensemble_travels_in_place_of_an_inversion():
    ensemble = ensemble_of("tones-sensitive", PRESETS["published"])
    sent = messages.Segment(np.ones((1, 2, 3), np.int16), np.eye(4), ensemble=ensemble)
    got = request_of_frame(travel(frame_of_request(1, sent)))[1]
    assert (got.ensemble, got.inversion) == (ensemble, None)


def test_a_mask_travels_as_bytes():
    _, got = request_of_frame(
        travel(frame_of_request(1, messages.Segment(np.ones((1, 2, 3), bool), np.eye(4))))
    )
    assert got.voxels.dtype == np.uint8
    assert got.voxels.all()


@pytest.mark.parametrize(
    "event",
    [
        events.Hello(1, 1, 77, {"python": "3.11"}, {"total": 5}),
        events.Devices(1, (Device("cuda:0", "A GPU", 10, 5), Device("cpu", "A CPU"))),
        events.Described(1, {"tasks": [{"name": "total"}], "weights": None}),
        events.Loaded(1, {1: "spleen", 117: "x"}, "cpu", {"torch": "2"}, {"loading": 0.5}, True),
        events.Progress(1, "predict", 0.25, "window 3"), events.Progress(1, "predict", None),
        events.Log(None, "a line"), events.Unloaded(1),
        events.Failed(1, Failure("no_weights", "None there.", "Get them.", ("a", "b"))),
    ],
)  # fmt: skip
def test_events_arrive_equal(event):
    assert event_of_frame(travel(frame_of_event(event))) == event


def test_a_result_arrives_whole_and_without_what_is_no_number():
    result = SegmentationResult(
        np.array([[[0, 1, 300]]], np.uint16),
        {1: "a", 300: "b"},
        {"a": 0.5, "b": np.nan},
        {"x": 1.0},
        {"v": "1"},
        "cpu",
        "ab" * 32,
    )
    got = event_of_frame(travel(frame_of_event(events.Result(3, result)))).result
    np.testing.assert_array_equal(got.label_map, result.label_map)
    assert got.label_map.dtype == np.uint16
    assert (got.labels, got.confidence) == ({1: "a", 300: "b"}, {"a": 0.5})
    assert (got.timings, got.versions, got.device) == ({"x": 1.0}, {"v": "1"}, "cpu")
    assert got.input_sha256 == result.input_sha256


def test_what_an_ensemble_disagrees_about_arrives():
    uncertainty = np.array([[[0, 0.5, 1]]], np.float16)
    result = SegmentationResult(
        np.array([[[0, 1, 2]]], np.uint8),
        {1: "a", 2: "b"},
        averaged="labels",
        uncertainty=uncertainty,
        disagreement={"a": 0.25, "b": np.nan},
    )
    got = event_of_frame(travel(frame_of_event(events.Result(3, result)))).result
    np.testing.assert_array_equal(got.uncertainty, uncertainty)
    assert got.uncertainty.dtype == np.float16
    assert (got.averaged, got.disagreement) == ("labels", {"a": 0.25})


MATRIX = np.eye(4).tolist()
SEGMENT = {"type": "segment", "id": 1, "ijk_to_ras": MATRIX, "structures": []}
NO_ENSEMBLE = {**SEGMENT, "inversion": None, "ensemble": None}
ENSEMBLE = ensemble_of("tones", PRESETS["calibrated"]).to_json()


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ({"type": "dance", "id": 1}, ()), ({"type": "unload"}, ()), ({"type": "unload", "id": "x"}, ()),
        ({"type": "load", "id": 1}, ()), ({"type": "load", "id": 1, "choice": 5}, ()),
        ({"type": "load", "id": 1, "choice": {"model": "x"}}, ()),
        ({"type": "segment", "id": 1, "ijk_to_ras": MATRIX, "structures": []}, ()),
        ({"type": "segment", "id": 1, "ijk_to_ras": [1], "structures": []}, (np.zeros((1, 1, 1)),)),
        ({"type": "segment", "id": 1, "ijk_to_ras": MATRIX, "structures": []}, (np.zeros((1, 1)),)),
        ({**SEGMENT, "inversion": 5}, (np.zeros((1, 1, 1)),)),
        ({**SEGMENT, "inversion": {"tone": -1}}, (np.zeros((1, 1, 1)),)),
        (SEGMENT, (np.zeros((1, 1, 1)),)),
        ({**NO_ENSEMBLE, "inversion": {"tone": -1}}, (np.zeros((1, 1, 1)),)),
        ({**NO_ENSEMBLE, "ensemble": 5}, (np.zeros((1, 1, 1)),)),
        ({**NO_ENSEMBLE, "ensemble": {**ENSEMBLE, "settings": []}}, (np.zeros((1, 1, 1)),)),
        ({**NO_ENSEMBLE, "inversion": {}, "ensemble": ENSEMBLE}, (np.zeros((1, 1, 1)),)),
    ],
)  # fmt: skip
def test_requests_that_are_none_are_refused(header, parts):
    with pytest.raises(EngineError) as caught:
        request_of_frame(Frame(header, parts))
    assert caught.value.failure.kind == "protocol_mismatch"


@pytest.mark.parametrize(
    "header",
    [{"type": "dance", "id": 1}, {"type": "log", "id": 1}, {"type": "result", "id": 1},
     {"type": "loaded", "id": 1},
     {"type": "failure", "id": 1, "failure": "x"}, {"type": "devices", "id": 1, "devices": [{"x": 1}]}],
)  # fmt: skip
def test_events_that_are_none_are_refused(header):
    with pytest.raises(EngineError) as caught:
        event_of_frame(Frame(header))
    assert caught.value.failure.kind == "protocol_mismatch"


def test_a_kind_of_failure_from_the_future_is_an_internal_one():
    frame = Frame(
        {"type": "failure", "id": 1, "failure": {"kind": "sunspots", "sentence": "S.", "remedy": "R."}}
    )
    assert event_of_frame(frame).failure == Failure("internal", "S.", "R.")
