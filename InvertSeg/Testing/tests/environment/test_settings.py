"""The user's choices: remembered, shared between processes, never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from InvertSegLib.environment import settings
from InvertSegLib.errors import OutputError, ParameterError


@pytest.fixture(autouse=True)
def config(monkeypatch, tmp_path):
    """A configuration folder that nobody has used."""
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config é"))
    return tmp_path / "config é"


def test_nothing_chosen_is_the_usual_and_makes_no_file(config):
    assert settings.read() == settings.Settings()
    assert not config.exists()


def test_a_choice_is_remembered_and_taking_it_back_leaves_no_trace(config):
    changed = settings.change(home="/big disk/脳", hosts=("gpu-box",))
    assert changed == settings.read() == settings.Settings(home="/big disk/脳", hosts=("gpu-box",))
    settings.change(home="", hosts=())
    assert settings.read() == settings.Settings()
    assert not config.exists()


def test_the_ways_of_other_engines_stay():
    settings.change(ways={"nnunet": "slicer"})
    settings.change(ways={"monai": "slicer"})
    assert settings.change(ways={"nnunet": ""}).ways == {"monai": "slicer"}


def test_what_another_version_has_noted_stays(config):
    config.mkdir()
    (config / settings.NAME).write_text('{"from the future": [1, 2], "home": "/a"}', encoding="utf-8")
    settings.change(home="/b")
    document = json.loads(settings.path().read_text(encoding="utf-8"))
    assert document == {"from the future": [1, 2], "home": "/b"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_file_is_set_aside_when_something_is_chosen(config, content):
    config.mkdir()
    settings.path().write_bytes(content)
    assert settings.read() == settings.Settings()
    assert settings.path().read_bytes() == content
    settings.change(home="/b")
    assert settings.read().home == "/b"
    assert (config / "settings-damaged.json").read_bytes() == content


def test_values_of_another_kind_are_passed_over_and_never_written(config):
    config.mkdir()
    settings.path().write_text('{"home": 3, "hosts": "gpu", "ways": [], "weights": "/w"}', encoding="utf-8")
    assert settings.read() == settings.Settings(weights="/w")
    for choice in ({"home": 3}, {"nonsense": ""}, {"hosts": "gpu"}):
        with pytest.raises(ParameterError):
            settings.change(**choice)


def test_a_folder_that_cannot_be_written_is_said(config):
    config.write_text("a file in the place of the folder")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        settings.change(home="/b")
    assert "INVERTSEG_CONFIG" in caught.value.remedy


def test_processes_that_choose_at_once_lose_nothing():
    code = (
        "import sys\n"
        "from InvertSegLib.environment import settings\n"
        "for n in range(20): settings.change(ways={sys.argv[1] + str(n): 'slicer'})\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(settings.__file__).parents[2])}
    running = [
        subprocess.Popen([sys.executable, "-c", code, name], env=environment) for name in ("a", "b", "c")
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(settings.read().ways) == 60
