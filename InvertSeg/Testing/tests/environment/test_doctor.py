"""Machines on which something is wrong, and what the doctor says about it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import venv
from pathlib import Path

import pytest

from InvertSegLib.environment import (
    doctor,
    doctor_engines,
    doctor_machine,
    doctor_network,
    installed,
    settings,
    space,
    unfinished,
)
from InvertSegLib.environment.gpu import Gpu

CARD = Gpu("NVIDIA H200", 150 * 2**30, "580.65.06", (9, 0))
CPU_TORCH = {"version": "2.13.0+cpu", "cuda": None, "architectures": [], "gpus": [], "mps": False}
CUDA_TORCH = {
    "version": "2.13.0+cu130",
    "cuda": "13.0",
    "architectures": ["sm_75", "sm_80", "sm_90"],
    "gpus": [{"name": "NVIDIA H200", "capability": [9, 0], "memory": 1}],
    "mps": False,
}


@pytest.fixture(autouse=True)
def empty_home(monkeypatch, tmp_path):
    """Nothing installed, and no settings of the user's."""
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in list(os.environ):
        if name.startswith(("INVERTSEG_PYTHON_", "TOTALSEG_", "MRSEG_")):
            monkeypatch.delenv(name)
    return tmp_path / "home"


def by_status(findings, status):
    return [finding for finding in findings if finding.status == status]


def test_a_machine_with_nothing_installed_has_no_errors(empty_home):
    findings = doctor.examine()
    assert not by_status(findings, doctor.ERROR)
    names = {finding.name for finding in findings}
    assert {"python", "system", "folder", "disk", "memory", "installer", "gpu", "totalsegmentator"} <= names
    assert all(finding.sentence.endswith(".") for finding in findings)
    assert not empty_home.exists(), "the doctor changes nothing"


def test_every_finding_that_hinders_has_a_remedy(empty_home, monkeypatch):
    empty_home.write_text("a file in the place of the folder")
    monkeypatch.setenv("INVERTSEG_UV", "/not/there")
    monkeypatch.setenv("INVERTSEG_PYTHON_MONAI", "/not/there/python")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy:3128")
    findings = doctor.examine()
    errors = {finding.name for finding in by_status(findings, doctor.ERROR)}
    assert errors == {"folder", "installer", "monai"}
    for finding in by_status(findings, doctor.ERROR) + by_status(findings, doctor.WARNING):
        assert finding.remedy, finding
    assert not any("secret" in finding.sentence for finding in findings)
    assert any("***@proxy:3128" in finding.sentence for finding in findings)


def test_a_half_installed_environment(empty_home):
    unfinished.partial_folder_of("monai").mkdir(parents=True)
    (finding,) = doctor_engines.examine_engine("monai", ())
    assert finding.status == doctor.ERROR
    assert "interrupted" in finding.sentence
    assert "invertseg engines resume monai" in finding.remedy
    with unfinished.working_on("monai"):
        (finding,) = doctor_engines.examine_engine("monai", ())
    assert finding.status == doctor.OK, "it is being installed by another process"


def test_an_environment_whose_python_has_gone(empty_home):
    installed.folder_of("monai").mkdir(parents=True)
    (finding,) = doctor_engines.examine_engine("monai", ())
    assert finding.status == doctor.ERROR
    assert finding.remedy == "invertseg engines install monai"


def test_settings_that_cannot_be_understood(empty_home, monkeypatch, tmp_path):
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path))
    settings.path().write_text("{")
    findings = {finding.name: finding for finding in doctor_machine.examine_machine(())}
    assert findings["settings"].status == doctor.WARNING
    assert str(settings.path()) in findings["settings"].sentence
    settings.path().unlink()
    assert "settings" not in {finding.name for finding in doctor_machine.examine_machine(())}


def test_a_proxy_that_refuses_is_told_from_a_server_that_does_not_answer(monkeypatch):
    def refuse(*_arguments, **_options):
        raise urllib.error.URLError(OSError("Tunnel connection failed: 407 Proxy Authentication Required"))

    monkeypatch.setattr(doctor_network.urllib.request, "urlopen", refuse)
    index = doctor_network.examine_network()[0]
    assert index.status == doctor.ERROR
    assert index.sentence.startswith("The network proxy refused")
    assert "HTTPS_PROXY" in index.remedy


