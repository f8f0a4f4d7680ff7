"""Making a complete environment in a folder, and putting it in its place."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from InvertSegLib import __version__
from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import folders, installed, packages, pythons, uv
from InvertSegLib.environment.asking import ask
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.environment.layout import folder_size, python_of
from InvertSegLib.environment.progress import InstallProgress, OnLine, OnProgress
from InvertSegLib.errors import OutputError


def make(
    engine: str,
    partial: Path,
    python: str | Path | None,
    device: str,
    on_line: OnLine,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Make an environment, and import once what is in it.

    Args:
        engine: name of the engine.
        partial: a folder that is not there yet.
        python: see `install.install`, as `device`.
        device: what PyTorch is to run on.
        on_line: told each line of what happens.
        on_progress: told how far it is.

    Returns:
        What is noted of it.

    Raises:
        InstallError: with cause and remedy; whoever calls removes what is in the folder.
        ParameterError: the device makes no sense here.
    """
    started = time.monotonic()
    on_progress(InstallProgress("resolving"))
    base = pythons.find_or_install(python, on_line)
    on_line(f"making an environment for {ENGINES[engine].title}")
    try:
        command = [
            "venv",
            "--quiet",
            "--relocatable",
            "--no-python-downloads",
            "--python",
            base,
            str(partial),
        ]
        uv.run(command, on_line, folder=partial.parent)
        version = _python_version(partial)
        pythons.check_version(version)
        resolution = packages.resolve(engine, partial, python_of(partial), version, device, on_line)
        packages.install_packages(resolution, partial, on_line, on_progress)
    except uv.UvFailed as failed:
        raise explain(failed.lines, f"installing {engine}") from failed
    on_line("checking that everything can be imported")
    found = _check(engine, python_of(partial), on_progress)
    on_line(f"installed in {time.monotonic() - started:.0f} s")
    return {
        "format": installed.FORMAT,
        "engine": engine,
        "requirements": list(ENGINES[engine].requirements),
        "excluded": list(EXCLUDED_PACKAGES),
        "overrides": list(OVERRIDES),
        "torch_build": resolution.build.backend or resolution.build.kind,
        "device": device,
        "python": found["python"],
        "made_with": base,
        "versions": found["versions"],
        "size": folder_size(partial),
        "installed": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "invertseg": __version__,
    }


def _python_version(folder: Path) -> str:
    for line in (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key.strip() in {"version_info", "version"}:
            return value.strip()
    return ""


def _check(engine: str, python: Path, on_progress: OnProgress) -> dict[str, Any]:
    on_progress(InstallProgress("checking", 0.0))
    found = ask(
        engine, python, on_module=lambda done, count: on_progress(InstallProgress("checking", done / count))
    )
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


def take_place(partial: Path, place: Path) -> None:
    """Put a complete environment in its place, and remove the one that was there."""
    old = place.with_name(f".{place.name}.old")
    clear(old)
    if os.path.lexists(place):
        place.rename(old)
    partial.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def old_folder_of(engine: str) -> Path:
    """Where an environment is while another takes its place."""
    return folders.environments() / f".{engine}.old"


def clear(path: Path) -> None:
    """Remove a folder or a file with patience.

    Raises:
        OutputError: a file in it is in use.
    """
    if not os.path.lexists(path):
        return
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
