"""Making, updating and removing the private environment of an engine.

An environment is made in a folder beside its place and takes it only when everything in it was imported
once. A process that is killed leaves that folder behind, and a note of what it was doing; `resume` clears it
and starts again, which is quick because uv keeps what it has downloaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

from InvertSegLib.environment import cache, folders, installed, making, packages, space, unfinished, ways
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.environment.installed import EngineEnvironment
from InvertSegLib.environment.progress import InstallProgress, OnLine, OnProgress, no_line, no_progress


def install(
    engine: str,
    on_line: OnLine = no_line,
    *,
    python: str | Path | None = None,
    device: str = "auto",
    on_progress: OnProgress = no_progress,
) -> EngineEnvironment:
    """Install an engine in a private environment, or find that it is there already.

    Args:
        engine: name of the engine.
        on_line: told each line of what happens.
        python: the Python to make it with (path or version), None for the running one where that suits, else
            another of this machine, else one that is installed in InvertSeg's home.
        device: "auto" (CUDA if there is an NVIDIA card), "cpu", "cuda", or a build of PyTorch by its name
            in uv ("cu126").
        on_progress: told how far it is, by the same thread.

    Returns:
        The complete environment.

    Raises:
        InstallError: with cause and remedy.
        ParameterError: unknown engine, or a device that makes no sense here.
        OutputError: the folder cannot be written, or another process is installing there.
    """
    present = _own(engine)
    suits = present is not None and _suits(present, python, device)
    if not suits or unfinished.is_noted(engine):
        _begin(on_line)
        with unfinished.working_on(engine):
            _clear_interrupted(engine, on_line)
            if not suits:
                _replace(engine, python, device, on_line, on_progress)
                return installed.require(engine)
    on_line(f"{engine} {present.version} is installed already, in {present.folder}")
    return present


def update(
    engine: str, on_line: OnLine = no_line, *, on_progress: OnProgress = no_progress
) -> EngineEnvironment:
    """Bring an engine to the newest versions that InvertSeg allows, with the Python and device it has.

    Nothing happens where it has them already; where it is not installed, it is.

    Raises:
        InstallError, OutputError: as `install`; the old environment is still there then.
    """
    present = _own(engine)
    if present is None or not present.complete:
        return install(engine, on_line, on_progress=on_progress)
    record = installed.read_record(present.folder) or {}
    made_with = str(record.get("made_with", ""))
    python = made_with if os.path.lexists(made_with) else None
    device = str(record.get("device", "auto"))
    _begin(on_line)
    with unfinished.working_on(engine):
        _clear_interrupted(engine, on_line)
        if present.requirements_current and _is_newest(present, python, device, on_line, on_progress):
            on_line(f"{engine} {present.version} and all it needs are the newest that go together")
            return present
        _replace(engine, python, device, on_line, on_progress)
    return installed.require(engine)


def resume(
    engine: str, on_line: OnLine = no_line, *, on_progress: OnProgress = no_progress
) -> EngineEnvironment:
    """Finish an interrupted installation or update as it had been asked for; downloads are kept.

    Raises:
        InstallError, ParameterError, OutputError: as `install`.
    """
    _own(engine)
    was = unfinished.interruption_of(engine)
    if was is None:
        return install(engine, on_line, on_progress=on_progress)
    _begin(on_line)
    with unfinished.working_on(engine):
        _clear_interrupted(engine, on_line)
        _replace(engine, was.python, was.device, on_line, on_progress)
    return installed.require(engine)


def remove(engine: str) -> bool:
    """Remove the environment of an engine, and what an interrupted installation has left of it.

    With the last engine go the Pythons, the downloads and the installer that InvertSeg alone has used.

    Returns:
        Whether there was anything to remove.

    Raises:
        OutputError: it is being installed, or a file is in use.
    """
    installed.check_name(engine)
    place = folders.environments()
    was_interrupted = unfinished.interruption_of(engine) is not None
    paths = [installed.folder_of(engine), unfinished.partial_folder_of(engine), making.old_folder_of(engine)]
    if not was_interrupted and not any(os.path.lexists(path) for path in paths):
        return False
    with unfinished.working_on(engine):
        for path in paths:
            making.clear(path)
        if was_interrupted:
            cache.clear_halves()
        unfinished.forget(engine)
    # Folders that are empty now were made by InvertSeg and are not needed any more.
    with contextlib.suppress(OSError):
        place.rmdir()
        making.clear(folders.downloads())
        making.clear(folders.pythons())
        making.clear(folders.tools())
        folders.home().rmdir()
    return True


# ---------------------------------------------------------------------- inside


def _own(engine: str) -> EngineEnvironment | None:
    """The private environment, in whatever state; refuses to touch a Python of the user's."""
    installed.check_name(engine)
    present = installed.find(engine)
    if present is None or present.own:
        return present
    variable = installed.override_variable(engine)
    remedy = f"Unset {variable} to let InvertSeg make an environment of its own."
    if present.way == ways.SLICER:
        variable = "Your choice"
        remedy = f"Choose the private environment first: invertseg engines way {engine} {ways.PRIVATE}"
    raise InstallError(
        "override",
        f"{variable} says that {engine} runs with {present.python}, which is not InvertSeg's to change.",
        remedy,
    )


def _begin(on_line: OnLine) -> None:
    """What can be known not to work is said before anything is changed."""
    note = space.check_memory()
    if note:
        on_line(f"note: {note}")
    folders.make(folders.environments())


def _clear_interrupted(engine: str, on_line: OnLine) -> None:
    if unfinished.is_noted(engine):
        on_line("clearing what an interrupted installation has left")
        making.clear(unfinished.partial_folder_of(engine))
        cache.clear_halves()
        unfinished.forget(engine)


def _replace(
    engine: str, python: str | Path | None, device: str, on_line: OnLine, on_progress: OnProgress
) -> None:
    """Make an environment and put it in its place; the lock is held."""
    partial = unfinished.partial_folder_of(engine)
    with unfinished.noted(engine, python, device):
        try:
            record = making.make(engine, partial, python, device, on_line, on_progress)
            # Last of all: an environment without this file is a half-installed one.
            (partial / installed.RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
            making.take_place(partial, installed.folder_of(engine))
        except OSError as error:
            raise explain([f"error: {error} (os error {error.errno})"], f"installing {engine}") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    on_line(f"{engine} is ready, in {installed.folder_of(engine)}")


def _is_newest(
    present: EngineEnvironment, python: str | None, device: str, on_line: OnLine, on_progress: OnProgress
) -> bool:
    scratch = unfinished.partial_folder_of(present.engine)
    on_progress(InstallProgress("resolving"))
    with unfinished.noted(present.engine, python, device):
        try:
            scratch.mkdir()
            resolution = packages.resolve(
                present.engine, scratch, present.python, present.python_version, device, on_line, anew=True
            )
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    has = {ways.canonical(name): version for name, version in present.versions.items()}
    newest = resolution.versions()
    return all(has.get(name) == version for name, version in newest.items())


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
