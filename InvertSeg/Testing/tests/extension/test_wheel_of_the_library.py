"""The wheel: built from the clone, installed where there is no clone, and used as a stranger would."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

REPOSITORY = Path(__file__).resolve().parents[4]


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("uv", "build", "--wheel", "--quiet", "--out-dir", folder, REPOSITORY, env=with_uv())
    (built,) = folder.glob("invertseg-*.whl")
    return built


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("stranger") / "env"
    run("uv", "venv", "--quiet", folder, env=with_uv())
    run("uv", "pip", "install", "--quiet", "--python", folder / "bin/python", wheel, env=with_uv())
    return folder


def with_uv() -> dict[str, str]:
    import uv

    path = f"{Path(uv.find_uv_bin()).parent}{os.pathsep}{os.environ['PATH']}"
    links = os.environ.get("PIP_FIND_LINKS", "").split()
    found = {"UV_FIND_LINKS": ",".join(links)} if links else {}
    return {**found, **os.environ, "PATH": path}


def stranger(place: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as somebody without the clone does."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return run(place / "bin/invertseg", *words, cwd=place, env=variables)


def test_it_holds_the_library_the_demo_model_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"InvertSegLib", "invertseg"}
    assert sum(name.endswith("checkpoint_final.pth") for name in names) == 1
    library = {
        file.relative_to(REPOSITORY / "InvertSeg").as_posix()
        for file in (REPOSITORY / "InvertSeg/InvertSegLib").rglob("*.py")
    }
    assert library <= set(names)


def test_the_command_inverts_without_a_clone(place: Path, tmp_path: Path) -> None:
    voxels = np.arange(4 * 5 * 6, dtype=np.int16).reshape(4, 5, 6)
    sitk.WriteImage(sitk.GetImageFromArray(voxels), tmp_path / "mri.nii.gz")
    stranger(place, "invert", tmp_path / "mri.nii.gz", tmp_path / "inverted.nii.gz")
    inverted = sitk.GetArrayFromImage(sitk.ReadImage(tmp_path / "inverted.nii.gz"))
    assert inverted[0, 1, 0] == voxels.max() - voxels[0, 1, 0]


def test_the_demo_model_comes_with_it(place: Path) -> None:
    code = "import InvertSegLib as L; from InvertSegLib.phantom.demo import MODEL; print(MODEL, L.__file__)"
    model, library = run(place / "bin/python", "-c", code, cwd=place).stdout.split()
    assert Path(model, "fold_0/checkpoint_final.pth").stat().st_size > 1e6
    assert Path(library).is_relative_to(place)
    assert Path(model).is_relative_to(place)
