"""MONAI bundles: the engine for networks that come with their own pre- and postprocessing.

The bundle's own configuration builds the network, the transforms and the inferer; only reading and writing
of files are replaced, so that a volume in memory gives the voxels that the bundle gives for the same volume
in a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata, util
from pathlib import Path
from typing import Any

from InvertSegLib.engines.base import EngineOutput, Inputs, ModelChoice, Reporter
from InvertSegLib.engines.bundle import Bundle, read_bundle, read_config, weight_files
from InvertSegLib.engines.bundle_code import code_in
from InvertSegLib.engines.devices import free_memory, resolve_device, use_all_cores
from InvertSegLib.engines.monai_ensemble import average
from InvertSegLib.engines.monai_failures import (
    bundle_failures,
    load_failure,
    no_weights,
    run_failure,
    unsupported,
    untrusted,
)
from InvertSegLib.engines.monai_run import Found, MemoryLoader, postprocess, predict
from InvertSegLib.engines.safe_loading import load_checkpoint
from InvertSegLib.engines.selection import choose, keep
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume

# Where bundles keep their parts; the first that is there counts.
_PLACES = {
    "network": ("network", "network_def", "evaluator::network"),
    "preprocessing": ("preprocessing", "dataset::transform"),
    "inferer": ("inferer", "evaluator::inferer"),
    "postprocessing": ("postprocessing", "evaluator::postprocessing"),
}
# What checkpoints call the network's weights when they hold more than those.
_WEIGHT_KEYS = ("model", "state_dict", "network", "net")


class MonaiEngine:
    """Runs one MONAI bundle, a folder with ``configs`` and ``models``."""

    name = "monai"

    def describe(self, weights: str | None) -> Mapping[str, Any]:
        """Versions; bundles have no tasks to list."""
        return {"versions": _versions(), "tasks": [], "weights": weights}

    def load(self, choice: ModelChoice, reporter: Reporter) -> LoadedBundle:
        """Build the bundle's network and transforms on the chosen device.

        Raises:
            EngineError: untrusted_model without the user's agreement, no_weights, unreadable_model,
                unsupported_model, wrong_device, unsupported_gpu, out_of_memory, bad_request.
        """
        if not choice.model:
            raise EngineError(
                Failure(
                    "bad_request", "No bundle was named.", "Give the bundle's folder as the model (--model)."
                )
            )
        bundle = read_bundle(choice.model)
        if not choice.trusted:
            raise untrusted(bundle)
        if not weight_files(bundle.folder):
            raise no_weights(bundle, "has no weights in its folder models")
        with reporter.stage("importing"):
            import monai  # noqa: F401 - slow, so it is timed apart from the bundle's own loading
            import torch

            device = resolve_device(choice.device, reporter.log)
            use_all_cores()
        with (
            reporter.stage("loading weights"),
            bundle_failures(device, lambda cause: load_failure(bundle, cause)),
        ):
            with _importable(bundle):
                parts = _build(bundle, torch.device(device))
            return LoadedBundle(bundle, parts, device)


class LoadedBundle:
    """A bundle in memory; see `base.LoadedModel`."""

    def __init__(self, bundle: Bundle, parts: Mapping[str, Any], device: str) -> None:
        self.labels = bundle.labels
        self.device = device
        self.versions = _versions() | {"bundle": f"{bundle.name} {bundle.version}".strip()}
        self._bundle = bundle
        self._parts = dict(parts)
        self._loader = MemoryLoader(self._parts["preprocessing"])
        if not self._loader.found:
            raise unsupported(f"The preprocessing of the bundle {bundle.name} has no LoadImaged.")

    def segment(self, volume: Volume, structures: Sequence[str], reporter: Reporter) -> EngineOutput:
        """Segment one volume in the bundle's intensity units; see `base.LoadedModel`.

        Raises:
            EngineError: bad_request for an unknown structure, out_of_memory, unsupported_model when the
                bundle gives no label map on the volume's grid, internal when a step of the bundle fails.
        """
        wanted = choose(self.labels, structures)
        with bundle_failures(self.device, lambda cause: run_failure(self._bundle, cause)):
            data = self._predict(volume, reporter)
            with reporter.stage("resampling"):
                found = self._finish(data, volume, reporter)
                confidence = found.confidence(wanted)
        return EngineOutput(keep(found.label_map, wanted), wanted, confidence)

    def segment_ensemble(
        self, inputs: Inputs, structures: Sequence[str], background_weight: float, reporter: Reporter
    ) -> EngineOutput:
        """Average the class probabilities over several inputs; see `base.AveragingModel`."""
        wanted = choose(self.labels, structures)
        with bundle_failures(self.device, lambda cause: run_failure(self._bundle, cause)):
            return average(
                inputs,
                self._predict,
                lambda data, volume, exchange: self._finish(data, volume, reporter, exchange),
                wanted,
                background_weight,
                reporter,
            )

    def _predict(self, volume: Volume, reporter: Reporter) -> dict[Any, Any]:
        """The bundle's data dictionary after the network."""
        parts, image = self._parts, self._bundle.image_key
        with reporter.stage("preprocessing"), self._loader.holding(volume):
            data = dict(parts["preprocessing"]({image: self._loader.file_name}))
        with reporter.stage("network"):
            data[self._bundle.prediction_key] = predict(
                parts["network"],
                parts["inferer"],
                data[image],
                device=self.device,
                mixed_precision=parts["mixed_precision"],
                reporter=reporter,
            )
        return data

    def _finish(
        self,
        data: dict[Any, Any],
        volume: Volume,
        reporter: Reporter,
        exchange: Callable[[Any], Any] | None = None,
    ) -> Found:
        """The bundle's label map on the volume's grid."""
        steps, key = self._parts["postprocessing"], self._bundle.prediction_key
        return postprocess(steps, data, key, volume, reporter, exchange)

    def close(self) -> None:
        """Release the network's memory."""
        self._parts.clear()
        free_memory(self.device)


