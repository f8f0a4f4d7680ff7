"""Finding and running uv, which resolves and installs an environment in one step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from InvertSegLib.environment import guard
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.environment.failures import InstallError

OnLine = Callable[[str], None]


def find() -> Path:
    """The uv program: ``INVERTSEG_UV``, the package uv of this Python, or the one on the search path.

    Raises:
        InstallError: there is none.
    """
    chosen = os.environ.get("INVERTSEG_UV")
    if chosen:
        if not Path(chosen).is_file():
            raise InstallError(
                "no_uv", f"INVERTSEG_UV names {chosen}, which is no file.", "Correct or unset it."
            )
        return Path(chosen)
    try:
        import uv

        return Path(uv.find_uv_bin())
    except (ImportError, FileNotFoundError):
        pass
    beside = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
    found = str(beside) if beside.is_file() else shutil.which("uv")
    if not found:
        raise InstallError(
            "no_uv", "The installer uv was not found.", "Install it with: python -m pip install uv"
        )
    return Path(found)


def environment() -> dict[str, str]:
    """Environment variables for uv: pip's settings of where packages come from hold for it too."""
    variables = worker_environment()
    # They would choose another target than the one that is named.
    for name in ("UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_PROJECT_ENVIRONMENT", "UV_TARGET", "UV_PREFIX"):
        variables.pop(name, None)
    if "UV_FIND_LINKS" not in variables and variables.get("PIP_FIND_LINKS"):
        variables["UV_FIND_LINKS"] = ",".join(variables["PIP_FIND_LINKS"].split())
    if variables.get("UV_FIND_LINKS"):
        places = variables["UV_FIND_LINKS"].split(",")
        # uv stops at a folder that is not there, pip passes over it.
        variables["UV_FIND_LINKS"] = ",".join(p for p in places if "://" in p or Path(p).exists())
    if not variables.get("UV_FIND_LINKS"):
        variables.pop("UV_FIND_LINKS", None)
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if variables.get(pip_name):
            variables.setdefault(uv_name, variables[pip_name])
    # Its bars would come as thousands of lines.
    variables.setdefault("UV_NO_PROGRESS", "1")
    return variables


def run(
    arguments: Sequence[str], on_line: OnLine, *, folder: Path, guarded_by: Path | None = None
) -> list[str]:
    """Run uv in a folder and hand over its output line by line.

    Args:
        arguments: after the program's name.
        on_line: told each line of its output.
        folder: where it runs (uv reads settings from the folders above).
        guarded_by: a Python that ends uv when this process ends in whatever way.

    Returns:
        The lines of its output.

    Raises:
        UvFailed: uv's exit code was not 0.
    """
    command = [str(find()), *arguments]
    if guarded_by is not None:
        command = [str(guarded_by), "-I", guard.__file__, *command]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
        env=environment(),
        start_new_session=os.name != "nt",
    ) as process:
        try:
            for line in process.stdout:
                lines.append(line.rstrip())
                on_line(lines[-1])
            code = process.wait()
        except BaseException:
            # Closing its input lets the guard end uv and all it started.
            process.stdin.close()
            if guarded_by is None:
                process.kill()
            process.wait()
            raise
    if code != 0:
        raise UvFailed(lines, code)
    return lines


class UvFailed(Exception):  # noqa: N818 - never reaches a user: it is turned into an InstallError
    """uv ended with an error; `lines` is its output."""

    def __init__(self, lines: list[str], code: int) -> None:
        super().__init__(f"uv ended with exit code {code}")
        self.lines = lines
        self.code = code
