"""What can be run now, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import ParameterError
from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.session.models import ModelFacts
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.tasks import Task
from InvertSegLib.session.volume_facts import VolumeFacts

INSTALL_ENGINE = "install_engine"
PREPARE_HOST = "prepare_host"
IMPORT_WEIGHTS = "import_weights"
CHOOSE_MODEL = "choose_model"
USE_DEMO_MODEL = "use_demo_model"
CHOOSE_VOLUME = "choose_volume"
TRUST_MODEL = "trust_model"


@dataclass(frozen=True)
class Readiness:
    """Whether a run can be started.

    Attributes:
        ready: it can.
        reason: why not, as one sentence; empty when ready.
        remedy: what to do about it, as one sentence; empty when ready.
        action: the step that does it: "install_engine", "prepare_host", "import_weights", "choose_model",
            "use_demo_model", "choose_volume", "trust_model"; empty when ready, or when another choice has to
            be made.
        offers_demo: the demo model could be run instead, see `Session.use_demo_model`.
    """

    ready: bool
    reason: str = ""
    remedy: str = ""
    action: str = ""
    offers_demo: bool = False


READY = Readiness(True)


def readiness(
    parameters: SessionParameters,
    volume: VolumeFacts | None,
    engine: EngineFacts,
    *,
    model: ModelFacts | None = None,
    tasks: Sequence[Task] = (),
    offers_demo: bool = False,
) -> Readiness:
    """Whether these parameters can be run on this volume with what is installed.

    Args:
        parameters: what is to be run.
        volume: the chosen volume, None for none.
        engine: what is installed of the chosen engine.
        model: what the chosen model folder holds, None when none is chosen.
        tasks: what the engine said it can do, empty as long as it has not been asked.
        offers_demo: the demo model is here, and its engine is installed.
    """
    missing = (
        _of_engine(parameters, engine)
        or _of_model(parameters, model)
        or _of_weights(parameters, engine, tasks)
        or _of_ensemble(parameters)
    )
    if missing is None:
        return _of_volume(volume)
    sentence, remedy, action = missing
    return Readiness(False, sentence, remedy, action, offers_demo)


_Missing = tuple[str, str, str]
_HERE = ("this machine", IMPORT_WEIGHTS)


def _of_engine(parameters: SessionParameters, engine: EngineFacts) -> _Missing | None:
    if engine.installed:
        return None
    if parameters.host:
        return engine.why_not, "Test the connection, prepare that machine, or run on this one.", PREPARE_HOST
    reason = engine.why_not or f"{ENGINES[parameters.engine].title} is not installed."
    return reason, "Install it, or choose an engine that is installed.", INSTALL_ENGINE


def _of_model(parameters: SessionParameters, model: ModelFacts | None) -> _Missing | None:
    if not ENGINES[parameters.engine].takes_model:
        return None
    title = ENGINES[parameters.engine].title
    if not parameters.model or model is None:
        return f"No model is chosen, and {title} runs one of yours.", "Choose its folder.", CHOOSE_MODEL
    if model.failure:
        return model.failure.sentence, model.failure.remedy or "Choose another folder.", CHOOSE_MODEL
    if model.code and not parameters.trust_model:
        where = parameters.host or "this machine"
        reason = f"The model {model.title} runs code on {where} when it is loaded."
        return reason, "Look at them, and agree only if you trust where the model comes from.", TRUST_MODEL
    return None


def _of_weights(parameters: SessionParameters, engine: EngineFacts, tasks: Sequence[Task]) -> _Missing | None:
    description = ENGINES[parameters.engine]
    where, action = (parameters.host, PREPARE_HOST) if parameters.host else _HERE
    if not description.has_tasks:
        return None
    how = "Download them, or import the archive or folder from their publisher."
    task = next((task for task in tasks if task.name == parameters.task), None)
    if tasks and task is None:
        return f"{description.title} has no task {parameters.task}.", "Choose one of its tasks.", ""
    if task is not None:
        if task.has_weights(parameters.quality):
            return None
        quality = f" ({parameters.quality})" if parameters.quality in task.qualities else ""
        return f"The weights of the task {task.name}{quality} are not on {where}.", how, action
    if not engine.models:
        return f"The weights of {description.title} are not on {where}.", how, action
    return None


def _of_ensemble(parameters: SessionParameters) -> _Missing | None:
    try:
        parameters.ensemble_settings()
    except ParameterError as error:
        return error.sentence, error.remedy, ""
    return None


def _of_volume(volume: VolumeFacts | None) -> Readiness:
    if volume is None:
        return Readiness(False, "No volume is chosen.", "Choose the scan to segment.", CHOOSE_VOLUME)
    if volume.problem:
        return Readiness(False, volume.problem, "Choose another volume.", CHOOSE_VOLUME)
    return READY
