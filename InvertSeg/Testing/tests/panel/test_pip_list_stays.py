"""Both ways through the whole panel, with Slicer's own Python a real one: its list of packages stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.panel.tiny_wheels import make_wheel

MODULE = Path(__file__).parents[3] / "InvertSeg.py"
OF_SLICER = {"numpy": "2.4.0", "requests": "2.32.0", "scipy": "1.16.0", "SimpleITK": "2.5.0", "vtk": "9.6.0"}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package index has."""
    folder = tmp_path_factory.mktemp("wheels")
    for name, version in OF_SLICER.items():
        make_wheel(folder, name, version)
        make_wheel(folder, name, "99.0")
    make_wheel(folder, "torch", "2.13.0")
    make_wheel(folder, "torchvision", "0.28.0", ["torch"])
    make_wheel(folder, "monai", "1.6.0", ["numpy>=1.24", "torch>=2.8", "nibabel"])
    make_wheel(folder, "nibabel", "5.2.0", ["numpy>=1.25"])
    make_wheel(folder, "PyYAML", "6.0.3")
    return folder


@pytest.fixture
def opened(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The panel in a Slicer with the extension PyTorch, on a machine without any engine."""
    import bench
    from InvertSegLib.environment import uv

    # Slicer's Python has no uv of its own; that it is fetched then is tested elsewhere.
    monkeypatch.setenv("INVERTSEG_UV", str(uv.find()))
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home with spaces, größer"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    with bench.start() as running:
        from bench.slicer_stand_in import own_python

        monkeypatch.setattr(running.slicer.util, "confirmOkCancelDisplay", lambda _text, **_: True)
        with own_python.ready(tmp_path / "slicer", wheels=wheels) as python:
            python.pip("install", "--no-deps", *(f"{name}=={version}" for name, version in OF_SLICER.items()))
            running.load_module(MODULE)
            panel = running.show_panel("InvertSeg")
            running.find("enginesSection").collapsed = False
            ends: list[Any] = []
            installer = next(each.installer for each in panel.sections if hasattr(each, "installer"))
            installer.ended.connect(ends.append)
            yield SimpleNamespace(running=running, python=python, installer=installer, ends=ends)
    assert running.errors == []


def select(opened: Any, row: int) -> None:
    opened.running.find("enginesTable").selectRow(row)
    opened.running.process_events(0.05)


def press(opened: Any, name: str, seconds: float = 60.0) -> Any:
    """Press a button and wait for the end of what it begins."""
    opened.ends.clear()
    opened.running.find(name).click()
    opened.running.wait_until(lambda: opened.ends, seconds)
    return opened.ends[0]


def test_slicers_own_python_gets_more_packages_and_no_other_ones(opened: Any) -> None:
    from InvertSegLib.environment import installed

    before = opened.python.pip_list()
    select(opened, 2)
    opened.running.find("wayComboBox").currentIndex = 1
    ended = press(opened, "installButton")
    assert ended.ok, ended.failure
    after = opened.python.pip_list()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"monai", "nibabel", "pyyaml", "torch", "torchvision"}
    assert installed.require("monai").python == opened.python.program
    assert opened.running.find("enginesTable").item(2, 1).text() == "1.6.0"
    assert press(opened, "removeButton").ok
    left = opened.python.pip_list()
    assert set(left) - set(before) == {"torch", "torchvision"}
    assert {name: left[name] for name in before} == before


def test_a_changed_package_of_slicers_is_put_back(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from InvertSegLib.panel import slicer_pip

    careful = slicer_pip.install

    def careless(*arguments: Any) -> Any:
        opened.python.pip("install", "--no-deps", "requests==99.0")
        return careful(*arguments)

    monkeypatch.setattr(slicer_pip, "install", careless)
    before = opened.python.pip_list()
    select(opened, 2)
    opened.running.find("wayComboBox").currentIndex = 1
    ended = press(opened, "installButton")
    assert ended.failure.kind == "protected_changed"
    assert "requests 2.32.0 -&gt; 99.0" in opened.running.find("jobLabel").text
    assert opened.running.find("jobRemedyButton").text == "Put them back"
    assert press(opened, "jobRemedyButton").ok
    after = opened.python.pip_list()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"torch", "torchvision"}


def test_what_is_stopped_is_taken_back(opened: Any) -> None:
    before = opened.python.pip_list()
    select(opened, 2)
    opened.running.find("wayComboBox").currentIndex = 1
    opened.running.find("installButton").click()
    assert press(opened, "jobStopButton").cancelled
    left = opened.python.pip_list()
    assert set(left) - set(before) <= {"torch", "torchvision"}
    assert opened.running.find("enginesTable").item(2, 1).text() == "Not installed"


def test_a_private_environment_changes_nothing_in_slicers_python(opened: Any) -> None:
    from InvertSegLib.environment import folders, installed

    before = opened.python.pip_list()
    steps: list[str] = []
    opened.installer.progress.connect(lambda progress: steps.append(progress.step))
    ended = press(opened, "installButton", 400)
    assert ended.ok, ended.failure
    found = installed.require("totalsegmentator")
    assert found.own
    assert "größer" in str(found.python)
    assert opened.running.find("enginesTable").item(0, 1).text() == found.version
    assert {"resolving", "installing", "checking"} <= set(steps)
    assert opened.python.pip_list() == before
    assert press(opened, "removeButton").ok
    assert not folders.home().exists()
    assert opened.python.pip_list() == before
