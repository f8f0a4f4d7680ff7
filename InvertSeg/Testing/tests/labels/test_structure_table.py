"""The table of structures: true codes, agreeing sides, telling colours, nothing left out."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from InvertSegLib.labels.colors import distance
from InvertSegLib.labels.structures import TABLE, all_structures, describe, find, general_names
from InvertSegLib.labels.table import LabelTable

SLICER_CATEGORIES = {"123037004", "85756007", "49755003", "260787004", "91720002"}
BUNDLE = (
    "spleen", "pancreas", "kidney_left", "gallbladder", "esophagus", "liver", "stomach", "duodenum",
)  # fmt: skip


@pytest.fixture(scope="module")
def checks() -> ModuleType:
    """The script tools/check_structures.py."""
    path = Path(__file__).resolve().parents[4] / "tools" / "check_structures.py"
    spec = importlib.util.spec_from_file_location("check_structures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_name_is_there_twice() -> None:
    names = Counter(row["name"].lower() for row in rows())
    assert [name for name, count in names.items() if count > 1] == []
    assert len(all_structures()) == len(rows())


def test_every_line_is_well_formed() -> None:
    for row in rows():
        for column in ("category", "type", "modifier", "region", "region_modifier"):
            assert re.fullmatch(r"(SCT \d{6,18} \S.*\S)?", row[column]), row
        assert re.fullmatch(r"#[0-9a-f]{6}", row["color"]), row
        assert row["match"] in {"exact", "general"}, row
        assert row["title"][0].isupper() or row["title"][0].isdigit(), row
        assert bool(row["category"]) == bool(row["type"]), row
        assert not row["region_modifier"] or row["region"], row
        assert row["category"].split(" ")[1] in SLICER_CATEGORIES, row


def test_one_code_has_one_meaning() -> None:
    meanings: dict[str, set[str]] = {}
    for row in rows():
        for column in ("category", "type", "modifier", "region", "region_modifier"):
            if row[column]:
                _, value, meaning = row[column].split(" ", 2)
                meanings.setdefault(value, set()).add(meaning)
    assert {value: words for value, words in meanings.items() if len(words) > 1} == {}


def test_every_code_ends_in_its_check_digit(checks: ModuleType) -> None:
    assert checks.has_check_digit("10200004")
    assert not checks.has_check_digit("10200005")
    assert not checks.has_check_digit("12000004")
    for structure in all_structures().values():
        for code in checks.codes_of(structure):
            assert checks.has_check_digit(code.value), (structure.name, code)


def test_pydicom_knows_codes_by_the_same_meaning(checks: ModuleType) -> None:
    from pydicom.sr.codedict import codes

    assert find("liver").type.value == codes.SCT.Liver.value
    assert find("kidney_left").modifier.value == codes.SCT.Left.value
    assert find("psoas_major_left").type.value == codes.SCT.SkeletalMuscle.value
    known = checks.known_codes([])
    used = {code.value for s in all_structures().values() for code in checks.codes_of(s)}
    assert len(used & known) > 0.6 * len(used)


def test_left_and_right_agree_with_the_codes(checks: ModuleType) -> None:
    assert [fault for s in all_structures().values() if (fault := checks.side_faults(s))] == []


def test_the_two_sides_of_a_pair_look_alike_and_differ() -> None:
    for name, structure in all_structures().items():
        other = find(re.sub(r"(^|_)left(_|$)", r"\1right\2", name))
        if other and other.name != structure.name:
            assert other.color != structure.color, name
            assert distance(other.color, structure.color) < 150, name


def test_general_codes_are_marked() -> None:
    assert {"psoas_major_left", "vertebrae_L6", "hip_left"} <= general_names()
    assert not {"liver", "kidney_left", "vertebrae_L5"} & general_names()


@pytest.mark.parametrize(
    "name", [*BUNDLE, "right_kidney", "left_kidney", "Right Kidney", "visceral_fat", "tumor"]
)
def test_common_names_are_known(name: str) -> None:
    assert find(name).type is not None


def test_an_unknown_name_gets_no_code() -> None:
    structure = describe("zz_unheard_of")
    assert (structure.category, structure.type, structure.modifier) == (None, None, None)
    assert structure.title == "zz_unheard_of"


@pytest.mark.parametrize(("engine", "least"), [("totalsegmentator", 428), ("mrsegmentator", 50)])
def test_every_class_of_an_installed_engine_is_known(
    engine: str, least: int, engine_python: Callable[[str], Path], checks: ModuleType
) -> None:
    tasks = checks.installed_classes(engine_python(engine))
    assert len({name for names in tasks.values() for name in names}) >= least
    assert checks.absent(tasks) == []
    assert checks.shared_colors(tasks) == []
    for names in tasks.values():
        table = LabelTable.from_names(dict(enumerate(names, 1)))
        assert len({structure.color for structure in table.values()}) == len(names)
