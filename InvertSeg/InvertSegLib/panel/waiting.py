"""Wait for a run without stopping the application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qt

from InvertSegLib.errors import EngineError, Failure, OutputError
from InvertSegLib.panel.node_runs import NodeRuns
from InvertSegLib.session.run import Outcome
from InvertSegLib.session.session import Session


def run_and_wait(session: Session, runs: NodeRuns, start: Callable[[], None]) -> Any:
    """Start a run and wait for its end; the event loop goes on meanwhile.

    Args:
        session: runs it.
        runs: puts the result into the scene.
        start: starts the run.

    Returns:
        The vtkMRMLSegmentationNode with the result.

    Raises:
        InvertSegError: it cannot be started.
        EngineError: it failed or was cancelled.
        OutputError: the result could not be put into the scene.
    """
    loop = qt.QEventLoop()
    outcomes: list[Outcome] = []

    def on_finished(outcome: Outcome) -> None:
        outcomes.append(outcome)
        loop.quit()

    # After `runs` has connected: the result is in its place when this is called.
    session.finished.connect(on_finished)
    try:
        start()
        if not outcomes:
            loop.exec_()
    finally:
        session.finished.disconnect(on_finished)
    if not outcomes:
        # The application ends all its event loops.
        session.close()
        raise EngineError(Failure("cancelled", "The run was stopped: the application is being closed."))
    return _result(outcomes[0], runs)


def _result(outcome: Outcome, runs: NodeRuns) -> Any:
    if outcome.failure is not None:
        raise EngineError(outcome.failure)
    if outcome.cancelled:
        raise EngineError(Failure("cancelled", runs.words or "The run was cancelled."))
    if runs.node is None:
        raise OutputError(runs.words or "The result could not be put into the scene.")
    return runs.node
