"""Run by an engine's Python: loads networks and segments volumes as the tests ask, one JSON line for each.

The tests' own Python has no torch; this keeps one process with one import of it for a whole test module.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import numpy as np

from InvertSegLib.engines.base import Cancelled, EngineOutput, ModelChoice
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.engines.ensemble import segment_ensemble
from InvertSegLib.errors import EngineError
from InvertSegLib.volume.volume import Volume


class Recorder:
    """A reporter that remembers, and cancels at the asked progress event."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.stages: list[str] = []
        self.fractions: list[float] = []
        self.cancel_at = cancel_at

    @contextlib.contextmanager
    def stage(self, name: str, message: str = "") -> Any:
        self.stages.append(name)
        yield

    def progress(self, fraction: float, message: str = "") -> None:
        if self.stages[-1] == "network":
            self.fractions.append(fraction)
        self.check_cancelled()

    def check_cancelled(self) -> None:
        if self.cancel_at is not None and len(self.fractions) >= self.cancel_at:
            raise Cancelled

    def log(self, text: str) -> None:
        print(text, file=sys.stderr)


def answer(request: dict[str, Any], engine: Any, models: dict[str, Any]) -> dict[str, Any]:
    """What the engine did, as JSON."""
    if request["do"] == "describe":
        return dict(engine.describe(request.get("weights")))
    if request["do"] == "call":  # a function of a file beside this one, where torch is
        module = importlib.import_module(request["module"])
        return {"returned": getattr(module, request["function"])(**request["arguments"])}
    reporter = Recorder(request.get("cancel_at"))
    if request["do"] == "load":
        models["loaded"] = engine.load(ModelChoice.from_json(request["choice"]), reporter)
        loaded = models["loaded"]
        return {
            "labels": {str(value): name for value, name in loaded.labels.items()},
            "device": loaded.device,
            "versions": dict(loaded.versions),
            "stages": reporter.stages,
        }
    output = run(models["loaded"], request, reporter)
    np.save(request["label_map"], output.label_map)
    if output.uncertainty is not None:
        np.save(request["label_map"].replace("labels", "uncertainty"), output.uncertainty)
    return {
        "averaged": output.averaged,
        "disagreement": dict(output.disagreement),
        "labels": {str(value): name for value, name in output.labels.items()},
        "confidence": dict(output.confidence),
        "stages": reporter.stages,
        "fractions": reporter.fractions,
    }


def run(model: Any, request: dict[str, Any], reporter: Recorder) -> EngineOutput:
    """The model on one volume, or on the several that the first axis of the voxels counts."""
    voxels, ijk_to_ras = np.load(request["voxels"]), np.array(request["ijk_to_ras"])
    structures = request.get("structures", ())
    if voxels.ndim == 3:
        return model.segment(Volume(voxels, ijk_to_ras), structures, reporter)
    inputs = [Volume(each, ijk_to_ras) for each in voxels]
    return segment_ensemble(model, inputs, structures, request.get("background_weight", 1.0), reporter)


def main() -> None:
    """Answer requests until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    engine = importlib.import_module(ENGINES[sys.argv[1]].module).ENGINE
    models: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # an engine that writes where it stands is found out
        for line in sys.stdin:
            try:
                reply = {"answer": answer(json.loads(line), engine, models)}
            except EngineError as error:
                failure = error.failure
                reply = {"failure": [failure.kind, failure.sentence, failure.remedy, list(failure.log)]}
            except Cancelled:
                reply = {"failure": ["cancelled", "", "", []]}
            reply["written"] = sorted(path.name for path in Path(folder).iterdir())
            print(json.dumps(reply), file=answers, flush=True)
        os.chdir("/")


if __name__ == "__main__":
    main()
