"""`invertseg tune`, `segment --tune` and `quality`: the demo model on a piece of a synthetic patient."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.labels.files import read_label_map
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.phantom.patient import make_patient
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

QUICK = {"start", "tone 0.5", "tone 0.8", "tone 0.35", "tone 1"}


@pytest.fixture(scope="module")
def mri(tmp_path_factory, engine_python) -> Path:
    """Twelve slices through the kidneys, on the demo model's own grid so that it is quick."""
    engine_python("nnunet")
    patient = make_patient(10_600, (4.0, 4.0, 4.0), (1, 1, 1))
    middle = patient.t1.voxels.shape[0] // 2
    matrix = patient.t1.ijk_to_ras.copy()
    matrix[:3, 3] += (middle - 6) * matrix[:3, 2]
    file = tmp_path_factory.mktemp("patient") / "mri.nii.gz"
    write_volume(Volume(patient.t1.voxels[middle - 6 : middle + 6], matrix), file)
    return file


def tune(invertseg, mri, *more, **options):
    arguments = ("tune", mri, "-o", "tuned", "--model", MODEL, "--preset", "calibrated", "--quick", *more)
    return invertseg(*arguments, **options)


def test_settings_are_tried_ranked_and_put_together_and_taken_up_again(invertseg, mri, tmp_path):
    done = tune(invertseg, mri, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    folder = tmp_path / "tuned"
    ranked = [setting["name"] for setting in document["settings"]]
    scores = [setting["score"] for setting in document["settings"]]
    assert set(ranked) == QUICK
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.5
    assert document["best_setting"] == ranked[0]
    assert document["options"][:2] == ["--preset", "calibrated"]
    assert document["remaining"] == []
    for setting in document["settings"]:
        trial = read_label_map(folder / setting["segmentation"])
        assert trial.provenance["inversion"] == setting["inversion"]
    together = read_label_map(folder / "segmentation.seg.nrrd")
    assert len(together.provenance["tuning"]["settings"]) == 5
    assert np.count_nonzero(together.label_map) > 1000
    picture = sitk.ReadImage(str(folder / "strip.png"))
    assert min(picture.GetSize()) > 300

    # A finished tuning is not replaced unless asked for.
    refused = tune(invertseg, mri)
    assert refused.returncode == 1
    assert "holds segmentation.seg.nrrd, strip.png, tuning.json already" in refused.stderr

    # What is done is not done again; what is damaged is.
    (folder / "trials" / "tone_0.8.seg.nrrd").write_bytes(b"NRRD0004\n")
    again = tune(invertseg, mri, "--json", "--overwrite")
    assert again.returncode == 0, again.stderr
    seconds = {setting["name"]: setting["seconds"] for setting in json.loads(again.stdout)["settings"]}
    assert {name for name, value in seconds.items() if value > 0} == {"tone 0.8"}
    assert [setting["score"] for setting in json.loads(again.stdout)["settings"]] == scores

    told = invertseg("quality", folder / "segmentation.seg.nrrd", "--volume", mri, "--json")
    assert told.returncode == 0, told.stderr
    segments = {segment["name"]: segment for segment in json.loads(told.stdout)["segments"]}
    assert set(segments["kidney_left"]["factors"]) >= {"volume", "side", "body", "confidence", "agreement"}
    assert segments["kidney_left"]["score"] > segments["lung"]["score"]
    for_people = invertseg("quality", folder / "segmentation.seg.nrrd")
    assert "kidney_left" in for_people.stdout
    assert "not found" in for_people.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tune", "MRI", "-o", "out", "--preset", "none"), "there is nothing to tune"),
        (("segment", "MRI", "-o", "a.nii.gz", "--tune", "--ensemble"), "neither an ensemble nor a transform"),
        (("segment", "MRI", "-o", "a.nii.gz", "--tune", "--transform", "n4"), "neither an ensemble"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(invertseg, mri, tmp_path, arguments, words):
    given = [str(mri) if word == "MRI" else word for word in arguments]
    done = invertseg(*given, "--model", MODEL)
    assert done.returncode == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_scan_as_segmentation_is_refused(invertseg, mri):
    done = invertseg("quality", mri, "--volume", mri)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
