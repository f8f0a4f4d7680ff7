"""Finding and running uv, which resolves and installs an environment in one step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from InvertSegLib.environment import cache, folders, guard
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.environment.output_lines import lines_of
from InvertSegLib.environment.progress import OnLine


def find() -> Path:
    """The uv program: ``INVERTSEG_UV``, the package uv of this Python, one on the search path, or our own.

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
    name = "uv.exe" if os.name == "nt" else "uv"
    # The last one was fetched by the panel: Slicer's own Python is not the place for it.
    beside, own = Path(sys.executable).with_name(name), folders.tools() / "bin" / name
    found = str(beside) if beside.is_file() else shutil.which("uv") or (str(own) if own.is_file() else "")
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
    # Windows and macOS have a system-wide setting that uv does not read.
    for scheme, address in urllib.request.getproxies().items():
        if scheme in {"http", "https"} and not _has(variables, f"{scheme}_proxy"):
            variables[f"{scheme.upper()}_PROXY"] = address
    variables["UV_CACHE_DIR"] = str(cache.folder())
    return variables


def _has(variables: Mapping[str, str], name: str) -> bool:
    return any(variables.get(spelling) for spelling in (name, name.upper()))


def run(
    arguments: Sequence[str],
    on_line: OnLine,
    *,
    folder: Path,
    guarded_by: Path | None = None,
    on_tick: Callable[[], None] = lambda: None,
    variables: Mapping[str, str] | None = None,
) -> list[str]:
    """Run uv in a folder and hand over its output line by line.

    Args:
        arguments: after the program's name.
        on_line: told each line of its output.
        folder: where it runs (uv reads settings from the folders above).
        guarded_by: a Python that ends uv when this process ends in whatever way.
        on_tick: called a few times a second while it runs, as `on_line` by the thread that called `run`.
        variables: environment variables beside those of `environment`.

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
        env={**environment(), **(variables or {})},
        start_new_session=os.name != "nt",
    ) as process:
        try:
            for line in lines_of(process, on_tick):
                lines.append(line)
                on_line(line)
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