def _build(bundle: Bundle, device: Any) -> dict[str, Any]:
    """Network, transforms and inferer as the bundle's configuration makes them."""
    from monai.bundle import ConfigParser
    from monai.transforms import Compose

    config = read_config(bundle.config)
    # The user's device and place count, not those that the bundle's authors had.
    config |= {"bundle_root": str(bundle.folder.resolve()), "device": device, "dataset_dir": ""}
    config["_meta_"] = read_config(bundle.folder / "configs" / "metadata.json")
    parser = ConfigParser(config)
    parts = {}
    for part, places in _PLACES.items():
        place = next((place for place in places if place in parser), None)
        if place is None:
            raise unsupported(f"The configuration of the bundle {bundle.name} has no {part}.")
        if part == "postprocessing":
            _disable_writers(parser[place])
        parts[part] = parser.get_parsed_content(place)
        if isinstance(parts[part], (list, tuple)):
            parts[part] = Compose(parts[part])
    parts["network"] = _with_weights(parts["network"], parser, bundle, device)
    parts["mixed_precision"] = bool(
        parser.get_parsed_content("evaluator::amp") if "evaluator::amp" in parser else False
    )
    return parts


def _disable_writers(postprocessing: Any) -> None:
    """Leave out the steps that write files; what else writes is skipped when the steps run."""
    steps = postprocessing.get("transforms") if isinstance(postprocessing, dict) else postprocessing
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, dict) and str(step.get("_target_", "")).rpartition(".")[2].startswith("Save"):
            step["_disabled_"] = True


def _with_weights(network: Any, parser: Any, bundle: Bundle, device: Any) -> Any:
    """The network with its weights, in evaluation mode.

    TorchScript brings its weights along. Others get the checkpoint that the bundle's ``CheckpointLoader``
    names, ``models/model.pt`` without one; tensors are read, pickled code is not run.
    """
    import torch

    if not isinstance(network, torch.nn.Module):
        raise unsupported(f"The network of the bundle {bundle.name} is not a torch module.")
    if not isinstance(network, torch.jit.ScriptModule):
        path = _checkpoint(parser, bundle)
        if path.suffix == ".ts":  # exported for deployment: architecture and weights in one
            network = torch.jit.load(str(path), map_location=device)
        else:
            weights = _tensors(path, bundle)
            inner = (weights[key] for key in _WEIGHT_KEYS if isinstance(weights.get(key), Mapping))
            network.load_state_dict(next(inner, weights))
    return network.to(device).eval()


def _tensors(path: Path, bundle: Bundle) -> Mapping[str, Any]:
    """The checkpoint's weights. The user agreed to the configuration's code, not to what a pickle hides."""
    if not path.is_file():
        raise no_weights(bundle, f"lacks its weights {path.name}")
    try:
        weights = load_checkpoint(path)
    except EngineError as error:
        if error.failure.kind != "untrusted_model":
            raise
        remedy = "Save the network's state_dict alone into that file."
        raise unsupported(error.failure.sentence, remedy) from None
    if not isinstance(weights, Mapping):
        raise unsupported(f"{path.name} holds no table of weights.", "Save the network's state_dict into it.")
    return weights


def _checkpoint(parser: Any, bundle: Bundle) -> Path:
    handlers = parser.get("handlers") or parser.get("evaluator::val_handlers") or ()
    candidates = [("checkpointloader", parser.get("checkpointloader"))]
    if isinstance(handlers, list):
        candidates += [(f"handlers::{index}", handler) for index, handler in enumerate(handlers)]
    for place, handler in candidates:
        if isinstance(handler, dict) and str(handler.get("_target_", "")).endswith("CheckpointLoader"):
            path = Path(str(parser.get_parsed_content(f"{place}::load_path")))
            return path if path.is_absolute() else bundle.folder / path
    usual = bundle.folder / "models" / "model.pt"
    return usual if usual.is_file() else weight_files(bundle.folder)[0]


@contextmanager
def _importable(bundle: Bundle) -> Iterator[None]:
    """Bundles import their own ``scripts`` from their folder, as ``python -m monai.bundle`` lets them.

    Only those that say so: MONAI looks for many optional packages, and a file of such a name in the folder of
    a bundle without expressions would run without anybody having been asked.
    """
    folder = str(bundle.folder.resolve())
    wanted = bool(code_in(read_config(bundle.config)))
    if wanted:
        sys.path.append(folder)
    try:
        yield
    finally:
        if wanted:
            sys.path.remove(folder)


def _versions() -> dict[str, str]:
    there = {name for name in ("monai", "torch") if util.find_spec(name) is not None}
    return {name: metadata.version(name) for name in sorted(there)}


ENGINE = MonaiEngine()
