"""Engines in Slicer's own Python: real pip and a real, thrown away Python; the packages are tiny ones."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.panel.tiny_wheels import make_wheel

OF_SLICER = {
    "numpy": "2.4.0",
    "requests": "2.32.0",
    "scipy": "1.16.0",
    "SimpleITK": "2.5.0",
    "vtk": "9.6.0",
    "pandas": "2.3.0",
}
NNUNET_NEEDS = (
    "torch>=2.1.2,!=2.9.*",
    "acvl-utils>=0.2",
    "numpy>=1.24",
    "SimpleITK>=2.2.1",
    "requests",
    "scipy",
    'pytest; extra == "dev"',
)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package index has, also newer versions of Slicer's own packages, which pip would like."""
    folder = tmp_path_factory.mktemp("wheels")
    for name, version in OF_SLICER.items():
        make_wheel(folder, name, version)
        make_wheel(folder, name, "99.0")
    make_wheel(folder, "torch", "2.13.0", ["filelock"])
    make_wheel(folder, "torch", "2.9.1", ["filelock"])
    make_wheel(folder, "torchvision", "0.28.0", ["torch", "numpy"])
    make_wheel(folder, "filelock", "3.0")
    make_wheel(folder, "acvl-utils", "0.2.5", ["numpy", "blosc2"])
    make_wheel(folder, "blosc2", "3.0", ["numpy>=2"])
    make_wheel(folder, "nnunetv2", "2.8.1", NNUNET_NEEDS)
    make_wheel(folder, "fury", "0.12", ["vtk==99.0"])
    make_wheel(folder, "TotalSegmentator", "2.18.0", ["nnunetv2>=2.3.1", "fury", "numpy", "nibabel", "vtk"])
    make_wheel(folder, "nibabel", "5.3.0", ["numpy>=1.25"])
    return folder


