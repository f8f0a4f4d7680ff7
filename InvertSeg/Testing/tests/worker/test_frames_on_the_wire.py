"""Frames: what goes in comes out, in pieces of any size; what is damaged is refused in words."""

import itertools
import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from InvertSegLib.errors import EngineError
from InvertSegLib.worker.frames import DTYPES, Frame, FrameDecoder, Limits, encode


def wire(*frames):
    return b"".join(bytes(buffer) for frame in frames for buffer in encode(frame))


def refused(data, limits=None):
    with pytest.raises(EngineError) as caught:
        FrameDecoder(limits).feed(data)
    assert caught.value.failure.kind == "protocol_mismatch"
    assert caught.value.failure.sentence.endswith(".")
    assert caught.value.failure.remedy
    return caught.value.failure.sentence


def header(**part):
    description = {"dtype": "<i2", "shape": [2], "size": 4} | part
    return json.dumps({"type": "x", "parts": [description]}).encode() + b"\n"


@pytest.mark.parametrize("dtype", sorted(DTYPES))
def test_arrays_of_every_type_come_out_as_they_went_in(dtype):
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    (frame,) = FrameDecoder().feed(wire(Frame({"type": "x"}, (array,))))
    assert frame.parts[0].dtype == array.dtype
    np.testing.assert_array_equal(frame.parts[0], array)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24, dtype=">i4").reshape(2, 3, 4),
        np.asfortranarray(np.arange(24, dtype=np.int16).reshape(2, 3, 4)),
        np.arange(48, dtype=np.float32).reshape(4, 3, 4)[::-2, :, ::2],
        np.zeros((0, 3, 4), np.uint8),
        np.array(7, np.int64),
    ],
    ids=["big-endian", "fortran", "strided", "empty", "scalar"],
)
def test_arrays_of_any_layout_come_out_equal(array):
    (frame,) = FrameDecoder().feed(wire(Frame({"type": "x"}, (array,))))
    np.testing.assert_array_equal(frame.parts[0], array)
    assert frame.parts[0].shape == array.shape


def test_a_contiguous_array_is_sent_without_a_copy():
    array = np.zeros((100, 100), np.int16)
    _, buffer = encode(Frame({"type": "x"}, (array,)))
    array[0, 0] = 0x0102
    assert bytes(buffer[:2]) == b"\x02\x01"


@given(st.lists(st.integers(0, 400), max_size=20))
@settings(max_examples=60, deadline=None)
def test_a_stream_may_be_cut_anywhere(cuts):
    array = np.arange(40, dtype=np.uint16)
    frames = [
        Frame({"type": "a", "text": "ü\n"}),
        Frame({"type": "b"}, (array, array[:3])),
        Frame({"type": "c"}),
    ]
    data = wire(*frames)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    decoder = FrameDecoder()
    out = [frame for a, b in itertools.pairwise(edges) for frame in decoder.feed(data[a:b])]
    assert [frame.header for frame in out] == [{"type": "a", "text": "ü\n"}, {"type": "b"}, {"type": "c"}]
    np.testing.assert_array_equal(out[1].parts[0], array)
    np.testing.assert_array_equal(out[1].parts[1], array[:3])
    assert not decoder.within_frame


def test_half_a_frame_is_known_as_such():
    data = wire(Frame({"type": "x"}, (np.arange(9),)))
    for end in (5, len(data) - 1):
        decoder = FrameDecoder()
        assert decoder.feed(data[:end]) == []
        assert decoder.within_frame


def seconds_to_decode(size, piece):
    array = np.ones(size, np.uint8)
    data = memoryview(wire(Frame({"type": "x"}, (array,))))
    decoder, start = FrameDecoder(), time.process_time()
    frames = [f for at in range(0, len(data), piece) for f in decoder.feed(data[at : at + piece])]
    assert frames[0].parts[0].sum() == size
    return time.process_time() - start


def test_time_grows_with_the_size_and_not_its_square():
    """The 200 MB in 64 KiB pieces would take minutes if each piece copied what came before."""
    seconds_to_decode(1 << 20, 1 << 16)
    assert seconds_to_decode(200 << 20, 1 << 16) < 3.0
    assert seconds_to_decode(1 << 19, 7) < 2.0


def test_a_program_that_greets_before_the_worker_is_named():
    assert "Welcome to the cluster" in refused(b"Welcome to the cluster\n")


@pytest.mark.parametrize(
    "line",
    [b"{not json}\n", b'{"a": 1}\n', b'{"type": 3}\n', b'{"type": "x", "a": NaN}\n',
     b'{"type": "x", "parts": 3}\n', b'{"type": "x", "parts": [3]}\n', b"{\xff}\n"],
)  # fmt: skip
def test_lines_that_are_no_headers_are_refused(line):
    refused(line)


def test_an_endless_header_is_refused_before_it_ends():
    decoder = FrameDecoder()
    for _ in range(15):
        assert decoder.feed(b'{"type": "' + b"x" * (1 << 16)) == []
    with pytest.raises(EngineError, match="longer than 1048576 bytes"):
        decoder.feed(b"x" * (1 << 16))


def test_a_header_of_the_longest_length_is_taken():
    limits = Limits(header=100)
    line = b'{"type":"' + b"x" * 89 + b'"}\n'
    assert len(line) == 101
    assert len(FrameDecoder(limits).feed(line)) == 1
    refused(b" ".join([line[:-2], line[-2:]]), limits)


@pytest.mark.parametrize("depth", [33, 100_000])
def test_a_deep_header_is_refused(depth):
    refused(b'{"type": "x", "a": ' + b"[" * depth + b"]" * depth + b"}\n")


@pytest.mark.parametrize(
    "part",
    [
        {"dtype": "object"}, {"dtype": "|O"}, {"dtype": ">i2"}, {"dtype": ["<i2"]}, {"dtype": None},
        {"shape": [-2]}, {"shape": [2.0]}, {"shape": [True]}, {"shape": "2"}, {"shape": [1] * 9},
        {"shape": [1 << 62, 1 << 62]}, {"size": 3}, {"size": 5}, {"size": -1}, {"size": None},
        {"size": 1 << 40}, {"shape": [1 << 40], "size": 1 << 41},
    ],
)  # fmt: skip
def test_parts_that_make_no_sense_are_refused(part):
    refused(header(**part))


def test_too_many_parts_are_refused():
    one = {"dtype": "<i2", "shape": [0], "size": 0}
    refused(json.dumps({"type": "x", "parts": [one] * 17}).encode() + b"\n")


@pytest.mark.parametrize(
    "array", [np.zeros(2, complex), np.zeros(2, object), np.array(["a"]), np.zeros(2, bool)]
)
def test_arrays_that_the_wire_does_not_carry_are_not_sent(array):
    with pytest.raises(TypeError, match="carries no arrays"):
        encode(Frame({"type": "x"}, (array,)))


def test_not_a_number_is_no_json():
    with pytest.raises(ValueError, match="JSON"):
        encode(Frame({"type": "x", "a": float("nan")}))
