"""Cancel and Ctrl-C within 2 s at any stage; kills at any stage; nothing is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, messages, processes
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import worker_command
from InvertSegLib.worker.frames import FrameDecoder, encode
from InvertSegLib.worker.messages import frame_of_request

CHOICE = ModelChoice("tests")
ENGINE_FILE = Path(__file__).with_name("engine_of_tests.py")


class WhenStage:
    """Acts once, as soon as a stage is entered."""

    def __init__(self, stage, action, after=0.1):
        self.stage, self.action, self.after, self.at = stage, action, after, None

    def __call__(self, event):
        if isinstance(event, events.Progress) and event.stage == self.stage and self.at is None:
            self.at = time.monotonic() + self.after
            threading.Timer(self.after, self.action).start()


def children(worker):
    return [
        int(e.text.split()[1])
        for e in worker.told
        if isinstance(e, events.Log) and e.text.startswith("child")
    ]


def failure_kind(call, *arguments):
    with pytest.raises(EngineError) as caught:
        call(*arguments)
    return caught.value.failure.kind


def test_a_cancel_that_is_heeded_keeps_the_network(a_worker, volume):
    trigger = WhenStage("napping", lambda: worker.cancel())
    worker = a_worker(on_event=trigger)
    worker.load(CHOICE)
    pid = worker.pid
    assert failure_kind(worker.segment, volume, ["nap"]) == "cancelled"
    assert time.monotonic() - trigger.at < 0.8
    assert worker.load(CHOICE).reused
    assert worker.segment(volume).labels
    assert worker.pid == pid


@pytest.mark.parametrize("action", ["sleep", "busy", "regex", "csleep"])
def test_a_cancel_that_is_not_heeded_is_forced(a_worker, volume, gone, action):
    trigger = WhenStage(action, lambda: worker.cancel())
    worker = a_worker(on_event=trigger)
    worker.load(CHOICE)
    pid = worker.pid
    assert failure_kind(worker.segment, volume, [action]) == "cancelled"
    assert time.monotonic() - trigger.at < 2.0
    assert gone(pid, within=0.5)
    if action == "sleep":
        assert worker.segment(volume).labels
        assert worker.pid != pid


@pytest.mark.parametrize("action", ["nap", "sleep"])
def test_loading_can_be_cancelled(a_worker, volume, action):
    trigger = WhenStage("napping" if action == "nap" else "reading weights", lambda: worker.cancel())
    worker = a_worker(on_event=trigger)
    assert failure_kind(worker.load, ModelChoice("tests", task=action)) == "cancelled"
    assert time.monotonic() - trigger.at < 2.0
    worker.load(CHOICE)
    assert worker.segment(volume).labels


def test_a_cancel_ends_the_children_of_every_kind(a_worker, volume, gone):
    trigger = WhenStage("busy", lambda: worker.cancel())
    worker = a_worker(on_event=trigger)
    worker.load(CHOICE)
    assert failure_kind(worker.segment, volume, ["family", "busy"]) == "cancelled"
    assert time.monotonic() - trigger.at < 2.0
    assert len(children(worker)) == 5
    assert gone(worker.pid, *children(worker), within=0.5)


def test_closing_ends_the_children_of_every_kind(a_worker, volume, gone):
    worker = a_worker()
    worker.load(CHOICE)
    worker.segment(volume, ["family"])
    worker.close()
    assert len(children(worker)) == 5
    assert gone(worker.pid, *children(worker), within=0.5)


def test_a_killed_worker_leaves_no_children_even_without_a_client(volume, gone):
    """The guard ends them: the client of this test looks away."""
    with a_raw_worker() as raw:
        raw.send(messages.Load(CHOICE))
        raw.send(messages.Segment(volume.voxels, volume.ijk_to_ras, ("family",)))
        pids = [
            int(e.text.split()[1])
            for e in raw.until(events.Result)
            if getattr(e, "text", "").startswith("child")
        ]
        assert len(pids) == 5
        os.kill(raw.process.pid, signal.SIGKILL)
        # The one without the token and the session is only known while its parent lives.
        assert gone(raw.process.pid, *pids)


@pytest.mark.parametrize(
    ("task", "structures", "stage"),
    [("sleep", [], "reading weights"), ("plain", ["sleep"], "sleep"), ("plain", ["nap"], "napping"),
     ("plain", ["csleep"], "csleep")],
)  # fmt: skip
def test_a_kill_is_noticed_at_once_and_told_with_its_stage(a_worker, volume, task, structures, stage):
    trigger = WhenStage(stage, lambda: os.kill(worker.pid, signal.SIGKILL))
    worker = a_worker(on_event=trigger)
    with pytest.raises(EngineError) as caught:  # noqa: PT012 - either may be the one
        worker.load(ModelChoice("tests", task=task))
        worker.segment(volume, structures)
    assert time.monotonic() - trigger.at < 1.0
    assert caught.value.failure.kind == "killed"
    assert f"memory ran out while {stage}" in caught.value.failure.sentence
    worker.load(CHOICE)
    assert worker.segment(volume).labels


def test_a_kill_while_the_volume_is_sent(a_worker):
    voxels = np.zeros((150, 512, 512), np.int16)
    worker = a_worker()
    worker.load(CHOICE)
    os.kill(worker.pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (worker.pid, signal.SIGKILL)).start()
    start = time.monotonic()
    with pytest.raises(EngineError) as caught:
        worker.segment(Volume(voxels, np.eye(4)))
    assert time.monotonic() - start < 2.0
    assert "while sending the volume" in caught.value.failure.sentence
    assert worker.segment(Volume(voxels[:2], np.eye(4))).labels


def test_a_cancel_while_the_volume_is_sent(a_worker, gone):
    """The pipe is full and nobody reads: the cancel cannot even be sent."""
    worker = a_worker()
    worker.load(CHOICE)
    os.kill(worker.pid, signal.SIGSTOP)
    threading.Timer(0.1, worker.cancel).start()
    start = time.monotonic()
    assert failure_kind(worker.segment, Volume(np.zeros((150, 512, 512), np.int16), np.eye(4))) == "cancelled"
    assert time.monotonic() - start < 2.1
    assert gone(worker.pid, within=0.5)


def test_a_kill_while_the_result_is_sent(gone):
    """The worker sits in the middle of its result when it is killed; the client has half a frame."""
    with a_raw_worker() as raw:
        raw.send(messages.Load(CHOICE))
        raw.until(events.Loaded)
        raw.send(messages.Segment(np.zeros((100, 512, 512), np.int16), np.eye(4)))
        time.sleep(1.0)
        raw.decoder.feed(os.read(raw.process.stdout.fileno(), 1 << 20))
        os.kill(raw.process.pid, signal.SIGKILL)
        while data := os.read(raw.process.stdout.fileno(), 1 << 20):
            assert not any(frame.header["type"] == "result" for frame in raw.decoder.feed(data))
        assert raw.decoder.within_frame
        assert gone(raw.process.pid)


@pytest.mark.parametrize(
    ("action", "words"), [("die", "memory ran out"), ("crash", "crashed"), ("quiet exit", "gone")]
)
def test_ends_of_its_own_are_told_apart(a_worker, volume, action, words):
    worker = a_worker()
    worker.load(CHOICE)
    with pytest.raises(EngineError) as caught:
        worker.segment(volume, [action])
    assert caught.value.failure.kind == "killed"
    assert words in caught.value.failure.sentence
    assert f"while {action}" in caught.value.failure.sentence
    if action == "crash":
        assert any("engine_of_tests.py" in line for line in caught.value.failure.log)


# ------------------------------------------------------------------ when the client goes

CLIENT = """
import sys, time
import numpy as np
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.events import Log, Progress
def tell(event):
    if isinstance(event, Log) and event.text.startswith("child"):
        print(event.text, flush=True)
    if isinstance(event, Progress):
        print("stage", event.stage, flush=True)
