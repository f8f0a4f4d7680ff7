"""The session: what every face shows and changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import EngineError, Failure, InputError
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.pipeline import SegmentationRequest
from InvertSegLib.session import models
from InvertSegLib.session.carrier import CarrierFactory
from InvertSegLib.session.environments import EngineFacts, Environments, InstalledEnvironments
from InvertSegLib.session.inquiries import Inquiries
from InvertSegLib.session.knowledge import Knowledge
from InvertSegLib.session.models import ModelFacts
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.readiness import CHOOSE_VOLUME, Readiness, readiness
from InvertSegLib.session.remote import Hosts
from InvertSegLib.session.run import Outcome, Run
from InvertSegLib.session.runner import Job, Runner
from InvertSegLib.session.signal import Signal
from InvertSegLib.session.tasks import Task
from InvertSegLib.session.volume_facts import VolumeFacts
from InvertSegLib.volume.volume import Volume
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
        hosts: what is known of other machines, see `remote.Hosts`.
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
        self._environments = environments or InstalledEnvironments()
        self._parameters = parameters or SessionParameters()
        self._volume_facts: VolumeFacts | None = None
        options = {"patience": patience, "clock": clock}
        self._runner = Runner(carrier_factory, self._environments, **options)
        self._inquiries = Inquiries(carrier_factory, self._environments, **options)
        self.hosts = Hosts(carrier_factory, self._environments.variables)
        self._known = Knowledge(self._environments, self._inquiries, self.hosts)
        self.run_changed, self.finished = self._runner.changed, self._runner.finished
        self.log = self._runner.log
        self.tasks_changed, self.devices_changed = self._known.tasks_changed, self._known.devices_changed
        self._outcome: Outcome | None = None
        self._running: ModelChoice | None = None
        self._closed = False
        self.finished.connect(self._remember)
        self.tasks_changed.connect(self.readiness_changed.emit)
        self.hosts.changed.connect(self._on_host)

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
        names = before.differences(parameters)
        if not names:
            return
        self.parameters_changed.emit(names)
        if names & {"engine", "task", "model", "host"}:
            self.tasks_changed.emit()  # and with it readiness_changed
        else:
            self.readiness_changed.emit()
        if "host" in names:
            self.devices_changed.emit()

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
        self._known.forget()
        self.hosts.forget()
        self.tasks_changed.emit()

    def engine_facts(self, engine: str | None = None) -> EngineFacts:
        """What is installed of an engine on the chosen machine, None for the chosen engine.

        It is remembered until `refresh`. Of another machine nothing is known before `describe` or
        `ask_devices` had it asked; an engine there counts as installed until then.
        """
        return self._known.engine(engine or self._parameters.engine, self._parameters.host)

    def model_facts(self) -> ModelFacts | None:
        """What the chosen model folder holds, None where none is chosen; remembered until `refresh`."""
        return self._known.model(self._parameters.engine, self._parameters.model)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the chosen engine can do; empty until it has answered `describe`, and without tasks."""
        return self._known.tasks(self._place)

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
        return self._known.is_describing(self._place)

    @property
    def description_failure(self) -> Failure | None:
        """Why the chosen engine could not answer `describe`; it is not asked again until `refresh`."""
        return self._known.failure(self._place)

    def describe(self) -> None:
        """Ask the chosen engine for its tasks, their structures and weights; `tasks_changed` tells.

        Nothing happens for an engine that is not installed, has no tasks, or was asked already.
        """
        if not self._closed and self._knows_host():
            self._known.describe(self._place)

    @property
    def devices(self) -> tuple[Device, ...]:
        """What the networks can run on, with the memory that was free when it was asked, the best first."""
        return self._known.devices(self._parameters.host)

    def ask_devices(self) -> None:
        """Ask the chosen engine what it can run on and how much memory is free; `devices_changed` tells."""
        if not self._closed and self._knows_host():
            self._known.ask_devices(self._place)

    def required_memory(self) -> int | None:
        """Bytes that a run on the chosen volume will roughly need; None where that is not known."""
        volume = self._volume_facts
        return None if volume is None else self._known.required_memory(self._parameters, volume)

    # ------------------------------------------------------------------ the run

    @property
    def run(self) -> Run:
        """How the run is going."""
        return self._runner.run

    @property
    def outcome(self) -> Outcome | None:
        """How the last run ended, None before the first and during a run."""
        return self._outcome

    def start(self, volume: Volume, inversion: InversionParameters | None = None) -> None:
        """Run the chosen network on a volume; `run_changed` tells how it goes, and `finished` how it ended.

        Parameters that are changed meanwhile count for the next run.

        Args:
            volume: the scan as it is, voxels (K, J, I); its memory must not change until the run has reached
                its stage "inverting".
            inversion: how to invert it this once, without an ensemble; None for the parameters' own.

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
        self._known.forget(self._parameters.engine)
        state = self.readiness()
        if not state.ready and state.action != CHOOSE_VOLUME:
            raise EngineError(Failure(_KINDS.get(state.action, "bad_request"), state.reason, state.remedy))
        parameters = self._parameters
        request = SegmentationRequest(
            inversion or parameters.inversion,
            self._choice(),
            parameters.structures,
            None if inversion else parameters.ensemble_settings(),
        )
        self._outcome = None
        self._running = request.choice
        self._runner.start(Job(volume, request, parameters.host))

    def cancel(self) -> None:
        """Stop the run, within two seconds at any stage; nothing happens when there is none."""
        self._runner.cancel()

    def release(self) -> None:
        """Give back the network's memory; the next run loads it again. Nothing happens during a run."""
        self._runner.release()

    def close(self) -> None:
        """End all processes now; a run under way ends as cancelled. Nothing can be run afterwards."""
        self._closed = True
        self.hosts.close()
        self._inquiries.close()
        self._runner.close()

    # ------------------------------------------------------------------ inside

    @property
    def _place(self) -> tuple[str, str]:
        return self._parameters.host, self._parameters.engine

    def _knows_host(self) -> bool:
        """Whether the chosen machine has said what it has; it is asked, and what is wanted comes later."""
        host = self._parameters.host
        if not host:
            return True
        facts = self.hosts.facts(host)
        if facts is None:
            self.hosts.ask(host)
        return facts is not None

    def _on_host(self, host: str) -> None:
        if host != self._parameters.host or self._closed:
            return
        self.tasks_changed.emit()
        if self.hosts.facts(host) is not None and not self.hosts.is_asking(host):
            self.describe()
            self.ask_devices()

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

    def _remember(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if outcome.failure and outcome.failure.kind == "untrusted_model" and self._running is not None:
            self._known.distrust(self._running.engine, self._running.model or "", outcome.failure.sentence)
            self.readiness_changed.emit()


_KINDS = {
    "install_engine": "no_environment",
    "prepare_host": "not_prepared",
    "import_weights": "no_weights",
    "trust_model": "untrusted_model",
}
