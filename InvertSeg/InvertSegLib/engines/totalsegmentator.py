"""The engine that runs the tasks of the installed TotalSegmentator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from InvertSegLib.engines import totalsegmentator_tasks as tasks
from InvertSegLib.engines.base import EngineOutput, Inputs, ModelChoice, Reporter
from InvertSegLib.engines.devices import device_failures, free_memory, resolve_device, use_all_cores
from InvertSegLib.engines.nnunet import package_versions
from InvertSegLib.engines.nnunet_input import uncropped
from InvertSegLib.engines.selection import choose, keep
from InvertSegLib.engines.totalsegmentator_ensemble import EnsembleRun
from InvertSegLib.engines.totalsegmentator_run import (
    Networks,
    Run,
    licence_needed,
    no_exit,
    package_in_process,
)
from InvertSegLib.errors import EngineError
from InvertSegLib.volume.volume import Volume

DEFAULT_TASK = "total"


class TotalSegmentatorEngine:
    """Engine for TotalSegmentator's tasks."""

    name = "totalsegmentator"

    def describe(self, weights: str | None) -> Mapping[str, Any]:
        """Versions, tasks and which weights are here; torch is not imported for it."""
        found = [tasks.describe_task(task, weights) for task in tasks.task_names()]
        return {
            "versions": package_versions("TotalSegmentator", "nnunetv2", "torch"),
            "tasks": found,
            "weights": str(tasks.weights_folders(weights)[0]),
        }

    def load(self, choice: ModelChoice, reporter: Reporter) -> LoadedTotalSegmentator:
        """Load the task's own networks; those that it crops with are loaded when it asks for them.

        Tasks that come in one quality are run in that one, whatever the choice says.

        Raises:
            EngineError: bad_request, no_weights, licence_needed, wrong_device, unsupported_gpu,
            out_of_memory,
                untrusted_model, unreadable_model.
        """
        task = choice.task or DEFAULT_TASK
        tasks.check_task(task)
        fast = choice.quality == "fast" and tasks.has_fast(task)
        if choice.quality == "fast" and not fast:
            reporter.log(f"The task {task} comes in one quality, which is used.")
        networks = tasks.networks_of(task, fast)
        places = tasks.weights_folders(choice.weights)
        if not tasks.are_there(places, networks):
            raise EngineError(tasks.missing_weights(places, networks))
        with reporter.stage("importing", "Starting torch, nnU-Net and TotalSegmentator"):
            from InvertSegLib.engines.nnunet_imports import import_predictor

            device = resolve_device(choice.device, reporter.log)
            import_predictor()
            import totalsegmentator.nnunet  # noqa: F401 - the slow part of the package
            from totalsegmentator.python_api import has_valid_license_offline
        if tasks.settings_of(task, fast)["commercial"] and has_valid_license_offline()[0] != "yes":
            raise EngineError(licence_needed())
        loaded = Networks(places, device, choice.trusted)
        with reporter.stage("loading weights", f"Loading {len(networks)} network(s) onto {device}"):
            settings = tasks.settings_of(task, fast)
            for number in tasks.own_networks(task, fast):
                plans = settings["plans"] or "nnUNetPlans"
                loaded.get(number, settings["trainer"], plans, settings["model"], settings["folds"], reporter)
                reporter.check_cancelled()
        return LoadedTotalSegmentator(task, fast, loaded)