worker = Worker.start(sys.executable, engines={"tests": sys.argv[1]}, on_event=tell)
worker.load(ModelChoice("tests"))
print("worker", worker.pid, flush=True)
try:
    worker.segment(Volume(np.zeros((2, 2, 2), np.int16), np.eye(4)), sys.argv[2:])
except KeyboardInterrupt:
    print("interrupted", flush=True)
    worker.close()
    sys.exit(130)
"""


def client_at(stage, *structures):
    """A client process whose worker is at a stage, and the processes of its worker."""
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(ENGINE_FILE), *structures], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    pids = []
    for line in client.stdout:
        word, value = line.split(maxsplit=1)
        if word in {"worker", "child"}:
            pids.append(int(value))
        if word == "stage" and value.strip() == stage:
            break
    time.sleep(0.1)
    return client, pids


@pytest.mark.parametrize("action", ["sleep", "csleep", "regex", "nap"])
def test_when_the_client_is_killed_all_ends(gone, action):
    client, pids = client_at(action, "family", action)
    try:
        assert len(pids) == 6
        client.kill()
        assert gone(*pids, within=2.0)
    finally:
        client.communicate()


def test_when_an_idle_client_goes_the_worker_leaves_in_good_order():
    with a_raw_worker() as raw:
        raw.send(messages.SayHello())
        raw.until(events.Hello)
        raw.process.stdin.close()
        assert raw.process.wait(2.0) == 0


@pytest.mark.parametrize("action", ["nap", "busy"])
def test_ctrl_c_stops_the_run_within_two_seconds(gone, action):
    """The terminal sends SIGINT to the client's whole group, of which the worker is no part."""
    client, pids = client_at("napping" if action == "nap" else action, "family", action)
    start = time.monotonic()
    os.killpg(client.pid, signal.SIGINT)
    out, err = client.communicate(timeout=10)
    assert time.monotonic() - start < 2.5
    assert "interrupted" in out
    assert (client.returncode, err) == (130, "")
    assert gone(*pids, within=0.5)


