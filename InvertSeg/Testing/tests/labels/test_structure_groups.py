"""The groups that a choice of structures is made by."""

from __future__ import annotations

from InvertSegLib.labels.groups import GROUPS, groups_of, members
from InvertSegLib.labels.structures import all_structures


def test_ribs_are_no_vertebrae_and_both_are_bones() -> None:
    names = ["rib_left_1", "vertebrae_L1", "liver"]
    assert members("ribs", names) == ("rib_left_1",)
    assert members("spine", names) == ("vertebrae_L1",)
    assert members("bones", names) == ("rib_left_1", "vertebrae_L1")


def test_sides_count_whichever_end_they_stand_at() -> None:
    assert members("abdomen", ["left_kidney", "kidney_left", "kidney_cyst_left"]) == (
        "left_kidney",
        "kidney_left",
    )


def test_a_group_of_all_or_of_one_is_no_choice() -> None:
    assert groups_of(["liver", "spleen"]) == {}
    assert groups_of(["liver", "brain"]) == {}
    assert groups_of(["liver", "spleen", "brain"]) == {"abdomen": ("liver", "spleen")}


def test_each_group_has_members_in_the_table() -> None:
    names = [structure.name for structure in all_structures().values()]
    for key in GROUPS:
        assert len(members(key, names)) > 4, key
    # The muscles' and the bones' patterns look anywhere in a name: they must not meet.
    assert not set(members("bones", names)) & set(members("muscles", names))
