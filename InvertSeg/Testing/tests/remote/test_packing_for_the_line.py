"""What goes through the line comes out as it went in, in fewer bytes; what is damaged is refused."""

from __future__ import annotations

import os
import threading
import time
import zlib

import numpy as np
import pytest

from InvertSegLib.errors import EngineError
from InvertSegLib.phantom.patient import make_patient
from InvertSegLib.worker.frames import DTYPES, Frame, FrameDecoder, encode
from InvertSegLib.worker.remote_packing import BLOCK, pack, unpack
from InvertSegLib.worker.remote_scanner import FrameScanner
from InvertSegLib.worker.remote_tunnel import BEATS, BYTES, EXIT, PREAMBLE, Receiver, Sender


def frames() -> list[Frame]:
    rng = np.random.default_rng(1)
    arrays = [rng.integers(0, 100, (3, 5, 7)).astype(dtype) for dtype in sorted(DTYPES)]
    large = rng.integers(-3000, 3000, (40, 120, 150)).cumsum(2).astype(np.int16)
    return [
        Frame({"type": "none"}),
        Frame({"type": "all", "text": "é\n"}, tuple(arrays)),
        Frame({"type": "large"}, (large, np.zeros((0, 4), np.float32), large.astype(np.uint8))),
    ]


@pytest.mark.parametrize("width", [1, 2, 4, 8])
@pytest.mark.parametrize("count", [1, 2, 1000])
def test_any_numbers_come_back(width, count):
    rng = np.random.default_rng(count)
    values = rng.integers(0, 2 ** (8 * width) - 1, count, dtype=f"u{width}", endpoint=True).tobytes()
    assert bytes(unpack(pack(values, width), width, len(values))) == values


def test_an_mri_takes_less_than_half():
    voxels = make_patient(7, spacing=(3.0, 3.0, 6.0), oversampling=(1, 1, 2)).t1.voxels
    data = voxels.tobytes()[:BLOCK]
    assert voxels.dtype == np.int16
    assert len(pack(data, 2)) < 0.5 * len(data)


def test_a_small_block_that_unpacks_to_gigabytes_is_stopped_early():
    bomb = zlib.compress(bytes(1 << 28), 9)
    began = time.process_time()
    with pytest.raises(ValueError, match="block"):
        unpack(bomb, 2, BLOCK)
    assert time.process_time() - began < 0.1


def test_damaged_blocks_are_refused():
    data = np.random.default_rng(0).integers(-99, 99, 500, dtype=np.int16).tobytes()
    packed = pack(data, 2)
    middle = len(packed) // 2
    turned = packed[:middle] + bytes([packed[middle] ^ 255]) + packed[middle + 1 :]
    for damaged, size in ((packed[:-5], 1000), (turned, 1000), (packed, 998), (packed, 1002)):
        with pytest.raises(ValueError, match="block"):
            unpack(damaged, 2, size)


@pytest.mark.parametrize("step", [1, 17, 4096, 10**9])
def test_a_stream_in_any_pieces_is_the_same_stream(step):
    stream = b"".join(
        bytes(buffer) for frame in frames()[: 2 if step == 1 else 3] for buffer in encode(frame)
    )
    scanner = FrameScanner()
    pieces = [
        piece for start in range(0, len(stream), step) for piece in scanner.feed(stream[start : start + step])
    ]
    assert b"".join(piece.data for piece in pieces) == stream
    assert not scanner.within
    assert not pieces[-1].within


def test_what_is_no_frame_is_refused():
    for stream in (b"Welcome!\n", b'{"type": "x", "parts": [{"size": -1}]}\n', b'{"parts": 3}\n', b"[]\n"):
        with pytest.raises(EngineError):
            list(FrameScanner().feed(stream))


def through_a_pipe(write) -> Receiver:
    source, target = os.pipe()

    def run() -> None:
        write(target)
        os.close(target)

    threading.Thread(target=run, daemon=True).start()
    return Receiver(source)


def test_frames_go_through_the_tunnel_behind_what_a_shell_prints():
    def write(target: int) -> None:
        os.write(target, b"Last login: today\n\n" + b"{" * 5000 + b"\nno newline")
        sender, scanner = Sender(target), FrameScanner()
        sender.preamble({"version": "1"})
        for frame in frames():
            for buffer in encode(frame):
                for piece in scanner.feed(bytes(buffer)):
                    sender.relay(piece)
                    sender.send(BEATS)
        sender.send_json(EXIT, {"code": 0})

    receiver = through_a_pipe(write)
    entries, noise = receiver.preamble()
    assert entries == {"version": "1"}
    assert noise.startswith(b"Last login")
    decoder, found = FrameDecoder(), []
    while (chunk := receiver.receive())[0] == BYTES:
        found += decoder.feed(chunk[1])
    assert chunk == (EXIT, b'{"code": 0}')
    assert receiver.receive() is None
    for sent, got in zip(frames(), found, strict=True):
        assert got.header == sent.header
        assert all(np.array_equal(a, b) for a, b in zip(sent.parts, got.parts, strict=True))


def test_a_shell_that_prints_without_an_end_is_refused():
    receiver = through_a_pipe(lambda target: os.write(target, b"y\n" * (1 << 18)))
    with pytest.raises(EngineError, match="without an end"):
        receiver.preamble()


@pytest.mark.parametrize(
    "chunk", [b"\xff\x00\x00\x00\x00", b"\x01\xff\xff\xff\xff", b"\x02\x02\x00\x00\x00ab"], ids=repr
)
def test_damaged_chunks_are_refused(chunk):
    with pytest.raises(EngineError) as caught:
        through_a_pipe(lambda target: os.write(target, chunk)).receive()
    assert caught.value.failure.kind == "protocol_mismatch"


def test_a_line_that_ends_within_a_chunk_has_ended():
    assert through_a_pipe(lambda target: os.write(target, b"\x01\x10\x00\x00\x00abc")).receive() is None
    assert through_a_pipe(lambda target: os.write(target, b"\n" + PREAMBLE)).preamble()[0] is None
