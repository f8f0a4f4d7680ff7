"""The user's choices: another home, and Slicer's own Python for an engine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from InvertSegLib.environment import cache, folders, install, installed, settings, ways
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.errors import EngineError, InputError, OutputError, ParameterError

ENGINE = "nnunet"


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch, tmp_path):
    """A user who has chosen nothing yet."""
    for name in ("INVERTSEG_HOME", "INVERTSEG_PYTHON_NNUNET", "UV_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_chosen_home_is_remembered_and_can_be_taken_back(tmp_path):
    assert folders.chosen_by() == "usual"
    wanted = tmp_path / "größe disk with spaces 脳"
    assert folders.choose(wanted) == wanted
    assert (folders.home(), folders.chosen_by()) == (wanted, "user")
    assert list(wanted.iterdir()) == []
    usual = folders.choose(None)
    assert (folders.home(), folders.chosen_by()) == (usual, "usual")
    assert not usual.exists(), "the usual folder is made when something is put there"
    assert not settings.path().exists()


def test_the_variable_goes_first_and_a_choice_against_it_is_refused(tmp_path, monkeypatch):
    folders.choose(tmp_path / "chosen")
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "named"))
    assert (folders.home(), folders.chosen_by()) == (tmp_path / "named", "INVERTSEG_HOME")
    with pytest.raises(ParameterError, match="INVERTSEG_HOME"):
        folders.choose(tmp_path / "other")
    assert settings.read().home == str(tmp_path / "chosen")


def test_a_home_that_cannot_be_made_is_not_chosen(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        folders.choose(tmp_path / "file" / "home")
    assert folders.chosen_by() == "usual"


def test_a_home_on_a_full_disk_is_not_chosen(tmp_path):
    place = tmp_path / "full"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here (not root)")
    try:
        with pytest.raises(OutputError, match="No space left") as caught:
            folders.choose(place / "home")
        assert "Free some space" in caught.value.remedy
        assert folders.chosen_by() == "usual"
        assert [path.name for path in (place / "home").iterdir()] == []
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_downloads_lie_in_the_home_unless_the_user_has_a_cache_of_uv(tmp_path, monkeypatch):
    assert cache.folder() == folders.home() / "downloads"
    assert cache.is_own()
    (tmp_path / "cache" / "uv").mkdir(parents=True)
    assert cache.folder() == tmp_path / "cache" / "uv"
    folders.downloads().mkdir(parents=True)
    assert cache.is_own(), "what was downloaded there would be downloaded again"
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "named"))
    assert cache.folder() == tmp_path / "named"


@pytest.fixture
def slicer(tmp_path):
    """Slicer's folder as far as it matters: its Python, and where its packages are."""
    packages = tmp_path / "Slicer 5.12" / "lib" / "Python" / "lib" / "python3.12" / "site-packages"
    packages.mkdir(parents=True)
    python = tmp_path / "Slicer 5.12" / "bin" / "PythonSlicer"
    python.parent.mkdir()
    python.write_text("")

    def put(*names: str) -> Path:
        for path in packages.iterdir():
            shutil.rmtree(path)
        for name in names:
            (packages / f"{name}.dist-info").mkdir()
        return python

    put("numpy-2.4.0", "scipy-1.17.0", "SimpleITK-2.5.3", "torch-2.8.0+cu129", "nnunetv2-2.6.2")
    put.python = python
    return put


def test_slicers_python_is_found_once_chosen(slicer):
    ways.choose(ENGINE, ways.SLICER, slicer.python)
    found = installed.require(ENGINE)
    assert (found.python, found.way, found.own, found.lacking) == (slicer.python, "slicer", False, ())
    assert found.version == "2.6.2"
    assert found.versions["torch"] == "2.8.0+cu129"
    assert ways.chosen("monai") == ways.PRIVATE
    with pytest.raises(InstallError, match="not InvertSeg's to change") as caught:
        install.install(ENGINE)
    assert f"engines way {ENGINE} private" in caught.value.remedy
    ways.choose(ENGINE, ways.PRIVATE)
    assert installed.find(ENGINE) is None


NNUNET, TORCH, SITK = "nnunetv2>=2.3.1,<2.9", "torch>=2.3,!=2.9.*", "SimpleITK>=2.3"


@pytest.mark.parametrize(
    ("packages", "lacking"),
    [
        (("SimpleITK-2.5.3", "torch-2.8.0"), NNUNET),
        (("simpleitk-2.5", "torch-2.9.1", "nnunetv2-2.8.1"), TORCH),
        (("SimpleITK-2.5.3", "torch-2.13.0+cpu", "nnunetv2-2.10"), NNUNET),
        (("SimpleITK-2.2.1", "torch-2.3.0", "nnunetv2-2.3.1"), SITK),
    ],
)
def test_what_slicers_python_lacks_is_said(slicer, packages, lacking):
    ways.choose(ENGINE, ways.SLICER, slicer("numpy-2.4", "scipy-1.17.0", *packages))
    found = installed.find(ENGINE)
    assert found.lacking == (lacking,)
    assert not found.complete
    with pytest.raises(EngineError, match="lacks what") as caught:
        installed.require(ENGINE)
    assert lacking in caught.value.sentence


def test_a_slicer_that_was_removed_is_said(slicer):
    ways.choose(ENGINE, ways.SLICER, slicer.python)
    slicer.python.unlink()
    with pytest.raises(EngineError, match="which is not there"):
        installed.require(ENGINE)


def test_no_way_that_does_not_exist(slicer):
    for engine, way in (("nonsense", ways.PRIVATE), (ENGINE, "conda")):
        with pytest.raises(ParameterError):
            ways.choose(engine, way)
    with pytest.raises(InputError, match="not known"):
        ways.choose(ENGINE, ways.SLICER)
    assert not settings.path().exists()


def test_what_slicer_needs_itself_is_neither_asked_for_nor_let_in():
    protected = {"vtk", "simpleitk", "numpy", "torch", "requests"}
    for engine in ("totalsegmentator", "nnunet", "monai", "mrsegmentator"):
        asked = {ways._name_of(requirement) for requirement in ways.slicer_requirements(engine)}
        assert asked
        assert not asked & protected
    assert protected <= {ways.canonical(name) for name in ways.slicer_skipped()}
