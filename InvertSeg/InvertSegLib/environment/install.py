"""Making and removing the private environment of an engine.

An environment is made in a folder beside its place and takes it only when everything in it was imported
once. A process that is killed leaves that folder behind; the next installation clears it and starts again,
which is quick because uv keeps what it has downloaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from InvertSegLib import __version__
from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import folders, installed, uv
from InvertSegLib.environment.asking import ask
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.environment.installed import EngineEnvironment
from InvertSegLib.environment.lock import only_one
from InvertSegLib.environment.packages import install_packages
from InvertSegLib.errors import OutputError

OnLine = Callable[[str], None]

# Engines run on these; Slicer 5.10 and 5.12 have 3.12.
PYTHON_RANGE = ">=3.10,<3.14"


def install(
    engine: str,
    on_line: OnLine = lambda _line: None,
    *,
    python: str | Path | None = None,
    device: str = "auto",
) -> EngineEnvironment:
    """Install an engine in a private environment, or find that it is there already.

    Args:
        engine: name of the engine.
        on_line: told each line of what happens.
        python: the Python to make it with (path or version), None for the running one where that suits.
        device: "auto" (CUDA if there is an NVIDIA card), "cpu", "cuda", or a build of PyTorch by its name
            in uv ("cu126").

    Returns:
        The complete environment.

    Raises:
        InstallError: with cause and remedy.
        ParameterError: unknown engine, or a device that makes no sense here.
        OutputError: the folder cannot be written, or another process is installing there.
    """
    installed.check_name(engine)
    present = installed.find(engine)
    if present is not None and not present.own:
        variable = installed.override_variable(engine)
        raise InstallError(
            "override",
            f"{variable} says that {engine} runs with {present.python}, which is not InvertSeg's to change.",
            f"Unset {variable} to let InvertSeg make an environment of its own.",
        )
    if present is not None and _suits(present, python, device):
        on_line(f"{engine} {present.version} is installed already, in {present.folder}")
        return present
    place = folders.make(folders.environments())
    with only_one(place / f".{engine}.lock", doing=f"installing {engine}"):
        _clear(installed.partial_folder_of(engine), on_line)
        partial = installed.partial_folder_of(engine)
        try:
            record = _make(engine, partial, python, device, on_line)
            # Last of all: an environment without this file is a half-installed one.
            (partial / installed.RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
            _take_place(partial, installed.folder_of(engine))
        except OSError as error:
            raise explain([f"error: {error} (os error {error.errno})"], f"installing {engine}") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    on_line(f"{engine} is ready, in {installed.folder_of(engine)}")
    return installed.require(engine)


def remove(engine: str) -> bool:
    """Remove the environment of an engine, and what an interrupted installation has left of it.

    Returns:
        Whether there was anything to remove.

    Raises:
        OutputError: it is being installed, or a file is in use.
    """
    installed.check_name(engine)
    place = folders.environments()
    paths = [installed.folder_of(engine), installed.partial_folder_of(engine), _old_folder_of(engine)]
    if not any(os.path.lexists(path) for path in paths):
        return False
    with only_one(place / f".{engine}.lock", doing=f"installing {engine}"):
        for path in paths:
            _clear(path)
    # Folders that are empty now were made by InvertSeg and are not needed any more.
    with contextlib.suppress(OSError):
        place.rmdir()
        folders.home().rmdir()
    return True


def _suits(present: EngineEnvironment, python: str | Path | None, device: str) -> bool:
    if not (present.complete and present.requirements_current):
        return False
    if device != "auto" and device not in {present.torch_build, _kind(present.torch_build)}:
        return False
    if python is None:
        return True
    if Path(python).exists():
        record = installed.read_record(present.folder) or {}
        return record.get("made_with") == str(python)
    return present.python_version == str(python) or present.python_version.startswith(f"{python}.")


def _kind(build: str) -> str:
    return "cpu" if build in {"", "cpu"} else "cuda"


def _make(
    engine: str, partial: Path, python: str | Path | None, device: str, on_line: OnLine
) -> dict[str, Any]:
    started = time.monotonic()
    what = f"installing {engine}"
    base = str(python) if python is not None else _own_python()
    on_line(f"making an environment for {ENGINES[engine].title}")
    try:
        uv.run(
            ["venv", "--quiet", "--relocatable", "--python", base, str(partial)],
            on_line,
            folder=partial.parent,
        )
    except uv.UvFailed as failed:
        raise explain(failed.lines, what) from failed
    version = _python_version(partial)
    build = install_packages(engine, partial, version, device, on_line)
    on_line("checking that everything can be imported")
    found = _check(engine, installed.python_of(partial))
    on_line(f"installed in {time.monotonic() - started:.0f} s")
    return {
        "format": installed.FORMAT,
        "engine": engine,
        "requirements": list(ENGINES[engine].requirements),
        "excluded": list(EXCLUDED_PACKAGES),
        "overrides": list(OVERRIDES),
        "torch_build": build.backend or build.kind,
        "python": found["python"],
        "made_with": base,
        "versions": found["versions"],
        "size": installed.folder_size(partial),
        "installed": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "invertseg": __version__,
    }


def _own_python() -> str:
    """The Python to make environments with: the running one where it suits, else one that uv finds."""
    suits = (3, 10) <= sys.version_info[:2] < (3, 14)
    # Slicer's Python runs with Slicer's libraries alone; an environment made with it would break outside.
    foreign = "slicer" in sys.executable.lower() or not sys.executable
    if suits and not foreign and "conda" not in sys.version.lower():
        # Not the virtual environment's own: that one may be deleted any time.
        base = Path(sys.base_prefix) / (
            "python.exe" if os.name == "nt" else f"bin/python3.{sys.version_info[1]}"
        )
        return str(base) if base.exists() else sys.executable
    return PYTHON_RANGE


def _python_version(folder: Path) -> str:
    for line in (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key.strip() in {"version_info", "version"}:
            return value.strip()
    return ""


def _check(engine: str, python: Path) -> dict[str, Any]:
    found = ask(engine, python)
    if found is None:
        raise InstallError(
            "broken", f"The new environment of {engine} does not answer.", "Try to install it again."
        )
    for module, reason in found["failed"].items():
        raise InstallError(
            "broken",
            f"{module} was installed for {engine} but cannot be imported ({reason}).",
            "Install it with another Python (--python), or report this.",
        )
    return found


def _take_place(partial: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}.old")
    _clear(old)
    if os.path.lexists(place):
        place.rename(old)
    partial.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _old_folder_of(engine: str) -> Path:
    return folders.environments() / f".{engine}.old"


def _clear(path: Path, on_line: OnLine = lambda _line: None) -> None:
    if not os.path.lexists(path):
        return
    on_line("clearing what an interrupted installation has left")
    reason = ""
    # More than once: a process of the interrupted installation may be ending just now, still writing.
    for _attempt in range(5):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            return
        except OSError as error:  # noqa: PERF203
            reason = error.strerror or type(error).__name__
            time.sleep(0.2)
    raise OutputError(
        f"{path} cannot be removed ({reason}).", "Close the programs that use it, then try again."
    )
