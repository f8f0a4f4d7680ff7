"""The machine that computes is a parameter of the session; what it has is asked without waiting."""

from __future__ import annotations

import json
import sys

import pytest

from InvertSegLib.errors import Failure, ParameterError
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.remote import HostFacts, Hosts
from InvertSegLib.session.session import Session
from InvertSegLib.session.threads import EventLoop, ThreadCarrier
from InvertSegLib.session.wording import without_commands
from InvertSegLib.worker import failures


def facts_json(**engines) -> dict:
    there = {"installed": True, "why_not": "", "version": "1", "models": ["one"]}
    absent = {"installed": False, "why_not": "The engine is not installed.", "version": "", "models": []}
    return {
        "version": "1",
        "engines": {name: there if here else absent for name, here in engines.items()},
        "memory": {},
        "gpus": [],
        "disk_free": 0,
        "home": "/h",
    }


@pytest.fixture
def loop() -> EventLoop:
    return EventLoop()


@pytest.fixture
def answer(monkeypatch):
    """What the near side prints is what a test says; no ssh is started."""

    def put(output: str, errors: str = "") -> None:
        code = f"import sys; sys.stdout.write({output!r}); sys.stderr.write({errors!r})"
        monkeypatch.setattr(
            "InvertSegLib.session.remote.remote_facts_command", lambda host: [sys.executable, "-c", code]
        )

    return put


@pytest.fixture
def session(loop):
    made = Session(lambda: ThreadCarrier(loop))
    yield made
    made.close()


def test_it_is_no_part_of_a_scene():
    parameters = SessionParameters(host=" gpu-box ")
    assert parameters.host == "gpu-box"
    assert "host" not in parameters.to_flat()
    assert SessionParameters.from_flat({**parameters.to_flat(), "host": "evil"}).host == ""


def test_what_is_no_name_is_refused(session):
    with pytest.raises(ParameterError):
        session.update(host="-oProxyCommand=x")
    assert session.parameters.host == ""


def test_a_device_is_one_of_its_machine(session):
    session.update(device="cuda:1")
    session.update(host="far")
    assert session.parameters.device == "auto"
    session.update(host="", device="cpu")
    assert session.parameters.device == "cpu"


def test_what_it_has_comes_when_it_has_answered(session, loop, answer):
    answer(json.dumps(facts_json(nnunet=True, totalsegmentator=False)))
    session.update(engine="nnunet", host="far")
    assert session.engine_facts().installed, "nothing is in the way of a run as long as nothing is known"
    changed = []
    session.hosts.changed.connect(changed.append)
    session.describe()
    assert session.hosts.is_asking("far")
    assert loop.run_until(lambda: session.hosts.facts("far") is not None, 30)
    assert set(changed) == {"far"}
    assert session.engine_facts().installed
    session.update(engine="totalsegmentator")
    state = session.readiness()
    assert (state.ready, state.action) == (False, "prepare_host")
    assert state.reason == "The engine is not installed on far."
    session.update(host="")
    assert session.readiness().action != "prepare_host"


@pytest.mark.parametrize(
    ("output", "errors", "sentence"),
    [
        ("", failures.told(Failure("no_connection", "Far is off.", "Switch it on.")), "Far is off."),
        ("not JSON", "", "cannot be understood"),
        ("{}", "", "cannot be understood"),
    ],
)
def test_why_it_cannot_be_used_is_known(loop, answer, output, errors, sentence):
    answer(output, errors)
    hosts = Hosts(lambda: ThreadCarrier(loop), dict)
    hosts.ask("far")
    hosts.ask("far")
    assert loop.run_until(lambda: not hosts.is_asking("far"), 30)
    facts = hosts.facts("far")
    assert sentence in facts.failure.sentence
    assert not facts.engine("nnunet").installed
    hosts.forget()
    assert hosts.facts("far") is None


def test_an_engine_that_this_version_does_not_know_there():
    facts = HostFacts.from_json("far", facts_json())
    assert "knows no engine nnunet on far" in facts.engine("nnunet").why_not


def test_a_failure_names_no_command_in_the_panel():
    failure = Failure("not_prepared", "It is not there.", "Use it: invertseg remote prepare far")
    assert without_commands(failure).remedy == "Prepare that machine."


def test_a_failure_travels_as_a_line():
    failure = Failure("connection_lost", "The “line” was cut.\n", "Again.")
    line = failures.told(failure)
    assert "\n" not in line
    assert failures.failure_in(line) == failure
    assert failures.failure_in("INVERTSEG-FAILURE {") is None
    assert failures.failure_in("anything else") is None