@pytest.fixture(scope="module")
def as_delivered(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Path:
    """A Python with what Slicer's has, to be copied."""
    from bench.slicer_stand_in import own_python

    folder = tmp_path_factory.mktemp("slicer") / "python"
    python = own_python.OwnPython(folder, wheels)
    python.pip("install", "--no-deps", *(f"{name}=={version}" for name, version in OF_SLICER.items()))
    return folder


@pytest.fixture
def own(
    slicer_with_qt: Any, as_delivered: Path, wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Slicer's Python as it was delivered, with the extensions PyTorch and NNUNet."""
    from slicer import packaging

    from bench.slicer_stand_in import own_python

    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    with own_python.ready(
        tmp_path / "python", wheels=wheels, like=as_delivered, extensions=("PyTorch", "NNUNet")
    ) as python:
        packaging.asked.clear()
        yield python


@pytest.fixture
def slicer_5_10(own: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same in Slicer 5.10, where pip cannot be told to leave packages out."""
    import slicer.util

    monkeypatch.setitem(sys.modules, "slicer.packaging", None)
    monkeypatch.delattr(sys.modules["slicer"], "packaging", raising=False)
    monkeypatch.setattr(slicer.util, "pip_install", lambda words: own.pip("install", *words.split()))
    monkeypatch.setattr(slicer.util, "pip_uninstall", lambda names: own.pip("uninstall", "--yes", *names))
    sys.modules.pop("SlicerNNUNetLib", None)
    monkeypatch.setitem(sys.modules, "SlicerNNUNetLib", None)
    torch = SimpleNamespace(
        PyTorchUtilsLogic=lambda: SimpleNamespace(
            installTorch=lambda **_: own.pip("install", "torch", "torchvision")
        )
    )
    monkeypatch.setitem(sys.modules, "PyTorchUtils", torch)
    return own


def install(engine: str, lines: list[str] | None = None) -> Any:
    """All steps, one after the other."""
    from InvertSegLib.panel.slicer_python import SlicerInstallation

    installation = SlicerInstallation(engine, (lines if lines is not None else []).append)
    run_all(installation)
    return installation


def run_all(installation: Any) -> None:
    for step in installation.steps():
        step.run()


def slicers_own(python: Any) -> dict[str, str]:
    names = {name.lower() for name in OF_SLICER}
    return {name: version for name, version in python.pip_list().items() if name in names}


@pytest.mark.parametrize("version", ["5.12", "5.10"])
def test_totalsegmentator_comes_and_nothing_that_was_there_changes(
    version: str, request: pytest.FixtureRequest
) -> None:
    own = request.getfixturevalue("own" if version == "5.12" else "slicer_5_10")
    before = own.pip_list()
    assert slicers_own(own) == {name.lower(): version for name, version in OF_SLICER.items()}
    install("totalsegmentator")
    after = own.pip_list()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {
        "torch", "torchvision", "filelock", "acvl-utils", "blosc2", "nnunetv2", "totalsegmentator", "nibabel",
    }  # fmt: skip
    # Another extension that asks for it again must not bring in what was left out here.
    assert "Requires-Dist: fury" not in metadata(own, "TotalSegmentator-2.18.0")
    own.pip("install", "TotalSegmentator")
    assert own.pip_list() == after


def metadata(python: Any, package: str) -> str:
    return (python.site_packages / f"{package}.dist-info" / "METADATA").read_text()


def test_the_engine_is_found_there_afterwards(own: Any) -> None:
    from InvertSegLib.environment import installed, ways

    ways.choose("nnunet", "slicer", own.program)
    assert not installed.find("nnunet").complete
    install("nnunet")
    found = installed.require("nnunet")
    assert (found.python, found.version, found.own) == (own.program, "2.8.1", False)


def test_torch_and_nnunet_come_by_their_extensions(own: Any) -> None:
    lines: list[str] = []
    install("nnunet", lines)
    from slicer import packaging

    first, second = packaging.asked[:2]
    assert first[1] == ["torch>=2.3,!=2.9.*", "torchvision"]
    assert second[2] == {"skip_packages": ["SimpleITK", "torch", "requests"]}
    assert any("Start nnUNet install" in line for line in lines)


def test_without_the_extension_nothing_is_installed(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from InvertSegLib.environment.failures import InstallError

    monkeypatch.setitem(sys.modules, "PyTorchUtils", None)
    before = own.pip_list()
    with pytest.raises(InstallError, match="the extension PyTorch, which installs it, is not there") as error:
        install("totalsegmentator")
    assert "Extensions Manager" in error.value.remedy
    assert own.pip_list() == before
    assert not (Path(str(own.program)).parents[2] / "home").exists()


def test_what_is_there_and_does_not_suit_is_not_replaced(own: Any) -> None:
    from InvertSegLib.environment.failures import InstallError

    own.pip("install", "--no-deps", "torch==2.9.1")
    before = own.pip_list()
    with pytest.raises(InstallError, match=r"needs torch.*has 2\.9\.1, which stays as it is"):
        install("totalsegmentator")
    assert own.pip_list() == before


def test_a_protected_package_that_changed_is_a_failure_with_the_way_back(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from InvertSegLib.panel import slicer_pip
    from InvertSegLib.panel.slicer_python import ProtectedChangedError, SlicerInstallation

    before = own.pip_list()
    careful = slicer_pip.install

    def careless(*arguments: Any) -> Any:
        own.pip("install", "--no-deps", "numpy==99.0")
        return careful(*arguments)

    monkeypatch.setattr(slicer_pip, "install", careless)
    installation = SlicerInstallation("totalsegmentator")
    with pytest.raises(ProtectedChangedError, match=r"numpy 2\.4\.0 -> 99\.0") as error:
        run_all(installation)
    assert own.pip_list()["numpy"] == "99.0"
    installation.undo()
    slicer_pip.restore(error.value.changes)
    after = own.pip_list()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"torch", "torchvision", "filelock"}


def test_slicers_own_build_of_vtk_is_not_replaced_by_another(own: Any) -> None:
    from InvertSegLib.environment.failures import InstallError
    from InvertSegLib.panel import slicer_pip
    from InvertSegLib.panel.slicer_packages import Change

    with pytest.raises(InstallError, match="a build of Slicer's own") as error:
        slicer_pip.restore([Change("vtk", "9.6.0", "99.0")])
    assert "Install Slicer again" in error.value.remedy


def test_an_interrupted_installation_is_finished_later(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from InvertSegLib.panel import slicer_record
    from InvertSegLib.panel.slicer_python import SlicerInstallation

    # As after a crash: the extension's step was done, a package came without what it needs, and no more.
    steps = SlicerInstallation("totalsegmentator").steps()
    next(steps).run()
    own.pip("install", "--no-deps", "acvl-utils")
    assert slicer_record.read().under_way == "totalsegmentator"
    install("totalsegmentator")
    record = slicer_record.read()
    assert (record.under_way, record.engines) == ("", ("totalsegmentator",))
    assert {"acvl-utils", "blosc2", "nibabel", "nnunetv2", "totalsegmentator"} == set(record.added)


def test_an_interrupted_installation_is_taken_back(own: Any) -> None:
    from InvertSegLib.panel import slicer_python, slicer_record

    before = own.pip_list()
    steps = slicer_python.SlicerInstallation("totalsegmentator").steps()
    next(steps).run()
    own.pip("install", "--no-deps", "acvl-utils")
    # Another engine that is installed meanwhile does not lose what is to be taken out.
    install("nnunet")
    assert slicer_record.read().under_way == ""
    next(slicer_python.SlicerInstallation("totalsegmentator").steps())
    own.pip("install", "--no-deps", "nibabel")
    assert slicer_python.remove("totalsegmentator") == ("nibabel",)
    slicer_python.remove("nnunet")
    assert set(own.pip_list()) - set(before) == {"torch", "torchvision", "filelock"}


def test_removing_takes_out_what_came_with_it_and_no_other_engines_packages(own: Any) -> None:
    from InvertSegLib.panel import slicer_python

    before = own.pip_list()
    install("nnunet")
    install("totalsegmentator")
    assert slicer_python.remove("totalsegmentator") == ("nibabel", "totalsegmentator")
    assert "nnunetv2" in own.pip_list()
    slicer_python.remove("nnunet")
    # PyTorch is the extension's, and stays for those who use it.
    assert set(own.pip_list()) - set(before) == {"torch", "torchvision", "filelock"}
    assert {name: own.pip_list()[name] for name in before} == before
    assert not list(Path(str(own.program)).parents[2].glob("home/*.json"))


def test_what_cannot_be_had_is_said_and_taken_back(own: Any, wheels: Path, tmp_path: Path) -> None:
    from InvertSegLib.environment.failures import InstallError
    from InvertSegLib.panel.slicer_python import SlicerInstallation

    fewer = tmp_path / "fewer"
    shutil.copytree(wheels, fewer)
    next(fewer.glob("blosc2*")).unlink()
    own.wheels = fewer
    before = own.pip_list()
    installation = SlicerInstallation("totalsegmentator")
    with pytest.raises(InstallError, match="blosc2"):
        run_all(installation)
    installation.undo()
    assert set(own.pip_list()) - set(before) == {"torch", "torchvision", "filelock"}


def test_what_needs_another_numpy_is_taken_back(own: Any, wheels: Path, tmp_path: Path) -> None:
    from InvertSegLib.environment.failures import InstallError
    from InvertSegLib.panel.slicer_python import SlicerInstallation

    newer = tmp_path / "newer"
    shutil.copytree(wheels, newer)
    make_wheel(newer, "nibabel", "5.4.0", ["numpy>=99"])
    own.wheels = newer
    before = own.pip_list()
    installation = SlicerInstallation("totalsegmentator")
    with pytest.raises(InstallError, match=r"needs numpy>=99, and Slicer's Python has 2\.4\.0"):
        run_all(installation)
    installation.undo()
    after = own.pip_list()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"torch", "torchvision", "filelock"}
