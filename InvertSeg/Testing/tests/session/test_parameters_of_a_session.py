"""What is set: validated, told when it changes, saved as plain values, followed by what has to follow."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.session.parameters import EXISTING, PREVIEWS, SessionParameters
from InvertSegLib.session.session import Session


@pytest.fixture
def session():
    return Session(lambda: None)


def test_the_defaults_are_the_papers_choice():
    parameters = SessionParameters()
    assert parameters.inversion == PRESETS["published"]
    assert (parameters.engine, parameters.task, parameters.quality) == ("totalsegmentator", "total", "fast")
    assert parameters.preset == "published"


def test_a_preset_is_told_by_its_values():
    parameters = SessionParameters()
    for name in PRESETS:
        assert parameters.changed(preset=name).preset == name
    assert parameters.changed(tone=0.3).preset == "custom"
    assert parameters.changed(tone=0.3).changed(tone=0.6).preset == "published"


inversions = st.builds(
    InversionParameters,
    inverted=st.booleans(),
    clip=st.none() | st.tuples(st.floats(-100, 0), st.floats(1, 5000)),
    background=st.sampled_from([BackgroundRule.RANGE, BackgroundRule.BODY, BackgroundRule.NONE]),
    background_percent=st.floats(0, 99),
    mapping=st.sampled_from([Mapping.PUBLISHED, Mapping.CALIBRATED]),
    tone=st.floats(0.1, 3),
)


@given(
    inversions,
    st.sampled_from(list(ENGINES)),
    st.lists(st.text(min_size=1, max_size=5), max_size=4),
    st.sampled_from(EXISTING),
    st.sampled_from(PREVIEWS),
    st.floats(0, 1),
)
def test_flat_values_come_back_and_are_plain(inversion, engine, structures, existing, preview, opacity):
    parameters = SessionParameters(
        inversion,
        engine,
        "a task",
        "full",
        "/a/mödel",
        structures,
        "cuda:1",
        False,
        existing,
        preview,
        opacity,
    )
    flat = parameters.to_flat()
    assert SessionParameters.from_flat(json.loads(json.dumps(flat))) == parameters
    for value in flat.values():
        assert type(value) in {str, float, bool, list}
        assert all(type(each) in {str, float} for each in value) if isinstance(value, list) else True


def test_names_of_another_version_are_ignored_and_missing_ones_have_their_defaults():
    assert SessionParameters.from_flat({"colour": "red"}) == SessionParameters()
    assert SessionParameters.from_flat({"tone": 0.3}).inversion == replace(PRESETS["published"], tone=0.3)


def test_trust_is_never_saved_nor_read():
    flat = SessionParameters(engine="monai", model="/m", trust_model=True).to_flat()
    assert "trust_model" not in flat
    assert not SessionParameters.from_flat({**flat, "trust_model": True}).trust_model


@pytest.mark.parametrize(
    "change",
    [{"engine": "tea"}, {"quality": "best"}, {"existing": "burn"}, {"preview": "on"}, {"tone": -1},
     {"preview_opacity": 1.1}, {"preview_opacity": "x"}, {"clip": (5, 1)}, {"preset": "mine"},
     {"colour": "red"}, {"inversion": 5}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(session, change):
    told = []
    session.parameters_changed.connect(told.append)
    with pytest.raises(ParameterError) as caught:
        session.update(**change)
    assert caught.value.remedy
    assert session.parameters == SessionParameters()
    assert told == []


def test_another_engine_brings_its_task_preset_and_no_model(session):
    session.update(structures=["spleen"])
    session.update(engine="monai")
    parameters = session.parameters
    assert (parameters.preset, parameters.task, parameters.structures) == ("calibrated", "", ())
    session.update(model="/m", trust_model=True)
    session.update(engine="mrsegmentator")
    parameters = session.parameters
    assert (parameters.preset, parameters.task, parameters.model) == ("none", "base", "")
    assert not parameters.trust_model


def test_an_inversion_of_the_users_own_outlives_another_engine(session):
    session.update(tone=0.3)
    session.update(engine="monai")
    assert session.parameters.inversion == replace(PRESETS["published"], tone=0.3)


def test_what_is_named_goes_before_what_would_follow(session):
    session.update(engine="nnunet", model="/m", structures=["a"], preset="calibrated", trust_model=True)
    parameters = session.parameters
    assert (parameters.model, parameters.structures, parameters.preset) == ("/m", ("a",), "calibrated")
    assert parameters.trust_model


def test_another_model_is_not_trusted_and_has_other_structures(session):
    session.update(engine="monai", model="/m", trust_model=True, structures=["a"])
    session.update(model="/other")
    assert (session.parameters.trust_model, session.parameters.structures) == (False, ())


def test_changes_are_told_by_name(session):
    told = []
    session.parameters_changed.connect(told.append)
    session.update(device="cpu")
    session.update(device="cpu")
    session.update(tone=0.3)
    session.update(preset="calibrated")
    assert told == [
        {"device"},
        {"inversion", "tone", "preset"},
        {"inversion", "tone", "preset", "background", "mapping"},
    ]


def test_the_demo_model_is_one_choice(session):
    session.use_demo_model()
    assert (session.parameters.engine, session.parameters.preset) == ("nnunet", "calibrated")
    assert "liver" in session.structures
    assert session.required_memory() is None
