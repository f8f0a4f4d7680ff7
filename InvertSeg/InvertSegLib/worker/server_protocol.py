"""The worker's side of the protocol, without input and output."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from InvertSegLib.worker.events import Event, frame_of_event
from InvertSegLib.worker.frames import Buffer, FrameDecoder, encode
from InvertSegLib.worker.messages import Cancel, Quit, Request, request_of_frame


@dataclass(frozen=True, eq=False)
class Task:
    """A request that has to be answered.

    Attributes:
        number: the request's number.
        request: what is asked.
        cancelled: set as soon as the client wants no answer any more.
    """

    number: int
    request: Request
    cancelled: threading.Event = field(default_factory=threading.Event)


class ServerProtocol:
    """Bytes in, tasks out; events in, bytes out. Cancels take effect as they are received."""

    def __init__(self) -> None:
        self._decoder = FrameDecoder()
        self._open: dict[int, Task] = {}

    def receive(self, data: bytes | memoryview) -> list[Task]:
        """Bytes from the client.

        Returns:
            what has to be done, in this order; a `Quit` cancels all that is under way.

        Raises:
            EngineError: of kind "protocol_mismatch"; nothing more can be read.
        """
        tasks: list[Task] = []
        for frame in self._decoder.feed(data):
            number, request = request_of_frame(frame)
            if isinstance(request, Cancel):
                if number in self._open:
                    self._open[number].cancelled.set()
                continue
            if isinstance(request, Quit):
                self.cancel_all()
            task = Task(number, request)
            self._open[number] = task
            tasks.append(task)
        return tasks

    def cancel_all(self) -> None:
        """Nobody wants an answer any more."""
        for task in list(self._open.values()):
            task.cancelled.set()

    def write(self, event: Event) -> list[Buffer]:
        """The buffers of an event, to be written in order."""
        return encode(frame_of_event(event))

    def answered(self, task: Task) -> None:
        """The task's answer has been written."""
        self._open.pop(task.number, None)
