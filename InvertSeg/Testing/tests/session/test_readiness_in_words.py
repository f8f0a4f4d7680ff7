"""What can be run, why not, and what to do about it."""

import json
import shutil

import numpy as np
import pytest

from InvertSegLib.errors import Failure
from InvertSegLib.session.environments import EngineFacts, InstalledEnvironments
from InvertSegLib.session.models import DEMO_MODEL, ModelFacts, read_model
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.readiness import readiness
from InvertSegLib.session.session import Session
from InvertSegLib.session.tasks import Task
from InvertSegLib.session.volume_facts import VolumeFacts

VOLUME = VolumeFacts.of(np.arange(24, dtype=np.int16).reshape(2, 3, 4), (1, 1, 1), "MRHead")
THERE = EngineFacts(True, models=("Dataset297",))
TOTAL = Task("total", qualities={"full": False, "fast": True})
OWN = SessionParameters(engine="monai", task="", model="/m")
CODE = ModelFacts("A bundle", ("liver",), code=("configs: $import os",))


@pytest.mark.parametrize(
    ("parameters", "volume", "engine", "more", "action"),
    [
        (SessionParameters(), VOLUME, EngineFacts(False, "It is not installed."), {}, "install_engine"),
        (SessionParameters(), VOLUME, EngineFacts(True), {}, "import_weights"),
        (SessionParameters(quality="full"), VOLUME, THERE, {"tasks": [TOTAL]}, "import_weights"),
        (SessionParameters(task="tea"), VOLUME, THERE, {"tasks": [TOTAL]}, ""),
        (SessionParameters(engine="nnunet"), VOLUME, THERE, {}, "choose_model"),
        (OWN, VOLUME, THERE, {"model": ModelFacts(failure=Failure("x", "Damaged."))}, "choose_model"),
        (OWN, VOLUME, THERE, {"model": CODE}, "trust_model"),
        (SessionParameters(), None, THERE, {}, "choose_volume"),
        (
            SessionParameters(), VolumeFacts.of(np.ones((2, 2, 2)), (1, 1, 1)), THERE, {}, "choose_volume",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_the_step_that_helps(parameters, volume, engine, more, action):
    found = readiness(parameters, volume, engine, offers_demo=True, **more)
    assert (found.ready, found.action) == (False, action)
    for text in (found.reason, found.remedy):
        assert text[0].isupper()
        assert text.endswith(".")
    assert found.offers_demo == (action != "choose_volume")


@pytest.mark.parametrize(
    ("parameters", "more"),
    [
        (SessionParameters(), {}),
        (SessionParameters(), {"tasks": [TOTAL]}),
        (SessionParameters(task="x"), {"tasks": [Task("x", qualities={"full": True})]}),
        (SessionParameters(engine="monai", model="/m", trust_model=True), {"model": CODE}),
    ],
)
def test_what_is_there_can_be_run(parameters, more):
    found = readiness(parameters, VOLUME, THERE, **more)
    assert found.ready, found
    assert (found.reason, found.remedy, found.action, found.offers_demo) == ("", "", "", False)


def test_a_machine_without_any_engine_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path))
    session = Session(lambda: None)
    found = session.readiness()
    assert (found.action, found.offers_demo) == ("install_engine", False)
    assert "TotalSegmentator" in found.reason
    assert "is not installed" in found.reason
    session.describe()
    session.ask_devices()
    assert (session.describing, session.devices) == (False, ())


def test_what_was_installed_meanwhile_is_seen_after_a_refresh(monkeypatch):
    facts = [EngineFacts(False, "No.")]
    environments = InstalledEnvironments()
    monkeypatch.setattr(environments, "facts", lambda engine: facts[-1])
    session = Session(lambda: None, environments)
    told = []
    session.readiness_changed.connect(lambda: told.append(session.readiness().action))
    assert session.readiness().action == "install_engine"
    facts.append(THERE)
    assert session.readiness().action == "install_engine"
    session.refresh()
    assert told == ["choose_volume"]
    session.set_volume_facts(VOLUME)
    assert session.readiness().ready
    assert told == ["choose_volume", ""]


def test_the_demo_model_says_what_it_is():
    facts = read_model("nnunet", str(DEMO_MODEL))
    assert len(facts.structures) == 12
    assert facts.structures[:2] == ("spleen", "kidney_right")
    assert facts.failure is None
    assert facts.network.classes == 13
    assert facts.network.spacing == (4.0, 4.0, 4.0)
    assert read_model("nnunet", str(DEMO_MODEL.parent)) == facts


def test_a_folder_that_is_no_model_says_so(tmp_path):
    for engine in ("nnunet", "monai"):
        facts = read_model(engine, str(tmp_path))
        assert facts.failure.kind == "unreadable_model"
        assert facts.structures == ()


def test_a_bundle_lists_what_it_would_run(shared, tmp_path):
    folder = tmp_path / "bundle"
    shutil.copytree(shared / "models" / "abdominal_ct_unet", folder)
    facts = read_model("monai", str(folder))
    assert facts.failure is None
    assert facts.code
    assert "liver" in " ".join(facts.structures).lower()
    config = folder / "configs" / "inference.json"
    content = json.loads(config.read_text())
    config.unlink()
    # JSON is YAML; whether this Python has PyYAML or not, there is something to agree to.
    config.with_suffix(".yaml").write_text(json.dumps(content))
    assert read_model("monai", str(folder)).code
