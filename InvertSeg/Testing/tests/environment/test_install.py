"""Real installations of the smallest engine, in a folder with spaces and letters beyond ASCII."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from InvertSegLib.engines.catalogue import EXCLUDED_PACKAGES
from InvertSegLib.environment import folders, install, installed, ways
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.errors import EngineError, ParameterError

ENGINE = "monai"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home for this file's installations; the environment variable holds for all of its tests."""
    folder = tmp_path_factory.mktemp("home with spaces é ü 脳")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVERTSEG_HOME", str(folder))
        patch.delenv("INVERTSEG_PYTHON_MONAI", raising=False)
        yield folder


@pytest.fixture(scope="module")
def environment(home):
    """The engine, installed once for all tests of this file that only look at it."""
    lines = []
    made = install.install(ENGINE, lines.append)
    assert any("Installed" in line for line in lines), "the installer's lines were not handed over"
    return made


@pytest.fixture
def empty_home(tmp_path, monkeypatch):
    """A home with nothing in it."""
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "h"))
    return tmp_path / "h"


def test_it_is_complete_and_its_python_runs_the_engine(environment, home):
    assert environment.complete
    assert environment.requirements_current
    assert environment.own
    assert environment.python.is_relative_to(home)
    code = "import monai, numpy, SimpleITK, torch; print(monai.__version__)"
    done = subprocess.run([environment.python, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == environment.version == environment.versions["monai"]
    assert environment.size > 100_000_000


def test_what_is_excluded_is_not_there(environment):
    installed_names = {name.lower() for name in environment.versions}
    assert not installed_names & set(EXCLUDED_PACKAGES)
    assert environment.versions["torch"].startswith("2.13.0")


def test_what_it_holds_is_what_the_engine_needs(environment):
    assert ways.lacking(ENGINE, environment.versions) == ()


def test_its_scripts_run_from_where_it_is_now(environment):
    script = environment.python.with_name("f2py")
    done = subprocess.run([script, "-v"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_second_time_is_quick_and_changes_nothing(environment):
    record = environment.folder / installed.RECORD
    before = record.stat().st_mtime_ns
    started = time.monotonic()
    again = install.install(ENGINE)
    assert time.monotonic() - started < 0.5
    assert again == environment
    assert record.stat().st_mtime_ns == before


def test_other_requirements_are_noticed(environment):
    record = installed.read_record(environment.folder)
    assert installed.is_current(ENGINE, record)
    assert not installed.is_current(ENGINE, {**record, "requirements": ["monai==1.0"]})
    assert not installed.is_current("nnunet", record)


def test_only_one_complete_environment_and_nothing_else_is_in_the_folder(environment):
    assert [path.name for path in folders.environments().iterdir()] == [ENGINE]


def test_a_removed_base_python_makes_it_incomplete(environment, empty_home):
    place = installed.folder_of(ENGINE)
    (place / "bin").mkdir(parents=True)
    shutil.copy(environment.folder / installed.RECORD, place)
    (place / "bin" / "python").symlink_to("/gone/python3")
    found = installed.find(ENGINE)
    assert not found.complete
    with pytest.raises(EngineError, match="half installed"):
        installed.require(ENGINE)


def test_nothing_installed_is_said_with_the_command(empty_home):
    assert installed.find(ENGINE) is None
    with pytest.raises(EngineError) as caught:
        installed.require(ENGINE)
    assert caught.value.failure.kind == "no_environment"
    assert "invertseg engines install monai" in caught.value.remedy
    assert install.remove(ENGINE) is False
    with pytest.raises(ParameterError):
        installed.find("nonsense")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}'])
def test_a_damaged_note_means_half_installed(empty_home, content):
    place = installed.folder_of(ENGINE)
    place.mkdir(parents=True)
    (place / installed.RECORD).write_text(content)
    assert installed.find(ENGINE).complete is False


def test_a_python_that_the_user_names_goes_first_and_is_left_alone(environment, monkeypatch):
    monkeypatch.setenv("INVERTSEG_PYTHON_NNUNET", sys.executable)
    found = installed.require("nnunet")
    assert found.python == Path(sys.executable)
    assert not found.own
    assert "numpy" in found.versions
    with pytest.raises(InstallError, match="INVERTSEG_PYTHON_NNUNET"):
        install.install("nnunet")
    monkeypatch.setenv("INVERTSEG_PYTHON_NNUNET", "/not/there/python")
    with pytest.raises(EngineError, match="not there"):
        installed.require("nnunet")


def test_an_exception_while_it_runs_leaves_nothing(empty_home):
    def interrupt(line):
        if "resolved" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install.install(ENGINE, interrupt)
    assert list(folders.environments().iterdir()) == []


def test_the_note_is_what_others_can_read(environment):
    record = json.loads((environment.folder / installed.RECORD).read_text(encoding="utf-8"))
    assert record["engine"] == ENGINE
    assert record["python"] == environment.python_version
    assert record["torch_build"]
