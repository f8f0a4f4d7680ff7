"""The same structure under the names of different vocabularies."""

from __future__ import annotations

import json

import numpy as np
import pytest

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.evaluate import evaluate_case
from InvertSegLib.review.matching import canonical, match, match_by_file
from InvertSegLib.review.vocabularies import KNOWN, label_names, vocabulary
from tests.review.shapes import segmentation


def table(*names):
    return LabelTable.from_names(dict(enumerate(names, start=1)))


def pairs(one, other):
    return {pair.name: (pair.prediction, pair.reference) for pair in match(one, other).pairs}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("right_kidney", "kidney_right"),
        ("Right Kidney", "kidney_right"),
        ("kidney-right", "kidney_right"),
        ("postcava", "inferior_vena_cava"),
        ("Bladder", "urinary_bladder"),
        ("left autochthonous muscle", "autochthon_left"),
        ("spine", "vertebrae"),
    ],
)
def test_spellings_of_one_name(given, meant):
    assert canonical(given) == canonical(meant)


def test_left_is_never_taken_for_right():
    assert canonical("left_kidney") != canonical("right_kidney")
    with pytest.raises(InputError, match="share no structure"):
        match(table("kidney_left"), table("right kidney"))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("totalsegmentator", "chaos", {"liver", "kidney_right", "kidney_left", "spleen"}),
        ("mrsegmentator", "chaos", {"liver", "kidney_right", "kidney_left", "spleen"}),
        (
            "mrsegmentator", "amos",
            {
                "spleen", "kidney_right", "kidney_left", "gallbladder", "esophagus", "liver", "stomach",
                "aorta", "inferior_vena_cava", "pancreas", "adrenal_gland_right", "adrenal_gland_left",
                "duodenum", "urinary_bladder",
            },
        ),
    ],
)  # fmt: skip
def test_vocabularies_of_the_field(one, other, common):
    found = pairs(LabelTable.from_names(vocabulary(one)), LabelTable.from_names(vocabulary(other)))
    assert set(found) == common


def test_all_of_mrsegmentators_structures_are_in_totalsegmentators():
    """Its one spine is TotalSegmentator's 25 vertebrae, its two lungs are five lobes."""
    mine, theirs = (LabelTable.from_names(vocabulary(v)) for v in ("mrsegmentator", "totalsegmentator"))
    matching = match(mine, theirs)
    found = {pair.name: pair for pair in matching.pairs}
    assert matching.only_prediction == ()
    assert len(found) == 40
    assert [theirs[label].name for label in found["lung_right"].reference] == [
        "lung_upper_lobe_right", "lung_middle_lobe_right", "lung_lower_lobe_right",
    ]  # fmt: skip
    assert len(found["vertebrae"].reference) == 25
    assert "rib_left_1" in matching.only_reference
    assert "lung_upper_lobe_left" not in matching.only_reference


def test_a_whole_is_not_put_together_from_some_of_its_parts():
    with pytest.raises(InputError):
        match(table("lung"), table("lung_upper_lobe_left", "lung_lower_lobe_left"))


def test_kidneys_are_left_and_right_together():
    assert pairs(table("kidneys"), table("kidney_left", "liver", "kidney_right")) == {
        "kidneys": ((1,), (1, 3))
    }
    assert pairs(table("kidney_left", "kidney_right"), table("Kidney")) == {"Kidney": ((1, 2), (1,))}


def test_parts_are_measured_as_the_whole():
    lobes = np.zeros((4, 4, 4), np.uint8)
    lobes[:, :2, :3], lobes[:, 2:, :3] = 1, 2
    whole = (lobes > 0).astype(np.uint8) * 9
    found = evaluate_case(
        segmentation(lobes, {1: "lung_upper_lobe_left", 2: "lung_lower_lobe_left"}),
        segmentation(whole, {9: "Left lung"}),
    )
    assert [(row.structure, row.dice, row.hausdorff_mm) for row in found.rows] == [("lung_left", 1.0, 0.0)]
    assert found.rows[0].volume_prediction_ml == pytest.approx(0.048)


def test_a_users_file_pairs_what_it_says_and_nothing_else(tmp_path):
    file = tmp_path / "pairs.json"
    file.write_text(
        json.dumps({"tumour": {"prediction": ["lesion", "cyst"], "reference": [7]}, "liver": "liver"})
    )
    prediction, reference = table("lesion", "cyst", "liver", "spleen"), table("liver", "spleen")
    matching = match_by_file(file, prediction, reference)
    assert [(p.name, p.prediction, p.reference) for p in matching.pairs] == [
        ("tumour", (1, 2), (7,)),
        ("liver", (3,), (1,)),
    ]
    assert matching.only_prediction == ("spleen",)
    file.write_text(json.dumps({"tumour": {"prediction": ["lump"], "reference": [7]}}))
    with pytest.raises(InputError, match="no structure lump"):
        match_by_file(file, prediction, reference)


@pytest.mark.parametrize(
    "content",
    [
        {"1": "liver", "3": "spleen"},
        {"1": {"name": "liver"}, "3": {"name": "spleen", "title": "Spleen"}},
        {"labels": {"background": 0, "liver": 1, "spleen": 3}, "numTraining": 3},
        {"labels": {"0": "background", "1": "liver", "3": "spleen"}},
    ],
)
def test_names_of_label_values_from_a_users_json(tmp_path, content):
    file = tmp_path / "names.json"
    file.write_text(json.dumps(content))
    assert dict(label_names(str(file))) == {1: "liver", 3: "spleen"}


def test_names_that_cannot_be_understood(tmp_path):
    file = tmp_path / "names.json"
    file.write_text('{"labels": {"kidneys": [1, 2]}}')
    with pytest.raises(InputError, match="cannot be understood"):
        label_names(str(file))
    with pytest.raises(ParameterError, match="neither a vocabulary nor a file"):
        label_names("chaoss")
    assert all(vocabulary(name) for name in KNOWN)
