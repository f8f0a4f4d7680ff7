"""What the demo prints and draws, with a segmentation handed in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.phantom.demo import (
    MODEL,
    SETTINGS,
    SHOWN,
    Outcome,
    dice_scores,
    run,
    structure_text,
    summarize,
    table_text,
)
from InvertSegLib.phantom.patient import Patient
from InvertSegLib.phantom.pictures import write_png, write_strip
from InvertSegLib.phantom.tissues import STRUCTURES
from InvertSegLib.volume.volume import Volume


def test_dice_counts_the_overlap_of_each_structure() -> None:
    truth = np.array([[[1, 1, 2, 2, 0, 0]]], np.uint8)
    found = np.array([[[1, 0, 2, 2, 2, 2]]], np.uint8)
    scores = dice_scores(found, truth, {1: "a", 2: "b", 3: "absent"})
    assert scores == {"a": pytest.approx(2 / 3), "b": pytest.approx(2 / 3)}


def test_a_structure_that_was_not_found_counts_as_zero() -> None:
    truth = np.array([[[1, 2]]], np.uint8)
    assert dice_scores(np.zeros_like(truth), truth, {1: "a", 2: "b"}) == {"a": 0.0, "b": 0.0}


def test_the_settings_hand_each_scan_on_as_they_say(patient: Patient) -> None:
    seen: list[tuple[Volume, InversionParameters]] = []

    def perfect(volume: Volume, parameters: InversionParameters) -> np.ndarray:
        seen.append((volume, parameters))
        return patient.labels.voxels

    outcomes = run(patient, perfect)
    assert [outcome.mean for outcome in outcomes] == [1.0] * len(SETTINGS)
    assert [volume for volume, _ in seen] == [getattr(patient, setting.scan) for setting in SETTINGS]
    by_name = {setting.name: parameters for setting, (_, parameters) in zip(SETTINGS, seen, strict=True)}
    assert by_name["t1"].mapping == "none"
    assert by_name["t1_inverted"].inverted
    assert by_name["t1_inverted"].background == "none"
    assert by_name[SHOWN] == PRESETS["calibrated"]
    assert by_name["t1_published"] == PRESETS["published"]


def outcomes_of(means: list[float]) -> list[list[Outcome]]:
    nothing = np.zeros((1, 1, 1), np.uint8)
    return [[Outcome(SETTINGS[0], {"a": mean, "b": mean}, nothing)] for mean in means]


def test_the_interval_holds_the_mean_and_narrows_with_more_patients() -> None:
    rng = np.random.default_rng(0)
    few, many = (summarize(outcomes_of(list(rng.normal(0.5, 0.1, n))))[0] for n in (6, 200))
    for row in (few, many):
        assert row.low < row.mean < row.high
    assert many.high - many.low < 0.5 * (few.high - few.low)
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.1 / np.sqrt(200), rel=0.2)


def test_one_patient_has_an_interval_over_its_structures() -> None:
    nothing = np.zeros((1, 1, 1), np.uint8)
    row = summarize([[Outcome(SETTINGS[0], {"a": 0.2, "b": 0.9, "c": 0.7}, nothing)]])[0]
    assert row.mean == pytest.approx(0.6)
    assert 0.2 <= row.low < 0.6 < row.high <= 0.9


def test_the_tables_line_up() -> None:
    outcomes = [Outcome(s, {"liver": 0.5, "spleen": 1.0}, np.zeros((1, 1, 1), np.uint8)) for s in SETTINGS]
    text = table_text(summarize([outcomes, outcomes]))
    assert len(text.splitlines()) == len(SETTINGS) + 1
    assert "T1, inverted, black background" in text
    assert "0.75 (0.75-0.75)" in text
    lines = structure_text(outcomes).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1].startswith("liver")


def test_a_png_reads_back(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (31, 17, 3)).astype(np.uint8)
    write_png(tmp_path / "picture.png", pixels)
    np.testing.assert_array_equal(
        sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "picture.png"))), pixels
    )


def test_the_strip_shows_four_panels_and_marks_only_labels(patient: Patient, tmp_path: Path) -> None:
    inverted = patient.t1.with_voxels(invert(patient.t1.voxels, PRESETS["calibrated"]))
    nothing = np.zeros_like(patient.labels.voxels)
    write_strip(tmp_path / "strip.png", patient.t1, inverted, nothing, patient.labels, patient.table, zoom=1)
    picture = sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "strip.png"))).astype(int)
    width = patient.t1.voxels.shape[2]
    assert picture.shape[1] == 4 * width + 3 * 4
    coloured = (np.ptp(picture, axis=2) > 0).any(axis=0)
    assert not coloured[: 3 * width + 8].any()
    assert coloured[3 * width + 12 :].sum() > 0.4 * width


def test_the_demo_model_names_the_phantoms_structures() -> None:
    dataset = json.loads((MODEL / "dataset.json").read_text())
    assert dataset["labels"] == {"background": 0} | {name: value for value, name in STRUCTURES.items()}
    plans = json.loads((MODEL / "plans.json").read_text())
    assert plans["configurations"]["3d_fullres"]["normalization_schemes"] == ["CTNormalization"]


def test_the_demo_model_is_small() -> None:
    assert sum(file.stat().st_size for file in MODEL.parents[1].rglob("*") if file.is_file()) < 5_000_000
