"""What a model folder of the user's holds, read without running any of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from InvertSegLib.engines import bundle
from InvertSegLib.engines.nnunet_folder import ModelFolder, open_model_folder
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.session.memory import Network, network_of_plans

DEMO_MODEL = MODEL
DEMO_ENGINE = "nnunet"
DEMO_PRESET = "calibrated"


@dataclass(frozen=True)
class ModelFacts:
    """What a model folder says of itself.

    Attributes:
        title: for people.
        structures: names of what it finds, in the order of their label values.
        code: what loading it would run as code, one line for each; a model with any needs the user's trust.
        network: what decides its memory, None where unknown.
        failure: why it cannot be used, None when it can.
    """

    title: str = ""
    structures: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    network: Network | None = None
    failure: Failure | None = None


def read_model(engine: str, folder: str) -> ModelFacts:
    """Look into a model folder; a few files of JSON are read.

    Args:
        engine: "nnunet" or "monai".
        folder: the folder.
    """
    try:
        return _bundle(folder) if engine == "monai" else _nnunet(open_model_folder(folder))
    except EngineError as error:
        return ModelFacts(failure=error.failure)


def has_demo_model() -> bool:
    """Whether the model of the demonstration is on this machine."""
    return (DEMO_MODEL / "plans.json").is_file()


def _nnunet(folder: ModelFolder) -> ModelFacts:
    names = folder.label_names
    title = str(folder.dataset.get("name") or folder.path.parent.name)
    structures = tuple(names[value] for value in sorted(names))
    configurations: Mapping[str, Any] = folder.plans["configurations"]
    own = configurations.get(folder.path.name.rpartition("__")[2])
    network = network_of_plans(own, len(names) + 1) if isinstance(own, dict) else None
    return ModelFacts(title, structures, network=network)


def _bundle(folder: str) -> ModelFacts:
    facts = bundle.read_bundle(folder)
    try:
        code = bundle.expressions(folder)
    except EngineError as error:
        if facts.config.suffix == ".json":
            raise
        # YAML that this Python cannot read: the worker can, and what it runs is unknown here.
        code = (f"configs/{facts.config.name}: {error.sentence}",)
    structures = tuple(facts.labels[value] for value in sorted(facts.labels))
    return ModelFacts(facts.name, structures, code)
