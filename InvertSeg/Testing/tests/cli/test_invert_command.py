"""`invertseg invert` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk


@pytest.fixture
def mri(tmp_path: Path) -> Path:
    """A small T1-like volume on an oblique grid."""
    rng = np.random.default_rng(3)
    voxels = rng.integers(0, 20, (12, 30, 34)).astype(np.int16)
    voxels[2:10, 6:24, 8:28] = rng.integers(200, 1200, (8, 18, 20))
    image = sitk.GetImageFromArray(voxels)
    image.SetSpacing((1.5, 1.5, 4.0))
    angle = np.deg2rad(12)
    image.SetDirection((np.cos(angle), -np.sin(angle), 0, np.sin(angle), np.cos(angle), 0, 0, 0, 1))
    image.SetOrigin((-20.0, 31.0, 7.0))
    path = tmp_path / "mri.nii.gz"
    sitk.WriteImage(image, str(path))
    return path


def test_the_default_is_the_published_recipe_on_the_same_grid(invertseg, mri, tmp_path):
    done = invertseg("invert", mri, tmp_path / "inverted.nrrd")
    assert done.returncode == 0, done.stderr
    before, after = sitk.ReadImage(str(mri)), sitk.ReadImage(str(tmp_path / "inverted.nrrd"))
    x = sitk.GetArrayFromImage(before).clip(0, 3000)
    expected = x.max() - x + x.min()
    expected[expected >= (x.max() - x.min()) * 0.99 + x.min()] = 0
    np.testing.assert_array_equal(sitk.GetArrayFromImage(after), expected)
    np.testing.assert_allclose(after.GetOrigin(), before.GetOrigin(), atol=1e-4)
    np.testing.assert_allclose(after.GetDirection(), before.GetDirection(), atol=1e-6)


def test_json_says_what_was_done_and_nothing_else_is_on_standard_output(invertseg, mri, tmp_path):
    done = invertseg("invert", mri, tmp_path / "o.mha", "--preset", "calibrated", "--tone", "0.5", "--json")
    document = json.loads(done.stdout)
    assert document["inversion"]["tone"] == 0.5
    assert document["inversion"]["mapping"] == "calibrated"
    assert Path(document["output"]).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.nii.gz", "o.nii.gz"], "missing.nii.gz"),
        (["{mri}", "{mri}"], "exists already"),
        (["{mri}", "{mri}", "--overwrite"], "input"),
        (["{mri}", "o.xyz"], ".nrrd"),
        (["{mri}", "o.nii.gz", "--clip", "500", "100"], "clip"),
        (["{mri}", "o.nii.gz", "--tone", "-1"], "tone"),
        (["{mri}", "nowhere/o.nii.gz"], "nowhere"),
    ],
)
def test_a_mistake_gets_one_sentence_and_a_non_zero_exit_code(invertseg, mri, tmp_path, arguments, words):
    before = mri.read_bytes()
    done = invertseg("invert", *(argument.format(mri=mri) for argument in arguments))
    assert done.returncode in {1, 2}
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert mri.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mri.nii.gz"]


def test_an_existing_output_is_replaced_only_when_asked(invertseg, mri, tmp_path):
    output = tmp_path / "o.nii.gz"
    output.write_bytes(b"hours of work")
    assert invertseg("invert", mri, output).returncode == 1
    assert output.read_bytes() == b"hours of work"
    assert invertseg("invert", mri, output, "--overwrite").returncode == 0
    assert sitk.ReadImage(str(output)).GetSize() == (34, 30, 12)


def test_help_teaches_with_examples(invertseg):
    for command in ([], ["invert"], ["segment"], ["engines"], ["doctor"]):
        done = invertseg(*command, "-h")
        assert done.returncode == 0
        assert "invertseg " in done.stdout.split("usage:", 1)[1]
        assert "example" in done.stdout or "first steps" in done.stdout
