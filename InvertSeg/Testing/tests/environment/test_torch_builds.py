"""Which build of PyTorch is chosen for which machine."""

from __future__ import annotations

import os
import platform
import stat

import pytest

from InvertSegLib.environment import gpu
from InvertSegLib.environment.doctor_engines import has_code_for
from InvertSegLib.environment.gpu import Gpu, torch_builds
from InvertSegLib.errors import ParameterError

NEW = Gpu("NVIDIA H200", 150 * 2**30, "580.65.06", (9, 0))
TURING_OLD_DRIVER = Gpu("Quadro RTX 4000", 8 * 2**30, "535.129.03", (7, 5))
PASCAL = Gpu("GeForce GTX 1080", 8 * 2**30, "580.65.06", (6, 1))
ANCIENT_DRIVER = Gpu("Tesla K80", 12 * 2**30, "470.82", (3, 7))


def never():
    pytest.fail("the network was asked although nothing there is needed")


def backends(*arguments, **options):
    return [build.backend for build in torch_builds(*arguments, system="linux", **options)]


def test_a_ready_cpu_build_is_taken_without_asking_the_network():
    assert torch_builds("auto", (), ready_cpu_build=True, index_reachable=never, system="linux") == (
        gpu.TorchBuild("cpu", None),
    )


def test_without_card_the_cpu_build_of_pytorchs_index_is_taken():
    assert backends("auto", (), ready_cpu_build=False, index_reachable=lambda: True) == ["cpu"]


def test_with_pypi_alone_the_user_is_told_that_cuda_comes_along():
    (build,) = torch_builds("cpu", (), ready_cpu_build=False, index_reachable=lambda: False, system="linux")
    assert build.kind == "cuda"
    assert "CUDA" in build.note


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (NEW, ["cu130", "cu129", "cu126"]),
        (TURING_OLD_DRIVER, ["cu129", "cu126"]),
        (PASCAL, ["cu126"]),
    ],
)
def test_cuda_fits_driver_and_card(card, expected):
    assert backends("auto", (card,), ready_cpu_build=True, index_reachable=lambda: True) == expected


def test_a_driver_that_is_too_old_means_the_cpu_or_a_refusal():
    (build,) = torch_builds("auto", (ANCIENT_DRIVER,), ready_cpu_build=True, system="linux")
    assert build.kind == "cpu"
    assert "too old" in build.note
    with pytest.raises(ParameterError, match="too old"):
        torch_builds("cuda", (ANCIENT_DRIVER,), ready_cpu_build=True, system="linux")


def test_what_makes_no_sense_is_refused():
    for device, system in (("cuda", "linux"), ("cuda", "darwin"), ("tpu", "linux"), ("", "linux")):
        with pytest.raises(ParameterError):
            torch_builds(device, (), ready_cpu_build=True, index_reachable=never, system=system)


def test_a_build_named_by_the_user_is_passed_on():
    assert backends("cu126", (), ready_cpu_build=True, index_reachable=never) == ["cu126"]


def test_a_folder_of_packages_offers_a_cpu_build_for_its_own_python_alone(tmp_path):
    machine = platform.machine()
    (tmp_path / f"torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_{machine}.whl").touch()
    (tmp_path / f"torch-2.13.0-cp312-cp312-manylinux_2_28_{machine}.whl").touch()
    places = f"/not/there,{tmp_path}"
    assert gpu.offers_cpu_build(places, "3.11.7")
    assert not gpu.offers_cpu_build(places, "3.12.1")
    assert not gpu.offers_cpu_build("", "3.11.7")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the driver's tool")
def test_the_drivers_answer_is_read_with_and_without_compute_capability(tmp_path, monkeypatch):
    tool = tmp_path / "nvidia-smi"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def answer(script):
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(tool.stat().st_mode | stat.S_IEXEC)
        return gpu.nvidia_gpus()

    (card,) = answer('echo "NVIDIA H200, 143771, 580.65.06, 9.0"')
    assert card == Gpu("NVIDIA H200", 143771 * 2**20, "580.65.06", (9, 0))
    old = 'case "$1" in *compute_cap*) exit 2;; esac; echo "Tesla K80, 11441, 470.82"'
    assert answer(old) == (Gpu("Tesla K80", 11441 * 2**20, "470.82", None),)
    assert answer('echo "NVIDIA-SMI has failed"; exit 9') == ()


@pytest.mark.parametrize(
    ("architectures", "capability", "runs"),
    [
        (["sm_80", "sm_90"], (8, 6), True),
        (["sm_80", "sm_90"], (7, 5), False),
        (["sm_86"], (8, 0), False),
        (["sm_90", "compute_90"], (12, 0), True),
        (["sm_90a"], (9, 0), True),
        (["sm_100", "sm_120"], (12, 0), True),
        (["gfx90a"], (9, 0), True),
        ([], (9, 0), False),
    ],
)
def test_compiled_architectures_against_the_card(architectures, capability, runs):
    assert has_code_for(architectures, capability) is runs
