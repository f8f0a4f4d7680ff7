"""TotalSegmentator's own code, run in this process: warm networks, no child processes, no network, no files.

The package does its cropping, resampling, combining and post-processing itself. Exchanged for the time of a
run are the function that starts nnU-Net (it loads the weights and starts a dozen processes each time), the
compressed files that it passes images on with, and everything that asks or tells the internet or writes the
user's settings.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from InvertSegLib.engines.base import Reporter
from InvertSegLib.engines.memory_images import MemoryImages
from InvertSegLib.engines.nnunet_folder import open_model_folder
from InvertSegLib.engines.nnunet_input import Arrangement, arrangement, preprocess
from InvertSegLib.engines.nnunet_labels import label_map_of
from InvertSegLib.engines.nnunet_predictor import load_predictor
from InvertSegLib.engines.nnunet_window import Patches, predict_logits
from InvertSegLib.engines.totalsegmentator_tasks import find_network, folder_name, missing_weights
from InvertSegLib.errors import EngineError, Failure
from InvertSegLib.volume.volume import Volume


class Networks:
    """The networks in memory, loaded when first asked for.

    Args:
        places: folders with TotalSegmentator's weights, searched in this order.
        device: as `devices.resolve_device` gives it.
        trusted: the weights may run code.
    """

    def __init__(self, places: Sequence[Path], device: str, trusted: bool) -> None:
        self.places = tuple(places)
        self.device = device
        self._trusted = trusted
        self._loaded: dict[tuple[str, tuple[str, ...]], Any] = {}

    def get(
        self, number: int, trainer: str, plans: str, model: str, folds: Any, reporter: Reporter
    ) -> tuple[Any, str]:
        """The predictor of a network, and the reader of images that it was trained with."""
        network = find_network(self.places, number)
        if network is None:
            raise EngineError(missing_weights(self.places, [number]))
        path = network / f"{trainer}__{plans}__{model}"
        folder = open_model_folder(path, tuple(str(fold) for fold in folds or ()))
        key = (str(folder.path), folder.folds)
        if key not in self._loaded:
            with reporter.stage("loading weights", folder_name(number)):
                self._loaded[key] = load_predictor(folder, self.device, self._trusted)
        return self._loaded[key], str(folder.plans.get("image_reader_writer", "SimpleITKIO"))


@dataclass(frozen=True)
class Network:
    """One of the task's networks, as the package asks for it.

    Attributes:
        number: of its data set.
        predictor: of `load_predictor`.
        reader: of images, that it was trained with.
    """

    number: int
    predictor: Any
    reader: str


# How an image was turned for a network, and what nnU-Net's preprocessor noted about it.
Place = tuple[Arrangement, dict[str, Any]]


@dataclass
class Run:
    """One request, as the exchanged functions see it.

    Attributes:
        networks: those in memory.
        reporter: told about stages and progress.
        expected: how often this run is expected to run a network on a whole image.
        images: the images that are passed on in memory.
        confidence: data set number to label value to mean probability, of each network that was asked.
    """

    networks: Networks
    reporter: Reporter
    expected: int
    images: MemoryImages = field(default_factory=MemoryImages)
    confidence: dict[int, dict[int, float]] = field(default_factory=dict)
    _done: float = 0.0

    def predict(
        self,
        dir_in: Any,
        dir_out: Any,
        task_id: int,
        model: str = "3d_fullres",
        folds: Any = None,
        trainer: str = "nnUNetTrainer",
        tta: bool = False,
        *_threads: int,
        plans: str = "nnUNetPlans",
        step_size: float = 0.5,
        **_others: Any,
    ) -> None:
        """Stands for the package's `nnUNetv2_predict`: segments the images of a folder into another."""
        predictor, reader = self.networks.get(task_id, trainer, plans, model, folds, self.reporter)
        predictor.tile_step_size, predictor.use_mirroring = step_size, tta
        if any(Path(dir_in).glob("s??_0001.nii.gz")):
            sentence = "This TotalSegmentator task needs a second input image, which InvertSeg does not give."
            raise EngineError(Failure("unsupported_model", sentence, "Choose another task."))
        files = sorted(Path(dir_in).glob("s??_0000.nii.gz"))
        images = {file.name.removesuffix("_0000.nii.gz"): self.images.load(file) for file in files}
        for name, image in self.segment(Network(task_id, predictor, reader), images).items():
            self.images.save(image, Path(dir_out) / f"{name}.nii.gz")

    def segment(self, network: Network, images: Mapping[str, Any]) -> dict[str, Any]:
        """The label image of each of the images that the package has split one into, by name."""
        found = {}
        for name, image in images.items():
            logits, place = self.run(network, image, 1 / len(images))
            found[name] = self.label_image(network, logits, place, image)
        return found

    def resampled(self, before: Any, after: Any) -> None:
        """The package has resampled an image."""

    def run(self, network: Network, image: Any, share: float, note: str = "") -> tuple[Any, Place]:
        """A network's output on an image.

        Args:
            network: which one.
            image: nibabel image.
            share: which part it is of one of the `expected` runs.
            note: said beside the number of the run.
        """
        with self.reporter.stage("preprocessing", note):
            volume = Volume(np.asanyarray(image.dataobj).T, np.asarray(image.affine))
            turned = arrangement(volume, network.reader)
            # The file's own spacing, in its single precision: what nnU-Net's readers take.
            spacing = tuple(float(image.header.get_zooms()[2 - axis]) for axis in turned.axes)
            data, properties = preprocess(network.predictor, turned.apply(volume.voxels), spacing)
        expected = max(self.expected, math.ceil(self._done + share))
        message = f"Network {int(self._done) + 1} of {expected}"
        with self.reporter.stage("network", note or message):
            patches = Patches(
                lambda done: self.reporter.progress((self._done + done * share) / expected, note or message)
            )
            logits = predict_logits(network.predictor, data, patches)
        name = folder_name(network.number)
        self.reporter.log(f"{name}: forward passes took {patches.forward_seconds:.2f} s.")
        self._done += share
        return logits, (turned, properties)

    def label_image(self, network: Network, logits: Any, place: Place, image: Any) -> Any:
        """The labels of an image, as an image."""
        turned, properties = place
        with self.reporter.stage("labels"):
            label_map, self.confidence[network.number] = label_map_of(
                network.predictor, logits, properties, lambda _done: self.reporter.check_cancelled()
            )
            return self.images.Nifti1Image(turned.revert(label_map).T, image.affine)


