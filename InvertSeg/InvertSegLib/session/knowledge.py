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
from InvertSegLib.session.remote import UNKNOWN_ENGINE, Hosts
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.tasks import Task, tasks_of
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.session.wording import without_commands
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.results import Device

# The machine (empty for this one) and the engine.
Place = tuple[str, str]


class Knowledge:
    """The session's memory of what is on this machine, and on others.

    Engines are asked for by a place: the machine that they are on (empty for this one) and their name.

    Args:
        environments: where this machine's engines are.
        inquiries: asks them.
        hosts: knows other machines.

    Attributes:
        tasks_changed: emitted without arguments when an engine's tasks, or why they are missing, changed.
        devices_changed: emitted without arguments when `devices` of some machine changed.
    """

    def __init__(self, environments: Environments, inquiries: Inquiries, hosts: Hosts) -> None:
        self.tasks_changed, self.devices_changed = Signal(), Signal()
        self._environments = environments
        self._inquiries = inquiries
        self._hosts = hosts
        self._engines: dict[str, EngineFacts] = {}
        self._models: dict[tuple[str, str], ModelFacts] = {}
        self._tasks: dict[Place, tuple[Task, ...]] = {}
        self._failures: dict[Place, Failure] = {}
        self._describing: set[Place] = set()
        self._devices: dict[str, tuple[Device, ...]] = {}

    def forget(self, engine: str | None = None) -> None:
        """Look at the disk again next time: at all of it, or at one engine's installation here alone."""
        if engine is not None:
            self._engines.pop(engine, None)
            return
        for known in (self._engines, self._models, self._tasks, self._failures):
            known.clear()

    def engine(self, name: str, host: str = "") -> EngineFacts:
        """What is installed of an engine; of one on another machine, what that one said."""
        if host:
            facts = self._hosts.facts(host)
            return UNKNOWN_ENGINE if facts is None else facts.engine(name)
        if name not in self._engines:
            self._engines[name] = self._environments.facts(name)
        return self._engines[name]

    def devices(self, host: str = "") -> tuple[Device, ...]:
        """What networks can run on, with the memory that was free when it was asked, the best first."""
        return self._devices.get(host, ())

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

    def tasks(self, place: Place) -> tuple[Task, ...]:
        """What an engine can do; empty until it has answered, and without tasks."""
        return self._tasks.get(place, ())

    def failure(self, place: Place) -> Failure | None:
        """Why an engine could not answer."""
        return self._failures.get(place)

    def is_describing(self, place: Place) -> bool:
        """Whether an engine's answer is waited for."""
        return place in self._describing

    def describe(self, place: Place) -> None:
        """Ask an engine for its tasks, unless it has none, is not installed or has been asked."""
        host, engine = place
        facts = self.engine(engine, host)
        known = place in self._tasks or place in self._failures or place in self._describing
        if known or not facts.installed or not ENGINES[engine].has_tasks:
            return
        self._describing.add(place)
        weights = str(facts.weights) if facts.weights else None
        self._ask(place, messages.Describe(engine, weights), lambda answer: self._described(place, answer))
        self.tasks_changed.emit()

    def ask_devices(self, place: Place) -> None:
        """Ask an engine what it can run on."""
        host, engine = place
        if self.engine(engine, host).installed:
            self._ask(place, messages.ListDevices(), lambda answer: self._take_devices(host, answer))

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

    def _ask(self, place: Place, request: messages.Request, answered: Callable[[Any], None]) -> None:
        host, engine = place
        try:
            self._inquiries.ask(engine, request, answered, host)
        except EngineError as error:
            answered(error.failure)

    def _described(self, place: Place, answer: events.Event | Failure) -> None:
        self._describing.discard(place)
        if isinstance(answer, events.Described):
            self._tasks[place] = tasks_of(answer.description)
        elif isinstance(answer, Failure):
            self._failures[place] = without_commands(answer)
        self.tasks_changed.emit()

    def _take_devices(self, host: str, answer: events.Event | Failure) -> None:
        if isinstance(answer, events.Devices):
            self._devices[host] = answer.devices
            self.devices_changed.emit()
