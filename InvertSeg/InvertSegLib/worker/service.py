"""What a worker does all day: one thread reads requests, the main thread answers them one by one."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from InvertSegLib.engines.base import Cancelled, EngineOutput, LoadedModel, ModelChoice
from InvertSegLib.engines.ensemble import segment_ensemble
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, failures, inverting, machine, messages, processes
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.registry import Registry
from InvertSegLib.worker.reporting import WireReporter
from InvertSegLib.worker.results import SegmentationResult
from InvertSegLib.worker.server_protocol import ServerProtocol, Task
from InvertSegLib.worker.streams import FramePipes
from InvertSegLib.worker.transforming import Transforms

_CHUNK = 1 << 20
# How long the engine may take to stop by itself once the client is gone.
_GRACE = 0.5
Answer = Callable[[Any, int, WireReporter], Event]


class Service:
    """Answers requests until it has to leave; keeps the loaded network between them.

    Args:
        pipes: where frames come from and go to.
        registry: the engines.
        idle: seconds without a request after which it leaves.
    """

    def __init__(self, pipes: FramePipes, registry: Registry, idle: float) -> None:
        self._pipes = pipes
        self._registry = registry
        self._idle = idle
        self._protocol = ServerProtocol()
        # None in the queue: no more will come.
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._leaving = False
        self._choice: ModelChoice | None = None
        self._model: LoadedModel | None = None
        self._transforms = Transforms()
        self._answers: Mapping[type[messages.Request], Answer] = {
            messages.SayHello: self._hello,
            messages.ListDevices: self._devices,
            messages.Describe: self._describe,
            messages.Load: self._load,
            messages.Segment: self._segment,
            messages.ApplyTransform: self._transform,
            messages.Unload: self._unload,
        }

    def run(self) -> int:
        """Work; the exit code is returned."""
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        while not self._leaving:
            try:
                task = self._tasks.get(timeout=self._idle)
            except queue.Empty:
                break
            if task is None or isinstance(task.request, messages.Quit):
                break
            self._work_on(task)
            del task
        self._leaving = True
        return 0

    # ------------------------------------------------------------------ the reader thread

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._pipes.source, _CHUNK)
            except OSError:
                data = b""
            if not data:
                break
            try:
                self._queue(data)
            except EngineError as error:
                self._send(events.Failed(None, error.failure))
                break
            except Exception as error:  # noqa: BLE001 - the client has to hear of whatever it is
                self._send(events.Failed(None, failures.failure_of(error)))
                break
        self._client_is_gone()

    def _queue(self, data: bytes) -> None:
        # A function of its own, as a name left in the loop would hold the last volume's memory.
        for task in self._protocol.receive(data):
            self._tasks.put(task)

    def _client_is_gone(self) -> None:
        """Nobody will read an answer: stop, by force if the engine does not listen."""
        self._protocol.cancel_all()
        self._tasks.put(None)
        time.sleep(_GRACE)
        if not self._leaving:
            processes.end_tree(os.getpid(), os.environ.get(processes.TOKEN_VARIABLE, ""))
        # Reached on systems where the guard's signals do not exist, or with the main thread on its way out.
        time.sleep(2 * _GRACE)
        os._exit(1)

    def _send(self, event: Event) -> None:
        try:
            self._pipes.write(self._protocol.write(event))
        except OSError:
            # The client has closed its end. The engine stops at its next report, the main loop after it.
            self._leaving = True
            self._protocol.cancel_all()

    # ------------------------------------------------------------------ the main thread

    def _work_on(self, task: Task) -> None:
        reporter = WireReporter(task.number, self._send, task.cancelled)
        try:
            answer = self._answers[type(task.request)](task.request, task.number, reporter)
        except BaseException as error:  # noqa: BLE001 - libraries end processes by SystemExit
            answer = events.Failed(task.number, self._failure_of(error, task))
        if isinstance(answer, events.Failed):
            self._tidy_up()
        sys.stdout.flush()
        sys.stderr.flush()
        reporter.close()
        if isinstance(answer, events.Result):
            self._send(events.Progress(task.number, "sending the result"))
        try:
            self._send(answer)
        except Exception as error:  # noqa: BLE001 - an answer that JSON or the protocol has no word for
            self._send(events.Failed(task.number, self._failure_of(error, task)))
        self._protocol.answered(task)

    def _failure_of(self, error: BaseException, task: Task) -> Failure:
        if isinstance(error, Cancelled) or task.cancelled.is_set():
            return Failure("cancelled", "The run was cancelled.")
        self._leaving = self._leaving or failures.leaves_process_unusable(error)
        failure = failures.failure_of(error)
        if isinstance(error, EngineError):
            return failure
        stack = "".join(traceback.format_exception(error)).splitlines()
        return replace(failure, log=tuple(stack[-failures.LOG_LINES :]))

    def _tidy_up(self) -> None:
        """Release what a failed run or a closed network held: reference cycles, and torch's cache."""
        gc.collect()
        torch = sys.modules.get("torch")
        if torch is not None:
            # Torch may be what failed, half imported or with a broken GPU context.
            with contextlib.suppress(Exception):
                torch.cuda.empty_cache()

    def _hello(self, request: messages.SayHello, number: int, reporter: WireReporter) -> Event:  # noqa: ARG002
        return events.Hello(number, messages.PROTOCOL, os.getpid(), machine.versions(), machine.memory())

    def _devices(self, request: messages.ListDevices, number: int, reporter: WireReporter) -> Event:
        with reporter.stage(request.stage, "importing torch"):
            return events.Devices(number, machine.devices())

    def _describe(self, request: messages.Describe, number: int, reporter: WireReporter) -> Event:
        with reporter.stage(request.stage):
            description = self._registry.find(request.engine).describe(request.weights)
        return events.Described(number, description)

    def _load(self, request: messages.Load, number: int, reporter: WireReporter) -> Event:
        reused = self._model is not None and self._choice == request.choice
        if not reused:
            # Two networks at a time may be more than the device holds.
            self._release()
            with reporter.stage(request.stage):
                self._model = self._registry.find(request.choice.engine).load(request.choice, reporter)
                self._choice = request.choice
        model = self._model
        versions = machine.versions() | dict(model.versions)
        return events.Loaded(number, dict(model.labels), model.device, versions, reporter.timings, reused)

    def _segment(self, request: messages.Segment, number: int, reporter: WireReporter) -> Event:
        model = self._model
        if model is None:
            raise EngineError(Failure("bad_request", "No network is loaded.", "Load one before segmenting."))
        output, checksum = _run(model, request, reporter)
        result = SegmentationResult(
            label_map=_checked(output.label_map, request.voxels),
            labels=dict(output.labels),
            confidence=dict(output.confidence),
            timings=reporter.timings,
            versions=machine.versions() | dict(model.versions),
            device=model.device,
            input_sha256=checksum,
            averaged=output.averaged,
            uncertainty=output.uncertainty,
            disagreement=dict(output.disagreement),
        )
        return events.Result(number, result)

    def _transform(self, request: messages.ApplyTransform, number: int, reporter: WireReporter) -> Event:
        volume = Volume(request.voxels, request.ijk_to_ras)
        made, result = self._transforms.apply(volume, request.choice, reporter)
        return events.Transformed(
            number, result.voxels, made.gives, dict(made.parameters), dict(reporter.timings)
        )

    def _unload(self, request: messages.Unload, number: int, reporter: WireReporter) -> Event:
        with reporter.stage(request.stage):
            self._transforms = Transforms()
            self._release()
        return events.Unloaded(number)

    def _release(self) -> None:
        model, self._model, self._choice = self._model, None, None
        if model is not None:
            model.close()
            del model
            self._tidy_up()


