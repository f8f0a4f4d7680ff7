"""What must never be imported where: torch in the command line's own process, above all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import InvertSegLib

ROOT = Path(InvertSegLib.__file__).parent
HEAVY = ("torch", "nnunetv2", "totalsegmentator", "monai", "mrsegmentator")


def modules(*rooms: str) -> list[str]:
    """Dotted names of all modules in the rooms."""
    paths = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    names = [".".join(("InvertSegLib", *path.relative_to(ROOT).with_suffix("").parts)) for path in paths]
    return [name.removesuffix(".__init__") for name in names if not name.endswith(("__main__", "launch"))]


@pytest.mark.parametrize(
    "rooms",
    [("volume", "inversion", "labels"), ("engines", "worker"), ("environment", "cli"), ("session", "review")],
    ids="-".join,
)
def test_importing_every_module_of_a_room_loads_no_engine_and_no_gui(rooms):
    names = modules(*rooms)
    assert len(names) >= len(rooms)
    forbidden = (*HEAVY, "slicer", "vtk", "vtkmodules", "qt", "PySide6", "trame")
    # A finder that refuses: an engine's environment may well be importable where the tests run.
    code = (
        "import importlib, sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {forbidden!r}: raise ImportError('refused: ' + name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_rooms_that_slicer_loads_need_nothing_beyond_what_slicer_ships():
    names = [
        *modules("volume", "inversion", "labels", "worker", "environment", "session", "review"),
        "InvertSegLib.engines.base",
        "InvertSegLib.engines.catalogue",
        "InvertSegLib.pipeline",
    ]
    shipped = ("InvertSegLib", "numpy", "scipy", "SimpleITK")
    code = (
        "import importlib, sys, numpy, scipy, scipy.ndimage, scipy.spatial.transform, SimpleITK\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.split('.')[0]\n"
        f"        if top not in {shipped!r} and top not in sys.stdlib_module_names and top[0] != '_':\n"
        "            raise ImportError('not shipped with Slicer: ' + name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, check=False
    )
    assert done.returncode == 0, done.stderr
