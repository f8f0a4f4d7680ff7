"""`invertseg segment` end to end: real scans, the real CT bundle, a real worker process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

CHAOS = {"liver": 1, "kidney_left": 3, "spleen": 4}
BUNDLE = {"spleen": 1, "kidney_left": 3, "liver": 6}
STAGES = ("importing", "loading weights", "preprocessing", "network", "resampling")


@pytest.fixture(scope="session")
def bundle(shared, engine_python) -> Path:
    """The real CT network; also makes sure that its engine is installed."""
    engine_python("monai")
    return shared / "models" / "abdominal_ct_unet"


@pytest.fixture
def mri(shared) -> Path:
    """A real T1 in-phase series."""
    return shared / "data" / "chaos" / "chaos01_T1in.nii.gz"


def dice(prediction: Path, reference: Path) -> dict[str, float]:
    """Dice similarity coefficient of the structures that both know."""
    found = sitk.GetArrayFromImage(sitk.ReadImage(str(prediction)))
    truth = sitk.GetArrayFromImage(sitk.ReadImage(str(reference)))
    assert found.shape == truth.shape
    scores = {}
    for name, label in BUNDLE.items():
        a, b = found == label, truth == CHAOS[name]
        scores[name] = 2 * np.count_nonzero(a & b) / max(np.count_nonzero(a) + np.count_nonzero(b), 1)
    return scores


def mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def processes_of(folder: Path) -> list[int]:
    """Processes that were started by a command in this folder (by their environment)."""
    mark = f"INVERTSEG_TEST_MARK={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            if state != "Z" and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


class Running:
    """A command under way whose standard error is followed."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "INVERTSEG_TEST_MARK": str(folder),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "InvertSegLib.cli", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.lines: list[str] = []

    def wait_for(self, words: str) -> None:
        """Read until a line begins with these words."""
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            if line.startswith(words):
                return
        pytest.fail(f"the run never came to {words!r}: {self.lines}")

    def worker(self) -> int:
        """The worker's process."""
        return next(pid for pid in processes_of(self.folder) if pid != self.process.pid)

    def finish(self, timeout: float) -> str:
        """Wait for the end; everything that was printed on standard error."""
        _, rest = self.process.communicate(timeout=timeout)
        return "\n".join([*self.lines, rest])

    def assert_nothing_left(self) -> None:
        """No process and no file of the run is there any more."""
        deadline = time.monotonic() + 3
        while processes_of(self.folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert processes_of(self.folder) == []
        assert list(self.folder.iterdir()) == []


def test_case_01_calibrated_finds_the_organs_and_writes_every_format(invertseg, bundle, shared, tmp_path):
    dicom = shared / "data" / "chaos" / "dicom" / "case01_T1in"
    truth = shared / "data" / "chaos" / "chaos01_T1_label.nii.gz"
    done = invertseg(
        "segment", dicom, "--model", bundle, "--trust-model", "--json",
        "-o", tmp_path / "o.nii.gz", "-o", tmp_path / "o.seg.nrrd", "-o", tmp_path / "o.dcm",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["provenance"]["inversion"]["mapping"] == "calibrated"
    assert document["provenance"]["engine"]["name"] == "monai"
    table = json.loads((tmp_path / "o.json").read_text())
    assert table["6"]["name"] == "liver"
    assert (tmp_path / "o.dcm").stat().st_size > 1000
    segmentation = sitk.ReadImage(str(tmp_path / "o.seg.nrrd"))
    names = {segmentation.GetMetaData(k) for k in segmentation.GetMetaDataKeys() if k.endswith("_Name")}
    assert {"liver", "spleen"} <= {name.lower() for name in names}
    # The DICOM series and the NIfTI file are the same scan, but need not have the same voxel order.
    found = sitk.Resample(
        sitk.ReadImage(str(tmp_path / "o.nii.gz")),
        sitk.ReadImage(str(truth)),
        sitk.Transform(),
        sitk.sitkNearestNeighbor,
    )
    sitk.WriteImage(found, str(tmp_path / "on_truth.nii.gz"))
    scores = dice(tmp_path / "on_truth.nii.gz", truth)
    assert scores["liver"] >= 0.80
    assert scores["spleen"] >= 0.60
    assert scores["kidney_left"] >= 0.55


@pytest.fixture(scope="module")
def warm(engine_python, shared):
    """One worker with the CT bundle, and a function that gives the Dice of a case and its parameters."""
    from InvertSegLib.engines.base import ModelChoice
    from InvertSegLib.pipeline import SegmentationRequest, segment_volume
    from InvertSegLib.volume.reading import read_volume
    from InvertSegLib.worker.client import Worker

    folder = shared / "data" / "chaos"
    choice = ModelChoice(
        "monai", model=str(shared / "models" / "abdominal_ct_unet"), trusted=True, device="cpu"
    )
    with Worker.start(engine_python("monai")) as worker:

        def scores(case: str, truth: str, parameters) -> dict[str, float]:
            volume = read_volume(folder / f"{case}.nii.gz")
            found = segment_volume(volume, SegmentationRequest(parameters, choice), worker).label_map
            reference = read_volume(folder / f"{truth}.nii.gz").voxels
            return {
                name: 2
                * np.count_nonzero((found == label) & (reference == CHAOS[name]))
                / max(np.count_nonzero(found == label) + np.count_nonzero(reference == CHAOS[name]), 1)
                for name, label in BUNDLE.items()
            }

        yield scores


def test_the_same_network_finds_next_to_nothing_without_calibration(warm, record_property):
    from InvertSegLib.inversion.presets import PRESETS

    as_it_is = mean(warm("chaos01_T1in", "chaos01_T1_label", PRESETS["none"]))
    published = mean(warm("chaos01_T1in", "chaos01_T1_label", PRESETS["published"]))
    record_property("published", published)
    print(f"mean Dice of case 01: none {as_it_is:.2f}, published without calibration {published:.2f}")
    assert as_it_is <= 0.20
    assert published <= 0.20


def test_another_patient_works_with_the_same_preset(warm):
    from InvertSegLib.inversion.presets import PRESETS

    assert mean(warm("chaos02_T1in", "chaos02_T1_label", PRESETS["calibrated"])) >= 0.60


def test_t2_gets_worse_by_inversion(warm):
    import dataclasses

    from InvertSegLib.inversion.presets import PRESETS

    inverted = PRESETS["calibrated"]
    kept = dataclasses.replace(inverted, inverted=False)
    assert mean(warm("chaos01_T2SPIR", "chaos01_T2_label", inverted)) < mean(
        warm("chaos01_T2SPIR", "chaos01_T2_label", kept)
    )


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_killed_at_any_stage_gives_a_sentence_and_leaves_nothing(bundle, mri, tmp_path, stage):
    run = Running(tmp_path, "segment", mri, "--model", bundle, "--trust-model", "-o", tmp_path / "o.seg.nrrd")
    run.wait_for(stage)
    os.kill(run.worker(), signal.SIGKILL)
    printed = run.finish(timeout=20)
    assert run.process.returncode == 1
    assert "error:" in printed
    assert "memory" in printed
    assert "Traceback" not in printed
    run.assert_nothing_left()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", ["importing", "network"])
def test_an_interrupted_run_ends_within_two_seconds_and_leaves_nothing(bundle, mri, tmp_path, stage, how):
    run = Running(tmp_path, "segment", mri, "--model", bundle, "--trust-model", "-o", tmp_path / "o.nii.gz")
    run.wait_for(stage)
    run.process.send_signal(how)
    started = time.monotonic()
    printed = run.finish(timeout=20)
    assert time.monotonic() - started < 2.5
    assert run.process.returncode == 130
    assert "Traceback" not in printed
    run.assert_nothing_left()


def test_a_killed_command_takes_its_worker_along(bundle, mri, tmp_path):
    run = Running(tmp_path, "segment", mri, "--model", bundle, "--trust-model", "-o", tmp_path / "o.nii.gz")
    run.wait_for("network")
    run.process.kill()
    run.finish(timeout=20)
    run.assert_nothing_left()


def test_a_disk_that_is_full_is_said_and_nothing_partial_stays(invertseg, bundle, mri, tmp_path):
    import resource

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))

    done = invertseg(
        "segment",
        mri,
        "--model",
        bundle,
        "--trust-model",
        "-o",
        tmp_path / "o.seg.nrrd",
        preexec_fn=small_files_only,
    )
    assert done.returncode == 1
    assert "error:" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_traceback(bundle, mri, tmp_path):
    run = Running(
        tmp_path, "segment", mri, "--model", bundle, "--trust-model", "--json", "-o", tmp_path / "o.nii.gz"
    )
    run.process.stdout.close()
    run.process.stdout = None
    printed = run.finish(timeout=60)
    assert run.process.returncode == 1
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{mri}", "-o", "o.xyz", "--model", "{bundle}", "--trust-model"], 2, ".seg.nrrd"),
        (["{mri}", "-o", "o.dcm", "--model", "{bundle}", "--trust-model"], 2, "DICOM"),
        (["{mri}", "-o", "{mri}", "--model", "{bundle}", "--trust-model"], 1, "exists already"),
        (["{mri}", "-o", "o.nii.gz", "--model", "{bundle}"], 2, "--trust-model"),
        (
            ["{mri}", "-o", "o.nii.gz", "--model", "{bundle}", "--trust-model", "--structures", "livr"],
            2,
            "liver",
        ),
        (
            ["{mri}", "-o", "o.nii.gz", "--model", "{bundle}", "--trust-model", "--device", "cuda:7"],
            2,
            "cuda:7",
        ),
        (
            ["{mri}", "-o", "o.nii.gz", "--model", "{bundle}", "--engine", "totalsegmentator"],
            2,
            "--engine monai",
        ),
        (["{mri}", "-o", "o.nii.gz", "--model", "nowhere"], 2, "nowhere"),
        (["{mri}", "-o", "o.nii.gz", "--engine", "nnunet"], 2, "--model"),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_is_written(
    invertseg, bundle, mri, tmp_path, arguments, code, words
):
    done = invertseg("segment", *(argument.format(mri=mri, bundle=bundle) for argument in arguments))
    assert done.returncode == code, done.stderr
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_is_missing_says_how_to_install_it(invertseg, mri, tmp_path):
    home = {"INVERTSEG_HOME": str(tmp_path / "home")}
    done = invertseg("segment", mri, "-o", "o.nii.gz", "--json", env=home)
    assert done.returncode == 3
    error = json.loads(done.stdout)["error"]
    assert error["kind"] == "no_environment"
    assert "invertseg engines install totalsegmentator" in error["remedy"]
