"""The Python that an environment is made with: the running one, another of this machine, or one installed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from InvertSegLib.environment import folders, uv
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.environment.progress import OnLine, no_line

# Engines run on these; Slicer 5.10 and 5.12 have 3.12.
RANGE = ">=3.10,<3.14"
_LEAST, _BELOW = (3, 10), (3, 14)
# The one to install where there is none: all engines have builds for it.
_TO_INSTALL = "3.12"


def find_or_install(python: str | Path | None, on_line: OnLine) -> str:
    """A Python to make an environment with.

    Args:
        python: a path, or a version such as "3.11"; None for any that suits.
        on_line: told what is installed.

    Returns:
        Its path.

    Raises:
        InstallError: there is none that suits, and none could be installed.
    """
    if python is None and (own := _running()):
        return own
    wanted = RANGE if python is None else str(python)
    if re.fullmatch(r"\d+(\.\d+)*", wanted):
        check_version(wanted)
    place = folders.make(folders.environments())
    # Those that were installed here first, then all others of this machine.
    for variables in ({"UV_PYTHON_INSTALL_DIR": str(folders.pythons())}, {}):
        try:
            return _found(wanted, place, variables)
        except uv.UvFailed as failed:  # noqa: PERF203
            error = failed
    if python is not None and not re.fullmatch(r"[\d.]+", wanted):
        raise explain(error.lines, "looking for a Python") from error
    return _installed(_TO_INSTALL if python is None else wanted, place, on_line)


def check_version(version: str) -> None:
    """Raise InstallError where the engines do not run with a Python ("3.9.2")."""
    numbers = tuple(int(number) for number in version.split(".")[:2])
    if len(numbers) == 2 and not _LEAST <= numbers < _BELOW:
        raise InstallError(
            "wrong_python",
            f"The engines do not run with Python {version}.",
            "Name one of 3.10 to 3.13 with --python, or none to let InvertSeg find or install one.",
        )


def _running() -> str:
    """The running Python where it suits, else nothing."""
    suits = _LEAST <= sys.version_info[:2] < _BELOW
    # Slicer's Python runs with Slicer's libraries alone; an environment made with it would break outside.
    foreign = "slicer" in sys.executable.lower() or not sys.executable
    if not suits or foreign or "conda" in sys.version.lower():
        return ""
    # Not the virtual environment's own: that one may be deleted any time.
    base = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else f"bin/python3.{sys.version_info[1]}")
    return str(base) if base.exists() else sys.executable


def _found(wanted: str, place: Path, variables: Mapping[str, str]) -> str:
    command = ["python", "find", "--no-project", "--system", "--no-python-downloads", wanted]
    return uv.run(command, no_line, folder=place, variables=variables)[-1]


def _installed(version: str, place: Path, on_line: OnLine) -> str:
    on_line(f"no Python that suits is here, so Python {version} is installed for InvertSeg alone")
    try:
        # Without links in ~/.local/bin and entries in the registry: nothing but InvertSeg is to find it.
        command = ["python", "install", "--no-bin", "--no-registry", version]
        variables = {"UV_PYTHON_INSTALL_DIR": str(folders.pythons())}
        uv.run(command, on_line, folder=place, variables=variables)
        return _found(version, place, {**variables, "UV_PYTHON_PREFERENCE": "only-managed"})
    except uv.UvFailed as failed:
        cause = explain(failed.lines, f"downloading Python {version}")
        raise InstallError(
            "no_python" if cause.kind in {"python", "unknown"} else cause.kind,
            f"No Python that suits is on this machine, and none could be installed. {cause.sentence}",
            "Install Python 3.12 (python.org), or name one with --python /path/to/python3; or: "
            + cause.remedy[:1].lower()
            + cause.remedy[1:],
            cause.log,
        ) from failed
