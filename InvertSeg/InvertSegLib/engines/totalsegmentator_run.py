"""TotalSegmentator's own code, run in this process: warm networks, no child processes, no network, no files.

The package does its cropping, resampling, combining and post-processing itself. Exchanged for the time of a
run are the function that starts nnU-Net (it loads the weights and starts a dozen processes each time), the
compressed files that it passes images on with, and everything that asks or tells the internet or writes the
user's settings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from InvertSegLib.engines.base import Reporter
from InvertSegLib.engines.memory_images import MemoryImages
from InvertSegLib.engines.nnunet_folder import open_model_folder
from InvertSegLib.engines.nnunet_input import arrangement, preprocess
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


@dataclass
class Run:
    """One request, as the exchanged functions see it.

    Attributes:
        networks: those in memory.
        reporter: told about stages and progress.
        expected: how many networks this run is expected to ask.
        images: the images that are passed on in memory.
        confidence: data set number to label value to mean probability, of each network that was asked.
    """

    networks: Networks
    reporter: Reporter
    expected: int
    images: MemoryImages = field(default_factory=MemoryImages)
    confidence: dict[int, dict[int, float]] = field(default_factory=dict)
    _asked: int = 0

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
        parts = sorted(Path(dir_in).glob("s??_0000.nii.gz"))
        for number, file in enumerate(parts):
            self._predict_image(predictor, reader, task_id, file, Path(dir_out), (number, len(parts)))
        self._asked += 1

    def _predict_image(
        self, predictor: Any, reader: str, task_id: int, file: Path, target: Path, part: tuple[int, int]
    ) -> None:
        name = file.name.removesuffix("_0000.nii.gz")
        if (file.parent / f"{name}_0001.nii.gz").exists():
            sentence = "This TotalSegmentator task needs a second input image, which InvertSeg does not give."
            raise EngineError(Failure("unsupported_model", sentence, "Choose another task."))
        image = self.images.load(file)
        with self.reporter.stage("preprocessing"):
            volume = Volume(np.asanyarray(image.dataobj).T, np.asarray(image.affine))
            turned = arrangement(volume, reader)
            # The file's own spacing, in its single precision: what nnU-Net's readers take.
            spacing = tuple(float(image.header.get_zooms()[2 - axis]) for axis in turned.axes)
            data, properties = preprocess(predictor, turned.apply(volume.voxels), spacing)
        with self.reporter.stage(
            "network", f"Network {self._asked + 1} of {max(self.expected, self._asked + 1)}"
        ):
            patches = Patches(lambda done: self.reporter.progress(self._overall(done, part)))
            logits = predict_logits(predictor, data, patches)
        self.reporter.log(f"{folder_name(task_id)}: forward passes took {patches.forward_seconds:.2f} s.")
        with self.reporter.stage("labels"):
            label_map, self.confidence[task_id] = label_map_of(
                predictor, logits, properties, lambda _done: self.reporter.check_cancelled()
            )
            found = turned.revert(label_map).T
        self.images.save(self.images.Nifti1Image(found, image.affine), target / f"{name}.nii.gz")

    def _overall(self, done: float, part: tuple[int, int]) -> float:
        expected = max(self.expected, self._asked + 1)
        return (self._asked + (part[0] + done) / part[1]) / expected


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
            return resample(*arguments, **options)

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
