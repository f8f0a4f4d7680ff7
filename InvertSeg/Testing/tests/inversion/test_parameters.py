"""Parameters: what is refused, what goes to JSON and back."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping
from InvertSegLib.inversion.presets import PRESETS


@pytest.mark.parametrize(
    "values",
    [
        {"clip": (5, 5)},
        {"clip": (9, 2)},
        {"clip": (0, float("nan"))},
        {"clip": (0, float("inf"))},
        {"clip": (1, 2, 3)},
        {"clip": "all"},
        {"clip": 7},
        {"background": "black"},
        {"background_percent": -1},
        {"background_percent": 100},
        {"background_percent": float("nan")},
        {"background_percent": "few"},
        {"mapping": "hounsfield"},
        {"window": (250, -150)},
        {"window": (-100, 40000)},
        {"window": None},
        {"tone": 0},
        {"tone": -1},
        {"tone": float("inf")},
        {"tone": None},
        {"inverted": "yes"},
        {"mapping": "none", "clip": (0, 10)},
        {"mapping": "none", "background": "body"},
    ],
)
def test_values_that_make_no_sense(values: dict) -> None:
    with pytest.raises(ParameterError) as error:
        InversionParameters(**values)
    assert error.value.sentence.endswith(".")
    assert error.value.remedy.endswith(".")


def test_the_default_is_the_published_code() -> None:
    assert InversionParameters() == PRESETS["published"]
    assert list(PRESETS) == ["published", "calibrated", "none"]


def test_the_mapping_none_does_not_claim_an_inversion() -> None:
    parameters = InversionParameters(mapping="none")
    assert parameters == PRESETS["none"]
    assert not parameters.inverted
    assert parameters.to_json()["background"] == "none"


def test_a_preset_can_be_changed_one_value_at_a_time() -> None:
    changed = dataclasses.replace(PRESETS["none"], mapping="calibrated", tone=0.5)
    assert changed.mapping is Mapping.CALIBRATED
    assert not changed.inverted


@given(
    st.booleans(),
    st.none() | st.tuples(st.integers(-9000, 0), st.floats(1, 9000)),
    st.sampled_from(BackgroundRule),
    st.floats(0, 99),
    st.sampled_from([Mapping.PUBLISHED, Mapping.CALIBRATED]),
    st.floats(0.01, 20),
)
def test_through_json_and_back(inverted, clip, rule, percent, mapping, tone) -> None:
    parameters = InversionParameters(inverted, clip, rule, percent, mapping, (-200, 300), tone)
    assert InversionParameters.from_json(json.loads(json.dumps(parameters.to_json()))) == parameters


def test_json_of_other_versions() -> None:
    assert InversionParameters.from_json({"tone": 0.5, "sharpness": 3}) == InversionParameters(tone=0.5)
    for broken in ([], "x", None, {"tone": "steep"}, {"clip": [1]}, {"background": 3}, {"mapping": []}):
        with pytest.raises(ParameterError):
            InversionParameters.from_json(broken)
