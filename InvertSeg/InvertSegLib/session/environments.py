"""What is installed: which engines can be started, how, and with which weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from InvertSegLib.environment import installed, weights
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import EngineError
from InvertSegLib.worker.command import worker_command


@dataclass(frozen=True)
class EngineFacts:
    """What the disk says of an engine.

    Attributes:
        installed: it can be started.
        why_not: one sentence, empty when it is installed.
        version: of the package that stands for it, empty when unknown.
        weights: folders of its weights, as `ModelChoice.weights` takes them; None for engines that take a
            model folder.
        models: names of the complete models in them.
    """

    installed: bool
    why_not: str = ""
    version: str = ""
    weights: str | None = None
    models: tuple[str, ...] = ()


class Environments(Protocol):
    """Where the session's engines are."""

    def facts(self, engine: str) -> EngineFacts:
        """What the disk says of an engine; a few milliseconds."""
        ...

    def command(self, engine: str) -> Sequence[str]:
        """The command that starts its worker.

        Raises:
            EngineError: of kind "no_environment".
        """
        ...

    def variables(self) -> Mapping[str, str]:
        """All environment variables of a worker."""
        ...


class InstalledEnvironments:
    """The engines that are installed on this machine.

    Args:
        variables: gives the environment variables of workers; in Slicer those that Slicer was started with.
    """

    def __init__(self, variables: Callable[[], Mapping[str, str]] = worker_environment) -> None:
        self._variables = variables

    def facts(self, engine: str) -> EngineFacts:
        """See `Environments.facts`."""
        try:
            environment = installed.require(engine)
        except EngineError as error:
            return EngineFacts(False, error.sentence)
        models = tuple(weights.found(engine))
        return EngineFacts(True, "", environment.version or "", weights.search_path(engine), models)

    def command(self, engine: str) -> Sequence[str]:
        """See `Environments.command`."""
        return worker_command(installed.require(engine).python)

    def variables(self) -> Mapping[str, str]:
        """See `Environments.variables`."""
        return self._variables()