def _run(model: LoadedModel, request: messages.Segment, reporter: WireReporter) -> tuple[EngineOutput, str]:
    """What the network found, and the checksum of the volume where it was inverted here."""
    volume, checksum = Volume(request.voxels, request.ijk_to_ras), ""
    if request.ensemble is not None:
        with reporter.stage("inverting"):
            checksum = inverting.checksum_of(volume)
        inputs = inverting.Inversions(volume, request.ensemble.settings, reporter)
        weight = request.ensemble.background_weight
        with reporter.stage("segmenting"):
            return segment_ensemble(model, inputs, request.structures, weight, reporter), checksum
    if request.inversion is not None:
        with reporter.stage("inverting"):
            volume, checksum = inverting.inverted(volume, request.inversion)
    with reporter.stage("segmenting"):
        return model.segment(volume, request.structures, reporter), checksum


def _checked(label_map: np.ndarray, voxels: np.ndarray) -> np.ndarray:
    if label_map.dtype == bool:
        label_map = label_map.view(np.uint8)
    if label_map.shape != voxels.shape or label_map.dtype.kind != "u":
        raise TypeError(
            f"the engine gave a label map of {label_map.dtype} and shape {label_map.shape} "
            f"for a volume of shape {voxels.shape}"
        )
    return label_map
