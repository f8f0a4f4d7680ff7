"""One command prepares a machine that has nothing but Python and ssh, and one takes it away again."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from InvertSegLib import __version__
from InvertSegLib.environment import settings, uv
from InvertSegLib.errors import EngineError
from InvertSegLib.session import remote_prepare, remote_wheel
from InvertSegLib.worker.remote_login import facts

REPOSITORY = Path(__file__).resolve().parents[4]
COMMAND = ".local/share/invertseg/command"


@pytest.fixture(scope="module")
def bare(make_server):
    """A machine without InvertSeg; it gets packages from where this one does, by uv for its speed."""
    passed = ("PIP_", "UV_", "SSL_", "http", "HTTP", "no_proxy", "NO_PROXY")
    variables = {name: value for name, value in os.environ.items() if name.startswith(passed)}
    variables |= {name: value for name, value in uv.environment().items() if name.startswith("UV_")}
    cache = subprocess.run([uv.find(), "cache", "dir"], capture_output=True, text=True, check=True)
    variables["UV_CACHE_DIR"] = cache.stdout.strip()
    path = f"{Path(uv.find()).parent}{os.pathsep}{os.environ['PATH']}"
    return make_server(variables={**variables, "PATH": path})


@pytest.fixture
def configuration(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "configuration"))


def cli(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "InvertSegLib.cli", "remote", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"},
    )


def test_the_wheel_asks_for_what_the_package_asks_for():
    text = (REPOSITORY / "pyproject.toml").read_text()
    wanted = ast.literal_eval(re.search(r"^dependencies = (\[.*?\])", text, re.MULTILINE | re.DOTALL)[1])
    assert list(remote_wheel.REQUIREMENTS) == wanted


def test_the_wheel_holds_the_library_and_is_the_same_each_time():
    wheel = remote_wheel.build()
    with zipfile.ZipFile(BytesIO(wheel)) as archive:
        names = set(archive.namelist())
        assert (
            archive.read("InvertSegLib/__init__.py")
            == (REPOSITORY / "InvertSeg/InvertSegLib/__init__.py").read_bytes()
        )
    assert {"InvertSegLib/worker/remote_far.py", "InvertSegLib/labels/structures.csv"} <= names
    assert not [name for name in names if name.endswith(".pyc")]


def test_prepared_with_one_command_and_removed_with_one(bare, configuration):
    (bare.home / ".bashrc").write_text("echo Welcome\n")
    done = cli("prepare", "far")
    assert done.returncode == 0, done.stderr
    assert f"InvertSeg {__version__} on far is ready" in done.stderr
    assert facts("far")["version"] == __version__
    assert settings.read().hosts == ("far",)
    assert not list((bare.home / COMMAND).parent.glob(".command*")), "nothing half-made is left"

    again = cli("prepare", "far")
    assert again.returncode == 0
    assert "numpy" not in again.stderr, "what is there is not installed again"

    tried = cli("test", "far", "--engine", "monai")
    assert tried.returncode == 1
    assert "not installed on far" in tried.stdout
    assert "invertseg remote prepare far --engine monai" in tried.stdout

    there = cli("run", "far", "--", "--version")
    assert f"invertseg {__version__}" in there.stdout

    removed = cli("remove", "far")
    assert removed.returncode == 0
    assert not (bare.home / COMMAND).parent.exists()
    assert settings.read().hosts == ()


def test_a_machine_without_python(make_server):
    server = make_server()
    tools = server.folder / "tools"
    tools.mkdir()
    (tools / "sh").symlink_to(shutil.which("sh"))
    server.stop()
    server.variables["PATH"] = str(tools)
    server.start()
    with pytest.raises(EngineError) as caught:
        remote_prepare.prepare("far")
    assert caught.value.sentence == "No Python from 3.10 on was found on far."
    assert "--python" in caught.value.remedy


@pytest.mark.parametrize(
    ("host", "sentence"), [("stranger", "does not let you in"), ("refused", "takes no ssh connections")]
)
def test_a_machine_that_cannot_be_reached(bare, host, sentence):
    with pytest.raises(EngineError, match=sentence):
        remote_prepare.prepare(host)


def test_a_folder_that_cannot_be_written(make_server):
    server = make_server()
    (server.home / ".local").mkdir()
    # A file where the folder has to be: not even root can write there.
    (server.home / ".local" / "share").touch()
    with pytest.raises(EngineError) as caught:
        remote_prepare.prepare("far")
    assert caught.value.sentence.startswith("On far: ")
    assert "cannot be written" in caught.value.sentence


def test_packages_that_cannot_be_had(make_server):
    path = f"{Path(uv.find()).parent}{os.pathsep}{os.environ['PATH']}"
    nowhere = {"UV_OFFLINE": "1", "UV_NO_CACHE": "1", "UV_NO_INDEX": "1", "PATH": path}
    server = make_server(variables=nowhere)
    with pytest.raises(EngineError) as caught:
        remote_prepare.prepare("far")
    assert "packages could not be installed there" in caught.value.sentence
    assert any("numpy" in line for line in caught.value.failure.log)
    assert not (server.home / COMMAND).exists()
    assert not list((server.home / COMMAND).parent.glob(".command*"))