class LoadedTotalSegmentator:
    """A task with its networks in memory.

    Attributes:
        labels: label value to structure name.
        device: where it runs.
        versions: of the packages that run it.
    """

    def __init__(self, task: str, fast: bool, networks: Networks) -> None:
        self.labels: Mapping[int, str] = tasks.labels_of(task)
        self.device = networks.device
        self.versions: Mapping[str, str] = package_versions("TotalSegmentator", "nnunetv2", "torch")
        self._task = task
        self._fast = fast
        self._networks: Networks = networks

    def segment(self, volume: Volume, structures: Sequence[str], reporter: Reporter) -> EngineOutput:
        """Segment one volume; see `LoadedModel.segment`."""
        labels = choose(self.labels, structures)
        subset = self._package_subset(labels, structures, reporter)
        run = Run(self._networks, reporter, len(self._expected_networks(subset)))
        with self._package(run):
            label_map = self._call_package(volume, subset, labels)
        free_memory(self.device)
        return EngineOutput(label_map, labels, self._confidence(run, labels))

    def segment_ensemble(
        self, inputs: Inputs, structures: Sequence[str], background_weight: float, reporter: Reporter
    ) -> EngineOutput:
        """Average the probabilities of the task's networks; see `AveragingModel.segment_ensemble`."""
        labels = choose(self.labels, structures)
        subset = self._package_subset(labels, structures, reporter)
        own = {
            number: {v: n for v, n in tasks.part_labels(self._task, number).items() if n in labels.values()}
            for number in tasks.own_networks(self._task, self._fast)
        }
        asked = self._expected_networks(subset)
        expected = sum(len(inputs) if number in own else 1 for number in asked)
        run = EnsembleRun(self._networks, reporter, expected)
        run.average(own, len(inputs), background_weight)
        with self._package(run), uncropped():
            for volume in inputs:
                label_map = run.take(lambda volume=volume: self._call_package(volume, subset, labels))
        free_memory(self.device)
        return EngineOutput(
            label_map,
            labels,
            self._confidence(run, labels),
            "probabilities",
            run.uncertainty_on(volume),
            run.disagreement,
        )

    @contextmanager
    def _package(self, run: Run) -> Iterator[None]:
        """Within the block, the package works for a run."""
        use_all_cores()
        with (
            device_failures(self.device),
            no_exit(),
            package_in_process(run),
            run.reporter.stage("TotalSegmentator"),
        ):
            yield

    def _call_package(
        self, volume: Volume, subset: list[str] | None, labels: Mapping[int, str]
    ) -> np.ndarray:
        """The package's label map (K, J, I), with the wanted labels only."""
        from totalsegmentator.python_api import totalsegmentator

        with TemporaryDirectory(prefix="invertseg_") as folder:
            # Nothing is written to the output, but without one the package (2.18) runs a network on the whole
            # volume where it has found nothing to crop to, instead of answering that nothing is there.
            answer = totalsegmentator(
                image_of(volume),
                Path(folder) / "unused.nii.gz",
                skip_saving=True,
                task=self._task,
                fast=self._fast,
                ml=True,
                roi_subset=subset,
                device=self.device.replace("cuda", "gpu"),
                quiet=True,
            )
        label_map = np.ascontiguousarray(np.asanyarray(answer.dataobj).T.astype(np.uint8, copy=False))
        return keep(label_map, labels) if len(labels) < len(self.labels) else label_map

    def close(self) -> None:
        """Release the networks' memory."""
        self._networks = Networks(self._networks.places, self.device, trusted=False)
        free_memory(self.device)

    def _package_subset(
        self, labels: Mapping[int, str], structures: Sequence[str], reporter: Reporter
    ) -> list[str] | None:
        """The names for the package's `roi_subset`, None to run everything and take the names out of it.

        The package finds the region of a subset with a rough network first, and then runs only those of the
        task's networks that are needed. With one fast network that would cost time, and change its answer.
        """
        is_total = self._task.startswith("total")
        if not structures or not is_total or len(tasks.own_networks(self._task, self._fast)) == 1:
            return None
        rough = tasks.subset_network(self._task)
        if not tasks.are_there(self._networks.places, [rough]):
            reporter.log(f"Without {tasks.folder_name(rough)}, all networks are run to find the structures.")
            return None
        return list(labels.values())

    def _expected_networks(self, subset: list[str] | None) -> tuple[int, ...]:
        everything = tasks.networks_of(self._task, self._fast)
        if subset is None:
            return everything
        needed = [n for n in everything if set(tasks.part_labels(self._task, n).values()) & set(subset)]
        return (tasks.subset_network(self._task), *needed)

    def _confidence(self, run: Run, labels: Mapping[int, str]) -> dict[str, float]:
        """Mean probability by structure, from the task's own networks."""
        wanted = set(labels.values())
        found: dict[str, float] = {}
        for number in tasks.own_networks(self._task, self._fast):
            names = tasks.part_labels(self._task, number)
            for value, probability in run.confidence.get(number, {}).items():
                if names.get(value) in wanted:
                    found[names[value]] = probability
        return found


def image_of(volume: Volume) -> Any:
    """The volume as the package would read it from a NIfTI file."""
    import nibabel

    voxels = volume.voxels.T
    voxels = voxels.astype(voxels.dtype.newbyteorder("="), copy=False)
    if voxels.dtype.kind not in "iuf" or voxels.dtype.itemsize == 8 or voxels.dtype == np.float16:
        voxels = voxels.astype(np.float64)
    # A NIfTI file holds its matrix in single precision.
    affine = volume.ijk_to_ras.astype(np.float32).astype(np.float64)
    return nibabel.Nifti1Image(voxels, affine)


ENGINE = TotalSegmentatorEngine()
