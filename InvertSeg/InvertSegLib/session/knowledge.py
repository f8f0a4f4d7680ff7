"""What is known of engines, models, tasks and devices: read once, asked once, forgotten on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.session import memory, models
from InvertSegLib.session.environments import EngineFacts, Environments
from InvertSegLib.session.inquiries import Inquiries
from InvertSegLib.session.models import ModelFacts
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.tasks import Task, tasks_of
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.session.wording import without_commands
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.results import Device


class Knowledge:
    """The session's memory of what is on this machine.

    Args:
        environments: where the engines are.
        inquiries: asks them.

    Attributes:
        tasks_changed: emitted without arguments when an engine's tasks, or why they are missing, changed.
        devices_changed: emitted without arguments when `devices` changed.
        devices: what networks can run on, with the memory that was free when it was asked, the best first.
    """

    def __init__(self, environments: Environments, inquiries: Inquiries) -> None:
        self.tasks_changed, self.devices_changed = Signal(), Signal()
        self.devices: tuple[Device, ...] = ()
        self._environments = environments
        self._inquiries = inquiries
        self._engines: dict[str, EngineFacts] = {}
        self._models: dict[tuple[str, str], ModelFacts] = {}
        self._tasks: dict[str, tuple[Task, ...]] = {}
        self._failures: dict[str, Failure] = {}
        self._describing: set[str] = set()

    def forget(self, engine: str | None = None) -> None:
        """Look at the disk again next time: at all of it, or at one engine's installation alone."""
        if engine is not None:
            self._engines.pop(engine, None)
            return
        for known in (self._engines, self._models, self._tasks, self._failures):
            known.clear()

    def engine(self, name: str) -> EngineFacts:
        """What is installed of an engine."""
        if name not in self._engines:
            self._engines[name] = self._environments.facts(name)
        return self._engines[name]

    def model(self, engine: str, folder: str) -> ModelFacts | None:
        """What a model folder holds, None for none."""
        if not folder or not ENGINES[engine].takes_model:
            return None
        key = (engine, folder)
        if key not in self._models:
            self._models[key] = models.read_model(engine, folder)
        return self._models[key]

    def distrust(self, engine: str, folder: str, why: str) -> None:
        """Remember that loading a model would run code, which only its weights could tell."""
        facts = self.model(engine, folder)
        if facts is not None:
            self._models[engine, folder] = replace(facts, code=(*facts.code, why))

    def tasks(self, engine: str) -> tuple[Task, ...]:
        """What an engine can do; empty until it has answered, and without tasks."""
        return self._tasks.get(engine, ())

    def failure(self, engine: str) -> Failure | None:
        """Why an engine could not answer."""
        return self._failures.get(engine)

    def is_describing(self, engine: str) -> bool:
        """Whether an engine's answer is waited for."""
        return engine in self._describing

    def describe(self, engine: str) -> None:
        """Ask an engine for its tasks, unless it has none, is not installed or has been asked."""
        facts = self.engine(engine)
        known = engine in self._tasks or engine in self._failures or engine in self._describing
        if known or not facts.installed or not ENGINES[engine].has_tasks:
            return
        self._describing.add(engine)
        weights = str(facts.weights) if facts.weights else None
        self._ask(engine, messages.Describe(engine, weights), lambda answer: self._described(engine, answer))
        self.tasks_changed.emit()

    def ask_devices(self, engine: str) -> None:
        """Ask an engine what it can run on."""
        if self.engine(engine).installed:
            self._ask(engine, messages.ListDevices(), self._take_devices)

    def required_memory(self, parameters: SessionParameters, volume: VolumeFacts) -> int | None:
        """Bytes that a run will roughly need; None where the network is not known well enough."""
        model = self.model(parameters.engine, parameters.model)
        if model is not None:
            network = model.network
        else:
            network = memory.NETWORKS.get((parameters.engine, parameters.task, parameters.quality))
        if network is None:
            return None
        shape, spacing = volume.shape[::-1], volume.spacing[::-1]
        return memory.required_memory(shape, spacing, network, ensemble=bool(parameters.ensemble))

    def _ask(self, engine: str, request: messages.Request, answered: Callable[[Any], None]) -> None:
        try:
            self._inquiries.ask(engine, request, answered)
        except EngineError as error:
            answered(error.failure)

    def _described(self, engine: str, answer: events.Event | Failure) -> None:
        self._describing.discard(engine)
        if isinstance(answer, events.Described):
            self._tasks[engine] = tasks_of(answer.description)
        elif isinstance(answer, Failure):
            self._failures[engine] = without_commands(answer)
        self.tasks_changed.emit()

    def _take_devices(self, answer: events.Event | Failure) -> None:
        if isinstance(answer, events.Devices):
            self.devices = answer.devices
            self.devices_changed.emit()
