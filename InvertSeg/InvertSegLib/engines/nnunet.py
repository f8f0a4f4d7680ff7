"""The engine that runs any folder of a network that nnU-Net v2 trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from InvertSegLib.engines.averaging import MeanProbabilities
from InvertSegLib.engines.base import EngineOutput, Inputs, ModelChoice, Reporter
from InvertSegLib.engines.devices import device_failures, free_memory, resolve_device, use_all_cores
from InvertSegLib.engines.ensemble import MemberReporter, quantized
from InvertSegLib.engines.nnunet_folder import ModelFolder, open_model_folder
from InvertSegLib.engines.nnunet_input import Arrangement, arrangement, preprocess, uncropped
from InvertSegLib.engines.nnunet_labels import label_map_of, on_input_grid
from InvertSegLib.engines.nnunet_predictor import load_predictor
from InvertSegLib.engines.nnunet_window import Patches, predict_logits
from InvertSegLib.engines.selection import choose, keep
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume

# How a volume was turned for the network, and what nnU-Net's preprocessor noted about it.
_Place = tuple[Arrangement, Mapping[str, Any]]


class NnUNetEngine:
    """Engine for nnU-Net v2 model folders."""

    name = "nnunet"

    def describe(self, weights: str | None) -> Mapping[str, Any]:  # noqa: ARG002
        """Versions of the packages; there are no tasks."""
        return {"versions": package_versions("nnunetv2", "torch"), "tasks": [], "weights": None}

    def load(self, choice: ModelChoice, reporter: Reporter) -> LoadedNnUNet:
        """Load the folder `choice.model`.

        Raises:
            EngineError: bad_request, unreadable_model, untrusted_model, unsupported_model, wrong_device,
                unsupported_gpu, out_of_memory.
        """
        if not choice.model:
            sentence = "The engine nnunet needs the folder of a network."
            raise EngineError(Failure("bad_request", sentence, "Give it with --model."))
        folder = open_model_folder(choice.model, choice.folds)
        with reporter.stage("importing", "Starting torch and nnU-Net"):
            # Torch looks up which device it may use only when asked, and nnU-Net at its first network.
            from InvertSegLib.engines.nnunet_imports import import_predictor

            device = resolve_device(choice.device, reporter.log)
            import_predictor()
        with reporter.stage("loading weights", f"Loading {len(folder.folds)} fold(s) onto {device}"):
            predictor = load_predictor(folder, device, choice.trusted)
        return LoadedNnUNet(folder, predictor, device)


class LoadedNnUNet:
    """An nnU-Net in memory.

    Attributes:
        labels: label value to structure name.
        device: where it runs.
        versions: of the packages that run it.
    """

    def __init__(
        self,
        folder: ModelFolder,
        predictor: Any,
        device: str,
        arrange: Callable[[Volume], Arrangement] | None = None,
    ) -> None:
        self.labels: Mapping[int, str] = folder.label_names
        self.device = device
        self.versions: Mapping[str, str] = package_versions("nnunetv2", "torch")
        # How the volume is turned for the network: as the reader of its training does, unless told otherwise.
        reader = folder.plans.get("image_reader_writer", "SimpleITKIO")
        self._arrange = arrange or (lambda volume: arrangement(volume, reader))
        self._predictor: Any = predictor

    def segment(self, volume: Volume, structures: Sequence[str], reporter: Reporter) -> EngineOutput:
        """Segment one volume; see `LoadedModel.segment`."""
        labels = choose(self.labels, structures)
        use_all_cores()
        with device_failures(self.device):
            logits, place = self._run(volume, reporter)
            with reporter.stage("resampling"):
                label_map, confidence = self._label_map(logits, place, labels, reporter)
        free_memory(self.device)
        return EngineOutput(label_map, labels, confidence)

    def segment_ensemble(
        self, inputs: Inputs, structures: Sequence[str], background_weight: float, reporter: Reporter
    ) -> EngineOutput:
        """Average the class probabilities over several inputs; see `AveragingModel.segment_ensemble`."""
        labels = choose(self.labels, structures)
        manager = self._predictor.label_manager
        mean = MeanProbabilities(
            labels, background_weight, manager.regions_class_order if manager.has_regions else None
        )
        use_all_cores()
        with device_failures(self.device), uncropped():
            for number, volume in enumerate(inputs):
                logits, place = self._run(volume, MemberReporter(reporter, number, len(inputs)))
                with reporter.stage("averaging"):
                    mean.add(logits, manager.apply_inference_nonlin)
                del logits
            with reporter.stage("resampling"):
                uncertainty = self._on_input(mean.uncertainty(), place)
                label_map, confidence = self._label_map(mean.logits(), place, labels, reporter)
        free_memory(self.device)
        return EngineOutput(label_map, labels, confidence, "probabilities", uncertainty, mean.disagreement())

    def _run(self, volume: Volume, reporter: Reporter) -> tuple[Any, _Place]:
        """The network's output on one volume, and where it lies in it."""
        predictor = self._predictor
        with reporter.stage("preprocessing"):
            turned = self._arrange(volume)
            data, properties = preprocess(predictor, turned.apply(volume.voxels), turned.spacing)
        with reporter.stage("network"):
            patches = Patches(reporter.progress)
            logits = predict_logits(predictor, data, patches)
            reporter.log(f"The network's forward passes took {patches.forward_seconds:.2f} s.")
        return logits, (turned, properties)

    def _label_map(
        self, logits: Any, place: _Place, labels: Mapping[int, str], reporter: Reporter
    ) -> tuple[np.ndarray, dict[str, float]]:
        """The label map (K, J, I) of the wanted labels, and the confidence by name."""
        turned, properties = place
        found, confidence = label_map_of(self._predictor, logits, properties, reporter.progress)
        label_map = np.ascontiguousarray(turned.revert(found))
        if len(labels) < len(self.labels):
            label_map = keep(label_map, labels)
        return label_map, {name: confidence[v] for v, name in labels.items() if v in confidence}

    def _on_input(self, uncertainty: Any, place: _Place) -> np.ndarray:
        """What lies on the network's grid as the volume's (K, J, I)."""
        turned, properties = place
        found = on_input_grid(self._predictor, uncertainty, properties)
        return np.ascontiguousarray(quantized(turned.revert(found)))

    def close(self) -> None:
        """Release the network's memory."""
        self._predictor = None
        free_memory(self.device)


def package_versions(*names: str) -> dict[str, str]:
    """Versions of the installed ones of these packages."""
    found = {}
    for name in names:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


ENGINE = NnUNetEngine()
