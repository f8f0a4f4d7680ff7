"""Installations that cannot work: each says its own cause and remedy, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tarfile
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from InvertSegLib.environment import failures, folders, install, making, pythons, space, uv
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


class Refusing(BaseHTTPRequestHandler):
    """A proxy that asks for a password."""

    def do_CONNECT(self):
        self.send_response(407)
        self.send_header("Proxy-Authenticate", "Basic")
        self.end_headers()

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.mark.parametrize("proxy", ["that refuses", "that is not there"])
def test_a_proxy(monkeypatch, tmp_path, proxy):
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        port = server.server_port if proxy == "that refuses" else 9
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        error = refused()
        server.shutdown()
    assert error.kind == "proxy"
    assert "HTTPS_PROXY" in error.remedy


def test_an_index_that_does_not_answer(monkeypatch, tmp_path):
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple/")
    error = refused()
    assert error.kind == "network"
    assert "UV_DEFAULT_INDEX" in error.remedy


@pytest.mark.parametrize("version", ["3.9", "3.8.18", "3.14"])
def test_a_version_of_python_that_no_engine_runs_with(version):
    error = refused(python=version)
    assert error.kind == "wrong_python"
    assert version in error.sentence
    assert "3.10 to 3.13" in error.remedy


def test_a_python_that_is_too_old(monkeypatch):
    monkeypatch.setattr(making, "_python_version", lambda _folder: "3.9.18")
    assert refused(python=sys.executable).kind == "wrong_python"


@pytest.fixture
def no_python(monkeypatch, tmp_path):
    """A machine without a Python that suits; the folder is the mirror that Pythons are fetched from."""
    monkeypatch.setattr(pythons, "_running", lambda: "")
    monkeypatch.setattr(pythons, "_TO_INSTALL", ".".join(map(str, sys.version_info[:2])))
    monkeypatch.setenv("UV_PYTHON_PREFERENCE", "only-managed")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    monkeypatch.setenv("UV_PYTHON_INSTALL_MIRROR", mirror.as_uri())
    return mirror


@pytest.mark.parametrize(
    ("setting", "kind"), [("UV_PYTHON_INSTALL_MIRROR", "no_python"), ("UV_OFFLINE", "network")]
)
def test_no_python_and_none_to_be_had(no_python, monkeypatch, setting, kind):
    if setting == "UV_OFFLINE":
        monkeypatch.delenv("UV_PYTHON_INSTALL_MIRROR")
        monkeypatch.setenv("UV_OFFLINE", "1")
    error = refused()
    assert error.kind == kind
    assert error.sentence.startswith("No Python that suits is on this machine, and none could be installed.")
    assert "python.org" in error.remedy


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the published Python is one for Linux"
)
def test_no_python_and_one_is_installed_for_invertseg_alone(no_python, monkeypatch, home):
    version = platform.python_version()
    packed = no_python / "python.tar.gz"
    short = version.rpartition(".")[0]
    unneeded = re.compile(
        r"/(tests?|site-packages|__pycache__|idlelib|config-.*|ensurepip|lib2to3|tkinter)(/|$)"
    )
    with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
        for part in (f"bin/python{short}", f"lib/python{short}"):
            archive.add(
                Path(sys.base_prefix) / part,
                f"python/{part}",
                filter=lambda entry: None if unneeded.search(entry.name) else entry,
            )
    major, minor, patch = map(int, version.split("."))
    published = {
        "name": "cpython", "major": major, "minor": minor, "patch": patch, "prerelease": "", "build": "1",
        "arch": {"family": "x86_64", "variant": None}, "os": "linux", "libc": "gnu", "variant": None,
        "url": packed.as_uri(), "sha256": sha256(packed.read_bytes()).hexdigest(),
    }  # fmt: skip
    listed = no_python / "downloads.json"
    listed.write_text(json.dumps({f"cpython-{version}-linux-x86_64-gnu": published}))
    monkeypatch.delenv("UV_PYTHON_INSTALL_MIRROR")
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(listed))
    lines = []
    found = Path(pythons.find_or_install(None, lines.append))
    assert found.is_relative_to(home / "python")
    assert any("for InvertSeg alone" in line for line in lines)
    listed.unlink()
    assert Path(pythons.find_or_install(None, lines.append)) == found, "it was not found again"


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    place = tmp_path / "read only"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro", "none", str(place)], capture_output=True, check=False
    ).returncode:
        pytest.skip("no file system can be mounted here (not root)")
    try:
        monkeypatch.setenv("INVERTSEG_HOME", str(place / "home"))
        with pytest.raises(OutputError, match=r"cannot write to .*Read-only file system") as caught:
            install.install(ENGINE)
        assert "engines folder PATH" in caught.value.remedy
        monkeypatch.delenv("INVERTSEG_HOME")
        monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
        with pytest.raises(OutputError, match="cannot write"):
            folders.choose(place / "home")
        assert folders.chosen_by() == "usual"
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_every_cause_has_words_of_its_own():
    causes = failures._CAUSES
    for part in ("kind", "sentence", "remedy"):
        assert len({getattr(cause, part) for cause in causes}) == len(causes), part


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
