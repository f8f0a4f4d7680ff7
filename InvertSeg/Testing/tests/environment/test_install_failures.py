"""Installations that cannot work: each says its own cause and remedy, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from InvertSegLib.environment import folders, install, space, uv
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.errors import OutputError, ParameterError

ENGINE = "monai"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty home, and no patience with a network that does not answer."""
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.delenv("INVERTSEG_PYTHON_MONAI", raising=False)
    return tmp_path / "home"


def refused(**options) -> InstallError:
    with pytest.raises(InstallError) as caught:
        install.install(ENGINE, **options)
    assert caught.value.sentence.endswith(".")
    assert caught.value.remedy
    place = folders.environments()
    assert not place.exists() or list(place.iterdir()) == []
    return caught.value


def test_no_network(monkeypatch, tmp_path):
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    error = refused(device="cpu") if ready_build() else refused(device="cu126")
    assert error.kind == "network"
    assert error.log


def ready_build() -> bool:
    return bool(uv.environment().get("UV_FIND_LINKS"))


def test_a_proxy_that_refuses(monkeypatch, tmp_path):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    error = refused()
    assert error.kind == "proxy"
    assert "HTTPS_PROXY" in error.remedy


@pytest.mark.parametrize("python", ["/not/there/python3", "fake"])
def test_a_python_that_is_none(python, tmp_path):
    if python == "fake":
        script = tmp_path / "fake"
        script.write_text("#!/bin/sh\necho hello\n")
        script.chmod(0o755)
        python = str(script)
    error = refused(python=python)
    assert error.kind == "python"
    assert "--python" in error.remedy


def test_a_file_in_the_place_of_the_folder(home):
    home.write_text("I am a file")
    with pytest.raises(OutputError, match="cannot write"):
        install.install(ENGINE)
    assert home.read_text() == "I am a file"


def test_no_uv(monkeypatch):
    monkeypatch.setenv("INVERTSEG_UV", "/not/there/uv")
    assert refused().kind == "no_uv"


def test_a_build_that_makes_no_sense():
    with pytest.raises(ParameterError):
        install.install(ENGINE, device="tpu")
    assert list(folders.environments().iterdir()) == []


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A real file system of 64 MB as home."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here (not root)")
    monkeypatch.setenv("INVERTSEG_HOME", str(place / "home"))
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_too_little_space_is_said_before_anything_is_downloaded(small_disk):
    error = refused(device="cpu" if ready_build() else "cu126")
    assert error.kind == "disk_full"
    assert "GB are free" in error.sentence
    assert not error.log


def test_a_disk_that_runs_full_in_the_middle(small_disk, monkeypatch):
    # What is found out beforehand is passed over: another program may fill the disk meanwhile.
    monkeypatch.setattr(space, "check_disk", lambda _folder, _needed: None)
    error = refused()
    assert error.kind == "disk_full"
    assert "ran full" in error.sentence
    assert sum(path.stat().st_size for path in Path(small_disk).rglob("*") if path.is_file()) == 0


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("cause: invalid peer certificate: UnknownIssuer", "certificate"),
        ("cause: tunnel error: proxy authorization required", "proxy"),
        (
            "torch==2.13.0 has no wheels with a matching Python implementation tag (e.g., `cp39`)",
            "wrong_python",
        ),
        ("torch==2.13.0 has no wheels with a matching platform tag (e.g., `macosx_13_0_x86_64`)", "platform"),
        ("error: Failed to read `--find-links` directory: /nope", "find_links"),
        ("cause: failed to create directory: Permission denied (os error 13)", "not_writable"),
        ("cause: failed to copy file: No space left on device (os error 28)", "disk_full"),
        ("error: No solution found when resolving dependencies", "conflict"),
        ("cause: dns error", "network"),
    ],
)
def test_what_the_installer_says_becomes_a_cause(said, kind):
    error = explain(["Resolved 3 packages", said], "installing monai")
    assert error.kind == kind
    assert error.remedy
    assert "{" not in error.sentence


def test_pips_settings_hold_for_uv_too(monkeypatch, tmp_path):
    monkeypatch.delenv("UV_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_FIND_LINKS", f"{tmp_path} /not/there https://example.org/wheels")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example.org/simple")
    monkeypatch.setenv("UV_PYTHON", "3.8")
    variables = uv.environment()
    assert variables["UV_FIND_LINKS"] == f"{tmp_path},https://example.org/wheels"
    assert variables["UV_DEFAULT_INDEX"] == "https://mirror.example.org/simple"
    assert "UV_PYTHON" not in variables
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path))
    assert uv.environment()["UV_FIND_LINKS"] == str(tmp_path)
    assert os.environ["PIP_FIND_LINKS"] != uv.environment()["UV_FIND_LINKS"]
