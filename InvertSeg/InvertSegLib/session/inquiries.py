"""Questions to engines that are not about a volume: what can you do, what can you run on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.session.carrier import CarrierFactory
from InvertSegLib.session.environments import Environments
from InvertSegLib.session.link import Link
from InvertSegLib.session.places import command_for
from InvertSegLib.worker import events
from InvertSegLib.worker.events import Event
from InvertSegLib.worker.messages import Request
from InvertSegLib.worker.watch import Patience

Answered = Callable[[Event | Failure], Any]


@dataclass(frozen=True, eq=False)
class _Question:
    place: tuple[str, str]  # host and engine
    request: Request
    answered: Answered


class Inquiries:
    """Asks in a process of its own, which leaves as soon as nothing more is asked.

    So a question is answered during a run too, and holds no memory (a graphics card's, above all) afterwards.

    Args:
        carrier_factory: makes a carrier for each process.
        environments: where the engines are.
        patience: how long to wait for what.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        carrier_factory: CarrierFactory,
        environments: Environments,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._new_carrier = carrier_factory
        self._environments = environments
        self._patience = patience
        self._clock = clock
        self._questions: deque[_Question] = deque()
        self._link: Link | None = None
        self._place: tuple[str, str] | None = None
        self._leaving: list[Link] = []

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self._questions)

    def ask(self, engine: str, request: Request, answered: Answered, host: str = "") -> None:
        """Ask an engine; `answered` is called later with its event, or with how it failed.

        Args:
            engine: name of the engine.
            request: the question.
            answered: called once.
            host: the machine that it is on, empty for this one.

        Raises:
            EngineError: of kind "no_environment", and nothing is asked.
        """
        command = command_for(self._environments, engine, host)
        self._questions.append(_Question((host, engine), request, answered))
        if len(self._questions) == 1:
            self._begin(command)

    def close(self) -> None:
        """End the process now; no answer comes any more."""
        self._questions.clear()
        links, self._link = (self._link, *self._leaving), None
        for link in links:
            if link is not None:
                link.end()

    def _begin(self, command: Sequence[str]) -> None:
        self._place = self._questions[0].place
        link = Link(
            self._new_carrier(),
            lambda told: self._hear(link, told),
            patience=self._patience,
            clock=self._clock,
        )
        self._link = link
        link.start(command, self._environments.variables())

    def _hear(self, link: Link, told: Sequence[Event]) -> None:
        if link is not self._link:
            if link.closed and link in self._leaving:
                self._leaving.remove(link)
            return
        for event in told:
            if isinstance(event, events.Hello):
                link.send(self._questions[0].request)
            elif isinstance(event, events.Described | events.Devices):
                self._answer(event)
            elif isinstance(event, events.Failed) or (
                isinstance(event, events.Closed) and event.failure and self._link is link
            ):
                self._answer(event.failure)
            if self._link is not link:
                break

    def _answer(self, answer: Event | Failure) -> None:
        question = self._questions.popleft()
        self._go_on()
        question.answered(answer)

    def _go_on(self) -> None:
        """Ask the next question, in this process if it is the right one."""
        following = self._questions[0] if self._questions else None
        if following and self._is_free_for(following):
            self._link.send(following.request)
            return
        if self._link is not None and not self._link.closed:
            self._leaving.append(self._link)
            self._link.leave()
        self._link = None
        if following is None:
            return
        try:
            host, engine = following.place
            self._begin(command_for(self._environments, engine, host))
        except EngineError as error:
            self._answer(error.failure)

    def _is_free_for(self, question: _Question) -> bool:
        link = self._link
        is_there = link is not None and not link.closed and not link.busy
        return is_there and question.place == self._place
