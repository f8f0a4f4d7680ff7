"""`invertseg segment --ensemble`: the demo model on a small piece of a real scan."""

import json

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.labels.files import read_label_map
from InvertSegLib.session.models import DEMO_MODEL


@pytest.fixture
def mri(shared, tmp_path):
    """A piece of a T1 in-phase series."""
    image = sitk.ReadImage(str(shared / "data" / "chaos" / "chaos02_T1in.nii.gz"))
    sitk.WriteImage(image[60:140, 60:140, 10:20], str(tmp_path / "mri.nii.gz"))
    return tmp_path / "mri.nii.gz"


def test_the_uncertainty_lies_beside_the_segments_that_say_how_much_is_in_dispute(
    invertseg, engine_python, mri, tmp_path
):
    engine_python("nnunet")
    done = invertseg(
        "segment", mri, "--model", DEMO_MODEL, "--preset", "calibrated", "--ensemble", "--json",
        "--structures", "liver,spleen", "-o", "organs.seg.nrrd", "--uncertainty", "uncertainty.nii.gz",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "note: the network runs 5 times" in done.stderr
    assert "setting 5 of 5" in done.stderr
    document = json.loads(done.stdout)
    assert document["outputs"] == ["organs.seg.nrrd", "uncertainty.nii.gz"]
    assert document["provenance"]["ensemble"]["averaged"] == "probabilities"
    assert [s["tone"] for s in document["provenance"]["ensemble"]["settings"]] == [0.65, 0.5, 0.8, 0.35, 1.0]
    by_name = {segment["name"]: segment["disagreement"] for segment in document["segments"]}
    assert 0 < by_name["liver"] < 1
    segmentation = read_label_map(tmp_path / "organs.seg.nrrd")
    assert segmentation.disagreement["liver"] == pytest.approx(by_name["liver"], abs=1e-4)
    uncertainty, scan = sitk.ReadImage(str(tmp_path / "uncertainty.nii.gz")), sitk.ReadImage(str(mri))
    assert uncertainty.GetSize() == scan.GetSize()
    np.testing.assert_allclose(uncertainty.GetOrigin(), scan.GetOrigin(), atol=1e-3)
    np.testing.assert_allclose(uncertainty.GetDirection(), scan.GetDirection(), atol=1e-5)
    values = sitk.GetArrayFromImage(uncertainty)
    assert values.min() == 0
    assert 0.1 < values.max() <= 1
    # Where the result ends the settings dispute, deep inside and far outside they do not.
    liver = (segmentation.label_map == document["segments"][0]["label"]).astype(np.uint8)
    border = np.abs(np.gradient(liver.astype(float), axis=(1, 2))).sum(axis=0) > 0
    assert values[border].mean() > 2 * values[~border].mean()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--uncertainty", "u.nii.gz"], "Add --ensemble"),
        (["--ensemble", "--uncertainty", "u.seg.nrrd"], "it is a volume of numbers"),
        (["--ensemble", "--preset", "none"], "no settings to average"),
    ],
)
def test_a_mistake_gets_a_sentence_before_anything_is_run(invertseg, mri, tmp_path, arguments, words):
    done = invertseg("segment", mri, "--model", DEMO_MODEL, "-o", "organs.seg.nrrd", *arguments)
    assert done.returncode == 2, done.stderr
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mri.nii.gz"]


def test_two_outputs_of_the_same_name_are_refused(invertseg, engine_python, mri, tmp_path):
    engine_python("nnunet")
    done = invertseg(
        "segment", mri, "--model", DEMO_MODEL, "-o", "organs.nii.gz", "--preset", "calibrated",
        "--ensemble", "--uncertainty", "organs.nii.gz",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "two outputs" in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["mri.nii.gz"]