def test_an_error_of_the_host_stops_the_run(a_worker, volume):
    """Whatever a listener raises comes out, and the worker is free for the next request."""

    def stumble(event):
        if isinstance(event, events.Progress) and event.stage == "napping":
            raise ZeroDivisionError

    worker = a_worker(on_event=stumble)
    worker.load(CHOICE)
    pid = worker.pid
    with pytest.raises(ZeroDivisionError):
        worker.segment(volume, ["nap"])
    assert worker.segment(volume).labels
    assert worker.pid == pid


# ------------------------------------------------------------------ bytes by hand


class RawWorker:
    """A worker whose pipes the test holds itself."""

    def __init__(self):
        self.token = processes.new_token()
        command = worker_command(sys.executable, engines={"tests": ENGINE_FILE})
        pipe = subprocess.PIPE
        options = processes.start_options(os.environ, self.token)
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, **options)
        self.decoder = FrameDecoder()
        self.number = 0

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[self.process.stdin.write(view) :]

    def send(self, request):
        self.number += 1
        for buffer in encode(frame_of_request(self.number, request)):
            self.write(buffer)

    def until(self, kind):
        told = []
        while not any(isinstance(event, kind) for event in told):
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            assert data, told
            told += [events.event_of_frame(frame) for frame in self.decoder.feed(data)]
        return told


@contextlib.contextmanager
def a_raw_worker():
    raw = RawWorker()
    try:
        yield raw
    finally:
        if raw.process.returncode is None:
            processes.end_tree(raw.process.pid, raw.token)
        raw.process.wait(5.0)
        for pipe in (raw.process.stdin, raw.process.stdout, raw.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n",
        b'{"type": "dance", "id": 1}\n',
        b"\x80\x04\x95pickle\n",
        b'{"type": "x", "parts": 5}\n',
    ],
)
def test_garbage_is_answered_in_words_and_ends_the_worker(data):
    with a_raw_worker() as raw:
        raw.write(data)
        (failed,) = raw.until(events.Failed)
        assert (failed.request, failed.failure.kind) == (None, "protocol_mismatch")
        assert raw.process.wait(3.0) is not None


def test_a_client_of_another_version_is_told_the_workers_own():
    with a_raw_worker() as raw:
        raw.send(messages.SayHello(protocol=999))
        assert raw.until(events.Hello)[0].protocol == messages.PROTOCOL


def test_half_a_request_and_a_closed_pipe_end_the_worker():
    with a_raw_worker() as raw:
        frame = b"".join(
            map(bytes, encode(frame_of_request(1, messages.Segment(np.zeros((9, 9, 9)), np.eye(4)))))
        )
        raw.write(frame[:-100])
        raw.process.stdin.close()
        assert raw.process.wait(2.0) is not None


@pytest.mark.parametrize("action", ["nap", "busy"])
def test_a_client_that_does_not_listen_any_more_ends_the_worker(gone, action):
    with a_raw_worker() as raw:
        raw.send(messages.Load(CHOICE))
        raw.send(messages.Segment(np.zeros((2, 2, 2)), np.eye(4), (action,)))
        raw.until(events.Loaded)
        raw.process.stdout.close()
        if action == "busy":
            raw.process.stdin.close()
        assert gone(raw.process.pid)


# ------------------------------------------------------------------ programs that are no workers


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        (["/no/such/python"], "no_environment", "/no/such/python"),
        ([sys.executable, "-c", "print('Welcome!')"], "protocol_mismatch", "Welcome!"),
        ([sys.executable, "-c", "import numpy_that_is_not_there"], "no_environment", "environment"),
        ([sys.executable, "-c", ""], "killed", "while starting"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "killed", "while starting"),
    ],
)
def test_programs_that_are_no_workers_are_told_as_such(command, kind, words):
    with pytest.raises(EngineError) as caught, Worker(command) as worker:
        worker.hello()
    assert caught.value.failure.kind == kind
    assert words in caught.value.failure.sentence


def test_one_that_died_before_it_was_asked_is_told(gone):
    with Worker([sys.executable, "-c", "raise ModuleNotFoundError('No module named numpy')"]) as worker:
        assert gone(worker.pid, within=5)
        time.sleep(0.2)
        assert failure_kind(worker.load, CHOICE) == "no_environment"


def test_a_closed_worker_is_not_started_again(a_worker):
    worker = a_worker()
    worker.close()
    worker.close()
    with pytest.raises(RuntimeError):
        worker.hello()
