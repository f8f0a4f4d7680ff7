"""Slicer's own Python as a real one: a virtual environment, thrown away afterwards.

    with own_python.ready(folder) as python:
        slicer.util.pip_install("nnunetv2")     # goes there
        python.pip_list()

As long as it is ready, `slicer.packaging` installs into it, ``PythonSlicer`` on the search path is its
program, and the extensions that were asked for can be imported. Without it, nothing is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

EXTENSIONS = Path(__file__).parent / "extensions"
_MODULES = {"PyTorch": ("PyTorchUtils",), "NNUNet": ("SlicerNNUNetLib",)}


class OwnPython:
    """A Python whose packages can be changed.

    Args:
        folder: where it is made.
        wheels: folder of the wheels that pip finds; it looks nowhere else. None for where it usually looks.
        like: another one's folder; the packages are those of that one.

    Attributes:
        program: it is called PythonSlicer.
        site_packages: where its packages are.
        wheels: see above.
    """

    def __init__(self, folder: Path, wheels: Path | None, like: Path | None = None) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.program = scripts / "PythonSlicer"
        self.program.symlink_to("python")
        self.site_packages = next((folder / "lib").glob("python3*")) / "site-packages"
        self.wheels = wheels
        if like is not None:
            packages = next((like / "lib").glob("python3*")) / "site-packages"
            shutil.copytree(packages, self.site_packages, dirs_exist_ok=True)

    def pip(self, command: str, *arguments: str) -> str:
        """Run a command of pip's (install, uninstall, list), as uv does it: some twenty times as fast.

        Returns:
            What was printed.

        Raises:
            subprocess.CalledProcessError: it could not be done.
        """
        # Copied: who changes a file here must not change it in uv's cache.
        options = ["--python", str(self.program), "--no-config"]
        if command == "install":
            options += ["--link-mode", "copy"]
            if self.wheels is not None:
                options += ["--no-index", "--find-links", str(self.wheels)]
        words = [str(_uv()), "pip", command, *options, *(word for word in arguments if word != "--yes")]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
        done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)
        return done.stdout

    def pip_list(self) -> dict[str, str]:
        """What pip says is there: names to versions."""
        return {each["name"]: each["version"] for each in json.loads(self.pip("list", "--format", "json"))}


def _uv() -> Path:
    from InvertSegLib.environment import uv

    return uv.find()


@contextmanager
def ready(
    folder: Path,
    *,
    wheels: Path | None = None,
    like: Path | None = None,
    extensions: Sequence[str] = ("PyTorch",),
) -> Iterator[OwnPython]:
    """Have Slicer's Python be a real one.

    Args:
        folder: where it is made.
        wheels: see `OwnPython`.
        like: see there.
        extensions: which of "PyTorch" and "NNUNet" are there.
    """
    from slicer import packaging

    python = OwnPython(folder, wheels, like)
    path, search_path = os.environ["PATH"], list(sys.path)
    names = [name for extension in extensions for name in _MODULES[extension]]
    os.environ["PATH"] = os.pathsep.join([str(python.program.parent), path])
    sys.path[:0] = [str(EXTENSIONS / name) for name in names]
    packaging.python = python
    try:
        yield python
    finally:
        packaging.python = None
        os.environ["PATH"] = path
        sys.path[:] = search_path
        for name in [name for name in sys.modules if name.partition(".")[0] in names]:
            del sys.modules[name]
