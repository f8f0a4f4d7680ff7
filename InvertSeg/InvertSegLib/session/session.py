"""The session: what every face shows and changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import EngineError, Failure, InputError
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.pipeline import SegmentationRequest
from InvertSegLib.session import memory, models
from InvertSegLib.session.carrier import CarrierFactory
from InvertSegLib.session.environments import EngineFacts, Environments, InstalledEnvironments
from InvertSegLib.session.inquiries import Inquiries
from InvertSegLib.session.models import ModelFacts
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.readiness import CHOOSE_VOLUME, Readiness, readiness
from InvertSegLib.session.run import Outcome, Run
from InvertSegLib.session.runner import Job, Runner
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.tasks import Task, tasks_of
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker import events, messages
from InvertSegLib.worker.results import Device
from InvertSegLib.worker.watch import Patience


class Session:
    """Parameters, what can be run, the run under way and its outcome; for one thread, and it never waits.

    Args:
        carrier_factory: makes a carrier for each process, see `carrier.Carrier`.
        environments: where the engines are, None for those installed on this machine.
        parameters: to begin with.
        patience: how long to wait for what.
        clock: seconds, monotonic.

    Attributes:
        parameters_changed: emitted with a frozenset of names: fields of `SessionParameters`, and for the
            inversion also its own fields that changed and "preset".
        volume_changed: emitted with the `VolumeFacts` or None.
        readiness_changed: emitted without arguments when `readiness` may have another answer.
        run_changed: emitted with the `Run`.
        finished: emitted with the `Outcome` after the run has become idle.
        log: emitted with one or more lines (separated by newlines) that the engine printed.
        tasks_changed: emitted without arguments when `tasks`, `structures` or `description_failure` changed.
        devices_changed: emitted without arguments when `devices` changed.
    """

    def __init__(
        self,
        carrier_factory: CarrierFactory,
        environments: Environments | None = None,
        *,
        parameters: SessionParameters | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.parameters_changed, self.volume_changed, self.readiness_changed = Signal(), Signal(), Signal()
        self.tasks_changed, self.devices_changed = Signal(), Signal()
        self._environments = environments or InstalledEnvironments()
        self._parameters = parameters or SessionParameters()
        self._volume_facts: VolumeFacts | None = None
        self._runner = Runner(carrier_factory, self._environments, patience=patience, clock=clock)
        self._inquiries = Inquiries(carrier_factory, self._environments, patience=patience, clock=clock)
        self.run_changed, self.finished, self.log = (
            self._runner.changed,
            self._runner.finished,
            self._runner.log,
        )
        self._outcome: Outcome | None = None
        self._closed = False
        self._facts: dict[str, EngineFacts] = {}
        self._models: dict[tuple[str, str], ModelFacts] = {}
        self._tasks: dict[str, tuple[Task, ...]] = {}
        self._describing: set[str] = set()
        self._description_failures: dict[str, Failure] = {}
        self._devices: tuple[Device, ...] = ()
        self.finished.connect(self._remember)

    # ------------------------------------------------------------------ parameters and volume

    @property
    def parameters(self) -> SessionParameters:
        """What is set."""
        return self._parameters

    def update(self, **changes: Any) -> None:
        """Set parameters by name, see `SessionParameters.changed`; `preset=...` and `clip=...` work too.

        Raises:
            ParameterError: a value makes no sense; nothing is changed then.
        """
        self.set_parameters(self._parameters.changed(**changes))

    def set_parameters(self, parameters: SessionParameters) -> None:
        """Set all parameters at once, as when a scene is loaded."""
        before, self._parameters = self._parameters, parameters
        names = _differences(before, parameters)
        if not names:
            return
        self.parameters_changed.emit(names)
        if names & {"engine", "task", "model"}:
            self.tasks_changed.emit()
        self.readiness_changed.emit()

    def use_demo_model(self) -> None:
        """Choose the demo model, its engine and the inversion that suits it."""
        self.update(engine=models.DEMO_ENGINE, model=str(models.DEMO_MODEL), preset=models.DEMO_PRESET)

    @property
    def volume_facts(self) -> VolumeFacts | None:
        """What the chosen volume is, None when none is chosen."""
        return self._volume_facts

    def set_volume_facts(self, facts: VolumeFacts | None) -> None:
        """Say which volume is chosen."""
        if facts != self._volume_facts:
            self._volume_facts = facts
            self.volume_changed.emit(facts)
            self.readiness_changed.emit()

    # ------------------------------------------------------------------ what is there

    def readiness(self) -> Readiness:
        """Whether a run can be started now with these parameters on this volume; quick."""
        parameters = self._parameters
        return readiness(
            parameters,
            self._volume_facts,
            self.engine_facts(),
            model=self.model_facts(),
            tasks=self.tasks,
            offers_demo=models.has_demo_model() and self.engine_facts(models.DEMO_ENGINE).installed,
        )

    def refresh(self) -> None:
        """Look at the disk again: an engine was installed, weights were imported, a model was changed."""
        self._facts.clear()
        self._models.clear()
        self._tasks.clear()
        self._description_failures.clear()
        self.tasks_changed.emit()
        self.readiness_changed.emit()

    def engine_facts(self, engine: str | None = None) -> EngineFacts:
        """What is installed of an engine, None for the chosen one; remembered until `refresh`."""
        engine = engine or self._parameters.engine
        if engine not in self._facts:
            self._facts[engine] = self._environments.facts(engine)
        return self._facts[engine]

    def model_facts(self) -> ModelFacts | None:
        """What the chosen model folder holds, None where none is chosen; remembered until `refresh`."""
        key = (self._parameters.engine, self._parameters.model)
        if not key[1] or not ENGINES[key[0]].takes_model:
            return None
        if key not in self._models:
            self._models[key] = models.read_model(*key)
        return self._models[key]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the chosen engine can do; empty until it has answered `describe`, and without tasks."""
        return self._tasks.get(self._parameters.engine, ())

    @property
    def structures(self) -> tuple[str, ...]:
        """Names of what the chosen task or model finds; empty as long as that is not known."""
        model = self.model_facts()
        if model is not None:
            return model.structures
        return next((task.structures for task in self.tasks if task.name == self._parameters.task), ())

    @property
    def describing(self) -> bool:
        """Whether the chosen engine's answer to `describe` is waited for."""
        return self._parameters.engine in self._describing

    @property
    def description_failure(self) -> Failure | None:
        """Why the chosen engine could not answer `describe`."""
        return self._description_failures.get(self._parameters.engine)

    def describe(self) -> None:
        """Ask the chosen engine for its tasks, their structures and weights; `tasks_changed` tells.

        Nothing happens for an engine that is not installed, has no tasks, or has answered already.
        """
        engine = self._parameters.engine
        facts = self.engine_facts()
        known = engine in self._tasks or engine in self._describing
        if self._closed or known or not facts.installed or not ENGINES[engine].has_tasks:
            return
        self._describing.add(engine)
        weights = str(facts.weights) if facts.weights else None
        self._ask(engine, messages.Describe(engine, weights), lambda answer: self._described(engine, answer))
        self.tasks_changed.emit()

    @property
    def devices(self) -> tuple[Device, ...]:
        """What the networks can run on, with the memory that was free when it was asked, the best first."""
        return self._devices

    def ask_devices(self) -> None:
        """Ask the chosen engine what it can run on and how much memory is free; `devices_changed` tells."""
        if not self._closed and self.engine_facts().installed:
            self._ask(self._parameters.engine, messages.ListDevices(), self._take_devices)

    def required_memory(self) -> int | None:
        """Bytes that a run on the chosen volume will roughly need; None where that is not known."""
        volume, network = self._volume_facts, self._network()
        if volume is None or network is None:
            return None
        spacing, classes = network
        return memory.required_memory(volume.shape[::-1], volume.spacing[::-1], spacing, classes)

    # ------------------------------------------------------------------ the run

    @property
    def run(self) -> Run:
        """How the run is going."""
        return self._runner.run

    @property
    def outcome(self) -> Outcome | None:
        """How the last run ended, None before the first and during a run."""
        return self._outcome

    def start(self, volume: Volume) -> None:
        """Run the chosen network on a volume; `run_changed` tells how it goes, and `finished` how it ended.

        Parameters that are changed meanwhile count for the next run.

        Args:
            volume: the scan as it is, voxels (K, J, I); its memory must not change until the run has reached
                its stage "inverting".

        Raises:
            EngineError: it is not ready, in the words of `readiness`; nothing has begun.
            InputError: the volume is none that a network can take.
            RuntimeError: a run is under way, or the session is closed.
        """
        if self._closed or self.run.busy:
            raise RuntimeError("one run at a time, and none after close")
        if volume.voxels.ndim != 3 or volume.voxels.dtype.kind not in "biuf" or volume.voxels.size == 0:
            raise InputError("This is not a scalar volume with three axes.", "Choose the scan itself.")
        # The engine may have been removed or installed since.
        self._facts.pop(self._parameters.engine, None)
        state = self.readiness()
        if not state.ready and state.action != CHOOSE_VOLUME:
            raise EngineError(Failure(_KINDS.get(state.action, "bad_request"), state.reason, state.remedy))
        parameters = self._parameters
        request = SegmentationRequest(parameters.inversion, self._choice(), parameters.structures)
        self._outcome = None
        self._runner.start(Job(volume, request))

    def cancel(self) -> None:
        """Stop the run, within two seconds at any stage; nothing happens when there is none."""
        self._runner.cancel()

    def release(self) -> None:
        """Give back the network's memory; the next run loads it again. Nothing happens during a run."""
        self._runner.release()

    def close(self) -> None:
        """End all processes now; a run under way ends as cancelled. Nothing can be run afterwards."""
        self._closed = True
        self._inquiries.close()
        self._runner.close()

    # ------------------------------------------------------------------ inside

    def _choice(self) -> ModelChoice:
        parameters, facts = self._parameters, self.engine_facts()
        description = ENGINES[parameters.engine]
        return ModelChoice(
            engine=parameters.engine,
            model=parameters.model if description.takes_model else None,
            task=parameters.task or None if description.has_tasks else None,
            quality=parameters.quality,
            device=parameters.device,
            trusted=parameters.trust_model,
            weights=str(facts.weights) if facts.weights else None,
        )

    def _network(self) -> tuple[tuple[float, float, float], int] | None:
        """Voxel size (k, j, i) and number of classes of the chosen network, as far as they are known."""
        model = self.model_facts()
        if model is not None:
            return (model.spacing, len(model.structures) + 1) if model.spacing else None
        return memory.TOTALSEGMENTATOR.get((self._parameters.task, self._parameters.quality))

    def _ask(self, engine: str, request: messages.Request, answered: Callable[[Any], None]) -> None:
        try:
            self._inquiries.ask(engine, request, answered)
        except EngineError as error:
            answered(error.failure)

    def _described(self, engine: str, answer: events.Event | Failure) -> None:
        self._describing.discard(engine)
        if isinstance(answer, events.Described):
            self._tasks[engine] = tasks_of(answer.description)
            self._description_failures.pop(engine, None)
        elif isinstance(answer, Failure):
            self._description_failures[engine] = answer
        self.tasks_changed.emit()
        self.readiness_changed.emit()

    def _take_devices(self, answer: events.Event | Failure) -> None:
        if isinstance(answer, events.Devices):
            self._devices = answer.devices
            self.devices_changed.emit()

    def _remember(self, outcome: Outcome) -> None:
        self._outcome = outcome


_KINDS = {
    "install_engine": "no_environment",
    "import_weights": "no_weights",
    "trust_model": "untrusted_model",
}


def _differences(before: SessionParameters, after: SessionParameters) -> frozenset[str]:
    names = {f.name for f in fields(SessionParameters) if getattr(before, f.name) != getattr(after, f.name)}
    if "inversion" in names:
        old, new = before.inversion, after.inversion
        names |= {f.name for f in fields(InversionParameters) if getattr(old, f.name) != getattr(new, f.name)}
        names |= {"preset"} if before.preset != after.preset else set()
    return frozenset(names)