def _nothing(*_: Any, **__: Any) -> None:
    """Stands for what has to be left out."""


def _refuse_connection(*_: Any, **__: Any) -> None:
    sentence = "TotalSegmentator wanted to reach the internet, which InvertSeg does not allow."
    raise EngineError(Failure("internal", sentence, "Check that all weights of the task are imported."))


@contextmanager
def package_in_process(run: Run) -> Iterator[None]:
    """Within the block, TotalSegmentator works for `run`, offline, and leaves the user's settings alone."""
    import requests
    import totalsegmentator.nnunet as inner
    import totalsegmentator.python_api as api

    resample, convert = inner.change_spacing, api.convert_device_to_string

    def change_spacing(*arguments: Any, **options: Any) -> Any:
        with run.reporter.stage("resampling"):
            after = resample(*arguments, **options)
        run.resampled(arguments[0], after)
        return after

    def check_weights(number: int | str) -> None:
        if find_network(run.networks.places, number) is None:
            raise EngineError(missing_weights(run.networks.places, [number]))

    def no_licence() -> None:
        status, _ = api.has_valid_license_offline()
        if status != "yes":
            raise EngineError(licence_needed())

    with ExitStack() as stack:
        for owner, name, value in (
            (inner, "nnUNetv2_predict", run.predict),
            (inner, "nib", run.images),
            (inner, "change_spacing", change_spacing),
            (api, "setup_totalseg", _nothing),
            (api, "get_config_key", lambda _key: True),
            (api, "set_config_key", _nothing),
            (api, "increase_prediction_counter", _nothing),
            (api, "send_usage_stats", _nothing),
            (api, "download_pretrained_weights", check_weights),
            (api, "show_license_info", no_licence),
            # The package's own fails for the name of a device (2.18), which it passes on to cropping
            # networks.
            (api, "convert_device_to_string", lambda d: d if isinstance(d, str) else convert(d)),
            (requests.Session, "request", _refuse_connection),
        ):
            stack.enter_context(_exchanged(owner, name, value))
        stack.enter_context(_environment("TOTALSEG_WEIGHTS_PATH", str(run.networks.places[0])))
        yield


@contextmanager
def _exchanged(owner: Any, name: str, value: Any) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


def licence_needed() -> Failure:
    """The failure of a task that asks for a licence number."""
    return Failure(
        "licence_needed",
        "This TotalSegmentator task needs a licence number, which is free for non-commercial use.",
        "Get one at https://backend.totalsegmentator.com/license-academic/, "
        "then run in the engine's environment: totalseg_set_license -l NUMBER",
    )


@contextmanager
def no_exit() -> Iterator[None]:
    """Turn the package's `sys.exit` into an `EngineError`."""
    try:
        yield
    except SystemExit as error:
        failure = Failure("internal", f"TotalSegmentator ended with: {error.code}.", "See the log above it.")
        raise EngineError(failure) from error
