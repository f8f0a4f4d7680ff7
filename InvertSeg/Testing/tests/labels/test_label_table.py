"""Label tables: names in, structures out, colours that stay, JSON and terminology there and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from InvertSegLib.labels import terminology
from InvertSegLib.labels.colors import color_of, distance
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.structures import all_structures, find
from InvertSegLib.labels.table import Code, LabelTable, Structure


def test_known_names_bring_their_codes() -> None:
    table = LabelTable.from_names({4: "kidney_left", 1: "spleen"})
    assert list(table) == [1, 4]
    assert table[4].title == "Left kidney"
    assert table[4].modifier == Code("7771000", "SCT", "Left")
    assert table.names == {1: "spleen", 4: "kidney_left"}


def test_names_stay_as_the_network_wrote_them() -> None:
    table = LabelTable.from_names({1: "Right Kidney"})
    assert table[1].name == "Right Kidney"
    assert table[1].type == find("right_kidney").type


def test_a_table_goes_through_json() -> None:
    table = LabelTable.from_names({1: "spleen", 2: "kidney_cyst_left", 3: "unheard of ü"})
    data = json.loads(json.dumps(table.to_json()))
    assert data["1"]["name"] == "spleen"
    assert data["2"]["region_modifier"]["value"] == "7771000"
    assert "type" not in data["3"]
    assert dict(LabelTable.from_json(data)) == dict(table)


def test_a_table_written_by_hand_needs_only_names() -> None:
    table = LabelTable.from_json({"7": {"name": "spleen"}})
    assert table[7] == find("spleen")


@pytest.mark.parametrize("value", [0, -1, 65536])
def test_impossible_label_values_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="label value"):
        LabelTable.from_names({value: "spleen"})


def test_the_same_name_has_the_same_colour_in_every_process() -> None:
    code = "from InvertSegLib.labels.colors import color_of; print(color_of('zz top'))"
    seen = {str(color_of("zz top"))}
    for seed in ("1", "2"):
        environment = dict(os.environ, PYTHONHASHSEED=seed)
        seen.add(
            subprocess.run(
                [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
            ).stdout.strip()
        )
    assert len(seen) == 1


def test_a_hundred_unknown_structures_are_told_apart() -> None:
    table = LabelTable.from_names({n: f"thing {n}" for n in range(1, 101)})
    nearest = min(distance(a.color, b.color) for a, b in combinations(table.values(), 2))
    assert nearest > 20


def test_an_unknown_structure_keeps_away_from_known_colours() -> None:
    alone = color_of("thing")
    assert color_of("thing", [alone]) != alone
    assert distance(color_of("thing", [alone]), alone) > 60


def test_two_names_for_one_organ_get_two_colours() -> None:
    table = LabelTable.from_names({1: "kidney_left", 2: "left_kidney"})
    assert table[1].color != table[2].color


def test_every_terminology_entry_is_read_back() -> None:
    for structure in all_structures().values():
        entry = terminology.serialize(structure)
        parsed = terminology.parse(entry)
        assert entry.count("~") == 6
        assert parsed == {key: getattr(structure, key) for key in parsed}


def test_the_entry_of_a_kidney_is_what_slicer_writes() -> None:
    assert terminology.serialize(find("kidney_left")) == (
        "Segmentation category and type - DICOM master list~SCT^123037004^Anatomical Structure"
        "~SCT^64033007^Kidney~SCT^7771000^Left~Anatomic codes - DICOM master list~^^~^^"
    )


def test_a_structure_without_codes_has_no_entry() -> None:
    assert terminology.serialize(Structure("x", "X", None, None, None, (1, 2, 3))) is None


def test_a_meaning_cannot_break_the_entry() -> None:
    odd = Code("1", "99X", "a~b^c|d")
    entry = terminology.serialize(Structure("x", "X", odd, odd, None, (1, 2, 3)))
    assert terminology.parse(entry)["type"] == Code("1", "99X", "a b c d")


def test_counts_volumes_and_what_was_not_found() -> None:
    labels = np.zeros((2, 3, 4), np.uint8)
    labels[0, 0] = 2
    matrix = np.diag([1.0, -2.0, 5.0, 1.0])
    segmentation = Segmentation(labels, matrix, LabelTable.from_names({1: "liver", 2: "spleen"}))
    assert segmentation.voxel_counts() == {1: 0, 2: 4}
    assert segmentation.volumes_ml() == pytest.approx({"liver": 0.0, "spleen": 0.04})
    assert segmentation.not_found() == ["liver"]


def test_a_value_that_nothing_explains_is_refused() -> None:
    labels = np.full((1, 1, 1), 200, np.uint8)
    with pytest.raises(ValueError, match="200"):
        Segmentation(labels, np.eye(4), LabelTable.from_names({1: "liver"})).voxel_counts()


@pytest.mark.parametrize("labels", [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 2), np.int16)])
def test_what_is_no_label_map_is_refused(labels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="label map"):
        Segmentation(labels, np.eye(4), LabelTable({}))
