"""A process of an engine's Python that loads networks and segments volumes for a whole test module."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent


class EngineProcess:
    """The tests' end of serve_engine.py.

    Args:
        python: the engine's Python.
        engine: its name.
        helper: name of the file beside this one whose functions `call` runs.
        environment: environment variables of the process, None for this process's own.
    """

    def __init__(
        self, python: Path, engine: str, helper: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.python = str(python)
        self.environment = dict(os.environ if environment is None else environment)
        self._engine = engine
        self._helper = helper
        self._process = subprocess.Popen(
            [self.python, str(HERE / "serve_engine.py"), engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment,
        )

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        """The process's reply: {"answer": ...} or {"failure": [kind, sentence, remedy, log]}."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do} | request) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        assert reply["written"] == []  # nothing appears where the engine stands
        return reply

    def call(self, function: str, **arguments: Any) -> Any:
        """Run a function of the helper file where torch is."""
        reply = self.ask("call", module=self._helper, function=function, arguments=arguments)
        return reply["answer"]["returned"]

    def load(self, **choice: Any) -> dict[str, Any]:
        """Load a network; paths may be given as such."""
        choice = {k: str(v) if isinstance(v, Path) else v for k, v in choice.items()}
        return self.ask("load", choice={"engine": self._engine, "device": "cpu"} | choice)

    def segment(
        self, folder: Path, voxels: np.ndarray, ijk_to_ras: np.ndarray, **request: Any
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Segment voxels (K, J, I), or several inversions of them along a first axis, which are averaged.

        Returns:
            The label map, and what was said of it; of several, uncertainty.npy is in the folder too.
        """
        reply = self.try_segment(folder, voxels, ijk_to_ras, **request)
        assert "answer" in reply, reply
        return np.load(folder / "labels.npy"), reply["answer"]

    def try_segment(
        self, folder: Path, voxels: np.ndarray, ijk_to_ras: np.ndarray, **request: Any
    ) -> dict[str, Any]:
        """The reply to segmenting voxels (K, J, I); the label map lies in labels.npy of the folder."""
        np.save(folder / "voxels.npy", voxels)
        (folder / "labels.npy").unlink(missing_ok=True)
        return self.ask(
            "segment",
            voxels=str(folder / "voxels.npy"),
            ijk_to_ras=np.asarray(ijk_to_ras).tolist(),
            label_map=str(folder / "labels.npy"),
            **request,
        )

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