def test_a_python_without_the_packages(monkeypatch, tmp_path):
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    monkeypatch.setenv("INVERTSEG_PYTHON_MONAI", str(installed.python_of(tmp_path / "bare")))
    finding = doctor_engines.examine_engine("monai", ())[0]
    assert finding.status == doctor.ERROR
    assert "No module named 'torch'" in finding.sentence


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for a broken Python")
@pytest.mark.parametrize("script", ["exit 0", "exit 1", "kill -9 $$", "sleep 60"])
def test_a_python_that_does_not_answer(monkeypatch, tmp_path, script):
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    monkeypatch.setenv("INVERTSEG_PYTHON_MONAI", str(python))
    (finding,) = doctor_engines.examine_engine("monai", (), timeout=1)
    assert finding.status == doctor.ERROR
    assert "does not answer" in finding.sentence


def test_torch_without_gpu_support_beside_a_card():
    (finding,) = doctor_engines.examine_torch("monai", CPU_TORCH, (CARD,))
    assert (finding.status, finding.remedy) == (
        doctor.WARNING,
        "invertseg engines install monai --torch cuda",
    )
    assert doctor_engines.examine_torch("monai", CPU_TORCH, ()) == []


def test_torch_that_fits_cannot_reach_or_has_no_code_for_the_card():
    (fits,) = doctor_engines.examine_torch("monai", CUDA_TORCH, (CARD,))
    assert fits.status == doctor.OK
    (unreachable,) = doctor_engines.examine_torch("monai", {**CUDA_TORCH, "gpus": []}, (CARD,))
    assert unreachable.status == doctor.WARNING
    assert "driver 580.65.06" in unreachable.sentence
    old = {**CUDA_TORCH, "gpus": [{"name": "GTX 1080", "capability": [6, 1], "memory": 1}]}
    (unsupported,) = doctor_engines.examine_torch("monai", old, (CARD,))
    assert unsupported.status == doctor.ERROR
    assert "GTX 1080" in unsupported.sentence


def test_totalsegmentators_settings(monkeypatch, tmp_path):
    assert doctor_engines.examine_settings() == []
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", sys.executable)
    monkeypatch.setenv("TOTALSEG_HOME_DIR", str(tmp_path))

    def findings(text):
        (tmp_path / "config.json").write_text(text)
        return {finding.name: finding for finding in doctor_engines.examine_settings()}

    assert "would send" in findings('{"send_usage_stats": true}')["statistics"].sentence
    assert "off too" in findings('{"send_usage_stats": false}')["statistics"].sentence
    assert findings("{}")["licence"].remedy
    assert findings('{"license_number": "too short"}')["licence"].status == doctor.WARNING
    number = "aca_0123456789ABCD"
    found = findings(f'{{"license_number": "{number}"}}')["licence"]
    assert (found.status, found.remedy) == (doctor.OK, "")
    assert number not in found.sentence
    assert findings("damaged {")["licence"].status == doctor.OK


def test_a_server_that_cannot_be_reached(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://user:secret@127.0.0.1:9/simple")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    index, torch = doctor_network.examine_network()
    assert (index.status, torch.status) == (doctor.ERROR, doctor.WARNING)
    assert "secret" not in index.sentence
    assert index.remedy
    assert torch.remedy


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_what_the_system_says():
    kib = int(Path("/proc/meminfo").read_text().split()[1])
    assert 0 < space.total_memory() <= kib * 1024


def test_the_probe_runs_on_any_python_and_imports_nothing_of_ours():
    from InvertSegLib.environment import probe

    done = subprocess.run(
        [sys.executable, "-I", probe.__file__, "json", "no_such_module"],
        capture_output=True,
        text=True,
        check=True,
    )
    line = done.stdout.strip().splitlines()[-1]
    assert line.startswith(probe.MARK)
    assert "ModuleNotFoundError" in line
    assert '"json"' not in line
