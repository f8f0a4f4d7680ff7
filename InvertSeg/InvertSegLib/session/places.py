"""How an engine's worker is started, on this machine or another."""

from __future__ import annotations

from collections.abc import Sequence

from InvertSegLib.session.environments import Environments
from InvertSegLib.worker.command import remote_worker_command


def command_for(environments: Environments, engine: str, host: str) -> Sequence[str]:
    """The command that starts an engine's worker.

    Args:
        environments: where this machine's engines are.
        engine: name of the engine.
        host: the other machine, empty for this one.

    Raises:
        EngineError: of kind "no_environment", for an engine of this machine.
    """
    return remote_worker_command(host, engine) if host else environments.command(engine)
