"""docs/tutorial.md, step by step: the module's part on the bench, every command of the other part."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import SimpleITK as sitk

ROOT = Path(__file__).resolve().parents[4]
TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")


def test_the_steps_in_slicer(engine_python: Callable[[str], Path], tmp_path: Path) -> None:
    engine_python("nnunet")
    import bench

    spec = importlib.util.spec_from_file_location("tutorial", ROOT / "tools/tutorial_in_slicer.py")
    tutorial = importlib.util.module_from_spec(spec)
    sys.modules["tutorial"] = tutorial
    spec.loader.exec_module(tutorial)
    saved = tmp_path / "organs.seg.nrrd"
    with bench.start(testing=False) as running:
        running.load_module(ROOT / "InvertSeg" / "InvertSeg.py")
        steps = []
        for step in tutorial.walk(running, saved):
            tutorial.show(running, step.sections)
            steps.append(step.picture)
        assert running.find("segmentsTable").rowCount == 12
        assert not running.errors
    assert np.unique(sitk.GetArrayFromImage(sitk.ReadImage(saved))).size == 13
    assert re.findall(r"\]\(pictures/tutorial/(.+)\.png\)", TUTORIAL) == steps
    assert [path.stem for path in sorted((ROOT / "docs/pictures/tutorial").glob("*.png"))] == steps


def test_the_commands(engine_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Each is typed as it stands there, in an empty folder, one after the other."""
    engine_python("nnunet")
    commands = [
        line for block in re.findall(r"```bash\n(.*?)```", TUTORIAL, re.DOTALL) for line in block.splitlines()
    ]
    assert len(commands) == 6
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    printed = {}
    for command in commands:
        done = subprocess.run(
            shlex.split(command),
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        printed[command.split()[1]] = done.stdout
    assert "liver" in printed["evaluate"].lower()
    assert "liver" in printed["quality"].lower()
    assert (tmp_path / "patient/strip.png").stat().st_size > 1000


def test_every_other_command_that_is_named_exists() -> None:
    """Those in running text, too: they are asked for their help."""
    named = {tuple(text.split()[1:3]) for text in re.findall(r"`(invertseg [a-z ]+)", TUTORIAL)}
    assert named
    for words in named:
        done = subprocess.run(
            [sys.executable, "-m", "InvertSegLib.cli", *words, "-h"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, words


def test_every_link_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (page.parent / link).exists(), f"{page.name}: {link}"
